"""What binds the parties beside the clauses: who must be one, how many copies there are, who settles a dispute.

Source: handbook 4.3 and 2.10; S001 Bilaga 1 Parter and TVIST; Annex B K-31 (the number of copies follows the parties).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from slussen_agreements.domain.agreement import Party
from slussen_agreements.domain.findings import Finding, Label, NotRegulated, Weight

PARTIES_NOT_REGULATED: Final = NotRegulated(
    "parties", "Vilka som ska vara parter är inte reglerat.", "Who must be a party is not regulated."
)
DISPUTE_NOT_REGULATED: Final = NotRegulated(
    "dispute_body", "Vem som avgör en tvist är inte reglerat.", "Who settles a dispute is not regulated."
)
COPIES_NOT_REGULATED: Final = NotRegulated(
    "identical_copies", "Antalet exemplar är inte reglerat.", "The number of copies is not regulated."
)


@dataclass(frozen=True, slots=True)
class PartyRole:
    """A role that an agreement must have a party in, and whether it has."""

    role: Label
    is_filled: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the identical copies (likalydande exemplar): its number and whose it is."""

    number: int
    party: Party


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of an agreement, one for each party; a finding where the county states another number."""

    copies: tuple[Copy, ...]
    findings: tuple[Finding, ...] = ()


def required_parties(
    roles: Sequence[Label] | None, parties: Collection[Party]
) -> tuple[PartyRole, ...] | NotRegulated:
    """Return the roles that a new agreement must have, in the profile's order, or that it is silent.

    Args:
        roles: Those of the profile; None where it is silent.
        parties: The parties that the draft has so far.
    """
    if roles is None:
        return PARTIES_NOT_REGULATED
    present = {party.role for party in parties}
    return tuple(PartyRole(role, role.key in present) for role in roles)


def identical_copies(parties: Sequence[Party], stated: int | None) -> Copies | NotRegulated:
    """Return the copies to register at signing: one for each party, in their order.

    Args:
        parties: The parties; one authority in two roles has two copies.
        stated: The number in the county's template; None where it is silent.
    """
    if stated is None:
        return COPIES_NOT_REGULATED
    copies = tuple(Copy(number, party) for number, party in enumerate(parties, start=1))
    return Copies(copies) if len(copies) == stated else Copies(copies, (_other_number(stated),))


def dispute_body(county: str | None, agreed: str | None) -> str | NotRegulated:
    """Return the body that settles a dispute (tvist): the county's, else the one that the parties agreed on.

    Args:
        county: The profile's body; None where it is silent or leaves it to the local agreement.
        agreed: The body in the agreement's own clause.
    """
    return county or agreed or DISPUTE_NOT_REGULATED


def _other_number(stated: int) -> Finding:
    return Finding(
        "copies-follow-parties",
        Weight.NOTICE,
        f"Mallen anger {stated} exemplar; antalet följer här parterna.",
        f"The template says {stated} copies; here there is one for each party.",
    )
