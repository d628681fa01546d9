"""Whether an agreement covers two units' collaboration at a centre on a day, and by which clause.

Where a county works without local agreements (Kalmar) the county's own covers. Source: handbook 4.1 A2, 4.8.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from slussen_agreements.domain.agreement import Agreement, Clause
from slussen_contracts.agreements.api import AgreementKind

COVERING_CLAUSES: Final = (
    "cooperation_conditions_time",
    "cooperation",
    "cooperation_efforts",
    "common_starting_points",
    "responsibilities",
)
"""The counties' clauses on working together, the most telling first."""


class Ground(StrEnum):
    """Why a collaboration is covered, or why not."""

    COVERED = "covered"
    UNIT_NOT_AT_CENTRE = "unit_not_at_centre"
    NO_AGREEMENT = "no_agreement"
    NOT_PARTIES = "not_parties"


@dataclass(frozen=True, slots=True)
class Cover:
    """Whether a collaboration is covered, and by what."""

    ground: Ground
    agreement: Agreement | None = None
    clause: Clause | None = None


def in_force(agreements: Iterable[Agreement], on: date) -> list[Agreement]:
    """Return those in force on a day, local ones first."""
    found = [a for a in agreements if a.valid_from <= on and (a.ends_on is None or on <= a.ends_on)]
    return sorted(found, key=lambda agreement: agreement.kind is not AgreementKind.LOCAL)


def cover(agreements: Collection[Agreement], authorities: Collection[UUID], on: date) -> Cover:
    """Return whether one of the agreements, in force on a day, binds all the authorities."""
    valid = in_force(agreements, on)
    if not valid:
        return Cover(Ground.NO_AGREEMENT)
    binding = [found for found in valid if set(authorities) <= set(found.party_authority_ids)]
    if not binding:
        return Cover(Ground.NOT_PARTIES)
    return Cover(Ground.COVERED, binding[0], _clause(binding[0]))


def _clause(agreement: Agreement) -> Clause | None:
    by_key = {clause.key: clause for clause in agreement.clauses}
    return next((by_key[key] for key in COVERING_CLAUSES if key in by_key), None)
