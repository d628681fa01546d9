"""Whether a collaboration is covered by an agreement, and how a county stands."""

from datetime import date
from uuid import UUID

from pydantic import Field

from slussen_contracts.agreements.api import EXAMPLE_ID, AgreementKind
from slussen_contracts.events import Model, StrictModel


class CoverageCheck(StrictModel):
    """The question whether two units' collaboration at a centre is covered on a day; today by default."""

    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    from_unit_id: UUID = Field(examples=[EXAMPLE_ID])
    to_unit_id: UUID = Field(examples=[EXAMPLE_ID])
    on: date | None = Field(default=None, examples=[None])


class CoverageAnswer(Model):
    """Whether it is covered, by which agreement and by which of its clauses; why not, where it is not."""

    covered: bool
    on: date = Field(examples=["2026-11-22"])
    agreement_id: UUID | None = Field(default=None, examples=[EXAMPLE_ID])
    kind: AgreementKind | None = None
    clause_key: str | None = Field(default=None, examples=["cooperation_conditions_time"])
    clause_label: str | None = Field(default=None, examples=["förutsättningar och tid för samverkan"])
    reason: str = Field(
        description="covered, unit_not_at_centre, no_agreement eller not_parties. / One of those.",
        examples=["covered"],
    )


class MunicipalityRead(Model):
    """How a municipality stands."""

    municipality_code: str = Field(examples=["1880"])
    name: str = Field(examples=["Örebro"])
    has_centre: bool
    has_coordinator: bool
    has_agreement: bool
    letter: str | None = Field(default=None, examples=["signed"])
    lacks: tuple[str, ...] = Field(default=(), examples=[["letter_of_intent"]])


class DueRead(Model):
    """Something that falls due; what is late is there too.

    Of an agreement: `ends`, `sign_by`, `revision`, `answer` (to a request for negotiation). Of a centre:
    `coordinator_term`, and `duty` of its annual wheel, which `sv` and `en` name and whose `day` is the last; one that
    is done, or has been late for a year, is not there. Of the county: `county_goals`.
    """

    what: str = Field(examples=["ends"])
    day: date = Field(examples=["2027-01-31"])
    agreement_id: UUID | None = Field(default=None, examples=[EXAMPLE_ID])
    kind: AgreementKind | None = None
    centre_id: UUID | None = Field(default=None, examples=[None])
    municipality_code: str | None = Field(default=None, examples=["1880"])
    duty_key: str | None = Field(default=None, examples=[None])
    sv: str | None = Field(default=None, examples=[None])
    en: str | None = Field(default=None, examples=[None])


class CountyOverviewRead(Model):
    """How a county stands: its municipalities, and what falls due in 90 days."""

    county_code: str = Field(examples=["18"])
    profile_id: str = Field(examples=["orebro"])
    on: date = Field(examples=["2026-11-22"])
    municipalities: tuple[MunicipalityRead, ...]
    due: tuple[DueRead, ...] = ()
