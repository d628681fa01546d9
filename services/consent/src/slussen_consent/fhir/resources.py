"""FHIR R4 `Consent` as we take and give it, and the bundles that carry it."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_chassis.fhir.datatypes import (
    CodeableConcept,
    Coding,
    Extension,
    Identifier,
    Meta,
    Period,
    Reference,
)
from slussen_contracts.events import Moment, StrictModel

MOST_LINES = 100
MOST_ENTRIES = 100

ConsentState = Literal["proposed", "active", "rejected", "inactive", "entered-in-error"]


class Actor(StrictModel):
    """Who may be told: a recipient at a unit, of a profession or an activity."""

    role: CodeableConcept
    reference: Reference
    extension: list[Extension] | None = Field(default=None, max_length=2)


class Provision(StrictModel):
    """A rule, and below it the exceptions from it; the outermost has neither type nor actor nor code."""

    type: Literal["deny", "permit"] | None = None
    period: Period | None = None
    actor: list[Actor] | None = Field(default=None, max_length=50)
    purpose: list[Coding] | None = Field(default=None, max_length=1)
    code: list[CodeableConcept] | None = Field(default=None, max_length=50)
    extension: list[Extension] | None = Field(default=None, max_length=2)
    provision: list["Provision"] | None = Field(default=None, max_length=MOST_LINES)


class Verification(StrictModel):
    """One custodian's position: whether, whose, when; what it says is in its extensions."""

    verified: bool
    verified_with: Reference | None = None
    verification_date: Moment | None = None
    extension: list[Extension] | None = Field(default=None, max_length=60)


class ConsentResource(StrictModel):
    """A FHIR R4 `Consent` under our profile."""

    resource_type: Literal["Consent"]
    id: UUID | None = None
    meta: Meta | None = None
    extension: list[Extension] | None = Field(default=None, max_length=10)
    identifier: list[Identifier] | None = Field(default=None, max_length=1)
    status: ConsentState
    scope: CodeableConcept
    category: list[CodeableConcept] = Field(min_length=1, max_length=5)
    patient: Reference
    date_time: Moment | None = None
    performer: list[Reference] | None = Field(default=None, max_length=10)
    organization: list[Reference] | None = Field(default=None, max_length=1)
    source_reference: Reference | None = None
    policy_rule: CodeableConcept | None = None
    verification: list[Verification] | None = Field(default=None, max_length=10)
    provision: Provision | None = None


class EntryRequest(StrictModel):
    """What an entry asks for."""

    method: Literal["GET", "POST", "PUT"]
    url: Annotated[str, StringConstraints(max_length=500)]
    if_match: Annotated[str, StringConstraints(max_length=30)] | None = None
    if_none_exist: Annotated[str, StringConstraints(max_length=500)] | None = None


class BundleEntry(StrictModel):
    """One entry; its resource is read on its own, so that a fault in it is the entry's."""

    full_url: Annotated[str, StringConstraints(max_length=500)] | None = None
    resource: dict[str, Any] | None = Field(default=None, repr=False)
    request: EntryRequest


class Bundle(StrictModel):
    """A batch (each entry on its own) or a transaction (all or nothing)."""

    resource_type: Literal["Bundle"]
    id: str | None = Field(default=None, max_length=64)
    type: Literal["batch", "transaction"]
    entry: list[BundleEntry] = Field(min_length=1, max_length=MOST_ENTRIES)


def plain(model: StrictModel) -> dict[str, Any]:
    """Return a resource or a part of one as JSON has it: without what is absent."""
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)
