import asyncio
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
import pytest
from consent_world import CHILD, FATHER, MOTHER, Unit, World, person

from slussen_chassis.auth import Actor, Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.database import Database
from slussen_chassis.testing import staff
from slussen_consent.jobs import count_days
from slussen_consent.repository.decision_numbers import Number
from slussen_consent.use_cases.decision_numbers import events_of
from slussen_contracts.consent.api import DecisionRead, DecisionSetRead

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NURSE, MIDWIFE = "child_health_nurse", "midwife"


def told(unit: Unit, profession: str) -> dict[str, Any]:
    return {"recipient": {"unitId": str(unit.id), "profession": profession}}


async def test_a_consent_that_covers_everything_permits(world: World) -> None:
    consent_id = await world.recorded()
    answer = await world.ask()
    assert answer.status_code == 200, answer.text
    found = DecisionRead.model_validate_json(answer.content)
    assert (found.outcome, found.ground) == ("permitted", "consent")
    assert [(c.consent_id, c.version) for c in found.consents] == [(consent_id, 1)]
    assert found.boundary.outcome == "consent_required"
    assert found.boundary.rules[0] == "B5"
    assert found.profile.id == "orebro"
    assert found.valid_for == "PT5S"
    assert found.next_steps == []


async def test_without_a_consent_it_is_required_and_the_answer_says_what_to_do(world: World) -> None:
    body = (await world.ask()).json()
    assert body["outcome"] == "consent_required"
    assert body["ground"] is None
    assert body["consents"] == []
    assert body["alternatives"] == ["ask_for_consent", "statutory_disclosure", "harm_assessment"]
    assert body["nextSteps"][0]["text"].startswith("Ask the custodians")


async def test_the_answer_is_in_swedish_unless_english_is_asked_for(world: World) -> None:
    question = {
        "subject": person(CHILD),
        "situation": "family-support-1",
        "topics": ["parental_support"],
        **told(world.social, "social_worker"),
    }
    async with world.client(world.midwife) as client:
        answer = await client.post("/consent/v1/disclosure-decisions", json=question)
    assert answer.headers["content-language"] == "sv"
    assert answer.json()["nextSteps"][0]["text"].startswith("Fråga vårdnadshavarna")
    tried = {rule["rule"]: rule for rule in answer.json()["boundary"]["tried"]}
    assert tried["B5"]["applied"] is True
    assert tried["B5"]["why"] == ["de har samma huvudman: nej, regeln kräver nej"]


async def test_every_rule_that_was_tried_says_why_it_did_not_apply(world: World) -> None:
    tried = (await world.ask()).json()["boundary"]["tried"]
    assert [rule["rule"] for rule in tried][:5] == ["B1", "B2", "B3", "B4", "B5"]
    assert all(rule["why"] for rule in tried)


async def test_a_decision_is_kept_with_one_audit_row_and_what_it_rests_on(world: World) -> None:
    consent_id = await world.recorded()
    answer = (await world.ask()).json()
    (row,) = await world.database.rows("SELECT * FROM disclosure_decision")
    assert row["id"] == UUID(answer["decisionId"])
    assert (row["outcome"], row["responsible_authority_id"]) == ("permitted", world.region)
    assert (row["consent_ids"], row["consent_versions"]) == ([consent_id], [1])
    (trace,) = await world.database.rows("SELECT * FROM audit_entry WHERE action = 'disclosure.decide'")
    assert (trace["resource_id"], trace["actor"], trace["unit_id"]) == (
        row["id"],
        "user-1",
        world.midwives.id,
    )


ANNOUNCED = "SELECT * FROM outbox WHERE type = 'slussen.consent.disclosure-decisions.counted.v1' ORDER BY seq"


