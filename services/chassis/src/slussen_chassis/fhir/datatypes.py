"""FHIR R4 datatypes, as far as we need them; what is not named here is refused by its name.

Free text (`display`, `text`, narratives) is left out on purpose: it may hold what belongs in a record.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BeforeValidator, Field, StringConstraints, TypeAdapter, WithJsonSchema

from slussen_chassis.clock import local_day
from slussen_contracts.events import Moment, StrictModel

Uri = Annotated[str, StringConstraints(pattern=r"^\S{1,255}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[^\s]+( [^\s]+)*$", max_length=100)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=255)]

_MOMENT: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)


def _day(written: Any) -> Any:
    """Return the calendar day in Sweden of a FHIR `dateTime` with a time; a date stays as it is."""
    if isinstance(written, str) and "T" in written:
        return local_day(_MOMENT.validate_python(written))
    return written


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A FHIR `dateTime` of which the day counts, in Europe/Stockholm."""


class Coding(StrictModel):
    """A code of a code system."""

    system: Uri | None = None
    code: Code


class CodeableConcept(StrictModel):
    """A concept, by its codes alone."""

    coding: list[Coding] = Field(min_length=1, max_length=5)


class Identifier(StrictModel):
    """An identifier of a system; the value may be a personal number and is never shown in errors or logs."""

    system: Uri
    value: Text = Field(repr=False)


class Extension(StrictModel):
    """An extension: one value, or extensions of its own."""

    url: Uri
    value_code: Code | None = None
    value_string: Text | None = None
    value_boolean: bool | None = None
    value_date: date | None = None
    value_date_time: Moment | None = None
    value_identifier: Identifier | None = None
    extension: list["Extension"] | None = Field(default=None, max_length=60)

    @property
    def value(self) -> Any:
        """The extension's value, whatever its type; None where it has none."""
        given = (
            self.value_code,
            self.value_string,
            self.value_boolean,
            self.value_date,
            self.value_date_time,
            self.value_identifier,
        )
        return next((value for value in given if value is not None), None)


ReferenceType = Literal[
    "Patient", "RelatedPerson", "Practitioner", "Organization", "DocumentReference", "ServiceRequest"
]


class Reference(StrictModel):
    """A reference: by identifier (logical), or by an address that ends in an opaque id."""

    reference: Annotated[str, StringConstraints(max_length=255)] | None = Field(default=None, repr=False)
    type: ReferenceType | None = None
    identifier: Identifier | None = None
    extension: list[Extension] | None = Field(default=None, max_length=5)


class Period(StrictModel):
    """First and last day, both of which count."""

    start: Day | None = None
    end: Day | None = None


class Meta(StrictModel):
    """About the resource; version and moment are the server's and are passed over when they come in."""

    version_id: Annotated[str, StringConstraints(pattern=r"^[1-9]\d{0,8}$")] | None = None
    last_updated: Moment | None = None
    profile: list[Uri] | None = Field(default=None, max_length=5)
    security: list[Coding] | None = Field(default=None, max_length=5)
