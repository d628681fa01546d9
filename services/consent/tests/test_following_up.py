"""What follows on a consent: where it is documented, asking again, its ends, and the log of what was told."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from consent_world import CHILD, FATHER, MOTHER, World, person

from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id
from slussen_chassis.database import Context, Database
from slussen_consent.jobs import remind_due
from slussen_consent.subscribers import follow_up_registration, to_follow_up
from slussen_consent.use_cases.ask_again import remind_of_task
from slussen_contracts.consent.events import ConsentRecorded
from slussen_contracts.events import ENVELOPE_FIELDS

BASE = "/consent/v1"
GIVEN = "2026-11-20T09:00:00Z"
NO = [
    {"custodian": person(MOTHER), "value": "yes", "givenAt": GIVEN},
    {"custodian": person(FATHER), "value": "no", "givenAt": GIVEN},
]
PARTIAL = [
    {
        "custodian": person(MOTHER),
        "value": "partial",
        "givenAt": GIVEN,
        "scope": [{"topic": "parental_support"}],
    },
    {"custodian": person(FATHER), "value": "yes", "givenAt": GIVEN},
]


async def post(world: World, path: str, body: Any = None, caller: Caller | None = None) -> httpx.Response:
    async with world.client(caller or world.midwife) as client:
        return await client.post(f"{BASE}/{path}", json=body or {}, headers={"Accept-Language": "en"})


async def get(world: World, path: str, caller: Caller | None = None) -> Any:
    async with world.client(caller or world.midwife) as client:
        return (await client.get(f"{BASE}/{path}")).json()


async def record(world: World, caller: Caller | None = None, **changes: Any) -> dict[str, Any]:
    body = {"subject": person(CHILD), **world.content(), **changes}
    answer = await post(world, "consents", {k: v for k, v in body.items() if v is not ...}, caller)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def first_event(world: World, consent_id: UUID) -> ConsentRecorded:
    (row,) = await world.database.rows("SELECT * FROM outbox WHERE aggregate_id = $1", consent_id)
    envelope = {name: row[name] for name in sorted(ENVELOPE_FIELDS)}
    return ConsentRecorded.model_validate({**json.loads(row["data"]), **envelope})


async def follow(world: World, database: Database, consent_id: UUID) -> None:
    """Hand over the consent's first event, as the stream would."""
    event = await first_event(world, consent_id)
    async with database.transaction(Context()) as session:
        await follow_up_registration(event, session)


async def in_skane(world: World, unit: str, profession: str) -> Caller:
    centre = new_id()
    await world.put_centre(centre, "skane", "12")
    made = world.another(getattr(world, unit), county_code="12", centre_ids=[centre])
    await world.put_unit(made)
    return world.worker_at(made, profession)


@pytest.mark.parametrize(
    ("unit", "profession", "kind", "place"),
    [
        pytest.param(
            "nurses", "child_health_nurse", "child", "child_record", marks=pytest.mark.case("CO-28")
        ),
        pytest.param(
            "nurses", "child_health_nurse", "adult", "guardian_record", marks=pytest.mark.case("CO-38")
        ),
        pytest.param("midwives", "midwife", "child", "guardian_record", marks=pytest.mark.case("CO-39")),
        ("social", "social_worker", "child", None),
        ("nurses", "psychologist", "child", None),
    ],
)
async def test_where_a_consent_is_documented(
    world: World, unit: str, profession: str, kind: str, place: str | None
) -> None:
    own = [{"relation": "adult_self", "value": "yes", "givenAt": GIVEN}]
    changes: dict[str, Any] = {"subjectKind": kind, "positions": own} if kind == "adult" else {}
    made = await record(world, await in_skane(world, unit, profession), **changes)
    assert (made["documentation"]["place"], made["documentation"]["regulated"]) == (place, place is not None)


async def test_where_the_county_does_not_say_its_own_words_are_shown(world: World) -> None:
    silent = (await record(world))["documentation"]
    assert (silent["place"], silent["text"]) == (
        None,
        "The county's document does not regulate where the consent is documented.",
    )
    await world.put_centre(world.centre, "kalmar", "08")
    made = world.another(world.midwives, county_code="08")
    await world.put_unit(made)
    kalmar = (await record(world, world.worker_at(made, "midwife")))["documentation"]
    assert kalmar["text"] == "The county's document: by the law and routine of one's own authority."


@pytest.mark.case("CO-34")
async def test_kalmar_demands_that_the_consequences_were_explained(world: World) -> None:
    await world.put_centre(world.centre, "kalmar", "08")
    body = {"subject": person(CHILD), **world.content(informationGiven={"version": "2026-1"})}
    answer = await post(world, "consents", body)
    found = {(error["field"], error["rule"]): error["message"] for error in answer.json()["errors"]}
    assert found == {
        ("informationGiven.consequencesExplained", "must-be-explained"): (
            "The county demands that the custodian was told what yes, no and partial lead to."
        )
    }


