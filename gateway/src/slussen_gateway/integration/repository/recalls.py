"""Who was told of what, and recalls, in the database."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, text, update
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlmodel import col
from sqlmodel import select as select_model
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_gateway.integration.domain.feed import Entry
from slussen_gateway.integration.domain.recalls import (
    RECALLABLE,
    Recall,
    RecallNotFoundError,
    Receiver,
)
from slussen_gateway.integration.tables import RecalledThingRow, RecallReceiverRow, RecallRow, ToldRow

_MISSING = text(
    "SELECT r.thing_id, r.thing, r.reason, r.controller_id, r.county_code, t.authority_id, t.client_id"
    " FROM recalled_thing r JOIN told t ON t.thing_id = r.thing_id AND t.first_position < r.position"
    " WHERE r.recalled_at > :since AND NOT EXISTS (SELECT 1 FROM recall c JOIN recall_receiver m"
    " ON m.recall_id = c.id WHERE c.thing_id = r.thing_id AND c.authority_id = t.authority_id"
    " AND m.client_id = t.client_id) ORDER BY r.recalled_at, t.authority_id, t.client_id LIMIT 500"
)


async def note_told(
    session: AsyncSession, entries: Iterable[Entry], client_id: str, *, kept_by: UUID, at: datetime
) -> None:
    """Keep that a client was told of what entries are about, where that can be recalled."""
    first: dict[UUID, int] = {}
    for entry in entries:
        if entry.envelope["type"] in RECALLABLE:
            first.setdefault(UUID(entry.envelope["subject"]), entry.position)
    if not first:
        return
    rows = [
        {
            "authority_id": kept_by,
            "client_id": client_id,
            "thing_id": thing_id,
            "first_position": position,
            "first_at": at,
        }
        for thing_id, position in sorted(first.items())
    ]
    await (await session.connection()).execute(insert_or_skip(ToldRow).on_conflict_do_nothing(), rows)


async def note_recalled(session: AsyncSession, row: RecalledThingRow) -> None:
    """Keep that a thing is no longer to be kept; the first reason stands."""
    statement = insert_or_skip(RecalledThingRow).values(row.model_dump()).on_conflict_do_nothing()
    await (await session.connection()).execute(statement)


async def list_missing(
    session: AsyncSession, since: datetime
) -> Sequence[tuple[RecalledThingRow, UUID, str]]:
    """Worker: return things recalled since a moment with each client that was told before and is not asked yet."""
    found = await (await session.connection()).execute(_MISSING, {"since": since})
    return [
        (
            RecalledThingRow(
                thing_id=row.thing_id,
                thing=row.thing,
                reason=row.reason,
                controller_id=row.controller_id,
                county_code=row.county_code,
                position=0,
                recalled_at=since,
            ),
            row.authority_id,
            row.client_id,
        )
        for row in found
    ]


async def find_of_thing(session: AsyncSession, thing_id: UUID, *, kept_by: UUID) -> Recall | None:
    """Worker: return an authority's recall of a thing, locked; None where there is none yet."""
    query = select_model(RecallRow).where(
        col(RecallRow.thing_id) == thing_id, col(RecallRow.authority_id) == kept_by
    )
    row = (await session.exec(query.with_for_update())).first()
    return (await _with_receivers(session, [row]))[0] if row else None


async def add(session: AsyncSession, recall: Recall) -> None:
    """Worker: keep a new recall, without receivers."""
    values = {name: getattr(recall, name) for name in Recall.__slots__ if name != "receivers"}
    await (await session.connection()).execute(insert(RecallRow).values(values))


async def add_receivers(session: AsyncSession, recall: Recall, client_ids: Iterable[str]) -> None:
    """Worker: let a recall ask more clients."""
    rows = [
        {
            "recall_id": recall.id,
            "client_id": client_id,
            "authority_id": recall.authority_id,
            "controller_id": recall.controller_id,
        }
        for client_id in client_ids
    ]
    await (await session.connection()).execute(
        insert_or_skip(RecallReceiverRow).on_conflict_do_nothing(), rows
    )


