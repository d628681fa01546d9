"""What the real edge counts of a machine client's calls, and tells over the bus."""

import asyncio
import contextlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import nats
import pytest
from echo_service import EchoService
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError
from nats.js.kv import KeyValue
from signing_issuer import SigningIssuer
from standing import JOURNAL_GRANT, REGION, Edge, until_ready
from standing import edge as another_edge

from slussen_chassis.streams import ensure_streams
from slussen_contracts.routes import ROUTE_TEMPLATES
from slussen_gateway.edge import usage as counting
from slussen_gateway.usage_report import CountedCalls, RefusedCall, UsageReport
from slussen_local.parts.nats import Nats

CONSENT = "/consent/v1/consents/0190f5c0-e9f1-7d4e-8a55-0c6f2f6f7b11"
ROUTE = "/consent/v1/consents/{}"


@pytest.fixture
def environment(environment: dict[str, Any]) -> dict[str, Any]:
    return environment | {
        "usage_seconds": 0.05,
        "caller_per_second": 0.01,
        "caller_burst": 6,
        "caller_at_once": 3,
        "sandbox": True,
    }


@pytest.fixture
async def reports(bus: Client) -> "Reports":
    """The stream, empty."""
    stream = bus.jetstream()
    try:
        await stream.purge_stream("USAGE")
    except NotFoundError:
        await stream.add_stream(name="USAGE", subjects=["usage.>"])
    return Reports(bus)


class Reports:
    """What gateways have told."""

    def __init__(self, bus: Client) -> None:
        self._bus = bus

    async def all(self) -> list[UsageReport]:
        stream = self._bus.jetstream()
        state = (await stream.stream_info("USAGE")).state
        found = [await stream.get_msg("USAGE", n) for n in range(max(state.first_seq, 1), state.last_seq + 1)]
        return [UsageReport.model_validate_json(message.data or b"") for message in found]

    async def calls(self) -> Counter[tuple[str, str, int, str]]:
        """How often each kind of call was answered, over all gateways and hours."""
        sums: dict[Any, CountedCalls] = {}
        for report in await self.all():
            for one in report.calls:
                sums[
                    report.instance, one.hour, one.client, one.method, one.route, one.status, one.problem
                ] = one
        found: Counter[tuple[str, str, int, str]] = Counter()
        for one in sums.values():
            found[one.client, f"{one.method} {one.route}", one.status, one.problem] += one.calls
        return found

    async def _calls_if_told(self) -> Counter[tuple[str, str, int, str]]:
        with contextlib.suppress(NatsError, TimeoutError):
            return await self.calls()
        return Counter()

    async def refusals(self) -> list[RefusedCall]:
        return [refused for report in await self.all() for refused in report.refusals]

    async def until(self, wanted: dict[tuple[str, str, int, str], int]) -> None:
        found: Counter[tuple[str, str, int, str]] = Counter()
        try:
            async with asyncio.timeout(10):
                while (found := await self._calls_if_told()) != wanted:
                    await asyncio.sleep(0.02)
        except TimeoutError:
            assert found == wanted


async def test_every_call_is_counted_by_what_became_of_it(
    edge: Edge, journal: dict[str, str], reports: Reports
) -> None:
    for _ in range(2):
        assert (await edge.http.get(CONSENT, headers=journal)).status_code == 200
    for status in (404, 503):
        ordered = journal | {"slussen-sandbox": f"fail={status}"}
        assert (await edge.http.get(CONSENT, headers=ordered)).status_code == status
    for _ in range(2):
        await edge.http.get(CONSENT, headers=journal)
    refused = await edge.http.get(CONSENT, headers=journal)
    assert refused.status_code == 429
    await edge.http.get("/consent/v1/anna-andersson", headers=journal)
    await reports.until(
        {
            ("journal", f"GET {ROUTE}", 200, ""): 4,
            ("journal", f"GET {ROUTE}", 404, "sandbox-ordered-failure"): 1,
            ("journal", f"GET {ROUTE}", 503, "sandbox-ordered-failure"): 1,
            ("journal", f"GET {ROUTE}", 429, "too-many-requests"): 1,
            ("journal", "GET /consent/", 429, "too-many-requests"): 1,
        }
    )
    found = await reports.refusals()
    assert [(one.status, one.fault) for one in found] == [
        (404, "sender"),
        (503, "platform"),
        (429, "sender"),
        (429, "sender"),
    ]
    assert refused.json()["instance"].endswith(found[2].trace_id)
    stored = json.dumps([report.model_dump(mode="json") for report in await reports.all()])
    assert "andersson" not in stored
    assert "0190f5c0" not in stored


