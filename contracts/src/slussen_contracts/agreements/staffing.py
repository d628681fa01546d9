"""Who works at a centre, by unit and profession, never by name; and who was briefed on confidentiality."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from slussen_contracts.agreements.api import EXAMPLE_ID, Subject
from slussen_contracts.agreements.findings import FindingRead, RegulatedBy
from slussen_contracts.events import Model, StrictModel
from slussen_contracts.identifiers import Profession

FullTime = Annotated[
    Decimal,
    Field(gt=0, le=100, max_digits=5, decimal_places=2, examples=["0.75"]),
]
"""Full-time equivalents (årsarbetare) with two decimals."""

MOST_POSTS: Final = 500
"""The most posts of one centre."""


class Post(StrictModel):
    """How much of a profession a unit has at the centre, from a day through another."""

    unit_id: UUID = Field(examples=[EXAMPLE_ID])
    profession: Profession
    full_time_equivalents: FullTime
    valid_from: date = Field(examples=["2026-03-01"])
    valid_through: date | None = Field(default=None, examples=[None])


class StaffingWrite(StrictModel):
    """All posts of a centre, those that have ended too."""

    posts: tuple[Post, ...] = Field(default=(), max_length=MOST_POSTS)


class StaffedProfession(Model):
    """The sum of a profession at the centre on a day."""

    profession: Profession
    full_time_equivalents: Decimal = Field(examples=["1.75"])


class StaffingRead(StaffingWrite):
    """The posts as they were last entered, and what they sum up to on a day."""

    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    on: date = Field(examples=["2026-11-22"])
    present: tuple[StaffedProfession, ...]
    findings: tuple[FindingRead, ...]


class BriefingCreate(StrictModel):
    """That somebody of a unit was told of the rules of confidentiality (sekretessinformation)."""

    unit_id: UUID = Field(examples=[EXAMPLE_ID])
    profession: Profession
    holder_subject: Subject | None = None
    briefed_on: date = Field(examples=["2026-11-22"])
    renew_by: date | None = Field(
        default=None,
        description="Ett år efter genomgången om inget anges; det är vår standard, inte länets."
        " / A year after the briefing by default, which is ours and not the county's.",
        examples=["2027-11-22"],
    )


class BriefingRead(Model):
    """A briefing on confidentiality; whose it was is shown in the centre's own county alone."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    unit_id: UUID = Field(examples=[EXAMPLE_ID])
    profession: Profession
    holder_subject: str | None = Field(default=None, examples=["anna.barnmorska"])
    briefed_on: date = Field(examples=["2026-11-22"])
    renew_by: date = Field(examples=["2027-11-22"])
    is_valid: bool


class Briefings(Model):
    """A centre's briefings, and which of its units' professions have none that is valid today."""

    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    regulated_by: RegulatedBy
    informed_by: str | None = Field(default=None, examples=["management_group"])
    items: tuple[BriefingRead, ...]
    findings: tuple[FindingRead, ...]
