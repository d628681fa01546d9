"""Embedded login: a code from the site's backend or from a window of ours, used once, at one site, within a minute."""

import json
import time
from typing import Any

import httpx
import pytest
from browser import ORIGIN, Browser, led_to
from echo_service import EchoService
from nats.js.kv import KeyValue
from signing_issuer import SigningIssuer
from standing import Edge, caller_of

from slussen_gateway.edge import embed_codes

SITE = "http://intranet.localhost:9999"
EVIL = "http://evil.localhost"
CLIENT = "intranet"
COOKIE = "__Host-slussen-embed"
GRANT = {
    "clientId": CLIENT,
    "state": "active",
    "organisationNumber": "2321000164",
    "countyCode": "18",
    "scopes": ["embedding:start", "referrals:send", "referrals:read", "consent:decide", "statistics:record"],
    "unitHsaId": None,
    "embedOrigins": [SITE],
}
Buckets = dict[str, KeyValue]


@pytest.fixture
async def granted(edge: Edge, buckets: Buckets) -> None:
    await grant(edge, buckets, {})


async def grant(edge: Edge, buckets: Buckets, changed: dict[str, Any]) -> None:
    """Write the intranet's grant and wait until the edge has it."""
    before = edge.app._register.grants.generation
    await buckets["grants"].put(f"client.{CLIENT}", json.dumps(GRANT | changed).encode())
    while edge.app._register.grants.generation == before:
        await edge.http.get("/health/live")


async def vouch(
    edge: Edge, issuer: SigningIssuer, *, token: str | None = None, by: str = CLIENT, **body: Any
) -> httpx.Response:
    """Ask for a code as the intranet's backend does."""
    given = {"origin": SITE, "subjectToken": token or issuer.user_token(CLIENT)} | body
    headers = {"authorization": f"Bearer {issuer.client_token(by)}"}
    return await edge.http.post("/embed/codes", json=given, headers=headers)


async def code_of(edge: Edge, issuer: SigningIssuer) -> str:
    answer = await vouch(edge, issuer)
    assert (answer.status_code, answer.json()["expiresInSeconds"]) == (201, 60), answer.text
    return str(answer.json()["code"])


async def exchange(edge: Edge, code: str, *, origin: str = SITE, **headers: str) -> httpx.Response:
    """Exchange a code as the component does."""
    given = {"origin": origin, "slussen-request": "1"} | {n.replace("_", "-"): v for n, v in headers.items()}
    sent = {name: value for name, value in given.items() if value}
    return await edge.http.post("/embed/session", json={"code": code}, headers=sent)


async def ask(
    edge: Edge, name: str, method: str = "GET", *, origin: str = SITE, header: str = "1"
) -> httpx.Response:
    """Ask for something with the embedded session's cookie."""
    headers = {"cookie": f"{COOKIE}={name}", "origin": origin, "slussen-request": header}
    body = {} if method == "GET" else {"json": {}}
    sent = {name: value for name, value in headers.items() if value}
    return await edge.http.request(method, "/referrals/v1/thing", headers=sent, **body)


