"""Families and joint plans: persons by opaque id, everything else by code."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.referrals.api.values import EXAMPLE_ID, EXAMPLE_PERSON


class FamilyRole(StrEnum):
    """As what a person belongs to a family."""

    CHILD = "child"
    CUSTODIAN = "custodian"
    EXPECTANT_PARENT = "expectant_parent"
    OTHER = "other"


class FamilyAct(StrEnum):
    """What is done with a family."""

    ADD = "add"
    LEAVE = "leave"
    MERGE = "merge"
    SPLIT = "split"


class FamilyMemberCreate(StrictModel):
    """A person who belongs to the family."""

    subject_id: UUID = Field(examples=[EXAMPLE_PERSON])
    role: FamilyRole


class FamilyMerger(StrictModel):
    """The family whose members belong to this one from now on."""

    family_id: UUID = Field(examples=[EXAMPLE_PERSON])


class FamilySplitOff(StrictModel):
    """Who leaves and becomes a family of its own."""

    subject_ids: list[UUID] = Field(min_length=1, max_length=50, examples=[[EXAMPLE_PERSON]])


class FamilyMemberRead(Model):
    """A member that the reader's authority knows."""

    subject_id: UUID = Field(examples=[EXAMPLE_PERSON])
    role: FamilyRole


class FamilyRead(Model):
    """A family, with those of its members that the reader's authority knows."""

    id: UUID = Field(examples=[EXAMPLE_PERSON])
    version: int = Field(examples=[1])
    members: list[FamilyMemberRead]


class FamilyStep(Model):
    """One thing that the reader's authority did with a family."""

    version: int = Field(examples=[2])
    act: FamilyAct
    subject_ids: list[UUID] = Field(examples=[[EXAMPLE_PERSON]])
    other_family_id: UUID | None = Field(default=None, examples=[EXAMPLE_PERSON])
    unit_id: UUID | None = Field(default=None, examples=[EXAMPLE_ID])
    at: Moment
