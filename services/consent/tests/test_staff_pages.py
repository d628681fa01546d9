"""Staff's pages: a person found by POST alone, a consent recorded while talking, and the answer with its rules."""

import re
from uuid import UUID

import httpx
import pytest
from consent_world import CHILD, FATHER, MOTHER, World

from slussen_chassis.auth import Caller

HOME = "/consent/pages"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def get(world: World, path: str, caller: Caller | None = None) -> httpx.Response:
    async with world.client(caller or world.midwife) as client:
        return await client.get(path)


async def send(world: World, path: str, caller: Caller | None = None, **fields: object) -> httpx.Response:
    async with world.client(caller or world.midwife) as client:
        return await client.post(path, data=fields, headers=FORM)


async def found(world: World, number: str = CHILD) -> UUID:
    answer = await send(world, HOME, number=number)
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["location"].rsplit("/", 1)[1])


def filled(world: World, **changes: object) -> dict[str, object]:
    """The form as a midwife fills it in: both custodians say yes, and the unit names the social services."""
    return {
        "kind": "child",
        "situation": "foraldrastod-1",
        "topics": ["parental_support", "health"],
        "recipients": [str(world.social.id)],
        "through": "2027-03-31",
        "explained": "yes",
        "answer1": "yes",
        "number1": "19850101-2382",
        "method1": "oral",
        "answer2": "yes",
        "number2": FATHER,
        "apart": "no",
        "verified": "2026-11-22",
        "source": "record_system",
        **changes,
    }


async def record(world: World, **changes: object) -> httpx.Response:
    subject_id = await found(world)
    fields = {name: value for name, value in filled(world, **changes).items() if value is not ...}
    return await send(world, f"{HOME}/people/{subject_id}/record", **fields)


async def recorded(world: World, **changes: object) -> httpx.Response:
    """The page that shows what was recorded."""
    answer = await record(world, **changes)
    assert answer.status_code == 303, re.findall(r"<li>.*</li>", answer.text)
    return await get(world, answer.headers["location"])


async def test_a_person_is_found_by_post_and_the_number_is_in_no_address(world: World) -> None:
    subject_id = await found(world, "20170101-2393")
    assert subject_id == await world.one("SELECT id FROM subject")
    page = await get(world, f"{HOME}/people/{subject_id}")
    assert "Inget samtycke är registrerat" in page.text
    assert await found(world, "170101-2393") == subject_id
    wrong = await send(world, HOME, number="20170101-2394")
    assert wrong.status_code == 422
    assert "Numret stämmer inte" in wrong.text
    assert await world.one("SELECT count(*) FROM audit_entry WHERE action = 'subject.resolve'") == 2


async def test_a_consent_is_recorded_in_one_form(world: World) -> None:
    page = await recorded(world)
    assert "Samtycket är registrerat" in page.text
    assert "Samtycket gäller. Det som står här får lämnas." in page.text
    assert "stöd i föräldraskapet" in page.text
    assert not any(number in page.text for number in (CHILD, MOTHER, FATHER))
    assert (await world.ask(situation="foraldrastod-1")).json()["outcome"] == "permitted"
    assert "foraldrastod-1" in (await get(world, HOME)).text


async def test_the_form_tells_what_to_read_out_and_who_may_answer(world: World) -> None:
    page = await get(world, f"{HOME}/people/{await found(world)}/record")
    for told in ("Läs upp", "Ja: vi får", "Delvis: ni väljer", "Nej: vi berättar", "Familjehemsförälder"):
        assert told in page.text


@pytest.mark.case("CO-34")
async def test_kalmar_demands_that_the_consequences_were_told(world: World) -> None:
    await world.put_centre(world.centre, "kalmar", "08")
    answer = await record(world, explained=...)
    assert answer.status_code == 422
    assert "fått veta vad ja, nej och delvis leder till" in answer.text
    assert 'value="foraldrastod-1"' in answer.text
    assert (await recorded(world)).status_code == 200


