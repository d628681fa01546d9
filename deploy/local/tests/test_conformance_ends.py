"""The suites for intranets and journal systems, each against an end that keeps its part and ends that do not."""

import asyncio
import base64
import contextlib
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from slussen_local.commands import main
from slussen_local.conformance import intranet, journal_system
from slussen_local.conformance.report import Finding, Report

MODULE = b"export {};\n"
DIGEST = "sha384-" + base64.b64encode(hashlib.sha384(MODULE).digest()).decode()
NOW = datetime(2026, 11, 28, 8, tzinfo=UTC)
Answerer = Callable[[dict[str, str], bytes, str], tuple[int, dict[str, str], bytes]]


@asynccontextmanager
async def serving(answer: Answerer) -> AsyncIterator[str]:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        status, given, content = answer(headers, body, scope["path"])
        sent = [(name.encode(), value.encode()) for name, value in given.items()]
        await send({"type": "http.response.start", "status": status, "headers": sent})
        await send({"type": "http.response.body", "body": content})

    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off", ws="none"))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.002)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


def failed(findings: Sequence[Finding]) -> set[str]:
    return {one.code for one in findings if not one.is_good}


# Intranets -----------------------------------------------------------------------------------------------------

GOOD_PAGE = f"""<!doctype html><title>x</title>
<script type="module" crossorigin src="/referrals/web/v1/0123456789abcdef/slussen.js" integrity="{DIGEST}"></script>
<slussen-referral-form client="my-intranet" code-from="/code"></slussen-referral-form>"""
POLICY = f"script-src '{DIGEST}'; connect-src 'self'"


def page(html: str, policy: str = POLICY) -> Answerer:
    def answer(_: dict[str, str], __: bytes, path: str) -> tuple[int, dict[str, str], bytes]:
        if path.endswith(".js"):
            return 200, {"content-type": "text/javascript"}, MODULE
        return 200, {"content-type": "text/html", "content-security-policy": policy}, html.encode()

    return answer


async def read(url: str) -> Sequence[Finding]:
    def reading() -> Sequence[Finding]:
        with httpx.Client(timeout=10, trust_env=False) as http:
            return intranet.run(url, http, now=lambda: NOW).findings

    return await asyncio.to_thread(reading)


async def test_a_sound_page_conforms() -> None:
    async with serving(page(GOOD_PAGE)) as url:
        findings = await read(url)
    assert failed(findings) == set()


@pytest.mark.parametrize(
    ("html", "policy", "codes"),
    [
        (GOOD_PAGE, "", {"policy-is-there", "policy-is-strict"}),
        (GOOD_PAGE, "script-src 'self' 'unsafe-inline'", {"policy-is-strict"}),
        (GOOD_PAGE + "<script>1</script>", POLICY, {"nothing-inline"}),
        (GOOD_PAGE + "<a onclick=x>", POLICY, {"nothing-inline"}),
        (GOOD_PAGE.replace("sha384-", "sha384-x"), POLICY, {"module-is-what-was-agreed"}),
        (GOOD_PAGE.replace("crossorigin", ""), POLICY, {"module-is-asked-for-rightly"}),
        (GOOD_PAGE.replace(' client="my-intranet"', ""), POLICY, {"client-is-named"}),
        (GOOD_PAGE + "<p>eyJhbGciOiJFUzI1NiJ9.e30.x</p>", POLICY, {"no-token-in-the-page"}),
        ("<p>x</p>", POLICY, {"component-is-there", "module-is-loaded"}),
    ],
    ids=["no policy", "loose", "script", "handler", "digest", "crossorigin", "client", "token", "nothing"],
)
async def test_a_page_that_does_otherwise_is_told_what(html: str, policy: str, codes: set[str]) -> None:
    async with serving(page(html, policy)) as url:
        findings = await read(url)
    assert failed(findings) == codes


# Journal systems -----------------------------------------------------------------------------------------------


NUMBER = "201701012393"


def event(number: int, **changed: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": f"evt-{number}",
        "source": "/journal",
        "type": "slussen.journal.consent.withdrawn.v1",
        "time": "2026-11-28T08:00:00Z",
        "data": {"externalId": f"s-{number}"},
        **changed,
    }