def session_in(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    return answer.headers["set-cookie"].split(";")[0].removeprefix(f"{COOKIE}=")


def refused(answer: httpx.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


@pytest.mark.usefixtures("granted")
async def test_a_code_becomes_a_partitioned_session_with_what_user_grant_and_embedding_have_in_common(
    edge: Edge, issuer: SigningIssuer, service: EchoService
) -> None:
    answer = await exchange(edge, await code_of(edge, issuer))
    assert answer.headers["set-cookie"].endswith("; Path=/; Secure; HttpOnly; SameSite=None; Partitioned")
    assert answer.headers["access-control-allow-origin"] == SITE
    assert answer.headers["access-control-allow-credentials"] == "true"
    told = answer.json()
    assert told["scopes"] == ["consent:decide", "referrals:read", "referrals:send"]
    assert (told["name"], told["profession"]) == ("Anna Barnmorska", "midwife")
    assert told["endsAt"] - time.time() == pytest.approx(3600, abs=30)
    assert "eyJ" not in answer.text + answer.headers["set-cookie"]
    name = session_in(answer)
    for method in ("GET", "POST"):
        used = await ask(edge, name, method)
        assert (used.status_code, used.headers["access-control-allow-origin"]) == (200, SITE)
    caller = caller_of(service.last, "referrals")
    assert (caller.kind, caller.client_id, caller.profession) == ("user", CLIENT, "midwife")
    assert caller.scopes == {"consent:decide", "referrals:read", "referrals:send"}
    assert COOKIE not in str(service.last)


@pytest.mark.usefixtures("granted")
async def test_a_code_is_good_once_at_its_site_within_a_minute_and_with_the_header(
    edge: Edge, issuer: SigningIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await code_of(edge, issuer)
    session_in(await exchange(edge, code))
    refused(await exchange(edge, code), 403, "embed-code-refused")
    refused(
        await exchange(edge, await code_of(edge, issuer), origin=EVIL),
        403,
        "embed-code-refused",
    )
    refused(await exchange(edge, await code_of(edge, issuer), slussen_request=""), 403, "cross-site-request")
    refused(await exchange(edge, await code_of(edge, issuer), origin=""), 403, "cross-site-request")
    refused(await exchange(edge, "x" * 43), 403, "embed-code-refused")
    code = await code_of(edge, issuer)
    now = time.time()
    monkeypatch.setattr(embed_codes.time, "time", lambda: now + 61)
    refused(await exchange(edge, code), 403, "embed-code-refused")


@pytest.mark.usefixtures("granted")
async def test_the_session_is_for_requests_of_its_site_with_the_header_alone(
    edge: Edge, issuer: SigningIssuer, buckets: Buckets
) -> None:
    name = session_in(await exchange(edge, await code_of(edge, issuer)))
    for method in ("GET", "POST"):
        refused(await ask(edge, name, method, origin=EVIL), 403, "cross-site-request")
        refused(await ask(edge, name, method, origin=""), 403, "cross-site-request")
        refused(await ask(edge, name, method, origin=ORIGIN), 403, "cross-site-request")
        refused(await ask(edge, name, method, header=""), 403, "cross-site-request")
    open_to_all = await edge.http.get("/referrals/web/v1/slussen.js", headers={"cookie": f"{COOKIE}={name}"})
    assert (
        open_to_all.status_code == 200
    )  # a frame of ours loads its module with the cookie and without the header
    as_login = await edge.http.get("/referrals/v1/thing", headers={"cookie": f"__Host-slussen={name}"})
    refused(as_login, 401, "unauthenticated")
    page = await edge.http.get("/referrals/pages", headers={"cookie": f"{COOKIE}={name}", "origin": SITE})
    assert page.headers["location"].startswith("/auth/login")
    await grant(edge, buckets, {"embedOrigins": []})
    refused(await ask(edge, name), 403, "grant-suspended")
    await grant(edge, buckets, {"state": "suspended"})
    refused(await ask(edge, name), 403, "grant-suspended")


@pytest.mark.usefixtures("granted")
async def test_our_own_login_is_nothing_for_a_page_of_another_site(edge: Edge, service: EchoService) -> None:
    browser = Browser(edge)
    await browser.log_in()
    asked = len(service.requests)
    for origin in (SITE, EVIL):
        refused(await browser.get("/referrals/v1/thing", origin=origin), 403, "cross-site-request")
        refused(
            await browser.send("POST", "/referrals/v1/thing", {"Origin": origin, "slussen-request": "1"}),
            403,
            "cross-site-request",
        )
        refused(await browser.get("/auth/session", origin=origin), 401, "unauthenticated")
    assert len(service.requests) == asked


async def test_who_may_not_vouch_gets_no_code(edge: Edge, issuer: SigningIssuer, buckets: Buckets) -> None:
    await grant(edge, buckets, {})
    refused(await vouch(edge, issuer, origin="http://other.localhost"), 403, "embedding-not-granted")
    refused(await vouch(edge, issuer, origin=f"{SITE}/"), 403, "embedding-not-granted")
    refused(await vouch(edge, issuer, by="journal"), 403, "embedding-not-granted")
    refused(await vouch(edge, issuer, token=issuer.user_token("journal")), 401, "invalid-token")
    refused(await vouch(edge, issuer, token=issuer.client_token(CLIENT)), 401, "invalid-token")
    refused(await vouch(edge, issuer, token=issuer.user_token(CLIENT, aud="another")), 401, "invalid-token")
    refused(
        await vouch(edge, issuer, token=issuer.user_token(CLIENT, exp=int(time.time()) - 60)),
        401,
        "invalid-token",
    )
    unit = issuer.user_token(CLIENT, healthCareUnitHsaId="SE0000000000-X")
    refused(await vouch(edge, issuer, token=unit), 403, "unit-unknown")
    refused(await vouch(edge, issuer, subjectToken=7), 400, "embed-request-malformed")
    as_user = {"authorization": f"Bearer {issuer.user_token(CLIENT)}"}
    body = {"origin": SITE, "subjectToken": issuer.user_token(CLIENT)}
    refused(await edge.http.post("/embed/codes", json=body, headers=as_user), 403, "embedding-not-granted")
    refused(await edge.http.post("/embed/codes", json=body), 401, "unauthenticated")
    token = {"authorization": f"Bearer {issuer.client_token(CLIENT)}", "content-type": "application/json"}
    refused(
        await edge.http.post("/embed/codes", content=b"[]", headers=token), 400, "embed-request-malformed"
    )
    large = b'{"origin": "' + b"x" * 20_000 + b'"}'
    refused(await edge.http.post("/embed/codes", content=large, headers=token), 413, "too-large")
    await grant(edge, buckets, {"scopes": ["referrals:send"]})
    refused(await vouch(edge, issuer), 403, "embedding-not-granted")


@pytest.mark.usefixtures("granted")
async def test_the_window_logs_in_and_hands_a_code_to_the_page_that_opened_it(
    edge: Edge, issuer: SigningIssuer
) -> None:
    browser = Browser(edge)
    window = f"/embed/window?client={CLIENT}&origin={SITE}"
    handover = led_to(await browser.get(window))
    asked = await browser.get(handover)
    assert asked.headers["location"].startswith("/auth/login?returnTo=/embed/handover")
    login = await browser.get(asked.headers["location"])
    back = await browser.arrive(await browser.at_issuer(login.headers["location"]))
    page = await browser.get(back.headers["location"])
    assert page.status_code == 200
    assert f'data-origin="{SITE}"' in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    code = page.text.split('data-code="')[1].split('"')[0]
    assert code not in str(page.url)
    assert session_in(await exchange(edge, code))
    for wrong in (
        f"/embed/window?client={CLIENT}&origin=http://evil.localhost",
        "/embed/window",
        f"/embed/window?client=x&origin={SITE}",
    ):
        refused(await browser.get(wrong), 403, "embedding-not-granted")
    shown = await browser.get("/embed/handover.js")
    assert shown.headers["content-type"].startswith("text/javascript")
    assert (await browser.get("/embed/handover.js", if_none_match=shown.headers["etag"])).status_code == 304


@pytest.mark.usefixtures("granted")
async def test_the_frame_is_for_the_clients_sites_and_has_a_session_of_our_own_origin(
    edge: Edge, issuer: SigningIssuer
) -> None:
    page = await edge.http.get(f"/embed/frame?client={CLIENT}&show=inbox&lang=en")
    policy = page.headers["content-security-policy"]
    assert policy.endswith(f"frame-ancestors {SITE}")
    assert '<slussen-referral-inbox client="intranet" lang="en">' in page.text
    for wrong in ("show=script", "lang=%22", "referral=%22%3E"):
        refused(await edge.http.get(f"/embed/frame?client={CLIENT}&{wrong}"), 400, "embed-request-malformed")
    refused(await edge.http.get("/embed/frame?client=journal"), 403, "embedding-not-granted")
    browser = Browser(edge)
    await browser.log_in()
    shown = await browser.get(f"/embed/handover?client={CLIENT}&origin={ORIGIN}")
    code = shown.text.split('data-code="')[1].split('"')[0]
    name = session_in(await exchange(edge, code, origin=ORIGIN))
    headers = {"cookie": f"{COOKIE}={name}", "slussen-request": "1", "sec-fetch-site": "same-origin"}
    assert (await edge.http.get("/referrals/v1/thing", headers=headers)).status_code == 200
    headers["sec-fetch-site"] = "cross-site"
    refused(await edge.http.get("/referrals/v1/thing", headers=headers), 403, "cross-site-request")


OPEN = "/statistics/v1/px/tables/referral-flow/data"


async def test_any_site_may_ask_an_open_question_in_a_body_and_no_other(edge: Edge) -> None:
    asked = {"origin": "https://analys.example", "access-control-request-method": "POST"}
    answer = await edge.http.options(OPEN, headers=asked)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (204, "*")
    assert "content-type" in answer.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in answer.headers
    for headers in ({}, {"origin": "https://analys.example"}, {"origin": SITE}):
        read = await edge.http.get("/statistics/v1/figures", headers=headers)
        assert read.headers.get_list("access-control-allow-origin") == ["*"]
        assert read.headers.get_list("cross-origin-resource-policy") == ["cross-origin"]
        assert "retry-after" in read.headers["access-control-expose-headers"]
        assert "access-control-allow-credentials" not in read.headers
    for closed in ("/consent/v1/consents", "/statistics/v1/entries", "/nothing"):
        refused = await edge.http.options(closed, headers=asked)
        assert refused.status_code in {404, 405}
        assert "access-control-allow-origin" not in refused.headers


@pytest.mark.usefixtures("granted")
async def test_a_browser_that_asks_first_is_told_for_embedding_sites_alone(edge: Edge) -> None:
    asked = {"origin": SITE, "access-control-request-method": "POST"}
    answer = await edge.http.options("/referrals/v1/referrals", headers=asked)
    assert answer.status_code == 204
    assert "slussen-request" in answer.headers["access-control-allow-headers"]
    assert answer.headers["access-control-allow-origin"] == SITE
    assert answer.headers["vary"] == "Origin"
    stranger = await edge.http.options("/referrals/v1/referrals", headers=asked | {"origin": EVIL})
    assert stranger.status_code == 405
    assert "access-control-allow-origin" not in stranger.headers
    refusal = await edge.http.get("/referrals/v1/thing", headers={"origin": SITE})
    assert (refusal.status_code, refusal.headers["access-control-allow-origin"]) == (401, SITE)


@pytest.mark.usefixtures("granted")
async def test_the_page_can_ask_who_is_logged_in_and_end_it(edge: Edge, issuer: SigningIssuer) -> None:
    name = session_in(await exchange(edge, await code_of(edge, issuer)))
    own = {"cookie": f"{COOKIE}={name}", "origin": SITE, "slussen-request": "1"}
    told = await edge.http.get("/embed/session", headers=own)
    assert (told.status_code, told.json()["subject"]) == (200, issuer.user["sub"])
    assert told.json()["unitId"]
    ended = await edge.http.delete("/embed/session", headers=own)
    assert (ended.status_code, ended.headers["set-cookie"][:22]) == (204, f"{COOKIE}=;")
    assert (await edge.http.get("/embed/session", headers=own)).status_code == 204
    refused(await ask(edge, name), 401, "unauthenticated")
    wrong = await edge.http.put("/embed/session", headers=own)
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "DELETE, GET, POST")
    refused(await edge.http.get("/embed/other"), 404, "not-found")


@pytest.mark.usefixtures("granted")
async def test_an_embedded_session_ends_within_the_hour(
    edge: Edge, issuer: SigningIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = session_in(await exchange(edge, await code_of(edge, issuer)))
    now = time.time()
    for minutes in (20, 40, 59):
        monkeypatch.setattr("slussen_gateway.edge.sessions.time.time", lambda m=minutes: now + m * 60)
        assert (await ask(edge, name)).status_code == 200
    monkeypatch.setattr("slussen_gateway.edge.sessions.time.time", lambda: now + 3601)
    refused(await ask(edge, name), 401, "unauthenticated")
