import asyncio
import base64
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import orjson
import pytest
from nats.aio.client import Client

from slussen_chassis.testing import TestDatabase
from slussen_contracts.events import to_cloud_event
from slussen_statistics import worker
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.worker import create_worker


async def until(database: TestDatabase, query: str, *arguments: Any) -> None:
    async with asyncio.timeout(15):
        while not await database.rows(query, *arguments):
            await asyncio.sleep(0.05)


async def test_the_worker_counts_what_the_stream_brings(
    settings: StatisticsSettings, database: TestDatabase, nats: Client, make: SimpleNamespace
) -> None:
    centre = uuid4()
    events = make.referrals(3, centre_id=centre)
    for event in (*events, events[0]):
        await nats.jetstream().publish(event.nats_subject, orjson.dumps(to_cloud_event(event)))
    stop = asyncio.Event()
    running = asyncio.create_task(create_worker(settings).run(stop))
    await until(
        database,
        "SELECT 1 FROM figure WHERE area = $1 AND table_id = 'referral-flow' AND count = 3",
        str(centre),
    )
    stop.set()
    await running
    assert await database.rows("SELECT count(*) AS facts FROM fact") == [{"facts": 3}]


@pytest.mark.parametrize("secret", ["not base64!", base64.b64encode(b"short").decode()])
def test_a_secret_that_is_none_is_refused_without_being_shown(
    database: TestDatabase, settings: StatisticsSettings, secret: str
) -> None:
    with pytest.raises(ValueError, match="pseudonym secret") as refusal:
        StatisticsSettings(**{**settings.model_dump(), "pseudonym_secret": secret})
    assert secret not in str(refusal.value)


def test_an_unknown_command_is_refused(monkeypatch: pytest.MonkeyPatch, settings: StatisticsSettings) -> None:
    monkeypatch.setattr(worker, "read_settings", lambda _: settings)
    with pytest.raises(SystemExit, match="usage"):
        worker.main(["rebuilt"])


def test_the_command_rebuilds_and_says_so(
    monkeypatch: pytest.MonkeyPatch, settings: StatisticsSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(worker, "read_settings", lambda _: settings)
    worker.main(["rebuild"])
    assert capsys.readouterr().out == "rebuilt from 0 facts\n"
