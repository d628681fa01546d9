"""From domain objects to answers: each reader sees what the referral lets that reader see."""

from uuid import UUID

from slussen_contracts.referrals import api
from slussen_contracts.referrals.api import Act
from slussen_referrals.domain.deadlines import is_overdue
from slussen_referrals.domain.held_limits import HeldLimit
from slussen_referrals.domain.referral import Introduction, Permission, Referral
from slussen_referrals.domain.states import CORE_STATUS, acts_open_to, whose_move
from slussen_referrals.domain.words import state_text
from slussen_referrals.tables import ReferralStepRow
from slussen_referrals.use_cases.reading import Shown

PREFIX = "/referrals/v1"
PATH_OF: dict[Act, str] = {
    Act.OFFER: "offer",
    Act.ASK_PERMISSION: "permission-request",
    Act.OPEN: "permission",
    Act.SEND: "sending",
    Act.RECEIVE: "receipt",
    Act.ACCEPT: "acceptance",
    Act.ADVISE: "advice",
    Act.CONVERT: "conversion",
    Act.INTRODUCE: "introduction",
    Act.CONTACT: "first-contact",
    Act.FOLLOW_UP: "follow-up",
    Act.ASK_INFORMATION: "information-request",
    Act.GIVE_INFORMATION: "information",
    Act.HOLD: "hold",
    Act.CONTINUE: "continuation",
    Act.RETURN: "return",
    Act.FAIL: "failure",
    Act.COMPLETE: "completion",
    Act.DECLINE: "decline",
    Act.RESUME: "resumption",
    Act.RECALL: "recall",
    Act.VOID: "voiding",
    Act.CHOOSE_STATISTICS: "statistics-choice",
}
"""Where each act is posted, under the referral's own address; a wait is what sending without a ground becomes."""


def address_of(referral_id: UUID) -> str:
    """Return the referral's own address."""
    return f"{PREFIX}/referrals/{referral_id}"


def referral_read(shown: Shown, *, english: bool = False) -> api.ReferralRead:
    """Return a referral as its reader may see it."""
    referral, parties = shown.referral, shown.parties
    is_sender = api.Party.SENDER in parties
    discloses = referral.discloses_to(parties, shown.today)
    topics = referral.topics if is_sender else referral.topics_sent
    return api.ReferralRead(
        id=referral.id,
        version=referral.version,
        centre_id=referral.centre_id,
        display_term=shown.display_term,
        kind=referral.kind,
        form=referral.form,
        group_id=referral.group_id if is_sender else None,
        state=referral.state,
        state_text=state_text(referral.state, shown.display_term, english=english),
        core_status=CORE_STATUS[referral.state],
        whose_move=whose_move(referral.state, waits_by_itself=referral.waiting.through is not None),
        next_acts=_next_acts(referral, parties),
        sender=_sender(shown),
        recipient=_recipient(shown),
        subject_id=referral.subject_id if discloses else None,
        situation=referral.situation if discloses else None,
        topics=list(topics) if discloses else [],
        needs=[
            api.Need(topic=n.topic, code=n.code) for n in referral.needs if discloses and n.topic in topics
        ],
        permission=_permission(referral.permission),
        declines_statistics=referral.declines_statistics if is_sender else None,
        ground=_ground(referral) if is_sender else None,
        wait_through=referral.waiting.through if is_sender else None,
        due_on=referral.due_on,
        time_limit=_time_limit(referral.limit),
        is_overdue=is_overdue(referral, shown.today),
        hold_through=referral.hold_through,
        form_version=referral.form_version if discloses else None,
        answers={
            key: answer["value"]
            for key, answer in referral.answers.items()
            if discloses and (is_sender or answer["topic"] in topics)
        },
        requested_topics=list(referral.requested_topics) if discloses else [],
        introduction=_introduction(referral.introduction),
        advice=referral.advice,
        reason=referral.reason,
        outcome=referral.outcome,
        follow_up_on=referral.follow_up_on,
        no_follow_up=referral.no_follow_up,
        opened_on=referral.opened_on,
        created_at=referral.created_at,
        sent_at=referral.sent_at,
        accepted_at=referral.accepted_at,
        contacted_at=referral.contacted_at,
        ended_at=referral.ended_at,
    )


def _time_limit(held: HeldLimit | None) -> api.TimeLimitHeld | None:
    if held is None:
        return None
    return api.TimeLimitHeld(
        origin=held.origin,
        agreement_id=held.agreement_id,
        due_days=held.limit.due_days,
        expire_days=held.limit.expire_days,
    )


def step_read(step: ReferralStepRow) -> api.ReferralStep:
    """Return one line of a referral's history."""
    return api.ReferralStep(
        version=step.version,
        act=Act(step.act),
        state=api.ReferralState(step.state),
        party=api.Party(step.party),
        unit_id=step.unit_id,
        reason=step.reason,
        at=step.at,
    )


def _next_acts(referral: Referral, parties: frozenset[api.Party]) -> list[api.NextAct]:
    address = address_of(referral.id)
    acts = [act for act in acts_open_to(referral.state, referral.form, parties) if act in PATH_OF]
    return [api.NextAct(act=act, href=f"{address}/{PATH_OF[act]}") for act in acts]


def _sender(shown: Shown) -> api.ReferralParty:
    referral = shown.referral
    return api.ReferralParty(
        unit_id=referral.from_unit_id,
        unit_name=shown.unit_names.get(referral.from_unit_id),
        activity=referral.from_activity,
        profession=referral.from_profession,
    )


def _recipient(shown: Shown) -> api.ReferralParty:
    referral = shown.referral
    return api.ReferralParty(
        unit_id=referral.to_unit_id,
        unit_name=shown.unit_names.get(referral.recipient_id) if referral.recipient_id else None,
        activity=referral.to_activity,
        profession=referral.to_profession,
    )


def _permission(permission: Permission | None) -> api.Permission | None:
    return api.Permission(given_on=permission.given_on, given_by=permission.given_by) if permission else None


def _introduction(introduction: Introduction | None) -> api.Introduction | None:
    if introduction is None:
        return None
    return api.Introduction(
        introduced_by=introduction.introduced_by,
        introduced_on=introduction.introduced_on,
        place=introduction.place,
    )


def _ground(referral: Referral) -> api.Ground | None:
    ground = referral.ground
    if ground is None:
        return None
    return api.Ground(
        decision_id=ground.decision_id,
        outcome=ground.outcome.value,
        ground=ground.ground,
        consents=[api.ConsentVersion(consent_id=c.consent_id, version=c.version) for c in ground.consents],
        uncovered_topics=list(ground.uncovered_topics),
        next_steps=list(ground.next_steps),
    )
