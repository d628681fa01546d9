"""What a FHIR client reads before it works with a service (R4 `CapabilityStatement`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]
FHIR_VERSION: Final = "4.0.1"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a service offers, in its own words, Swedish and English."""

    url: str
    name: str
    title: str
    released: str
    description: str
    documentation: str
    scopes: str
    resources: Sequence[Mapping[str, Any]]
    interactions: Sequence[str]


def capability_statement(offer: Offer) -> Json:
    """Return what a server does."""
    return {
        "resourceType": "CapabilityStatement",
        "url": offer.url,
        "version": "1.0.0",
        "name": offer.name,
        "title": offer.title,
        "status": "draft",
        "date": offer.released,
        "publisher": "Slussen",
        "description": offer.description,
        "jurisdiction": [{"coding": [{"system": "urn:iso:std:iso:3166", "code": "SE"}]}],
        "kind": "instance",
        "implementation": {"description": "Slussen"},
        "fhirVersion": FHIR_VERSION,
        "format": ["application/fhir+json", "json"],
        "rest": [
            {
                "mode": "server",
                "documentation": offer.documentation,
                "security": _security(offer.scopes),
                "resource": [dict(one) for one in offer.resources],
                "interaction": [{"code": code} for code in offer.interactions],
            }
        ],
    }


def _security(scopes: str) -> Json:
    system = "http://terminology.hl7.org/CodeSystem/restful-security-service"
    return {
        "cors": False,
        "service": [{"coding": [{"system": system, "code": "OAuth"}]}],
        "description": f"OAuth 2.0; {scopes}.",
    }
