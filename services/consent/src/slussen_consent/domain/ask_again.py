"""To ask again about a no or a partial: a task with a day, done by asking or superseded by a new answer."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from slussen_chassis.errors import ConflictError, NotFoundError
from slussen_consent.domain.consent import Consent
from slussen_consent.domain.positions import ConsentValue


class TaskStatus(StrEnum):
    """Where a task is in its life."""

    OPEN = "open"
    DONE = "done"
    SUPERSEDED = "superseded"


class TaskNotFoundError(NotFoundError):
    """No such task that the caller may see."""

    code: ClassVar[str] = "ask-again-task-not-found"
    title_sv: ClassVar[str] = "Uppgiften finns inte här"
    title_en: ClassVar[str] = "The task is not here"


class TaskNotOpenError(ConflictError):
    """The task is done, or a new answer has come."""

    code: ClassVar[str] = "ask-again-task-not-open"
    title_sv: ClassVar[str] = "Uppgiften är redan avslutad"
    title_en: ClassVar[str] = "The task has ended already"


@dataclass(frozen=True, slots=True)
class AskAgainTask:
    """To return to whoever said no or partial; it stands at one version of one consent."""

    id: UUID
    version: int
    consent_id: UUID
    consent_version: int
    subject_id: UUID
    situation: str
    unit_id: UUID
    due_on: date
    status: TaskStatus
    created_at: datetime
    reminded_at: datetime | None = None
    ended_at: datetime | None = None


def task_for(
    consent: Consent, *, unit_id: UUID, after: timedelta, task_id: UUID, at: datetime
) -> AskAgainTask | None:
    """Return the task that a no or a partial makes; a yes makes none.

    Source: S000 Dokumentation av samtycke.
    """
    due_on = consent.ask_again_on(after)
    if due_on is None:
        return None
    return AskAgainTask(
        id=task_id,
        version=1,
        consent_id=consent.id,
        consent_version=consent.version,
        subject_id=consent.subject_id,
        situation=consent.situation,
        unit_id=unit_id,
        due_on=due_on,
        status=TaskStatus.OPEN,
        created_at=at,
    )


def answers_again(newer: Consent, older: Consent) -> bool:
    """Whether a consent is a new answer to everything that another was asked about, in the same situation."""
    return (
        newer.situation == older.situation
        and newer.subject_id == older.subject_id
        and newer.value is not ConsentValue.PENDING
        and {line for line in older.scope if line.allowed} <= set(newer.scope)
    )


def complete(task: AskAgainTask, *, at: datetime) -> AskAgainTask:
    """End a task: it was asked, and the attitude has not changed.

    Raises:
        TaskNotOpenError: It has ended already.
    """
    return _end(task, TaskStatus.DONE, at)


def supersede(task: AskAgainTask, *, at: datetime) -> AskAgainTask:
    """End a task because a new answer has come, or the consent has ended.

    Raises:
        TaskNotOpenError: It has ended already.
    """
    return _end(task, TaskStatus.SUPERSEDED, at)


def remind(task: AskAgainTask, *, at: datetime) -> AskAgainTask:
    """Mark that its unit was reminded."""
    return replace(task, version=task.version + 1, reminded_at=at)


def _end(task: AskAgainTask, status: TaskStatus, at: datetime) -> AskAgainTask:
    if task.status is not TaskStatus.OPEN:
        raise TaskNotOpenError
    return replace(task, version=task.version + 1, status=status, ended_at=at)
