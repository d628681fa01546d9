"""What the recipient needs to know, what each custodian answered, back and forward, and what the host page is told."""

import asyncio
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.browser.test_embedded_referrals import at_work, check, lose_answers, sent_of, told
from tests.system.conftest import System, system

from slussen_local.demo.browser import open_http
from slussen_local.layout import Layout
from slussen_local.people import CUSTODIANS, DEMO_CHILD

__all__ = ["system"]

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(240)]

DIRECTORY = "/referrals/v1/directory-entries"
FIELDS = [
    {
        "key": "first_child",
        "topic": "parental_support",
        "kind": "yes_no",
        "sv": "Är det första barnet?",
        "en": "Is it the first child?",
        "required": True,
    },
    {
        "key": "children",
        "topic": "parental_support",
        "kind": "number",
        "sv": "Hur många barn?",
        "en": "How many children?",
    },
    {
        "key": "since",
        "topic": "economy",
        "kind": "day",
        "sv": "Sedan när?",
        "en": "Since when?",
        "required": True,
    },
]
FORM = "document.querySelector('slussen-referral-form')"
LOOKS = """() => {
  const form = document.querySelector('slussen-referral-form');
  const find = (what) => getComputedStyle(form.shadowRoot.querySelector(what));
  const seen = {
    accent: () => find('button.first').backgroundColor, 'accent-text': () => find('button.first').color,
    ink: () => getComputedStyle(form).color, paper: () => getComputedStyle(form).backgroundColor,
    quiet: () => find('.hint').color, tint: () => find('.note').backgroundColor,
    line: () => find('.note').borderTopColor,
    late: () => find('.error').color, radius: () => find('.note').borderRadius,
    font: () => getComputedStyle(form).fontFamily,
    focus: () => { form.shadowRoot.querySelector('#search').focus(); return find('#search').outlineColor; },
  };
  const values = { radius: '9px', font: 'monospace' };
  return Object.entries(seen).filter(([name, look]) => {
    const before = look();
    form.style.setProperty(`--slussen-${name}`, values[name] || 'rgb(1, 2, 3)');
    const after = look();
    form.style.removeProperty(`--slussen-${name}`);
    return before === after || look() !== before;
  }).map(([name]) => name);
}"""
"""Set each custom property and return those that change nothing."""


@pytest.fixture(scope="module", autouse=True)
def preschool(system: System) -> str:
    """The open preschool, which has said what it needs to know; before the browser and its loop."""
    unit: str = system.registered.units["open_preschool"]

    async def declare() -> None:
        async with open_http() as http:
            pia = await system.outside(http).browser("pia.pedagog")
            await pia.ask("PUT", f"{DIRECTORY}/{unit}/content-form", json={"fields": FIELDS})

    asyncio.run(declare())
    return unit


def prefilled(page: Page, content: dict[str, Any], language: str = "sv") -> None:
    """Let the page give the form what it knows, after the form is there, and choose the person."""
    title = "Ny slussning" if language == "sv" else "New referral"
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    drop = page.get_by_role(
        "button", name="Ta bort och börja om" if language == "sv" else "Remove it and begin"
    )
    if drop.count():  # another test's draft
        drop.click()
        expect(drop).to_have_count(0)
    page.evaluate(f"(given) => {{ {FORM}.prefill = given; }}", content)
    page.locator("#number").fill(DEMO_CHILD)
    page.locator("#number").press("Tab")
    expect(page.locator("#ways")).to_be_visible()


def answer(page: Page, number: int, said: str, *partial: str) -> None:
    """Enter what one custodian answered."""
    page.locator(f"#said-{number}").select_option(said)
    for topic in partial:
        page.locator(f"#partial-{number}-{topic}").check()
    page.locator(f"#custodian-{number}").fill(CUSTODIANS[number - 1].personal_number)


def custody(page: Page) -> None:
    page.locator("#apart").select_option("yes")
    page.locator("#custody-source").select_option("civil_register")
    page.locator("#explained").check()


def test_what_the_recipient_needs_is_asked_and_what_a_partial_covers_alone_is_sent(
    chromium: Browser, complaints: list[str], running: Layout, preschool: str
) -> None:
    with at_work(chromium, complaints, running, "anna.barnmorska") as page:
        given = {"situation": "delvis-1", "topics": ["parental_support", "economy"], "unitId": preschool}
        prefilled(page, given | {"way": "now", "givenBy": "custodian", "profession": "Not a code"})
        questions(page)
        record_a_partial(page)
        before = len(sent_of(page, running.origin))
        send_what_may_be_told(page)
        newest = sent_of(page, running.origin)[0]
        events = told(page)
        assert set(events.pop("session")) == {"name", "endsAt"}
        assert events == {
            "decision": {"outcome": "refused"},
            "consent-recorded": {"value": "partial"},
            "sent": {"referralId": newest["id"], "state": "sent", "coreStatus": "open"},
        }
        assert newest["topics"] == ["parental_support", "economy"]
        back_and_forward(page, running)
        assert len(sent_of(page, running.origin)) == before + 1
    assert complaints == []


def questions(page: Page) -> None:
    """See the questions under their topics, and what is said of answers that are missing or don't fit."""
    assert page.locator("#details-title ~ div legend").all_inner_texts() == [
        "Stöd i föräldraskapet",
        "Ekonomi",
    ]
    expect(page.get_by_label("Är det första barnet? (behövs)")).to_have_attribute("aria-required", "true")
    children = page.get_by_label("Hur många barn? (frivilligt)")
    children.fill("flera")
    page.get_by_role("button", name="Spara utan att skicka").click()
    expect(page.get_by_text("Svara med siffror, högst tre: Hur många barn?")).to_have_count(2)
    assert children.get_attribute("aria-invalid") == "true"
    check(page, "steps-needs")
    page.get_by_role("link", name="Svara med siffror").click()
    expect(children).to_be_focused()
    children.fill("2")
    children.press("Tab")
    expect(page.get_by_text("Svara med siffror, högst tre: Hur många barn?")).to_have_count(1)
    page.locator("#answer-first_child").select_option("yes")


