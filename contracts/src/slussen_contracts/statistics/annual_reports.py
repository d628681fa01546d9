"""The annual report (verksamhetsberättelse och verksamhetsplan) over REST."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.statistics.api import Text
from slussen_contracts.statistics.entries import READABLE, ItemCode, Quote, Year

Passage = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000, pattern=READABLE)]
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500, pattern=READABLE)
]


class AnnualReportCreate(StrictModel):
    """A centre's report of a year is begun; one a year."""

    centre_id: UUID
    year: Year


class PassageWrite(StrictModel):
    """The text under a heading; empty takes it away."""

    text: Passage = Field(examples=["Öppna förskolan har haft kvällsöppet en gång i veckan."])


class QuotesWrite(StrictModel):
    """The parents' words in the report, each marked with who said them."""

    quotes: tuple[Quote, ...] = Field(max_length=50)


class SubmissionWrite(StrictModel):
    """The report is handed in; `releaseId` is the release that was looked at, and must still be the newest."""

    release_id: UUID | None = None


class ReopeningWrite(StrictModel):
    """A submitted report is opened again as a new edition."""

    reason: Reason = Field(examples=["Antalet gruppträffar var fel."])


class ReportFinding(Model):
    """A breach hinders that the report is submitted; the others do not."""

    weight: Literal["breach", "warning", "notice"]
    rule: str = Field(examples=["missing-special-item"])
    section: str | None = Field(examples=["special_support"])
    text: Text


class ReportFigures(Model):
    """A table of the release in the report; a cell without a value has a status, `..` where it is withheld."""

    table: str = Field(examples=["joint-plans"])
    title: Text
    head: list[Text]
    labels: list[list[Text]]
    values: list[list[float | int | None]]
    statuses: list[list[str | None]]


class ReportSection(Model):
    """A heading with what stands under it; `version` is that of its text alone, for `If-Match`."""

    code: ItemCode = Field(examples=["description"])
    heading: Text
    hint: Text | None
    level: int = Field(examples=[1])
    is_required: bool
    special_item: str | None = Field(examples=[None])
    text: str
    version: int = Field(examples=[3])
    figures: list[ReportFigures]
    gaps: list[Text]


class ReportGoalRead(Model):
    """A goal as the centre has entered it; it is changed where it was entered."""

    reference: str = Field(examples=["p1"])
    kind: str = Field(examples=["priority"])
    goal: str
    how: str | None
    outcome: str | None
    is_measurable: bool
    is_attained: bool | None


class ReportDue(Model):
    """By when the report is due, and for whom."""

    to: str = Field(examples=["to_principals"])
    day: date


class ReportRelease(Model):
    """The release that the figures come from."""

    id: UUID
    released_on: date
    period_through: date


class ReportEdition(Model):
    """An edition that was submitted; it never changes."""

    edition: int = Field(examples=[1])
    submitted_at: Moment
    late_for: list[str]
    reason: str | None
    sha256: str


class AnnualReportEntry(Model):
    """A report in a list."""

    id: UUID
    version: int = Field(examples=[1])
    centre_id: UUID
    year: Year
    edition: int = Field(examples=[1])
    state: Literal["draft", "submitted"]
    profile: str = Field(examples=["jamtland"])


class AnnualReportRead(AnnualReportEntry):
    """A report as it stands: a draft with the newest release's figures, or a submitted one as it was handed in."""

    title: Text
    headings_are_default: bool
    note: Text
    recipients: list[str]
    dues: list[ReportDue]
    release: ReportRelease | None
    sections: list[ReportSection]
    quotes: list[Quote]
    quotes_version: int
    goals: list[ReportGoalRead]
    next_goals: list[ReportGoalRead]
    findings: list[ReportFinding]
    editions: list[ReportEdition]
