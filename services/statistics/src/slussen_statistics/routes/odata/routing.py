"""What every answer of the OData feed has: its version, its errors, the form and the language that are asked for."""

import re
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response
from typing_extensions import override

from slussen_chassis.errors import DomainError
from slussen_chassis.problems import prefers_english, status_of
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import requires
from slussen_contracts.statistics import scopes
from slussen_statistics.domain.odata.problems import InvalidOptionError, NotAcceptableError, ODataError
from slussen_statistics.routes.addresses import origin

PREFIX = "/statistics/odata/v4"
VERSION = {"OData-Version": "4.0"}
JSON = "application/json;odata.metadata={};odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
LEVELS = frozenset({"minimal", "none"})
FRESHNESS = "public, no-cache"

_LEVEL = re.compile(r"odata\.metadata=(\w+)")
_OLD = re.compile(r"[123](?:\.0)?;?.*")


class ODataRoute(TransactionRoute):
    """A route of the feed: its errors are the standard's."""

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def with_errors(request: Request) -> Response:
            try:
                return await answer(request)
            except ODataError as error:
                return _error(error.status, error.code, error.message, error.target)
            except DomainError as error:
                status = status_of(error)
                return _error(status, error.code, error.detail_en or HTTPStatus(status).phrase, None)

        return with_errors


def _error(status: int, code: str, message: str, target: str | None) -> Response:
    error = {"code": code, "message": message, **({"target": target} if target else {})}
    return Response(
        orjson.dumps({"error": error}),
        status_code=status,
        media_type=JSON.format("minimal"),
        headers=VERSION,
    )


ROUTER = APIRouter(
    prefix=PREFIX,
    route_class=ODataRoute,
    include_in_schema=False,
    dependencies=[requires(scopes.READ_PUBLISHED)],
)


def language_of(request: Request) -> str:
    """Return the language of texts: `lang` where it is asked, else the one that the reader prefers."""
    asked = request.query_params.get("lang")
    if asked is not None and asked not in {"sv", "en"}:
        raise InvalidOptionError("It is sv or en", "lang")
    return asked or ("en" if prefers_english(request.headers.get("accept-language")) else "sv")


def level_of(request: Request) -> str:
    """Return how much of the metadata an answer holds: `minimal` or `none`.

    Raises:
        NotAcceptableError: Another form than JSON with one of these is asked for.
    """
    if _OLD.fullmatch(request.headers.get("odata-maxversion", "4.0")):
        raise InvalidOptionError("The feed speaks OData 4.0", "OData-MaxVersion")
    form = request.query_params.get("$format")
    accepted = form or request.headers.get("accept") or "*/*"
    if form is None and not any(part in accepted for part in ("json", "*/*", "application/*")):
        raise NotAcceptableError("The feed is there as JSON", "Accept")
    if form is not None and form != "json" and not form.startswith("application/json"):
        raise NotAcceptableError("The feed is there as JSON", "$format")
    level = _LEVEL.search(accepted)
    if level is not None and level[1] not in LEVELS:
        raise NotAcceptableError("odata.metadata is minimal or none", "$format" if form else "Accept")
    return level[1] if level else "minimal"


def address(request: Request, path: str = "") -> str:
    """Return the outside address of a resource of the feed."""
    return f"{origin(request)}{PREFIX}/{path}"


def next_link(request: Request, path: str, token: str) -> str:
    """Return the address of the next page: the same question with a token for what was given already."""
    kept = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in {"$skiptoken", "$skip", "$top", "$count"}
    ]
    query = urlencode([*kept, ("$skiptoken", token)], safe="$,()'", quote_via=quote)
    return f"{address(request, path)}?{query}"


def as_json(body: Any, level: str, language: str) -> Response:
    """Return a JSON answer of the standard."""
    headers = {**VERSION, "Content-Language": language, "Cache-Control": FRESHNESS, "Vary": "Accept-Language"}
    return Response(orjson.dumps(body), media_type=JSON.format(level), headers=headers)
