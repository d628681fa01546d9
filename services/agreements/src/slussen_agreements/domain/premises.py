"""Premises (lokaler): what the county asks of them, and what is missing.

Source: handbook 4.12; S002 14.1 (staff toilet, visitor toilet, staff room); S001 LOKALER (equal access).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from slussen_agreements.domain.findings import Finding, Label, Weight


@dataclass(frozen=True, slots=True)
class RoomMinimum:
    """The fewest rooms of a kind that a centre has."""

    room: Label
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PremisesRule:
    """What the county asks of the premises; no minimum where it is silent."""

    minimum: tuple[RoomMinimum, ...] = ()
    equal_access: bool | None = None
    weight: Weight = Weight.BREACH


@dataclass(frozen=True, slots=True, kw_only=True)
class PremisesFacts:
    """The premises as they are: rooms by key, and whether all parties have equal access to the common ones."""

    rooms: Mapping[str, int]
    equal_access: bool = True


def premises_findings(rule: PremisesRule, premises: PremisesFacts) -> Iterator[Finding]:
    """Find what the premises lack under the county's rule."""
    for minimum in rule.minimum:
        missing = minimum.count - premises.rooms.get(minimum.room.key, 0)
        if missing > 0:
            yield Finding(
                "room-missing",
                rule.weight,
                f"Det saknas {missing} {minimum.room.sv}.",
                f"{missing} {minimum.room.en} is missing.",
                minimum.room.key,
            )
    if rule.equal_access and not premises.equal_access:
        yield Finding(
            "unequal-access",
            rule.weight,
            "Parterna har inte lika tillgång till gemensamma lokaler.",
            "The parties don't have equal access to the common rooms.",
        )