async def posted(http: httpx.AsyncClient, one: dict[str, Any], *, pause: float, **changed: str) -> None:
    """Post an event, and again while it is refused for now."""
    headers = {
        "content-type": "application/cloudevents+json",
        "authorization": "Bearer x",
        "traceparent": f"00-{'1' * 32}-{'2' * 16}-01",
    }
    path = changed.pop("path", journal_system.PATH)
    while True:
        answer = await http.post(path, content=json.dumps(one), headers=headers | changed)
        if answer.status_code not in {429, 503} or pause < 0:
            return
        await asyncio.sleep(pause)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_system, "WAIT_SECONDS", 0.1)


async def judged(events: list[dict[str, Any]], *, pause: float = 0.1, **changed: str) -> list[Finding]:
    endpoint = journal_system.Endpoint(most=20)
    transport = httpx.ASGITransport(app=endpoint)
    async with httpx.AsyncClient(transport=transport, base_url="http://journal.example") as http:
        for one in events:
            await posted(http, one, pause=pause, **changed)
    return journal_system.judge(endpoint.seen)


@pytest.mark.usefixtures("quick")
async def test_a_sound_journal_conforms() -> None:
    findings = await judged([event(1), event(2), event(3)])
    assert failed(findings) == set()
    assert len(findings) == 8


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("events", "changed", "codes"),
    [
        ([event(1), event(2), event(3)], {"authorization": ""}, {"token"}),
        ([event(1), event(2), event(3)], {"path": "/events"}, {"path"}),
        (
            [event(1), event(2), event(3)],
            {"path": f"{journal_system.PATH}?pnr={NUMBER}"},
            {"no-number-in-address"},
        ),
        ([event(1), event(2), event(2)], {}, {"distinct-ids"}),
        ([event(1), event(2), event(3, data={})], {}, {"sound-events"}),
        ([event(1)], {}, {"too-many"}),
    ],
    ids=["no token", "another path", "number", "same id", "unsound", "too few"],
)
async def test_a_journal_that_does_otherwise_is_told_what(
    events: list[dict[str, Any]], changed: dict[str, str], codes: set[str]
) -> None:
    assert failed(await judged(events, **changed)) == codes


@pytest.mark.usefixtures("quick")
async def test_a_journal_that_gives_up_or_does_not_wait_is_told_so() -> None:
    assert {"service-away", "too-many"} <= failed(await judged([event(n) for n in range(5)], pause=-1))
    assert "service-away" in failed(await judged([event(1), event(2), event(3)], pause=0))


def test_a_journal_that_sends_nothing_is_told_so() -> None:
    (only,) = journal_system.judge([])
    assert (only.code, only.fault) == ("reached", "network")


async def test_it_listens_where_it_is_told_until_enough_has_come(unused_tcp_port: int) -> None:
    url = f"http://127.0.0.1:{unused_tcp_port}"
    listening = asyncio.create_task(journal_system.listen(url, seconds=20, now=lambda: NOW, enough=1))
    async with httpx.AsyncClient(base_url=url) as http:
        while not listening.done():
            with contextlib.suppress(httpx.TransportError):
                await posted(http, event(1), pause=-1)
            await asyncio.sleep(0.02)
    report = await listening
    assert (report.role, report.at) == ("journal-system", NOW)
    assert "service-away" in failed(report.findings)


# The command ---------------------------------------------------------------------------------------------------


def test_nothing_tried_proves_nothing() -> None:
    assert not Report("intranet", "x", NOW, []).is_good


def test_the_command_tells_by_its_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SLUSSEN_DATA", str(tmp_path))
    assert (
        main(["conformance", "http://127.0.0.1:9/x", "--as", "intranet", "--report", str(tmp_path / "r")])
        == 1
    )
    assert "(network)" in capsys.readouterr().out
    assert len(list((tmp_path / "r").iterdir())) == 2
    assert main(["conformance", "https://far.example", "--as", "journal-system"]) == 1
    assert "address of this machine" in capsys.readouterr().err