def record_a_partial(page: Page) -> None:
    """One says yes, the other yes to one topic."""
    page.get_by_text("Registrera vad de svarade här").click()
    answer(page, 1, "yes")
    answer(page, 2, "partial")
    custody(page)
    page.get_by_role("button", name="Registrera svaren").click()
    expect(page.get_by_text("Välj minst en sak")).to_be_visible()
    check(page, "steps-answers")
    page.get_by_role("button", name="Fråga igen").click()
    answer(page, 2, "partial", "parental_support")
    page.get_by_role("button", name="Registrera svaren").click()
    expect(page.get_by_text("Registrerat: delvis.").first).to_be_visible()


def send_what_may_be_told(page: Page) -> None:
    """Choose to send what may be told alone; nothing under the other topic has to be answered then."""
    expect(page.get_by_text("En del får lämnas till den här mottagaren")).to_be_visible()
    expect(page.get_by_role("button", name="Spara utan att skicka")).to_be_visible()
    page.get_by_label("Skicka nu, bara det som får lämnas: Stöd i föräldraskapet").check()
    check(page, "steps-ways")
    page.get_by_role("button", name="Skicka det som får lämnas").click()
    expect(page.get_by_role("heading", name="är skickad")).to_be_focused()


def back_and_forward(page: Page, running: Layout) -> None:
    """Going back shows that it is sent, and a new one that is left is there when one comes back."""
    page.go_back()
    expect(page.get_by_role("heading", name="är redan skickad")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="är redan skickad")).to_be_visible()
    page.get_by_role("button", name="Ny slussning").click()
    page.get_by_label("Ärende").fill("kvar")
    page.goto(f"{running.intranet}/inkorg")
    expect(page.get_by_role("heading", name="Väntar på er")).to_be_visible()
    page.go_back()
    offered = page.get_by_role("button", name="Fortsätt")
    expect(page.get_by_label("Ärende").or_(offered)).to_be_visible()
    if offered.count():  # left before the address told of the draft
        offered.click()
    expect(page.get_by_label("Ärende")).to_have_value("kvar")
    page.goto(f"{running.intranet}/")
    page.get_by_role("button", name="Ta bort och börja om").click()
    expect(page.get_by_label("Ärende")).to_have_value("")


def test_a_no_sends_nothing_and_shows_how_to_go_on_and_a_change_after_a_lost_answer_is_never_lost(
    chromium: Browser, complaints: list[str], running: Layout, preschool: str
) -> None:
    with at_work(chromium, complaints, running, "bea.bvc") as page:
        page.goto(f"{running.intranet}/?lang=en")
        given = {"situation": "nej-1", "topics": ["parental_support"], "unitId": preschool}
        prefilled(page, given | {"givenBy": "custodian"}, "en")
        assert page.evaluate(LOOKS) == []
        record_a_no(page)
        page.locator("#answer-first_child").select_option("no")
        change_after_a_lost_answer(page)
        page.get_by_role("button", name="Keep without sending").click()
        expect(page.get_by_role("heading", name="is kept but not sent")).to_be_focused()
        expect(page.get_by_role("heading", name="How to go on")).to_be_visible()
        check(page, "steps-kept-en")
        states = [one["state"] for one in sent_of(page, running.origin) if one["situation"] == "nej-1"]
        assert sorted(states) == ["awaiting_consent", "opened"]
    complaints[:] = [said for said in complaints if "ERR_" not in said and "409" not in said]
    assert complaints == []


def record_a_no(page: Page) -> None:
    """One says no, the other was not asked."""
    expect(page.get_by_label("Send by itself once the consent is there")).to_be_visible()
    page.get_by_text("Record what they answered here").click()
    answer(page, 1, "no")
    page.locator("#said-2").select_option("not_asked")
    custody(page)
    page.emulate_media(forced_colors="active")
    check(page, "steps-no-en")
    page.emulate_media(forced_colors="none")
    record_though_the_answer_is_lost(page)
    expect(page.get_by_text("Recorded: no.").first).to_be_visible()
    expect(page.get_by_label("Send by itself")).to_have_count(0)


def record_though_the_answer_is_lost(page: Page) -> None:
    """What was asked for again after a lost answer is recorded once."""
    made = []

    def lose(route: Route) -> None:
        made.append(route.fetch().json()["id"])
        route.abort()

    page.context.route("**/consent/v1/consents", lose)
    page.get_by_role("button", name="Record the answers").click()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    page.context.unroute("**/consent/v1/consents")
    with page.expect_response("**/consent/v1/consents") as answered:
        page.get_by_role("button", name="Try again").click()
    assert made == [answered.value.json()["id"]]


def change_after_a_lost_answer(page: Page) -> None:
    """What was made before a change is not taken for what stands in the form."""
    lose_answers(page.context)
    page.get_by_role("button", name="Keep without sending").click()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    page.context.unroute("**/referrals/v1/referrals")
    page.locator("#topic-health").check()
    page.get_by_role("button", name="Keep without sending").click()
    expect(page.get_by_text("made before you changed it")).to_be_visible()
    page.get_by_role("button", name="Make a new one").click()
    expect(page.get_by_text("made before you changed it")).to_have_count(0)
