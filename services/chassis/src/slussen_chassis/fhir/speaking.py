"""How a FHIR surface speaks: media types, versions as weak ETags, `Prefer`, and refusals as `OperationOutcome`."""

import logging
import re
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any, ClassVar, Final

import orjson
from fastapi import Request
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
from slussen_chassis.fhir.outcomes import Json, outcome
from slussen_chassis.problems import BrokenError, from_database, prefers_english, status_of
from slussen_chassis.transaction import TransactionRoute

log = logging.getLogger(__name__)

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


def as_outcomes(answer: Answer) -> Answer:
    """Return a handler with every refusal as an `OperationOutcome`."""

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
        return as_outcomes(super().get_route_handler())


class OpenFhirRoute(APIRoute):
    """A FHIR route that needs neither caller nor transaction."""

    @override
    def get_route_handler(self) -> Answer:
        return as_outcomes(super().get_route_handler())


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


def version_of(if_match: str | None, read: str | None) -> int:
    """Return the version that a change is based on: of `If-Match`, else of the resource that was read and changed.

    Raises:
        PreconditionRequiredError: Neither states it.
        InvalidError: It is none of our ETags.
    """
    if if_match is None:
        if read is None:
            raise PreconditionRequiredError
        return int(read)
    found = _VERSION.match(if_match)
    if found is None:
        raise InvalidError(FieldProblem("If-Match", "etag", 'skrivs W/"version"', 'is written W/"version"'))
    return int(found[1])


def etag(version: int | str | None) -> str:
    """Return a version as a weak ETag."""
    return f'W/"{version}"'


def resource_response(
    request: Request, resource: Json, prefix: str, *, status: int = HTTPStatus.OK
) -> Response:
    """Return a resource with its version's headers; what the body holds is as `Prefer` asks."""
    meta = resource["meta"]
    moment = datetime.fromisoformat(meta["lastUpdated"]).astimezone(UTC)
    headers = {"ETag": etag(meta["versionId"]), "Last-Modified": format_datetime(moment, usegmt=True)}
    if status == HTTPStatus.CREATED:
        kind, known = resource["resourceType"], resource["id"]
        headers["Location"] = f"{prefix}/{kind}/{known}/_history/{meta['versionId']}"
    return fhir_response(_preferred(request, resource), status, headers)


def _preferred(request: Request, resource: Json) -> Json | None:
    prefer = request.headers.get("prefer", "").replace(" ", "")
    if request.method not in {"POST", "PUT"} or "return=" not in prefer:
        return resource
    if "return=minimal" in prefer:
        return None
    if "return=OperationOutcome" in prefer:
        issue = {"severity": "information", "code": "informational", "diagnostics": "OK"}
        return {"resourceType": "OperationOutcome", "issue": [issue]}
    return resource


def searchset(kind: str, found: Sequence[Json], following: str | None = None) -> Json:
    """Return the answer to a search; its link to itself holds no criteria, since they may be about somebody.

    `following` are the criteria of the next page, where a search by address has one.
    """
    links = [{"relation": "self", "url": f"{kind}/_search"}]
    if following:
        links.append({"relation": "next", "url": f"{kind}?{following}"})
    made: Json = {"resourceType": "Bundle", "type": "searchset", "link": links}
    if following is None:
        made["total"] = len(found)
    if found:  # FHIR has no empty arrays
        made["entry"] = [
            {"fullUrl": f"urn:uuid:{one['id']}", "resource": one, "search": {"mode": "match"}}
            for one in found
        ]
    return made


def done_entry(resource: Json, *, is_new: bool) -> Json:
    """Return the entry of a transaction's answer that tells of a resource that was made or changed."""
    meta, kind = resource["meta"], resource["resourceType"]
    status = HTTPStatus.CREATED if is_new else HTTPStatus.OK
    response = {
        "status": f"{status.value} {status.phrase}",
        "etag": etag(meta["versionId"]),
        "lastModified": meta["lastUpdated"],
    }
    if is_new:
        response["location"] = f"{kind}/{resource['id']}/_history/{meta['versionId']}"
    return {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource, "response": response}
