"""What a FHIR client reads before it works with us: what is offered, our profile, extensions and code systems."""

from typing import Any, Final

from slussen_chassis.fhir.capabilities import FHIR_VERSION, Offer, capability_statement
from slussen_consent.fhir.extensions import DEFINITIONS, Definition, Member
from slussen_consent.fhir.systems import (
    CANONICAL,
    CATEGORY,
    COOPERATION,
    PROFILE,
    SITUATION,
    TOPIC,
    extension,
)

Json = dict[str, Any]

RELEASED: Final = "2026-11-27"
_BASE: Final = "http://hl7.org/fhir/StructureDefinition"

_SEARCHES = (
    ("patient", "reference", "Bara i POST _search: Patient/<id>. / In POST _search alone: Patient/<id>."),
    (
        "patient:identifier",
        "token",
        "Bara i POST _search: system|nummer, med Slussen-Purpose. / In POST _search alone, with Slussen-Purpose.",
    ),
    ("identifier", "token", "Journalens eget id. / The journal's own id."),
    ("status", "token", "Tillsammans med en patient. / Together with a patient."),
)
_INTERACTIONS = ("create", "read", "vread", "update", "history-instance", "search-type")


def capabilities() -> Json:
    """Return what this server does (FHIR R4 `CapabilityStatement`)."""
    return capability_statement(
        Offer(
            url=f"{CANONICAL}/CapabilityStatement/slussen-consent",
            name="SlussenConsent",
            title="Slussen: samtycken / consents",
            released=RELEASED,
            description=(
                "Samtycken till samverkan vid familjecentraler. Journalen är den rättsliga handlingen. "
                "/ Consents to cooperation at family centres. The journal stays the legal record."
            ),
            documentation=(
                "Sök aldrig med GET: vem sökningen gäller får inte stå i en adress. "
                "/ Never search by GET: whom a search is about must not stand in an address."
            ),
            scopes="consent:record skriver / writes, consent:read läser / reads",
            resources=(_resource(),),
            interactions=("transaction", "batch"),
        )
    )


def _resource() -> Json:
    return {
        "type": "Consent",
        "profile": PROFILE,
        "interaction": [{"code": code} for code in _INTERACTIONS],
        "versioning": "versioned-update",
        "readHistory": True,
        "updateCreate": False,
        "conditionalCreate": True,
        "conditionalRead": "not-match",
        "conditionalUpdate": False,
        "conditionalDelete": "not-supported",
        "referencePolicy": ["logical"],
        "searchParam": [
            {"name": name, "type": kind, "documentation": text} for name, kind, text in _SEARCHES
        ],
    }


def structure_definitions() -> dict[str, Json]:
    """Return our profile and every extension, by the last part of their address."""
    extensions = {name: _extension(name, definition) for name, definition in DEFINITIONS.items()}
    return {"slussen-consent": _profile(), **extensions}


def code_systems() -> dict[str, Json]:
    """Return our code systems, by the last part of their address."""
    return {
        "consent-category": _code_system(
            CATEGORY,
            "ConsentCategory",
            "complete",
            concept=[
                {
                    "code": COOPERATION,
                    "display": "Samtycke till samverkan",
                    "definition": "Consent that lets staff of several authorities work together.",
                }
            ],
        ),
        "situation": _code_system(SITUATION, "Situation", "not-present"),
        "topic": _code_system(TOPIC, "Topic", "not-present"),
    }


def _code_system(url: str, name: str, content: str, **more: Any) -> Json:
    return {
        "resourceType": "CodeSystem",
        "url": url,
        "name": name,
        "status": "draft",
        "caseSensitive": True,
        "content": content,
        **more,
    }


def _definition(name: str, kind: str, base: str) -> Json:
    title = "".join(part.capitalize() for part in name.split("-"))
    return {
        "resourceType": "StructureDefinition",
        "id": name,
        "url": extension(name),
        "name": title,
        "status": "draft",
        "date": RELEASED,
        "fhirVersion": FHIR_VERSION,
        "kind": "resource" if kind == "Consent" else "complex-type",
        "abstract": False,
        "type": kind,
        "baseDefinition": f"{_BASE}/{base}",
        "derivation": "constraint",
    }


def _profile() -> Json:
    refused = ("text", "contained", "modifierExtension", "source[x]:sourceAttachment", "policy")
    wanted: dict[str, Json] = {
        "Consent.identifier": {"max": "1"},
        "Consent.patient": {"min": 1},
        "Consent.organization": {"min": 1, "max": "1"},
        "Consent.provision": {"min": 1},
        "Consent.provision.type": {"max": "0"},
        "Consent.provision.period": {"min": 1},
        "Consent.provision.purpose": {"min": 1, "max": "1"},
    }
    elements: list[Json] = [{"id": "Consent", "path": "Consent"}]
    elements += [{"id": name, "path": name, **more} for name, more in wanted.items()]
    for name in refused:
        base = f"Consent.{name.partition(':')[0]}"
        elements.append({"id": f"Consent.{name}", "path": base, "max": "0"})
        if ":" in name:
            elements[-1]["sliceName"] = name.partition(":")[2]
    return {
        **_definition("slussen-consent", "Consent", "Consent"),
        "description": "Samtycke till samverkan. / Consent to cooperation.",
        "differential": {"element": elements},
    }


def _extension(name: str, definition: Definition) -> Json:
    url = extension(name)
    root = {"id": "Extension", "path": "Extension", "short": definition.sv, "definition": definition.en}
    elements: list[Json] = [root]
    if "" in definition.members:
        elements += [
            {"id": "Extension.extension", "path": "Extension.extension", "max": "0"},
            *_value("Extension", definition.members[""]),
        ]
    else:
        for part, member in definition.members.items():
            elements += _part(part, member)
    elements.append({"id": "Extension.url", "path": "Extension.url", "fixedUri": url})
    return {
        **_definition(name, "Extension", "Extension"),
        "description": f"{definition.sv} / {definition.en}",
        "context": [{"type": "element", "expression": definition.context}],
        "differential": {"element": elements},
    }


def _part(name: str, member: Member) -> list[Json]:
    slice_id = f"Extension.extension:{name}"
    at = "Extension.extension"
    return [
        {"id": slice_id, "path": at, "sliceName": name, "min": 0, "max": "*" if member.repeats else "1"},
        {"id": f"{slice_id}.url", "path": f"{at}.url", "fixedUri": name},
        *_value(slice_id, member),
    ]


def _value(within: str, member: Member) -> list[Json]:
    path = "Extension.value[x]" if within == "Extension" else "Extension.extension.value[x]"
    element: Json = {"id": f"{within}.value[x]", "path": path, "min": 1, "type": [{"code": member.type}]}
    if member.codes:
        element["comment"] = " | ".join(member.codes)
    return [element]
