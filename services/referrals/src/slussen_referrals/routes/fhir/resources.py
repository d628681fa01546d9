"""The FHIR routes for `ServiceRequest` and `Task`."""

from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response

from slussen_chassis.fhir.speaking import (
    NoSuchAddressError,
    NotSupportedError,
    fhir_response,
    json_body,
    resource_response,
)
from slussen_referrals.domain.errors import ReferralNotFoundError
from slussen_referrals.fhir.incoming import parsed
from slussen_referrals.fhir.resources import ServiceRequest, Task
from slussen_referrals.routes.fhir import bundles, searching
from slussen_referrals.routes.fhir.desk import Desk, as_fhir
from slussen_referrals.routes.fhir.speaking import PREFIX, FhirRoute

LONGEST_RESOURCE: Final = 64 * 1024
LONGEST_BUNDLE: Final = 1024 * 1024

router = APIRouter(prefix=PREFIX, route_class=FhirRoute, include_in_schema=False)
AtDesk = Annotated[Desk, Depends(Desk.of)]
IfMatch = Annotated[str | None, Header()]


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise ReferralNotFoundError from None


@router.post("/ServiceRequest", operation_id="fhirCreateServiceRequest")
async def create(request: Request, desk: AtDesk) -> Response:
    """Open a referral, or note a need."""
    wish = parsed(ServiceRequest, await json_body(request, LONGEST_RESOURCE))
    made = as_fhir("ServiceRequest", await desk.create(wish, None))
    return resource_response(request, made, PREFIX, status=HTTPStatus.CREATED)


@router.post("/{kind}/_search", operation_id="fhirSearchReferrals")
async def search(kind: str, request: Request, desk: AtDesk) -> Response:
    """Search by patient, status and place."""
    _check(kind)
    return fhir_response(await searching.search(kind, await searching.posted(request), desk, request))


@router.get("/{kind}", operation_id="fhirListReferrals")
async def list_by_address(kind: str, request: Request, desk: AtDesk) -> Response:
    """Search by status and place."""
    _check(kind)
    return fhir_response(await searching.search(kind, searching.addressed(request), desk, request))


@router.get("/{kind}/{referral_id}", operation_id="fhirReadReferral")
async def read(kind: str, referral_id: str, request: Request, desk: AtDesk) -> Response:
    """Return a request, or where it stands."""
    _check(kind)
    return resource_response(request, await desk.read(kind, _id(referral_id)), PREFIX)


@router.put("/Task/{referral_id}", operation_id="fhirUpdateTask")
async def update(referral_id: str, request: Request, desk: AtDesk, if_match: IfMatch = None) -> Response:
    """Take the next step."""
    wanted = parsed(Task, await json_body(request, LONGEST_RESOURCE))
    shown = await desk.update(_id(referral_id), wanted, if_match)
    return resource_response(request, as_fhir("Task", shown), PREFIX)


@router.post("", operation_id="fhirReferralBundle")
@router.post("/", operation_id="fhirReferralBundleAtSlash")
async def take_bundle(request: Request, desk: AtDesk) -> Response:
    """Take a transaction, all or nothing."""
    return fhir_response(await bundles.answered(await json_body(request, LONGEST_BUNDLE), desk, request))


@router.api_route("/ServiceRequest/{referral_id}", methods=["PUT", "PATCH", "DELETE"])
@router.api_route("/Task/{referral_id}", methods=["POST", "PATCH", "DELETE"])
@router.api_route("/Task", methods=["POST", "PUT", "PATCH", "DELETE"])
async def refuse_interaction() -> Response:
    """Refuse what a referral does not allow: a mistake is `entered-in-error`, and nothing is rewritten."""
    raise NotSupportedError


@router.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
async def refuse_address() -> Response:
    """Refuse an address that is none."""
    raise NoSuchAddressError


def _check(kind: str) -> None:
    if kind not in {"ServiceRequest", "Task"}:
        raise NoSuchAddressError
