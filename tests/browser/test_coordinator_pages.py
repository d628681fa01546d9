"""The coordinators' pages in a real browser: the main journeys, accessible, under a policy that nothing breaks."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.system.conftest import System

from slussen_local.demo.browser import open_http
from slussen_local.demo.centre_life import enter_centre_life
from slussen_local.demo.days import today
from slussen_local.demo.places import person

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(300)]

PAGES = "/agreements/pages"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
PARTS = ("", "/wheel", "/meetings", "/hours", "/steering", "/offer", "/costs/{year}", "/calendar")
WIDTHS = (320, 1280)


async def _lived(system: System) -> None:
    async with open_http() as http:
        outside = system.outside(http)
        coordinator, region = [
            await outside.browser(name) for name in ("karin.samordnare", "region.signatar")
        ]
        await enter_centre_life(coordinator, region, system.registered)


@pytest.fixture(scope="module")
def centre(system: System) -> str:
    """The path of a centre at which a coordinator has entered what the demonstration has."""
    with ThreadPoolExecutor(1) as apart:  # this thread has the browser's loop
        apart.submit(lambda: asyncio.run(_lived(system))).result()
    return f"{PAGES}/centres/{system.registered.centre}"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(locale="sv-SE", viewport={"width": 1280, "height": 900})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, complaints: list[str]) -> Iterator[Page]:
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert [said for said in complaints if "status of 422" not in said] == []


def log_in(page: Page, system: System, username: str) -> None:
    """Ask for the first page, log in where that leads, and arrive there."""
    page.goto(system.layout.origin + PAGES)
    page.get_by_label("Användarnamn").fill(username)
    page.get_by_label("Lösenord").fill(person(username).password)
    page.keyboard.press("Enter")
    page.wait_for_url(system.layout.origin + PAGES)


def found_wrong(page: Page, width: int) -> list[str]:
    """Return what a page has against it: at this width by axe, at both whether it is wider than the window."""
    found = []
    for one in WIDTHS:
        page.set_viewport_size({"width": one, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{one}: wider than the window")
    page.set_viewport_size({"width": width, "height": 900})
    violations = Axe().run(page, options=WCAG).response["violations"]
    return found + [f"{width} {one['id']}: {one['nodes'][0]['html'][:120]}" for one in violations]


def seen_wrong(
    page: Page, system: System, paths: list[str], language: str, width: int
) -> dict[str, list[str]]:
    """Open pages in a language; return those that have something against them."""
    page.goto(f"{system.layout.origin}/language/{language}?returnTo={PAGES}")
    wrong = {}
    for path in paths:
        answer = page.goto(system.layout.origin + path)
        assert answer
        assert answer.status == 200, path
        assert page.locator("html").get_attribute("lang") == language
        if faults := found_wrong(page, width):
            wrong[path] = faults
    return wrong


def agreements_of(page: Page, system: System) -> list[str]:
    page.goto(f"{system.layout.origin}{PAGES}/agreements")
    return [link.get_attribute("href") or "" for link in page.locator("table a").all()]


@pytest.mark.parametrize(("language", "width"), [("sv", 320), ("en", 1280)])
def test_the_coordinators_pages_are_accessible(
    page: Page, system: System, centre: str, language: str, width: int
) -> None:
    log_in(page, system, "karin.samordnare")
    agreement = agreements_of(page, system)[0]
    page.goto(f"{system.layout.origin}{centre}/meetings")
    meeting = page.locator("main .items a").first.get_attribute("href") or ""
    paths = [PAGES, f"{PAGES}/agreements", f"{PAGES}/centres", meeting]
    paths += [centre + part.format(year=today().year) for part in PARTS]
    paths += [agreement + part for part in ("", "/reading", "/difference", "/new-edition")]
    assert seen_wrong(page, system, paths, language, width) == {}


def test_a_coordinator_decides_at_a_meeting_and_marks_the_duty_as_done_by_keyboard(
    page: Page, system: System, centre: str
) -> None:
    log_in(page, system, "karin.samordnare")
    page.get_by_role("link", name="Öppna mötet").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Vad beslutas?").focus()
    page.keyboard.type("Soffan i väntrummet byts.")
    page.keyboard.press("Tab")
    page.keyboard.type("Karin Örnberg")
    page.get_by_label("Klart senast").fill((today() + timedelta(days=20)).isoformat())
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("ligger som uppgift i årshjulet")
    page.goto(system.layout.origin + PAGES)
    mine = page.get_by_role("region", name="Mitt")
    mine.get_by_role("button", name="Soffan i väntrummet byts.").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Uppgiften är klar.")
    expect(mine.get_by_text("Soffan i väntrummet byts.")).to_have_count(0)


def test_a_signatory_reads_and_signs_by_keyboard_and_sees_what_is_missing(
    page: Page, system: System, centre: str
) -> None:
    log_in(page, system, "kommun.signatar")
    page.get_by_role("link", name="Läs och skriv under").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Läs avtalet")).to_be_visible()
    assert found_wrong(page, 320) == []
    page.get_by_role("button", name="Skriv under").focus()
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("kryssa i att du läst avtalet")
    expect(summary).to_be_focused()
    page.get_by_label("Jag har läst avtalet ovan").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Du har skrivit under.")
    notice = agreements_of(page, system)[0] + "/notice"
    assert seen_wrong(page, system, [notice], "sv", 320) == {}


def test_the_county_is_shown_to_its_administration(page: Page, system: System, centre: str) -> None:
    log_in(page, system, "admin.orebro")
    page.get_by_role("link", name="Länet").click()
    expect(page.get_by_role("img")).to_be_visible()
    assert seen_wrong(page, system, [f"{PAGES}/county"], "sv", 1280) == {}


def test_everything_works_without_javascript(chromium: Browser, system: System, centre: str) -> None:
    context = chromium.new_context(locale="sv-SE", java_script_enabled=False)
    page = context.new_page()
    log_in(page, system, "karin.samordnare")
    page.goto(f"{system.layout.origin}{centre}/meetings")
    page.get_by_role("button", name="Planera möte").click()
    expect(page.get_by_role("alert")).to_contain_text("Dag: uppgiften saknas")
    page.get_by_label("Dag", exact=True).fill((today() + timedelta(days=40)).isoformat())
    page.get_by_role("button", name="Planera möte").click()
    expect(page.get_by_role("status")).to_contain_text("Mötet är planerat.")
    context.close()


def test_logging_out_leads_to_the_issuer_under_the_pages_policy(
    page: Page, system: System, centre: str
) -> None:
    log_in(page, system, "karin.samordnare")
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_url(f"{system.layout.issuer}/**")
