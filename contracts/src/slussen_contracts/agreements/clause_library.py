"""The clause library over the API: a county's texts edition by edition, and what the county has added to them."""

from datetime import date
from uuid import UUID

from pydantic import Field

from slussen_contracts.agreements.api import EXAMPLE_ID, AgreementKind, ClauseKey, ClauseText, Name
from slussen_contracts.clause_library import Origin
from slussen_contracts.events import Model, StrictModel
from slussen_contracts.profiles import Force


class LibraryClauseRead(Model):
    """A clause of the library; `[[…]]` in its text marks what the parties are to fill."""

    key: str = Field(examples=["dispute"])
    label: str = Field(examples=["tvist"])
    force: Force
    source: str | None = Field(
        default=None,
        description="Var i länets dokument; null för länets eget tillägg."
        " / Where in the county's document; null for what the county added.",
        examples=["S002 15"],
    )
    text: str = Field(examples=["En tvist om avtalet löses av [[instans]]."])
    blanks: int = Field(description="Antal ställen att fylla i. / Places to fill.", examples=[1])
    addition_id: UUID | None = Field(default=None, examples=[None])


class ClauseLibraryRead(Model):
    """The clauses of one kind of agreement in the edition in use on a day, the county's own additions last."""

    profile_id: str = Field(examples=["orebro"])
    kind: AgreementKind
    first_day: date | None = Field(default=None, examples=["2026-03-01"])
    last_day: date | None = Field(default=None, examples=[None])
    origin: Origin | None = Field(
        default=None,
        description="`county`: länets egna ord; `ours`: våra efter länets regler."
        " / The county's own words, or ours after its rules.",
    )
    clauses: tuple[LibraryClauseRead, ...] = ()


class LibraryEditionRead(Model):
    """An edition of a profile's library."""

    first_day: date = Field(examples=["2026-03-01"])
    last_day: date | None = Field(default=None, examples=[None])
    kinds: tuple[AgreementKind, ...]


class LibraryEditions(Model):
    """All editions of a profile's library, the earliest first."""

    profile_id: str = Field(examples=["orebro"])
    items: tuple[LibraryEditionRead, ...] = ()


class AdditionCreate(StrictModel):
    """A clause that a county adds to its library; one of the same key gives way to it from its first day."""

    kind: AgreementKind
    key: ClauseKey = Field(examples=["digital_meetings"])
    heading: Name = Field(examples=["Digitala möten"])
    text: ClauseText = Field(examples=["Husmöten får hållas digitalt [[hur ofta]]."])
    valid_from: date = Field(examples=["2027-01-01"])


class AdditionEnding(StrictModel):
    """That an addition is no longer offered, and its last day."""

    last_day: date = Field(examples=["2027-12-31"])


class AdditionRead(Model):
    """A clause that a county has added to its library, and for which days."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    county_code: str = Field(examples=["18"])
    kind: AgreementKind
    key: str = Field(examples=["digital_meetings"])
    heading: str = Field(examples=["Digitala möten"])
    text: str = Field(examples=["Husmöten får hållas digitalt [[hur ofta]]."])
    valid_from: date = Field(examples=["2027-01-01"])
    valid_through: date | None = Field(default=None, examples=[None])


class AdditionList(Model):
    """A county's additions, ended ones too, by kind, key and first day."""

    items: tuple[AdditionRead, ...] = ()


class TemplateWrite(StrictModel):
    """Which clauses a draft takes from the library; all that it does not have, where none is named."""

    keys: tuple[ClauseKey, ...] | None = Field(default=None, max_length=80, examples=[["dispute"]])
