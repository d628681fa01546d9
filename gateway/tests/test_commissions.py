"""One session is one commission: who holds several chooses, and choosing another begins a new session."""

import json
from typing import Any
from uuid import UUID

import pytest
import standing
from browser import ORIGIN, Browser
from echo_service import EchoService
from nats.js.kv import KeyValue
from signing_issuer import SigningIssuer
from standing import Edge, caller_of

OTHER = "SE2321000164-BVC1"
OTHER_ID = UUID(int=0x1809)
ROWS = [
    {"commissionHsaId": "SE1-C1", "commissionName": "Barnmorska", "healthCareUnitHsaId": "SE2321000164-MVC1"},
    json.dumps({"commissionHsaId": "SE1-C2", "commissionName": "BVC <1>", "healthCareUnitHsaId": OTHER}),
]
FORM = {
    "Sec-Fetch-Site": "same-origin",
    "Content-Type": "application/x-www-form-urlencoded",
    "Origin": ORIGIN,
}


@pytest.fixture
async def browser(edge: Edge, issuer: SigningIssuer, buckets: dict[str, KeyValue]) -> Browser:
    """A browser whose user holds two commissions, and no unit until one is chosen."""
    unit = standing.UNIT | {"unitId": str(OTHER_ID)}
    await buckets["directory"].put(f"hsa.{OTHER}", json.dumps(unit).encode())
    del issuer.user["healthCareUnitHsaId"]
    issuer.user["allCommissions"] = ROWS
    return Browser(edge)


async def choose(browser: Browser, commission: str, **headers: str) -> Any:
    body = f"commission={commission}&returnTo=/consent/pages"
    cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items())}
    answer = await browser.edge.http.post(
        "/auth/commission", content=body, headers=FORM | cookie | {"Accept": "text/html"} | headers
    )
    for line in answer.headers.get_list("set-cookie"):
        browser._keep(line)
    return answer


async def test_a_page_leads_to_the_choice_and_the_choice_back(browser: Browser, service: EchoService) -> None:
    await browser.log_in("/consent/pages")
    answer = await browser.get("/consent/pages?x=1", accept="text/html")
    assert answer.headers["location"] == "/auth/commission?returnTo=/consent/pages%3Fx%3D1"
    page = await browser.get(answer.headers["location"], accept="text/html")
    assert "BVC &lt;1&gt;" in page.text
    assert 'value="/consent/pages?x=1"' in page.text
    answer = await choose(browser, "SE1-C2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/consent/pages")
    assert (await browser.get("/consent/pages", accept="text/html")).status_code == 200
    assert caller_of(service.last).unit_id == OTHER_ID


async def test_until_then_nothing_is_open(browser: Browser, service: EchoService) -> None:
    await browser.log_in()
    answer = await browser.get("/consent/v1/thing")
    assert (answer.status_code, answer.json()["code"]) == (403, "commission-not-chosen")
    assert not service.requests


async def test_another_commission_is_another_session(browser: Browser, service: EchoService) -> None:
    await browser.log_in()
    await choose(browser, "SE1-C1")
    before = dict(browser.cookies)
    start = await browser.get("/", accept="text/html")
    assert "Barnmorska" in start.text
    assert 'href="/auth/commission"' in start.text
    await choose(browser, "SE1-C2")
    assert browser.cookies != before
    await browser.get("/consent/v1/thing")
    assert caller_of(service.last).unit_id == OTHER_ID
    browser.cookies = before
    assert (await browser.get("/auth/session")).status_code == 401


async def test_who_holds_one_commission_acts_in_it(
    browser: Browser, issuer: SigningIssuer, service: EchoService
) -> None:
    issuer.user["allCommissions"] = [ROWS[1], "{", {"commissionHsaId": "x"}, 7]
    await browser.log_in()
    await browser.get("/consent/v1/thing")
    assert caller_of(service.last).unit_id == OTHER_ID
    assert 'href="/auth/commission"' not in (await browser.get("/", accept="text/html")).text


@pytest.mark.parametrize(
    ("commission", "headers", "code"),
    [
        ("SE1-C9", {}, "commission-unknown"),
        ("SE1-C1&commission=SE1-C2", {}, "commission-unknown"),
        ("SE1-C1", {"Origin": "https://evil.example"}, "foreign-form"),
        ("SE1-C1", {"Sec-Fetch-Site": "cross-site"}, "foreign-form"),
        ("SE1-C1", {"Cookie": ""}, "unauthenticated"),
        ("a" * 17000, {}, "too-large"),
        ("%FF", {}, "malformed-request"),
    ],
    ids=["not held", "two", "another origin", "another site", "no session", "large", "no text"],
)
async def test_a_choice_that_is_none_changes_nothing(
    browser: Browser, commission: str, headers: dict[str, str], code: str
) -> None:
    await browser.log_in()
    answer = await choose(browser, commission, **{"Accept": "application/json"} | headers)
    assert answer.json()["code"] == code
    assert (await browser.get("/auth/session")).json()["refusal"] == "commission-not-chosen"


async def test_a_session_ends_when_its_commission_does(browser: Browser, issuer: SigningIssuer) -> None:
    issuer.access_seconds = 5  # renewed at once
    await browser.log_in()
    await choose(browser, "SE1-C1")
    assert (await browser.get("/auth/session")).json()["refusal"] is None
    issuer.user["allCommissions"] = ROWS[1:]
    assert (await browser.get("/auth/session")).status_code == 401
