"""From errors to answers: RFC 9457 problem details in Swedish or English, made in one place.

The kind of a domain error gives the status; its code is contract. No value that came in is echoed, neither in
a domain error's text nor in what FastAPI says about a faulty body.
"""

import logging
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import asyncpg
import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from slussen_chassis.errors import (
    ConflictError,
    DomainError,
    FieldProblem,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    PreconditionFailedError,
    PreconditionRequiredError,
    StepUpRequiredError,
    TooLargeError,
    TooManyRequestsError,
    UnauthenticatedError,
    UnavailableError,
    UnsupportedMediaTypeError,
)
from slussen_chassis.telemetry import trace_id
from slussen_contracts.identifiers import RULES as IDENTIFIER_RULES
from slussen_contracts.problems import MEDIA_TYPE, PROBLEM_PREFIX

log = logging.getLogger(__name__)

AWAY = (PoolTimeoutError, ConnectionError, TimeoutError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What is raised where the database is away, or goes away in the middle of a statement."""

ENDED_BY_SERVER = frozenset({"25P03", "25P04"})
"""SQLSTATEs of a session that was ended for standing idle in a transaction, or for one that took too long."""

_MEMBER_NAME = re.compile(r"[A-Za-z_](?!.*\d{6})[A-Za-z0-9_.:-]{0,79}")

STATUS_BY_KIND: tuple[tuple[type[DomainError], int], ...] = (
    (NotFoundError, 404),
    (PreconditionFailedError, 412),
    (PreconditionRequiredError, 428),
    (ConflictError, 409),
    (ForbiddenError, 403),
    (UnauthenticatedError, 401),
    (UnavailableError, 503),
    (TooLargeError, 413),
    (TooManyRequestsError, 429),
    (UnsupportedMediaTypeError, 415),
    (InvalidError, 422),
)

RULE_TEXTS: Mapping[str, tuple[str, str]] = {
    "missing": ("uppgiften saknas", "is missing"),
    "extra_forbidden": ("okänd uppgift", "is not a known member"),
    "json_invalid": ("innehållet är inte giltig JSON", "the body is not valid JSON"),
    "uuid_parsing": ("ska vara ett UUID", "must be a UUID"),
    "date_from_datetime_parsing": ("ska vara ett datum, ÅÅÅÅ-MM-DD", "must be a date, YYYY-MM-DD"),
    "datetime_from_date_parsing": ("ska vara en tidpunkt enligt RFC 3339", "must be an RFC 3339 moment"),
    "timezone_aware": ("tidpunkten saknar tidszon", "the moment has no time zone"),
    "enum": ("är inget av de värden som finns", "is none of the values that exist"),
    "string_too_short": ("är för kort", "is too short"),
    "string_too_long": ("är för lång", "is too long"),
    "string_pattern_mismatch": ("har fel form", "has the wrong form"),
    "int_parsing": ("ska vara ett heltal", "must be a whole number"),
    "greater_than_equal": ("är för litet", "is too small"),
    "less_than_equal": ("är för stort", "is too large"),
    "too_short": ("har för få poster", "has too few items"),
    "too_long": ("har för många poster", "has too many items"),
    **dict.fromkeys(
        ("dict_type", "model_type", "model_attributes_type", "dataclass_type"),
        ("ska vara ett JSON-objekt", "must be a JSON object"),
    ),
    **dict.fromkeys(("list_type", "tuple_type", "set_type"), ("ska vara en lista", "must be a list")),
    **dict.fromkeys(("string_type", "string_sub_type"), ("ska vara en text", "must be a text")),
    **dict.fromkeys(("bool_type", "bool_parsing"), ("ska vara true eller false", "must be true or false")),
    **dict.fromkeys(("int_type", "int_from_float"), ("ska vara ett heltal", "must be a whole number")),
    **dict.fromkeys(("uuid_type", "uuid_version"), ("ska vara ett UUID", "must be a UUID")),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_inexact"),
        ("ska vara ett datum, ÅÅÅÅ-MM-DD", "must be a date, YYYY-MM-DD"),
    ),
    **dict.fromkeys(
        ("datetime_type", "datetime_parsing", "datetime_object_invalid"),
        ("ska vara en tidpunkt enligt RFC 3339", "must be an RFC 3339 moment"),
    ),
    **dict.fromkeys(
        ("literal_error", "union_tag_invalid"),
        ("är inget av de värden som finns", "is none of the values that exist"),
    ),
    "union_tag_not_found": ("uppgiften saknas", "is missing"),
}
"""Texts for the rules that callers break most often; any other rule gets a general text beside its name."""


def prefers_english(accept_language: str | None) -> bool:
    """Tell whether the caller asks for English before Swedish (RFC 9110, 12.5.4); Swedish is the default."""
    best = ("sv", 0.0)
    for part in (accept_language or "").split(","):
        tag, _, weight = part.strip().partition(";q=")
        language = tag.split("-")[0].lower()
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        if language in {"sv", "en"} and quality > best[1]:
            best = (language, quality)
    return best[0] == "en"


def status_of(error: DomainError) -> int:
    """Return the HTTP status of an error's kind."""
    return next((status for kind, status in STATUS_BY_KIND if isinstance(error, kind)), 500)


def problem_body(error: DomainError, *, english: bool) -> dict[str, Any]:
    """Return the members of the problem details for `error`."""
    status = status_of(error)
    body: dict[str, Any] = {
        "type": f"{PROBLEM_PREFIX}{error.code}",
        "title": error.title_en if english else error.title_sv,
        "status": status,
        "detail": error.detail_en if english else error.detail_sv,
        "instance": f"urn:slussen:trace:{trace_id()}",
        "code": error.code,
        "fault": error.fault or ("platform" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "sender"),
    }
    if isinstance(error, InvalidError):
        body["errors"] = [
            {"field": p.field, "rule": p.rule, "message": p.en if english else p.sv} for p in error.problems
        ]
    return body


def problem_response(error: DomainError, accept_language: str | None) -> Response:
    """Return the answer for `error` in the caller's language."""
    english = prefers_english(accept_language)
    body = problem_body(error, english=english)
    headers = {"Content-Language": "en" if english else "sv", "Cache-Control": "no-store"}
    if isinstance(error, UnavailableError | TooManyRequestsError):
        headers["Retry-After"] = str(error.retry_after_seconds)
    if isinstance(error, UnauthenticatedError):
        headers["WWW-Authenticate"] = _challenge(error)
    return Response(orjson.dumps(body), status_code=body["status"], media_type=MEDIA_TYPE, headers=headers)


def _challenge(error: UnauthenticatedError) -> str:
    """Return how the caller may prove who it is (RFC 6750, 3), or prove it more surely (RFC 9470, 3)."""
    if not isinstance(error, StepUpRequiredError):
        return "Bearer"
    levels = " ".join(error.acr_values)
    return f'Bearer error="insufficient_user_authentication", acr_values="{levels}"'


def from_validation(errors: list[dict[str, Any]]) -> InvalidError:
    """Return pydantic's complaints as one error that names fields and rules, never values."""
    return InvalidError(*(_field_problem(error) for error in errors[:50]))


def _field_problem(error: dict[str, Any]) -> FieldProblem:
    where = [_member(part) for part in error.get("loc", ()) if part != "body"]
    rule = str(error.get("type", "invalid"))
    general = (f"bryter mot regeln {rule}", f"breaks the rule {rule}")
    sv, en = RULE_TEXTS.get(rule) or IDENTIFIER_RULES.get(rule) or general
    field = ".".join(where) or "body"
    return FieldProblem(field, rule.replace("_", "-"), sv, en)


def _member(part: object) -> str:
    """Return a member's name or place; a name that nobody would choose may be a value, and is not echoed."""
    name = str(part)
    return name if isinstance(part, int) or _MEMBER_NAME.fullmatch(name) else "?"


class MethodOrPathError(DomainError):
    """No route takes this path, or not with this method."""

    title_sv = "Adressen eller metoden finns inte"
    title_en = "There is no such address or method"


class BrokenError(DomainError):
    """Something broke here that should not; the caller did nothing wrong."""

    code = "internal-error"
    title_sv = "Ett fel uppstod hos oss. Inget halvfärdigt är sparat; försök igen"
    title_en = "Something broke on our side. Nothing half done is kept; try again"


def from_database(error: Exception) -> DomainError | None:
    """Return the answer to a database's refusal: busy or away is 503, all else is not for the caller to see."""
    if isinstance(error, AWAY):
        return UnavailableError()
    if isinstance(error, DBAPIError):
        if error.connection_invalidated or isinstance(error.orig, AWAY):
            return UnavailableError()
        return _by_state(getattr(error.orig, "sqlstate", None))
    if isinstance(error, asyncpg.PostgresError):
        return _by_state(error.sqlstate)
    return None


def _by_state(sqlstate: str | None) -> DomainError | None:
    """Return the answer by SQLSTATE's class: connection, resources, shutdown, rollback, object in use.

    A transaction that the server ended since it stood idle or took too long is a matter of load as well.
    """
    state = sqlstate or ""
    is_passing = state[:2] in {"08", "53", "57", "40", "55"} or state in ENDED_BY_SERVER
    return UnavailableError() if is_passing else None


def install(app: FastAPI) -> None:
    """Let `app` answer every error as problem details."""

    async def domain(request: Request, error: Exception) -> Response:
        assert isinstance(error, DomainError)  # noqa: S101 - registered for this kind alone
        return problem_response(error, request.headers.get("accept-language"))

    async def validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this kind alone
        faults = from_validation([dict(e) for e in error.errors()])
        return problem_response(faults, request.headers.get("accept-language"))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for this kind alone
        english = prefers_english(request.headers.get("accept-language"))
        code = "method-not-allowed" if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else "not-found"
        said = {
            "status": error.status_code,
            "type": f"{PROBLEM_PREFIX}{code}",
            "code": code,
            "fault": "sender",
        }
        body = problem_body(MethodOrPathError(), english=english) | said
        headers = {**(error.headers or {}), "Content-Language": "en" if english else "sv"}
        return Response(
            orjson.dumps(body), status_code=error.status_code, media_type=MEDIA_TYPE, headers=headers
        )

    async def broken(request: Request, error: Exception) -> Response:
        known = from_database(error)
        if known is None:
            log.error("unhandled error", exc_info=error)
        return problem_response(known or BrokenError(), request.headers.get("accept-language"))

    app.add_exception_handler(DomainError, domain)
    app.add_exception_handler(RequestValidationError, validation)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(PoolTimeoutError, broken)
    app.add_exception_handler(DBAPIError, broken)
    for kind in (asyncpg.InterfaceError, asyncpg.InternalClientError):
        app.add_exception_handler(kind, broken)
    app.add_exception_handler(OSError, broken)
    app.add_exception_handler(Exception, broken)
