"""The operators' desk in the database."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel import select as select_model
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_gateway.integration.domain.dead_letters import (
    OPEN,
    DeadLetter,
    DeadLetterNotFoundError,
    Waiting,
)
from slussen_gateway.integration.tables import NotedLetterRow


def letter_of(row: NotedLetterRow) -> DeadLetter:
    """Return the dead letter that a row holds."""
    return DeadLetter(**row.model_dump(exclude={"members"}), members=tuple(row.members))


async def note(session: AsyncSession, letter: DeadLetter) -> None:
    """Worker: keep what a service tells of a dead letter, where that is newer than what is here."""
    values = {name: getattr(letter, name) for name in DeadLetter.__slots__}
    values["members"] = list(letter.members)
    statement = insert(NotedLetterRow).values(values)
    newer = statement.on_conflict_do_update(
        index_elements=["id"],
        set_={name: value for name, value in values.items() if name not in {"id", "noted_at"}},
        where=col(NotedLetterRow.deliveries) < letter.deliveries,
    )
    await (await session.connection()).execute(newer)


async def list_letters(
    session: AsyncSession, *, service: str | None, state: str | None, limit: int, offset: int
) -> Sequence[DeadLetter]:
    """Return dead letters of a service or of all, in a state or in any, the newest first."""
    query = select_model(NotedLetterRow)
    if service is not None:
        query = query.where(col(NotedLetterRow.service) == service)
    if state is not None:
        query = query.where(col(NotedLetterRow.state) == state)
    rows = await session.exec(query.order_by(col(NotedLetterRow.id).desc()).limit(limit).offset(offset))
    return [letter_of(row) for row in rows]


async def get(session: AsyncSession, letter_id: UUID, *, locked: bool = False) -> DeadLetter:
    """Return a dead letter.

    Raises:
        DeadLetterNotFoundError: There is none.
    """
    query = select_model(NotedLetterRow).where(col(NotedLetterRow.id) == letter_id)
    row = (await session.exec(query.with_for_update() if locked else query)).first()
    if row is None:
        raise DeadLetterNotFoundError
    return letter_of(row)


async def list_open(session: AsyncSession, *, service: str | None, most: int) -> Sequence[DeadLetter]:
    """Return dead letters that may be tried again, locked, the oldest first."""
    query = select_model(NotedLetterRow).where(col(NotedLetterRow.state).in_(OPEN))
    if service is not None:
        query = query.where(col(NotedLetterRow.service) == service)
    rows = await session.exec(query.order_by(col(NotedLetterRow.id)).limit(most).with_for_update())
    return [letter_of(row) for row in rows]


async def count_open(session: AsyncSession) -> Sequence[Waiting]:
    """Return how many letters of each service may be tried again."""
    query = (
        select(col(NotedLetterRow.service), func.count(), func.min(col(NotedLetterRow.noted_at)))
        .where(col(NotedLetterRow.state).in_(OPEN))
        .group_by(col(NotedLetterRow.service))
        .order_by(col(NotedLetterRow.service))
    )
    return [Waiting(*row) for row in await (await session.connection()).execute(query)]


async def mark_requested(session: AsyncSession, letter_ids: Collection[UUID], *, at: datetime) -> None:
    """Keep that letters are to be tried again."""
    statement = update(NotedLetterRow).where(col(NotedLetterRow.id).in_(letter_ids))
    await (await session.connection()).execute(statement.values(state="requested", changed_at=at))


async def forget_before(session: AsyncSession, moment: datetime) -> None:
    """Worker: remove letters that were taken before a moment."""
    statement = delete(NotedLetterRow).where(
        col(NotedLetterRow.state) == "replayed", col(NotedLetterRow.changed_at) < moment
    )
    await (await session.connection()).execute(statement)
