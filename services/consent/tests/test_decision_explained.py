"""What an answer says besides its outcome, meetings, people with two employments, and answers about the past."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from consent_world import CHILD, FATHER, MOTHER, World, person

from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id
from slussen_contracts.consent.api import DecisionRead, MeetingRead

NURSE = "child_health_nurse"


def told(unit: Any, profession: str | None = None) -> dict[str, str]:
    return {"unitId": str(unit.id)} | ({"profession": profession} if profession else {})


async def ask_meeting(world: World, *people: dict[str, str], caller: Caller | None = None) -> httpx.Response:
    body = {
        "subject": person(CHILD),
        "situation": "family-support-1",
        "topics": ["parental_support"],
        "participants": people,
    }
    async with world.client(caller or world.midwife) as client:
        return await client.post("/consent/v1/disclosure-decisions/meetings", json=body)


async def stale(world: World, decision_id: str) -> Any:
    async with world.client(world.midwife) as client:
        answer = await client.get(f"/consent/v1/disclosure-decisions/{decision_id}")
    assert answer.json()["stale"] is bool(answer.json()["staleBecause"])
    return answer.json()["staleBecause"]


# The explanation -----------------------------------------------------------------------------------------------


async def test_statutes_come_with_their_paragraph_and_days_in_force(world: World) -> None:
    found = DecisionRead.model_validate_json((await world.ask()).content)
    assert found.boundary.law == ["osl-8-1", "osl-10-1"]
    assert [statute.id for statute in found.statutes] == found.boundary.law
    assert found.statutes[0].reference == "8 kap. 1 § offentlighets- och sekretesslagen"
    assert (found.statutes[0].first_day, found.statutes[0].last_day) == (date(2009, 6, 30), None)
    assert found.statutes[0].confirmed is False
    assert found.statutes[0].text == "Confidentiality holds towards other authorities and individuals."


async def test_a_statute_that_is_relied_on_stands_among_the_statutes(world: World) -> None:
    async with world.client(world.midwife) as client:
        about = await client.post("/consent/v1/subjects/resolutions", json={"identifiers": [person(CHILD)]})
        ground = {
            "subjectId": about.json()["subjects"][0]["subjectId"],
            "situation": "family-support-1",
            "topics": ["parental_support"],
            "recipient": told(world.social),
            "decidedAt": world.clock.moment.isoformat(),
            "validThrough": "2026-12-31",
            "journalReference": {
                "system": "journal",
                "documentId": "a-1",
                "documentedAt": world.clock.moment.isoformat(),
            },
            "statuteId": "osl-25-12",
            "reasonCode": "necessary_support",
            "decidedBy": "enhetschef-1",
        }
        answer = await client.post("/consent/v1/statutory-disclosures", json=ground)
    assert answer.status_code == 201, answer.text
    found = (await world.ask()).json()
    assert found["topics"][0]["statuteId"] == "osl-25-12"
    assert found["statutes"][-1]["id"] == "osl-25-12"
    assert [(one["kind"], one["verdict"], one["applied"]) for one in found["considered"]] == [
        ("ground", "applied", True)
    ]


async def test_every_consent_about_the_person_is_told_with_why_it_did_not_apply(world: World) -> None:
    applied = await world.recorded()
    elsewhere = await world.recorded("evt-2", externalId="samtycke-2", situation="another")
    found = (await world.ask()).json()["considered"]
    assert {one["id"]: (one["verdict"], one["applied"]) for one in found} == {
        str(applied): ("applied", True),
        str(elsewhere): ("other_situation", False),
    }
    await world.post(world.withdrawal("evt-3"))
    found = (await world.ask()).json()["considered"]
    assert {one["id"]: one["text"] for one in found} == {
        str(applied): "The consent is withdrawn.",
        str(elsewhere): "This is about another situation.",
    }


# Meetings and employments --------------------------------------------------------------------------------------


async def test_a_meeting_is_decided_pair_by_pair_and_the_strictest_holds(world: World) -> None:
    await world.recorded()
    answer = await ask_meeting(world, told(world.midwives, "midwife"), told(world.social), told(world.nurses))
    assert answer.status_code == 200, answer.text
    found = MeetingRead.model_validate_json(answer.content)
    outcomes = {(pair.teller, pair.told): pair.outcome for pair in found.pairs}
    assert outcomes == {
        (0, 1): "permitted",
        (0, 2): "consent_required",
        (1, 0): "consent_required",
        (1, 2): "consent_required",
        (2, 0): "consent_required",
        (2, 1): "permitted",
    }
    assert found.outcome == "consent_required"
    assert await world.one("SELECT count(*) FROM disclosure_decision") == 1
    assert await stale(world, str(found.decision_id)) == []


async def test_a_meeting_of_two_that_may_speak_is_permitted_both_ways(world: World) -> None:
    await world.recorded(recipients=[{"hsaId": world.social.hsa_id}, {"hsaId": world.midwives.hsa_id}])
    answer = (await ask_meeting(world, told(world.midwives), told(world.social))).json()
    assert [(pair["teller"], pair["told"], pair["outcome"]) for pair in answer["pairs"]] == [
        (0, 1, "permitted"),
        (1, 0, "permitted"),
    ]
    assert answer["outcome"] == "permitted"


async def test_whoever_asks_takes_part_in_the_meeting(world: World) -> None:
    answer = await ask_meeting(world, told(world.social), told(world.nurses))
    assert (answer.status_code, answer.json()["code"]) == (403, "not-your-unit")
    other = await ask_meeting(world, told(world.midwives, NURSE), told(world.nurses))
    assert other.status_code == 403


async def test_every_participant_has_a_unit(world: World) -> None:
    answer = await ask_meeting(world, told(world.midwives), {"profession": NURSE})
    assert answer.json()["errors"][0]["field"] == "participants.1.unitId"


async def test_of_a_recipients_two_employments_the_stricter_holds_where_it_is_unstated(world: World) -> None:
    await world.recorded()
    assert (await world.ask()).json()["outcome"] == "permitted"
    unstated = await world.ask(recipientOtherEmployments=[told(world.nurses, NURSE)])
    assert unstated.json()["outcome"] == "consent_required"
    assert await stale(world, unstated.json()["decisionId"]) == []
    same = await world.ask(recipientOtherEmployments=[told(world.social, "social_worker")])
    assert same.json()["outcome"] == "permitted"
    unknown = await world.ask(recipientOtherEmployments=[{"profession": NURSE}])
    assert unknown.json()["errors"][0]["field"] == "recipientOtherEmployments.0.unitId"


@pytest.mark.case("CO-04")
async def test_the_way_of_inner_confidentiality_is_chosen_and_logged(world: World) -> None:
    await world.put_centre(world.centre, "skane", "12")
    asked = {"recipient": told(world.nurses, NURSE)}
    log = {"topics": ["parental_support"], "toldAt": world.clock.moment.isoformat(), "manner": "oral"}
    async with world.client(world.midwife) as client:
        for cares, status in ((True, 201), (False, 409)):
            decided = (await world.ask(**asked, careRelationship=cares)).json()
            assert decided["outcome"] == "consent_required"
            body = {**log, "decisionId": decided["decisionId"], "onInnerConfidentiality": True}
            answer = await client.post("/consent/v1/disclosures", json=body)
            assert answer.status_code == status, answer.text
            if cares:
                assert answer.json()["ground"] == "inner_confidentiality"


# Going stale ---------------------------------------------------------------------------------------------------


async def test_a_decision_goes_stale_when_the_countys_rules_change(world: World) -> None:
    await world.recorded()
    decision_id = (await world.ask()).json()["decisionId"]
    assert await stale(world, decision_id) == []
    await world.put_centre(world.centre, "kalmar", "08")
    assert await stale(world, decision_id) == ["rules"]


async def test_a_decision_goes_stale_when_a_last_day_has_passed(world: World) -> None:
    await world.recorded()
    decision_id = (await world.ask()).json()["decisionId"]
    world.clock.moment = datetime(2027, 4, 1, 12, tzinfo=UTC)
    assert await stale(world, decision_id) == ["time"]


async def test_a_decision_goes_stale_when_custody_was_verified_too_long_ago(world: World) -> None:
    await world.recorded(custodyVerifiedOn="2026-06-20")
    decision_id = (await world.ask()).json()["decisionId"]
    world.clock.moment += timedelta(days=35)
    assert await stale(world, decision_id) == ["time"]


async def test_a_decision_goes_stale_when_custody_changes(world: World) -> None:
    await world.recorded()
    decision_id = (await world.ask()).json()["decisionId"]
    changed = world.event("evt-2", "changed", livesApart=True)
    assert (await world.post(changed)).status_code == 201
    assert await stale(world, decision_id) == ["consent"]


@pytest.mark.case("EV-05")
async def test_a_decision_goes_stale_when_another_employment_of_the_recipient_changes(world: World) -> None:
    answer = await world.ask(recipientOtherEmployments=[told(world.nurses, NURSE)])
    world.nurses.version, world.nurses.branch = 2, "other"
    await world.put_unit(world.nurses)
    assert await stale(world, answer.json()["decisionId"]) == ["unit"]


# The past ------------------------------------------------------------------------------------------------------


def about(answer: httpx.Response) -> dict[str, Any]:
    whole: dict[str, Any] = answer.json()
    return {name: value for name, value in whole.items() if name not in {"decisionId", "decidedAt"}}


async def test_an_answer_about_the_past_stays_the_same_whatever_happens_after(world: World) -> None:
    await world.recorded()
    moment = (world.clock.moment + timedelta(minutes=1)).isoformat()
    world.clock.moment += timedelta(hours=1)
    first = about(await world.ask(asOf=moment))
    assert first["outcome"] == "permitted"
    world.social.version, world.social.board_id, world.social.centre_ids = 2, new_id(), []
    await world.put_unit(world.social)
    await world.put_centre(world.centre, "kalmar", "08")
    await world.recorded("evt-9", externalId="samtycke-9", positions=[refusal(MOTHER), refusal(FATHER)])
    await world.post(world.withdrawal("evt-3"))
    assert about(await world.ask(asOf=moment)) == first
    assert (await world.ask()).json()["outcome"] == "refused"


async def test_a_unit_that_was_not_known_then_makes_consent_required(world: World) -> None:
    world.clock.moment += timedelta(hours=1)
    before = (world.clock.moment - timedelta(minutes=5)).isoformat()
    later = world.another(world.social)
    await world.put_unit(later)
    found = (await world.ask(recipient=told(later), asOf=before)).json()
    assert (found["outcome"], found["boundary"]["rules"][0]) == ("consent_required", "B0")


def refusal(number: str) -> dict[str, Any]:
    return {"custodian": person(number), "value": "no", "givenAt": "2026-11-21T09:00:00Z", "method": "oral"}
