import asyncio
import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from browser import ORIGIN, Browser, led_to
from echo_service import EchoService
from nats.js.kv import KeyValue
from signing_issuer import SigningIssuer, query_of
from standing import Edge, caller_of

from slussen_chassis.authentication import Authentication
from slussen_gateway.edge.rate_limit import ClientLimiter, RateLimiter
from slussen_gateway.edge.replies import local_path

SESSION = "__Host-slussen"
OWN_PAGE = {"Origin": ORIGIN, "Slussen-Request": "1", "Content-Type": "application/json"}
Buckets = dict[str, KeyValue]


@pytest.fixture
def browser(edge: Edge) -> Browser:
    return Browser(edge)


async def test_a_login_ends_where_it_began_with_a_strict_cookie_and_no_token_in_the_browser(
    browser: Browser, service: EchoService
) -> None:
    answer = await browser.log_in("/statistics/v1/tables?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/statistics/v1/tables?x=1")
    assert list(browser.cookies) == [SESSION]
    assert browser.attributes[SESSION].endswith("; Path=/; Secure; HttpOnly; SameSite=Strict")
    assert len(browser.cookies[SESSION]) == 43
    assert (await browser.get("/consent/v1/thing")).status_code == 200
    caller = caller_of(service.last)
    assert (caller.kind, caller.profession, caller.client_id) == ("user", "midwife", "slussen-gateway")
    assert SESSION not in str(service.last)


async def test_the_request_to_the_issuer_is_pushed_and_carries_pkce_state_and_nonce(
    browser: Browser, issuer: SigningIssuer
) -> None:
    url = await browser.begin()
    assert set(query_of(url)) == {"client_id", "request_uri"}
    pushed = issuer._requests[query_of(url)["request_uri"]]
    assert pushed["code_challenge_method"] == "S256"
    assert len(pushed["state"]) == len(pushed["nonce"]) == 43
    assert pushed["redirect_uri"] == f"{ORIGIN}/auth/callback"
    assert pushed["resource"] == "urn:slussen:api"


async def test_a_surer_login_is_asked_for_at_the_issuer_and_anything_but_a_level_is_left_out(
    browser: Browser, issuer: SigningIssuer
) -> None:
    level = "http://id.sambi.se/loa/loa3"
    url = await browser.begin(f"/&acr_values={level}")
    pushed = issuer._requests[query_of(url)["request_uri"]]
    assert (pushed["acr_values"], pushed["prompt"]) == (level, "login")
    url = await browser.begin("/&acr_values=a%20b%22")
    assert "acr_values" not in issuer._requests[query_of(url)["request_uri"]]


async def test_without_pushed_requests_the_parameters_go_with_the_browser(
    browser: Browser, issuer: SigningIssuer, edge: Edge
) -> None:
    metadata = issuer._metadata()
    del metadata["pushed_authorization_request_endpoint"]
    issuer._metadata = lambda: metadata
    await edge.app._issuer._fetch()
    query = query_of(await browser.begin())
    assert query["response_type"] == "code"
    assert query["code_challenge_method"] == "S256"


async def test_two_tabs_may_log_in_at_once(browser: Browser) -> None:
    first, second = await browser.begin("/a"), await browser.begin("/b")
    callback_of_second = await browser.at_issuer(second)
    callback_of_first = await browser.at_issuer(first)
    assert (await browser.arrive(callback_of_second)).headers["location"] == "/b"
    assert (await browser.arrive(callback_of_first)).headers["location"] == "/a"
    assert (await browser.get("/auth/session")).status_code == 200


