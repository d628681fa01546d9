"""The reference site in a browser: accessible at 320 px in Swedish and 1280 px in English, and reached by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from slussen_local.layout import Layout

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(180)]

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
PLACES = ("", "/apis/consent/own-consents", "/events", "/guides/start", "/guides/journal-systems")


@pytest.mark.parametrize(("width", "start"), [(320, "/docs"), (1280, "/docs/en")])
def test_every_kind_of_page_is_accessible(page: Page, running: Layout, width: int, start: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for place in PLACES:
        page.goto(f"{running.origin}{start}{place}")
        found = Axe().run(page, options=WCAG).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], place
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), place


def test_a_reader_skips_to_the_content_and_changes_language_by_keyboard(page: Page, running: Layout) -> None:
    page.goto(f"{running.origin}/docs")
    assert page.locator("html").get_attribute("lang") == "sv"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/docs/en")
    assert page.locator("html").get_attribute("lang") == "en"
