"""Row security under the statements: what no context, a late one or another authority's sees and writes."""

import re
from uuid import uuid4

import asyncpg
import pytest
from consent_world import World

from slussen_chassis.clock import new_id
from slussen_chassis.database import Context
from slussen_consent.repository import decisions, journal
from slussen_consent.repository.context import context_parameters

COLUMN = {
    "consent_version": "document",
    "consent_event": "version",
    "disclosure_decision": "outcome",
    "audit_entry": "actor",
}
NO_CONTEXT = ("", "", "", "", "")
STATEMENTS = [pytest.param(journal.REGISTER, id="many"), pytest.param(journal.REGISTER_ONE, id="one")]


async def test_without_a_context_nothing_is_seen(world: World) -> None:
    await world.recorded()
    subject_id = await world.one("SELECT subject_id FROM consent")
    pool = await world.service.api.state.database.raw_pool()
    assert await decisions.read_known(pool, NO_CONTEXT, subject_id) == ((), ())
    assert await pool.fetchval("SELECT count(*) FROM consent") == 0
    own = context_parameters(world.midwife, "")
    assert len((await decisions.read_known(pool, own, subject_id)).consents) == 1


async def test_a_context_is_gone_with_its_statement(world: World) -> None:
    await world.recorded()
    subject_id = await world.one("SELECT subject_id FROM consent")
    pool = await world.service.api.state.database.raw_pool()
    async with pool.acquire() as connection:
        await connection.fetch(decisions.READ, *context_parameters(world.midwife, ""), subject_id)
        assert await connection.fetchval("SELECT current_setting('app.authority', true)") in {None, ""}
        assert await connection.fetchval("SELECT count(*) FROM consent") == 0


def parameters(world: World, statement: str) -> list[object]:
    """A row of everything, recorded by the region: each value in an array where the statement takes many."""
    now, grants = world.clock.moment, f"{{{world.region}}}"
    blind = b"b" * 32
    found: list[object] = [
        *([blind], ["s"], [b"sealed"], [uuid4()]),
        *(
            [new_id()],
            [None],
            [blind],
            ["src"],
            ["e"],
            [now],
            [now.date()],
            ["x"],
            [new_id()],
            [None],
            ["18"],
        ),
        *([grants], ["{}"], [new_id()], [new_id()], ["{}"]),
        *("client", "type", now, "0" * 32, "slussen.consent.consent.recorded.v1", None),
    ]
    if statement == journal.REGISTER:
        return found
    return [value[0] if isinstance(value, list) else value for value in found]


def with_late_context(statement: str) -> str:
    """The statement with rows that come from no context: it is set when the first row is answered."""
    late = statement.replace("FROM context, incoming", "FROM incoming")
    late = late.replace("authority::uuid", "$1::text::uuid")
    late = late.replace(
        "SELECT consent_id, subject_id, blind", "SELECT consent_id, (SELECT authority FROM context)"
    )
    assert late.count("FROM context") == 1
    return late


@pytest.mark.parametrize("statement", STATEMENTS)
async def test_a_first_registration_under_its_controllers_context_is_written(
    world: World, statement: str
) -> None:
    pool = await world.service.api.state.database.raw_pool()
    rows = await pool.fetch(
        statement, *context_parameters(world.journal(), ""), *parameters(world, statement)
    )
    assert len(rows) == 1


@pytest.mark.parametrize("statement", STATEMENTS)
async def test_a_first_registration_whose_context_is_set_too_late_is_refused(
    world: World, statement: str
) -> None:
    pool = await world.service.api.state.database.raw_pool()
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        await pool.fetch(
            with_late_context(statement),
            *context_parameters(world.journal(), ""),
            *parameters(world, statement),
        )
    for table in ("consent", "consent_version", "consent_event", "outbox", "audit_entry", "subject"):
        assert await world.one(f"SELECT count(*) FROM {table}") == 0  # noqa: S608


@pytest.mark.parametrize("statement", STATEMENTS)
async def test_a_first_registration_without_a_context_is_refused(world: World, statement: str) -> None:
    pool = await world.service.api.state.database.raw_pool()
    with pytest.raises(asyncpg.PostgresError):
        await pool.fetch(statement, *NO_CONTEXT, *parameters(world, statement))
    assert await world.one("SELECT count(*) FROM consent") == 0


