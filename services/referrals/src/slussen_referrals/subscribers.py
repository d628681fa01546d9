"""What the service does when others' events arrive: keeps its copies of the register, and follows the consents."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.bus import Subscriptions
from slussen_chassis.clock import Clock
from slussen_contracts.agreements import events as agreements
from slussen_contracts.consent import events as consent
from slussen_referrals import register
from slussen_referrals.clients import ConsentClient
from slussen_referrals.domain.acts import GROUND_REVOKED
from slussen_referrals.domain.grounds import ONLY_VERSION
from slussen_referrals.use_cases import following
from slussen_referrals.use_cases.following import Following


def subscriptions(consents: ConsentClient, clock: Clock) -> Subscriptions:
    """Return the service's subscriptions; `consents` is asked again where an event gives reason to."""
    subscribed = Subscriptions("referrals")
    _follow_register(subscribed)
    _follow_consents(subscribed, consents, clock)
    _follow_persons(subscribed, consents, clock)
    return subscribed


def _follow_register(subscribed: Subscriptions) -> None:
    @subscribed.on(agreements.UnitRegistered, agreements.UnitChanged)
    async def keep_unit(event: agreements.UnitState, session: AsyncSession) -> None:
        """Keep the copy of a unit."""
        await register.keep_unit(session, event)

    @subscribed.on(agreements.FamilyCentreRegistered, agreements.FamilyCentreChanged)
    async def keep_centre(event: agreements.FamilyCentreState, session: AsyncSession) -> None:
        """Keep the copy of a family centre."""
        await register.keep_centre(session, event)

    @subscribed.on(agreements.AgreementActivated, agreements.AgreementEnded)
    async def keep_agreement(event: agreements.AgreementState, session: AsyncSession) -> None:
        """Keep the copy of an agreement: from its end no new internal referral is covered."""
        await register.keep_agreement(session, event)


def _follow_consents(subscribed: Subscriptions, consents: ConsentClient, clock: Clock) -> None:
    @subscribed.concerning(consent.ConsentRecorded)
    async def waited_for(events: Sequence[consent.ConsentRecorded], session: AsyncSession) -> set[UUID]:
        """Return those about a person with a referral that goes by itself."""
        waiting = await following.find_waited_for(session, {event.subject_id for event in events})
        return {event.id for event in events if event.subject_id in waiting}

    @subscribed.on(consent.ConsentRecorded)
    async def send_what_waits(event: consent.ConsentRecorded, session: AsyncSession) -> None:
        """Send what waited for this consent."""
        await following.send_what_waits(session, event.subject_id, Following(consents, clock.now()))

    @subscribed.on(consent.ConsentChanged)
    async def review_what_relies(event: consent.ConsentChanged, session: AsyncSession) -> None:
        """Ask again about what relies on the consent's older versions, then about what waits for it."""
        asking = Following(consents, clock.now())
        await following.review_relying_on(session, event.aggregate_id, event.aggregate_version, asking)
        await following.send_what_waits(session, event.subject_id, asking)

    @subscribed.on(
        consent.ConsentWithdrawn, consent.ConsentExpired, consent.ConsentAnnulled, consent.ConsentClosed
    )
    async def suspend_what_relies(event: consent.ConsentState, session: AsyncSession) -> None:
        """Suspend every open referral that relies on the consent."""
        await following.stop_relying_on(session, event.aggregate_id, event.aggregate_version, clock.now())

    @subscribed.on(consent.GroundRevoked)
    async def suspend_what_rests(event: consent.GroundRevoked, session: AsyncSession) -> None:
        """Suspend every open referral that rests on the ground."""
        await following.stop_relying_on(
            session, event.aggregate_id, ONLY_VERSION, clock.now(), reason=GROUND_REVOKED
        )


def _follow_persons(subscribed: Subscriptions, consents: ConsentClient, clock: Clock) -> None:
    @subscribed.on(consent.SubjectMerged)
    async def merge_person(event: consent.SubjectMerged, session: AsyncSession) -> None:
        """Let what is about the one record be about the other's person, and ask again about both."""
        record = (event.aggregate_id, event.aggregate_version)
        into = (event.into_subject_id, event.into_subject_id)
        await following.follow_person(session, record, into, Following(consents, clock.now()))

    @subscribed.on(consent.SubjectSplit)
    async def split_person(event: consent.SubjectSplit, session: AsyncSession) -> None:
        """Let the record be about a person of its own again, and ask again about both."""
        record = (event.aggregate_id, event.aggregate_version)
        into = (None, event.from_subject_id)
        await following.follow_person(session, record, into, Following(consents, clock.now()))