async def test_two_gateways_add_up(
    edge: Edge, environment: dict[str, Any], journal: dict[str, str], reports: Reports
) -> None:
    async with another_edge(environment) as second:
        await until_ready(second)
        for asked, times in ((edge, 3), (second, 2)):
            for _ in range(times):
                await asked.http.get(CONSENT, headers=journal)
        await reports.until({("journal", f"GET {ROUTE}", 200, ""): 5})
        assert len({report.instance for report in await reports.all() if report.calls}) == 2


async def test_what_is_counted_when_the_gateway_stops_is_told(
    environment: dict[str, Any], buckets: dict[str, KeyValue], journal: dict[str, str], reports: Reports
) -> None:
    async with another_edge(environment | {"usage_seconds": 60}) as edge:
        await until_ready(edge)
        await edge.http.get(CONSENT, headers=journal)
        assert await reports.calls() == {}
    assert await reports.calls() == {("journal", f"GET {ROUTE}", 200, ""): 1}


async def test_a_system_that_is_shut_out_sees_why(
    edge: Edge, buckets: dict[str, KeyValue], journal: dict[str, str], issuer: SigningIssuer, reports: Reports
) -> None:
    await buckets["grants"].put("client.journal", json.dumps(JOURNAL_GRANT | {"state": "suspended"}).encode())
    while (await edge.http.get(CONSENT, headers=journal)).status_code == 200:
        await asyncio.sleep(0.01)
    assert (await edge.http.get(CONSENT, headers={"authorization": "Bearer x"})).status_code == 401
    assert (await edge.http.get(CONSENT)).status_code == 401
    async with asyncio.timeout(10):
        while not (found := await reports.refusals()):
            await asyncio.sleep(0.02)
    assert {(one.client, one.problem, one.route) for one in found} == {("journal", "grant-suspended", ROUTE)}


async def test_the_share_that_is_used_is_told_with_its_peak(
    edge: Edge, journal: dict[str, str], service: EchoService, reports: Reports
) -> None:
    service.release = asyncio.Event()
    asked = [asyncio.create_task(edge.http.get(CONSENT, headers=journal)) for _ in range(3)]
    async with asyncio.timeout(10):
        while not (shares := [s for r in await reports.all() for s in r.shares]) or shares[-1].at_once < 3:
            await asyncio.sleep(0.02)
    assert (await edge.http.get(CONSENT, headers=journal)).json()["code"] == "too-many-at-once"
    service.release.set()
    await asyncio.gather(*asked)
    async with asyncio.timeout(10):
        while not (shares := [s for r in await reports.all() for s in r.shares]) or shares[-1].at_once:
            await asyncio.sleep(0.02)
    last = shares[-1]
    assert (last.client, last.at_once, last.peak_at_once) == ("journal", 0, 3)
    assert (last.used, last.peak_used) == (3, 3)
    assert 1 <= last.peak_authority_used <= 3, "the authority's share fills again meanwhile"
    limits = (await reports.all())[-1].limits
    assert (limits.caller_burst, limits.at_once) == (6, 3)


async def test_a_bus_that_confirms_nothing_slows_no_call_and_the_counts_come_later(
    edge: Edge, journal: dict[str, str], reports: Reports, bus: Client
) -> None:
    await bus.jetstream().delete_stream("USAGE")
    began = asyncio.get_running_loop().time()
    answers = [await edge.http.get(CONSENT, headers=journal) for _ in range(4)]
    assert {answer.status_code for answer in answers} == {200}
    assert asyncio.get_running_loop().time() - began < 1.5, "a confirmation is waited for two seconds"
    await bus.jetstream().add_stream(name="USAGE", subjects=["usage.>"])
    await reports.until({("journal", f"GET {ROUTE}", 200, ""): 4})


