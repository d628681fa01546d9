"""Events out, as a feed: what happens is added, and each authority's clients read what theirs may know."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.auth import Caller
from slussen_contracts.agreements.events import ResponsibleAuthorityState, UnitState
from slussen_contracts.audience import EVERYONE, known_to, responsible_for
from slussen_contracts.events import Event
from slussen_gateway.integration.domain.feed import (
    Entry,
    Filter,
    oldest_kept,
    readers,
    responsible,
    thin,
)
from slussen_gateway.integration.domain.recalls import TOLD_KEPT
from slussen_gateway.integration.repository import clients, dead_letters, deliveries, recalls
from slussen_gateway.integration.repository import feed as repository
from slussen_gateway.integration.use_cases.callers import authority_of
from slussen_gateway.integration.use_cases.recalls import note_recalled


async def publish_event(session: AsyncSession, event: Event, *, now: datetime) -> None:
    """Add an event to the feeds of those who may know of it; what it tells of the register is remembered."""
    if isinstance(event, UnitState):
        await repository.save_unit(
            session, event.aggregate_id, version=event.aggregate_version, authority_id=event.authority_id
        )
    if isinstance(event, ResponsibleAuthorityState):
        await clients.save_number(
            session, event.aggregate_id, version=event.aggregate_version, number=event.organisation_number
        )
    told, owners = known_to(event), responsible_for(event)
    named = owners if told == EVERYONE else told | owners
    units = await repository.authorities_of(session, named) if named else {}
    if authorities := readers(event, units):
        responsible_ids = responsible(event, units)
        position = await repository.append(
            session, thin(event), authorities, responsible=responsible_ids, at=now
        )
        await note_recalled(session, event, responsible_ids, position, now=now)


async def read_events(
    session: AsyncSession,
    *,
    after: int | None,
    wanted: Filter,
    most: int,
    caller: Caller,
    now: datetime,
) -> tuple[int, Sequence[Entry], bool]:
    """Return the position read from, the next events that the caller's authority may know, and whether more follow.

    A client that reads an event counts as told of its thing from then on.

    Where `after`, the last position that the client has, is None, what it last said that it had read counts, else the
    beginning.

    Raises:
        AuthorityMissingError: The caller acts for no authority.
    """
    authority = authority_of(caller)
    if after is None:
        after = await repository.find_reading(session, caller.subject, visible_to=authority) or 0
    seen = await repository.list_entries(
        session, visible_to=authority, after=after, wanted=wanted, most=most + 1
    )
    found = seen[:most]
    if caller.kind == "client":
        await recalls.note_told(session, found, caller.subject, kept_by=authority, at=now)
    return after, found, len(seen) > most


async def count_events(
    session: AsyncSession, *, after: int, through: int | None, wanted: Filter, caller: Caller
) -> int:
    """Return how many events a replay of a range would give.

    Raises:
        AuthorityMissingError: The caller acts for no authority.
    """
    return await repository.count_entries(
        session, visible_to=authority_of(caller), after=after, through=through, wanted=wanted
    )


async def keep_reading(session: AsyncSession, position: int, *, caller: Caller, now: datetime) -> int:
    """Remember how far a client has read, also backwards, so that it reads again; return the position.

    Raises:
        AuthorityMissingError: The caller acts for no authority.
    """
    position = min(position, await repository.head(session))
    await repository.save_reading(session, caller.subject, position, kept_by=authority_of(caller), at=now)
    return position


async def find_reading(session: AsyncSession, *, caller: Caller) -> int:
    """Return how far a client has said that it has read; 0 where it never said.

    Raises:
        AuthorityMissingError: The caller acts for no authority.
    """
    return await repository.find_reading(session, caller.subject, visible_to=authority_of(caller)) or 0


async def forget_old_events(session: AsyncSession, *, now: datetime, kept_days: int) -> None:
    """Remove what is older than the feed promises to keep, and the deliveries of it."""
    moment = oldest_kept(now, kept_days)
    await repository.forget_before(session, moment)
    await deliveries.forget_before(session, moment)
    await recalls.forget_told_before(session, now - TOLD_KEPT)
    await dead_letters.forget_before(session, moment)
