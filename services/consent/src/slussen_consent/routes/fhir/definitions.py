"""What anybody may read: what is offered, and what our profile, extensions and code systems mean."""

from typing import Final

from fastapi import APIRouter, Response

from slussen_chassis.fhir.outcomes import Json
from slussen_chassis.fhir.speaking import NoSuchAddressError, OpenFhirRoute, fhir_response
from slussen_consent.fhir import definitions
from slussen_consent.routes.fhir.speaking import PREFIX

router = APIRouter(prefix=PREFIX, route_class=OpenFhirRoute, include_in_schema=False)

_CAPABILITIES: Final = definitions.capabilities()
_DOCUMENTS: Final[dict[str, dict[str, Json]]] = {
    "StructureDefinition": definitions.structure_definitions(),
    "CodeSystem": definitions.code_systems(),
}


@router.get("/metadata", operation_id="fhirCapabilities")
async def capabilities() -> Response:
    """Return the `CapabilityStatement`."""
    return fhir_response(_CAPABILITIES)


@router.get("/StructureDefinition/{name}", operation_id="fhirStructureDefinition")
async def structure_definition(name: str) -> Response:
    """Return our profile or one of our extensions."""
    return fhir_response(_document("StructureDefinition", name))


@router.get("/CodeSystem/{name}", operation_id="fhirCodeSystem")
async def code_system(name: str) -> Response:
    """Return one of our code systems."""
    return fhir_response(_document("CodeSystem", name))


def _document(kind: str, name: str) -> Json:
    found = _DOCUMENTS[kind].get(name)
    if found is None:
        raise NoSuchAddressError
    return found