async def test_more_logins_than_people_begin_are_held_back(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    limiter = ClientLimiter(RateLimiter("login", per_second=0.1, burst=2), ())
    login = browser.edge.app._gatekeeper._pages._pages[b"/auth/login"].answer.__self__
    monkeypatch.setattr(login, "_limiter", limiter)
    answers = [await browser.get("/auth/login") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert answers[2].headers["ratelimit-policy"] == '"login";q=2;w=20'


async def test_attempts_that_were_never_finished_do_not_pile_up(browser: Browser) -> None:
    for _ in range(10):
        await browser.begin()
    assert len(browser.cookies) <= 7


async def test_a_login_ends_the_session_before_it(browser: Browser) -> None:
    await browser.log_in()
    before = dict(browser.cookies)
    await browser.log_in()
    assert browser.cookies != before
    browser.cookies = before
    assert (await browser.get("/auth/session")).status_code == 401


async def test_an_answer_that_was_not_asked_for_here_is_refused(browser: Browser, edge: Edge) -> None:
    callback = await browser.at_issuer(await browser.begin())
    victim = Browser(edge)
    answer = await victim.get(callback)
    assert (answer.status_code, answer.json()["code"]) == (400, "login-failed")
    assert not victim.cookies


@pytest.mark.parametrize(
    "changed",
    [{"iss": "https://evil.example"}, {"iss": ""}, {"state": "other"}, {"state": ""}, {"code": "guess"}],
)
async def test_a_changed_answer_is_refused(
    browser: Browser, issuer: SigningIssuer, changed: dict[str, str]
) -> None:
    issuer.changed_answer = changed
    callback = await browser.at_issuer(await browser.begin())
    assert (await browser.get(callback)).status_code == 400
    assert SESSION not in browser.cookies


async def test_a_code_is_good_once(browser: Browser) -> None:
    callback = await browser.at_issuer(await browser.begin())
    kept = dict(browser.cookies)
    assert (await browser.get(callback)).status_code == 200
    browser.cookies = kept
    assert (await browser.get(callback)).status_code == 400


async def test_a_user_who_changes_their_mind_is_back_at_the_start_page(
    browser: Browser, issuer: SigningIssuer
) -> None:
    issuer.changed_answer = {"code": "", "error": "access_denied"}
    answer = await browser.get(await browser.at_issuer(await browser.begin()))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert not browser.cookies


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "other"},
        {"nonce": None},
        {"aud": "other"},
        {"iss": "other"},
        {"sub": "other"},
        {"azp": "other"},
        {"exp": 1},
    ],
    ids=str,
)
async def test_an_id_token_that_does_not_belong_to_the_attempt_is_refused(
    browser: Browser, issuer: SigningIssuer, changed: dict[str, Any]
) -> None:
    issuer.changed_id_claims = changed
    answer = await browser.get(await browser.at_issuer(await browser.begin()))
    assert (answer.status_code, answer.json()["code"]) == (400, "login-failed")


async def test_a_state_cookie_that_was_changed_or_moved_is_refused(browser: Browser) -> None:
    callback = await browser.at_issuer(await browser.begin())
    (name,) = browser.cookies
    sealed = browser.cookies[name]
    for value in (sealed[:-3] + "AAA", "9." + sealed, "", "å"):
        browser.cookies[name] = value if value.isascii() else "x"
        assert (await browser.get(callback)).status_code == 400
    browser.cookies = {name: sealed}
    assert (await browser.get(callback)).status_code == 200


async def test_the_hop_within_the_site_needs_its_own_cookie(browser: Browser, edge: Edge) -> None:
    for path in ("/auth/arrived", "/auth/arrived?attempt=0123456789abcdef", "/auth/arrived?attempt=../x"):
        assert (await browser.get(path)).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:x",
        "",
        "x",
        "/auth/logout",
        "/a\r\nb",
        "/a b",
        "/å",
        '/"',
    ],
)
def test_only_plain_local_paths_are_gone_on_to(path: str) -> None:
    assert local_path(path) == "/"


def test_local_paths_are_gone_on_to() -> None:
    assert local_path("/a/b?c=d&e=%20#f") == "/a/b?c=d&e=%20#f"
    assert local_path(None) == "/"


async def test_while_the_issuer_is_down_nobody_logs_in_and_sessions_go_on(
    browser: Browser, issuer: SigningIssuer
) -> None:
    await browser.log_in()
    issuer.is_down = True
    answer = await browser.get("/auth/login")
    assert (answer.status_code, answer.json()["code"]) == (503, "login-unavailable")
    assert (await browser.get("/consent/v1/thing")).status_code == 200


