"""Texts in Swedish and English, and the names of the categories that several tables share."""

from collections.abc import Mapping
from dataclasses import dataclass

from slussen_contracts.codelists import names
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
    profession: Label(name.sv[0].upper() + name.sv[1:], name.en[0].upper() + name.en[1:])
    for profession, name in names.PROFESSIONS.items()
}
"""Every profession that a referral or a consent may name; `other` stands for one that comes to be."""

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
            Profession.CHILD_PSYCHIATRY_STAFF,
        ),
    ),
    "social": (
        Label("Socialtjänst", "Social services"),
        (
            Profession.SOCIAL_WORKER,
            Profession.BUDGET_ADVISER,
            Profession.SOCIAL_AUTHORITY_OFFICER,
            Profession.FAMILY_COUNSELLOR,
            Profession.FAMILY_LAW_OFFICER,
            Profession.PARENT_SUPPORT_DEVELOPER,
        ),
    ),
    "education": (
        Label("Förskola och skola", "Preschool and school"),
        (
            Profession.PRESCHOOL_TEACHER,
            Profession.SPECIAL_EDUCATOR,
            Profession.SFI_TEACHER,
            Profession.STUDY_COUNSELLOR,
            Profession.SCHOOL_HEALTH_STAFF,
        ),
    ),
    "other_sector": (
        Label("Övrigt", "Other"),
        (
            Profession.LIBRARIAN,
            Profession.CULTURAL_INTERPRETER,
            Profession.LABOUR_MARKET_COORDINATOR,
            Profession.CIVIL_SOCIETY,
            Profession.OTHER,
        ),
    ),
}
"""Professions by the kind of work they usually do; an aggregation for readers, no legal classification."""


def known(profession: str) -> str:
    """Return the category of a profession: its own, `other` where it has none."""
    return profession if profession in PROFESSIONS else Profession.OTHER


KINDS: Mapping[str, Label] = {
    "internal": Label("Inom familjecentralen", "Inside the family centre"),
    "external": Label("Ut från familjecentralen", "Out of the family centre"),
}
