"""Coordinators' appointments and meetings as they are recorded, with what is wrong with them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from slussen_agreements.domain.coordinator import Appointment
from slussen_chassis.errors import FieldProblem, NotFoundError
from slussen_contracts.agreements.codes import MeetingKind
from slussen_contracts.identifiers import Profession


class AppointmentNotFoundError(NotFoundError):
    """The centre has no such appointment."""

    title_sv: ClassVar[str] = "Förordnandet finns inte vid familjecentralen"
    title_en: ClassVar[str] = "The family centre has no such appointment"


class MeetingNotFoundError(NotFoundError):
    """The centre has no such meeting."""

    title_sv: ClassVar[str] = "Mötet finns inte vid familjecentralen"
    title_en: ClassVar[str] = "The family centre has no such meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting or development day that was held, why, and whether it is written down; None: not stated."""

    id: UUID
    centre_id: UUID
    kind: MeetingKind
    held_on: date
    coordinator_present: bool | None = None
    purpose: str | None = None
    documented: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinatorAppointment:
    """An appointment as coordinator at a centre; `holder_subject` is the employee's id, never a number."""

    id: UUID
    version: int = 1
    centre_id: UUID
    holder_subject: str
    profession: Profession | None = None
    extent: int | None = None
    unit_id: UUID | None = None
    valid_from: date
    valid_through: date | None = None
    leaving_reported_on: date | None = None
    handed_over: bool = False

    @property
    def term(self) -> Appointment:
        """Return it as the rules read it."""
        return Appointment(
            valid_from=self.valid_from,
            valid_through=self.valid_through,
            profession=self.profession,
            extent=self.extent,
            is_handed_over=self.handed_over,
        )


def appointment_faults(
    appointment: CoordinatorAppointment, unit_ids: Collection[UUID], today: date
) -> Iterator[FieldProblem]:
    """Find what is wrong with an appointment; `unit_ids` are the centre's units, one of which employs."""
    if appointment.unit_id is not None and appointment.unit_id not in unit_ids:
        yield FieldProblem("unitId", "of-centre", "enheten arbetar inte vid centralen", "does not work there")
    if appointment.valid_through is not None and appointment.valid_through < appointment.valid_from:
        yield FieldProblem("validThrough", "order", "är före första dagen", "is before the first day")
    reported = appointment.leaving_reported_on
    if reported is not None and reported > today:
        yield FieldProblem("leavingReportedOn", "in-future", "har inte kommit än", "has not come yet")


def meeting_faults(meeting: Meeting, today: date) -> Iterator[FieldProblem]:
    """Find what is wrong with a meeting that is said to have been held."""
    if meeting.held_on > today:
        yield FieldProblem("heldOn", "in-future", "har inte kommit än", "has not come yet")
