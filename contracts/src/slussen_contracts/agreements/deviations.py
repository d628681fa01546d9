"""Where an agreement departs from its county's document: what is recorded, and what departs without being so."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import Field

from slussen_contracts.agreements.api import EXAMPLE_ID
from slussen_contracts.agreements.findings import FindingRead
from slussen_contracts.events import Model
from slussen_contracts.profiles import Force


class DeviationEffect(StrEnum):
    """Which way an agreement departs: it asks for more than the county does, or for something else."""

    MORE = "more"
    OTHER = "other"


class RecordedDeviation(Model):
    """A recorded deviation beside what the county's document says of the matter."""

    clause: str = Field(examples=["changes_additions_regional"])
    text: str = Field(examples=["Öppna förskolan tar emot barn upp till åtta år."])
    matter: str | None = Field(default=None, examples=["target_group.child_age_to"])
    effect: DeviationEffect | None = None
    county_value: Any = Field(default=None, examples=[6])
    county_force: Force | None = None
    source: str | None = Field(default=None, examples=["S002 8"])


class DeviationsRead(Model):
    """An agreement's deviations, and what was found: one that is not recorded, or recorded in the wrong place."""

    agreement_id: UUID = Field(examples=[EXAMPLE_ID])
    profile_id: str = Field(examples=["orebro"])
    recorded: tuple[RecordedDeviation, ...]
    findings: tuple[FindingRead, ...]