@pytest.mark.case("CO-21")
async def test_it_says_that_another_answer_is_needed_and_why(world: World) -> None:
    page = await recorded(world, apart="yes", answer2="not_asked")
    assert "Alla som behöver svara har inte svarat" in page.text
    assert "Det saknas svar från: vårdnadshavare" in page.text
    assert "bor inte båda" in page.text or "de bor inte båda" in page.text


@pytest.mark.case("CO-23")
@pytest.mark.case("CO-24")
async def test_a_foster_parent_needs_a_document_and_the_form_says_so_at_the_field(world: World) -> None:
    one = {"answer2": ..., "number2": ..., "relation1": "foster_parent"}
    refused = await record(world, **one)
    assert refused.status_code == 422
    assert "får inte samtycka utan förordnande eller fullmakt" in refused.text
    page = await recorded(world, **one, document1="fullmakt-17", documentKind1="power_of_attorney")
    assert "familjehemsförälder" in page.text


@pytest.mark.case("CO-18")
async def test_a_partial_says_what_it_covers(world: World) -> None:
    refused = await record(world, answer1="partial")
    assert refused.status_code == 422
    await recorded(world, answer1="partial", partial1=["health"])
    assert (await world.ask(situation="foraldrastod-1", topics=["health"])).json()["outcome"] == "permitted"


@pytest.mark.case("CO-16")
@pytest.mark.case("CO-35")
async def test_what_is_missing_is_named_and_nothing_entered_is_lost(world: World) -> None:
    answer = await record(world, through=..., situation="med mellanslag", number1="fel")
    assert answer.status_code == 422
    assert 'value="med mellanslag"' in answer.text
    assert 'id="e-through"' in answer.text
    assert 'id="e-situation"' in answer.text
    no_number = await record(world, number1=...)
    assert 'id="e-number1"' in no_number.text


@pytest.mark.case("CO-19")
async def test_a_no_is_on_the_list_to_be_asked_again_until_it_is(world: World) -> None:
    page = await recorded(world, answer1="no")
    assert "Fråga igen senast" in page.text
    overview = await get(world, HOME)
    (task_id,) = re.findall(rf"{HOME}/tasks/([0-9a-f-]+)", overview.text)
    done = await send(world, f"{HOME}/tasks/{task_id}")
    assert done.headers["location"] == f"{HOME}?said=asked-again"
    assert "/tasks/" not in (await get(world, HOME)).text


async def test_the_question_is_answered_with_the_rules_that_were_tried(world: World) -> None:
    await recorded(world)
    subject_id = await found(world)
    asked = {
        "situation": "foraldrastod-1",
        "topics": "parental_support",
        "unit": str(world.social.id),
        "profession": "social_worker",
    }
    path = f"{HOME}/people/{subject_id}/question"
    answer = await send(world, path, **asked)
    assert "Ja, du får berätta" in answer.text
    assert "/consent/pages/rules#B5" in answer.text
    refused = await send(world, path, **asked | {"situation": "annat"})
    assert "Nej, inte utan samtycke" in refused.text
    assert "Vad du kan göra nu" in refused.text
    assert (await send(world, path, situation="x")).status_code == 422


async def test_a_withdrawal_in_the_conversation_is_one_press(world: World) -> None:
    page = await recorded(world)
    (path,) = re.findall(r"/consent/pages/consents/[0-9a-f-]+/withdrawal", page.text)
    assert (await send(world, path)).status_code == 303
    assert await world.one("SELECT status FROM consent") == "withdrawn"


async def test_another_authority_sees_nothing_and_nobody_without_the_scope(world: World) -> None:
    await recorded(world)
    consent_id = await world.one("SELECT id FROM consent")
    stranger = world.worker_at(world.private, "child_health_nurse")
    assert (await get(world, f"{HOME}/consents/{consent_id}", stranger)).status_code == 404
    assert (await get(world, HOME, world.worker_at(world.midwives, "midwife", scopes="x"))).status_code == 403


async def test_an_adult_answers_for_own_data_without_a_number(world: World) -> None:
    page = await recorded(world, kind="adult", number1=..., answer2=..., number2=...)
    assert "den vuxna själv" in page.text
