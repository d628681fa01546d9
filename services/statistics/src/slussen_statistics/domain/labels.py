"""Texts in Swedish and English, and the names of the categories that several tables share."""

from collections.abc import Mapping
from dataclasses import dataclass

from slussen_contracts.identifiers import Profession

TOTAL = "total"
"""Code of the margin in every dimension."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text in both languages."""

    sv: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in `en`, or in Swedish for any other language."""
        return self.en if language == "en" else self.sv


ALL = Label("Totalt", "Total")

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
}

SECTORS: Mapping[str, tuple[Label, tuple[str, ...]]] = {
    "health": (
        Label("Hälso- och sjukvård", "Health care"),
        (
            Profession.MIDWIFE,
            Profession.CHILD_HEALTH_NURSE,
            Profession.PSYCHOLOGIST,
            Profession.PHYSICIAN,
            Profession.SPEECH_THERAPIST,
            Profession.DIETITIAN,
            Profession.PHYSIOTHERAPIST,
            Profession.DENTAL_STAFF,
        ),
    ),
    "social": (
        Label("Socialtjänst", "Social services"),
        (Profession.SOCIAL_WORKER, Profession.BUDGET_ADVISER, Profession.SOCIAL_AUTHORITY_OFFICER),
    ),
    "education": (
        Label("Förskola och skola", "Preschool and school"),
        (Profession.PRESCHOOL_TEACHER, Profession.SPECIAL_EDUCATOR),
    ),
    "other_sector": (
        Label("Övrigt", "Other"),
        (Profession.LIBRARIAN, Profession.CULTURAL_INTERPRETER, Profession.OTHER),
    ),
}
"""Professions by the kind of work they usually do; an aggregation for readers, no legal classification."""

KINDS: Mapping[str, Label] = {
    "internal": Label("Inom familjecentralen", "Inside the family centre"),
    "external": Label("Ut från familjecentralen", "Out of the family centre"),
}