async def test_a_days_decisions_are_announced_once_in_numbers_when_it_has_ended(
    world: World, worker_database: Database
) -> None:
    await world.recorded()
    answer = (await world.ask()).json()
    await world.ask()
    decided = datetime.fromisoformat(answer["decidedAt"])
    await world.ask(asOf=(decided - timedelta(minutes=5)).isoformat())
    midnight = datetime.combine(local_day(decided) + timedelta(days=1), time(), STOCKHOLM)
    for now, told in ((midnight + timedelta(minutes=50), 0), (midnight + timedelta(minutes=70), 1)):
        for _ in range(2):
            await count_days(worker_database, now)
        assert len(await world.database.rows(ANNOUNCED)) == told
    (row,) = await world.database.rows(ANNOUNCED)
    assert row["county_code"] == world.midwife.county_code
    data = orjson.loads(row["data"])
    assert data == {
        "day": str(local_day(decided)),
        "number": 2,
        "boundary": "consent_required",
        "outcome": "permitted",
        "responsibleAuthorityId": str(world.region),
        "centreId": data["centreId"],
    }
    assert answer["subjectId"] not in row["data"]


def test_many_decisions_are_told_of_in_parts() -> None:
    of = Number("18", UUID(int=1), None, "consent_required", "refused", 2300)
    told = list(events_of(of, date(2026, 6, 10), datetime(2026, 6, 11, tzinfo=UTC)))
    assert [event.number for event in told] == [1000, 1000, 300]
    assert len({event.aggregate_id for event in told}) == 3
    again = list(events_of(of, date(2026, 6, 10), datetime(2026, 6, 12, tzinfo=UTC)))
    assert [event.aggregate_id for event in again] == [event.aggregate_id for event in told]


# Table 1 -------------------------------------------------------------------------------------------------------


@pytest.fixture
async def skane(world: World) -> World:
    await world.put_centre(world.centre, "skane", "12")
    return world


async def decided(
    world: World, caller: Caller, recipient: Unit, profession: str, **more: Any
) -> dict[str, Any]:
    answer = await world.ask(caller, **told(recipient, profession), **more)
    assert answer.status_code == 200, answer.text
    return answer.json()["boundary"] | {"alternatives": answer.json()["alternatives"]}


@pytest.mark.case("CO-01")
@pytest.mark.case("CO-40")
async def test_two_nurses_of_one_unit_need_no_consent_and_inner_confidentiality_holds(skane: World) -> None:
    nurse = skane.worker_at(skane.nurses, NURSE)
    found = await decided(skane, nurse, skane.nurses, NURSE)
    assert (found["outcome"], found["reasons"]) == ("consent_not_required", ["same_unit"])
    assert found["innerConfidentiality"] is True


@pytest.mark.case("CO-02")
async def test_a_nurse_of_the_region_and_one_of_a_private_provider_need_consent(skane: World) -> None:
    found = await decided(skane, skane.worker_at(skane.nurses, NURSE), skane.private, NURSE)
    assert (found["outcome"], found["reasons"]) == ("consent_required", ["different_principals"])


@pytest.mark.case("CO-03")
async def test_nurses_of_two_units_of_the_region_need_consent(skane: World) -> None:
    elsewhere = skane.another(skane.nurses, centre_ids=[new_id()])
    await skane.put_unit(elsewhere)
    found = await decided(skane, skane.worker_at(skane.nurses, NURSE), elsewhere, NURSE)
    assert (found["outcome"], found["reasons"]) == ("consent_required", ["different_units"])


@pytest.mark.case("CO-04")
async def test_with_a_care_relationship_inner_confidentiality_is_offered(skane: World) -> None:
    elsewhere = skane.another(skane.nurses, centre_ids=[new_id()])
    await skane.put_unit(elsewhere)
    nurse = skane.worker_at(skane.nurses, NURSE)
    found = await decided(skane, nurse, elsewhere, NURSE, careRelationship=True)
    assert found["outcome"] == "consent_required"
    assert "inner_confidentiality" in found["alternatives"]


