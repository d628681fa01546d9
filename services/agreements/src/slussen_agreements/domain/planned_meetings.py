"""Meetings that are planned, their agenda (dagordning), and what is decided at them (protokoll, beslut).

The agenda is built from what is there: duties that are late or fall due, agreements that ask for something, and what
earlier minutes decided without saying by when. A decision with a day is a duty of the centre's annual wheel.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import ClassVar, Final
from uuid import UUID

from slussen_agreements.domain.annual_wheel import Duty, DutyState, state
from slussen_agreements.domain.attention import Matter
from slussen_agreements.domain.days import Period
from slussen_agreements.domain.duty_mark import DutyMark
from slussen_agreements.domain.findings import Label
from slussen_chassis.errors import ConflictError, FieldProblem, NotFoundError
from slussen_contracts.agreements.codes import MeetingKind

OWN: Final = "own_"
"""What the keys of a centre's own duties begin with; those of the profile's are words."""
LOOKS_AHEAD: Final = timedelta(days=45)
"""How far after the meeting a duty may fall due and still be on its agenda."""


class PlannedMeetingNotFoundError(NotFoundError):
    """The centre has no such planned meeting, or the caller takes no part in the centre."""

    title_sv: ClassVar[str] = "Det planerade mötet finns inte här"
    title_en: ClassVar[str] = "The planned meeting is not here"


class MinutesClosedError(ConflictError):
    """The minutes are closed: what was decided stands as it was written."""

    code: ClassVar[str] = "minutes-closed"
    title_sv: ClassVar[str] = "Protokollet är justerat och ändras inte"
    title_en: ClassVar[str] = "The minutes are closed and do not change"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMeeting:
    """A meeting that is planned; once its minutes are closed, `held_on` is the day and `meeting_id` what counts."""

    id: UUID
    version: int = 1
    county_code: str
    responsible_authority_id: UUID
    grants: tuple[UUID, ...]
    centre_id: UUID
    kind: MeetingKind
    planned_on: date
    starts_at: time | None = None
    place: str | None = None
    notes: str = ""
    held_on: date | None = None
    meeting_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided at a meeting; with a day it is a duty, and `owner` says in words who answers for it."""

    id: UUID
    county_code: str
    responsible_authority_id: UUID
    grants: tuple[UUID, ...]
    centre_id: UUID
    planned_meeting_id: UUID
    text: str
    owner: str | None = None
    due_on: date | None = None
    decided_on: date

    @property
    def duty(self) -> Duty | None:
        """The duty that it is; None where it has no day."""
        if self.due_on is None:
            return None
        return Duty(
            what=Label(f"{OWN}{self.id.hex}", self.text, self.text),
            responsible=DECIDED,
            period=Period(self.due_on, self.due_on),
            owner=self.owner,
        )


DECIDED: Final = "decided"
"""The responsible role of a duty that a meeting decided: whoever the decision names."""


class Ground(StrEnum):
    """Why something is on an agenda."""

    LATE = "late"
    DUE = "due"
    DECIDED = "decided"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A point of the agenda: why it is there, by when, and the duty, decision or agreement that it is about."""

    ground: Ground
    day: date | None
    about: Duty | Decision | Matter


def agenda(
    meeting: PlannedMeeting,
    *,
    duties: Collection[tuple[Duty, DutyMark]],
    decisions: Collection[Decision],
    matters: Collection[Matter],
    today: date,
) -> tuple[AgendaItem, ...]:
    """Return a meeting's points: what is late, what falls due, what the agreements ask for, what was decided.

    Args:
        meeting: The planned one.
        duties: Those of the years around it, with what has become of them.
        decisions: Those of the meeting before it.
        matters: What the centre's agreements ask for.
        today: What is late is so today.
    """
    points = [
        *_of_duties(meeting, duties, today),
        *(AgendaItem(Ground.AGREEMENT, matter.day, matter) for matter in matters),
        *(AgendaItem(Ground.DECIDED, None, one) for one in decisions if one.due_on is None),
    ]
    order = list(Ground)
    return tuple(sorted(points, key=lambda point: (order.index(point.ground), point.day or date.max)))


def _of_duties(
    meeting: PlannedMeeting, duties: Collection[tuple[Duty, DutyMark]], today: date
) -> Iterator[AgendaItem]:
    horizon = max(meeting.planned_on, today) + LOOKS_AHEAD
    for duty, mark in duties:
        stands = state(duty, done_on=mark.done_on, today=today)
        if stands is DutyState.OVERDUE:
            yield AgendaItem(Ground.LATE, duty.period.last, duty)
        elif stands in {DutyState.CURRENT, DutyState.PLANNED} and duty.period.last <= horizon:
            yield AgendaItem(Ground.DUE, duty.period.last, duty)


def decision_faults(
    meeting: PlannedMeeting, due_on: date | None, owner: str | None
) -> Iterator[FieldProblem]:
    """Find what is wrong with a decision: a duty needs somebody and a day that is not before the meeting."""
    if due_on is not None and due_on < meeting.planned_on:
        yield FieldProblem("dueOn", "order", "är före mötet", "is before the meeting")
    if due_on is not None and owner is None:
        yield FieldProblem("owner", "required", "behövs: vem gör det?", "is needed: who does it?")


def require_open(meeting: PlannedMeeting) -> None:
    """Refuse a change of minutes that are closed.

    Raises:
        MinutesClosedError: They are.
    """
    if meeting.held_on is not None:
        raise MinutesClosedError
