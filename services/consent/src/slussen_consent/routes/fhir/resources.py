"""The FHIR routes for `Consent`: create, read, update, history, search, and bundles."""

from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Request, Response

from slussen_chassis.fhir.speaking import (
    FhirRoute,
    NoSuchAddressError,
    NotSupportedError,
    etag,
    fhir_response,
    json_body,
)
from slussen_chassis.web import requires
from slussen_consent.routes.fhir import bundles, searching
from slussen_consent.routes.fhir.interactions import Desk
from slussen_consent.routes.fhir.speaking import PREFIX, resource_response
from slussen_consent.routes.searches import SearchAllowance
from slussen_contracts.consent import scopes

LONGEST_RESOURCE: Final = 256 * 1024
LONGEST_BUNDLE: Final = 8 * 1024 * 1024

router = APIRouter(prefix=PREFIX, route_class=FhirRoute, include_in_schema=False)

AtDesk = Annotated[Desk, Depends(Desk.of)]
Condition = Annotated[str | None, Header()]


class SearchByAddressError(NotSupportedError):
    """A search by address would put a person's number into logs on its way."""

    title_sv = "Sök med POST Consent/_search: vem sökningen gäller får inte stå i en adress"
    title_en = "Search by POST Consent/_search: whom a search is about must not stand in an address"


@router.post("/Consent", operation_id="fhirCreateConsent", dependencies=[requires(scopes.RECORD)])
async def create(request: Request, desk: AtDesk, if_none_exist: Condition = None) -> Response:
    """Record a consent; with `If-None-Exist` unless the journal's id is a consent's already.

    Some clients (fhirpy's `get_or_create`) write the condition after the address; it means the same.
    """
    body = await json_body(request, LONGEST_RESOURCE)
    condition = if_none_exist or request.url.query or None
    resource, is_new = await desk.create(body, if_none_exist=condition)
    return resource_response(request, resource, status=HTTPStatus.CREATED if is_new else HTTPStatus.OK)


@router.get("/Consent", operation_id="fhirSearchByAddress")
async def refuse_search_by_address() -> Response:
    """Refuse a search whose criteria stand in the address."""
    raise SearchByAddressError


@router.post("/Consent/_search", operation_id="fhirSearchConsents", dependencies=[requires(scopes.READ)])
async def search(request: Request, desk: AtDesk, allowance: SearchAllowance) -> Response:
    """Search by patient, by number or opaque id, or by the journal's own id."""
    found = await searching.search(await searching.criteria_in(request), desk, allowance)
    return fhir_response(bundles.searchset([await desk.shown(record) for record in found]))


@router.get("/Consent/{consent_id}", operation_id="fhirReadConsent", dependencies=[requires(scopes.READ)])
async def read(consent_id: str, request: Request, desk: AtDesk, if_none_match: Condition = None) -> Response:
    """Return a consent at its newest version."""
    resource = await desk.read(searching.id_in(consent_id))
    version = resource.meta.version_id if resource.meta else None
    if if_none_match is not None and if_none_match == etag(version):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag(version)})
    return resource_response(request, resource)


@router.put("/Consent/{consent_id}", operation_id="fhirUpdateConsent", dependencies=[requires(scopes.RECORD)])
async def update(consent_id: str, request: Request, desk: AtDesk, if_match: Condition = None) -> Response:
    """Make a new version of a consent: change it, withdraw it, or annul it."""
    body = await json_body(request, LONGEST_RESOURCE)
    return resource_response(request, await desk.update(searching.id_in(consent_id), body, if_match=if_match))


@router.get(
    "/Consent/{consent_id}/_history",
    operation_id="fhirConsentHistory",
    dependencies=[requires(scopes.READ)],
)
async def history(consent_id: str, desk: AtDesk) -> Response:
    """Return every version of a consent, the newest first."""
    return fhir_response(bundles.history(await desk.versions(searching.id_in(consent_id))))


@router.get(
    "/Consent/{consent_id}/_history/{version}",
    operation_id="fhirReadConsentVersion",
    dependencies=[requires(scopes.READ)],
)
async def read_version(consent_id: str, version: str, request: Request, desk: AtDesk) -> Response:
    """Return a consent as it was at one version."""
    wanted = searching.version_number(version)
    return resource_response(request, await desk.version(searching.id_in(consent_id), wanted))


@router.post("", operation_id="fhirBundle")
@router.post("/", operation_id="fhirBundleAtSlash")
async def take_bundle(request: Request, desk: AtDesk) -> Response:
    """Take a batch, each entry on its own, or a transaction, all or nothing."""
    body: Any = await json_body(request, LONGEST_BUNDLE)
    return fhir_response(await bundles.answered(bundles.parsed(body), desk, request))


@router.api_route("/Consent", methods=["PUT", "PATCH", "DELETE"], operation_id="fhirConsentOther")
@router.api_route("/Consent/{consent_id}", methods=["POST", "PATCH", "DELETE"], operation_id="fhirOther")
async def refuse_interaction() -> Response:
    """Refuse what a consent does not allow; instead of a deletion it is annulled."""
    raise NotSupportedError


@router.api_route(
    "/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], operation_id="fhirNoSuchAddress"
)
async def refuse_address() -> Response:
    """Refuse an address that is none."""
    raise NoSuchAddressError