@pytest.mark.case("CO-05")
async def test_a_midwife_and_a_nurse_of_one_unit_need_no_consent(skane: World) -> None:
    found = await decided(skane, skane.worker_at(skane.nurses, MIDWIFE), skane.nurses, NURSE)
    assert found["outcome"] == "consent_not_required"


@pytest.mark.case("CO-06")
async def test_a_midwife_and_a_nurse_of_two_units_need_consent(skane: World) -> None:
    found = await decided(skane, skane.midwife, skane.nurses, NURSE)
    assert (found["outcome"], found["rules"]) == ("consent_required", ["B6"])


@pytest.mark.case("CO-07")
async def test_two_preschool_teachers_of_one_board_and_centre_need_no_consent(skane: World) -> None:
    school = skane.another(skane.social, branch="education", board_id=new_id())
    await skane.put_unit(school)
    teacher = skane.worker_at(school, "preschool_teacher")
    found = await decided(skane, teacher, school, "preschool_teacher")
    assert (found["outcome"], found["reasons"]) == ("consent_not_required", ["same_board_and_branch"])


@pytest.mark.case("CO-08")
async def test_a_social_worker_and_a_teacher_of_two_boards_need_consent(skane: World) -> None:
    school = skane.another(skane.social, branch="education", board_id=new_id())
    await skane.put_unit(school)
    found = await decided(skane, skane.social_worker, school, "preschool_teacher")
    assert (found["outcome"], found["reasons"]) == (
        "consent_required",
        ["different_boards", "different_branches"],
    )


@pytest.mark.case("CO-09")
async def test_a_social_worker_and_a_midwife_need_consent(skane: World) -> None:
    found = await decided(skane, skane.social_worker, skane.midwives, MIDWIFE)
    assert found["outcome"] == "consent_required"


@pytest.mark.case("CO-10")
async def test_a_teacher_and_a_private_nurse_need_consent(skane: World) -> None:
    school = skane.another(skane.social, branch="education")
    await skane.put_unit(school)
    found = await decided(skane, skane.worker_at(school, "preschool_teacher"), skane.private, NURSE)
    assert (found["outcome"], found["rules"]) == ("consent_required", ["B4"])


@pytest.mark.case("CO-11")
@pytest.mark.case("CO-12")
@pytest.mark.parametrize("same_centre", [True, False])
async def test_two_private_providers_need_an_assessment_wherever_they_are(
    skane: World,
    same_centre: bool,
) -> None:
    centres = skane.private.centre_ids if same_centre else [new_id()]
    other = skane.another(skane.private, authority_id=new_id(), centre_ids=centres)
    await skane.put_unit(other)
    answer = await skane.ask(skane.worker_at(skane.private, NURSE), **told(other, MIDWIFE))
    assert answer.json()["boundary"]["outcome"] == "private_disclosure_assessment"
    assert answer.json()["outcome"] == "assessment_required"


@pytest.mark.case("CO-13")
async def test_one_board_with_two_branches_needs_consent(skane: World) -> None:
    school = skane.another(skane.social, branch="education")
    await skane.put_unit(school)
    found = await decided(skane, skane.social_worker, school, "preschool_teacher")
    assert (found["outcome"], found["reasons"]) == ("consent_required", ["different_branches"])


@pytest.mark.case("CO-14")
async def test_the_boundary_is_the_same_from_both_sides(skane: World) -> None:
    one = await decided(skane, skane.midwife, skane.social, "social_worker")
    other = await decided(skane, skane.social_worker, skane.midwives, MIDWIFE)
    same = ("outcome", "rules", "reasons")
    assert [one[name] for name in same] == [other[name] for name in same]


@pytest.mark.case("CO-15")
async def test_an_unknown_board_makes_consent_required_and_is_named(skane: World) -> None:
    boardless = skane.another(skane.social, board_id=None)
    await skane.put_unit(boardless)
    found = await decided(skane, skane.social_worker, boardless, "social_worker")
    assert (found["outcome"], found["reasons"]) == ("consent_required", ["attribute_missing"])
    assert found["missing"] == ["recipient.boardId"]


