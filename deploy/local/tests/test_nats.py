import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import nats
import pytest
from nats.aio.client import Client
from nats.errors import TimeoutError as NatsTimeoutError

from slussen_chassis.streams import ensure_streams
from slussen_local import grants
from slussen_local.parts.nats import Nats
from slussen_local.parts.nats_users import service_subjects

STORE = 64 * 1024**2


async def _ignore(_: Exception) -> None:
    """Refusals are looked for by their effect."""


@pytest.fixture
def user(bus: Nats, seeds: dict[str, str]) -> Callable[[str], object]:
    @asynccontextmanager
    async def connected(name: str) -> AsyncIterator[Client]:
        client = await nats.connect(
            bus.url, nkeys_seed_str=seeds[name], error_cb=_ignore, allow_reconnect=False
        )
        try:
            yield client
        finally:
            await client.close()

    return connected


async def test_what_was_acknowledged_survives_kill_9(bus: Nats, user: Callable) -> None:
    async with user("admin") as admin:
        await ensure_streams(admin, max_bytes=STORE)
        for number in range(50):
            await admin.jetstream().publish("slussen.18.consent.x.y.v1", b"%d" % number)
    assert bus.process is not None
    bus.process.kill()
    bus.process.wait()
    bus.start()
    async with user("admin") as admin:
        assert (await admin.jetstream().stream_info("SLUSSEN")).state.messages == 50


async def test_every_message_is_synced_before_it_is_acknowledged(bus: Nats) -> None:
    assert "sync_interval: always" in (bus.folder / "nats.conf").read_text()


async def test_a_service_speaks_in_its_own_name_only(bus: Nats, user: Callable) -> None:
    assert bus.is_ready()
    async with user("admin") as admin, user("consent") as consent:
        await ensure_streams(admin, max_bytes=STORE)
        await consent.jetstream().publish("slussen.18.consent.consent.recorded.v1", b"{}")
        with pytest.raises(NatsTimeoutError):
            await consent.jetstream(timeout=0.5).publish("slussen.18.referrals.referral.sent.v1", b"{}")
        assert (await admin.jetstream().stream_info("SLUSSEN")).state.messages == 1


async def test_a_service_cannot_remove_the_stream_or_change_a_grant(user: Callable) -> None:
    async with user("admin") as admin, user("statistics") as statistics:
        await ensure_streams(admin, max_bytes=STORE)
        await grants.write(admin.jetstream(), "http://intranet.localhost:1")
        with pytest.raises(NatsTimeoutError):
            await statistics.jetstream(timeout=0.5).delete_stream("SLUSSEN")
        await statistics.publish("$KV.grants.client.evil", b"{}")
        await statistics.flush()
        assert (await (await admin.jetstream().key_value("grants")).keys()) == list(
            grants.demo_grants("http://intranet.localhost:1")
        )


async def test_the_gateway_reads_grants_and_writes_sessions(user: Callable) -> None:
    async with user("admin") as admin, user("gateway") as gateway:
        await ensure_streams(admin, max_bytes=STORE)
        await grants.write(admin.jetstream(), "http://intranet.localhost:1")
        bucket = await gateway.jetstream().key_value("grants")
        assert b"consent:record" in (await bucket.get("client.journal-orebro")).value
        watcher = await bucket.watchall()
        assert (await watcher.updates(timeout=2)) is not None
        await watcher.stop()
        sessions = await gateway.jetstream().key_value("sessions")
        await sessions.put("one", b"sealed")
        with pytest.raises(NatsTimeoutError):
            await gateway.jetstream(timeout=0.5).publish("$KV.grants.client.evil", b"{}")


async def test_a_grant_that_was_suspended_is_not_given_back(user: Callable) -> None:
    async with user("admin") as admin:
        await ensure_streams(admin, max_bytes=STORE)
        bucket = await admin.jetstream().key_value("grants")
        await bucket.put("client.bi-client", b'{"state": "suspended"}')
        await grants.write(admin.jetstream(), "http://intranet.localhost:1")
        assert (await bucket.get("client.bi-client")).value == b'{"state": "suspended"}'


def test_nobody_gets_in_without_a_key(bus: Nats) -> None:
    with socket.create_connection(("127.0.0.1", bus.port), 5) as stranger:
        stranger.sendall(b'CONNECT {"verbose":false}\r\nSUB slussen.> 1\r\nPING\r\n')
        said = b""
        while chunk := stranger.recv(4096):
            said += chunk
    assert b"Authorization Violation" in said
    assert b"PONG" not in said


def test_only_agreements_writes_the_directory() -> None:
    may_write = [name for name in ("agreements", "consent") if "$KV.directory.>" in service_subjects(name)]
    assert may_write == ["agreements"]
