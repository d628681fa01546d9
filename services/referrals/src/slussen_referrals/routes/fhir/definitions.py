"""What anybody may read: what is offered, and our states as a code system."""

from typing import Final

from fastapi import APIRouter, Response

from slussen_chassis.fhir.capabilities import Offer, capability_statement
from slussen_chassis.fhir.speaking import OpenFhirRoute, fhir_response
from slussen_contracts.referrals.api import ReferralState
from slussen_referrals.domain.words import STATE_TEXTS
from slussen_referrals.fhir import systems
from slussen_referrals.routes.fhir.speaking import PREFIX

router = APIRouter(prefix=PREFIX, route_class=OpenFhirRoute, include_in_schema=False)
RELEASED: Final = "2026-11-28"

_SEARCHES: Final = (
    ("patient", "reference", "Bara i POST _search: Patient/<id>. / In POST _search alone: Patient/<id>."),
    (
        "patient:identifier",
        "token",
        "Bara i POST _search: system|nummer, med Slussen-Purpose. / In POST _search alone, with Slussen-Purpose.",
    ),
    ("status", "token", "Ett eller flera. / One or several."),
    ("requester", "reference", "Organization/<unit id>"),
)


def _resource(kind: str, profile: str, interactions: tuple[str, ...], place: str) -> dict[str, object]:
    searches = (*_SEARCHES, (place, "reference", "Organization/<unit id>"))
    return {
        "type": kind,
        "profile": profile,
        "interaction": [{"code": code} for code in interactions],
        "versioning": "versioned-update" if kind == "Task" else "versioned",
        "readHistory": False,
        "updateCreate": False,
        "referencePolicy": ["logical", "local"],
        "searchParam": [{"name": name, "type": of, "documentation": text} for name, of, text in searches],
    }


_CAPABILITIES: Final = capability_statement(
    Offer(
        url=f"{systems.CANONICAL}/CapabilityStatement/slussen-referrals",
        name="SlussenReferrals",
        title="Slussen: slussningar / referrals",
        released=RELEASED,
        description="Slussningar i slutna kretslopp. / Closed-loop referrals.",
        documentation="Sök på patient bara med POST _search. / Search by patient by POST _search alone.",
        scopes="referrals:send, referrals:receive, referrals:read",
        resources=(
            _resource(
                "ServiceRequest", systems.REQUEST_PROFILE, ("create", "read", "search-type"), "performer"
            ),
            _resource("Task", systems.TASK_PROFILE, ("read", "update", "search-type"), "owner"),
        ),
        interactions=("transaction",),
    )
)
_STATES: Final = {
    "resourceType": "CodeSystem",
    "url": systems.STATE,
    "name": "ReferralState",
    "status": "draft",
    "caseSensitive": True,
    "content": "complete",
    "concept": [
        {"code": state.value, "display": STATE_TEXTS[state][0], "definition": STATE_TEXTS[state][1]}
        for state in ReferralState
    ],
}


@router.get("/metadata", operation_id="fhirCapabilities")
async def capabilities() -> Response:
    """Return the `CapabilityStatement`."""
    return fhir_response(_CAPABILITIES)


@router.get("/CodeSystem/referral-state", operation_id="fhirReferralStates")
async def states() -> Response:
    """Return our states, which `Task.businessStatus` carries."""
    return fhir_response(_STATES)
