"""What a recorded consent is in law, and how long its record is kept at least."""

from dataclasses import dataclass
from datetime import date

from slussen_contracts.identifiers import Profession

SHORTEST_RETENTION_YEARS = 10
"""Whole years that a patient record is kept at least (patientdatalagen 2008:355, 3 kap. 17 §)."""

HEALTH_PROFESSIONS = frozenset(
    {
        Profession.MIDWIFE,
        Profession.CHILD_HEALTH_NURSE,
        Profession.PSYCHOLOGIST,
        Profession.PHYSICIAN,
        Profession.SPEECH_THERAPIST,
        Profession.DIETITIAN,
        Profession.PHYSIOTHERAPIST,
        Profession.DENTAL_STAFF,
    }
)
"""Professions whose consents stand in a patient record."""


@dataclass(frozen=True, slots=True)
class LawfulBasis:
    """By what a consent lifts confidentiality, and on what the processing of its data is taken to rest.

    The consent is no ground for processing: between an authority and a family it is not freely given in the sense of
    regulation (EU) 2016/679, article 4.11. Which articles hold is the controller's to decide.
    """

    secrecy: tuple[str, ...]
    gdpr: tuple[str, ...]


def lawful_basis(profession: Profession | None) -> LawfulBasis:
    """Return the basis of a consent that somebody of a profession recorded; not yet checked by a lawyer.

    Source: offentlighets- och sekretesslagen (2009:400) 10 kap. 1 §, 12 kap. 2 §; regulation (EU) 2016/679 article
    6.1 e, and article 9.2 h for care, 9.2 g for other tasks of public interest.
    """
    special = "9.2.h" if profession in HEALTH_PROFESSIONS else "9.2.g"
    return LawfulBasis(("osl-10-1", "osl-12-2"), ("6.1.e", special))


def earliest_erasure(last_entry_on: date, profession: Profession | None) -> date | None:
    """Return the first day on which erasure of the record may be considered; None is by the authority's own decision.

    Source: patientdatalagen (2008:355) 3 kap. 17 §; arkivlagen (1990:782) 10 §.
    """
    if profession not in HEALTH_PROFESSIONS:
        return None
    year = last_entry_on.year + SHORTEST_RETENTION_YEARS
    try:
        return last_entry_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
