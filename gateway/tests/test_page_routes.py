"""Pages of the services as a browser gets them: behind a login, with forms that nobody else can send."""

from collections.abc import AsyncIterator

import httpx
import pytest
from browser import ORIGIN, Browser
from echo_service import EchoService
from signing_issuer import SigningIssuer
from standing import Edge, caller_of

PAGE = "/consent/pages/things/1"
FORM = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Origin": ORIGIN,
    "Sec-Fetch-Site": "same-origin",
}
FOR_READERS = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
async def browser(edge: Edge) -> AsyncIterator[Browser]:
    browser = Browser(edge)
    await browser.log_in()
    return browser


async def send_form(browser: Browser, headers: dict[str, str], content: bytes = b"a=1") -> httpx.Response:
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    return await browser.edge.http.post(PAGE, headers={"Cookie": cookies} | headers, content=content)


async def test_a_page_is_shown_after_login_and_tells_the_service_what_to_call_the_reader(
    edge: Edge, service: EchoService
) -> None:
    browser = Browser(edge)
    answer = await browser.get(f"{PAGE}?view=a%26b", **FOR_READERS)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/auth/login?returnTo=/consent/pages/things/1%3Fview%3Da%2526b"
    arrived = await browser.log_in(answer.headers["location"].partition("returnTo=")[2])
    assert arrived.headers["location"] == f"{PAGE}?view=a%26b"
    assert (await browser.get(PAGE)).status_code == 200
    assert caller_of(service.last).name == "Anna Barnmorska"


async def test_an_address_too_long_to_remember_leads_to_the_start_page_after_login(edge: Edge) -> None:
    answer = await edge.http.get(f"{PAGE}?q={'a' * 2000}")
    assert answer.headers["location"] == "/auth/login?returnTo=/"


async def test_a_bearer_token_opens_no_page(
    edge: Edge, journal: dict[str, str], service: EchoService
) -> None:
    assert (await edge.http.get(PAGE, headers=journal)).status_code == 303
    answer = await edge.http.post(PAGE, headers=journal | FORM, content=b"a=1")
    assert (answer.status_code, answer.json()["code"]) == (401, "session-ended")
    assert not service.requests


async def test_a_form_of_our_own_page_reaches_the_service(browser: Browser, service: EchoService) -> None:
    answer = await send_form(browser, FORM)
    assert (answer.status_code, service.last["body"]) == (200, "a=1")
    received = dict(service.last["headers"])
    assert not {"origin", "sec-fetch-site", "cookie"} & received.keys()


@pytest.mark.parametrize(
    "changed",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": None},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": None},
        {"Sec-Fetch-Site": None, "Slussen-Request": "1"},
    ],
)
async def test_a_form_that_may_come_from_elsewhere_is_refused(
    browser: Browser, service: EchoService, changed: dict[str, str | None]
) -> None:
    headers = {name: value for name, value in (FORM | changed).items() if value is not None}
    answer = await send_form(browser, headers | FOR_READERS)
    assert (answer.status_code, answer.headers["content-type"]) == (403, "text/html; charset=utf-8")
    assert "Inget har sparats" in answer.text
    assert not service.requests


async def test_a_form_sent_after_the_session_ended_says_how_to_keep_what_was_written(edge: Edge) -> None:
    answer = await send_form(Browser(edge), FORM | FOR_READERS)
    assert answer.status_code == 401
    assert "det du skrev finns kvar" in answer.text


async def test_pages_take_forms_and_interfaces_do_not(browser: Browser, journal: dict[str, str]) -> None:
    answer = await send_form(browser, FORM | {"Content-Type": "application/json"}, b"{}")
    assert answer.json()["code"] == "unsupported-media-type"
    answer = await send_form(browser, FORM | {"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.json()["code"] == "unsupported-media-type"
    answer = await browser.edge.http.post("/consent/v1/thing", headers=journal | FORM, content=b"a=1")
    assert answer.json()["code"] == "unsupported-media-type"
    answer = await browser.send("PUT", PAGE, FORM)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")


async def test_a_form_that_is_too_large_is_refused_in_a_page(browser: Browser) -> None:
    answer = await send_form(browser, FORM | FOR_READERS, b"a=" + b"x" * 1_100_000)
    assert (answer.status_code, answer.headers["content-type"]) == (413, "text/html; charset=utf-8")


async def test_a_reader_without_access_is_told_so_in_a_page(edge: Edge, issuer: SigningIssuer) -> None:
    issuer.user["healthCareUnitHsaId"] = "SE2321000164-GONE"
    browser = Browser(edge)
    await browser.log_in()
    answer = await browser.get(PAGE, **FOR_READERS)
    assert answer.status_code == 403
    assert "finns inte i registret" in answer.text


async def test_style_and_script_need_no_login(edge: Edge, service: EchoService) -> None:
    answer = await edge.http.get("/consent/assets/0123456789abcdef/slussen.css")
    assert answer.status_code == 200
    for other in ("0123456789abcdeg/slussen.css", "0123456789abcdef/a/b.css", "x/slussen.css"):
        assert (await edge.http.get(f"/consent/assets/{other}")).status_code == 401
    assert len(service.requests) == 1


async def test_the_language_that_was_chosen_goes_before_the_browsers(
    browser: Browser, service: EchoService
) -> None:
    answer = await browser.get(f"/language/en?returnTo={PAGE}")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    await browser.get(PAGE, Accept_Language="sv,en;q=0.5")
    assert dict(service.last["headers"])["accept-language"] == "en"
    assert '<html lang="en">' in (await browser.get("/", Accept_Language="sv")).text
    await browser.get("/language/sv?returnTo=https://evil.example")
    assert '<html lang="sv">' in (await browser.get("/", Accept_Language="en")).text
    await browser.get("/consent/v1/thing", Accept_Language="en")
    assert dict(service.last["headers"])["accept-language"] == "en"


async def test_a_language_that_is_not_spoken_is_not_passed_on(browser: Browser, service: EchoService) -> None:
    browser.cookies["__Host-slussen-language"] = "de"
    await browser.get(PAGE, Accept_Language="sv")
    assert dict(service.last["headers"])["accept-language"] == "sv"
