"""Who steers a centre: seats, meetings held, coordinators, and what the local agreement says of its own."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from slussen_contracts.agreements.annual_wheel import Code
from slussen_contracts.agreements.api import EXAMPLE_ID, Name, Subject
from slussen_contracts.agreements.codes import MeetingKind
from slussen_contracts.agreements.findings import FindingRead, NamedCode, RegulatedBy
from slussen_contracts.events import Model, StrictModel
from slussen_contracts.identifiers import Profession


class AgeRange(StrictModel):
    """Whole years, both included."""

    first: Annotated[int, Field(ge=0, le=17, examples=[0])]
    last: Annotated[int, Field(ge=0, le=17, examples=[6])]


class LocalTermsWrite(StrictModel):
    """What the centre's local agreement says where the county leaves it to it; null: nothing either."""

    min_joint_hours_per_week: Annotated[float, Field(gt=0, le=100)] | None = Field(
        default=None, examples=[12]
    )
    min_steering_group_meetings_per_year: Annotated[int, Field(ge=1, le=52)] | None = Field(
        default=None, examples=[4]
    )
    ages: tuple[AgeRange, ...] = Field(default=(), max_length=10)


class LocalTermsRead(LocalTermsWrite):
    """What the centre's local agreement says of its own; version 0: nothing has been entered yet."""

    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])


class RoleHolder(StrictModel):
    """Who has a seat, or a role that answers for duties of the annual wheel, with what mandate and for which days."""

    role: Code = Field(examples=["management_group"])
    subject: Subject
    mandate: Name | None = Field(default=None, examples=["Beslutar om budget och personal."])
    valid_from: date = Field(examples=["2026-03-01"])
    valid_through: date | None = Field(default=None, examples=[None])


class SeatsWrite(StrictModel):
    """The seats of the centre's steering group that somebody has, and who answers for which role."""

    filled: tuple[Code, ...] = Field(default=(), max_length=50, examples=[["coordinator"]])
    holders: tuple[RoleHolder, ...] = Field(default=(), max_length=100)


class SeatRead(NamedCode):
    """A seat that the county wants in the steering group."""

    filled: bool = Field(examples=[True])


class SeatsRead(Model):
    """The steering group's seats; none where the county is silent about its composition."""

    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    seats: tuple[SeatRead, ...]
    holders: tuple[RoleHolder, ...] = Field(
        default=(), description="Visas i det egna länet. / Shown in the centre's own county."
    )
    findings: tuple[FindingRead, ...]


class MeetingCreate(StrictModel):
    """A meeting or development day that was held."""

    kind: MeetingKind
    held_on: date = Field(examples=["2026-11-12"])
    coordinator_present: bool | None = Field(
        default=None,
        description="Om samordnaren var med. / Whether the coordinator was there.",
        examples=[True],
    )
    purpose: Name | None = Field(
        default=None,
        description="Varför ni möttes; inget om barn eller familjer. / Why you met; nothing of children or families.",
        examples=["Uppföljning av verksamhetsplanen"],
    )
    documented: bool | None = Field(
        default=None,
        description="Om det finns anteckningar eller protokoll. / Whether there are notes or minutes.",
        examples=[True],
    )


class MeetingRead(MeetingCreate):
    """A meeting or development day that was held."""

    id: UUID = Field(examples=[EXAMPLE_ID])


class MeetingRuleRead(NamedCode):
    """The fewest meetings of a kind in a year, and how many remain."""

    regulated_by: RegulatedBy
    min_per_year: int | None = Field(examples=[4])
    monthly: bool = Field(examples=[False])
    left: int = Field(examples=[2])


class SteeringRead(Model):
    """A year of steering against the county's minimums."""

    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    year: int = Field(examples=[2026])
    profile_id: str = Field(examples=["orebro"])
    profile_first_day: date = Field(examples=["2026-03-01"])
    rules: tuple[MeetingRuleRead, ...]
    seats: tuple[SeatRead, ...]
    meetings: tuple[MeetingRead, ...]
    has_coordinator: bool = Field(examples=[True])
    professions_not_yet_coordinating: tuple[Profession, ...] = Field(examples=[["midwife"]])
    findings: tuple[FindingRead, ...]


class AppointmentChange(StrictModel):
    """A coordinator's appointment (förordnande): term, extent in percent of a full post, handover."""

    profession: Profession | None = Field(default=None, examples=["midwife"])
    unit_id: UUID | None = Field(
        default=None,
        description="Enheten som anställer; avräkningen ersätter den. / The unit that employs, and is reimbursed.",
        examples=[None],
    )
    extent: Annotated[int, Field(ge=1, le=100)] | None = Field(default=None, examples=[25])
    valid_from: date = Field(examples=["2026-03-01"])
    valid_through: date | None = Field(default=None, examples=[None])
    leaving_reported_on: date | None = Field(default=None, examples=[None])
    handed_over: bool = False


class AppointmentCreate(AppointmentChange):
    """A new coordinator's appointment."""

    holder_subject: Subject


class AppointmentRead(AppointmentCreate):
    """A coordinator's appointment; `earliestLeaving` is null where the county regulates no time of notice."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    earliest_leaving: date | None = Field(examples=[None])
    findings: tuple[FindingRead, ...]
