"""The inbox's less common acts, between two browsers at the intranet: advice first, a rest, a meeting, a failure."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
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


def confirm(page: Page, item: Locator) -> None:
    item.get_by_role("button", name="Bekräfta").click()
    done(page)


def shown(page: Page, referral: str) -> Locator:
    """The referral's place in the inbox, among others that may be there."""
    return page.locator("li.item", has=page.locator(f"#state-{referral}"))


def test_advice_becomes_a_warm_hand_over_that_rests_is_met_and_fails(
    chromium: Browser, complaints: list[str], running: Layout, system: System
) -> None:
    with (
        at_work(chromium, complaints, running, "anna.barnmorska") as anna,
        at_work(chromium, complaints, running, "sara.socionom") as sara,
    ):
        asked = question_for_advice(anna, running, system)
        sara.goto(f"{running.intranet}/inkorg")
        anna.goto(f"{running.intranet}/inkorg")
        of_sara, of_anna = shown(sara, asked), shown(anna, asked)
        advise(sara, of_sara)
        convert(anna, of_anna)
        stale(anna, of_anna, sara, of_sara)
        rest(sara, of_sara)
        meet(sara, of_sara)
        fail(sara, of_sara)
        [after] = [one for one in sent_of(anna, running.origin) if one["id"] == asked]
        assert (after["state"], after["reason"]) == ("failed", "family_did_not_come")
        assert after["declinesStatistics"] is True
        anna.goto(f"{running.intranet}/lage#slussen={asked}")
        expect(anna.get_by_text("Hemma hos familjen")).to_be_visible()
        check(anna, "status-failed")
    assert [said for said in complaints if "422" not in said] == []


def advise(page: Page, item: Locator) -> None:
    """By keyboard alone: nothing chosen is said at the field, and then the advice is given."""
    expect(item.get_by_role("button", name="Ge råd")).to_be_visible()
    press_to(page, "Ge råd")
    page.keyboard.press("Enter")
    press_to(page, "Bekräfta")
    page.keyboard.press("Enter")
    expect(item.get_by_text("Välj ett alternativ.")).to_be_visible()
    check(page, "inbox-advice")
    item.get_by_label("Råd", exact=True).select_option("refer_here")
    confirm(page, item)


def convert(page: Page, item: Locator) -> None:
    """The sender makes a warm hand-over of it, notes that the family does not want to be counted, and sends it."""
    expect(item.get_by_text("Slussa hit")).to_be_visible()
    item.get_by_role("button", name="Gör till en slussning").click()
    item.get_by_label("Vem gav medgivandet").select_option("custodian")
    item.get_by_label("Som varm överlämning").check()
    check(page, "inbox-convert")
    confirm(page, item)
    decline_statistics(page, item)
    item.get_by_role("button", name="Skicka", exact=True).click()
    expect(item.get_by_role("button", name="Skicka", exact=True)).to_have_count(0)


def decline_statistics(page: Page, item: Locator) -> None:
    """The family says afterwards that it does not want to be counted; what it said is shown, and asked about anew."""
    item.get_by_text("Fler val").click()
    item.get_by_role("button", name="Ändra om familjen ingår").click()
    box = item.get_by_label("Familjen har tackat nej")
    expect(box).not_to_be_checked()
    box.check()
    check(page, "inbox-declined")
    confirm(page, item)
    expect(item.get_by_text("Familjen har tackat nej", exact=True)).to_be_visible()
    item.get_by_role("button", name="Ändra om familjen ingår").click()
    expect(box).to_be_checked()
    item.get_by_role("button", name="Avbryt").click()


def stale(mine: Page, of_mine: Locator, theirs: Page, of_theirs: Locator) -> None:
    """A form stays open while the other side acts; it can be left, and is sent at the version that is then shown."""
    give = of_mine.get_by_role("button", name="Lämna uppgifterna")
    give.click()
    of_theirs.get_by_role("button", name="Be om uppgifter").click()
    of_theirs.get_by_label("Hälsa").check()
    confirm(theirs, of_theirs)
    expect(of_mine.get_by_text("Mottagaren behöver veta mer")).to_be_visible()
    of_mine.get_by_role("button", name="Avbryt").click()
    expect(of_mine.get_by_role("button", name="Bekräfta")).to_have_count(0)
    give.click()
    confirm(mine, of_mine)
    give.click()
    of_theirs.get_by_role("button", name="Ta emot").click()
    expect(of_mine.get_by_text("Mottagaren har tagit hand om slussningen")).to_be_visible()
    confirm(mine, of_mine)
    expect(theirs.get_by_role("status").filter(has_text="Listan är uppdaterad.")).to_be_visible()


def rest(page: Page, item: Locator) -> None:
    """The recipient accepts and lets it rest; a day too far off is refused by the service, at the field."""
    item.get_by_role("button", name="Tacka ja").click()
    done(page)
    item.get_by_text("Fler val").click()
    item.get_by_role("button", name="Låt vila").click()
    item.get_by_label("Skäl").select_option("waiting_time")
    days = item.get_by_label("Vilar till och med")
    days.fill((today() + timedelta(days=4000)).isoformat())
    item.get_by_role("button", name="Bekräfta").click()
    expect(days).to_have_attribute("aria-invalid", "true")
    expect(days).to_be_focused()
    days.fill((today() + timedelta(days=14)).isoformat())
    confirm(page, item)
    item.get_by_role("button", name="Ta upp igen").click()
    expect(item.get_by_role("button", name="Ta upp igen")).to_have_count(0)


def meet(page: Page, item: Locator) -> None:
    """They meet in person: by whom, when and where."""
    item.get_by_role("button", name="Ni har").click()
    item.get_by_label("Vem som presenterade er").select_option("midwife")
    item.get_by_label("Var ni sågs").select_option("at_home")
    check(page, "inbox-introduce")
    confirm(page, item)


def fail(page: Page, item: Locator) -> None:
    """It can't be carried out after all; an act that ends it is confirmed, and can be left."""
    item.get_by_role("button", name="Gick inte att genomföra").click()
    item.get_by_role("button", name="Avbryt").click()
    assert "Gick inte" in page.evaluate(DEEP_FOCUS)
    item.get_by_role("button", name="Gick inte att genomföra").click()
    item.get_by_label("Skäl").select_option("family_did_not_come")
    confirm(page, item)
