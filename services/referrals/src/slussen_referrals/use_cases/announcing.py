"""What is announced of a referral: by which event each act is told, and all that is counted of it."""

from typing import Any

from slussen_chassis.clock import new_id
from slussen_contracts.referrals import events
from slussen_contracts.referrals.api import Act
from slussen_referrals.domain.referral import Referral

EVENT_OF: dict[Act, type[events.ReferralState]] = {
    Act.OPEN: events.ReferralOpened,
    Act.WAIT: events.ReferralAwaited,
    Act.STOP_WAITING: events.ReferralAwaited,
    Act.SEND: events.ReferralSent,
    Act.RECEIVE: events.ReferralReceived,
    Act.ACCEPT: events.ReferralAccepted,
    Act.ADVISE: events.ReferralAdvised,
    Act.CONVERT: events.ReferralConverted,
    Act.INTRODUCE: events.ReferralIntroduced,
    Act.CONTACT: events.ReferralContacted,
    Act.FOLLOW_UP: events.ReferralFollowedUp,
    Act.ASK_INFORMATION: events.ReferralInformationRequested,
    Act.GIVE_INFORMATION: events.ReferralInformationGiven,
    Act.HOLD: events.ReferralHeld,
    Act.CONTINUE: events.ReferralContinued,
    Act.RETURN: events.ReferralReturned,
    Act.COMPLETE: events.ReferralCompleted,
    Act.DECLINE: events.ReferralDeclined,
    Act.SUSPEND: events.ReferralSuspended,
    Act.RESUME: events.ReferralResumed,
    Act.RECALL: events.ReferralRecalled,
    Act.FAIL: events.ReferralFailed,
    Act.EXPIRE: events.ReferralExpired,
    Act.VOID: events.ReferralVoided,
    Act.CHOOSE_STATISTICS: events.ReferralStatisticsChosen,
}


def event_of(kind: type[events.ReferralState], referral: Referral, **more: Any) -> events.ReferralState:
    """Return an event of a kind with all that is counted of a referral, and what that kind tells more.

    What was never opened is announced to nobody: it does not count, and no other service has a part in it.
    """
    introduction = referral.introduction
    return kind(
        id=new_id(),
        occurred_at=more.pop("occurred_at", referral.changed_at),
        county_code=referral.county_code,
        aggregate_id=referral.id,
        aggregate_version=referral.version,
        centre_id=referral.centre_id,
        municipality_code=referral.municipality_code,
        profile_id=referral.profile_id,
        subject_id=referral.subject_id,
        subject_kind=referral.permission.subject_kind if referral.permission else None,
        family_id=referral.family_id,
        kind=referral.kind.value,
        form=referral.form.value,
        group_id=referral.group_id,
        state=referral.state.value,
        from_unit_id=referral.from_unit_id,
        from_activity=referral.from_activity,
        from_profession=referral.from_profession,
        to_unit_id=referral.to_unit_id,
        to_activity=referral.to_activity,
        to_profession=referral.to_profession,
        counted=referral.counts,
        opened_on=referral.opened_on,
        sent_at=referral.sent_at,
        accepted_at=referral.accepted_at,
        introduced_on=introduction.introduced_on if introduction else None,
        contacted_at=referral.contacted_at,
        ended_at=referral.ended_at,
        outcome=referral.outcome.value if referral.outcome else None,
        follow_up_on=referral.follow_up_on,
        **more,
    )