async def test_a_unit_that_the_register_lacks_makes_consent_required(skane: World) -> None:
    stranger = skane.another(skane.nurses)
    found = await decided(skane, skane.midwife, stranger, NURSE)
    assert (found["outcome"], found["rules"]) == ("consent_required", ["B0"])
    assert "recipient.authorityType" in found["missing"]


@pytest.mark.case("CO-41")
async def test_in_orebro_another_activity_needs_consent(world: World) -> None:
    midwives = world.another(world.nurses, activity="maternal_health_care")
    midwives.id = world.nurses.id
    found = await decided(world, world.worker_at(world.nurses, MIDWIFE), world.private, NURSE)
    assert found["outcome"] == "consent_required"
    found = await decided(world, world.midwife, world.nurses, NURSE)
    assert found["rules"] == ["B6", "C1"]


# What consents say ---------------------------------------------------------------------------------------------


async def test_an_explicit_no_is_refused(world: World) -> None:
    no = {"custodian": person(MOTHER), "value": "no", "givenAt": "2026-11-20T09:00:00Z"}
    await world.recorded(positions=[no])
    assert (await world.ask()).json()["outcome"] == "refused"


@pytest.mark.case("CO-21")
async def test_a_missing_answer_blocks_and_is_named_by_relation_alone(world: World) -> None:
    yes = {"custodian": person(MOTHER), "value": "yes", "givenAt": "2026-11-20T09:00:00Z"}
    unasked = {"custodian": person(FATHER), "value": "not_asked"}
    await world.recorded(positions=[yes, unasked], livesApart=True)
    found = (await world.ask()).json()
    assert found["outcome"] == "consent_required"
    assert found["missingCustodians"] == ["custodian"]
    assert found["awaitingConsent"] is True


@pytest.mark.case("CO-27")
async def test_a_new_situation_needs_a_new_consent(world: World) -> None:
    await world.recorded()
    assert (await world.ask(situation="speech-1")).json()["outcome"] == "consent_required"


async def test_a_topic_that_the_consent_does_not_cover_is_not_permitted(world: World) -> None:
    await world.recorded()
    found = (await world.ask(topics=["parental_support", "health"])).json()
    assert found["outcome"] == "consent_required"
    assert [topic["outcome"] for topic in found["topics"]] == ["permitted", "consent_required"]


@pytest.mark.case("CO-36")
async def test_a_yes_whose_last_day_has_passed_does_not_permit(world: World) -> None:
    await world.recorded(validThrough="2026-11-30")
    world.clock.moment = datetime(2026, 11, 30, 22, 59, tzinfo=UTC)
    assert (await world.ask()).json()["outcome"] == "permitted"
    world.clock.moment = datetime(2026, 11, 30, 23, 1, tzinfo=UTC)
    passed = (await world.ask()).json()
    assert passed["outcome"] == "consent_required"
    assert "consent_expired" in passed["flags"]


@pytest.mark.case("CO-29")
@pytest.mark.case("EV-01")
async def test_a_withdrawn_consent_does_not_permit(world: World) -> None:
    await world.recorded()
    await world.post(world.withdrawal())
    found = (await world.ask()).json()
    assert found["outcome"] == "consent_required"
    assert "consent_withdrawn" in found["flags"]


@pytest.mark.case("CO-37")
async def test_custody_that_was_verified_long_ago_is_flagged(world: World) -> None:
    await world.recorded(custodyVerifiedOn="2026-01-01")
    found = (await world.ask()).json()
    assert (found["outcome"], "verify_custody" in found["flags"]) == ("permitted", True)


