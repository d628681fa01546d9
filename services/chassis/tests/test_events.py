import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import orjson
import pytest
from bus_parts import Effects, note, publish, running, until
from nats.aio.client import Client
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import bus, relay
from slussen_chassis.bus import Consumer, Delivery
from slussen_chassis.clock import new_id
from slussen_chassis.database import Context, Database, context_of, set_context
from slussen_chassis.dead_letters import members_of
from slussen_chassis.relay import Relay
from slussen_chassis.settings import ServiceSettings
from slussen_chassis.streams import filled_percent, percent_of
from slussen_chassis.testing import TestDatabase
from slussen_contracts.operations.events import DeadLetterReplayRequested

NOTES = "/sample/v1/notes"


@pytest.fixture
def consumer_name() -> str:
    return f"c{uuid4().hex[:8]}"


@pytest.fixture
async def worker_database(settings: ServiceSettings) -> AsyncIterator[Database]:
    database = Database.for_worker(settings)
    yield database
    await database.close()


@pytest.fixture(autouse=True)
def _known_event(monkeypatch: pytest.MonkeyPatch) -> None:
    from sample_service.app import NoteWritten

    monkeypatch.setitem(bus.EVENTS, NoteWritten.type, NoteWritten)


async def test_what_was_committed_reaches_the_stream_with_its_trace_and_is_marked(
    client: httpx.AsyncClient,
    database: TestDatabase,
    settings: ServiceSettings,
    nats: Client,
    consumer_name: str,
) -> None:
    effects = Effects(consumer_name)
    worker = Database.for_worker(settings)
    answer = await client.post(NOTES, json={"title": consumer_name})
    parts = (
        Relay(settings.worker_database_url.get_secret_value(), nats, source="sample"),
        Consumer(effects.subscriptions, worker, nats),
    )
    async with running(*parts):
        await until(lambda: _seen(effects, consumer_name))
        await until(lambda: _published(database))
    await worker.close()
    assert effects.traces[effects.seen.index(consumer_name)] == answer.headers["traceparent"][3:35]


async def _seen(effects: Effects, title: str) -> bool:
    return title in effects.seen


async def _published(database: TestDatabase) -> bool:
    return not await database.rows("SELECT 1 FROM outbox WHERE published_at IS NULL")


async def test_an_event_that_comes_twice_has_its_effect_once(
    database: TestDatabase, worker_database: Database, nats: Client, consumer_name: str
) -> None:
    effects, event, other = Effects(consumer_name), note("twice"), note("last")
    await publish(nats, event, event, other, event)
    async with running(Consumer(effects.subscriptions, worker_database, nats)):
        await until(lambda: _seen(effects, "last"))
        await asyncio.sleep(0.1)
    rows = await database.rows("SELECT title FROM note WHERE title LIKE 'twice%'")
    assert len(rows) == 1


async def test_what_concerns_nobody_passes_by_and_from_the_first_that_concerns_each_has_its_effect(
    worker_database: Database, database: TestDatabase, consumer_name: str
) -> None:
    effects = Effects(consumer_name)
    looks: list[list[str]] = []

    @effects.subscriptions.concerning(type(note()))
    async def look(events: Sequence[Any], session: AsyncSession) -> set[UUID]:
        assert context_of(session) == Context()
        looks.append([event.title for event in events])
        return {event.id for event in events if event.title == "B"}

    events = [note(title) for title in ("A", "A", "B", "A")]
    for batch in (events[:2], [*events, events[2]], events):
        async with worker_database.transaction(Context()) as session:
            await effects.subscriptions.deliver([Delivery(e, None, None) for e in batch], session)  # type: ignore[arg-type]
    assert (effects.seen, looks) == (["B", "A"], [["A", "A"], ["B", "A"]])
    received = await database.rows("SELECT event_id FROM inbox WHERE consumer = $1", consumer_name)
    assert {row["event_id"] for row in received} == {event.id for event in events}


async def test_poison_becomes_a_dead_letter_with_its_reason_and_the_others_flow_on(
    database: TestDatabase,
    worker_database: Database,
    nats: Client,
    consumer_name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bus, "MAX_DELIVER", 2)
    effects = Effects(consumer_name)
    stream = nats.jetstream()
    subject = note().nats_subject
    await stream.publish(subject, b"not json")
    await stream.publish(
        subject, orjson.dumps({"specversion": "1.0", "id": "x", "source": "s", "type": note().type})
    )
    await publish(nats, note("poison"), note(f"good {consumer_name}"))

    async def buried() -> bool:
        return len(await database.rows("SELECT 1 FROM dead_letter")) >= 3

    async with running(Consumer(effects.subscriptions, worker_database, nats)):
        await until(lambda: _seen(effects, f"good {consumer_name}"))
        await until(buried)
    letters = await database.rows(
        "SELECT reason, event_type, digest FROM dead_letter ORDER BY stream_sequence"
    )
    reasons = [letter["reason"] for letter in letters]
    assert reasons[0] == "not JSON"
    assert reasons[1].startswith("faulty members: aggregate_id")
    assert reasons[2] == "RuntimeError in the subscriber"


def request(letter_id: UUID, service: str = "consent") -> DeadLetterReplayRequested:
    envelope = note(aggregate_id=letter_id).model_dump(exclude={"title"})
    return DeadLetterReplayRequested(**envelope, service=service)


