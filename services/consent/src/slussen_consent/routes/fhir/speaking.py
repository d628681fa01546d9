"""How this service's FHIR surface speaks, over what is the same for all: its base, versions, and who writes."""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.responses import Response

from slussen_chassis.fhir import speaking
from slussen_chassis.transaction import PURPOSE_HEADER, caller_of
from slussen_consent.fhir.resources import ConsentResource, plain
from slussen_consent.use_cases.journal_event import Journal

PREFIX: Final = "/consent/v1/fhir"


def version_in(written: str | None, resource: ConsentResource) -> int:
    """Return the version that a change is based on: of `If-Match`, else of the resource that was read and changed.

    Raises:
        PreconditionRequiredError: Neither states it.
        InvalidError: It is none of our ETags.
    """
    return speaking.version_of(written, resource.meta.version_id if resource.meta else None)


def resource_response(
    request: Request, resource: ConsentResource, *, status: int = HTTPStatus.OK
) -> Response:
    """Return a resource with its version's headers; what the body holds is as `Prefer` asks."""
    return speaking.resource_response(request, plain(resource), PREFIX, status=status)


def _journal(request: Request) -> Journal:
    return Journal.of(caller_of(request), request.headers.get(PURPOSE_HEADER, "")[:100])


JournalSystem = Annotated[Journal, Depends(_journal)]
"""The connected system that writes, for its authority."""
