"""The operators' desk: what services could not take, seen without its content, and tried again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.clock import new_id
from slussen_chassis.outbox import enqueue
from slussen_chassis.web import PageRequest
from slussen_contracts.events import NATIONAL
from slussen_contracts.operations.api import ReplayAllWrite
from slussen_contracts.operations.events import DeadLetterReplayRequested, DeadLetterState
from slussen_gateway.integration.domain.dead_letters import (
    MOST_REPLAYED,
    OPEN,
    DeadLetter,
    DeadLetterCountChangedError,
    DeadLetterReplayedError,
    Waiting,
)
from slussen_gateway.integration.repository import dead_letters as repository


async def note_letter(session: AsyncSession, event: DeadLetterState, *, now: datetime) -> None:
    """Keep what a service tells of a dead letter."""
    letter = DeadLetter(
        id=event.aggregate_id,
        service=event.service,
        state=event.state,
        event_type=event.event_type,
        event_id=event.event_id,
        stream_sequence=event.stream_sequence,
        reason=event.reason,
        digest=event.digest,
        size=event.size,
        members=event.members,
        deliveries=event.deliveries,
        noted_at=now,
        changed_at=now,
    )
    await repository.note(session, letter)


async def list_letters(
    session: AsyncSession, page: PageRequest, *, service: str | None, state: str | None
) -> Sequence[DeadLetter]:
    """Return dead letters, the newest first, one more than the page holds."""
    return await repository.list_letters(
        session, service=service, state=state, limit=page.limit + 1, offset=page.offset
    )


async def count_open(session: AsyncSession) -> Sequence[Waiting]:
    """Return how many letters of each service wait."""
    return await repository.count_open(session)


async def get_letter(session: AsyncSession, letter_id: UUID) -> DeadLetter:
    """Return a dead letter.

    Raises:
        DeadLetterNotFoundError: There is none.
    """
    return await repository.get(session, letter_id)


async def replay_letter(session: AsyncSession, letter_id: UUID, *, now: datetime) -> DeadLetter:
    """Ask the service to try a dead letter again; what comes of it, it tells by an event.

    Raises:
        DeadLetterNotFoundError: There is none.
        DeadLetterReplayedError: It has been taken already.
    """
    letter = await repository.get(session, letter_id, locked=True)
    if letter.state not in OPEN:
        raise DeadLetterReplayedError
    await _ask(session, [letter], now)
    return await repository.get(session, letter_id)


async def replay_all(session: AsyncSession, wanted: ReplayAllWrite, *, now: datetime) -> int:
    """Ask one service, or all, to try again all that waits; return how many that is.

    Raises:
        DeadLetterCountChangedError: Not as many wait as was stated, or more than can be ordered at once.
    """
    letters = await repository.list_open(session, service=wanted.service, most=MOST_REPLAYED + 1)
    if len(letters) != wanted.expected_count or len(letters) > MOST_REPLAYED:
        raise DeadLetterCountChangedError
    await _ask(session, letters, now)
    return len(letters)


async def _ask(session: AsyncSession, letters: Sequence[DeadLetter], now: datetime) -> None:
    await repository.mark_requested(session, [letter.id for letter in letters], at=now)
    for letter in letters:
        audit.record(session, "dead-letter.replay", resource_type="dead-letter", resource_id=letter.id)
        enqueue(session, request_for(letter.id, letter.service, letter.deliveries, now=now))


def request_for(letter_id: UUID, service: str, version: int, *, now: datetime) -> DeadLetterReplayRequested:
    """Return the event by which a service is asked to try a dead letter again."""
    return DeadLetterReplayRequested(
        id=new_id(),
        occurred_at=now,
        county_code=NATIONAL,
        aggregate_id=letter_id,
        aggregate_version=version,
        service=service,
    )
