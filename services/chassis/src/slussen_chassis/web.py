"""What routes ask for by their arguments: the transaction, the caller, the moment, a page, an expected version."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from fastapi import Depends, Header, Query, Request
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.responses import Response

from slussen_chassis.auth import Caller
from slussen_chassis.errors import (
    FieldProblem,
    ForbiddenError,
    InvalidError,
    PreconditionFailedError,
    PreconditionRequiredError,
)
from slussen_chassis.problems import prefers_english
from slussen_chassis.transaction import caller_of
from slussen_contracts.events import Model

ItemT = TypeVar("ItemT")
_ETAG = re.compile(r'^(?:W/)?"v(\d{1,9})"$')


def _session(request: Request) -> AsyncSession:
    session: AsyncSession = request.state.session
    return session


def _now(request: Request) -> datetime:
    moment: datetime = request.app.state.clock.now()
    return moment


def _english(request: Request) -> bool:
    return prefers_english(request.headers.get("accept-language"))


Transaction = Annotated[AsyncSession, Depends(_session)]
"""The request's transaction; it commits before the answer leaves. Needs a `TransactionRoute`."""

CurrentCaller = Annotated[Caller, Depends(caller_of)]
"""The verified caller."""

Now = Annotated[datetime, Depends(_now)]
"""The present moment, aware, in UTC."""

InEnglish = Annotated[bool, Depends(_english)]
"""Whether the caller asks for English; Swedish is the default."""


class ScopeMissingError(ForbiddenError):
    """The caller's token lacks the scope that this route asks for."""

    code: ClassVar[str] = "scope-missing"
    title_sv = "Din behörighet omfattar inte detta"
    title_en = "Your scopes don't cover this"


class Requires:
    """A dependency that lets a caller in who has the scope; the API description names it."""

    def __init__(self, scope: str) -> None:
        self.scope = scope

    def __call__(self, request: Request) -> Caller:
        """Return the caller, who has the scope."""
        caller = caller_of(request)
        if self.scope not in caller.scopes:
            raise ScopeMissingError(
                sv=f"Behörigheten {self.scope} saknas", en=f"The scope {self.scope} is missing"
            )
        return caller


def requires(scope: str) -> Any:
    """Return the dependency for a route's `dependencies`: `dependencies=[requires("consent:read")]`."""
    return Depends(Requires(scope))


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which part of a list is asked for."""

    limit: int
    offset: int


def _page(
    limit: Annotated[int, Query(ge=1, le=200, description="Flest poster i svaret. / Most items.")] = 20,
    offset: Annotated[int, Query(ge=0, le=100_000, description="Första post. / First item.")] = 0,
) -> PageRequest:
    return PageRequest(limit, offset)


Paging = Annotated[PageRequest, Depends(_page)]
"""`limit` (default 20, at most 200) and `offset` (default 0)."""


class Page(Model, Generic[ItemT]):
    """A part of a list; `next_offset` is absent on the last page."""

    items: list[ItemT]
    limit: int
    offset: int
    next_offset: int | None = None

    @classmethod
    def of(cls, found: Sequence[ItemT], page: PageRequest) -> "Page[ItemT]":
        """Return the page of `found`, which was asked for with one item more than `page.limit`."""
        more = len(found) > page.limit
        return cls(
            items=list(found[: page.limit]),
            limit=page.limit,
            offset=page.offset,
            next_offset=page.offset + page.limit if more else None,
        )


def _expected_version(
    if_match: Annotated[
        str | None, Header(description="ETag som du läste. / The ETag you read.", examples=['"v3"'])
    ] = None,
) -> int | None:
    if if_match is None or if_match == "*":
        return None
    match = _ETAG.match(if_match)
    if match is None:
        raise InvalidError(
            FieldProblem("If-Match", "etag", "ska vara en ETag som vi gett", "must be one of our ETags")
        )
    return int(match[1])


IfMatch = Annotated[int | None, Depends(_expected_version)]
"""The version in `If-Match`, None where the header is absent."""


def _stated_version(request: Request, expected: IfMatch) -> int | None:
    if "if-match" not in request.headers:
        raise PreconditionRequiredError
    return expected


RequiredIfMatch = Annotated[int | None, Depends(_stated_version)]
"""The version in `If-Match`, which the caller must send; None for `*`, which overwrites whatever is there."""


def check_version(actual: int, expected: int | None) -> None:
    """Raise PreconditionFailedError where the caller expects another version than the stored one."""
    if expected is not None and expected != actual:
        raise PreconditionFailedError


def set_etag(response: Response, version: int) -> None:
    """Give the answer the ETag of a thing's version."""
    response.headers["ETag"] = f'"v{version}"'
