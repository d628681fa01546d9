"""Tasks to ask again: the unit's list, a task that is done, and the reminder on its day."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.clock import new_id
from slussen_chassis.outbox import enqueue
from slussen_consent.domain.ask_again import AskAgainTask, TaskStatus, complete, remind
from slussen_consent.repository import subjects, tasks
from slussen_consent.use_cases.acting import Acting
from slussen_contracts.consent.events import AskAgainReminded


async def list_tasks(session: AsyncSession, *, acting: Acting) -> Sequence[AskAgainTask]:
    """Return the own unit's open tasks, and leave a trace."""
    audit.record(session, "ask-again-task.list", resource_type="ask_again_task")
    return await tasks.list_open(session, unit_id=acting.unit_id, visible_to=acting.authority_id)


async def complete_task(
    session: AsyncSession, task_id: UUID, *, acting: Acting, now: datetime
) -> AskAgainTask:
    """End a task of the own unit: it was asked, and the attitude is the same.

    Raises:
        TaskNotFoundError: The unit has no such task.
        TaskNotOpenError: It has ended already.
    """
    known = await tasks.get_for_update(session, task_id, unit_id=acting.unit_id, kept_by=acting.authority_id)
    done = complete(known, at=now)
    await tasks.save(session, done)
    _trace(session, "ask-again-task.complete", done)
    return done


async def remind_of_task(
    session: AsyncSession, task_id: UUID, *, unit_id: UUID, keeper: UUID, county_code: str, now: datetime
) -> bool:
    """Announce that a task's day has come; False where it ended or was reminded of before us.

    Nothing is announced about a person whose data are protected: the unit's own list tells.
    """
    known = await tasks.get_for_update(session, task_id, unit_id=unit_id, kept_by=keeper)
    if known.status is not TaskStatus.OPEN or known.reminded_at is not None:
        return False
    reminded = remind(known, at=now)
    await tasks.save(session, reminded)
    _trace(session, "ask-again-task.remind", reminded)
    if await subjects.protection_of(session, reminded.subject_id) is not None:
        return True
    enqueue(
        session,
        AskAgainReminded(
            id=new_id(),
            occurred_at=now,
            county_code=county_code,
            aggregate_id=reminded.id,
            aggregate_version=reminded.version,
            consent_id=reminded.consent_id,
            subject_id=reminded.subject_id,
            unit_id=reminded.unit_id,
            responsible_authority_id=keeper,
            due_on=reminded.due_on,
        ),
    )
    return True


def _trace(session: AsyncSession, action: str, task: AskAgainTask) -> None:
    audit.record(
        session, action, resource_type="ask_again_task", resource_id=task.id, subject_id=task.subject_id
    )