async def test_a_dead_letter_is_told_of_and_after_mending_replayed_with_one_effect(
    database: TestDatabase, worker_database: Database, nats: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "MAX_DELIVER", 1)
    effects, event = Effects("consent"), note("mended")
    effects.failures = 3  # in the batch, alone, and when it is replayed for the first time
    await publish(nats, event)
    told = "SELECT data, aggregate_id FROM outbox WHERE type = 'slussen.consent.dead-letter.noted.v1' ORDER BY seq"

    async def states() -> list[tuple[str, int, str]]:
        found = [orjson.loads(row["data"]) for row in await database.rows(told)]
        return [(data["state"], data["deliveries"], data["reason"]) for data in found]

    async def has_told(count: int) -> bool:
        return len(await states()) == count

    async with running(Consumer(effects.subscriptions, worker_database, nats)):
        await until(lambda: has_told(1))
        [row] = await database.rows(told)
        letter = row["aggregate_id"]
        await publish(nats, request(uuid4()), request(letter, "referrals"), request(letter))
        await until(lambda: has_told(2))
        await publish(nats, request(letter), request(letter))
        await until(lambda: has_told(3))
        await publish(nats, request(letter), note("last"))
        await until(lambda: _seen(effects, "last"))
    assert [state[:2] for state in await states()] == [("waiting", 1), ("waiting", 2), ("replayed", 3)]
    assert effects.seen == ["mended", "last"]
    assert orjson.loads(row["data"])["members"][-2:] == ["time", "type"]
    assert len(await database.rows("SELECT 1 FROM dead_letter WHERE replayed_at IS NOT NULL")) == 1


def test_of_a_dead_letter_only_plain_names_of_members_are_told() -> None:
    body = orjson.dumps({"id": "x", "a b": 1, "data": {"name": "Anna", "m1": 2}})
    assert members_of(body) == ("data", "data.name", "id")
    assert [members_of(faulty) for faulty in (b"", b"[1]", b"{", b"[" * 100_000)] == [(), (), (), ()]


async def test_how_full_the_stream_is_can_be_told(nats: Client) -> None:
    assert [percent_of(held, 100) for held in (0, 69, 70, 101)] == [0, 69, 70, 101]
    assert percent_of(5, -1) == 0
    assert await filled_percent(nats) == 0


async def test_a_passing_failure_is_retried_and_nothing_of_it_remains(
    database: TestDatabase, worker_database: Database, nats: Client, consumer_name: str
) -> None:
    effects = Effects(consumer_name)
    effects.failures = 2
    await publish(nats, note(f"again {consumer_name}"))
    async with running(Consumer(effects.subscriptions, worker_database, nats)):
        await until(lambda: _seen(effects, f"again {consumer_name}"))
    assert await database.rows("SELECT 1 FROM dead_letter") == []


async def test_only_one_relay_leads_and_another_takes_over(settings: ServiceSettings, nats: Client) -> None:
    url = settings.worker_database_url.get_secret_value()
    first, second = Relay(url, nats, source="sample"), Relay(url, nats, source="sample")

    async def leads(relay_: Relay) -> bool:
        return relay_.is_leader

    async with running(second):
        async with running(first):
            await until(lambda: _either(first, second))
            assert first.is_leader != second.is_leader
        await until(lambda: leads(second))


async def _either(first: Relay, second: Relay) -> bool:
    return first.is_leader or second.is_leader


async def test_a_batch_goes_out_atomically_and_one_known_id_does_not_stop_it(nats: Client) -> None:
    known = note("known")
    messages = [(known.nats_subject, b"{}", str(known.id)), (known.nats_subject, b"{}", str(new_id()))]
    before = (await nats.jetstream().stream_info("SLUSSEN")).state.messages
    assert await relay._publish_atomically(nats, messages)
    fresh = (known.nats_subject, b"{}", str(new_id()))
    await relay.publish(nats, [messages[0], fresh])
    after = (await nats.jetstream().stream_info("SLUSSEN")).state.messages
    assert after - before == 3


async def test_a_row_is_found_by_its_event_and_changed_under_its_controller_alone(
    client: httpx.AsyncClient, database: TestDatabase, worker_database: Database
) -> None:
    note_id = UUID((await client.post(NOTES, json={"title": "A"})).json()["id"])
    query = text("SELECT responsible_authority_id FROM note WHERE id = :id")
    change = text("UPDATE note SET title = 'B' WHERE id = :id")
    async with worker_database.transaction(Context()) as session:
        connection = await session.connection()
        assert (await connection.execute(query, {"id": note_id})).first() is None
        await set_context(session, Context(reference=note_id))
        [controller] = (await connection.execute(query, {"id": note_id})).one()
        assert (await connection.execute(change, {"id": note_id})).rowcount == 0
        await set_context(session, Context(authority_id=controller))
        assert (await connection.execute(change, {"id": note_id})).rowcount == 1


@pytest.mark.parametrize("role", ["app", "worker"])
async def test_no_role_that_logs_in_can_change_or_remove_a_trace(database: TestDatabase, role: str) -> None:
    connection = await asyncpg.connect(getattr(database.urls, role))
    try:
        for statement in (
            "UPDATE audit_entry SET actor = 'x'",
            "DELETE FROM audit_entry",
            "TRUNCATE audit_entry",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


async def test_the_roles_that_log_in_own_nothing_and_bypass_nothing(database: TestDatabase) -> None:
    owners = await database.rows("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    assert owners == [{"tableowner": "sample_owner"}]
    powers = await database.rows(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'sample_%' AND (rolbypassrls OR rolsuper)"
    )
    assert powers == []
