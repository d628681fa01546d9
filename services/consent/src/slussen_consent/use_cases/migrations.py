"""A journal moves in: rows by the thousand, each with its effect once, the faulty ones named by line and field.

A batch's rows have their effect first and are counted after. Where a process dies between the two, the batch
comes again: its rows are then duplicates, without a second effect, and are counted as such.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.clock import new_id
from slussen_chassis.database import Context
from slussen_chassis.errors import DomainError, InvalidError
from slussen_consent.domain.migration import (
    MOST_LINES,
    Migration,
    MigrationMovedError,
    Tally,
    TooManyLinesError,
)
from slussen_consent.repository import migrations as repository
from slussen_consent.resources import Resources
from slussen_consent.use_cases.journal import receive_journal_events
from slussen_consent.use_cases.journal_event import EventResult, Inbound, Journal
from slussen_contracts.consent.api import MigrationOpen


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the stream: an event, or what is wrong with it; a blank line has neither."""

    event: Inbound | None = None
    event_id: str | None = None
    error: InvalidError | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that was not taken, and why; texts in both languages, never a value."""

    line: int
    document: dict[str, Any]

    @classmethod
    def of(cls, line: int, event_id: str | None, error: DomainError) -> "Fault":
        """Return the fault of a line."""
        problems = error.problems if isinstance(error, InvalidError) else ()
        document = {
            "eventId": event_id,
            "code": error.code,
            "title": {"sv": error.title_sv, "en": error.title_en},
            "errors": [{"field": p.field, "rule": p.rule, "sv": p.sv, "en": p.en} for p in problems],
        }
        return cls(line, document)


async def open_migration(
    session: AsyncSession, asked: MigrationOpen, *, journal: Journal, now: datetime
) -> Migration:
    """Open a migration for the calling system."""
    opened = Migration(new_id(), 1, Tally(), now, now, asked.label, asked.expected_rows)
    await repository.add(
        session,
        opened,
        client_id=journal.client_id,
        authority_id=journal.authority_id,
        county_code=journal.caller.county_code,
    )
    _trace(session, "consent-migration.open", opened.id)
    return opened


async def get_migration(session: AsyncSession, migration_id: UUID, *, journal: Journal) -> Migration:
    """Return how far a migration has come.

    Raises:
        MigrationNotFoundError: The calling system has none such.
    """
    return await repository.get(
        session, migration_id, client_id=journal.client_id, visible_to=journal.authority_id
    )


async def begin_stream(
    session: AsyncSession, migration_id: UUID, *, first_line: int, journal: Journal
) -> Migration:
    """Let a stream begin at a line, and leave a trace of it.

    Raises:
        MigrationNotFoundError: The calling system has none such.
        MigrationCompletedError: It takes no more rows.
        LinesMissingError: The lines before would be lost.
    """
    known = await get_migration(session, migration_id, journal=journal)
    known.require_line(first_line)
    _trace(session, "consent-migration.stream", migration_id)
    return known


async def complete_migration(
    session: AsyncSession, migration_id: UUID, *, journal: Journal, now: datetime
) -> Migration:
    """Take no more rows into a migration; to complete it again changes nothing.

    Raises:
        MigrationNotFoundError: The calling system has none such.
    """
    await get_migration(session, migration_id, journal=journal)
    await repository.complete(session, migration_id, at=now)
    _trace(session, "consent-migration.complete", migration_id)
    return await get_migration(session, migration_id, journal=journal)


async def list_faults(
    session: AsyncSession, migration_id: UUID, *, journal: Journal, after: int = 0, most: int, offset: int = 0
) -> Sequence[tuple[int, dict[str, Any]]]:
    """Return a migration's faulty lines in their order.

    Raises:
        MigrationNotFoundError: The calling system has none such.
    """
    await get_migration(session, migration_id, journal=journal)
    return await repository.list_faults(
        session, migration_id, visible_to=journal.authority_id, after=after, most=most, offset=offset
    )


async def take_lines(
    lines: Sequence[Line],
    first_line: int,
    migration_id: UUID,
    *,
    journal: Journal,
    resources: Resources,
    now: datetime,
) -> None:
    """Let lines have their effect and count them, in this order.

    Raises:
        TooManyLinesError: The migration is full.
        MigrationMovedError: Another stream counted these lines meanwhile.
    """
    end = first_line + len(lines)
    if end - 1 > MOST_LINES:
        raise TooManyLinesError
    events = [line.event for line in lines if line.event is not None]
    results = iter(await receive_journal_events(events, journal=journal, resources=resources, now=now))
    outcomes = [next(results) if line.event else EventResult(error=line.error) for line in lines]
    faults = [
        Fault.of(number, line.event.id if line.event else line.event_id, outcome.error)
        for number, (line, outcome) in enumerate(zip(lines, outcomes, strict=True), first_line)
        if outcome.error is not None
    ]
    context = Context.of(journal.caller, journal.purpose)
    async with resources.database.transaction(context) as session:
        counted = (first_line, end)
        if not await repository.advance(
            session, migration_id, _tally(outcomes, faults), lines=counted, at=now
        ):
            raise MigrationMovedError
        if faults:
            await repository.add_faults(
                session,
                migration_id,
                [{"line": fault.line, "document": fault.document} for fault in faults],
                authority_id=journal.authority_id,
                county_code=journal.caller.county_code,
            )


def _tally(outcomes: Sequence[EventResult], faults: Sequence[Fault]) -> Tally:
    stored = [outcome for outcome in outcomes if outcome.stored is not None]
    accepted = sum(outcome.is_new for outcome in stored)
    return Tally(accepted, len(stored) - accepted, len(faults))


def _trace(session: AsyncSession, action: str, migration_id: UUID) -> None:
    audit.record(session, action, resource_type="consent-migration", resource_id=migration_id)
