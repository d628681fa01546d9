"""What goes to and comes from statistics. Made by contracts/generate.py; change its sources, not this file."""

from typing import Any, Literal, NotRequired, TypedDict

GoalKind = Literal["priority", "county", "other"]
"""Whose goal it is."""

GroupType = Literal["birth_preparation", "parents_of_infants", "themed", "targeted", "other"]
"""What kind of parent group it is."""

Profession = Literal["midwife", "child_health_nurse", "preschool_teacher", "social_worker", "psychologist", "special_educator", "physician", "speech_therapist", "dietitian", "physiotherapist", "dental_staff", "librarian", "cultural_interpreter", "budget_adviser", "social_authority_officer", "family_counsellor", "family_law_officer", "sfi_teacher", "study_counsellor", "labour_market_coordinator", "school_health_staff", "child_psychiatry_staff", "parent_support_developer", "civil_society", "other"]
"""Profession (yrke) of staff; being a coordinator is a role on top of it."""

QuotedBy = Literal["woman", "man", "other"]
"""Who said it: kvinna, man or annan."""

class ActivityPlan(TypedDict):
    """A year's activity plan (verksamhetsplan); one a year."""

    kind: Literal["activity_plan"]
    year: int
    sections: "list[PlanSection]"
    priorityGoals: NotRequired[list[str]]

class AgreementReview(TypedDict):
    """The local agreement was gone through."""

    kind: Literal["agreement_review"]
    on: str

class AnnualReportCreate(TypedDict):
    """A centre's report of a year is begun; one a year."""

    centreId: str
    year: int

class AnnualReportEntry(TypedDict):
    """A report in a list."""

    id: str
    version: int
    centreId: str
    year: int
    edition: int
    state: Literal["draft", "submitted"]
    profile: str

class AnnualReportRead(TypedDict):
    """A report as it stands: a draft with the newest release's figures, or a submitted one as it was handed
    in.
    """

    id: str
    version: int
    centreId: str
    year: int
    edition: int
    state: Literal["draft", "submitted"]
    profile: str
    title: "Text"
    headingsAreDefault: bool
    note: "Text"
    recipients: list[str]
    dues: "list[ReportDue]"
    release: "ReportRelease | None"
    sections: "list[ReportSection]"
    quotes: "list[Quote]"
    quotesVersion: int
    goals: "list[ReportGoalRead]"
    nextGoals: "list[ReportGoalRead]"
    findings: "list[ReportFinding]"
    editions: "list[ReportEdition]"

class Answer(TypedDict):
    """An answer to an instrument: numbers on its scale by item, or words. `stage` is individual or agreed,
    for a self-reflection; `respondent` is one of the instrument's groups. A `reference` makes it one of its
    kind on its day, so that an import that is repeated corrects it.
    """

    kind: Literal["answer"]
    on: str
    instrument: str
    instrumentVersion: NotRequired[int]
    stage: NotRequired[Literal["individual", "agreed"] | None]
    respondent: NotRequired[str | None]
    respondents: NotRequired[int | None]
    values: NotRequired[dict[str, Any]]
    texts: NotRequired[dict[str, Any]]
    quotes: NotRequired["list[Quote]"]
    reference: NotRequired[str | None]

class ApiInfo(TypedDict):
    """About an API (VER.06)."""

    apiName: str
    apiVersion: str
    apiReleased: str
    apiDocumentation: str
    apiStatus: str

class CatalogueRead(TypedDict):
    """All published tables."""

    tables: "list[TableEntry]"

class Category(TypedDict):
    """A category of a dimension; `total` is the margin."""

    code: str
    label: "Text"

class CountsRead(TypedDict):
    """What the days have come to, and the taps that were not taken."""

    days: "list[DayCount]"
    refused: NotRequired["list[RefusedTap]"]

class DayCount(TypedDict):
    """What a day has come to."""

    on: str
    adults: int
    children: int
    families: int
    firstVisits: int

class Dimension(TypedDict):
    """A dimension of a table with its categories, in the order of the values."""

    id: str
    label: "Text"
    categories: "list[Category]"

class EntryRead(TypedDict):
    """An entry as it stands; `notes` says what to think of, and hinders nothing."""

    id: str
    version: int
    centreId: str
    entry: "Visits | VisitsMonth | GroupSession | ParentGroup | Listing | HomeVisits | StaffTime | Goal | ActivityPlan | AgreementReview | Answer"
    isVoid: bool
    recordedAt: str
    notes: "list[Text]"

