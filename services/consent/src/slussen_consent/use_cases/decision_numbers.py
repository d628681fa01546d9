"""A day's decisions in numbers: announced once the day has ended, without persons."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.clock import new_id
from slussen_chassis.outbox import enqueue
from slussen_consent.repository.decision_numbers import Number, mark_counted, numbers_of
from slussen_contracts.consent.events import DisclosureDecisionsCounted

MOST_AT_ONCE: Final = 1000
"""So many decisions does one event tell of at most: its receiver counts each in one transaction."""


async def count_day(session: AsyncSession, day: date, now: datetime) -> None:
    """Announce how many decisions of each kind were made on a day; nothing where it has been counted."""
    if await mark_counted(session, day, now):
        for number in await numbers_of(session, day):
            enqueue(session, *events_of(number, day, now))


def events_of(of: Number, day: date, now: datetime) -> Iterator[DisclosureDecisionsCounted]:
    """Return the events that tell of a number, in parts; the same parts are the same aggregates."""
    group = f"{day}:{of.county_code}:{of.authority_id}:{of.centre_id}:{of.boundary}:{of.outcome}"
    for part, told in enumerate(range(0, of.number, MOST_AT_ONCE)):
        yield DisclosureDecisionsCounted(
            id=new_id(),
            occurred_at=now,
            county_code=of.county_code,
            aggregate_id=uuid5(NAMESPACE_OID, f"slussen:decisions:{group}:{part}"),
            aggregate_version=1,
            day=day,
            number=min(MOST_AT_ONCE, of.number - told),
            boundary=of.boundary,
            outcome=of.outcome,
            responsible_authority_id=of.authority_id,
            centre_id=of.centre_id,
        )
