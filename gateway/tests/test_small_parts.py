import asyncio
import base64
import io
import json
from ipaddress import ip_network
from typing import Any

import pytest
from signing_issuer import SigningIssuer
from standing import Edge, environment

from slussen_gateway.edge.access_log import AccessLog
from slussen_gateway.edge.deadlines import Deadlines
from slussen_gateway.edge.problems import prefers_english
from slussen_gateway.edge.rate_limit import MOST_ADDRESSES, RateLimiter, client_key
from slussen_gateway.edge.routing import ROUTES, SERVICES, RoutingTable, template_of
from slussen_gateway.edge.sealing import Keyring
from slussen_gateway.edge.settings import EdgeSettings, read_settings

OLD, NEW = bytes(32), bytes([1]) * 32


def test_what_was_sealed_opens_in_its_own_context_alone() -> None:
    ring = Keyring({1: OLD})
    sealed = ring.seal(b"secret", b"here")
    assert ring.open(sealed, b"here") == b"secret"
    assert ring.open(sealed, b"there") is None
    assert b"secret" not in sealed
    assert ring.seal(b"secret", b"here") != sealed


@pytest.mark.parametrize("position", [0, 1, 2, 10, -1])
def test_what_was_changed_does_not_open(position: int) -> None:
    ring = Keyring({1: OLD})
    sealed = bytearray(ring.seal(b"secret", b"here"))
    sealed[position] ^= 1
    assert ring.open(bytes(sealed), b"here") is None


def test_a_new_key_seals_and_the_old_one_still_opens_until_it_is_gone() -> None:
    sealed = Keyring({1: OLD}).seal_text(b"secret", b"here")
    both = Keyring({1: OLD, 2: NEW})
    assert both.open_text(sealed, b"here") == b"secret"
    assert both.seal(b"x", b"").startswith(b"2.")
    assert Keyring({2: NEW}).open_text(sealed, b"here") is None
    assert Keyring({1: NEW}).open_text(sealed, b"here") is None


@pytest.mark.parametrize("sealed", [b"", b".", b"1.", b"x.abc", b"99999999999.abc", b"1.short"])
def test_what_was_never_sealed_does_not_open(sealed: bytes) -> None:
    assert Keyring({1: OLD}).open(sealed, b"") is None


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"1": "x"}', '{"1": "c2hvcnQ="}', '{"a": "' + base64.b64encode(OLD).decode() + '"}'],
)
def test_what_is_no_keyring_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Keyring.from_json(text)


def test_a_bucket_empties_and_fills_again() -> None:
    limiter = RateLimiter("test", per_second=2, burst=3)
    assert [limiter.take("a", 0).is_allowed for _ in range(4)] == [True, True, True, False]
    assert limiter.take("b", 0).is_allowed
    assert [limiter.take("a", 0.5).is_allowed for _ in range(2)] == [True, False]
    assert [limiter.take("a", 100).is_allowed for _ in range(4)] == [True, True, True, False]
    assert dict(limiter.take("a", 100).headers)[b"retry-after"] == b"1"


def test_the_limiters_memory_is_bounded_and_the_longest_silent_leave_first() -> None:
    limiter = RateLimiter("test", per_second=1, burst=1)
    for number in range(MOST_ADDRESSES + 1):
        limiter.take("loud" if number % 2 else str(number), 0)
    assert len(limiter._buckets) <= MOST_ADDRESSES
    for number in range(MOST_ADDRESSES):
        limiter.take(f"other-{number}", 0)
        limiter.take("loud", 0)
    assert len(limiter._buckets) == MOST_ADDRESSES
    assert not limiter.take("loud", 0).is_allowed


@pytest.mark.parametrize(
    ("peer", "forwarded", "key"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        ("203.0.113.7", b"198.51.100.1", "203.0.113.7"),
        ("10.0.0.1", b"198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", b"6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", b"nonsense", "10.0.0.1"),
        ("2001:db8:1:2:3::4", None, "2001:db8:1:2::/64"),
        (None, None, "local"),
    ],
)
def test_a_client_is_counted_by_the_last_address_that_is_not_our_own(
    peer: str | None, forwarded: bytes | None, key: str
) -> None:
    assert client_key(peer, forwarded, [ip_network("10.0.0.0/8")]) == key