class ExactCell(TypedDict):
    """How many referrals went from one profession to another."""

    fromProfession: "Profession"
    toProfession: "Profession"
    count: int

class ExactFlow(TypedDict):
    """The exact flow of one kind; cells without a referral are left out."""

    kind: Literal["internal", "external"]
    cells: "list[ExactCell]"
    fromTotals: "list[ExactTotal]"
    toTotals: "list[ExactTotal]"
    total: int

class ExactTotal(TypedDict):
    """How many referrals a profession made, or received."""

    profession: "Profession"
    count: int

class FigureColumn(TypedDict):
    """A column of numbers; the county's stands beside the chosen area's for comparison."""

    label: str
    isCounty: bool

class FigureEntry(TypedDict):
    """A figure that can be asked for, and the table that it is made from."""

    id: str
    title: "Text"
    table: str

class FigureRead(TypedDict):
    """A figure in one language: its main finding in words, its table, and where the picture is."""

    id: str
    title: str
    place: str
    finding: str
    source: str
    notes: list[str]
    releasedOn: str
    headings: list[str]
    columns: "list[FigureColumn]"
    rows: "list[FigureTableRow]"
    svg: str
    narrowSvg: str
    png: str
    csv: str

class FigureTableRow(TypedDict):
    """A row: its headings, its numbers, and the numbers as people read them; null where a status stands for
    one. A status is `..` where the number is withheld and `.` where there is none.
    """

    headings: list[str]
    values: list[float | int | None]
    said: list[str]
    statuses: NotRequired[list[str | None]]

class FiguresRead(TypedDict):
    """All figures, and the module that embeds one on another site with the hash of its content."""

    figures: "list[FigureEntry]"
    script: str
    integrity: str

class Goal(TypedDict):
    """A goal of a year: how it is worked on and evaluated, and what came of it."""

    kind: Literal["goal"]
    year: int
    goalKind: "GoalKind"
    goal: str
    reference: str
    isMeasurable: NotRequired[bool]
    how: NotRequired[str | None]
    outcome: NotRequired[str | None]
    isAttained: NotRequired[bool | None]

class GroupSession(TypedDict):
    """A session of a parent group; `reference` tells sessions of one day apart."""

    kind: Literal["group_session"]
    on: str
    groupType: "GroupType"
    ledBy: NotRequired["list[Profession]"]
    isCohesive: NotRequired[bool]
    minutes: NotRequired[int | None]
    families: NotRequired[int]
    guardians: NotRequired[int]
    reference: NotRequired[str | None]

class HomeVisits(TypedDict):
    """Extended home visits in the month of the day; one entry a month."""

    kind: Literal["home_visits"]
    on: str
    visits: int
    families: int

class ImportFault(TypedDict):
    """A fault in a row of an import; rows are numbered as in the file, the heading being the first."""

    row: int
    field: str
    rule: str
    message: str

class ImportRead(TypedDict):
    """What an import did, or would do; with a fault nothing is kept."""

    isDryRun: bool
    rows: int
    created: int
    corrected: int
    unchanged: int
    faults: "list[ImportFault]"

class IndicatorRead(TypedDict):
    """An indicator of the handbook and the tables that answer it."""

    id: str
    label: "Text"
    tables: list[str]
    isInProfile: NotRequired[bool | None]

class IndicatorsRead(TypedDict):
    """All indicators, and whether a county's profile asks for each."""

    indicators: "list[IndicatorRead]"

class InstrumentRead(TypedDict):
    """An instrument; `is_instrument` false: a list of questions that is not meant to measure."""

    id: str
    version: int
    kind: Literal["scale", "text"]
    title: "Text"
    source: str
    profiles: list[str]
    note: "Text"
    isInstrument: bool
    scale: "ScaleRead | None"
    respondents: "list[ItemGroupRead]"
    steps: "list[ItemGroupRead]"
    groups: "list[ItemGroupRead]"

class InstrumentsRead(TypedDict):
    """All instruments."""

    instruments: "list[InstrumentRead]"

class ItemGroupRead(TypedDict):
    """Items under one heading."""

    code: str
    label: "Text"
    items: "list[ItemRead]"

class ItemRead(TypedDict):
    """A statement or question of an instrument; `applies`: at the centre that was asked for."""

    code: str
    label: "Text"
    applies: bool

class LinksCreate(TypedDict):
    """How many links are wanted."""

    count: int

class LinksRead(TypedDict):
    """New links by their paths; each is good for one answer and is shown this once."""

    paths: list[str]

