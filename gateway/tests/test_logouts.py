"""The issuer tells of logouts (OpenID Connect Back-Channel Logout 1.0), and every gateway ends the sessions at once."""

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import standing
from browser import Browser
from nats.js.kv import KeyValue
from signing_issuer import SigningIssuer
from standing import Edge

EVENT = {"http://schemas.openid.net/event/backchannel-logout": {}}
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def second(environment: dict[str, Any], edge: Edge) -> AsyncIterator[Edge]:
    """Another gateway beside the first."""
    async with standing.edge(environment) as made:
        await standing.until_ready(made)
        yield made


def claims(issuer: SigningIssuer, **changed: Any) -> dict[str, Any]:
    now = int(time.time())
    stated = {"iss": issuer.url, "aud": "slussen-gateway", "iat": now, "exp": now + 120, "jti": "j"}
    stated |= {"events": EVENT, "sid": "s-1"} | changed
    return {name: value for name, value in stated.items() if value is not ...}


async def tell(edge: Edge, token: str) -> Any:
    return await edge.http.post("/auth/backchannel-logout", content=f"logout_token={token}", headers=FORM)


async def logged_in(edge: Edge, issuer: SigningIssuer, sid: str = "s-1") -> Browser:
    issuer.changed_id_claims["sid"] = sid
    browser = Browser(edge)
    await browser.log_in()
    return browser


async def is_in(browser: Browser, edge: Edge) -> bool:
    browser.edge = edge
    return (await browser.get("/auth/session")).status_code == 200


async def until_told(edge: Edge) -> None:
    while not edge.app._logouts.marks._values:
        await edge.http.get("/health/live")


async def test_gateways_share_sessions_and_a_logout_ends_one_in_all_of_them(
    edge: Edge, second: Edge, issuer: SigningIssuer
) -> None:
    browser = await logged_in(edge, issuer)
    other = await logged_in(second, issuer, sid="s-2")
    for one in (edge, second):
        assert await is_in(browser, one)
        assert await is_in(other, one)
    answer = await tell(edge, issuer.sign(claims(issuer), typ="logout+jwt"))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    await until_told(second)
    assert not await is_in(browser, second)
    assert not await is_in(browser, edge)
    assert await is_in(other, edge)
    assert await is_in(other, second)


async def test_a_logout_of_the_user_ends_the_sessions_before_it_and_none_after(
    edge: Edge, issuer: SigningIssuer
) -> None:
    browser = await logged_in(edge, issuer)
    token = issuer.sign(claims(issuer, sub=issuer.user["sub"], sid=...), typ="logout+jwt")
    assert (await tell(edge, token)).status_code == 200
    await until_told(edge)
    assert not await is_in(browser, edge)
    assert await is_in(await logged_in(edge, issuer), edge)


async def test_a_session_that_was_ended_in_one_gateway_is_unknown_in_the_other(
    edge: Edge, second: Edge, issuer: SigningIssuer
) -> None:
    browser = await logged_in(edge, issuer)
    kept = dict(browser.cookies)
    await browser.post("/auth/logout")
    browser.cookies = kept
    assert not await is_in(browser, second)


@pytest.mark.parametrize(
    "changed",
    [
        {"typ": "at+jwt"},
        {"typ": "JWT"},
        {"nonce": "n"},
        {"aud": "another"},
        {"events": {}},
        {"events": ...},
        {"events": "x"},
        {"sid": ...},
        {"sid": 7},
        {"sid": ""},
        {"iss": "https://evil.example"},
        {"exp": 1000},
        {"iat": "now"},
    ],
    ids=str,
)
async def test_a_token_that_is_no_logout_token_ends_nothing(
    edge: Edge, issuer: SigningIssuer, buckets: dict[str, KeyValue], changed: dict[str, Any]
) -> None:
    typ = changed.pop("typ", "logout+jwt")
    answer = await tell(edge, issuer.sign(claims(issuer, **changed), typ=typ))
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-logout-token")
    assert (await buckets["logouts"].status()).values == 0


@pytest.mark.parametrize("body", ["", "logout_token=", "logout_token=a.b.c", "x=1"])
async def test_a_call_without_a_token_is_refused(edge: Edge, body: str) -> None:
    answer = await edge.http.post("/auth/backchannel-logout", content=body, headers=FORM)
    assert answer.json()["code"] == "invalid-logout-token"


async def test_without_the_bucket_no_session_is_let_in(
    edge: Edge, issuer: SigningIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await logged_in(edge, issuer)
    monkeypatch.setattr(edge.app._logouts.marks, "_confirmed_at", None)
    assert (await browser.get("/auth/session")).status_code == 503