async def test_a_decision_is_not_kept_without_a_context_or_on_facts_that_moved(world: World) -> None:
    await world.recorded()
    subject_id = await world.one("SELECT subject_id FROM consent")
    pool = await world.service.api.state.database.raw_pool()
    decision = decisions.DecisionToKeep(
        id=new_id(),
        subject_id=subject_id,
        situation="s",
        outcome="permitted",
        decided_at=world.clock.moment,
        consents=[],
        document={},
        audit_id=new_id(),
        trace_id="0" * 32,
    )
    own = context_parameters(world.midwife, "")
    read = (await decisions.read_known(pool, own, subject_id)).fingerprint()
    with pytest.raises(asyncpg.PostgresError):
        await decisions.keep(pool, NO_CONTEXT, decision, decisions.Fingerprint(0, 0))
    await world.post(world.withdrawal())
    assert await decisions.keep(pool, own, decision, read) is False
    assert await world.one("SELECT count(*) FROM disclosure_decision") == 0
    assert await world.one("SELECT count(*) FROM audit_entry WHERE action = 'disclosure.decide'") == 0


async def test_a_consent_of_another_authority_counts_where_its_recipient_is_told(world: World) -> None:
    by_region = await world.recorded(recipients=[{"hsaId": world.nurses.hsa_id}])
    asked = {"recipient": {"unitId": str(world.nurses.id), "profession": "child_health_nurse"}}
    assert (await world.ask(world.midwife, **asked)).json()["outcome"] == "permitted"
    assert (await world.ask(world.social_worker, **asked)).json()["outcome"] == "consent_required"
    assert await world.one("SELECT grants FROM consent WHERE id = $1", by_region) == [world.region]


async def test_a_recipients_authority_may_rely_on_the_consent_when_it_tells_its_own(world: World) -> None:
    colleagues = world.another(world.social, board_id=new_id())
    await world.put_unit(colleagues)
    recipients = [{"hsaId": world.social.hsa_id}, {"unitId": str(colleagues.id)}]
    await world.recorded(recipients=recipients)
    asked = {"recipient": {"unitId": str(colleagues.id), "profession": "social_worker"}}
    assert (await world.ask(world.social_worker, **asked)).json()["outcome"] == "permitted"


@pytest.mark.parametrize("table", ["consent_version", "consent_event", "disclosure_decision", "audit_entry"])
async def test_history_is_never_changed_by_the_application_or_the_worker(world: World, table: str) -> None:
    await world.recorded()
    for url in (world.database.urls.app, world.database.urls.worker):
        connection = await asyncpg.connect(url)
        try:
            for change in (f"DELETE FROM {table}", f"UPDATE {table} SET {COLUMN[table]} = NULL"):  # noqa: S608
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(change)
        finally:
            await connection.close()


async def test_a_grantee_cannot_change_a_consent_beneath_the_application(world: World) -> None:
    from sqlalchemy import text

    await world.recorded()
    database = world.service.api.state.database
    async with database.transaction(Context(authority_id=world.municipality)) as session:
        connection = await session.connection()
        seen = (await connection.execute(text("SELECT count(*) FROM consent"))).scalar_one()
        changed = await connection.execute(text("UPDATE consent SET status = 'closed'"))
    assert (seen, changed.rowcount) == (1, 0)


async def test_reading_a_persons_consents_goes_by_the_person_not_through_everybodys(world: World) -> None:
    await world.recorded()
    connection = await asyncpg.connect(world.database.urls.app)
    try:
        await connection.execute("SET enable_seqscan = off")
        subject_id = await world.one("SELECT subject_id FROM consent")
        await connection.execute("SET plan_cache_mode = force_generic_plan")
        rows = await connection.fetch(
            "EXPLAIN " + re.sub(r"\$6", f"'{subject_id}'::uuid", re.sub(r"\$[1-5]", "''", decisions.READ))
        )
    finally:
        await connection.close()
    plan = "\n".join(row[0] for row in rows)
    assert "ix_consent_subject_id" in plan, plan
    assert "Nested Loop" in plan.split("CTE Scan")[0]
