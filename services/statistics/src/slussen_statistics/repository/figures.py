"""Figures and presences: moved just before the commit of their facts, and read for own figures and for releases."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Connection, text
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.cell_key import record_key_of
from slussen_statistics.domain.figures import MONTHS, Delta, Deltas, Place, Presence
from slussen_statistics.domain.grid import Row

_KEY = "county_code, table_id, area, year, month, measure, cell"
_MOVES = (
    "jsonb_to_recordset(CAST(:moves AS jsonb)) AS m (county_code text, table_id text, area text, year integer,"
    " month integer, measure text, cell text, count bigint, key_sum bigint, amount bigint)"
)
_MATCH = " AND ".join(f"f.{name} = m.{name}" for name in _KEY.split(", "))
_GROW = text(
    f"INSERT INTO figure AS f (generation, {_KEY}, count, key_sum, amount)"  # noqa: S608 - constants
    f" SELECT :generation, {_KEY}, count, key_sum, amount FROM {_MOVES}"
    f" ON CONFLICT (generation, county_code, table_id, area, year, month, measure, cell) DO UPDATE SET"
    " count = f.count + excluded.count, key_sum = (f.key_sum + excluded.key_sum) % 4294967296,"
    " amount = f.amount + excluded.amount"
)
_SHRINK = text(
    "UPDATE figure AS f SET count = f.count + m.count, key_sum = (f.key_sum + m.key_sum) % 4294967296,"  # noqa: S608
    f" amount = f.amount + m.amount FROM {_MOVES} WHERE f.generation = :generation AND {_MATCH}"
    " RETURNING f.count AS units"
)
_CLEAR = text(
    f"DELETE FROM figure AS f USING {_MOVES} WHERE f.generation = :generation AND f.count = 0 AND {_MATCH}"  # noqa: S608
)

_PRESENCES = (
    "jsonb_to_recordset(CAST(:moves AS jsonb)) AS m (county_code text, year integer, table_id text, measure text,"
    " area text, unit text, record_key bigint, months integer[])"
)
_BE_PRESENT = text(
    "INSERT INTO presence AS p (generation, county_code, year, table_id, measure, area, unit, record_key, months)"  # noqa: S608
    " SELECT :generation, county_code, year, table_id, measure, area, decode(unit, 'hex'), record_key, months"
    f" FROM {_PRESENCES}"
    " ON CONFLICT (generation, county_code, year, table_id, measure, area, unit) DO UPDATE SET"
    " months = ARRAY(SELECT a + b FROM unnest(p.months, excluded.months) AS u (a, b))"
    " RETURNING county_code, year, table_id, measure, area, record_key,"
    " (SELECT coalesce(sum(x), 0) FROM unnest(old.months) AS x)::integer AS facts_before,"
    " (SELECT sum(x) FROM unnest(new.months) AS x)::integer AS facts_after"
)
_BE_GONE = text(
    "DELETE FROM presence AS p USING ("  # noqa: S608 - constants
    f"SELECT county_code, year, table_id, measure, area, decode(unit, 'hex') AS unit FROM {_PRESENCES}) AS m"
    " WHERE p.generation = :generation AND p.county_code = m.county_code AND p.year = m.year"
    " AND p.table_id = m.table_id AND p.measure = m.measure AND p.area = m.area AND p.unit = m.unit"
    " AND 0 = ALL (p.months)"
)

_OF_AREA = text(
    "SELECT table_id, year, month, measure, cell, count AS units, key_sum, amount FROM figure"
    " WHERE generation = (SELECT current FROM rebuild_state) AND area = :area AND table_id = :table_id"
    " AND year = :year"
)
_OF_COUNTY = text(
    "SELECT table_id, area, year, month, measure, cell, count AS units, key_sum, amount FROM figure"
    " WHERE generation = (SELECT current FROM rebuild_state) AND county_code = :county"
    " AND (year < :year OR (year = :year AND (month <= :month OR table_id || '/' || measure = ANY(:states))))"
)
_STATES = sorted(f"{table.id}/{measure}" for table in TABLES.values() for measure in table.states)
_DISTINCT = text(
    "SELECT table_id, measure, area, facts, count AS units, key_sum FROM distinct_through(:county, :year, :month)"
)


def move_figures(connection: Connection, deltas: Deltas, *, generation: int, is_last: bool) -> None:
    """Move figures; a cell that nothing is in any more goes.

    Raises:
        LookupError: A figure that is to shrink is not there, in the generation that is the last.
    """
    growing = [_move(place, d) for place, d in sorted(deltas.items()) if d.count > 0]
    shrinking = [_move(place, d) for place, d in sorted(deltas.items()) if d.count <= 0]
    if growing:
        connection.execute(_GROW, _parameters(growing, generation))
    if shrinking:
        parameters = _parameters(shrinking, generation)
        left = [row.units for row in connection.execute(_SHRINK, parameters)]
        if is_last and len(left) != len(shrinking):
            raise LookupError("a figure that is to shrink is not there: rebuild the figures")
        if 0 in left:
            connection.execute(_CLEAR, parameters)


def _move(place: Place, delta: Delta) -> dict[str, Any]:
    return {
        "county_code": place.county,
        "table_id": place.table,
        "area": place.area,
        "year": place.year,
        "month": place.month,
        "measure": place.measure,
        "cell": place.cell,
        "count": delta.count,
        "key_sum": delta.key_sum,
        "amount": delta.amount,
    }


def _parameters(moves: list[dict[str, Any]], generation: int) -> Mapping[str, Any]:
    return {"moves": orjson.dumps(moves).decode(), "generation": generation}


class Moved:
    """How many facts stand behind a presence, before and after."""

    def __init__(self, row: Any) -> None:
        self.place = Place(row.table_id, row.measure, row.county_code, row.area, row.year, 0, "")
        self.record_key: int = row.record_key
        self.before: int = row.facts_before
        self.after: int = row.facts_after


def move_presences(connection: Connection, deltas: Mapping[Presence, int], *, generation: int) -> list[Moved]:
    """Move the numbers of facts behind presences; return each presence with its number before and after."""
    if not deltas:
        return []
    parameters = _parameters(_presence_moves(deltas), generation)
    moved = [Moved(row) for row in connection.execute(_BE_PRESENT, parameters)]
    if any(presence.after == 0 for presence in moved):
        connection.execute(_BE_GONE, parameters)
    return moved


def _presence_moves(deltas: Mapping[Presence, int]) -> list[dict[str, Any]]:
    """Return one move for each unit and year, its months together."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for presence, number in sorted(deltas.items()):
        place = presence.place
        key = (place.county, place.year, place.table, place.measure, place.area, presence.unit)
        move = found.setdefault(
            key,
            {
                "county_code": place.county,
                "year": place.year,
                "table_id": place.table,
                "measure": place.measure,
                "area": place.area,
                "unit": presence.unit.hex(),
                "record_key": record_key_of(presence.unit),
                "months": [0] * MONTHS,
            },
        )
        move["months"][place.month - 1] += number
    return [found[key] for key in sorted(found)]


