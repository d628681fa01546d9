"""The pages of a recipient without an account in a real browser: narrow and wide, by keyboard, without a script."""

import os
import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect
from referral_world import World, made

from slussen_chassis.auth import Caller
from slussen_chassis.testing import served, token_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
PAGE = "/referrals/pages/outside"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    names = (os.environ.get("SLUSSEN_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    assert path, "the browser tests need Chromium: apt install chromium"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        await browser.close()


async def _issued(world: World) -> dict[str, Any]:
    referral = await world.sent(recipient={"profession": "speech_therapist"})
    path = f"/referrals/v1/referrals/{referral['id']}/outside-links"
    return made(await world.post(path, {"linkWay": "on_paper", "codeWay": "by_phone"}), 201)


async def _check(page: Page) -> None:
    """Nothing that axe finds, and nothing wider than the window, narrow and wide."""
    for width in (320, 1280):
        await page.set_viewport_size({"width": width, "height": 800})
        found = (await Axe().run(page, options=WCAG)).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width


def _no_complaint(said: ConsoleMessage) -> None:
    """Nothing that the browser complains of, but that a form with faults is answered by 422."""
    assert said.type != "error" or "422" in said.text, f"{said.text} {said.location}"


async def _opened(chromium: Browser, *, script: bool, language: str) -> Page:
    context = await chromium.new_context(
        java_script_enabled=script,
        locale=language,
        extra_http_headers={
            "authorization": f"Bearer {token_for(Caller('anonymous', 'anonymous'), 'referrals')}"
        },
    )
    page = await context.new_page()
    page.on("console", _no_complaint)
    return page


@pytest.mark.parametrize("language", ["sv-SE", "en-GB"])
async def test_every_page_is_found_accessible(world: World, chromium: Browser, language: str) -> None:
    issued = await _issued(world)
    async with served(world.service) as (host, port):
        origin = f"http://{host}:{port}"
        page = await _opened(chromium, script=True, language=language)
        await page.goto(f"{origin}{PAGE}")
        assert await page.locator("html").get_attribute("lang") == language[:2]
        await _check(page)
        await page.goto(f"{origin}{issued['link']}")
        await _check(page)
        await page.locator("[name=code]").fill(issued["code"])
        await page.keyboard.press("Enter")
        await expect(page.locator("[name=act]").first).to_be_attached()
        await _check(page)
        await page.locator("form:has([value=decline]) button").click()
        await expect(page.get_by_role("alert")).to_be_focused()
        await _check(page)
        await page.goto(f"{origin}{issued['link']}")
        await _check(page)


async def test_it_is_answered_by_keyboard_without_a_script(world: World, chromium: Browser) -> None:
    issued = await _issued(world)
    async with served(world.service) as (host, port):
        page = await _opened(chromium, script=False, language="sv-SE")
        await page.goto(f"http://{host}:{port}{PAGE}")
        await page.get_by_label("Referens").fill(issued["link"].rpartition("/")[2])
        await page.keyboard.press("Enter")
        await page.get_by_label("Kod").fill(issued["code"])
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Ja, vi tar emot").press("Enter")
        await expect(page.get_by_role("status")).to_contain_text("Ditt svar är mottaget")
        await page.get_by_role("button", name="Vi har haft en första kontakt").press("Enter")
        await page.get_by_label("Hur gick det?").select_option("contact_established")
        await page.get_by_label("Nej", exact=True).press("Space")
        await page.get_by_role("button", name="Avsluta och meddela").press("Enter")
        await expect(page.get_by_role("status")).to_contain_text("avsändaren ser hur det gick")
    [row] = await world.database.rows("SELECT state FROM referral")
    assert row["state"] == "completed"
