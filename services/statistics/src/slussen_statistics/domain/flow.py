"""The flow of referrals (slussning) from profession to profession: what is counted, and in which cell.

A referral counts in the month in which it was opened. A suspended one stays counted; one that was entered in
error, or whose family declined to be counted, is counted nowhere. Internal and external are never added up.

Source: handbook 6.6 (counting rules), 6.1 (kinds).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

TOTAL = "total"
"""Code of the margin in both dimensions."""

KEY_MODULUS = 2**32
"""Record keys are 32-bit whole numbers; their sums are kept modulo this."""

Place = tuple[str, str]
"""A cell by its two codes: from profession and to profession, or `TOTAL` in a margin."""

Counts = Mapping[Place, int]
"""Inner cells with their counts; a cell that is absent is zero."""


class FlowKind(StrEnum):
    """Whether the hand-over stayed inside the centre; the two are separate tables."""

    INTERNAL = "internal"
    EXTERNAL = "external"


VOID = "entered_in_error"
"""State of a referral that is counted nowhere (felregistrerad)."""


@dataclass(frozen=True, slots=True)
class FlowCell:
    """One cell of the roll-up: where, in which month, from whom to whom."""

    centre_id: UUID
    county_code: str
    municipality_code: str
    year: int
    month: int
    from_profession: str
    to_profession: str
    kind: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What the ledger holds of one referral that decides its cell."""

    centre_id: UUID
    county_code: str
    municipality_code: str
    opened_on: date | None
    from_profession: str
    to_profession: str
    kind: str
    is_counted: bool

    def cell(self) -> FlowCell | None:
        """Return the cell in which the referral is counted; None where it is counted nowhere."""
        if not self.is_counted or self.opened_on is None:
            return None
        return FlowCell(
            centre_id=self.centre_id,
            county_code=self.county_code,
            municipality_code=self.municipality_code,
            year=self.opened_on.year,
            month=self.opened_on.month,
            from_profession=self.from_profession,
            to_profession=self.to_profession,
            kind=self.kind,
        )


@dataclass(frozen=True, slots=True)
class Move:
    """A referral that leaves one cell for another; None on either side is "counted nowhere"."""

    leaves: FlowCell | None
    enters: FlowCell | None
    record_key: int


def is_counted(*, counted: bool, state: str, opened_on: date | None) -> bool:
    """Tell whether a referral counts: opened with permission, not in error, and nobody declined it."""
    return counted and opened_on is not None and state != VOID


def with_totals(counts: Counts) -> dict[Place, int]:
    """Return the cells and their margins: row totals, column totals and the grand total."""
    found: Counter[Place] = Counter()
    for (sender, receiver), count in counts.items():
        for place in ((sender, receiver), (sender, TOTAL), (TOTAL, receiver), (TOTAL, TOTAL)):
            found[place] += count
    return dict(found)
