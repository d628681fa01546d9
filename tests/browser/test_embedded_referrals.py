"""The form, the inbox and the status in the page of another site: an intranet with a strict policy, in two browsers."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.system.conftest import System, system

from slussen_local.demo.browser import open_http
from slussen_local.demo.days import today
from slussen_local.demo.journal import consent_of_the_custodians, post
from slussen_local.layout import Layout
from slussen_local.people import COUNTIES, CUSTODIANS, DEMO_CHILD, OREBRO

__all__ = ["system"]

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(240)]

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
SITUATION = f"foraldrastod-{today():%Y-%m}"
DEEP_FOCUS = """() => {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return `${found?.id || ''} ${found?.innerText || ''} ${found?.labels?.[0]?.innerText || ''}`;
}"""
LISTEN = """window.told = [];
for (const name of ['session', 'session-ended', 'decision', 'consent-recorded', 'sent', 'acted', 'changed', 'status'])
  document.addEventListener(`slussen-${name}`, (event) => window.told.push([name, event.detail]));"""
"""What a host page does with the events that it is told."""
PROVOKED = ("ERR_", "401 (Unauthorized)", "409 (Conflict)")
"""What the browser says of a lost network, an ended session, and a draft saved again after it was sent."""
PICTURES = os.environ.get("SLUSSEN_PICTURES")
"""A folder for pictures of what the tests see, for whoever wants to look."""


@pytest.fixture(scope="module", autouse=True)
def _consent(system: System) -> None:
    """The journal has recorded that the two custodians say yes; it is there before the browser and its loop."""

    async def record() -> None:
        async with open_http() as http:
            event = consent_of_the_custodians(
                at_unit=COUNTIES[OREBRO].maternal_health_care,
                to_unit=system.registered.units["preventive_social_services"],
            )
            await post(system.outside(http).machine("journal-orebro"), event)

    asyncio.run(record())


@contextmanager
def at_work(chromium: Browser, complaints: list[str], layout: Layout, username: str) -> Iterator[Page]:
    """A user's browser, logged in at the intranet and nowhere else."""
    context = chromium.new_context(locale="sv-SE", viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.add_init_script(LISTEN)
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{layout.intranet}/logga-in")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(f"slussen-{username.split('.', maxsplit=1)[0]}")
    page.locator("form button").first.click()
    page.wait_for_url(f"{layout.intranet}/**")
    yield page
    context.close()


def told(page: Page) -> dict[str, dict[str, str]]:
    """What the host page was told last under each name since it was loaded; never a person's number."""
    events: list[tuple[str, dict[str, str]]] = page.evaluate("window.told")
    assert not any(
        number in str(events) for number in (DEMO_CHILD, *(one.personal_number for one in CUSTODIANS))
    )
    return dict(events)


def check(page: Page, name: str) -> None:
    """Nothing that axe finds, and nothing wider than the window: narrow, wide, and at 200 %."""
    for width in (320, 640, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
    found = Axe().run(page, options=WCAG).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def press_to(page: Page, name: str, most: int = 60) -> None:
    """Move by the Tab key until the thing called `name` has the focus, inside components too."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if name in page.evaluate(DEEP_FOCUS):
            return
    pytest.fail(f"{name} can't be reached by keyboard")


def fill_in(page: Page) -> None:
    """Fill the form in by mouse."""
    page.get_by_label("Förebyggande socialtjänsten").check()
    page.get_by_label("Personnummer").fill(DEMO_CHILD)
    page.get_by_label("Ärende").fill(SITUATION)
    expect(page.get_by_text("Personen är vald.").first).to_be_visible()
    page.get_by_label("Stöd i föräldraskapet").check()
    page.get_by_label("Vem gav medgivandet").select_option("custodian")
    expect(page.get_by_text("Samtycke behövs, och det finns")).to_be_visible()


def sent_of(page: Page, origin: str) -> list[dict[str, Any]]:
    """The referrals that the user's unit has made, as the page's own session may read them."""
    script = """async (origin) => (await (await fetch(`${origin}/referrals/v1/referrals?box=sent&limit=200`,
      {credentials: 'include', headers: {'slussen-request': '1'}})).json()).items"""
    found: list[dict[str, Any]] = page.evaluate(script, origin)
    return found


def test_two_browsers_carry_a_referral_from_the_form_to_its_outcome(
    chromium: Browser, complaints: list[str], running: Layout
) -> None:
    with (
        at_work(chromium, complaints, running, "anna.barnmorska") as anna,
        at_work(chromium, complaints, running, "sara.socionom") as sara,
    ):
        sara.goto(f"{running.intranet}/inkorg")
        expect(sara.get_by_role("heading", name="Väntar på er (0)")).to_be_visible()
        send_by_keyboard(anna)
        [sent] = [
            one
            for one in sent_of(anna, running.origin)
            if one["situation"] == SITUATION and one["coreStatus"] == "open"
        ]
        assert sent["state"] == "sent"
        close(sara)
        anna.goto(f"{running.intranet}/lage?lang=en#slussen={sent['id']}")
        expect(anna.get_by_text("Contact established")).to_be_visible()
        ended = {"referralId": sent["id"], "state": "completed", "coreStatus": "done"}
        assert told(anna)["status"] == ended
        assert told(sara)["acted"] == ended | {"act": "complete"}
        assert set(told(sara)["changed"]) == {"count"}
        check(anna, "status-en")
    assert complaints == []


def send_by_keyboard(page: Page) -> None:
    """Fill in and send without a mouse; sending is asked for three times at once."""
    press_to(page, "Sök mottagare")
    page.keyboard.type("socionom")
    press_to(page, "Förebyggande")
    page.keyboard.press("Space")
    press_to(page, "Personnummer")
    page.keyboard.type(DEMO_CHILD)
    press_to(page, "Ärende")
    page.keyboard.type(SITUATION)
    press_to(page, "Stöd i föräldraskapet")
    page.keyboard.press("Space")
    expect(page.get_by_text("Samtycke behövs, och det finns")).to_be_visible()
    press_to(page, "Vem gav medgivandet")
    page.keyboard.press("ArrowDown")
    check(page, "form-filled")
    press_to(page, "Skicka")
    page.evaluate(
        """() => { const send = document.querySelector('slussen-referral-form').shadowRoot
          .querySelector('button[type=submit]'); send.click(); send.click(); send.click(); }"""
    )
    expect(page.get_by_role("heading", name="är skickad")).to_be_focused()


def close(page: Page) -> None:
    """Take the referral up as it appears by itself, and close it with an outcome."""
    expect(page.get_by_role("heading", name="Väntar på er (1)")).to_be_visible()
    expect(page.get_by_text("(enligt samverkansavtalet)")).to_be_visible()
    check(page, "inbox")
    press_to(page, "Tacka ja")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Första kontakten är tagen").click()
    expect(page.get_by_role("button", name="Första kontakten är tagen")).to_have_count(0)
    page.get_by_role("button", name="Avsluta").click()
    page.get_by_label("Utfall").select_option("contact_established")
    check(page, "inbox-closing")
    page.get_by_role("button", name="Bekräfta").click()
    expect(page.get_by_role("heading", name="Väntar på er (0)")).to_be_visible()


def test_the_form_says_what_is_missing_and_is_accessible_in_both_languages(
    chromium: Browser, complaints: list[str], running: Layout
) -> None:
    with at_work(chromium, complaints, running, "anna.barnmorska") as page:
        expect(page.get_by_role("heading", name="Ny slussning")).to_be_visible()
        cookies = {one["name"]: one for one in page.context.cookies()}
        assert cookies["__Host-slussen-embed"]["partitionKey"] == "http://intranet.localhost"
        assert "__Host-slussen" not in cookies
        page.get_by_role("button", name="Skicka").click()
        expect(page.get_by_text("Välj minst en sak som det gäller.")).to_have_count(2)
        assert page.evaluate(DEEP_FOCUS).strip().startswith("Rätta det här först")
        check(page, "form-faults")
        page.get_by_role("link", name="Välj minst en sak").click()
        assert "topic-parental_support" in page.evaluate(DEEP_FOCUS)
        page.goto(f"{running.intranet}/?lang=en")
        expect(page.get_by_role("heading", name="New referral")).to_be_visible()
        check(page, "form-en")
        page.emulate_media(forced_colors="active")
        check(page, "form-forced")
    assert complaints == []


def test_a_missing_consent_is_told_of_and_recorded_before_anything_is_sent(
    chromium: Browser, complaints: list[str], running: Layout
) -> None:
    with at_work(chromium, complaints, running, "bea.bvc") as page:
        page.get_by_label("Förebyggande socialtjänsten").check()
        page.get_by_label("Personnummer").fill(DEMO_CHILD)
        page.get_by_label("Ärende").fill("annat-arende")
        page.get_by_label("Stöd i föräldraskapet").check()
        expect(page.get_by_text("Samtycke behövs mot den här mottagaren")).to_be_visible()
        page.get_by_text("Registrera vad de svarade här").click()
        page.get_by_role("button", name="Registrera svaren").click()
        expect(page.get_by_text("Välj ett svar.")).to_have_count(3)
        check(page, "form-consent")
        for number, custodian in enumerate(CUSTODIANS, 1):
            page.locator(f"#said-{number}").select_option("yes")
            page.locator(f"#custodian-{number}").fill(custodian.personal_number)
        page.get_by_label("Bor alla").select_option("no")
        page.get_by_label("Vårdnaden är kontrollerad").select_option("civil_register")
        page.get_by_label("Jag har läst upp").check()
        page.get_by_role("button", name="Registrera svaren").click()
        expect(page.get_by_text("Samtycke behövs, och det finns")).to_be_visible()
        check(page, "form-consented")
    assert complaints == []


def test_lost_network_and_an_ended_session_lose_nothing_and_send_once(
    chromium: Browser, complaints: list[str], running: Layout
) -> None:
    with at_work(chromium, complaints, running, "anna.barnmorska") as page:
        expect(page.get_by_role("heading", name="Till vem")).to_be_visible()
        before = {one["id"] for one in sent_of(page, running.origin)}
        fill_in(page)
        page.get_by_label("Familjen har tackat nej").check()
        end_sessions(page)
        lose_network(page)
        [sent] = [one for one in sent_of(page, running.origin) if one["id"] not in before]
        assert (sent["form"], sent["declinesStatistics"]) == ("warm", True)
    complaints[:] = [said for said in complaints if not any(one in said for one in PROVOKED)]
    assert complaints == []


def end_sessions(page: Page) -> None:
    """End the embedded session, which the intranet renews; resume the draft; end both, and log in by a window."""
    page.context.clear_cookies(name="__Host-slussen-embed")
    with page.expect_response(lambda answer: "/drafts/" in answer.url and answer.status == 200):
        page.get_by_label("Hur", exact=True).select_option("warm")
    page.goto(page.url.partition("#")[0])
    page.get_by_role("button", name="Fortsätt med utkastet").click()
    expect(page.get_by_label("Ärende")).to_have_value(SITUATION)
    expect(page.get_by_label("Hur", exact=True)).to_have_value("warm")
    expect(page.get_by_label("Familjen har tackat nej")).to_be_checked()
    expect(page.get_by_text("Samtycke behövs, och det finns")).to_be_visible()
    page.context.clear_cookies(name="__Host-slussen-embed")
    page.context.clear_cookies(name="intranet")
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_text("Inloggningen har gått ut")).to_be_visible()
    assert told(page)["session-ended"] == {}
    check(page, "form-ended")
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_text("Inloggningen har gått ut")).to_have_count(0)
    expect(page.get_by_label("Ärende")).to_have_value(SITUATION)


def lose_network(page: Page) -> None:
    """Lose the answer to what makes the referral, then the network; and try again until it is sent."""
    lose_answers(page.context)
    page.get_by_role("button", name="Skicka").click()
    again = page.get_by_role("button", name="Försök igen")
    expect(again).to_be_visible()
    page.context.unroute("**/referrals/v1/referrals")
    page.context.set_offline(True)
    again.click()
    expect(again).to_be_visible()
    page.context.set_offline(False)
    again.click()
    expect(page.get_by_role("heading", name="är skickad")).to_be_visible()


def lose_answers(context: BrowserContext) -> None:
    """Let what makes a referral reach Slussen, and its answer get lost."""

    def lose(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    context.route("**/referrals/v1/referrals", lose)


def test_a_page_that_takes_only_a_frame_logs_in_by_a_window(
    chromium: Browser, complaints: list[str], running: Layout
) -> None:
    with at_work(chromium, complaints, running, "anna.barnmorska") as page:
        page.goto(f"{running.intranet}/ram")
        frame = page.frame_locator("iframe")
        with page.context.expect_page():
            frame.get_by_role("button", name="Logga in").click()
        expect(frame.get_by_role("heading", name="Ny slussning")).to_be_visible()
        partitions = {
            one["partitionKey"] for one in page.context.cookies() if one["name"] == "__Host-slussen-embed"
        }
        assert partitions == {"http://intranet.localhost"}
    assert complaints == []
