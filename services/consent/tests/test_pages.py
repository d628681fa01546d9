"""The service's pages as a browser gets them: own view, rules and verification; what they refuse and never show."""

import json
from uuid import UUID

import httpx
import pytest
from consent_world import FATHER, MOTHER, World, person
from own_person import logged_in

from slussen_chassis.auth import Caller

OWN = "/consent/pages/own"
ANYONE = Caller("anonymous", "anonymous")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def get(world: World, path: str, caller: Caller | None = None, **headers: str) -> httpx.Response:
    async with world.client(caller or await logged_in(world)) as client:
        return await client.get(path, headers=headers)


async def send(world: World, path: str, caller: Caller | None = None, **fields: object) -> httpx.Response:
    async with world.client(caller or await logged_in(world)) as client:
        return await client.post(path, data=fields, headers=FORM)


async def test_a_custodian_without_consents_is_told_so(world: World) -> None:
    page = await get(world, OWN)
    assert page.status_code == 200
    assert "Det finns inget samtycke" in page.text


async def test_the_list_shows_state_and_way_on_and_what_is_withheld(world: World) -> None:
    consent_id = await world.recorded()
    await world.recorded("evt-2", externalId="old", situation="other", custodyVerifiedOn="2026-01-02")
    page = await get(world, OWN)
    assert "Samtycket gäller. Det som står här får lämnas." in page.text
    assert f"{OWN}/{consent_id}" in page.text
    assert "vårdnaden har inte kontrollerats på länge" in page.text
    assert str((await logged_in(world, FATHER)).known_as[0]) not in page.text


async def test_an_answer_is_changed_by_one_form_after_its_effects_are_told(world: World) -> None:
    consent_id = await world.recorded(topics=["parental_support", "health"])
    page = await get(world, f"{OWN}/{consent_id}")
    for told in ("Om du svarar ja", "Om du svarar delvis", "Om du svarar nej", "måste personal"):
        assert told in page.text
    unread = await send(world, f"{OWN}/{consent_id}", value="yes", version=1)
    assert unread.status_code == 422
    assert "Bekräfta att du har läst" in unread.text
    done = await send(world, f"{OWN}/{consent_id}", value="partial", lines="1", understood="yes", version=1)
    assert (done.status_code, done.headers["location"]) == (303, f"{OWN}/{consent_id}?said=answered")
    shown = await get(world, f"{OWN}/{consent_id}?said=answered")
    assert "Ditt svar är ändrat" in shown.text
    assert await world.one("SELECT version FROM consent") == 2


async def test_a_form_from_before_a_change_says_so_and_does_nothing(world: World) -> None:
    consent_id = await world.recorded()
    await send(world, f"{OWN}/{consent_id}", value="no", version=1)
    late = await send(world, f"{OWN}/{consent_id}/withdrawal", version=1)
    assert late.status_code == 409
    assert await world.one("SELECT status FROM consent") == "active"


async def test_one_press_withdraws(world: World) -> None:
    consent_id = await world.recorded()
    done = await send(world, f"{OWN}/{consent_id}/withdrawal", version=1)
    assert done.status_code == 303
    page = await get(world, done.headers["location"])
    assert "Samtycket är återkallat" in page.text
    assert "/withdrawal" not in page.text


@pytest.mark.parametrize(("language", "direction"), [("sv", "ltr"), ("en", "ltr"), ("ar", "rtl")])
async def test_the_receipt_is_shown_in_its_language_and_direction(
    world: World, language: str, direction: str
) -> None:
    consent_id = await world.recorded()
    page = await get(world, f"{OWN}/{consent_id}/receipt?language={language}")
    assert f'lang="{language}" dir="{direction}"' in page.text
    assert ("inte granskad" in page.text) is (language == "ar")


async def test_the_log_page_tells_unit_and_time_in_swedish(world: World) -> None:
    await world.recorded()
    subject_id = await world.one("SELECT subject_id FROM consent")
    page = await get(world, f"{OWN}/log?subject={subject_id}")
    assert "Registrerade eller ändrade" in page.text
    assert "22 november 2026" in page.text or "november 2026" in page.text


async def test_staff_and_strangers_get_no_own_pages(world: World) -> None:
    consent_id = await world.recorded()
    assert (await get(world, OWN, world.midwife)).status_code == 403
    assert (
        await get(world, f"{OWN}/{consent_id}", await logged_in(world, "200002292399"))
    ).status_code == 404


async def test_anyone_reads_the_rules_that_run_with_sources_and_periods(world: World) -> None:
    page = await get(world, "/consent/pages/rules", ANYONE)
    assert page.status_code == 200
    for number in range(14):
        assert f'id="B{number}"' in page.text
    assert 'id="C1"' in page.text
    assert "S000 Tabell 1 T1, T4" in page.text
    assert "26 kap. 1 § offentlighets- och sekretesslagen" in page.text
    assert "från 30 juni 2009" in page.text
    assert "Logga ut" not in page.text
    english = await get(world, "/consent/pages/rules", ANYONE, **{"Accept-Language": "en"})
    assert "from 30 June 2009" in english.text


async def test_anyone_verifies_a_receipt_by_pasting_it(world: World) -> None:
    consent_id = await world.recorded()
    receipt = (await get(world, f"/consent/v1/own-consents/{consent_id}/receipt")).text
    genuine = await send(world, "/consent/pages/receipts", ANYONE, receipt=receipt)
    assert "Kvittot är äkta och oförändrat" in genuine.text
    changed = await send(
        world, "/consent/pages/receipts", ANYONE, receipt=receipt.replace("dpv:Permission", "dpv:Prohibition")
    )
    assert "Kvittot är ändrat" in changed.text
    for rubbish in ("", "x", "[]", json.dumps({"a": 1})[:-1]):
        answer = await send(world, "/consent/pages/receipts", ANYONE, receipt=rubbish)
        assert answer.status_code == 422


async def test_a_page_never_shows_a_number(world: World) -> None:
    consent_id = await world.recorded(
        positions=[
            {
                "custodian": person(MOTHER),
                "value": "yes",
                "givenAt": "2026-11-20T09:00:00Z",
                "method": "oral",
            },
            {"custodian": person(FATHER), "value": "not_asked"},
        ]
    )
    subject_id: UUID = await world.one("SELECT subject_id FROM consent")
    for path in (
        OWN,
        f"{OWN}/{consent_id}",
        f"{OWN}/{consent_id}/receipt",
        f"{OWN}/log?subject={subject_id}",
    ):
        page = await get(world, path)
        assert page.status_code == 200
        assert not any(number in page.text for number in (MOTHER, FATHER))