async def test_a_page_of_another_site_can_not_use_the_cookie(browser: Browser, service: EchoService) -> None:
    await browser.log_in()
    path = "/consent/v1/thing"
    for changed in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Slussen-Request": "0"}):
        answer = await browser.send("POST", path, OWN_PAGE | changed)
        assert (answer.status_code, answer.json()["code"]) == (403, "cross-site-request")
    for missing in ("Origin", "Slussen-Request"):
        headers = {name: value for name, value in OWN_PAGE.items() if name != missing}
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert (await browser.send(method, path, headers)).status_code == 403
    assert not service.requests
    assert (await browser.send("POST", path, OWN_PAGE)).status_code == 200


async def test_the_session_tells_who_is_logged_in_and_nothing_secret(browser: Browser) -> None:
    await browser.log_in()
    answer = await browser.get("/auth/session")
    session = answer.json()
    assert (session["name"], session["profession"], session["countyCode"]) == (
        "Anna Barnmorska",
        "midwife",
        "18",
    )
    assert session["refusal"] is None
    assert "eyJ" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_a_user_of_an_unregistered_unit_is_logged_in_without_access(
    browser: Browser, issuer: SigningIssuer
) -> None:
    issuer.user["healthCareUnitHsaId"] = "SE2321000164-GONE"
    await browser.log_in()
    session = (await browser.get("/auth/session")).json()
    assert (session["refusal"], "scopes" in session) == ("unit-unknown", False)
    assert (await browser.get("/consent/v1/thing")).json()["code"] == "unit-unknown"


async def test_logging_out_ends_the_session_here_and_leads_to_its_end_at_the_issuer(
    browser: Browser, issuer: SigningIssuer
) -> None:
    await browser.log_in()
    cookie = browser.cookies[SESSION]
    answer = await browser.post("/auth/logout")
    assert answer.status_code == 200
    assert led_to(answer).startswith(f"{issuer.url}/logout?")
    query = query_of(led_to(answer))
    assert query["post_logout_redirect_uri"] == f"{ORIGIN}/"
    assert query["id_token_hint"].count(".") == 2
    assert SESSION not in browser.cookies
    browser.cookies[SESSION] = cookie
    assert (await browser.get("/auth/session")).status_code == 401


async def test_a_script_that_logs_out_is_told_where_to_go(browser: Browser, issuer: SigningIssuer) -> None:
    await browser.log_in()
    answer = await browser.post("/auth/logout", Slussen_Request="1")
    assert answer.json()["location"].startswith(f"{issuer.url}/logout?")


async def test_another_site_can_not_log_anybody_out(browser: Browser) -> None:
    await browser.log_in()
    assert (await browser.post("/auth/logout", Origin="https://evil.example")).status_code == 403
    assert (await browser.get("/auth/logout")).status_code == 405
    assert (await browser.get("/auth/session")).status_code == 200
    assert led_to(await Browser(browser.edge).post("/auth/logout")) == f"{ORIGIN}/"


async def test_how_a_user_logged_in_reaches_the_service_and_outlives_a_renewal(
    browser: Browser, issuer: SigningIssuer, service: EchoService
) -> None:
    issuer.changed_id_claims = {"amr": ["hwk", "pin"], "auth_time": 1_795_161_600}
    issuer.access_seconds = 5
    await browser.log_in()
    issuer.access_seconds = 300
    for _ in range(2):
        assert (await browser.get("/consent/v1/thing")).status_code == 200
        told = caller_of(service.last).authentication
        assert told == Authentication(issuer.url, ("hwk", "pin"), datetime(2026, 11, 20, 8, tzinfo=UTC))
    assert issuer.asked.count("/token") == 2


