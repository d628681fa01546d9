"""Letters of intent (avsiktsförklaring): which municipality lacks one, what it must hold, when it is fulfilled.

Source: handbook 4.7 and 4.13; S002 16; S004 Struktur.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from slussen_agreements.domain.findings import Finding, Label, Weight
from slussen_chassis.errors import FieldProblem


class LetterStatus(StrEnum):
    """Where a letter of intent is in its life."""

    DRAFT = "draft"
    SIGNED = "signed"
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRule:
    """What the county says about letters; `is_required` where a municipality has no centre."""

    is_required: bool = False
    parties: tuple[Label, ...] = ()
    clauses: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityStanding:
    """A municipality of the county: whether it has a centre, and its letter if there is one."""

    code: str
    name: str
    has_centre: bool
    letter: LetterStatus | None = None


def missing_letters(municipalities: Sequence[MunicipalityStanding], rule: LetterRule) -> Iterator[Finding]:
    """Find the municipalities that must have a signed letter of intent and have none (AG-33)."""
    for municipality in municipalities if rule.is_required else ():
        if not municipality.has_centre and municipality.letter is not LetterStatus.SIGNED:
            yield Finding(
                "letter-missing",
                Weight.BREACH,
                f"{municipality.name} saknar familjecentral och undertecknad avsiktsförklaring.",
                f"{municipality.name} has neither a family centre nor a signed letter of intent.",
                municipality.code,
            )


def letter_faults(
    rule: LetterRule, *, parties: Collection[str], clauses: Collection[str]
) -> Iterator[FieldProblem]:
    """Find what hinders a letter from being signed: parties and clauses that the county asks for (AG-34)."""
    for party in rule.parties:
        if party.key not in parties:
            yield FieldProblem(
                "parties", "role-missing", f"{party.sv} saknas bland parterna", f"{party.en} is no party"
            )
    for clause in rule.clauses:
        if clause.key not in clauses:
            yield FieldProblem(
                f"clauses.{clause.key}", "clause-missing", f"{clause.sv} saknas", f"missing: {clause.en}"
            )


def status_after_agreement(status: LetterStatus, *, has_active_agreement: bool) -> LetterStatus:
    """Return a letter's status: a signed one is fulfilled when a local agreement in the municipality is in force."""
    if status is LetterStatus.SIGNED and has_active_agreement:
        return LetterStatus.FULFILLED
    return status
