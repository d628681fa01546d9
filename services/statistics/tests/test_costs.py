"""What an answer reads: its own blocks or its own area's figures, however many facts and cells there are."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import event
from sqlalchemy.dialects import postgresql

from slussen_chassis.app import Service
from slussen_chassis.testing import TestDatabase, staff

MANY_FIGURES = """
INSERT INTO figure (generation, county_code, table_id, area, year, month, measure, cell, count, key_sum, amount)
SELECT 1, '12', 'referral-flow', 'area-' || a, 2026, 1 + a % 12, 'referrals', 'internal/midwife/' || c, 9, 7, 0
FROM generate_series(1, 2000) AS a, generate_series(1, 40) AS c
"""
MANY_BLOCKS = """
INSERT INTO released_block (release_id, table_id, area, year, month, counts, key_sums, shown, is_fixed)
SELECT r.id, 'referral-flow', 'area-' || a, y, 0, '{}', '{}', '{}', false
FROM release AS r, generate_series(1, 3000) AS a, generate_series(2000, 2009) AS y
"""


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


@pytest.fixture
def statements(service: Service) -> Iterator[list[tuple[str, Any]]]:
    """The statements of requests with their parameters, as they are sent."""
    seen: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: Any) -> None:
        seen.append((statement, parameters))

    engine = service.api.state.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


async def rows_read(database: TestDatabase, seen: list[tuple[str, Any]], table: str) -> list[dict[str, Any]]:
    """How the statements about a table read it."""
    connection = await asyncpg.connect(database.urls.app)
    try:
        found = []
        for statement, parameters in seen:
            if f"FROM {table}" in statement:
                plan = await connection.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", *parameters)
                inner = list(nodes(json.loads(plan)[0]["Plan"]))
                found += [node for node in inner if node.get("Relation Name") == table]
        return found
    finally:
        await connection.close()


async def test_a_published_answer_reads_its_blocks_and_no_others_however_many_there_are(
    call: Any, deliver: Any, make: SimpleNamespace, database: TestDatabase, statements: list[tuple[str, Any]]
) -> None:
    await deliver(*make.referrals(12, county_code="12"))
    await call(make.administrator("12"), "POST", "/releases", json={})
    await database.rows(MANY_BLOCKS)
    await database.rows("ANALYZE released_block")
    statements.clear()
    answer = await call(
        make.anonymous(), "GET", "/tables/referral-flow", params={"county": "12", "year": 2026}
    )
    assert answer.status_code == 200
    of_answer = [s for s in statements if "shown" in s[0]]
    [scan] = await rows_read(database, of_answer, "released_block")
    assert "Index" in scan["Node Type"]
    assert scan["Actual Rows"] * scan["Actual Loops"] <= 2


async def test_a_centres_own_figures_are_read_by_its_area_and_no_fact_is_touched(
    call: Any, deliver: Any, make: SimpleNamespace, database: TestDatabase, statements: list[tuple[str, Any]]
) -> None:
    unit = uuid4()
    await deliver(*make.place(unit), *make.referrals(12))
    await database.rows(MANY_FIGURES)
    await database.rows("ANALYZE figure")
    statements.clear()
    caller = staff("statistics:read-own", unit=unit)
    path = f"/centres/{make.CENTRE}/tables/referral-flow"
    assert (await call(caller, "GET", path, params={"year": 2026})).status_code == 200
    assert not [s for s, _ in statements if "FROM fact" in s or "FROM presence" in s]
    [scan] = await rows_read(database, statements, "figure")
    assert "Index" in scan["Node Type"]
    assert scan["Actual Rows"] * scan["Actual Loops"] <= 2


def test_the_dialect_numbers_its_parameters_so_that_a_statement_can_be_explained() -> None:
    assert postgresql.asyncpg.dialect().paramstyle == "numeric_dollar"
