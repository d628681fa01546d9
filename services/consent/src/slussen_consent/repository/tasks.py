"""Tasks to ask again, in the ordinary session."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_consent.domain.ask_again import AskAgainTask, TaskNotFoundError, TaskStatus
from slussen_consent.records import Keeping
from slussen_consent.repository.subjects import is_same_person
from slussen_consent.tables import AskAgainTaskRow

_OPEN = col(AskAgainTaskRow.status) == TaskStatus.OPEN.value
_MEMBERS = tuple(field.name for field in fields(AskAgainTask))
MOST = 500
About = tuple[UUID, str]
"""A person and a situation."""

_OPEN_ABOUT = text(
    "SELECT DISTINCT asked.subject_id, asked.situation"
    " FROM unnest(CAST(:subject_ids AS uuid[]), CAST(:situations AS text[])) AS asked (subject_id, situation)"
    " WHERE EXISTS (SELECT FROM ask_again_task t WHERE t.status = 'open' AND t.situation = asked.situation"
    " AND t.subject_id = ANY(ARRAY(SELECT same_person(asked.subject_id))))"
)


async def add(session: AsyncSession, task: AskAgainTask, keeping: Keeping) -> None:
    """Keep a new task; its consent's controller alone sees it."""
    session.add(
        AskAgainTaskRow(
            **asdict(task),
            county_code=keeping.county_code,
            responsible_authority_id=keeping.authority_id,
            grants=[keeping.authority_id],
        )
    )
    await session.flush()


async def save(session: AsyncSession, task: AskAgainTask) -> None:
    """Keep what became of a task."""
    row = await session.get_one(AskAgainTaskRow, task.id)
    row.version, row.status = task.version, task.status.value
    row.reminded_at, row.ended_at = task.reminded_at, task.ended_at
    await session.flush()


async def get_for_update(
    session: AsyncSession, task_id: UUID, *, unit_id: UUID | None, kept_by: UUID | None
) -> AskAgainTask:
    """Return a unit's task, locked until the transaction ends.

    Raises:
        TaskNotFoundError: The unit has no such task.
    """
    query = (
        select(AskAgainTaskRow)
        .where(
            col(AskAgainTaskRow.id) == task_id,
            col(AskAgainTaskRow.unit_id) == unit_id,
            col(AskAgainTaskRow.responsible_authority_id) == kept_by,
        )
        .with_for_update()
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise TaskNotFoundError
    return _task(row)


async def list_open(
    session: AsyncSession, *, unit_id: UUID | None, visible_to: UUID | None
) -> Sequence[AskAgainTask]:
    """Return a unit's open tasks, the first due first."""
    query = (
        select(AskAgainTaskRow)
        .where(
            _OPEN,
            col(AskAgainTaskRow.unit_id) == unit_id,
            col(AskAgainTaskRow.grants).contains([visible_to]),
        )
        .order_by(col(AskAgainTaskRow.due_on), col(AskAgainTaskRow.id))
        .limit(MOST)
    )
    return [_task(row) for row in (await session.exec(query)).all()]


async def list_open_about(
    session: AsyncSession, subject_id: UUID, situation: str, *, kept_by: UUID | None
) -> Sequence[AskAgainTask]:
    """Return an authority's open tasks about a person in a situation, locked until the transaction ends."""
    query = (
        select(AskAgainTaskRow)
        .where(
            _OPEN,
            is_same_person(col(AskAgainTaskRow.subject_id), subject_id),
            col(AskAgainTaskRow.situation) == situation,
            col(AskAgainTaskRow.responsible_authority_id) == kept_by,
        )
        .order_by(col(AskAgainTaskRow.id))
        .with_for_update()
    )
    return [_task(row) for row in (await session.exec(query)).all()]


async def find_open_about(session: AsyncSession, asked: Sequence[About]) -> set[About]:
    """Return those persons and situations about which there is an open task, whoever keeps it (worker)."""
    parameters = {"subject_ids": [about[0] for about in asked], "situations": [about[1] for about in asked]}
    found = await (await session.connection()).execute(_OPEN_ABOUT, parameters)
    return {(UUID(int=row.subject_id.int), row.situation) for row in found}


async def find_due(
    session: AsyncSession, today: date, *, most: int
) -> Sequence[tuple[UUID, UUID, UUID, str]]:
    """Return ids, units, controllers and counties of due tasks without a reminder, whoever keeps them (worker)."""
    query = (
        select(
            col(AskAgainTaskRow.id),
            col(AskAgainTaskRow.unit_id),
            col(AskAgainTaskRow.responsible_authority_id),
            col(AskAgainTaskRow.county_code),
        )
        .where(_OPEN, col(AskAgainTaskRow.reminded_at).is_(None), col(AskAgainTaskRow.due_on) <= today)
        .order_by(col(AskAgainTaskRow.due_on))
        .limit(most)
    )
    return [(row[0], row[1], row[2], row[3]) for row in (await session.exec(query)).all()]


def _task(row: AskAgainTaskRow) -> AskAgainTask:
    values = {name: getattr(row, name) for name in _MEMBERS}
    return AskAgainTask(**{**values, "status": TaskStatus(row.status)})
