"""Events in: what other services announce into the ledger, units, centres and agreements into their copies.

The chassis marks each event in the inbox, in the transaction of its effect; versions take care of order.
"""

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.bus import Subscriptions
from slussen_chassis.crypto import Keyring
from slussen_contracts.agreements import events as agreements
from slussen_contracts.consent import events as consent
from slussen_contracts.referrals import events as referrals
from slussen_contracts.statistics import events as statistics
from slussen_statistics.use_cases import facts, families, register

CONSUMER = "statistics"


def subscriptions_with(keyring: Keyring) -> Subscriptions:
    """Return what statistics does with events; `keyring` opens the secrets of pseudonyms."""
    subscriptions = Subscriptions(CONSUMER)

    @subscriptions.on(*referrals.REFERRAL_STEPS)
    async def record_referral(event: referrals.ReferralState, session: AsyncSession) -> None:
        """Count the referral as it now is."""
        await facts.record_referral(session, event, keyring)

    @subscriptions.on(*referrals.PLAN_EVENTS)
    async def record_joint_plan(event: referrals.JointPlanState, session: AsyncSession) -> None:
        """Count the plan as it now is."""
        await facts.record_joint_plan(session, event, keyring)

    @subscriptions.on(*referrals.FAMILY_EVENTS)
    async def record_family(event: referrals.FamilyState, session: AsyncSession) -> None:
        """Count what is about its members as one family's."""
        await families.record_family(session, event, keyring)

    @subscriptions.on(consent.SubjectMerged, consent.SubjectSplit)
    async def record_person(
        event: consent.SubjectMerged | consent.SubjectSplit, session: AsyncSession
    ) -> None:
        """Count what is about the record as about the other's person, or its own again."""
        await families.record_person(session, event, keyring)

    _follow_consents(subscriptions)
    _follow_centres(subscriptions)
    _follow_register(subscriptions)
    subscriptions.on(statistics.EntryRecorded, statistics.EntryCorrected)(_record_entry)
    return subscriptions


async def _record_entry(event: statistics.EntryState, session: AsyncSession) -> None:
    await facts.record_entry(session, event)


def _follow_consents(subscriptions: Subscriptions) -> None:
    @subscriptions.on(
        consent.ConsentRecorded,
        consent.ConsentChanged,
        consent.ConsentWithdrawn,
        consent.ConsentExpired,
        consent.ConsentAnnulled,
        consent.ConsentClosed,
    )
    async def record_consent(event: consent.ConsentState, session: AsyncSession) -> None:
        """Count the consent as it now is."""
        await facts.record_consent(session, event)

    @subscriptions.on(consent.GroundRegistered)
    async def record_ground(event: consent.GroundState, session: AsyncSession) -> None:
        """Count an assessment; one that was revoked was made all the same."""
        await facts.record_ground(session, event)

    @subscriptions.on(consent.DisclosureDecisionsCounted)
    async def record_decisions(event: consent.DisclosureDecisionsCounted, session: AsyncSession) -> None:
        """Count a day's decisions, whatever came of them."""
        await facts.record_decisions(session, event)


def _follow_centres(subscriptions: Subscriptions) -> None:
    @subscriptions.on(agreements.OpeningWeekEvaluated)
    async def record_opening_week(event: agreements.OpeningWeekEvaluated, session: AsyncSession) -> None:
        """Count the week."""
        await facts.record_opening_week(session, event)

    @subscriptions.on(agreements.MeetingHeld, agreements.MeetingRemoved)
    async def record_meeting(event: agreements.MeetingEvent, session: AsyncSession) -> None:
        """Count the meeting, or no longer."""
        await facts.record_meeting(session, event)

    @subscriptions.on(
        agreements.DutyReminded, agreements.DutyOverdue, agreements.DutyDone, agreements.DutyReopened
    )
    async def record_duty(event: agreements.DutyEvent, session: AsyncSession) -> None:
        """Count the duty by its state."""
        await facts.record_duty(session, event)


def _follow_register(subscriptions: Subscriptions) -> None:
    @subscriptions.on(agreements.UnitRegistered, agreements.UnitChanged)
    async def copy_unit(event: agreements.UnitState, session: AsyncSession) -> None:
        """Learn at which centres the unit works."""
        await register.copy_unit(session, event)

    @subscriptions.on(agreements.FamilyCentreRegistered, agreements.FamilyCentreChanged)
    async def copy_centre(event: agreements.FamilyCentreState, session: AsyncSession) -> None:
        """Learn the centre's name, place and activities."""
        await register.copy_centre(session, event)

    @subscriptions.on(
        agreements.AgreementActivated, agreements.AgreementEnded, agreements.AgreementNoticeGiven
    )
    async def copy_agreement(event: agreements.AgreementState, session: AsyncSession) -> None:
        """Learn for which days the agreement is in force."""
        await register.copy_agreement(session, event)

    @subscriptions.on(agreements.CoordinatorAppointed, agreements.CoordinatorAppointmentChanged)
    async def copy_coordinator(event: agreements.CoordinatorEvent, session: AsyncSession) -> None:
        """Learn for which days the centre has a coordinator."""
        await register.copy_coordinator(session, event)
