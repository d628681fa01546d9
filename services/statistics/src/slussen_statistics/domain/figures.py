"""What a fact adds to the figures: units in cells that lie in one cell alone, and units that may lie in several.

A referral lies in exactly one cell of a table: its count and record key are added to that cell. A family or a child
is one unit however many facts it has in a year: each fact adds to the number of facts behind the unit's presence,
and the unit enters or leaves cells as that number moves.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from slussen_statistics.domain.cell_key import KEY_MODULUS

WHOLE_YEAR = 0
"""The month of figures that are kept for a year alone."""

MONTHS = 12


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a figure stands: table, measure, area with its county, year, month (0: the year), cell.

    `area` is a county's two digits, a municipality's four or a centre's id. `cell` holds the codes of the table's
    dimensions, joined by a slash.
    """

    table: str
    measure: str
    county: str
    area: str
    year: int
    month: int
    cell: str


@dataclass(frozen=True, slots=True)
class Addition:
    """One unit in one cell; `amount` is what an entered total or a duration adds."""

    place: Place
    amount: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Presence:
    """One fact behind a unit's presence in an area and a year; `place.cell` is empty, the number tells the cells."""

    place: Place
    unit: bytes


@dataclass(frozen=True, slots=True)
class Contributions:
    """All that a fact adds."""

    additions: tuple[Addition, ...] = ()
    presences: tuple[Presence, ...] = ()


@dataclass(frozen=True, slots=True)
class Delta:
    """How a figure moves."""

    count: int = 0
    key_sum: int = 0
    amount: int = 0

    def __add__(self, other: "Delta") -> "Delta":
        """Return both moves as one."""
        return Delta(
            self.count + other.count,
            (self.key_sum + other.key_sum) % KEY_MODULUS,
            self.amount + other.amount,
        )

    def __bool__(self) -> bool:
        """Tell whether anything moves."""
        return bool(self.count or self.key_sum or self.amount)


Deltas = Mapping[Place, Delta]


def deltas_of(before: Contributions, after: Contributions, record_key: int) -> dict[Place, Delta]:
    """Return how the figures move when a fact's contributions change; what stays the same is left out."""
    leaving = ((a.place, Delta(-1, -record_key % KEY_MODULUS, -a.amount)) for a in before.additions)
    entering = ((a.place, Delta(1, record_key, a.amount)) for a in after.additions)
    return summed([*leaving, *entering])


def presence_deltas(before: Contributions, after: Contributions) -> dict[Presence, int]:
    """Return how the numbers of facts behind presences move."""
    moved = Counter(after.presences)
    moved.subtract(Counter(before.presences))
    return {presence: number for presence, number in moved.items() if number}


def summed(moves: Iterable[tuple[Place, Delta]]) -> dict[Place, Delta]:
    """Return the moves of each place as one; places that do not move in the end are left out."""
    found: dict[Place, Delta] = {}
    for place, delta in moves:
        found[place] = found.get(place, Delta()) + delta
    return {place: delta for place, delta in found.items() if delta}


def unit_moves(
    place: Place, cells_before: Iterable[str], cells_after: Iterable[str], record_key: int
) -> Iterator[tuple[Place, Delta]]:
    """Yield the moves of a unit between the cells of its year."""

    def at(cell: str) -> Place:
        return Place(place.table, place.measure, place.county, place.area, place.year, WHOLE_YEAR, cell)

    for cell in cells_before:
        yield at(cell), Delta(-1, -record_key % KEY_MODULUS)
    for cell in cells_after:
        yield at(cell), Delta(1, record_key)
