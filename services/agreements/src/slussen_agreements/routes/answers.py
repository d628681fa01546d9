"""What the routes share: the prefix, whose county a list is about, and the answers to things that have a version."""

from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request
from starlette.responses import Response
from typing_extensions import override

from slussen_agreements.repository.history import Kept
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day
from slussen_chassis.transaction import caller_of
from slussen_chassis.web import CurrentCaller, Requires, requires, set_etag
from slussen_contracts.agreements import scopes
from slussen_contracts.events import NATIONAL, Model
from slussen_contracts.identifiers import CountyCode


class RequiresCoordinator(Requires):
    """Lets in who coordinates, and who administers the county, which includes it."""

    def __init__(self) -> None:
        super().__init__(scopes.COORDINATE)

    @override
    def __call__(self, request: Request) -> Caller:
        caller = caller_of(request)
        return caller if scopes.ADMINISTER in caller.scopes else super().__call__(request)


PREFIX = "/agreements/v1"
READS = [requires(scopes.READ)]
ADMINISTERS = [requires(scopes.ADMINISTER)]
COORDINATES = [Depends(RequiresCoordinator())]
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


def seen(kind: type[ReadT], kept: Kept, as_of: date) -> ReadT:
    """Return a thing of the register as it was on a day, with the day from which there is history of it."""
    return kind.model_validate({**kept.members, "asOf": as_of, "historyFrom": local_day(kept.since)})


def created(response: Response, path: str, version: int) -> None:
    """Let the answer say where the new thing is, and its version."""
    response.headers["Location"] = f"{PREFIX}{path}"
    set_etag(response, version)