async def test_a_consent_without_a_journal_reference_asks_for_it(
    world: World, worker_database: Database
) -> None:
    made = await record(world, journalReference=...)
    wanted = "SELECT aggregate_id FROM outbox WHERE type = 'slussen.consent.documentation.requested.v1'"
    assert await world.one(wanted) == UUID(made["id"])
    journals = await world.recorded(journalReference=..., situation="other-1")
    await follow(world, worker_database, journals)
    assert await world.one(f"{wanted} AND data ->> 'externalId' = 'samtycke-1'") == journals


@pytest.mark.case("CO-29")
async def test_the_documentation_of_a_withdrawal_is_requested(world: World) -> None:
    made = await record(world)
    await post(world, f"consents/{made['id']}/withdrawal")
    (asked,) = await world.database.rows("SELECT * FROM outbox WHERE type LIKE '%documentation.requested%'")
    assert (asked["aggregate_version"], '"withdrawn"' in asked["data"]) == (2, True)


@pytest.mark.case("CO-19")
async def test_a_no_and_a_partial_make_a_task_and_a_yes_makes_none(world: World) -> None:
    await record(world, situation="yes-1")
    refused = await record(world, situation="no-1", positions=NO)
    partly = await record(world, situation="partial-1", positions=PARTIAL)
    tasks = (await get(world, "ask-again-tasks"))["items"]
    assert {task["consentId"] for task in tasks} == {refused["id"], partly["id"]}
    assert {task["dueOn"] for task in tasks} == {"2026-12-20"}
    assert (await get(world, "ask-again-tasks", world.social_worker))["items"] == []


@pytest.mark.case("CO-19")
async def test_a_journals_no_makes_a_task_once(world: World, worker_database: Database) -> None:
    consent_id = await world.recorded(positions=NO)
    await follow(world, worker_database, consent_id)
    (task,) = (await get(world, "ask-again-tasks"))["items"]
    assert task["consentId"] == str(consent_id)
    staffs = await record(world, situation="staff-1", positions=NO)
    await world.database.rows("DELETE FROM outbox WHERE type NOT LIKE '%recorded.v1'")
    await follow(world, worker_database, UUID(staffs["id"]))
    assert len((await get(world, "ask-again-tasks"))["items"]) == 2


async def test_only_what_is_not_settled_or_may_answer_a_task_is_followed_up(
    world: World, worker_database: Database
) -> None:
    await record(world, situation="open-1", positions=NO)
    posted = {
        "answers a task": await world.recorded(situation="open-1"),
        "settled": await world.recorded("evt-2", situation="yes-1", externalId="samtycke-2"),
        "not a yes": await world.recorded("evt-3", situation="no-1", externalId="samtycke-3", positions=NO),
    }
    events = {what: await first_event(world, consent_id) for what, consent_id in posted.items()}
    async with worker_database.transaction(Context()) as session:
        concerned = await to_follow_up(list(events.values()), session)
    assert {what for what, event in events.items() if event.id in concerned} == {
        "answers a task",
        "not a yes",
    }


async def test_a_new_answer_supersedes_the_task(world: World, worker_database: Database) -> None:
    await record(world, positions=NO)
    await record(world, positions=NO, topics=["housing"])
    assert len((await get(world, "ask-again-tasks"))["items"]) == 2
    answered = await world.recorded(situation="family-support-1")
    await follow(world, worker_database, answered)
    (left,) = await world.database.rows("SELECT status FROM ask_again_task WHERE status = 'open'")
    assert left["status"] == "open"
    unrelated = await world.recorded("evt-3", situation="calm-1", externalId="samtycke-3")
    await follow(world, worker_database, unrelated)
    assert len((await get(world, "ask-again-tasks"))["items"]) == 1


async def test_a_task_is_done_once_by_its_own_unit(world: World) -> None:
    await record(world, positions=NO)
    (task,) = (await get(world, "ask-again-tasks"))["items"]
    path = f"ask-again-tasks/{task['id']}/completion"
    assert (await post(world, path, caller=world.social_worker)).status_code == 404
    assert (await post(world, path)).json()["status"] == "done"
    assert (await post(world, path)).json()["code"] == "ask-again-task-not-open"


async def test_a_unit_is_reminded_once_on_the_day(world: World, worker_database: Database) -> None:
    await record(world, positions=NO)
    at = world.clock.moment + timedelta(days=60)
    assert await remind_due(worker_database, world.clock.moment) == 0
    assert (await remind_due(worker_database, at), await remind_due(worker_database, at)) == (1, 0)
    assert await world.one("SELECT count(*) FROM outbox WHERE type LIKE '%ask-again-task.reminded.v1'") == 1
    assert (await get(world, "ask-again-tasks"))["items"][0]["remindedAt"]


