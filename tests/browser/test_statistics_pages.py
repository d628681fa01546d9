"""The statistics pages in a browser: a report by keyboard, the counter without network, a survey without script."""

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.system.conftest import System

from slussen_local.demo.browser import open_http
from slussen_local.demo.centre_figures import enter_figures
from slussen_local.demo.days import today
from slussen_local.demo.places import person

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(300)]

PAGES = "/statistics/pages"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
WIDTHS = (320, 1280)
STAFF = "karin.samordnare"


def told(system: System, method: str, path: str, **more: Any) -> Any:
    """What the interface answers to the coordinator; in a thread of its own, since this one has the browser's loop."""

    async def ask() -> Any:
        async with open_http() as http:
            staff = await system.outside(http).browser(STAFF)
            return (await staff.ask(method, path, **more)).json()

    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: asyncio.run(ask())).result()


@pytest.fixture(scope="module")
def report(system: System) -> str:
    """The path of a report that is begun at a centre with a year's figures."""

    async def enter() -> str:
        async with open_http() as http:
            staff = await system.outside(http).browser(STAFF)
            await enter_figures(staff, system.registered.centre)
            listed = await staff.ask("GET", "/statistics/v1/annual-reports")
            return str(listed.json()["items"][0]["id"])

    with ThreadPoolExecutor(1) as apart:
        return f"{PAGES}/reports/{apart.submit(lambda: asyncio.run(enter())).result()}"


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
    assert [said for said in complaints if not said.startswith("Failed to load resource")] == []


def log_in(page: Page, system: System) -> None:
    page.goto(system.layout.origin + PAGES)
    page.get_by_label("Användarnamn").fill(STAFF)
    page.get_by_label("Lösenord").fill(person(STAFF).password)
    page.keyboard.press("Enter")
    page.wait_for_url(system.layout.origin + PAGES)