async def test_a_question_about_the_past_is_answered_from_the_past_and_is_no_ground_for_telling(
    world: World,
) -> None:
    await world.recorded()
    before = world.clock.moment
    world.clock.moment += timedelta(hours=1)
    await world.post(world.withdrawal())
    past = (await world.ask(asOf=(before + timedelta(minutes=1)).isoformat())).json()
    assert (past["outcome"], past["validFor"]) == ("permitted", "PT0S")
    assert (await world.ask()).json()["outcome"] == "consent_required"


async def test_a_question_about_the_future_is_refused(world: World) -> None:
    answer = await world.ask(asOf="2027-01-01T00:00:00Z")
    assert answer.json()["errors"][0]["field"] == "asOf"


async def test_a_withdrawal_beside_a_decision_never_leaves_a_stale_permission(world: World) -> None:
    consent_id = await world.recorded()
    answers = await asyncio.gather(world.post(world.withdrawal()), *(world.ask() for _ in range(10)))
    assert answers[0].status_code == 201
    for answer in answers[1:]:
        if answer.json()["outcome"] == "permitted":
            assert answer.json()["consents"] == [{"consentId": str(consent_id), "version": 1}]
    assert (await world.ask()).json()["outcome"] == "consent_required"


# Who may ask ---------------------------------------------------------------------------------------------------


async def test_a_user_asks_for_the_own_unit_alone(world: World) -> None:
    other = await world.ask(sender={"unitId": str(world.nurses.id), "profession": NURSE})
    assert (other.status_code, other.json()["code"]) == (403, "not-your-unit")
    own = await world.ask(sender={"hsaId": world.midwives.hsa_id, "profession": MIDWIFE})
    assert own.status_code == 200
    (trace,) = await world.database.rows("SELECT * FROM audit_entry WHERE outcome = 'denied'")
    assert trace["action"] == "decideDisclosure"


async def test_a_user_asks_in_the_own_profession_alone(world: World) -> None:
    answer = await world.ask(sender={"unitId": str(world.midwives.id), "profession": "physician"})
    assert answer.json()["code"] == "not-your-unit"


def for_user(world: World, unit: Unit, profession: str) -> Caller:
    """Referrals, asking for the region on behalf of a user."""
    actor = Actor("user-7", "user", unit.id, unit.authority_id, profession)
    return staff("consent:decide", kind="system", subject="referrals", authority=world.region, acts_for=actor)


async def test_a_service_asks_as_the_user_it_acts_for(world: World) -> None:
    await world.recorded()
    answer = await world.ask(for_user(world, world.midwives, MIDWIFE))
    assert answer.status_code == 200, answer.text
    assert answer.json()["outcome"] == "permitted"
    assert await world.one("SELECT actor FROM disclosure_decision") == "user-7"


async def test_at_acceptance_the_recipient_acts_and_the_senders_authority_is_asked_for(world: World) -> None:
    await world.recorded()
    sender = {"unitId": str(world.midwives.id), "profession": MIDWIFE}
    answer = await world.ask(for_user(world, world.social, "social_worker"), sender=sender)
    assert answer.json()["outcome"] == "permitted", answer.text
    other = await world.ask(for_user(world, world.social, "social_worker"))
    assert (other.status_code, other.json()["code"]) == (403, "not-your-unit")


async def test_a_service_without_a_user_asks_for_units_of_the_rows_authority(world: World) -> None:
    await world.recorded()
    service = staff("consent:decide", kind="system", subject="referrals", authority=world.region)
    sender = {"unitId": str(world.midwives.id), "profession": MIDWIFE}
    assert (await world.ask(service, sender=sender)).json()["outcome"] == "permitted"
    other = {"unitId": str(world.social.id), "profession": "social_worker"}
    assert (await world.ask(service, sender=other)).status_code == 403


async def test_whoever_works_for_no_known_authority_is_refused(world: World) -> None:
    nobody = Caller("user-1", "user", frozenset({"consent:decide"}), "18")
    assert (await world.ask(nobody)).json()["code"] == "authority-missing"