async def list_of_area(
    session: AsyncSession, area: str, *, table_id: str, year: int
) -> list[tuple[int, Row]]:
    """Return the figures of one table in one area and year, each with its month (0: the year)."""
    parameters = {"area": area, "table_id": table_id, "year": year}
    found = await (await session.connection()).execute(_OF_AREA, parameters)
    return [(r.month, Row(r.measure, r.cell, r.units, r.key_sum, r.amount)) for r in found]


async def list_of_county(
    session: AsyncSession, county: str, *, year: int, month: int
) -> list[tuple[str, str, int, int, Row]]:
    """Return a county's figures through a month: table, area, year, month and row.

    A state of the last year counts whenever in the year it was entered: a correction dated later takes nothing away.
    """
    parameters = {"county": county, "year": year, "month": month, "states": _STATES}
    found = await (await session.connection()).execute(_OF_COUNTY, parameters)
    return [
        (r.table_id, r.area, r.year, r.month, Row(r.measure, r.cell, r.units, r.key_sum, r.amount))
        for r in found
    ]


async def count_distinct(
    session: AsyncSession, county: str, *, year: int, month: int
) -> list[tuple[str, str, str, int, int, int]]:
    """Return how many units had how many facts in a year through a month.

    Each is table, measure, area, number of facts (3: three or more), number of units, sum of their record keys.
    """
    parameters = {"county": county, "year": year, "month": month}
    found = await (await session.connection()).execute(_DISTINCT, parameters)
    return [(r.table_id, r.measure, r.area, r.facts, r.units, r.key_sum) for r in found]
