"""Which centres have not said how many families are listed: without them an area's share is of too few families.

A centre is waited for where the register has it as open in the year, whether or not it has any family, so that what
is missing tells nothing of families; one that the register has otherwise only where the release has its table anyhow.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from slussen_statistics.domain.assembly import Key
from slussen_statistics.domain.catalogue.referrals import LISTED, LISTED_AT, UNLISTED
from slussen_statistics.domain.grid import Row
from slussen_statistics.domain.published import Period, is_centre
from slussen_statistics.domain.snapshots import Register, Span


def unlisted_in(rows: Iterable[Row], table_id: str) -> list[Row]:
    """Return that a centre's own figures of a year lack a listing; nothing where they have one."""
    cell = LISTED_AT.get(table_id)
    return [] if cell is None or _is_listed(rows) else [_row(cell, 1)]


def unlisted(
    rows: Mapping[Key, list[Row]], register: Register, *, through: date
) -> Iterator[tuple[Key, Row]]:
    """Yield, for each area and year of the tables with a denominator, how many of its centres lack a listing."""
    for table_id, cell in LISTED_AT.items():
        for period in sorted({period for table, _, period in rows if table == table_id}):
            listed = {a for t, a, p in rows if (t, p) == (table_id, period) and _is_listed(rows[t, a, p])}
            known = {a for t, a, p in rows if (t, p) == (table_id, period) and is_centre(a)}
            lacking = (known | _open_in(register, period, through)) - listed
            areas = Counter(area for centre in lacking for area in {centre, *register.areas(centre)})
            for area, centres in sorted(areas.items()):
                yield (table_id, area, period), _row(cell, centres)


def _open_in(register: Register, period: Period, through: date) -> set[str]:
    """Return the centres that were open on any day of a year, no later than `through`."""
    year = Span(period.first_day, period.last_day(through))
    return {centre.area for centre in register.centres if centre.days.meets(year)}


def _is_listed(rows: Iterable[Row]) -> bool:
    return any(row.measure == LISTED.code and row.count for row in rows)


def _row(cell: str, centres: int) -> Row:
    return Row(UNLISTED.code, cell, 0, 0, centres)
