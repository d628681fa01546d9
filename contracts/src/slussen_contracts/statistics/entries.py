"""What a centre enters in the statistics service: figures by day, month or year, goals, plans and answers."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.identifiers import Profession
from slussen_contracts.statistics.api import Text

Number = Annotated[int, Field(ge=0, le=1_000_000, examples=[14])]
Minutes = Annotated[int, Field(ge=0, le=100_000, examples=[300])]
READABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*$"
"""Text without control characters, which no document can hold; line breaks and tabs are text."""
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000, pattern=READABLE)
]
Remark = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=READABLE)
]
Reference = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$"), Field(examples=["grupp-3"])]
ItemCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
Day = Annotated[date, Field(examples=["2026-10-05"])]
Year = Annotated[int, Field(ge=2000, le=2100, examples=[2026])]


class GroupType(StrEnum):
    """What kind of parent group it is."""

    BIRTH_PREPARATION = "birth_preparation"
    PARENTS_OF_INFANTS = "parents_of_infants"
    THEMED = "themed"
    TARGETED = "targeted"
    OTHER = "other"


class GoalKind(StrEnum):
    """Whose goal it is."""

    PRIORITY = "priority"
    COUNTY = "county"
    OTHER = "other"


class QuotedBy(StrEnum):
    """Who said it: kvinna, man or annan."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


class Visits(StrictModel):
    """Visits to the open preschool on a day; one entry a day."""

    kind: Literal["visits"]
    on: Day
    adults: Number = 0
    children: Number = 0
    families: Number = 0
    first_visits: Number = 0


class VisitsMonth(StrictModel):
    """How many different families came in the month of the day; one entry a month."""

    kind: Literal["visits_month"]
    on: Day
    families_in_month: Number


class GroupSession(StrictModel):
    """A session of a parent group; `reference` tells sessions of one day apart."""

    kind: Literal["group_session"]
    on: Day
    group_type: GroupType
    led_by: tuple[Profession, ...] = Field(default=(), max_length=10, examples=[["midwife"]])
    is_cohesive: bool = Field(
        default=False, description="Sammanhållen över födseln (BMM-BVC). / Cohesive over birth."
    )
    minutes: Minutes | None = None
    families: Number = 0
    guardians: Number = 0
    reference: Reference | None = None


class ParentGroup(StrictModel):
    """A parent group that has ended: who came, what it was for, and whether it was evaluated.

    `purpose` and `method` are read at the centre alone. What is left out is not stated, and counts neither as yes nor
    as no.
    """

    kind: Literal["parent_group"]
    on: Day
    group_type: GroupType
    guardians_three_times: Number = Field(
        description="Vårdnadshavare som kom minst tre gånger. / Custodians who came three times or more."
    )
    reference: Reference
    sessions: Number | None = Field(default=None, description="Antal träffar. / Number of sessions.")
    purpose: Remark | None = Field(
        default=None, description="Syfte. / Purpose.", examples=["Trygga inför den första tiden."]
    )
    method: Remark | None = Field(
        default=None, description="Innehåll och metod. / Content and method.", examples=["Samtal och film."]
    )
    views_taken_in: bool | None = Field(
        default=None, description="Föräldrarnas synpunkter togs in. / The parents' views were taken in."
    )
    is_evaluated: bool | None = Field(default=None, description="Gruppen är utvärderad. / It was evaluated.")


class Listing(StrictModel):
    """Listed families, enrolled children and pregnant women; the year's latest entry stands."""

    kind: Literal["listing"]
    on: Day
    listed_families: Number | None = None
    enrolled_children: Number | None = None
    pregnant: Number | None = None


class HomeVisits(StrictModel):
    """Extended home visits in the month of the day; one entry a month."""

    kind: Literal["home_visits"]
    on: Day
    visits: Number
    families: Number


class StaffTime(StrictModel):
    """Time for meetings, training, supervision and planning in the month of the day; one entry a month."""

    kind: Literal["staff_time"]
    on: Day
    house_meeting_minutes: Minutes = 0
    training_minutes: Minutes = 0
    consultation_minutes: Minutes = 0
    planning_minutes: Minutes = 0


class Goal(StrictModel):
    """A goal of a year: how it is worked on and evaluated, and what came of it."""

    kind: Literal["goal"]
    year: Year
    goal_kind: GoalKind
    goal: Words = Field(examples=["Fler pappor i öppna förskolan"])
    reference: Reference
    is_measurable: bool = False
    how: Words | None = Field(default=None, examples=["Kvällsöppet en gång i veckan."])
    outcome: Words | None = Field(default=None, examples=[None])
    is_attained: bool | None = Field(default=None, examples=[None])


class PlanSection(StrictModel):
    """A section of an activity plan."""

    code: ItemCode = Field(examples=["crc_work"])
    text: Words = Field(examples=["Barns delaktighet i planeringen."])


