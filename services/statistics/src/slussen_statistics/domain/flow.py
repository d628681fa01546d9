"""The flow of referrals from profession to profession as a table with margins, for publishing under a threshold."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from slussen_statistics.domain.labels import TOTAL

Place = tuple[str, str]
"""A cell by its two codes: from profession and to profession, or `TOTAL` in a margin."""

Counts = Mapping[Place, int]
"""Inner cells with their counts; a cell that is absent is zero."""


class FlowKind(StrEnum):
    """Whether the hand-over stayed inside the centre; the two are separate tables."""

    INTERNAL = "internal"
    EXTERNAL = "external"


def with_totals(counts: Counts) -> dict[Place, int]:
    """Return the cells and their margins: row totals, column totals and the grand total."""
    found: Counter[Place] = Counter()
    for (sender, receiver), count in counts.items():
        for place in ((sender, receiver), (sender, TOTAL), (TOTAL, receiver), (TOTAL, TOTAL)):
            found[place] += count
    return dict(found)