@pytest.mark.parametrize(
    ("header", "english"),
    [
        (None, False),
        (b"", False),
        (b"de", False),
        (b"sv,en", False),
        (b"en", True),
        (b"EN-gb", True),
        (b"sv;q=0.4, en;q=0.5", True),
        (b"en;q=0", False),
        (b"en;q=x", False),
        (b"\xff,en", True),
    ],
)
def test_swedish_is_spoken_unless_english_is_preferred(header: bytes | None, english: bool) -> None:
    assert prefers_english(header) is english


def test_every_service_has_its_route_and_its_own_audience() -> None:
    table = RoutingTable()
    for service in SERVICES:
        route = table.find(f"/{service}/v1/anything/at/all".encode())
        assert route is not None
        assert (route.service, route.audience, route.is_open) == (service, service, False)
    events = table.find(b"/consent/v1/consent-events")
    assert events is not None
    assert events.body_limit == 8 * 1024 * 1024
    rows = table.find(b"/consent/v1/consent-migrations/0199f2ab-7d00-7000-8000-000000000000/rows")
    assert rows is not None
    assert rows.body_limit == 2 * 1024**3
    assert {route.service for route in ROUTES if route.is_open} == set(SERVICES)


def test_surveys_and_published_figures_are_open_and_the_pages_of_staff_are_not() -> None:
    table = RoutingTable()
    for path, is_open in (
        (b"/statistics/pages/survey/Zk3v9QpT4mXb7LrN2sWc8g", True),
        (b"/statistics/pages/survey", True),
        (b"/statistics/pages/survey/x", False),
        (b"/statistics/pages/figures", True),
        (b"/statistics/pages/figures/own", False),
        (b"/statistics/v1/figures/flow/svg", True),
        (b"/statistics/web/v1/slussen-figure.js", True),
        (b"/statistics/web/v1/../v1/entries.js", False),
        (b"/statistics/pages/surveys", False),
        (b"/statistics/pages/reports", False),
    ):
        route = table.find(path)
        assert route is not None
        assert (route.is_page, route.is_open) == (b"/pages/" in path, is_open)


@pytest.mark.parametrize(
    ("path", "template"),
    [
        (b"/consent/v1/consent-events", "/consent/v1/consent-events"),
        (
            b"/consent/v1/consents/0199f2ab-7d00-7000-8000-000000000000/withdrawal",
            "/consent/v1/consents/{}/withdrawal",
        ),
        (b"/consent/v1/people/198501012382", "/consent/v1/people/{}"),
        (b"/statistics/v1/tables/flow%20x/", "/statistics/v1/tables/{}/"),
        (b"/consent/v1/openapi.json", "/consent/v1/openapi.json"),
        (b"/agreements/v1/calendars/" + b"a" * 43 + b".ics", "/agreements/v1/calendars/{}"),
        (b"/statistics/pages/survey/Zk3v9QpT4mXb7LrN2sWc8g", "/statistics/pages/survey/{}"),
    ],
)
def test_a_logged_path_holds_no_identifier(path: bytes, template: str) -> None:
    assert template_of(path) == template


async def test_the_log_tells_how_a_request_ended_and_nothing_about_whom(
    edge: Edge, issuer: SigningIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.StringIO()
    log = AccessLog(written)
    monkeypatch.setattr(edge.app._gatekeeper, "_access_log", log)
    headers = {"authorization": f"Bearer {issuer.user_token()}"}
    await edge.http.get("/consent/v1/people/198501012382?name=Anna", headers=headers)
    await edge.http.get("/consent/v1/anna-andersson")
    await edge.http.get("/anna-andersson")
    await asyncio.sleep(0.3)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["status"] for line in lines] == [200, 401, 404]
    assert lines[0]["route"] == "/consent/v1/people/{}"
    assert lines[0]["outcome"] is None
    assert (lines[0]["client"], len(lines[0]["trace"])) == ("slussen-gateway", 32)
    assert (lines[1]["outcome"], lines[1]["route"]) == ("unauthenticated", "/consent/")
    assert lines[2]["route"] == ""
    personal = ("19850101", "Anna", "anna", issuer.user["sub"], "127.0.0.1", "eyJ")
    assert not any(value in written.getvalue() for value in personal)