class ActivityPlan(StrictModel):
    """A year's activity plan (verksamhetsplan); one a year."""

    kind: Literal["activity_plan"]
    year: Year
    sections: tuple[PlanSection, ...] = Field(max_length=50)
    priority_goals: tuple[Reference, ...] = Field(default=(), max_length=20)


class AgreementReview(StrictModel):
    """The local agreement was gone through."""

    kind: Literal["agreement_review"]
    on: Day


class Quote(StrictModel):
    """Words of a parent; always marked with who said them."""

    text: Words = Field(examples=["Det var skönt att få hjälp av barnmorskan."])
    by: QuotedBy


class Answer(StrictModel):
    """An answer to an instrument: numbers on its scale by item, or words.

    `stage` is individual or agreed, for a self-reflection; `respondent` is one of the instrument's groups. A
    `reference` makes it one of its kind on its day, so that an import that is repeated corrects it.
    """

    kind: Literal["answer"]
    on: Day
    instrument: ItemCode = Field(examples=["self_reflection"])
    instrument_version: int = Field(default=1, ge=1, le=1000)
    stage: Literal["individual", "agreed"] | None = None
    respondent: ItemCode | None = Field(default=None, examples=[None])
    respondents: Number | None = Field(default=None, description="Antal svarande. / Number of respondents.")
    values: dict[ItemCode, Annotated[int, Field(ge=1, le=10)]] = Field(
        default_factory=dict, max_length=200, examples=[{"s01": 4}]
    )
    texts: dict[ItemCode, Words] = Field(default_factory=dict, max_length=200, examples=[{}])
    quotes: tuple[Quote, ...] = Field(default=(), max_length=50, examples=[[]])
    reference: Reference | None = Field(default=None, examples=[None])


EntryWrite = Annotated[
    Visits
    | VisitsMonth
    | GroupSession
    | ParentGroup
    | Listing
    | HomeVisits
    | StaffTime
    | Goal
    | ActivityPlan
    | AgreementReview
    | Answer,
    Field(discriminator="kind"),
]
"""Any entry; its kind tells which."""


class EntryRead(Model):
    """An entry as it stands; `notes` says what to think of, and hinders nothing."""

    id: UUID
    version: int = Field(examples=[1])
    centre_id: UUID
    entry: EntryWrite
    is_void: bool = Field(examples=[False])
    recorded_at: Moment = Field(examples=["2026-11-22T08:30:00.000000Z"])
    notes: list[Text]


class ImportFault(Model):
    """A fault in a row of an import; rows are numbered as in the file, the heading being the first."""

    row: int = Field(examples=[3])
    field: str = Field(examples=["adults"])
    rule: str = Field(examples=["int-parsing"])
    message: str = Field(examples=["must be a whole number"])


class ImportRead(Model):
    """What an import did, or would do; with a fault nothing is kept."""

    is_dry_run: bool = Field(examples=[True])
    rows: int = Field(examples=[12])
    created: int = Field(examples=[10])
    corrected: int = Field(examples=[1])
    unchanged: int = Field(examples=[1])
    faults: list[ImportFault]


class ItemRead(Model):
    """A statement or question of an instrument; `applies`: at the centre that was asked for."""

    code: str = Field(examples=["s01"])
    label: Text
    applies: bool = Field(examples=[True])


class ItemGroupRead(Model):
    """Items under one heading."""

    code: str = Field(examples=["group_1"])
    label: Text
    items: list[ItemRead]


class ScaleRead(Model):
    """A scale from 1 to `points`; `is_default`: the source does not state it so."""

    points: int = Field(examples=[5])
    low: Text
    high: Text
    is_default: bool = Field(examples=[True])


class InstrumentRead(Model):
    """An instrument; `is_instrument` false: a list of questions that is not meant to measure."""

    id: str = Field(examples=["self_reflection"])
    version: int = Field(examples=[1])
    kind: Literal["scale", "text"]
    title: Text
    source: str = Field(examples=["S001 Bilaga 4 and 5"])
    profiles: list[str] = Field(examples=[["jamtland"]])
    note: Text
    is_instrument: bool = Field(examples=[True])
    scale: ScaleRead | None
    respondents: list[ItemGroupRead]
    steps: list[ItemGroupRead]
    groups: list[ItemGroupRead]


class InstrumentsRead(Model):
    """All instruments."""

    instruments: list[InstrumentRead]


class IndicatorRead(Model):
    """An indicator of the handbook and the tables that answer it."""

    id: str = Field(examples=["I-18"])
    label: Text
    tables: list[str] = Field(examples=[["open-preschool-visits"]])
    is_in_profile: bool | None = Field(default=None, examples=[None])


class IndicatorsRead(Model):
    """All indicators, and whether a county's profile asks for each."""

    indicators: list[IndicatorRead]
