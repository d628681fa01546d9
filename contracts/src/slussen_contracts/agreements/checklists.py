"""What a county's document asks a centre to see to, point by point, and where the centre says that it stands."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from slussen_contracts.agreements.annual_wheel import Code
from slussen_contracts.agreements.api import EXAMPLE_ID
from slussen_contracts.agreements.findings import FindingRead, NamedCode
from slussen_contracts.agreements.lifecycle import Reason
from slussen_contracts.events import Model, StrictModel


class CheckState(StrEnum):
    """Where a centre stands on a point."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"


class CheckedPoint(StrictModel):
    """Where a centre stands on one point, and since when it says so."""

    checklist: Code = Field(examples=["cooperation_preconditions"])
    point: Code = Field(examples=["anchoring"])
    state: CheckState
    assessed_on: date = Field(examples=["2026-11-22"])
    note: Reason | None = Field(default=None, examples=["Förankrat i båda nämnderna."])


class ChecklistsWrite(StrictModel):
    """Where a centre stands on all points that it has looked at."""

    points: tuple[CheckedPoint, ...] = Field(default=(), max_length=200)


class PointRead(NamedCode):
    """A point, and where the centre stands on it; null: nobody has looked at it."""

    state: CheckState | None = None
    assessed_on: date | None = Field(default=None, examples=["2026-11-22"])
    note: str | None = Field(default=None, examples=[None])


class ChecklistRead(NamedCode):
    """A checklist of the county's document."""

    source: str = Field(examples=["S002 13.1"])
    points: tuple[PointRead, ...]


class ChecklistsRead(Model):
    """A centre's checklists; none where its county has none."""

    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    checklists: tuple[ChecklistRead, ...]
    findings: tuple[FindingRead, ...]
