"""Every URI of our FHIR surface: identifier systems, code systems, profiles, and HL7's own that we use."""

from typing import Final

CANONICAL: Final = "https://slussen.example/fhir"
"""Base of our own canonical addresses; the service answers with the documents under its own base too."""

PROFILE: Final = f"{CANONICAL}/StructureDefinition/slussen-consent"

SUBJECT_ID: Final = f"{CANONICAL}/sid/subject-id"
CUSTODIAN_ID: Final = f"{CANONICAL}/sid/custodian-id"
CUSTODIAN_REFERENCE: Final = f"{CANONICAL}/sid/custodian-reference"
UNIT_ID: Final = f"{CANONICAL}/sid/unit-id"
EXTERNAL_ID: Final = f"{CANONICAL}/sid/external-id"
JOURNAL: Final = "urn:slussen:journal:"
"""Before a journal system's name that is no URI itself."""

HSA_ID: Final = "urn:oid:1.2.752.29.4.19"
"""HSA-id as HL7 Sweden's base profiles (R4) write it."""
HSA_ID_RIV: Final = "urn:oid:1.2.752.129.2.1.4.1"
"""The same as RIV-TA writes it; taken in, never given out."""
ORGANISATION_NUMBER: Final = "urn:oid:2.5.4.97"

SITUATION: Final = f"{CANONICAL}/CodeSystem/situation"
TOPIC: Final = f"{CANONICAL}/CodeSystem/topic"
CATEGORY: Final = f"{CANONICAL}/CodeSystem/consent-category"
COOPERATION: Final = "cooperation"

SCOPE: Final = "http://terminology.hl7.org/CodeSystem/consentscope"
ACT_CODE: Final = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
PARTICIPATION: Final = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
CONFIDENTIALITY: Final = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
SWEDISH_LABELS: Final = "http://hl7.se/fhir/ig/base/CodeSystem/SecurityLabel"


def extension(name: str) -> str:
    """Return the address of one of our extensions."""
    return f"{CANONICAL}/StructureDefinition/{name}"
