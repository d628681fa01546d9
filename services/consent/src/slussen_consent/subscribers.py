"""Events in: the register's, from which our copies are made, and our own first registrations, to follow them up."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.bus import Subscriptions
from slussen_chassis.database import Context, set_context
from slussen_consent.repository import consents, tasks
from slussen_consent.repository.copies import copy_authority, copy_centre, copy_unit
from slussen_consent.use_cases.follow_up import follow_up
from slussen_contracts.agreements.events import (
    FamilyCentreChanged,
    FamilyCentreRegistered,
    FamilyCentreState,
    ResponsibleAuthorityChanged,
    ResponsibleAuthorityRegistered,
    ResponsibleAuthorityState,
    UnitChanged,
    UnitRegistered,
    UnitState,
)
from slussen_contracts.consent.events import ConsentRecorded

subscriptions = Subscriptions("consent")


def is_settled(event: ConsentRecorded) -> bool:
    """Tell whether it is a documented answer that leaves nothing to do but what was open before."""
    return event.value in {"yes", "pending"} and not event.documentation_missing


@subscriptions.on(UnitRegistered, UnitChanged)
async def keep_unit(event: UnitState, session: AsyncSession) -> None:
    """Keep a unit as it is from now on; an older version never overwrites a newer one."""
    await copy_unit(session, event)


@subscriptions.on(ResponsibleAuthorityRegistered, ResponsibleAuthorityChanged)
async def keep_authority(event: ResponsibleAuthorityState, session: AsyncSession) -> None:
    """Keep an authority's name as it is from now on; an older version never overwrites a newer one."""
    await copy_authority(session, event)


@subscriptions.on(FamilyCentreRegistered, FamilyCentreChanged)
async def keep_centre(event: FamilyCentreState, session: AsyncSession) -> None:
    """Keep a family centre as it is from now on; an older version never overwrites a newer one."""
    await copy_centre(session, event)


@subscriptions.concerning(ConsentRecorded)
async def to_follow_up(events: Sequence[ConsentRecorded], session: AsyncSession) -> set[UUID]:
    """Return those that are not settled, and those that may answer an open task."""
    settled = [event for event in events if is_settled(event)]
    asked = await tasks.find_open_about(session, [(event.subject_id, event.situation) for event in settled])
    return {
        event.id for event in events if not is_settled(event) or (event.subject_id, event.situation) in asked
    }


@subscriptions.on(ConsentRecorded)
async def follow_up_registration(event: ConsentRecorded, session: AsyncSession) -> None:
    """Follow up what a journal registered on the hot path; what staff records is followed up where it is recorded.

    A documented yes that answers no open task needs nothing. A later version follows itself up.
    """
    about = (event.subject_id, event.situation)
    if is_settled(event) and not await tasks.find_open_about(session, [about]):
        return
    keeper = event.responsible_authority_id
    await set_context(
        session, Context(authority_id=keeper, county_code=event.county_code, purpose="follow-up")
    )
    found = await consents.get(session, event.aggregate_id, visible_to=keeper)
    if found.keeping.client_id is not None and found.consent.version == event.aggregate_version:
        await follow_up(session, found, now=event.occurred_at)