async def test_a_centre_that_is_neithers_cannot_be_chosen_for_its_rules(world: World) -> None:
    answer = await world.ask(centreId=str(new_id()))
    assert answer.json()["errors"][0]["field"] == "centreId"


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ({"subject": ...}, "body"),
        ({"topics": []}, "topics"),
        ({"recipient": {"profession": NURSE}}, "recipient.unitId"),
        ({"situation": "child 201701012393"}, "situation"),
        ({"unknown": 1}, "unknown"),
    ],
)
async def test_a_faulty_question_is_named_by_field(
    world: World, question: dict[str, Any], field: str
) -> None:
    answer = await world.ask(**question)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == field


# Many pairs ----------------------------------------------------------------------------------------------------


async def ask_many(world: World, pairs: list[dict[str, Any]]) -> Any:
    body = {
        "subject": person(CHILD),
        "situation": "family-support-1",
        "topics": ["parental_support"],
        "pairs": pairs,
    }
    async with world.client(world.midwife) as client:
        return await client.post("/consent/v1/disclosure-decisions/batches", json=body)


async def test_many_pairs_are_one_decision_set_with_one_audit_row(world: World) -> None:
    consent_id = await world.recorded()
    pairs = [told(world.social, "social_worker"), told(world.nurses, NURSE)] * 500
    answer = await ask_many(world, pairs)
    assert answer.status_code == 200, answer.text
    found = DecisionSetRead.model_validate_json(answer.content)
    assert found.outcome == "consent_required"
    assert [pair.outcome for pair in found.pairs[:2]] == ["permitted", "consent_required"]
    assert found.pairs[0].consents[0].consent_id == consent_id
    assert len(found.pairs) == 1000
    assert await world.one("SELECT count(*) FROM disclosure_decision") == 1
    assert await world.one("SELECT count(*) FROM audit_entry WHERE action = 'disclosure.decide'") == 1
    assert await world.one("SELECT document ->> 'boundary' FROM disclosure_decision") == "consent_required"


async def test_more_than_a_thousand_pairs_are_refused(world: World) -> None:
    answer = await ask_many(world, [told(world.nurses, NURSE)] * 1001)
    assert answer.json()["errors"][0] | {"message": ""} == {
        "field": "pairs",
        "rule": "too-long",
        "message": "",
    }


async def test_a_faulty_pair_is_named_by_its_place(world: World) -> None:
    answer = await ask_many(world, [told(world.nurses, NURSE), {"recipient": {"profession": NURSE}}])
    assert answer.json()["errors"][0]["field"] == "pairs.1.recipient.unitId"
    alone = await ask_many(world, [{"recipient": {"profession": NURSE}}])
    assert alone.json()["errors"][0]["field"] == "pairs.0.recipient.unitId"


# Stale decisions -----------------------------------------------------------------------------------------------


async def stored(world: World, decision_id: str, caller: Caller | None = None) -> Any:
    async with world.client(caller or world.midwife) as client:
        return await client.get(f"/consent/v1/disclosure-decisions/{decision_id}")


@pytest.mark.case("EV-05")
async def test_a_decision_goes_stale_when_a_unit_changes(world: World) -> None:
    await world.recorded()
    decision_id = (await world.ask()).json()["decisionId"]
    assert (await stored(world, decision_id)).json()["stale"] is False
    world.social.board_id, world.social.version = new_id(), 2
    await world.put_unit(world.social)
    found = (await stored(world, decision_id)).json()
    assert (found["stale"], found["staleBecause"]) == (True, ["unit"])


async def test_a_decision_goes_stale_when_a_consent_changes(world: World) -> None:
    await world.recorded()
    decision_id = (await world.ask()).json()["decisionId"]
    await world.post(world.withdrawal())
    assert (await stored(world, decision_id)).json()["staleBecause"] == ["consent"]


async def test_anothers_decision_is_not_there(world: World) -> None:
    decision_id = (await world.ask()).json()["decisionId"]
    assert (await stored(world, decision_id, world.social_worker)).status_code == 404
