"""A number comes in and is kept sealed; it is in nothing that is stored open, sent, logged or answered."""

import json
import logging
from typing import Any

import pytest
from consent_world import BATCH, CHILD, FATHER, MOTHER, World, person

from slussen_chassis.telemetry import JsonFormatter

NUMBERS = (CHILD, MOTHER, FATHER, CHILD[2:], MOTHER[2:], FATHER[2:], CHILD[:8], MOTHER[:8])


def holds_none(text: str) -> bool:
    return not any(number in text for number in NUMBERS)


async def everything_stored(world: World) -> str:
    tables = await world.database.rows(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    )
    kept = [await world.database.rows(f"SELECT * FROM {row['tablename']}") for row in tables]  # noqa: S608
    return json.dumps(kept, default=lambda value: value.hex() if isinstance(value, bytes) else str(value))


async def test_no_table_holds_a_number_after_the_main_job(world: World) -> None:
    await world.recorded()
    await world.post(world.event("evt-2", "changed", topics=["health"]))
    withdrawal = world.withdrawal("evt-3")
    withdrawal["data"]["custodian"] = person(MOTHER)
    assert (await world.post(withdrawal)).status_code == 201
    assert (await world.ask()).status_code == 200
    async with world.client(world.midwife) as client:
        await client.post(
            "/consent/v1/subjects/resolutions",
            json={"identifiers": [person(CHILD)]},
            headers={"Idempotency-Key": "key-1"},
        )
    assert holds_none(await everything_stored(world))


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": person(CHILD[:-1] + "4")},
        {"subject": {"system": "no-such-system", "value": CHILD}},
        {"subject": {"system": person(CHILD)["system"], "value": CHILD, "name": CHILD}},
        {"positions": [{"custodian": person(MOTHER + "0"), "value": "yes"}]},
        {"topics": [CHILD]},
        {"situation": f"child-{CHILD}"},
        {"externalId": CHILD},
        {CHILD: CHILD},
    ],
)
async def test_no_answer_or_log_line_echoes_a_number(
    world: World, caplog: pytest.LogCaptureFixture, changes: dict[str, Any]
) -> None:
    caplog.set_level(logging.DEBUG)
    single = await world.post(world.event(**changes))
    batch = await world.post([world.event(**changes), world.event("evt-2")], kind=BATCH)
    assert single.status_code == 422
    assert batch.json()["results"][0]["status"] == "rejected"
    assert batch.json()["results"][1]["status"] == "accepted"
    formatter = JsonFormatter("consent")
    logged = "\n".join(formatter.format(record) for record in caplog.records)
    for text in (single.text, batch.text, logged):
        assert holds_none(text.replace(f'"{CHILD}"', "") if CHILD in changes else text)


async def test_a_broken_statement_logs_no_number(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await world.database.rows("ALTER TABLE consent ADD CONSTRAINT never CHECK (false) NOT VALID")
    answer = await world.post(world.event())
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal-error"
    formatter = JsonFormatter("consent")
    assert holds_none("\n".join(formatter.format(record) for record in caplog.records) + answer.text)
