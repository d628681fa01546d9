"""The operators' page in a real browser: by keyboard, narrow and wide, in both languages."""

import asyncio
import os

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_consent_pages import check, log_in, press_to
from tests.system.conftest import System, system

from slussen_chassis.connection import connect
from slussen_local.environment import seed
from slussen_local.layout import Layout

__all__ = ["system"]

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(240)]

PAGE = "/integration/pages/dead-letters"


@pytest.fixture(scope="module", autouse=True)
def _poison(system: System) -> None:
    """Something that no service can read lies in the stream."""

    async def publish() -> None:
        own = bool(os.environ.get("NATS_URL"))
        layout = system.layout
        nats = await connect(layout.nats_url, name="test", seed=None if own else seed(layout, "admin"))
        await nats.jetstream().publish("slussen.18.consent.consent.withdrawn.v1", b"not an event")
        await nats.close()

    asyncio.run(publish())


def test_an_operator_finds_why_an_event_was_not_taken_and_asks_for_it_again_by_keyboard(
    page: Page, running: Layout
) -> None:
    log_in(page, running.origin, PAGE, "olle.drift")
    for _ in range(40):
        if page.get_by_role("link", name="Oläsligt meddelande").count():
            break
        page.wait_for_timeout(250)
        page.reload()
    check(page)
    page.get_by_label("Tjänst").select_option(label="Slussning")
    press_to(page, "Visa")
    page.keyboard.press("Enter")
    page.wait_for_url("**service=referrals**")
    link = page.get_by_role("link", name="Oläsligt meddelande").first
    while not link.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Oläsligt meddelande")
    check(page)
    press_to(page, "Försök igen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("ombedd att försöka igen")
    check(page)
    page.goto(f"{running.origin}/language/en?returnTo={PAGE}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Events that were not taken")
    check(page)


def test_staff_does_not_reach_the_operators_page(page: Page, running: Layout) -> None:
    log_in(page, running.origin, "/consent/pages", "anna.barnmorska")
    assert page.request.get(f"{running.origin}{PAGE}").status == 403
