"""Joint plans: made, changed and closed by those who take part, each time on a ground towards the others."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.outbox import enqueue
from slussen_chassis.web import PageRequest, check_version
from slussen_contracts.identifiers import Profession
from slussen_contracts.referrals import events
from slussen_contracts.referrals.api import FamilyRole, PlanOutcome, PlanState
from slussen_referrals import register
from slussen_referrals.clients import ConsentClient, on_behalf_of
from slussen_referrals.domain import checks, plans
from slussen_referrals.domain.coverage import kind_of
from slussen_referrals.domain.errors import ConsentUnansweredError, GroundMissingError, invalid
from slussen_referrals.domain.grounds import Answer, Question, ReliedConsent, Side
from slussen_referrals.domain.plans import Content, Effort, Goal, JointPlan, Participant
from slussen_referrals.domain.referral import Permission
from slussen_referrals.repository import consents as locks
from slussen_referrals.repository import plans as repository
from slussen_referrals.repository import referrals
from slussen_referrals.repository.referrals import AsController, AtUnit, Found
from slussen_referrals.use_cases.families import family_for
from slussen_referrals.use_cases.keeping import act_as_controller, employment_of, reader
from slussen_referrals.use_cases.opening import Opener, check_covered, open_centre

To = tuple[UUID, Profession]
"""A unit and a profession there."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a plan is to hold; the caller's own unit and profession come on top.

    `declines_statistics` is whether the family declines to be counted; None: as it has said before.
    """

    participants: tuple[To, ...]
    goals: tuple[Goal, ...]
    efforts: tuple[Effort, ...]
    review_on: date
    referral_ids: tuple[UUID, ...]
    declines_statistics: bool | None = None


@dataclass(frozen=True, slots=True)
class NewPlan:
    """For whom a plan is made, about what, and with which permission."""

    centre_id: UUID
    subject_id: UUID
    situation: str
    topics: tuple[str, ...]
    permission: Permission


async def open_plan(session: AsyncSession, new: NewPlan, wish: Wish, opener: Opener) -> JointPlan:
    """Make a plan with at least one other profession, where there is a ground towards each (SL-11).

    Raises:
        InvalidError: Fewer than two professions take part, or something does not fit.
        NotCoveredError: Somebody inside the centre is to take part, and no agreement is in force there (EV-02).
        GroundMissingError: There is no ground towards somebody who is to take part.
        ConsentUnansweredError: The consent service does not answer.
    """
    today = local_day(opener.now)
    checks.check_permission(new.permission, today, opener.settings.limits)
    centre = await open_centre(session, new.centre_id, today)
    authority_id, unit_id, profession = employment_of(opener.caller)
    own = (unit_id, Profession(profession))
    content = plans.check_content(
        await _content(session, wish, own, reader(opener.caller)), new.topics, today
    )
    for one in content.participants[1:]:
        unit = await register.find_unit(session, one.unit_id)
        kind = kind_of(centre, unit, one.profession)
        await check_covered(session, centre, kind, today, opener.settings)
    plan = JointPlan(
        id=new_id(),
        version=1,
        county_code=centre.county_code,
        municipality_code=centre.municipality_code,
        profile_id=centre.profile_id,
        centre_id=centre.id,
        responsible_authority_id=authority_id,
        subject_id=new.subject_id,
        situation=new.situation,
        topics=new.topics,
        permission=new.permission,
        content=content,
        opened_on=today,
        created_at=opener.now,
        changed_at=opener.now,
        declines_statistics=bool(wish.declines_statistics),
    )
    relied = await _grounds(session, plan, Side(*own), opener)
    family = await family_for(
        session,
        (new.subject_id, FamilyRole.OTHER),
        authority_id=authority_id,
        county_code=centre.county_code,
        now=opener.now,
    )
    return await _keep(session, replace(plan, consents=relied, family_id=family), "open", is_new=True)


async def read_plan(session: AsyncSession, plan_id: UUID, caller: Caller) -> JointPlan:
    """Return a plan that the caller's unit takes part in."""
    plan = await repository.get_plan(session, plan_id, visible_to=reader(caller))
    _trace(session, "joint_plan.read", plan)
    return plan


async def list_plans(
    session: AsyncSession, caller: Caller, states: Collection[PlanState], page: PageRequest
) -> Sequence[JointPlan]:
    """Return the plans that the caller's unit takes part in, with one more than the page holds."""
    found = await repository.list_plans(
        session, visible_to=reader(caller), states=states, limit=page.limit + 1, offset=page.offset
    )
    for plan in found[: page.limit]:
        _trace(session, "joint_plan.list", plan)
    return found


async def change_plan(session: AsyncSession, plan_id: UUID, wish: Wish, opener: Opener) -> JointPlan:
    """Change a plan; whoever takes part may, on a ground towards the others. The maker stays in it.

    Raises:
        GroundMissingError: There is no ground towards somebody who is to take part.
    """
    plan = await repository.get_plan(session, plan_id, visible_to=reader(opener.caller))
    check_version(plan.version, opener.expected)
    maker = (plan.maker.unit_id, plan.maker.profession)
    content = await _content(session, wish, maker, reader(opener.caller))
    plans.check_content(content, plan.topics, local_day(opener.now))
    changed = plans.change(plan, content, plan.consents, opener.now)
    if wish.declines_statistics is not None:
        changed = replace(changed, declines_statistics=wish.declines_statistics)
    _, unit_id, profession = employment_of(opener.caller)
    relied = await _grounds(session, changed, Side(unit_id, Profession(profession)), opener)
    return await _keep(session, replace(changed, consents=relied), "change")


