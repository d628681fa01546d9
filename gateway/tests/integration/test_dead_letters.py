"""The operators' desk: what a service tells is shown without content, and tried again on an operator's word."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson
import pytest
from integration_parts import Call, Deliver, consent, envelope, system
from nats.aio.client import Client
from starlette.responses import Response

from slussen_chassis import bus
from slussen_chassis.app import Service
from slussen_chassis.auth import Caller
from slussen_chassis.database import Database
from slussen_chassis.testing import TestDatabase, client_for
from slussen_chassis.worker import WorkerParts
from slussen_contracts.catalogue import STREAM
from slussen_contracts.events import to_cloud_event
from slussen_contracts.operations.events import NOTED, DeadLetterState
from slussen_gateway.integration import jobs
from slussen_gateway.integration.settings import IntegrationSettings
from slussen_gateway.integration.worker import create_worker

OPERATOR = Caller("olle", "user", frozenset({"operations:dead-letters"}))
PAGE = "/integration/pages/dead-letters"


def noted(service: str = "referrals", letter_id: UUID | None = None, **more: Any) -> DeadLetterState:
    values = {
        **envelope(letter_id or uuid4(), county_code="00"),
        "service": service,
        "stream_sequence": 7,
        "event_id": uuid4(),
        "event_type": "slussen.consent.consent.withdrawn.v1",
        "reason": "KeyError in the subscriber",
        "digest": "d" * 64,
        "size": 512,
        "members": ("data", "id"),
        "deliveries": 6,
        "state": "waiting",
    }
    return NOTED[service].model_validate({**values, **more})


@pytest.fixture
def operate(app: Service) -> Call:
    async def ask(method: str, path: str, caller: Caller = OPERATOR, **more: Any) -> Any:
        async with client_for(app, caller, "integration") as client:
            return await client.request(method, path, **more)

    return ask


async def test_what_was_noted_is_listed_shown_and_asked_for_again(
    operate: Call, deliver: Deliver, database: TestDatabase
) -> None:
    letter = noted()
    await deliver(letter, noted("consent", event_type=None, event_id=None))
    listed = (await operate("GET", "/operations/v1/dead-letters?service=referrals")).json()["items"]
    assert [(each["id"], each["state"]) for each in listed] == [(str(letter.aggregate_id), "waiting")]
    path = f"/operations/v1/dead-letters/{letter.aggregate_id}"
    assert (await operate("GET", path)).json()["members"] == ["data", "id"]
    assert (await operate("POST", f"{path}/replay")).json()["state"] == "requested"
    [sent] = await database.rows("SELECT type, aggregate_id, data->>'service' AS service FROM outbox")
    assert (sent["type"], sent["aggregate_id"], sent["service"]) == (
        "slussen.integration.dead-letter-replay.requested.v1",
        letter.aggregate_id,
        "referrals",
    )
    again = {"reason": "TypeError in the subscriber", "deliveries": 7, "id": uuid4()}
    await deliver(noted(letter_id=letter.aggregate_id, **again))
    assert (await operate("GET", path)).json()["reason"] == "TypeError in the subscriber"
    await deliver(noted(letter_id=letter.aggregate_id, deliveries=8, state="replayed", id=uuid4()))
    await deliver(noted(letter_id=letter.aggregate_id, deliveries=6, id=uuid4()))
    assert (await operate("GET", path)).json()["state"] == "replayed"
    refused = await operate("POST", f"{path}/replay")
    assert (refused.status_code, refused.json()["code"]) == (409, "dead-letter-replayed")
    assert (await operate("GET", f"/operations/v1/dead-letters/{uuid4()}")).status_code == 404


async def test_all_are_replayed_as_many_as_were_counted(
    operate: Call, deliver: Deliver, database: TestDatabase
) -> None:
    await deliver(noted(), noted(), noted("consent"))
    order = {"service": "referrals", "expectedCount": 3}
    refused = await operate("POST", "/operations/v1/dead-letter-replays", json=order)
    assert refused.json()["code"] == "dead-letter-count-changed"
    done = await operate("POST", "/operations/v1/dead-letter-replays", json=order | {"expectedCount": 2})
    assert done.json() == {"count": 2}
    assert len(await database.rows("SELECT 1 FROM outbox")) == 2


async def test_dead_letters_are_for_operators_and_stand_in_no_feed(
    operate: Call, call: Call, deliver: Deliver
) -> None:
    await deliver(noted())
    for path in ("/operations/v1/dead-letters", PAGE):
        answer: Response = await operate("GET", path, system(scopes="events:read webhooks:manage"))
        assert answer.status_code == 403
    assert (await call(system(), "GET", "/events?after=0")).json()["events"] == []


@pytest.mark.parametrize(("language", "words"), [("sv", "Väntar på åtgärd"), ("en", "To be dealt with")])
async def test_the_page_shows_reasons_and_a_button_and_says_what_was_done(
    operate: Call, deliver: Deliver, language: str, words: str
) -> None:
    letter = noted(reason="faulty members: <b>data</b>")
    await deliver(letter, noted("consent", event_type=None))
    headers = {"Accept-Language": language}
    shown = await operate("GET", f"{PAGE}?service=referrals&state=waiting", headers=headers)
    assert words in shown.text
    assert "faulty members: &lt;b&gt;data" in shown.text
    one = await operate("GET", f"{PAGE}/{letter.aggregate_id}", headers=headers)
    assert "ddd" in one.text
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    done = await operate("POST", f"{PAGE}/{letter.aggregate_id}/replay", content="", headers=form)
    assert done.status_code == 303
    assert "said=letter-requested" in done.headers["location"]
    stale = await operate("POST", f"{PAGE}/replays", content="service=consent&count=5", headers=form)
    assert stale.status_code == 422
    done = await operate("POST", f"{PAGE}/replays", content="service=consent&count=1", headers=form)
    assert done.headers["location"] == f"{PAGE}?said=letters-requested"


@asynccontextmanager
async def working(settings: IntegrationSettings) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(create_worker(settings).run(stop))
    yield
    stop.set()
    await task


async def until(condition: Callable[[], Awaitable[Any]]) -> Any:
    async with asyncio.timeout(20):
        while not (found := await condition()):
            await asyncio.sleep(0.05)
    return found


async def test_the_alarm_is_given_at_seventy_per_cent_of_the_stream_and_not_before(
    nats: Client, settings: IntegrationSettings, worker_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    stream = nats.jetstream()
    config = (await stream.stream_info(STREAM)).config
    parts = WorkerParts(worker_database, nats, settings)
    try:
        await jobs.watch_stream(parts)
        assert caplog.records == []
        await stream.publish("slussen.00.integration.filler.made.v1", b"x" * 80_000)
        await stream.update_stream(config, max_bytes=100_000)
        await jobs.watch_stream(parts)
        assert ["alarm" in record.getMessage() for record in caplog.records] == [True]
    finally:
        await stream.purge_stream(STREAM)
        await stream.update_stream(config, max_bytes=256 * 2**20)


async def test_a_poisoned_event_ends_on_the_desk_and_after_mending_has_exactly_one_effect(
    operate: Call,
    nats: Client,
    *,
    settings: IntegrationSettings,
    database: TestDatabase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All parts for real: stream, worker, outbox, relay, desk; what is broken is the feed's own table."""
    monkeypatch.setattr(bus, "MAX_DELIVER", 1)
    admin = await asyncpg.connect(database.admin_url)
    event = consent()
    body = orjson.dumps(to_cloud_event(event))

    async def letters() -> list[dict[str, Any]]:
        return list((await operate("GET", "/operations/v1/dead-letters")).json()["items"])

    async def replayed() -> bool:
        return [letter["state"] for letter in await letters()] == ["replayed"]

    await admin.execute("ALTER TABLE feed_head RENAME TO feed_head_gone")
    async with working(settings):
        await nats.jetstream().publish(event.nats_subject, body)
        [letter] = await until(letters)
        assert (letter["eventId"], letter["state"]) == (str(event.id), "waiting")
        assert str(event.subject_id) not in str(letter)
        await admin.execute("ALTER TABLE feed_head_gone RENAME TO feed_head")
        for _ in range(2):
            await operate("POST", f"/operations/v1/dead-letters/{letter['id']}/replay")
        await until(replayed)
        await nats.jetstream().publish(event.nats_subject, body)
        await nats.jetstream().publish(event.nats_subject, orjson.dumps(to_cloud_event(last := consent())))
        await until(lambda: database.rows("SELECT 1 FROM feed_entry WHERE event_id = $1", last.id))
    assert (
        len(await database.rows("SELECT DISTINCT position FROM feed_entry WHERE event_id = $1", event.id))
        == 1
    )
    await admin.close()
