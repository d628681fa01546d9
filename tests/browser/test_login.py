"""What a newcomer sees: the start page, the login, and being logged in; at 320 px, in Swedish, by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from slussen_local.layout import Layout

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(180)]

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


def check_accessible(page: Page) -> None:
    found = Axe().run(page, options=WCAG).response["violations"]
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "wider than the window"


def press_to(page: Page, name: str) -> None:
    """Move by the Tab key until the thing called `name` has the focus."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if name in (page.evaluate("document.activeElement.innerText || document.activeElement.name") or ""):
            return
    pytest.fail(f"{name} can't be reached by keyboard")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_midwife_logs_in_by_keyboard_and_out_again(page: Page, running: Layout, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(running.origin)
    assert page.locator("html").get_attribute("lang") == "sv"
    check_accessible(page)
    press_to(page, "Logga in")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Användarnamn")).to_be_visible()
    check_accessible(page)
    page.get_by_label("Användarnamn").focus()
    page.keyboard.type("anna.barnmorska")
    page.keyboard.press("Tab")
    page.keyboard.type("slussen-anna")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{running.origin}/**")
    expect(page.get_by_text("Anna Örnberg")).to_be_visible()
    check_accessible(page)
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies(running.origin)}
    session = cookies["__Host-slussen"]
    assert (session["httpOnly"], session["secure"], session["sameSite"]) == (True, True, "Strict")
    assert not any("eyJ" in cookie["value"] for cookie in cookies.values())


def test_a_wrong_password_says_so_at_the_form_and_keeps_the_name(
    page: Page, running: Layout, complaints: list[str]
) -> None:
    page.goto(f"{running.origin}/auth/login?returnTo=/")
    page.get_by_label("Användarnamn").fill("anna.barnmorska")
    page.get_by_label("Lösenord").fill("fel")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Logga in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Användarnamn")).to_have_value("anna.barnmorska")
    check_accessible(page)
    complaints[:] = [said for said in complaints if "401" not in said]


def test_the_start_page_speaks_english_when_asked(page: Page, running: Layout) -> None:
    page.goto(f"{running.origin}/?lang=en")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    check_accessible(page)


def log_in(page: Page, origin: str, username: str) -> None:
    page.goto(f"{origin}/auth/login?returnTo=/")
    page.get_by_label("Användarnamn").fill(username)
    page.get_by_label("Lösenord").fill(f"slussen-{username.split('.', maxsplit=1)[0]}")
    page.get_by_role("button", name="Logga in").click()
    expect(page.get_by_text("Du är inloggad")).to_be_visible()


def test_a_nurse_with_two_commissions_chooses_one_by_keyboard_and_may_change(
    page: Page, running: Layout
) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    log_in(page, running.origin, "disa.dubbel")
    page.goto(f"{running.origin}/auth/commission?returnTo=/")
    expect(page.get_by_role("heading", name="Vilket uppdrag arbetar du i?")).to_be_visible()
    check_accessible(page)
    press_to(page, "Sjuksköterska på mödrahälsovården")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{running.origin}/")
    expect(page.get_by_text("Sjuksköterska på mödrahälsovården")).to_be_visible()
    page.get_by_role("link", name="Välj uppdrag").click()
    expect(page.get_by_text("(gäller nu)")).to_be_visible()


def test_who_logs_out_at_the_identity_provider_is_logged_out_here(page: Page, running: Layout) -> None:
    log_in(page, running.origin, "anna.barnmorska")
    page.goto(f"{running.issuer}/session/end")
    page.get_by_role("button", name="Logga ut").click()
    expect(page.get_by_role("heading", name="Du är utloggad")).to_be_visible()
    page.goto(running.origin)
    expect(page.get_by_text("Du är inte inloggad.")).to_be_visible()
