"""FHIR consents for tests: the short form that a vendor starts with, and changes of it."""

from typing import Any

from consent_world import CHILD, FATHER, MOTHER, PERSONNUMMER, World

BASE = "/consent/v1/fhir"
OWN = "https://slussen.example/fhir"
JOURNAL_SYSTEM = "https://journal.example/consents"
HSA = "urn:oid:1.2.752.29.4.19"
FHIR_JSON = {"Content-Type": "application/fhir+json"}


def number(value: str, system: str = PERSONNUMMER) -> dict[str, Any]:
    return {"identifier": {"system": system, "value": value}}


def told(hsa_id: str, *topics: str, kind: str = "permit", below: Any = None) -> dict[str, Any]:
    """A rule about telling a unit about topics."""
    role = {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]
    }
    rule: dict[str, Any] = {
        "type": kind,
        "actor": [{"role": role, "reference": number(hsa_id, HSA)}],
        "code": [{"coding": [{"system": f"{OWN}/CodeSystem/topic", "code": topic}]} for topic in topics],
    }
    if below:
        rule["provision"] = below
    return rule


def extension(name: str, **members: Any) -> dict[str, Any]:
    """One of our extensions; each member is `name=("valueX", value)`."""
    parts = [{"url": member, kind: value} for member, (kind, value) in members.items()]
    return {"url": f"{OWN}/StructureDefinition/{name}", "extension": parts}


def short_form(world: World, own_id: str = "samtycke-1", **changes: Any) -> dict[str, Any]:
    """A yes of two custodians, as short as it can be written."""
    made = {
        "resourceType": "Consent",
        "status": "active",
        "identifier": [{"system": JOURNAL_SYSTEM, "value": own_id}],
        "scope": {
            "coding": [
                {"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}
            ]
        },
        "category": [
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IDSCL"}]}
        ],
        "policyRule": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTIN"}]
        },
        "patient": number(CHILD),
        "dateTime": "2026-11-20T09:00:00Z",
        "performer": [number(MOTHER), number(FATHER)],
        "organization": [number(world.midwives.hsa_id, HSA)],
        "sourceReference": {
            "identifier": {"system": "urn:slussen:journal:journal-orebro", "value": "anteckning-1"},
            "extension": [
                extension(
                    "journal-entry",
                    documentedAt=("valueDateTime", "2026-11-20T09:00:00Z"),
                    recordOwner=("valueCode", "child"),
                )
            ],
        },
        "extension": [
            extension("information-given", consequencesExplained=("valueBoolean", True)),
            extension(
                "custody",
                livesApart=("valueBoolean", False),
                verifiedOn=("valueDate", "2026-11-20"),
                source=("valueCode", "civil_register"),
            ),
            {"url": f"{OWN}/StructureDefinition/recorded-by-profession", "valueCode": "midwife"},
        ],
        "provision": {
            "period": {"end": "2027-03-31"},
            "purpose": [{"system": f"{OWN}/CodeSystem/situation", "code": "family-support-1"}],
            "provision": [told(world.social.hsa_id, "parental_support")],
        },
        **changes,
    }
    return {name: value for name, value in made.items() if value is not ...}


def provisions(*rules: Any, **more: Any) -> dict[str, Any]:
    """The outermost rule with others below."""
    return {
        "period": {"end": "2027-03-31"},
        "purpose": [{"system": f"{OWN}/CodeSystem/situation", "code": "family-support-1"}],
        "provision": list(rules),
        **more,
    }