async def test_a_bus_that_was_killed_gets_the_counts_when_it_is_back(
    environment: dict[str, Any], folder: Path, journal: dict[str, str]
) -> None:
    own = Nats(folder / "nats")
    await asyncio.to_thread(own.start)
    client = await nats.connect(own.url, reconnect_time_wait=0.05)
    try:
        await ensure_streams(client, max_bytes=64 * 2**20)
        grants, directory = [await client.jetstream().key_value(name) for name in ("grants", "directory")]
        await grants.put("client.journal", json.dumps(JOURNAL_GRANT).encode())
        await directory.put("org.2321000164", json.dumps(REGION).encode())
        async with another_edge(environment | {"nats_url": own.url}) as edge:
            await until_ready(edge)
            assert (await edge.http.get(CONSENT, headers=journal)).status_code == 200
            assert own.process is not None
            own.process.kill()
            own.process.wait()
            for _ in range(3):
                answer = await asyncio.wait_for(edge.http.get(CONSENT, headers=journal), 1.5)
                assert answer.status_code == 200
            await asyncio.to_thread(own.start)
            await Reports(client).until({("journal", f"GET {ROUTE}", 200, ""): 4})
    finally:
        await client.close()
        own.stop()


# What can be tried without an edge -------------------------------------------------------------------------------


def counted(
    usage: counting.Usage, times: int, *, client: str | None = "journal", problem: bytes = b""
) -> None:
    for number in range(times):
        status = 400 if problem else 200
        usage.record(Ended(client, f"/consent/v1/x{number}", status, problem))  # type: ignore[arg-type]


class Ended:
    """A request that has ended."""

    def __init__(self, client: str | None, template: str, status: int, problem: bytes) -> None:
        self.client_id, self.template, self.status, self.problem = client, template, status, problem
        self.outcome, self.fault = "", None
        self.incoming = self
        self.method, self.raw_path, self.trace_id = "GET", template.encode(), "0" * 32


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"code": "consent-not-found", "fault": "sender"}', ("consent-not-found", "sender")),
        (b'{"code": "x", "fault": "recipient"}', ("x", "recipient")),
        (b'{"code": "Anna Andersson", "fault": "y"}', ("", "sender")),
        (b'{"code": ["x"], "fault": ["x"]}', ("", "sender")),
        (b"[1]", ("", "sender")),
        (b"<html>", ("", "sender")),
    ],
)
def test_a_services_problem_is_told_by_its_code_alone(body: bytes, said: tuple[str, str]) -> None:
    usage = counting.Usage(frozenset())
    counted(usage, 1, problem=body)
    assert [(one.problem, one.fault) for one in usage.refusals(9)] == [said]


def test_memory_is_bounded_and_says_what_was_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_LINES", 10)
    usage = counting.Usage(frozenset({"own"}))
    counted(usage, 12)
    counted(usage, 12, client="own")
    counted(usage, 12, client=None)
    usage.gather(0)
    assert (len(usage.untold(99)), usage.dropped) == (10, 2)
    counted(usage, 200, problem=b"{}")
    assert len(usage.refusals(999)) == counting.KEPT_REFUSALS


def test_what_nobody_takes_is_given_up_after_a_day() -> None:
    usage = counting.Usage(frozenset())
    counted(usage, 3)
    (first, *_) = (line[1] * 3600 for line in usage._pending)
    usage.gather(first + 23 * 3600)
    assert (len(usage.untold(9)), usage.dropped) == (3, 0)
    usage.gather(first + 26 * 3600)
    assert (len(usage.untold(9)), usage.dropped) == (0, 3)


def test_what_was_told_is_forgotten_when_its_hour_is_long_over() -> None:
    usage = counting.Usage(frozenset())
    counted(usage, 3)
    (first, *_) = (line[1] * 3600 for line in usage._pending)
    usage.gather(first)
    usage.told(usage.untold(9), ())
    usage.gather(first + 2 * 3600)
    assert (usage.clients(), usage.dropped) == (set(), 0)


def test_the_published_routes_hold_no_names_of_parameters() -> None:
    assert "/integration/v1/clients/{}/calls" in ROUTE_TEMPLATES
    assert not [route for route in ROUTE_TEMPLATES if "{" in route.replace("{}", "")]
