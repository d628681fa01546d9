"""The service directory: to whom a family can be handed over, for whom, how to reach them, and if there is room."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_contracts.consent.api import Topic
from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.identifiers import Activity, MunicipalityCode, Profession
from slussen_contracts.referrals.api.values import EXAMPLE_ID, ReferralKind

EXAMPLE_PHONE = "019-21 00 00"
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$"), Field(examples=["sv"])]
"""A language by ISO 639."""

ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$"), Field(examples=["08:30"])]
Label = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Capacity(StrEnum):
    """Whether there is room for more families."""

    OPEN = "open"
    FEW_PLACES = "few_places"
    FULL = "full"


class OpeningHours(StrictModel):
    """Open on a day of the week (1 is Monday), between two times of day."""

    weekday: Annotated[int, Field(ge=1, le=7, examples=[1])]
    opens: ClockTime
    closes: ClockTime


class Ages(StrictModel):
    """For children of these ages, in whole months; `from` and `through` both count."""

    from_months: Annotated[int, Field(ge=0, le=240, examples=[0])] = 0
    through_months: Annotated[int, Field(ge=0, le=240, examples=[72])] = 72


class DirectoryDetails(StrictModel):
    """For whom a service is, when it is open, and how to reach it."""

    ages: Ages | None = None
    municipality_codes: list[MunicipalityCode] = Field(default_factory=list, max_length=60)
    languages: list[Language] = Field(default_factory=list, max_length=30)
    interpreter: bool = False
    opening_hours: list[OpeningHours] = Field(default_factory=list, max_length=21)
    waiting_days: Annotated[int, Field(ge=0, le=730, examples=[14])] | None = None
    phone: Annotated[str, StringConstraints(pattern=r"^[0-9+][0-9 +-]{3,24}$")] | None = Field(
        default=None, examples=[EXAMPLE_PHONE]
    )
    url: Annotated[str, StringConstraints(pattern=r"^https://[!-~]{1,300}$")] | None = Field(
        default=None, examples=["https://kommunen.example/familjeradgivning"]
    )
    visiting_address: Label | None = Field(default=None, examples=["Storgatan 1, Linköping"])


class OwnEntryWrite(StrictModel):
    """A recipient outside the register: a service without a unit in Slussen, entered by a centre's staff."""

    name: Label = Field(examples=["Familjerådgivningen"])
    professions: list[Profession] = Field(min_length=1, max_length=10)
    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    details: DirectoryDetails


class CapacityWrite(StrictModel):
    """Whether there is room; where it is full, through which day."""

    capacity: Capacity
    full_through: date | None = Field(default=None, examples=["2026-12-31"])


class ContentOption(StrictModel):
    """One of the answers that can be chosen."""

    code: Topic = Field(examples=["first_child"])
    sv: Label = Field(examples=["Första barnet"])
    en: Label = Field(examples=["First child"])


class ContentField(StrictModel):
    """One thing that the recipient needs to know; its answer leaves only if its topic does."""

    key: Topic = Field(examples=["siblings"])
    topic: Topic
    kind: Literal["choice", "yes_no", "number", "day"] = "choice"
    sv: Label = Field(examples=["Är det första barnet?"])
    en: Label = Field(examples=["Is it the first child?"])
    options: list[ContentOption] = Field(default_factory=list, max_length=30)
    required: bool = False


class ContentFormWrite(StrictModel):
    """What the recipient needs to know before it can take a referral; each change is a new version."""

    fields: list[ContentField] = Field(default_factory=list, max_length=30)


class ContentForm(ContentFormWrite):
    """The form at its newest version."""

    version: int = Field(examples=[1])


class DirectoryEntryRead(Model):
    """A possible recipient. With `centreId` in the question, `kind` says whether it is inside that centre."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    unit_id: UUID | None = Field(
        default=None,
        examples=[EXAMPLE_ID],
        description="Enhet i registret; utan den är tjänsten inlagd för hand. / A unit of the register, or none.",
    )
    name: str = Field(examples=["Barnmorskemottagningen Linden"])
    activity: Activity | None = None
    professions: list[Profession]
    kind: ReferralKind | None = None
    details: DirectoryDetails
    capacity: Capacity
    full_through: date | None = Field(default=None, examples=["2026-12-31"])
    content_form: ContentForm | None = None
    report_of_concern: str | None = Field(
        default=None,
        examples=["/consent/v1/contact-channels"],
        description="Vid oro för ett barn: hit, aldrig en slussning. / For a concern: here, never a referral.",
    )
    changed_at: Moment | None = None
