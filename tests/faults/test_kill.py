"""kill -9 of each process under load: nothing acknowledged is lost, nothing has its effect twice (fault A1, short)."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import nats
import pytest

from slussen_client import SlussenError
from slussen_local.demo import journal
from slussen_local.demo.browser import open_http
from slussen_local.demo.machine import Machine
from slussen_local.demo.places import OREBRO_PLACE, Outside
from slussen_local.environment import seed
from slussen_local.layout import Layout
from slussen_local.record import Record
from tests.system.conftest import free_port_base, registered_orebro, slussen

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

VICTIMS = ("consent", "workers", "gateway", "nats", "postgres", "identity-provider")
PATIENCE_SECONDS = 60.0
REFUSALS = {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Layout]:
    """Return a system that this test may kill."""
    del tmp_path
    folder = Path(f"/tmp/slf-{os.getpid()}")  # noqa: S108 - a socket's path must be short
    layout = Layout(folder, free_port_base())
    started = slussen(layout, "up", "--background", "--no-demo-data")
    assert started.returncode == 0, started.stdout + started.stderr
    yield layout
    slussen(layout, "stop")
    slussen(layout, "reset", "--yes")


@dataclass
class Ledger:
    """What was sent, and what was acknowledged, kept outside the system."""

    sent: list[journal.Event] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)
    unknown: int = 0
    other: list[int] = field(default_factory=list)


async def post_until(stop: asyncio.Event, machine: Machine, ledger: Ledger, to_unit: str) -> None:
    """Post one event after the other, each again with the same id until it is acknowledged."""
    midwives = OREBRO_PLACE.county.maternal_health_care
    while not stop.is_set():
        [event] = journal.many_consents(1, at_unit=midwives, to_unit=to_unit)
        ledger.sent.append(event)
        while not stop.is_set() and not await _acknowledged(machine, ledger, event):
            await asyncio.sleep(0.05)


async def _acknowledged(machine: Machine, ledger: Ledger, event: journal.Event) -> bool:
    headers = {"Content-Type": journal.ONE}
    try:
        headers["Authorization"] = f"Bearer {await machine.bearer()}"
        answer = await machine.http.post(f"{machine.origin}{journal.EVENTS}", json=event, headers=headers)
    except (httpx.HTTPError, SlussenError):
        ledger.unknown += 1
        return False
    if answer.is_success:
        ledger.acknowledged[event["id"]] = answer.json()["consentId"]
    elif answer.status_code not in REFUSALS:
        ledger.other.append(answer.status_code)
    return answer.is_success


async def healthy(layout: Layout, http: httpx.AsyncClient) -> float:
    """Wait until all parts are up; return the seconds it took."""
    since = time.monotonic()
    while time.monotonic() - since < PATIENCE_SECONDS:
        try:
            answer = await http.get(f"{layout.origin}/health")
            if answer.is_success and answer.json()["status"] == "up":
                return time.monotonic() - since
        except httpx.HTTPError:
            pass
        await asyncio.sleep(0.1)
    pytest.fail("not healthy again")


def pid_of(layout: Layout, part: str) -> int:
    record = Record.load(layout.run)
    assert record is not None
    if part == "supervisor":
        return record.supervisor.pid
    return next(one.program.pid for one in record.parts if one.name == part)


async def test_what_was_acknowledged_is_there_after_any_process_was_killed(
    alone: Layout, record_property: Any
) -> None:
    ledger, stop = Ledger(), asyncio.Event()
    async with open_http() as http:
        outside = Outside(http, alone.origin, alone.issuer, alone.vault.folder)
        registered = await registered_orebro(alone)
        unit = registered.units["preventive_social_services"]
        machine = outside.machine("journal-orebro")
        posting = [asyncio.create_task(post_until(stop, machine, ledger, unit)) for _ in range(4)]
        for victim in VICTIMS:
            before = len(ledger.acknowledged)
            os.kill(pid_of(alone, victim), signal.SIGKILL)
            await asyncio.sleep(0.3)
            record_property(f"healthy_after_{victim}_s", round(await healthy(alone, http), 2))
            while len(ledger.acknowledged) < before + 20:
                await asyncio.sleep(0.05)
        os.kill(pid_of(alone, "supervisor"), signal.SIGKILL)
        await asyncio.sleep(0.5)
        assert (
            await asyncio.to_thread(slussen, alone, "up", "--background", "--no-demo-data")
        ).returncode == 0
        await healthy(alone, http)
        stop.set()
        await asyncio.gather(*posting)
        await check(alone, ledger, machine)
    record_property("acknowledged", len(ledger.acknowledged))
    record_property("unknown", ledger.unknown)
    assert not broken_in(alone)
    assert not ledger.other, "only refusals that a client may retry"


def broken_in(layout: Layout) -> list[str]:
    """Return what the processes logged as broken on their side."""
    lines = [line for path in layout.logs.glob("*.log") for line in path.read_text().splitlines()]
    return [line for line in lines if '"unhandled error"' in line]


async def check(layout: Layout, ledger: Ledger, machine: Machine) -> None:
    """Compare the ledger with the rows, the outbox and the stream."""
    by_id = {event["id"]: event for event in ledger.sent}
    for event_id, consent_id in ledger.acknowledged.items():
        again = await journal.post(machine, by_id[event_id])
        assert again["consentId"] == consent_id
    connection = await asyncpg.connect(layout.admin_url.rsplit("/", 1)[0] + "/slussen_consent")
    kept = await connection.fetchval("SELECT count(*) FROM consent")
    announced = await connection.fetchval("SELECT count(*) FROM outbox")
    assert len(ledger.acknowledged) <= kept == announced <= len(ledger.sent)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while await connection.fetchval("SELECT count(*) FROM outbox WHERE published_at IS NULL"):
        assert time.monotonic() < deadline, "the outbox was not drained"
        await asyncio.sleep(0.1)
    await connection.close()
    client = await nats.connect(layout.nats_url, nkeys_seed_str=seed(layout, "admin"))
    subjects = await client.jetstream().streams_info()
    stream = next(info for info in subjects if info.config.name == "SLUSSEN")
    assert stream.state.messages >= kept
    await client.close()
    inbox = await _inbox_of_referrals(layout, kept)
    assert inbox >= kept


async def _inbox_of_referrals(layout: Layout, expected: int) -> int:
    """Return how many events the subscriber has had, each once, after waiting for all of them."""
    connection = await asyncpg.connect(layout.admin_url.rsplit("/", 1)[0] + "/slussen_referrals")
    deadline = time.monotonic() + PATIENCE_SECONDS
    had = 0
    while had < expected and time.monotonic() < deadline:
        had = await connection.fetchval("SELECT count(*) FROM inbox")
        await asyncio.sleep(0.1)
    await connection.close()
    return had
