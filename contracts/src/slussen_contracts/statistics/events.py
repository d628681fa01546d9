"""What the statistics service announces."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from slussen_contracts.events import Event


class ReleasePublished(Event):
    """A dated release of the published tables is out; between releases no published figure moves."""

    type: ClassVar[str] = "slussen.statistics.release.published.v1"

    released_on: date
    period_through: date
    tables: tuple[str, ...]


class EntryState(Event):
    """What a centre has entered, as it is from now on: its counted codes and numbers, no text.

    `codes` and `numbers` have the members of the entry's kind; an entry that is void counts nowhere.
    """

    kind: str = Field(examples=["visits"])
    centre_id: UUID
    municipality_code: str
    on: date
    codes: dict[str, str] = Field(default_factory=dict, examples=[{"group_type": "themed"}])
    numbers: dict[str, int] = Field(default_factory=dict, examples=[{"adults": 14, "children": 17}])
    is_void: bool = False


class EntryRecorded(EntryState):
    """A centre has entered figures or an answer."""

    type: ClassVar[str] = "slussen.statistics.entry.recorded.v1"


class EntryCorrected(EntryState):
    """An entry was corrected, or is void."""

    type: ClassVar[str] = "slussen.statistics.entry.corrected.v1"


class AnnualReportState(Event):
    """A centre's annual report as it stands: no text and no figure, only that it is there and how it was handed in.

    `late_for` names those for whom the county's day had passed; `recipients` those to whom the report goes.
    """

    centre_id: UUID
    municipality_code: str
    year: int = Field(examples=[2026])
    edition: int = Field(examples=[1])
    profile_id: str = Field(examples=["jamtland"])
    release_id: UUID | None = None
    submitted_on: date | None = None
    recipients: tuple[str, ...] = Field(default=(), examples=[("management_group", "each_principal")])
    late_for: tuple[str, ...] = Field(default=(), examples=[()])


class AnnualReportSubmitted(AnnualReportState):
    """A centre has handed in its annual report of a year."""

    type: ClassVar[str] = "slussen.statistics.annual-report.submitted.v1"


class AnnualReportReopened(AnnualReportState):
    """A submitted annual report was opened again as a new edition."""

    type: ClassVar[str] = "slussen.statistics.annual-report.reopened.v1"


EVENTS: tuple[type[Event], ...] = (
    ReleasePublished,
    EntryRecorded,
    EntryCorrected,
    AnnualReportSubmitted,
    AnnualReportReopened,
)