async def change(
    session: AsyncSession,
    recall: Recall,
    *,
    next_reminder_at: datetime | None,
    answered_at: datetime | None,
    version: int,
) -> None:
    """Keep what a recall has come to."""
    statement = update(RecallRow).where(col(RecallRow.id) == recall.id)
    values = {"next_reminder_at": next_reminder_at, "answered_at": answered_at, "version": version}
    await (await session.connection()).execute(statement.values(**values))


async def save_answer(session: AsyncSession, recall: Recall, receiver: Receiver) -> None:
    """Keep what a client answers."""
    statement = update(RecallReceiverRow).where(
        col(RecallReceiverRow.recall_id) == recall.id, col(RecallReceiverRow.client_id) == receiver.client_id
    )
    values = {
        "answer": receiver.answer,
        "legal_ground": receiver.legal_ground,
        "answered_at": receiver.answered_at,
    }
    await (await session.connection()).execute(statement.values(**values))


async def list_due(session: AsyncSession, now: datetime) -> Sequence[Recall]:
    """Worker: return recalls of which somebody is to be reminded, locked."""
    query = (
        select_model(RecallRow)
        .where(col(RecallRow.answered_at).is_(None), col(RecallRow.next_reminder_at) <= now)
        .order_by(col(RecallRow.next_reminder_at))
        .limit(200)
        .with_for_update(skip_locked=True)
    )
    return await _with_receivers(session, (await session.exec(query)).all())


async def list_recalls(
    session: AsyncSession, *, visible_to: UUID, unanswered: bool | None, limit: int, offset: int
) -> Sequence[Recall]:
    """Return recalls that ask an authority's clients, or are about its things, the newest first."""
    query = select_model(RecallRow).where(
        (col(RecallRow.authority_id) == visible_to) | (col(RecallRow.controller_id) == visible_to)
    )
    if unanswered is not None:
        open_ones = col(RecallRow.answered_at).is_(None)
        query = query.where(open_ones if unanswered else ~open_ones)
    rows = await session.exec(query.order_by(col(RecallRow.id).desc()).limit(limit).offset(offset))
    return await _with_receivers(session, rows.all())


async def get(session: AsyncSession, recall_id: UUID, *, visible_to: UUID) -> Recall:
    """Return a recall.

    Raises:
        RecallNotFoundError: It is not there, or neither asks the authority's clients nor is about its things.
    """
    query = select_model(RecallRow).where(
        col(RecallRow.id) == recall_id,
        (col(RecallRow.authority_id) == visible_to) | (col(RecallRow.controller_id) == visible_to),
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise RecallNotFoundError
    return (await _with_receivers(session, [row]))[0]


async def lock(session: AsyncSession, recall_id: UUID, *, kept_by: UUID) -> Recall:
    """Return a recall that asks an authority's clients, locked.

    Raises:
        RecallNotFoundError: It is not there, or asks others.
    """
    query = select_model(RecallRow).where(
        col(RecallRow.id) == recall_id, col(RecallRow.authority_id) == kept_by
    )
    row = (await session.exec(query.with_for_update())).first()
    if row is None:
        raise RecallNotFoundError
    return (await _with_receivers(session, [row]))[0]


async def _with_receivers(session: AsyncSession, rows: Sequence[RecallRow]) -> Sequence[Recall]:
    query = select_model(RecallReceiverRow).where(
        col(RecallReceiverRow.recall_id).in_([row.id for row in rows])
    )
    of: dict[UUID, list[Receiver]] = {}
    for row in await session.exec(query.order_by(col(RecallReceiverRow.client_id))):
        receiver = Receiver(row.client_id, row.answer, row.legal_ground, row.answered_at)
        of.setdefault(row.recall_id, []).append(receiver)
    return [Recall(**row.model_dump(), receivers=of.get(row.id, ())) for row in rows]


async def forget_told_before(session: AsyncSession, moment: datetime) -> None:
    """Worker: remove who was told of things so long ago that nobody recalls them."""
    await (await session.connection()).execute(delete(ToldRow).where(col(ToldRow.first_at) < moment))
