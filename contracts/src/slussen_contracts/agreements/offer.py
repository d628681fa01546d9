"""What a centre offers and in which premises, checked against the county's profile."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from slussen_contracts.agreements.annual_wheel import Code
from slussen_contracts.agreements.api import EXAMPLE_ID, Name
from slussen_contracts.agreements.codes import OfferKind, Stage
from slussen_contracts.agreements.findings import FindingRead, NamedCode, RegulatedBy
from slussen_contracts.agreements.steering import AgeRange
from slussen_contracts.events import StrictModel
from slussen_contracts.identifiers import Activity


class Offer(StrictModel):
    """One thing that a centre offers (verksamhet, grupp, utökat hembesök); without ages it is not for children."""

    key: Code = Field(examples=["parent_group"])
    name: Name = Field(examples=["Föräldragrupp"])
    kind: OfferKind
    activities: tuple[Activity, ...] = Field(min_length=1, max_length=6)
    stages: tuple[Stage, ...] = Field(default=(), max_length=3)
    ages: AgeRange | None = None


class OfferWrite(StrictModel):
    """All that a centre offers."""

    offers: tuple[Offer, ...] = Field(default=(), max_length=200)


class OfferRead(OfferWrite):
    """All that a centre offers, and what the check against the profile found."""

    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    not_checked: tuple[str, ...] = Field(
        description="Gemensamma tjänster i profilen som inte kan prövas mot uppgifterna."
        " / Joint services of the profile that what is entered can't tell.",
        examples=[[]],
    )
    findings: tuple[FindingRead, ...]


class Room(StrictModel):
    """How many rooms of a kind there are."""

    room: Code = Field(examples=["staff_toilet"])
    count: Annotated[int, Field(ge=0, le=500, examples=[1])]


class PremisesWrite(StrictModel):
    """The premises as they are."""

    rooms: tuple[Room, ...] = Field(default=(), max_length=100)
    equal_access: bool = True


class RoomMinimumRead(NamedCode):
    """The fewest rooms of a kind that the county asks for."""

    count: int = Field(examples=[1])


class PremisesRead(PremisesWrite):
    """The premises, what the county asks of them, and what they lack."""

    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    regulated_by: RegulatedBy
    minimum: tuple[RoomMinimumRead, ...]
    findings: tuple[FindingRead, ...]
