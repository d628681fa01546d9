"""Every URI of our FHIR surface: identifier systems, code systems and extensions, and HL7's own that we use."""

from typing import Final

CANONICAL: Final = "https://slussen.example/fhir"
"""Base of our own canonical addresses, the same for all services."""

REQUEST_PROFILE: Final = f"{CANONICAL}/StructureDefinition/slussen-referral"
TASK_PROFILE: Final = f"{CANONICAL}/StructureDefinition/slussen-referral-task"
CENTRE: Final = f"{CANONICAL}/StructureDefinition/referral-centre"
PERMISSION: Final = f"{CANONICAL}/StructureDefinition/referral-permission"
DECLINED: Final = f"{CANONICAL}/StructureDefinition/referral-statistics-declined"
ABSENT: Final = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

SUBJECT_ID: Final = f"{CANONICAL}/sid/subject-id"
UNIT_ID: Final = f"{CANONICAL}/sid/unit-id"
ENTRY_ID: Final = f"{CANONICAL}/sid/directory-entry-id"
CENTRE_ID: Final = f"{CANONICAL}/sid/family-centre-id"

SITUATION: Final = f"{CANONICAL}/CodeSystem/situation"
TOPIC: Final = f"{CANONICAL}/CodeSystem/topic"
NEED: Final = f"{CANONICAL}/CodeSystem/need"
FORM: Final = f"{CANONICAL}/CodeSystem/referral-form"
STATE: Final = f"{CANONICAL}/CodeSystem/referral-state"
REASON: Final = f"{CANONICAL}/CodeSystem/referral-reason"
OUTCOME: Final = f"{CANONICAL}/CodeSystem/referral-outcome"
ADVICE: Final = f"{CANONICAL}/CodeSystem/referral-advice"
OUTPUT: Final = f"{CANONICAL}/CodeSystem/referral-output"
CONTENT: Final = f"{CANONICAL}/CodeSystem/referral-content"
PROFESSION: Final = f"{CANONICAL}/CodeSystem/profession"
TASK_CODE: Final = "http://hl7.org/fhir/CodeSystem/task-code"
