"""As whose record one counts, and in which family: merges followed to their end.

Owners tell of one record or family at a time, and news comes in any order. The records that merges tie together are one
person, whichever came first. The person is the record that is merged into no other; while news of a split is missing
merges may run in a circle, and then the least of its ids stands for all. A person is in the family of that record, else
in the family of the first other record that has one, as the referrals service has it.

Source: design decisions 1 and 19; contracts/docs/decisions/0055-told-merges.md.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Told:
    """What was last told of a record.

    Attributes:
        is_told: Whether the record was told to be merged or split, so that `person` is known.
        person: The record into which it is merged, if any.
        family: The family that names it as a member, if any.
    """

    is_told: bool
    person: UUID | None
    family: UUID | None


@dataclass(frozen=True, slots=True)
class Standing:
    """As whom a record counts; None where nothing tells."""

    person: UUID | None
    family: UUID | None


def standings_of(told: Mapping[UUID, Told]) -> dict[UUID, Standing]:
    """Return as whom each record counts; `told` holds whole persons: all records that merges tie to any of them."""
    persons: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for record in sorted(told):
        persons[_person_of(record, told)].append(record)
    return dict(_standings(persons, told))


def _standings(
    persons: Mapping[UUID, list[UUID]], told: Mapping[UUID, Told]
) -> Iterator[tuple[UUID, Standing]]:
    for person, records in persons.items():
        in_turn = [person, *(one for one in records if one != person)]
        family = next((found for one in in_turn if (found := told[one].family)), None)
        is_told = len(records) > 1 or told[person].is_told
        for record in records:
            yield record, Standing(person if is_told else None, family)


def _person_of(record: UUID, told: Mapping[UUID, Told]) -> UUID:
    passed = [record]
    while (following := told[passed[-1]].person) is not None:
        if following in passed:
            return min(passed[passed.index(following) :])
        passed.append(following)
    return passed[-1]