async def test_a_mistake_is_annulled_once_and_stays_readable(world: World) -> None:
    made = await record(world, positions=NO)
    done = await post(world, f"consents/{made['id']}/annulment")
    assert (done.json()["status"], done.json()["endReason"]) == ("annulled", "recorded_by_mistake")
    again = await post(world, f"consents/{made['id']}/annulment")
    assert again.json()["code"] == "consent-already-annulled"
    assert len((await get(world, f"consents/{made['id']}/versions"))["items"]) == 2
    assert (await get(world, "ask-again-tasks"))["items"] == []
    assert (await world.ask()).json()["outcome"] == "consent_required"
    assert await world.one("SELECT count(*) FROM outbox WHERE type LIKE '%consent.annulled.v1'") == 1


async def test_closing_a_situation_ends_its_consents_and_grounds_alone(world: World) -> None:
    made = await record(world)
    await record(world, situation="another-1")
    ground = {
        "subjectId": made["subjectId"],
        "situation": "family-support-1",
        "topics": ["housing"],
        "recipient": {"unitId": str(world.social.id)},
        "decidedAt": world.clock.moment.isoformat(),
        "validThrough": "2026-12-15",
        "journalReference": {"system": "j", "documentId": "d", "documentedAt": GIVEN},
        "statuteId": "osl-25-12",
        "reasonCode": "necessary_support",
        "decidedBy": "enhetschef-1",
    }
    registered = (await post(world, "statutory-disclosures", ground)).json()
    await post(world, "statutory-disclosures", {**ground, "situation": "another-1"})
    closing = {"subjectId": made["subjectId"], "situation": "family-support-1"}
    done = (await post(world, "closed-situations", closing)).json()
    assert [consent["id"] for consent in done["consents"]] == [made["id"]]
    assert done["groundIds"] == [registered["id"]]
    assert (await post(world, "closed-situations", closing)).json() == {"consents": [], "groundIds": []}
    assert (await world.ask()).json()["outcome"] == "consent_required"
    assert (await world.ask(situation="another-1")).json()["outcome"] == "permitted"


async def told(world: World, **changes: Any) -> httpx.Response:
    entry = {"topics": ["parental_support"], "toldAt": world.clock.moment.isoformat(), "manner": "oral"}
    return await post(world, "disclosures", {**entry, **changes}, changes.pop("caller", None))


async def test_what_was_told_is_logged_once_on_the_decision_that_permitted_it(world: World) -> None:
    made = await record(world)
    decision = (await world.ask()).json()["decisionId"]
    entry = await told(world, decisionId=decision, recipient={"hsaId": world.social.hsa_id})
    assert entry.status_code == 201, entry.text
    assert (entry.json()["ground"], entry.json()["decisionHeld"]) == ("consent", True)
    assert entry.json()["recipientUnitId"] == str(world.social.id)
    assert (await told(world, decisionId=decision)).json()["code"] == "disclosure-already-logged"
    listed = (await get(world, f"disclosures?subjectId={made['subjectId']}"))["items"]
    assert [item["decisionId"] for item in listed] == [decision]
    stranger = await get(world, f"disclosures?subjectId={made['subjectId']}", world.social_worker)
    assert stranger["items"] == []
    assert await world.one("SELECT count(*) FROM audit_entry WHERE action = 'disclosure.log'") == 1
    assert await world.one("SELECT count(*) FROM audit_entry WHERE action = 'disclosure.list'") == 2


async def test_the_log_tells_where_the_decision_no_longer_held(world: World) -> None:
    made = await record(world)
    decision = (await world.ask()).json()["decisionId"]
    await post(world, f"consents/{made['id']}/withdrawal")
    assert (await told(world, decisionId=decision)).json()["decisionHeld"] is False


async def test_only_what_was_decided_can_be_logged(world: World) -> None:
    await record(world)
    decision = (await world.ask()).json()["decisionId"]
    later = (world.clock.moment + timedelta(days=1)).isoformat()
    for changes, field in (
        ({"topics": ["housing"]}, "topics"),
        ({"toldAt": later}, "toldAt"),
        ({"recipient": {"unitId": str(world.private.id)}}, "recipient"),
    ):
        answer = await told(world, decisionId=decision, **changes)
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    refused = (await world.ask(topics=["housing"])).json()["decisionId"]
    answer = await told(world, decisionId=refused, topics=["housing"])
    assert answer.json()["code"] == "decision-does-not-permit"
    colleague = world.worker_at(world.nurses, "child_health_nurse", subject="user-5")
    entry = {"topics": ["parental_support"], "toldAt": world.clock.moment.isoformat(), "manner": "oral"}
    theirs = await post(world, "disclosures", {**entry, "decisionId": decision}, colleague)
    assert theirs.json()["code"] == "not-your-unit"


async def test_a_reminder_that_another_worker_gave_is_not_given_again(
    world: World, worker_database: Database
) -> None:
    await record(world, positions=NO)
    (row,) = await world.database.rows("SELECT id FROM ask_again_task")
    where = {"unit_id": world.midwives.id, "keeper": world.region, "county_code": "18"}
    given = []
    for _ in range(2):
        async with worker_database.transaction(Context(authority_id=world.region)) as session:
            given.append(await remind_of_task(session, row["id"], **where, now=world.clock.moment))
    assert given == [True, False]