async def choose_statistics(
    session: AsyncSession, plan_id: UUID, opener: Opener, *, declines: bool
) -> JointPlan:
    """Note whether the family declines to be counted; nothing is disclosed, and no ground is asked for."""
    plan = await repository.get_plan(session, plan_id, visible_to=reader(opener.caller))
    check_version(plan.version, opener.expected)
    chosen = plans.choose_statistics(plan, opener.now, declines=declines)
    return await _keep(session, chosen, "choose_statistics")


async def close_plan(session: AsyncSession, plan_id: UUID, outcome: PlanOutcome, opener: Opener) -> JointPlan:
    """Close a plan with an outcome."""
    plan = await repository.get_plan(session, plan_id, visible_to=reader(opener.caller))
    check_version(plan.version, opener.expected)
    return await _keep(session, plans.close(plan, outcome, opener.now), "close")


async def void_plan(session: AsyncSession, plan_id: UUID, opener: Opener) -> JointPlan:
    """Mark a plan as entered in error."""
    plan = await repository.get_plan(session, plan_id, visible_to=reader(opener.caller))
    check_version(plan.version, opener.expected)
    return await _keep(session, plans.void(plan, opener.now), "void")


async def suspend_plan(
    session: AsyncSession, found: Found, consent_id: UUID | None, reason: str, now: datetime
) -> None:
    """Stop sharing a plan that relies on a consent which nothing may rely on any more (None: on all of its own)."""
    await act_as_controller(session, found, reason)
    plan = await repository.get_plan(session, found.referral_id, visible_to=AsController(found.authority_id))
    relies = consent_id is None or any(c.consent_id == consent_id for c in plan.consents)
    if plan.state is PlanState.OPEN and relies:
        await _keep(session, plans.suspend(plan, reason, now), "suspend")


async def _content(session: AsyncSession, wish: Wish, first: To, by: AtUnit) -> Content:
    """Return the content that is wished for; a linked referral is one that whoever links it may see."""
    places = dict.fromkeys((first, *wish.participants))
    for referral_id in wish.referral_ids:
        await referrals.get(session, referral_id, visible_to=by)
    participants = tuple([await _participant(session, *place) for place in places])
    return Content(participants, wish.goals, wish.efforts, wish.review_on, wish.referral_ids)


async def _participant(session: AsyncSession, unit_id: UUID, profession: Profession) -> Participant:
    unit = await register.find_unit(session, unit_id)
    if unit is None or not unit.has(profession):
        raise invalid(
            "participants",
            "unknown",
            "yrket finns inte vid enheten",
            "the profession is not at the unit",
        )
    return Participant(unit.id, unit.authority_id, profession, unit.activity)


async def _grounds(
    session: AsyncSession, plan: JointPlan, teller: Side, opener: Opener
) -> tuple[ReliedConsent, ...]:
    """Ask towards each who takes part, and return all that the answers rest on, locked and not withdrawn."""
    answers = [await _answer(opener.consents, plan, question, opener) for question in plan.questions(teller)]
    relied = tuple(dict.fromkeys(c for answer in answers for c in answer.ground.relied))
    ids = [consent.consent_id for consent in relied]
    await locks.lock_consents(session, ids)
    withdrawn = await locks.withdrawn_versions(session, ids)
    monotonic = opener.consents.monotonic()
    if any(a.ground.is_stale(withdrawn) or not a.holds(monotonic) for a in answers):
        raise ConsentUnansweredError
    return relied


async def _answer(consents: ConsentClient, plan: JointPlan, question: Question, opener: Opener) -> Answer:
    caller = opener.caller
    us = on_behalf_of(
        caller,
        county_code=plan.county_code,
        authority_id=caller.authority_id,
        unit_id=caller.unit_id,
    )
    answer = await consents.ask(question, us)
    if answer is None:
        raise ConsentUnansweredError
    if not answer.ground.permits:
        raise GroundMissingError.lacking(answer.ground.uncovered_topics)
    return answer


async def _keep(session: AsyncSession, plan: JointPlan, act: str, *, is_new: bool = False) -> JointPlan:
    if is_new:
        await repository.add_plan(session, plan)
    else:
        await repository.save_plan(session, plan)
    announce_plan(session, EVENT_OF[act], plan, occurred_at=plan.changed_at)
    _trace(session, f"joint_plan.{act}", plan)
    return plan


EVENT_OF: dict[str, type[events.JointPlanState]] = {
    "open": events.JointPlanOpened,
    "change": events.JointPlanChanged,
    "suspend": events.JointPlanChanged,
    "choose_statistics": events.JointPlanChanged,
    "close": events.JointPlanClosed,
    "void": events.JointPlanVoided,
}


def announce_plan(
    session: AsyncSession, kind: type[events.JointPlanState], plan: JointPlan, *, occurred_at: datetime
) -> None:
    """Announce a plan as it is, by one kind of event."""
    activities = dict.fromkeys(one.activity for one in plan.content.participants if one.activity)
    event = kind(
        id=new_id(),
        occurred_at=occurred_at,
        county_code=plan.county_code,
        aggregate_id=plan.id,
        aggregate_version=plan.version,
        centre_id=plan.centre_id,
        municipality_code=plan.municipality_code,
        profile_id=plan.profile_id,
        subject_id=plan.subject_id,
        subject_kind=plan.permission.subject_kind,
        family_id=plan.family_id,
        professions=plan.professions,
        activities=tuple(activities),
        state=plan.state.value,
        counted=plan.counts,
        opened_on=plan.opened_on,
        review_on=plan.content.review_on,
        closed_on=plan.closed_on,
        outcome=plan.outcome.value if plan.outcome else None,
    )
    enqueue(session, event)


def _trace(session: AsyncSession, action: str, plan: JointPlan) -> None:
    audit.record(session, action, resource_type="joint_plan", resource_id=plan.id, subject_id=plan.subject_id)
