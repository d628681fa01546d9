"""Errors of PxWebApi as problem details, parameters as the specification writes them, and its links."""

import re
from collections.abc import Callable, Coroutine, Mapping
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote, urlencode

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import RequestValidationError
from starlette.responses import Response
from typing_extensions import override

from slussen_chassis.errors import DomainError
from slussen_chassis.problems import status_of
from slussen_chassis.telemetry import trace_id
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import requires
from slussen_contracts.problems import MEDIA_TYPE, PROBLEM_PREFIX
from slussen_contracts.statistics import scopes
from slussen_statistics.domain.px.problems import PxProblemError, UnsupportedLanguageError
from slussen_statistics.domain.px.selection import Choice, Question, split_expressions
from slussen_statistics.routes.addresses import origin
from slussen_statistics.settings import StatisticsSettings

PREFIX = "/statistics/v1/px"
LANGUAGES = {"sv": "Svenska", "en": "English"}
DEFAULT_LANGUAGE = "sv"
FRESHNESS = "public, no-cache"

_DEEP = re.compile(r"(valuecodes|codelist)\[([^\[\]]{1,80})\]", re.IGNORECASE)


class PxRoute(TransactionRoute):
    """A route of PxWebApi: its errors are the specification's problems."""

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def with_problems(request: Request) -> Response:
            try:
                return await answer(request)
            except PxProblemError as problem:
                return _problem(problem.status, problem.code, problem.title, problem.detail)
            except RequestValidationError:
                return _problem(400, "px-parameter", "Bad Request", "A parameter or the body is not valid")
            except DomainError as error:
                status = status_of(error)
                return _problem(status, error.code, HTTPStatus(status).phrase, error.detail_en)

        return with_problems


def _problem(status: int, code: str, title: str, detail: str) -> Response:
    body = {
        "type": f"{PROBLEM_PREFIX}{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": f"urn:slussen:trace:{trace_id()}",
    }
    return Response(orjson.dumps(body), status_code=status, media_type=MEDIA_TYPE)


ROUTER = APIRouter(
    prefix=PREFIX,
    route_class=PxRoute,
    include_in_schema=False,
    dependencies=[requires(scopes.READ_PUBLISHED)],
)


def _language(request: Request) -> str:
    asked = request.query_params.get("lang") or DEFAULT_LANGUAGE
    if asked.lower() not in LANGUAGES:
        raise UnsupportedLanguageError
    return asked.lower()


Language = Annotated[str, Depends(_language)]
"""The language that `lang` asks for; Swedish where it asks for none."""


def settings_of(request: Request) -> StatisticsSettings:
    """Return the service's settings."""
    settings: StatisticsSettings = request.app.state.settings
    return settings


def deep_objects(request: Request) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return what the parameters `valuecodes[...]` and `codelist[...]` hold, by variable."""
    values: dict[str, list[str]] = {}
    codelists: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        found = _DEEP.fullmatch(name)
        if found and found[1].lower() == "valuecodes":
            values.setdefault(found[2], []).extend(filter(None, split_expressions(value)))
        elif found:
            codelists[found[2]] = value
    return values, codelists


def narrows(name: str) -> bool:
    """Tell whether a parameter chooses what of a table's metadata is told."""
    return name in {"defaultSelection", "savedQuery"} or _DEEP.fullmatch(name) is not None


def listed(request: Request, name: str) -> tuple[str, ...]:
    """Return a parameter that holds a comma-separated list, also where it comes several times."""
    found = [part.strip() for value in request.query_params.getlist(name) for part in value.split(",")]
    return tuple(filter(None, found))


def asked_in_query(request: Request) -> Question:
    """Return what a GET asks of a table."""
    values, codelists = deep_objects(request)
    choices = {
        name: Choice(tuple(values.get(name, ())), codelists.get(name)) for name in {**values, **codelists}
    }
    return Question(choices, listed(request, "heading"), listed(request, "stub"))


def address(request: Request, path: str, language: str, **parameters: str) -> str:
    """Return the outside address of a resource."""
    query = urlencode({"lang": language, **parameters}, quote_via=quote)
    return f"{origin(request)}{PREFIX}{path}?{query}"


def link(request: Request, rel: str, path: str, language: str, **parameters: str) -> dict[str, str]:
    """Return a link of the specification."""
    return {"rel": rel, "hreflang": language, "href": address(request, path, language, **parameters)}


def as_json(body: Mapping[str, Any], *, status: int = 200, language: str = DEFAULT_LANGUAGE) -> Response:
    """Return a JSON answer."""
    headers = {"Content-Language": language, "Cache-Control": FRESHNESS}
    return Response(
        orjson.dumps(body), status_code=status, media_type="application/json; charset=UTF-8", headers=headers
    )