def found_wrong(page: Page, width: int) -> list[str]:
    """Return what a page has against it by axe, and where it is wider than the window."""
    found = []
    for one in WIDTHS:
        page.set_viewport_size({"width": one, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{one}: wider than the window")
    page.set_viewport_size({"width": width, "height": 900})
    violations = Axe().run(page, options=WCAG).response["violations"]
    return found + [f"{width} {one['id']}: {one['nodes'][0]['html'][:120]}" for one in violations]


def survey_links(system: System, count: int = 1) -> list[str]:
    """Make an occasion that is open today; return the paths of its links."""
    surveys = f"/statistics/v1/centres/{system.registered.centre}/surveys"
    days = {"opensOn": today().isoformat(), "closesOn": (today() + timedelta(days=7)).isoformat()}
    made = told(system, "POST", surveys, json={"instrument": "parent_survey", **days})
    return list(told(system, "POST", f"{surveys}/{made['id']}/links", json={"count": count})["paths"])


@pytest.mark.parametrize(("language", "width"), [("sv", 320), ("en", 1280)])
def test_the_statistics_pages_are_accessible(
    page: Page, system: System, report: str, language: str, width: int
) -> None:
    [link] = survey_links(system)
    log_in(page, system)
    page.goto(f"{system.layout.origin}/language/{language}?returnTo={PAGES}")
    paths = [PAGES, f"{PAGES}/reports", report, f"{report}/sections/year", f"{report}/sections/plan"]
    paths += [f"{PAGES}/counter/{system.registered.centre}", f"{PAGES}/surveys", link, f"{PAGES}/survey"]
    paths += [f"{PAGES}/own/{system.registered.centre}?table={one}" for one in ("parent-groups", "listing")]
    wrong = {}
    for path in paths:
        answer = page.goto(system.layout.origin + path)
        assert answer
        assert answer.status == 200, path
        assert page.locator("html").get_attribute("lang") == language
        if faults := found_wrong(page, width):
            wrong[path] = faults
    assert wrong == {}


def test_a_report_is_written_and_what_hinders_is_found_by_keyboard(
    page: Page, system: System, report: str
) -> None:
    log_in(page, system)
    page.goto(system.layout.origin + report)
    page.get_by_role("button", name="Lämna in berättelsen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name=re.compile("Skriv.*Uppföljning i styrgruppen")).focus()
    page.keyboard.press("Enter")
    page.get_by_label("Text").focus()
    page.keyboard.type("Styrgruppen tar med sig frågan om kvällsöppet.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Texten är sparad.")
    expect(page.get_by_text("Styrgruppen tar med sig frågan")).to_be_visible()


def test_own_exact_figures_are_reached_by_keyboard_and_taken_home_under_their_mark(
    page: Page, system: System, report: str
) -> None:
    assert report
    log_in(page, system)
    page.get_by_role("main").get_by_role("link", name="Egna exakta siffror").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("note")).to_contain_text("Får inte publiceras")
    page.get_by_label("Tabell", exact=True).focus()
    page.keyboard.type("Listade")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_contain_text("Listade familjer")
    expect(page.get_by_role("row", name="Listade barnfamiljer 310")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Hämta som CSV").press("Enter")
    assert download.value.suggested_filename.startswith("exakt-ej-for-publicering-listing-")
    assert "Får inte publiceras" in download.value.path().read_text("utf-8-sig")


class Counter:
    """The counter as somebody at the door sees it."""

    def __init__(self, page: Page, system: System) -> None:
        self.page = page
        self.more = page.get_by_role("button", name="Vuxna: en till")
        self.less = page.get_by_role("button", name="Vuxna: en mindre")
        self.path = f"/statistics/v1/centres/{system.registered.centre}/counts"

    def says(self, adults: int, state: str = "") -> None:
        expect(self.page.locator(".counter[data-ready]")).to_be_visible()
        expect(self.page.locator('[data-shown="adults"]')).to_have_text(str(adults))
        expect(self.page.locator("[data-state]")).to_contain_text(state)


def test_taps_without_network_are_kept_over_a_reload_and_counted_exactly_once(
    page: Page, context: BrowserContext, system: System
) -> None:
    counter = Counter(page, system)
    before = told(system, "GET", counter.path)["days"][0]["adults"]
    log_in(page, system)
    page.goto(f"{system.layout.origin}{PAGES}/counter")
    counter.says(before)
    counter.more.click()
    counter.says(before + 1, "Allt är skickat.")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    for button in (counter.more, counter.more, counter.less, counter.more):
        button.click()
    counter.says(before + 3, "Inget nät.")
    page.reload()
    counter.says(before + 3, "Inget nät.")
    expect(page.get_by_text("Karin")).to_have_count(0)
    counter.more.focus()
    page.keyboard.press("Enter")
    counter.says(before + 4)
    told(system, "POST", counter.path, json={"taps": [a_tap()]})
    page.evaluate(AN_OLD_TAP, [system.registered.centre, (today() - timedelta(days=40)).isoformat()])
    context.set_offline(False)
    counter.says(before + 5, "Allt är skickat.")
    expect(page.get_by_text(re.compile("1 tryck från .* togs inte emot: dagen är äldre än"))).to_have_count(1)
    page.reload()
    counter.says(before + 5, "Allt är skickat.")
    assert told(system, "GET", counter.path)["days"][0]["adults"] == before + 5


AN_OLD_TAP = """([centre, on]) => new Promise((resolve) => {
  indexedDB.open("slussen-counter", 1).onsuccess = ({ target: { result } }) => {
    const taps = result.transaction("taps", "readwrite");
    taps.objectStore("taps").add({ id: crypto.randomUUID(), centre, on, adults: 1 });
    taps.oncomplete = () => resolve(result.close());
  };
})"""
"""Puts a tap on the phone that lay in a drawer for too long."""


def a_tap() -> dict[str, Any]:
    """What another phone counts meanwhile."""
    return {"id": "6b0d3f6e-3f0a-4a57-8d54-0d6f7a8a1c11", "on": today().isoformat(), "adults": 1}


def test_a_visitor_answers_without_script_and_the_link_is_used_up(chromium: Browser, system: System) -> None:
    [link] = survey_links(system)
    plain = chromium.new_context(
        locale="sv-SE", viewport={"width": 320, "height": 640}, java_script_enabled=False
    )
    page = plain.new_page()
    page.goto(system.layout.origin + link)
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.get_by_role("alert")).to_contain_text("svara på minst en fråga")
    first = page.get_by_role("group", name="Familjecentralen når målet: lättillgänglig nära mötesplats.")
    first.get_by_label("Stämmer helt").check()
    page.get_by_label("Vill du säga något med egna ord?").fill("Bra.")
    page.get_by_label("Kvinna").check()
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.get_by_role("heading", name="Tack för ditt svar!")).to_be_visible()
    page.goto(system.layout.origin + link)
    expect(page.get_by_role("heading", name="Länken är redan använd")).to_be_visible()
    token = link.rsplit("/", 1)[1]
    logs = list(system.layout.logs.glob("*.log"))
    assert logs
    assert not any(token in file.read_text("utf-8", "replace") for file in logs)
    plain.close()


@pytest.fixture(scope="module")
def published(system: System, report: str) -> str:
    """The figures' page of a centre, after its county has published what was entered."""
    assert report

    async def release() -> None:
        async with open_http() as http:
            admin = await system.outside(http).browser("admin.orebro")
            await admin.ask("POST", "/statistics/v1/releases", json={}, expected=HTTPStatus.CREATED)

    with ThreadPoolExecutor(1) as apart:
        apart.submit(lambda: asyncio.run(release())).result()
    return f"{PAGES}/figures?county=18&area={system.registered.centre}"


@pytest.mark.parametrize(("language", "width"), [("sv-SE", 320), ("en-GB", 1280)])
def test_published_figures_are_pictures_and_tables_for_anybody_without_script(
    chromium: Browser, system: System, published: str, language: str, width: int
) -> None:
    context = chromium.new_context(
        locale=language, java_script_enabled=False, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    page.goto(system.layout.origin + published, wait_until="networkidle")
    pictures = page.locator("img.drawing")
    tables = page.locator("details table")
    assert pictures.count() == tables.count() >= 2
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        box = picture.bounding_box()
        assert box
        assert box["height"] > 100
        assert box["x"] + box["width"] <= width
    page.locator("summary").first.press("Enter")
    expect(tables.first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("PNG")).first.click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_figures_page_is_accessible(page: Page, system: System, published: str, width: int) -> None:
    page.goto(system.layout.origin + published, wait_until="networkidle")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert found_wrong(page, width) == []


@contextmanager
def another_site(body: str, policy: str) -> Iterator[str]:
    """Serve a page from an origin of its own; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def test_another_site_shows_a_figure_under_a_strict_policy_and_its_link_if_that_fails(
    page: Page, system: System, published: str, complaints: list[str]
) -> None:
    ours = system.layout.origin
    assert published
    listed = page.request.get(f"{ours}/statistics/v1/figures").json()
    embedded = f"""<!doctype html><html lang="sv"><title>En annan webbplats</title><main><h1>Hos oss</h1>
      <script type="module" crossorigin src="{ours}{listed["script"]}" integrity="{listed["integrity"]}"></script>
      <slussen-figure id="shown" figure="visits" county="18" centre="{system.registered.centre}">
      <a href="{ours}{PAGES}/figures">Siffror</a></slussen-figure>
      <slussen-figure id="failed" figure="visits" county="99"><a href="{ours}{PAGES}/figures">Siffror</a>
      </slussen-figure></main></html>"""
    policy = (
        f"default-src 'none'; script-src {ours}; connect-src {ours}; img-src {ours};"
        " require-trusted-types-for 'script'; trusted-types 'none'"
    )
    with another_site(embedded, policy) as site:
        page.goto(site, wait_until="networkidle")
    picture = page.locator("#shown img")
    expect(picture).to_have_attribute("alt", re.compile("Besök i öppna förskolan"))
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 200
    page.locator("#shown summary").click()
    expect(page.locator("#shown table")).to_be_visible()
    expect(page.locator("#failed a")).to_be_visible()
    assert found_wrong(page, 320) == []
    complaints[:] = [
        said for said in complaints if "county=99" not in said
    ]  # what is not there was asked for
