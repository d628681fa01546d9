"""Names of categories in Swedish and English, as the published tables show them."""

from collections.abc import Mapping
from dataclasses import dataclass

from slussen_contracts.identifiers import Profession
from slussen_statistics.domain.flow import TOTAL, FlowKind


@dataclass(frozen=True, slots=True)
class Label:
    """A text in both languages."""

    sv: str
    en: str


PROFESSIONS: Mapping[str, Label] = {
    Profession.MIDWIFE: Label("Barnmorska", "Midwife"),
    Profession.CHILD_HEALTH_NURSE: Label("BHV-sjuksköterska", "Child health nurse"),
    Profession.PRESCHOOL_TEACHER: Label("Förskollärare", "Preschool teacher"),
    Profession.SOCIAL_WORKER: Label("Socionom", "Social worker"),
    Profession.PSYCHOLOGIST: Label("Psykolog", "Psychologist"),
    Profession.SPECIAL_EDUCATOR: Label("Specialpedagog", "Special educator"),
    Profession.PHYSICIAN: Label("Läkare", "Physician"),
    Profession.SPEECH_THERAPIST: Label("Logoped", "Speech therapist"),
    Profession.DIETITIAN: Label("Dietist", "Dietitian"),
    Profession.PHYSIOTHERAPIST: Label("Fysioterapeut", "Physiotherapist"),
    Profession.DENTAL_STAFF: Label("Tandvårdspersonal", "Dental staff"),
    Profession.LIBRARIAN: Label("Bibliotekarie", "Librarian"),
    Profession.CULTURAL_INTERPRETER: Label("Kulturtolk", "Cultural interpreter"),
    Profession.BUDGET_ADVISER: Label("Budget- och skuldrådgivare", "Budget adviser"),
    Profession.SOCIAL_AUTHORITY_OFFICER: Label(
        "Handläggare, socialtjänstens myndighetsdel", "Officer of the social authority"
    ),
    Profession.OTHER: Label("Annan profession", "Other profession"),
    TOTAL: Label("Totalt", "Total"),
}

KINDS: Mapping[str, Label] = {
    FlowKind.INTERNAL: Label("Inom familjecentralen", "Inside the family centre"),
    FlowKind.EXTERNAL: Label("Ut från familjecentralen", "Out of the family centre"),
}