async def test_the_log_writes_when_enough_has_been_collected(
    edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slussen_gateway.edge.access_log.BATCH", 2)
    written = io.StringIO()
    monkeypatch.setattr(edge.app._gatekeeper, "_access_log", AccessLog(written))
    for _ in range(2):
        await edge.http.get("/health/live")
    assert len(written.getvalue().splitlines()) == 2


async def test_what_runs_past_its_deadline_is_ended_once() -> None:
    class Late:
        deadline = 0.0
        ended = 0

        def expire(self) -> None:
            self.ended += 1

    deadlines, late, patient = Deadlines(), Late(), Late()
    patient.deadline = float("inf")
    for limited in (late, patient):
        deadlines.add(limited)
    await asyncio.sleep(0.6)
    assert (late.ended, patient.ended) == (1, 0)
    deadlines.discard(patient)


@pytest.fixture
def settings() -> dict[str, Any]:
    issuer = SigningIssuer()
    issuer.url = "http://127.0.0.1:1"
    return environment(issuer, "unix:/run/x.sock", "nats://127.0.0.1:4222")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("public_origin", "http://localhost:8400/"),
        ("public_origin", "localhost:8400"),
        ("public_origin", "ftp://localhost"),
        ("services", {"consent": "unix:/x"}),
        ("services", dict.fromkeys(SERVICES, "somewhere")),
        ("signing_key", '{"kty":"EC","kid":"x"}'),
        ("client_key", "[]"),
        ("session_keys", '{"1": "short"}'),
        ("environment", "production"),
        ("environment", "staging"),
        ("anonymous_per_second", 0),
    ],
)
def test_settings_that_can_not_work_are_refused_at_start(
    settings: dict[str, Any], name: str, value: Any
) -> None:
    EdgeSettings(**settings)
    with pytest.raises(ValueError, match=r".+"):
        EdgeSettings(**(settings | {name: value}))


def test_production_is_accepted_over_https(settings: dict[str, Any]) -> None:
    safe = {
        "environment": "production",
        "public_origin": "https://slussen.example",
        "issuer": "https://idp.example",
    }
    assert EdgeSettings(**(settings | safe)).public_origin == "https://slussen.example"


def test_settings_are_read_from_the_environment_and_a_fault_is_named_without_its_value(
    settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        text = json.dumps(value) if isinstance(value, dict) else str(value)
        monkeypatch.setenv(f"SLUSSEN_GATEWAY_{name.upper()}", text)
    assert read_settings().issuer == "http://127.0.0.1:1"
    monkeypatch.setenv("SLUSSEN_GATEWAY_SESSION_KEYS", '{"1": "c2VjcmV0"}')
    monkeypatch.delenv("SLUSSEN_GATEWAY_ISSUER")
    with pytest.raises(SystemExit) as leaving:
        read_settings()
    assert "SLUSSEN_GATEWAY_SESSION_KEYS" in str(leaving.value)
    assert "SLUSSEN_GATEWAY_ISSUER" in str(leaving.value)
    assert "c2VjcmV0" not in str(leaving.value)


def test_the_pages_of_recipients_outside_are_open_and_their_references_stand_in_no_log() -> None:
    table = RoutingTable()
    for path in (b"/referrals/pages/outside", b"/referrals/pages/outside/visit"):
        route = table.find(path)
        assert route is not None
        assert (route.is_open, route.is_page) == (True, True)
    beside = table.find(b"/referrals/pages/outside/visit/more")
    assert beside is not None
    assert not beside.is_open
    assert template_of(b"/referrals/pages/outside/3km7wq9xta") == "/referrals/pages/outside/{}"
