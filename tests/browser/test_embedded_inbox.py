"""The inbox's less common acts, between two browsers at the intranet: advice first, a rest, a meeting, a failure."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.test_embedded_referrals import (
    DEEP_FOCUS,
    SITUATION,
    _consent,
    at_work,
    check,
    press_to,
    sent_of,
)
from tests.system.conftest import System, system

from slussen_local.demo.days import today
from slussen_local.demo.persons import demo_child
from slussen_local.layout import Layout

__all__ = ["_consent", "system"]

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(240)]

ASK = """async ([origin, method, path, body]) => {
  const answer = await fetch(origin + path, {method, credentials: 'include', body: JSON.stringify(body),
    headers: {'slussen-request': '1', 'content-type': 'application/json'}});
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}"""


def question_for_advice(page: Page, layout: Layout, system: System) -> str:
    """Ask for advice as the page's user; return the referral's id."""
    order = {
        "centreId": system.registered.centre,
        "subject": demo_child(),
        "recipient": {
            "unitId": system.registered.units["preventive_social_services"],
            "profession": "social_worker",
        },
        "form": "advice",
        "situation": SITUATION,
        "topics": ["parental_support"],
        "permission": {"givenOn": today().isoformat(), "givenBy": "custodian"},
    }
    made = page.evaluate(ASK, [layout.origin, "POST", "/referrals/v1/referrals", order])
    place = f"/referrals/v1/referrals/{made['id']}"
    page.evaluate(ASK, [layout.origin, "POST", f"{place}/sending", {}])
    return str(made["id"])


def done(page: Page) -> None:
    """It was done and said, and the focus is on something that can be pressed or read next."""
    expect(page.get_by_role("status").filter(has_text="Klart.")).to_be_visible()
    assert page.evaluate(DEEP_FOCUS).strip()


def confirm(page: Page) -> None:
    page.get_by_role("button", name="Bekräfta").click()
    done(page)


def test_advice_becomes_a_warm_hand_over_that_rests_is_met_and_fails(
    chromium: Browser, complaints: list[str], running: Layout, system: System
) -> None:
    with (
        at_work(chromium, complaints, running, "anna.barnmorska") as anna,
        at_work(chromium, complaints, running, "sara.socionom") as sara,
    ):
        asked = question_for_advice(anna, running, system)
        sara.goto(f"{running.intranet}/inkorg")
        advise(sara)
        anna.goto(f"{running.intranet}/inkorg")
        convert(anna)
        rest(sara)
        meet(sara)
        fail(sara)
        [after] = [one for one in sent_of(anna, running.origin) if one["id"] == asked]
        assert (after["state"], after["reason"]) == ("failed", "family_did_not_come")
        anna.goto(f"{running.intranet}/lage#slussen={asked}")
        expect(anna.get_by_text("Hemma hos familjen")).to_be_visible()
        check(anna, "status-failed")
    assert [said for said in complaints if "422" not in said] == []


def advise(page: Page) -> None:
    """By keyboard alone: nothing chosen is said at the field, and then the advice is given."""
    expect(page.get_by_role("button", name="Ge råd")).to_be_visible()
    press_to(page, "Ge råd")
    page.keyboard.press("Enter")
    press_to(page, "Bekräfta")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Välj ett alternativ.")).to_be_visible()
    check(page, "inbox-advice")
    page.get_by_label("Råd", exact=True).select_option("refer_here")
    confirm(page)


def convert(page: Page) -> None:
    """The sender makes a warm hand-over of it, and sends it."""
    expect(page.get_by_text("Slussa hit")).to_be_visible()
    page.get_by_role("button", name="Gör till en slussning").click()
    page.get_by_label("Vem gav medgivandet").select_option("custodian")
    page.get_by_label("Som varm överlämning").check()
    check(page, "inbox-convert")
    confirm(page)
    page.get_by_role("button", name="Skicka", exact=True).click()
    expect(page.get_by_role("button", name="Skicka", exact=True)).to_have_count(0)


def rest(page: Page) -> None:
    """The recipient accepts and lets it rest; a day too far off is refused by the service, at the field."""
    page.get_by_role("button", name="Tacka ja").click()
    done(page)
    page.get_by_text("Fler val").click()
    page.get_by_role("button", name="Låt vila").click()
    page.get_by_label("Skäl").select_option("waiting_time")
    days = page.get_by_label("Vilar till och med")
    days.fill((today() + timedelta(days=4000)).isoformat())
    page.get_by_role("button", name="Bekräfta").click()
    expect(days).to_have_attribute("aria-invalid", "true")
    expect(days).to_be_focused()
    days.fill((today() + timedelta(days=14)).isoformat())
    confirm(page)
    page.get_by_role("button", name="Ta upp igen").click()
    expect(page.get_by_role("button", name="Ta upp igen")).to_have_count(0)


def meet(page: Page) -> None:
    """They meet in person: by whom, when and where."""
    page.get_by_role("button", name="Ni har").click()
    page.get_by_label("Vem som presenterade er").select_option("midwife")
    page.get_by_label("Var ni sågs").select_option("at_home")
    check(page, "inbox-introduce")
    confirm(page)


def fail(page: Page) -> None:
    """It can't be carried out after all; an act that ends it is confirmed, and can be left."""
    page.get_by_role("button", name="Gick inte att genomföra").click()
    page.get_by_role("button", name="Avbryt").click()
    assert "Gick inte" in page.evaluate(DEEP_FOCUS)
    page.get_by_role("button", name="Gick inte att genomföra").click()
    page.get_by_label("Skäl").select_option("family_did_not_come")
    confirm(page)
