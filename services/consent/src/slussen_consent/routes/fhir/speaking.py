"""How the FHIR surface speaks: media types, versions as weak ETags, `Prefer`, and refusals as `OperationOutcome`."""

import logging
import re
from collections.abc import Callable, Coroutine
from email.utils import format_datetime
from http import HTTPStatus
from typing import Annotated, Any, ClassVar, Final

import orjson
from fastapi import Depends, Request
from fastapi.routing import APIRoute
from starlette.responses import Response
from typing_extensions import override

from slussen_chassis.errors import (
    DomainError,
    FieldProblem,
    InvalidError,
    PreconditionRequiredError,
    TooLargeError,
    TooManyRequestsError,
    UnavailableError,
    UnsupportedMediaTypeError,
)
from slussen_chassis.problems import BrokenError, from_database, prefers_english, status_of
from slussen_chassis.transaction import PURPOSE_HEADER, TransactionRoute, caller_of
from slussen_consent.fhir.outcomes import Json, outcome
from slussen_consent.fhir.resources import ConsentResource, plain
from slussen_consent.use_cases.journal_event import Journal

log = logging.getLogger(__name__)

PREFIX: Final = "/consent/v1/fhir"
FHIR_JSON: Final = "application/fhir+json"
FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = frozenset({FHIR_JSON, "application/json"})
_TAKEN: Final = _JSON | {"*/*", "application/*", "text/json", ""}
_VERSION = re.compile(r'^(?:W/)?"([1-9]\d{0,8})"$')


class NotSupportedError(DomainError):
    """The interaction is none that this server offers; `metadata` tells which it does."""

    code: ClassVar[str] = "not-supported"
    title_sv: ClassVar[str] = "Det här stöds inte; se metadata för vad som gör det"
    title_en: ClassVar[str] = "This is not supported; see metadata for what is"
    status: ClassVar[int] = 405


class NoSuchAddressError(NotSupportedError):
    """There is no such address under the FHIR base."""

    status: ClassVar[int] = 404


class NotAcceptableError(NotSupportedError):
    """The client asks for another format than JSON."""

    code: ClassVar[str] = "not-acceptable"
    title_sv: ClassVar[str] = "Svaren finns bara som application/fhir+json"
    title_en: ClassVar[str] = "Answers come as application/fhir+json alone"
    status: ClassVar[int] = 406


def status_for(error: DomainError) -> int:
    """Return the HTTP status of an error on this surface."""
    return error.status if isinstance(error, NotSupportedError) else status_of(error)


def refusal(request: Request, error: DomainError) -> Response:
    """Return an error's answer; in a transaction it names the entry that stopped it."""
    english = prefers_english(request.headers.get("accept-language"))
    body = outcome(error, english=english, within=getattr(request.state, "within", ""))
    headers = {"Content-Language": "en" if english else "sv", "Cache-Control": "no-store"}
    if isinstance(error, UnavailableError | TooManyRequestsError):
        headers["Retry-After"] = str(error.retry_after_seconds)
    return fhir_response(body, status_for(error), headers)


def fhir_response(body: Json | None, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return an answer in FHIR's media type."""
    content = b"" if body is None else orjson.dumps(body)
    return Response(content, status, headers, media_type=f"{FHIR_JSON}; charset=utf-8")


Answer = Callable[[Request], Coroutine[Any, Any, Response]]


def _as_outcomes(answer: Answer) -> Answer:
    """Return the handler with every refusal as an `OperationOutcome`."""

    async def answered(request: Request) -> Response:
        try:
            _check_accept(request)
            return await answer(request)
        except DomainError as error:
            return refusal(request, error)
        except Exception as error:
            known = from_database(error)
            if known is None:
                log.exception("unhandled error")
            return refusal(request, known or BrokenError())

    return answered


class FhirRoute(TransactionRoute):
    """A FHIR route in one transaction."""

    @override
    def get_route_handler(self) -> Answer:
        return _as_outcomes(super().get_route_handler())


class OpenFhirRoute(APIRoute):
    """A FHIR route that needs neither caller nor transaction."""

    @override
    def get_route_handler(self) -> Answer:
        return _as_outcomes(super().get_route_handler())


def _check_accept(request: Request) -> None:
    asked = request.query_params.get("_format") or request.headers.get("accept", "")
    kinds = {part.partition(";")[0].strip().lower() for part in asked.split(",")}
    if not kinds & (_TAKEN | {"json"}):
        raise NotAcceptableError


async def json_body(request: Request, longest: int) -> Any:
    """Return the body's JSON.

    Raises:
        UnsupportedMediaTypeError: It is not FHIR JSON or JSON.
        TooLargeError: It is longer than `longest` bytes.
        InvalidError: It is no JSON.
    """
    if media_type(request) not in _JSON:
        raise UnsupportedMediaTypeError
    body = await request.body()
    if len(body) > longest:
        raise TooLargeError
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise InvalidError(
            FieldProblem("Resource", "json-invalid", "innehållet är inte giltig JSON", "is not valid JSON")
        ) from None


def media_type(request: Request) -> str:
    """Return the body's media type without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def version_in(written: str | None, resource: ConsentResource) -> int:
    """Return the version that a change is based on: of `If-Match`, else of the resource that was read and changed.

    Raises:
        PreconditionRequiredError: Neither states it.
        InvalidError: It is none of our ETags.
    """
    if written is None:
        if resource.meta is None or resource.meta.version_id is None:
            raise PreconditionRequiredError
        return int(resource.meta.version_id)
    found = _VERSION.match(written)
    if found is None:
        raise InvalidError(FieldProblem("If-Match", "etag", 'skrivs W/"version"', 'is written W/"version"'))
    return int(found[1])


def etag(version: int | str | None) -> str:
    """Return a version as a weak ETag."""
    return f'W/"{version}"'


def resource_response(
    request: Request, resource: ConsentResource, *, status: int = HTTPStatus.OK
) -> Response:
    """Return a resource with its version's headers; what the body holds is as `Prefer` asks."""
    assert resource.meta is not None  # noqa: S101 - what we give has a version
    assert resource.meta.last_updated is not None  # noqa: S101 - the same
    version = resource.meta.version_id
    headers = {
        "ETag": etag(version),
        "Last-Modified": format_datetime(resource.meta.last_updated, usegmt=True),
    }
    if status == HTTPStatus.CREATED:
        headers["Location"] = f"{PREFIX}/Consent/{resource.id}/_history/{version}"
    return fhir_response(_preferred(request, resource), status, headers)


def _preferred(request: Request, resource: ConsentResource) -> Json | None:
    prefer = request.headers.get("prefer", "").replace(" ", "")
    if request.method not in {"POST", "PUT"} or "return=" not in prefer:
        return plain(resource)
    if "return=minimal" in prefer:
        return None
    if "return=OperationOutcome" in prefer:
        issue = {"severity": "information", "code": "informational", "diagnostics": "OK"}
        return {"resourceType": "OperationOutcome", "issue": [issue]}
    return plain(resource)


def _journal(request: Request) -> Journal:
    return Journal.of(caller_of(request), request.headers.get(PURPOSE_HEADER, "")[:100])


JournalSystem = Annotated[Journal, Depends(_journal)]
"""The connected system that writes, for its authority."""