async def test_an_expired_access_token_is_renewed_behind_the_browsers_back(
    browser: Browser, issuer: SigningIssuer, service: EchoService
) -> None:
    issuer.access_seconds = 5
    await browser.log_in()
    issuer.access_seconds = 300
    issuer.user["profession"] = "child_health_nurse"
    asked = issuer.asked.count("/token")
    answers = await asyncio.gather(*(browser.get("/consent/v1/thing") for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert issuer.asked.count("/token") == asked + 1
    await browser.get("/consent/v1/thing")
    assert caller_of(service.last).profession == "child_health_nurse"


async def test_a_session_that_the_issuer_has_ended_ends_here(browser: Browser, issuer: SigningIssuer) -> None:
    issuer.access_seconds = 5
    await browser.log_in()
    issuer.refuses_renewal = True
    assert (await browser.get("/consent/v1/thing")).status_code == 401


async def test_a_session_outlives_its_token_for_ten_minutes_while_the_issuer_is_down(
    browser: Browser, issuer: SigningIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer.access_seconds = 5
    await browser.log_in()
    issuer.is_down = True
    monkeypatch.setattr("slussen_gateway.edge.renewal.LEASE_SECONDS", 0.3)
    assert (await browser.get("/consent/v1/thing")).status_code == 200
    monkeypatch.setattr("slussen_gateway.edge.renewal.GRACE_SECONDS", -10)
    answer = await browser.get("/consent/v1/thing")
    assert (answer.status_code, answer.json()["code"]) == (503, "not-ready")
    issuer.is_down = False
    assert (await browser.get("/consent/v1/thing")).status_code == 200


@pytest.mark.parametrize("seconds", [30 * 60 + 1, 8 * 3600 + 1])
async def test_a_session_ends_when_it_is_idle_or_old(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    await browser.log_in()
    later = time.time() + seconds
    monkeypatch.setattr("slussen_gateway.edge.sessions.time.time", lambda: later)
    assert (await browser.get("/auth/session")).status_code == 401


async def test_a_used_session_is_noted_as_used(
    browser: Browser, buckets: Buckets, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser.log_in()
    (key,) = await buckets["sessions"].keys()
    before = (await buckets["sessions"].get(key)).revision
    later = time.time() + 61
    monkeypatch.setattr("slussen_gateway.edge.sessions.time.time", lambda: later)
    assert (await browser.get("/auth/session")).status_code == 200
    assert ((await buckets["sessions"].get(key)).revision or 0) > (before or 0)


async def test_the_bucket_holds_neither_the_cookie_nor_anything_readable(
    browser: Browser, buckets: Buckets
) -> None:
    await browser.log_in()
    (key,) = await buckets["sessions"].keys()
    stored = (await buckets["sessions"].get(key)).value or b""
    assert browser.cookies[SESSION] not in key
    assert not any(
        word in stored for word in (b"Anna", b"eyJ", b"midwife", browser.cookies[SESSION].encode())
    )


async def test_a_session_copied_under_another_name_opens_nothing(
    browser: Browser, edge: Edge, buckets: Buckets
) -> None:
    import hashlib

    await browser.log_in()
    (key,) = await buckets["sessions"].keys()
    stored = (await buckets["sessions"].get(key)).value or b""
    await buckets["sessions"].put(hashlib.sha256(b"mine").hexdigest(), stored)
    thief = Browser(edge)
    thief.cookies[SESSION] = "mine"
    assert (await thief.get("/auth/session")).status_code == 401


async def test_a_suspended_users_session_is_refused_at_once(
    browser: Browser, buckets: Buckets, issuer: SigningIssuer
) -> None:
    await browser.log_in()
    subject = issuer.user["sub"]
    grant = {"subject": subject, "state": "suspended", "countyCode": "18"}
    await buckets["grants"].put(f"user.{subject}", json.dumps(grant).encode())
    await asyncio.sleep(0.05)
    assert (await browser.get("/consent/v1/thing")).json()["code"] == "grant-suspended"


async def test_unknown_cookies_are_nobody(browser: Browser) -> None:
    browser.cookies = {SESSION: "x" * 43, "other": "1"}
    assert (await browser.get("/consent/v1/thing")).status_code == 401
    assert (await browser.get("/")).status_code == 200
