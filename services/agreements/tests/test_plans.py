"""Lists and the county overview read what is theirs, by index: other counties' rows cost nothing."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from agreements_parts import Connect
from lifecycle_parts import LOCAL_ROLES, County
from sqlalchemy import event

from slussen_agreements.domain.tenancy import county_administration
from slussen_chassis.app import Service
from slussen_chassis.database import Context, Database
from slussen_chassis.testing import TestDatabase

OTHERS = 4_000
MOST = 60
"""No table with others' rows gives a request more rows than this; the page and what it joins are far fewer."""

STRANGERS = """
INSERT INTO responsible_authority SELECT gen_random_uuid(), 1, '14', 'Huvudman ' || n, 'other', 'x' || n, NULL
    FROM generate_series(1, OTHERS) n;
INSERT INTO board SELECT gen_random_uuid(), 1, '14', id, 'Nämnd' FROM responsible_authority WHERE county_code = '14';
INSERT INTO unit (id, version, county_code, name, hsa_id, authority_id, branch, professions, valid_from)
    SELECT gen_random_uuid(), 1, '14', 'Enhet', 'SE-' || organisation_number, id, 'health', '{}', '2020-01-01'
    FROM responsible_authority WHERE county_code = '14';
INSERT INTO family_centre (id, version, county_code, name, municipality_code, profile_id, display_term, co_located,
    simultaneous, valid_from) SELECT gen_random_uuid(), 1, '14', 'Central ' || n, '1480', 'skane', 'x', true, true,
    '2020-01-01' FROM generate_series(1, OTHERS) n;
INSERT INTO agreement (id, version, county_code, responsible_authority_id, grants, kind, status, centre_id, profile_id,
    profile_first_day, parties, clauses, valid_from)
    SELECT gen_random_uuid(), 1, '14', a.id, ARRAY[a.id], 'county', 'active', NULL, 'skane', '2024-01-01', '[]', '[]',
    '2020-01-01' FROM responsible_authority a WHERE county_code = '14';
INSERT INTO agreement_signature SELECT gen_random_uuid(), '14', responsible_authority_id, grants, id, 'municipality',
    'nn', NULL, repeat('0', 64), now() FROM agreement WHERE county_code = '14';
INSERT INTO coordinator_appointment (id, version, centre_id, holder_subject, valid_from, handed_over)
    SELECT gen_random_uuid(), 1, id, 'nn', '2020-01-01', false FROM family_centre WHERE county_code = '14';
INSERT INTO centre_meeting SELECT gen_random_uuid(), id, 'house_meeting', '2026-05-01' FROM family_centre
    WHERE county_code = '14';
INSERT INTO duty_mark SELECT id, key, 1, NULL, '{}' FROM family_centre,
    (VALUES ('local_follow_up:2026-01-01'), ('local_follow_up:2027-01-01')) AS marked (key) WHERE county_code = '14';
INSERT INTO planned_meeting (id, version, county_code, responsible_authority_id, grants, centre_id, kind, planned_on,
    notes) SELECT gen_random_uuid(), 1, '14', id, ARRAY[id], id, 'house_meeting', '2026-11-20', '' FROM family_centre
    WHERE county_code = '14';
INSERT INTO meeting_decision SELECT gen_random_uuid(), '14', responsible_authority_id, grants, centre_id, id, 'x', 'nn',
    '2026-12-20', '2026-11-20' FROM planned_meeting WHERE county_code = '14';
INSERT INTO county_meeting SELECT gen_random_uuid(), '14', 'coordinator_network', '2026-05-01'
    FROM generate_series(1, OTHERS) n;
INSERT INTO library_addition SELECT gen_random_uuid(), 1, '14', 'local', 'key_' || n, 'x', 'x', '2026-01-01'
    FROM generate_series(1, OTHERS) n;
ANALYZE;
"""


@pytest.fixture
async def county(connect: Connect, database: TestDatabase) -> County:
    county = await County(connect, "18", "orebro").set_up()
    await county.active("local", LOCAL_ROLES["orebro"], "2026-03-01")
    for statement in filter(
        None, (one.strip() for one in STRANGERS.replace("OTHERS", str(OTHERS)).split(";"))
    ):
        await database.rows(statement)
    return county


def scans(plan: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Every scan of a table, and how many rows it touched."""
    if "Relation Name" in plan:
        removed = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
        each = plan["Actual Rows"] + sum(plan.get(what, 0) for what in removed)
        yield plan["Relation Name"], int(each * plan["Actual Loops"])
    for inner in plan.get("Plans", ()):
        yield from scans(inner)


async def touched(service: Service, http: httpx.AsyncClient, caller: Context, path: str) -> dict[str, int]:
    """Ask, then explain every statement that the answer took; return the rows touched by table."""
    database: Database = service.api.state.database
    asked: list[tuple[str, Any]] = []

    def keep(*given: Any) -> None:
        asked.append((given[2], given[3]))

    event.listen(database.engine.sync_engine, "before_cursor_execute", keep)
    try:
        answer = await http.get(path)
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", keep)
    assert answer.status_code == 200, answer.text
    rows: dict[str, int] = {}
    async with database.transaction(caller) as session:
        connection = await session.connection()
        for statement, parameters in asked:
            if statement.startswith("SELECT") and "set_config" not in statement:
                explained = await connection.exec_driver_sql(
                    f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters
                )
                (written,) = explained.one()
                plans = written if isinstance(written, list) else json.loads(written)
                for table, number in scans(plans[0]["Plan"]):
                    rows[table] = rows.get(table, 0) + number
    return rows


def named(county: County, path: str) -> str:
    return path.format(centre=county.centre["id"], region=county.region["id"])


PATHS = (
    "/responsible-authorities",
    "/boards",
    "/units",
    "/family-centres",
    "/agreements",
    "/agreements?centreId={centre}",
    "/county-overview",
    "/county-cooperation?year=2026",
    "/clause-library?profileId=orebro",
    "/family-centres/{centre}/steering?year=2026",
    "/family-centres/{centre}/annual-wheel?year=2026",
)


async def test_what_a_county_asks_for_is_read_without_walking_other_counties_rows(
    county: County, service: Service
) -> None:
    context = Context(authority_id=county_administration("18"), county_code="18", actor="admin")
    walked = {}
    for path in PATHS:
        rows = await touched(service, county.admin, context, named(county, path))
        assert rows, path
        walked |= {(path, table): number for table, number in rows.items() if number > MOST}
    assert walked == {}


async def test_what_a_party_asks_for_is_read_without_walking_strangers_agreements(
    county: County, service: Service
) -> None:
    region = county.region["id"]
    context = Context(authority_id=UUID(region), county_code="18", actor="nn")
    for path in ("/agreements", "/agreements?centreId={centre}"):
        rows = await touched(service, county.people[region], context, named(county, path))
        assert rows["agreement"] >= 1
        assert {table: number for table, number in rows.items() if number > MOST} == {}


async def test_walking_all_rows_would_be_seen(county: County, service: Service) -> None:
    context = Context(authority_id=county_administration("18"), county_code="18", actor="admin")
    rows = await touched(service, county.admin, context, "/units?countyCode=14&limit=200")
    assert rows["unit"] > MOST