class Listing(TypedDict):
    """Listed families, enrolled children and pregnant women; the year's latest entry stands."""

    kind: Literal["listing"]
    on: str
    listedFamilies: NotRequired[int | None]
    enrolledChildren: NotRequired[int | None]
    pregnant: NotRequired[int | None]

class MeasureRead(TypedDict):
    """A measure of a table."""

    code: str
    label: "Text"
    unit: "Text"
    decimals: int

class OwnFlowRead(TypedDict):
    """A centre's exact figures, live; `internal` says that they may not leave the centre."""

    internal: NotRequired[Literal[True]]
    centreId: str
    centreName: str
    year: int
    at: str
    note: "Text"
    flows: "list[ExactFlow]"

class OwnTableRead(TypedDict):
    """A table with a centre's exact figures, live; `internal` says that they may not leave the centre."""

    internal: NotRequired[Literal[True]]
    id: str
    title: "Text"
    centreId: str
    centreName: str
    year: int
    month: NotRequired[int | None]
    at: str
    note: "Text"
    measures: "list[MeasureRead]"
    dimensions: "list[Dimension]"
    size: list[int]
    values: list[float | int | None]
    statuses: list[str | None]

class PageAnnualReportEntry(TypedDict):
    """PageAnnualReportEntry, as it goes over the wire."""

    items: "list[AnnualReportEntry]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class PageEntryRead(TypedDict):
    """PageEntryRead, as it goes over the wire."""

    items: "list[EntryRead]"
    limit: int
    offset: int
    nextOffset: NotRequired[int | None]

class ParentGroup(TypedDict):
    """A parent group that has ended: who came, what it was for, and whether it was evaluated. `purpose` and
    `method` are read at the centre alone. What is left out is not stated, and counts neither as yes nor as
    no.
    """

    kind: Literal["parent_group"]
    on: str
    groupType: "GroupType"
    guardiansThreeTimes: int
    reference: str
    sessions: NotRequired[int | None]
    purpose: NotRequired[str | None]
    method: NotRequired[str | None]
    viewsTakenIn: NotRequired[bool | None]
    isEvaluated: NotRequired[bool | None]

class PassageWrite(TypedDict):
    """The text under a heading; empty takes it away."""

    text: str

class PlanSection(TypedDict):
    """A section of an activity plan."""

    code: str
    text: str

class Quote(TypedDict):
    """Words of a parent; always marked with who said them."""

    text: str
    by: "QuotedBy"

class QuotesWrite(TypedDict):
    """The parents' words in the report, each marked with who said them."""

    quotes: "list[Quote]"

class RefusedTap(TypedDict):
    """A tap that was not taken, and never will be: it may be forgotten, and whoever counted be told why."""

    id: str
    on: str
    rule: str
    reason: "Text"

class ReleaseCreate(TypedDict):
    """A release to make of the caller's own county."""

    revisionNote: NotRequired["RevisionNote | None"]

class ReleaseRead(TypedDict):
    """A dated release: what it covers, how much it withholds, and when the next may come."""

    id: str
    countyCode: str
    releasedOn: str
    periodThrough: str
    nextReleaseFrom: str
    tables: list[str]
    years: list[int]
    threshold: int
    withheldCells: int
    revisionNote: NotRequired["Text | None"]

class ReleaseRef(TypedDict):
    """The release that a table's figures are from."""

    id: str
    releasedOn: str
    revisionNote: NotRequired["Text | None"]

class ReleasedTable(TypedDict):
    """What a county has released of a table."""

    county: str
    years: list[int]
    updated: str
    nextUpdate: str
    periodThrough: str
    note: "Text"

class ReopeningWrite(TypedDict):
    """A submitted report is opened again as a new edition."""

    reason: str

class ReportDue(TypedDict):
    """By when the report is due, and for whom."""

    to: str
    day: str

class ReportEdition(TypedDict):
    """An edition that was submitted; it never changes."""

    edition: int
    submittedAt: str
    lateFor: list[str]
    reason: str | None
    sha256: str

class ReportFigures(TypedDict):
    """A table of the release in the report; a cell without a value has a status, `..` where it is withheld."""

    table: str
    title: "Text"
    head: "list[Text]"
    labels: "list[list[Text]]"
    values: list[list[float | int | None]]
    statuses: list[list[str | None]]

class ReportFinding(TypedDict):
    """A breach hinders that the report is submitted; the others do not."""

    weight: Literal["breach", "warning", "notice"]
    rule: str
    section: str | None
    text: "Text"

class ReportGoalRead(TypedDict):
    """A goal as the centre has entered it; it is changed where it was entered."""

    reference: str
    kind: str
    goal: str
    how: str | None
    outcome: str | None
    isMeasurable: bool
    isAttained: bool | None

