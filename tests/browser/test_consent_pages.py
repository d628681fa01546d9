"""Consents in a real browser: a custodian, a midwife in a conversation, and anyone; wide, narrow and right to left."""

import asyncio

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.system.conftest import System, system

from slussen_local.demo.browser import open_http
from slussen_local.demo.journal import consent_of_the_custodians, post
from slussen_local.layout import Layout
from slussen_local.people import COUNTIES, DEMO_CHILD, OREBRO

__all__ = ["system"]

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(240)]

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
WIDTHS = (320, 1280)


@pytest.fixture(scope="module", autouse=True)
def _consent(system: System) -> None:
    """The journal has recorded what the two custodians who can log in have answered.

    It is there before the browser, whose own loop would stand in the way.
    """

    async def record() -> None:
        async with open_http() as http:
            outside = system.outside(http)
            event = consent_of_the_custodians(
                at_unit=COUNTIES[OREBRO].maternal_health_care,
                to_unit=system.registered.units["preventive_social_services"],
            )
            await post(outside.machine("journal-orebro"), event)

    asyncio.run(record())


def check(page: Page) -> None:
    """Nothing that axe finds, and nothing wider than the window, narrow and wide."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page, options=WCAG).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width


def log_in(page: Page, origin: str, path: str, username: str) -> None:
    page.goto(f"{origin}{path}")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(f"slussen-{username.split('.', maxsplit=1)[0]}")
    page.locator("form button").first.click()
    page.wait_for_url(f"{origin}{path}")


def press_to(page: Page, name: str, most: int = 60) -> None:
    """Move by the Tab key until the thing called `name` has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if name in (page.evaluate("document.activeElement.innerText || document.activeElement.id") or ""):
            return
    pytest.fail(f"{name} can't be reached by keyboard")


def test_a_custodian_changes_the_answer_by_keyboard_after_reading_what_it_leads_to(
    page: Page, running: Layout, complaints: list[str]
) -> None:
    log_in(page, running.origin, "/consent/pages/own", "maja.mamma")
    name_the_child(page)
    press_to(page, "Visa och ändra")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ändra mitt svar")).to_be_visible()
    check(page)
    page.get_by_label("Delvis, bara det som jag kryssar i").check()
    press_to(page, "Spara mitt svar")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    check(page)
    complaints[:] = [said for said in complaints if "422" not in said]
    page.get_by_label("familjens situation till").check()
    page.get_by_label("Jag har läst vad svaret leder till").check()
    page.get_by_role("button", name="Spara mitt svar").click()
    expect(page.get_by_text("Ditt svar är ändrat")).to_be_visible()
    check(page)


def name_the_child(page: Page) -> None:
    """Give a child a name of one's own by the keyboard, after a slip that the page points out."""
    press_to(page, "Ge barnet ett eget namn")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Lillan 170101")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Skriv inte sex siffror i rad")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    check(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.value") == "Lillan 170101"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Lillan".ljust(40, "W"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Bara du ser det")
    expect(page.get_by_role("heading", name="Lillan").first).to_be_visible()
    check(page)


def test_a_custodian_withdraws_by_one_press_and_reads_the_receipt_from_right_to_left(
    page: Page, running: Layout
) -> None:
    log_in(page, running.origin, "/consent/pages/own", "peter.pappa")
    assert "Lillan" not in page.content()
    page.get_by_role("link", name="Visa och ändra").first.click()
    own = page.url
    page.get_by_role("button", name="Återkalla samtycket").click()
    expect(page.get_by_role("status")).to_contain_text("Samtycket är återkallat")
    check(page)
    page.goto(f"{own}/receipt?language=ar")
    receipt = page.locator("article.receipt")
    expect(receipt).to_have_attribute("dir", "rtl")
    expect(receipt).to_contain_text("inte granskad")
    assert page.evaluate("getComputedStyle(document.querySelector('article.receipt h1')).direction") == "rtl"
    check(page)
    assert DEMO_CHILD not in page.content()
    page.goto(own)
    page.get_by_role("link", name="Vem som har tittat").click()
    expect(page.get_by_text("Registrerade eller ändrade").first).to_be_visible()
    check(page)
    page.goto(f"{running.origin}/language/en?returnTo=/consent/pages/own")
    expect(page.get_by_role("heading", name="My consents")).to_be_visible()
    check(page)


def test_a_custodian_reaches_nothing_of_the_staffs(page: Page, running: Layout) -> None:
    log_in(page, running.origin, "/consent/pages/own", "peter.pappa")
    for path in ("/consent/pages", "/consent/v1/consents", "/referrals/v1/referrals"):
        assert page.request.get(f"{running.origin}{path}").status == 403, path
    assert page.request.get(f"{running.origin}/consent/pages/own").status == 200


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_midwife_records_in_the_conversation_and_asks_whether_she_may_tell(
    chromium: Browser, system: System, running: Layout, *, script: bool
) -> None:
    context = chromium.new_context(locale="sv-SE", java_script_enabled=script)
    page = context.new_page()
    log_in(page, running.origin, "/consent/pages", "anna.barnmorska")
    find(page, "20150101-2395")
    page.get_by_role("link", name="Registrera ett samtycke").click()
    assert "2015" not in page.url
    look = check if script else (lambda _page: None)  # axe is a script
    look(page)
    situation = f"samtal-{'med' if script else 'utan'}"
    fill_in(page, situation)
    page.get_by_role("button", name="Registrera").click()
    expect(page.get_by_role("status")).to_contain_text("Samtycket är registrerat")
    look(page)
    page.get_by_role("link", name="Får jag berätta nu?").click()
    page.get_by_label(situation).check()
    page.get_by_label("Vem vill du berätta för?").select_option(
        label="Förebyggande socialtjänsten, Exempelstad"
    )
    page.get_by_label("hälsa").check()
    page.get_by_role("button", name="Får jag berätta?").click()
    expect(page.get_by_text("Ja, du får berätta")).to_be_visible()
    look(page)
    context.close()


def find(page: Page, number: str) -> None:
    """Find a person, after a slip that the page points out."""
    field = page.get_by_label("Personnummer eller samordningsnummer")
    field.fill(f"{number[:-1]}0")
    page.get_by_role("button", name="Hitta").click()
    expect(page.get_by_role("alert")).to_be_visible()
    field.fill(number)
    page.get_by_role("button", name="Hitta").click()


def fill_in(page: Page, situation: str) -> None:
    """Fill in what one custodian, who speaks for both, answers."""
    page.get_by_label("Ärende").fill(situation)
    page.get_by_role("group", name="Vad som får lämnas").get_by_label("hälsa").check()
    page.get_by_label("Förebyggande socialtjänsten").check()
    page.get_by_label("Jag har läst upp vad ja, nej och delvis leder till").check()
    first = page.get_by_role("group", name="Vårdnadshavare 1")
    first.get_by_label("ja", exact=True).check()
    first.get_by_label("Personnummer").fill("19850101-2382")
    page.get_by_label("Ja, alla bor med barnet").check()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_anyone_reads_the_rules_and_verifies_a_receipt(page: Page, running: Layout, language: str) -> None:
    page.goto(f"{running.origin}/language/{language}?returnTo=/consent/pages/rules")
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator("#B13")).to_be_visible()
    check(page)
    page.goto(f"{running.origin}/consent/pages/receipts")
    page.locator("textarea").fill('{"@id": "x"}')
    page.locator("main form button").click()
    expect(page.get_by_role("status")).to_be_visible()
    check(page)
