"""FHIR R4 `ServiceRequest` and `Task` as we take them, and the bundle that carries them."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_chassis.fhir.datatypes import (
    Code,
    CodeableConcept,
    Extension,
    Meta,
    Period,
    Reference,
    Text,
)
from slussen_contracts.events import Moment, StrictModel

MOST_ENTRIES = 20

RequestStatus = Literal["draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"]
TaskStatus = Literal[
    "draft",
    "requested",
    "received",
    "accepted",
    "rejected",
    "ready",
    "cancelled",
    "in-progress",
    "on-hold",
    "failed",
    "completed",
    "entered-in-error",
]


class ServiceRequest(StrictModel):
    """What is asked for: by whom, about whom, of whom, under which topics."""

    resource_type: Literal["ServiceRequest"]
    id: UUID | None = None
    meta: Meta | None = None
    extension: list[Extension] | None = Field(default=None, max_length=5)
    status: RequestStatus
    intent: Literal["order"]
    category: list[CodeableConcept] = Field(min_length=1, max_length=10)
    code: CodeableConcept | None = None
    order_detail: list[CodeableConcept] | None = Field(default=None, max_length=20)
    subject: Reference
    authored_on: Moment | None = None
    requester: Reference | None = None
    performer_type: CodeableConcept
    performer: list[Reference] | None = Field(default=None, max_length=1)
    reason_code: list[CodeableConcept] = Field(min_length=1, max_length=1)


class Restriction(StrictModel):
    """Through which day the task rests, or by which its next step is due."""

    period: Period


class Input(StrictModel):
    """One answer to what the recipient needs to know."""

    type: CodeableConcept
    value_string: Text


class Output(StrictModel):
    """How it ended, and when it is followed up."""

    type: CodeableConcept
    value_codeable_concept: CodeableConcept | None = None
    value_date: date | None = None
    value_boolean: bool | None = None


class Task(StrictModel):
    """Where the request stands with its recipient."""

    resource_type: Literal["Task"]
    id: UUID | None = None
    meta: Meta | None = None
    status: TaskStatus
    status_reason: CodeableConcept | None = None
    business_status: CodeableConcept | None = None
    intent: Literal["order"]
    code: CodeableConcept | None = None
    focus: Reference
    for_: Reference | None = Field(default=None, alias="for")
    authored_on: Moment | None = None
    last_modified: Moment | None = None
    requester: Reference | None = None
    performer_type: list[CodeableConcept] | None = Field(default=None, max_length=1)
    owner: Reference | None = None
    restriction: Restriction | None = None
    input: list[Input] | None = Field(default=None, max_length=40)
    output: list[Output] | None = Field(default=None, max_length=5)


class EntryRequest(StrictModel):
    """What an entry asks for."""

    method: Literal["POST", "PUT"]
    url: Annotated[str, StringConstraints(max_length=100)]
    if_match: Annotated[str, StringConstraints(max_length=30)] | None = None


class BundleEntry(StrictModel):
    """One entry; its resource is read on its own, so that a fault in it is the entry's."""

    full_url: Annotated[str, StringConstraints(max_length=200)] | None = None
    resource: dict[str, Any] = Field(repr=False)
    request: EntryRequest


class Bundle(StrictModel):
    """A transaction: all of it or nothing."""

    resource_type: Literal["Bundle"]
    id: str | None = Field(default=None, max_length=64)
    type: Literal["transaction"]
    entry: list[BundleEntry] = Field(min_length=1, max_length=MOST_ENTRIES)


def code_of(concept: CodeableConcept | None, system: str) -> Code | None:
    """Return the concept's code in a system; None where it has none."""
    codings = concept.coding if concept else []
    return next((coding.code for coding in codings if coding.system == system), None)
