"""What the routes share: the prefix, whose county a list is about, and the answers to things that have a version."""

from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query
from starlette.responses import Response

from slussen_chassis.web import CurrentCaller, requires, set_etag
from slussen_contracts.agreements import scopes
from slussen_contracts.events import NATIONAL, Model
from slussen_contracts.identifiers import CountyCode

PREFIX = "/agreements/v1"
READS = [requires(scopes.READ)]
ADMINISTERS = [requires(scopes.ADMINISTER)]
SIGNS = [requires(scopes.SIGN)]

ReadT = TypeVar("ReadT", bound=Model)


def _county(
    caller: CurrentCaller,
    county_code: Annotated[
        CountyCode | None,
        Query(
            alias="countyCode", description="Län; ditt eget om inget anges. / County; your own by default."
        ),
    ] = None,
) -> str | None:
    own = None if caller.county_code == NATIONAL else caller.county_code
    return county_code or own


ListedCounty = Annotated[str | None, Depends(_county)]
"""The county that a list is about; None, for a national caller who names none, is all of them."""

AsOfDay = Annotated[
    date | None,
    Query(
        alias="asOf",
        description="Som registret var den dagen. / As the register was at the end of that day.",
        examples=["2026-11-22"],
    ),
]
"""The day that a thing of the register is shown as of; None: as it is now."""


def read(kind: type[ReadT], thing: Any) -> ReadT:
    """Return a thing as the API shows it: its members by name."""
    return kind.model_validate(thing, from_attributes=True)


def created(response: Response, path: str, version: int) -> None:
    """Let the answer say where the new thing is, and its version."""
    response.headers["Location"] = f"{PREFIX}{path}"
    set_etag(response, version)