class ReportRelease(TypedDict):
    """The release that the figures come from."""

    id: str
    releasedOn: str
    periodThrough: str

class ReportSection(TypedDict):
    """A heading with what stands under it; `version` is that of its text alone, for `If-Match`."""

    code: str
    heading: "Text"
    hint: "Text | None"
    level: int
    isRequired: bool
    specialItem: str | None
    text: str
    version: int
    figures: "list[ReportFigures]"
    gaps: "list[Text]"

class RevisionNote(TypedDict):
    """What was revised since the former release, for every reader; in Swedish and English."""

    sv: str
    en: str

class ScaleRead(TypedDict):
    """A scale from 1 to `points`; `is_default`: the source does not state it so."""

    points: int
    low: "Text"
    high: "Text"
    isDefault: bool

class StaffTime(TypedDict):
    """Time for meetings, training, supervision and planning in the month of the day; one entry a month."""

    kind: Literal["staff_time"]
    on: str
    houseMeetingMinutes: NotRequired[int]
    trainingMinutes: NotRequired[int]
    consultationMinutes: NotRequired[int]
    planningMinutes: NotRequired[int]

class SubmissionWrite(TypedDict):
    """The report is handed in; `releaseId` is the release that was looked at, and must still be the newest."""

    releaseId: NotRequired[str | None]

class SurveyCreate(TypedDict):
    """An occasion on which visitors answer a survey; its answers count on its first day."""

    instrument: str
    opensOn: str
    closesOn: str

class SurveyRead(TypedDict):
    """An occasion with how many links were made, and how many of them have been used."""

    id: str
    version: int
    centreId: str
    instrument: str
    opensOn: str
    closesOn: str
    isClosed: bool
    links: int
    answers: int
    createdAt: str

class SurveysRead(TypedDict):
    """A centre's occasions."""

    surveys: "list[SurveyRead]"

class TableEntry(TypedDict):
    """A table in the catalogue."""

    id: str
    title: "Text"
    unit: "Text"
    source: "Text"
    subject: "Text"
    note: "Text"
    measures: "list[MeasureRead]"
    dimensions: "list[Dimension]"
    period: Literal["year", "month"]
    protection: list[Literal["counted", "entered", "open"]]
    indicators: list[str]
    discontinued: bool
    path: str
    formats: list[str]
    counties: "list[ReleasedTable]"

class TableRead(TypedDict):
    """A published table in one area and period. `values` and `statuses` hold every cell, the last dimension
    running fastest; `size` is each dimension's length. Where a table has several measures they are the last
    dimension, `contents`. A withheld value is null and its status is `..`; a value that has no meaning,
    such as a share of nothing, is null with status `.`. Totals are categories.
    """

    id: str
    title: "Text"
    unit: "Text"
    source: "Text"
    measures: "list[MeasureRead]"
    county: str
    area: str
    areaName: str
    year: int
    month: NotRequired[int | None]
    periodFrom: str
    periodThrough: str
    release: "ReleaseRef"
    note: "Text"
    dimensions: "list[Dimension]"
    size: list[int]
    values: list[float | int | None]
    statuses: list[str | None]

class Tap(TypedDict):
    """What a tap on a phone changed; its id is the phone's own, so that a tap sent twice counts once."""

    id: str
    on: str
    adults: NotRequired[int]
    children: NotRequired[int]
    families: NotRequired[int]
    firstVisits: NotRequired[int]

class TapsWrite(TypedDict):
    """Taps in any order, of one phone; other phones' taps add to them."""

    taps: "list[Tap]"

class Text(TypedDict):
    """A text in Swedish and English."""

    sv: str
    en: str

class Visits(TypedDict):
    """Visits to the open preschool on a day; one entry a day."""

    kind: Literal["visits"]
    on: str
    adults: NotRequired[int]
    children: NotRequired[int]
    families: NotRequired[int]
    firstVisits: NotRequired[int]

class VisitsMonth(TypedDict):
    """How many different families came in the month of the day; one entry a month."""

    kind: Literal["visits_month"]
    on: str
    familiesInMonth: int

class InvalidField(TypedDict):
    """One fault in what came in: the field's JSON path, the rule that it broke, and a text for people."""

    field: str
    rule: str
    message: str

class Problem(TypedDict):
    """Problem details (RFC 9457); `code` is the last part of `type`. Values that came in are never echoed."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    fault: NotRequired[str]
    errors: NotRequired["list[InvalidField]"]
