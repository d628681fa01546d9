"""What happens when consent is missing: assessments, statutes, and how decisions take them into account."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from consent_world import CHILD, FATHER, MOTHER, Unit, World, person

from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id

BASE = "/consent/v1"
HARM, PRIVATE, STATUTE = "harm-assessments", "unauthorised-disclosure-assessments", "statutory-disclosures"
SCOPES = "consent:record consent:decide consent:read subjects:resolve consent:designate"


async def post(world: World, caller: Caller, path: str, body: Any = None) -> httpx.Response:
    async with world.client(caller) as client:
        return await client.post(f"{BASE}/{path}", json=body or {}, headers={"Accept-Language": "en"})


async def get(world: World, caller: Caller, path: str) -> httpx.Response:
    async with world.client(caller) as client:
        return await client.get(f"{BASE}/{path}")


async def subject(world: World) -> str:
    body = {"identifiers": [person(CHILD)]}
    return str(
        (await post(world, world.midwife, "subjects/resolutions", body)).json()["subjects"][0]["subjectId"]
    )


async def refused(world: World) -> str:
    """A no from one custodian in the situation that is asked about; the child's id."""
    no = {"custodian": person(FATHER), "value": "no", "givenAt": "2026-11-20T09:00:00Z", "method": "oral"}
    yes = {"custodian": person(MOTHER), "value": "yes", "givenAt": "2026-11-20T09:00:00Z"}
    await world.recorded(positions=[yes, no])
    return await subject(world)


async def ground(world: World, **changes: Any) -> dict[str, Any]:
    content = {
        "subjectId": await subject(world),
        "situation": "family-support-1",
        "topics": ["parental_support"],
        "recipient": {"unitId": str(world.social.id)},
        "decidedAt": world.clock.moment.isoformat(),
        "validThrough": "2026-12-15",
        "journalReference": {
            "system": "journal-orebro",
            "documentId": "anteckning-9",
            "documentedAt": world.clock.moment.isoformat(),
        },
        **changes,
    }
    return {name: value for name, value in content.items() if value is not ...}


async def harm(world: World, **changes: Any) -> dict[str, Any]:
    own = {"outcome": "may_be_disclosed", "manner": "oral", "ownView": "opposes"}
    return await ground(world, **{**own, **changes})


async def statutory(world: World, **changes: Any) -> dict[str, Any]:
    own = {"statuteId": "osl-25-12", "reasonCode": "necessary_support", "decidedBy": "enhetschef-1"}
    return await ground(world, **{**own, **changes})


async def designate(world: World, unit: Unit | None = None, person_id: str = "user-1") -> httpx.Response:
    unit = unit or world.midwives
    leader = world.worker_at(world.midwives, "midwife", scopes=SCOPES, subject="leader")
    body = {"unitId": str(unit.id), "person": person_id}
    return await post(world, leader, "designated-assessors", body)


def named(answer: httpx.Response) -> set[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return {(error["field"], error["rule"]) for error in answer.json()["errors"]}


@pytest.mark.case("CO-33")
async def test_harm_is_assessed_by_the_designated_alone(world: World) -> None:
    await refused(world)
    other = await post(world, world.midwife, HARM, await harm(world))
    assert (other.status_code, other.json()["code"]) == (403, "not-designated")
    assert (await designate(world)).status_code == 201
    done = await post(world, world.midwife, HARM, await harm(world))
    assert done.status_code == 201, done.text
    assert (done.json()["kind"], done.json()["decidedBy"]) == ("harm_assessment", "user-1")
    assert (
        await world.one("SELECT count(*) FROM audit_entry WHERE action = 'disclosure-ground.register'") == 1
    )
    assert (
        await world.one("SELECT count(*) FROM outbox WHERE type LIKE '%disclosure-ground.registered.v1'") == 1
    )


@pytest.mark.case("CO-33")
@pytest.mark.parametrize("missing", ["outcome", "journalReference"])
async def test_a_harm_assessment_names_its_outcome_and_its_record(world: World, missing: str) -> None:
    await designate(world)
    answer = await post(world, world.midwife, HARM, await harm(world, **{missing: ...}))
    assert missing in {field for field, _ in named(answer)}


async def test_a_harm_assessment_permits_what_it_is_about_and_nothing_else(world: World) -> None:
    await refused(world)
    assert (await world.ask()).json()["outcome"] == "refused"
    await designate(world)
    made = (await post(world, world.midwife, HARM, await harm(world))).json()
    answer = (await world.ask()).json()
    assert (answer["outcome"], answer["ground"], answer["consents"]) == ("permitted", "harm_assessment", [])
    assert answer["topics"][0]["groundId"] == made["id"]
    for question in (
        {"topics": ["housing"]},
        {"situation": "another-1"},
        {"topics": ["parental_support", "x"]},
    ):
        assert (await world.ask(**question)).json()["outcome"] != "permitted"
    to_others = {"recipient": {"unitId": str(world.private.id), "profession": "child_health_nurse"}}
    assert (await world.ask(**to_others)).json()["outcome"] != "permitted"
    assert (await world.ask(asOf="2026-11-21T08:00:00Z")).json()["outcome"] != "permitted"


async def test_a_ground_that_is_revoked_permits_no_more_and_makes_the_decision_stale(world: World) -> None:
    child = await refused(world)
    await designate(world)
    made = (await post(world, world.midwife, HARM, await harm(world))).json()
    decision = (await world.ask()).json()["decisionId"]
    done = await post(world, world.midwife, f"disclosure-grounds/{made['id']}/revocation")
    again = await post(world, world.midwife, f"disclosure-grounds/{made['id']}/revocation")
    assert (done.status_code, again.json()["code"]) == (200, "disclosure-ground-already-revoked")
    assert (await world.ask()).json()["outcome"] == "refused"
    stored = (await get(world, world.midwife, f"disclosure-decisions/{decision}")).json()
    assert (stored["stale"], stored["staleBecause"]) == (True, ["ground"])
    listed = (await get(world, world.midwife, f"disclosure-grounds?subjectId={child}")).json()["items"]
    assert [item["version"] for item in listed] == [2]
    assert (await get(world, world.midwife, f"disclosure-grounds/{made['id']}")).json()["revokedAt"]
    strangers = await get(world, world.social_worker, f"disclosure-grounds/{made['id']}")
    assert strangers.status_code == 404


async def test_designations_are_the_own_authoritys_for_its_public_units(world: World) -> None:
    for unit in (world.social, world.private):
        assert named(await designate(world, unit)) == {("unitId", "not-your-public-unit")}
    leader = world.worker_at(world.midwives, "midwife", scopes=SCOPES, subject="leader")
    body = {"unitId": str(world.midwives.id), "person": "user-1"}
    wrong = {**body, "validFrom": "2026-12-02", "validThrough": "2026-12-01"}
    assert named(await post(world, leader, "designated-assessors", wrong)) == {
        ("validThrough", "before-first-day")
    }
    assert (await post(world, world.midwife, "designated-assessors", body)).json()["code"] == "scope-missing"


async def test_a_designation_that_has_ended_gives_no_right(world: World) -> None:
    made = (await designate(world)).json()
    leader = world.worker_at(world.midwives, "midwife", scopes=SCOPES, subject="leader")
    assert (await post(world, leader, f"designated-assessors/{made['id']}/ending")).status_code == 200
    assert (await post(world, leader, f"designated-assessors/{new_id()}/ending")).status_code == 404
    assert (await post(world, world.midwife, HARM, await harm(world))).json()["code"] == "not-designated"
    listed = await get(world, world.midwife, f"designated-assessors?unitId={world.midwives.id}")
    assert [item["person"] for item in listed.json()["items"]] == ["user-1"]


@pytest.mark.case("CO-30")
async def test_a_public_sender_may_ask_again_use_a_statute_or_have_harm_assessed(world: World) -> None:
    await refused(world)
    await designate(world)
    wanted = ["ask_again", "statutory_disclosure", "harm_assessment"]
    assert (await world.ask()).json()["alternatives"] == wanted
    options = (await get(world, world.midwife, "disclosure-options")).json()["items"]
    assert [option["code"] for option in options] == wanted
    assert options[2]["assessors"] == ["user-1"]
    assert {statute["id"] for statute in options[1]["statutes"]} == {"osl-10-28", "osl-25-12"}


@pytest.mark.case("CO-31")
async def test_a_private_sender_has_no_harm_assessment_but_its_own_test(world: World) -> None:
    nurse = world.worker_at(world.private, "child_health_nurse", subject="user-3")
    options = (await get(world, nurse, "disclosure-options")).json()["items"]
    assert [option["code"] for option in options] == [
        "ask_again",
        "statutory_disclosure",
        "unauthorised_disclosure_assessment",
    ]
    body = await harm(world)
    assert named(await post(world, nurse, HARM, body)) == {("kind", "not-of-the-senders-law")}
    tested = {name: value for name, value in body.items() if name not in {"manner", "ownView"}}
    assert (await post(world, nurse, PRIVATE, tested)).status_code == 201
    assert named(await post(world, world.midwife, PRIVATE, tested)) == {("kind", "not-of-the-senders-law")}
    answer = (await world.ask(nurse)).json()
    assert (answer["outcome"], answer["ground"]) == ("permitted", "unauthorised_disclosure_assessment")


async def test_a_statute_in_force_for_the_branch_permits(world: World) -> None:
    await refused(world)
    made = await post(world, world.midwife, STATUTE, await statutory(world))
    assert (made.status_code, made.json()["statuteKind"]) == (201, "possibility")
    answer = (await world.ask()).json()
    assert (answer["outcome"], answer["ground"]) == ("permitted", "statutory_disclosure")


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"statuteId": "osl-99-9"}, "statuteId", "unknown-statute"),
        ({"statuteId": "osl-26-9"}, "statuteId", "not-selectable"),
        ({"statuteId": "osl-10-2"}, "statuteId", "not-selectable"),
        ({"decidedAt": "2009-01-01T08:00:00Z"}, "statuteId", "not-in-force"),
        ({"statuteId": "sol-2025-19-1"}, "statuteId", "has-its-own-channel"),
        ({"validThrough": "2027-11-01"}, "validThrough", "longer-than-allowed"),
        ({"validThrough": "2026-11-01"}, "validThrough", "has-passed"),
        ({"decidedAt": "2026-12-01T08:00:00Z"}, "decidedAt", "in-the-future"),
        ({"recipient": {"unitId": str(UUID(int=5))}}, "recipient.unitId", "unknown-unit"),
        ({"reasonCode": ...}, "reasonCode", "missing"),
        ({"reasonCode": "duty_by_law"}, "reasonCode", "does-not-fit"),
        ({"statuteId": "osl-10-28"}, "reasonCode", "does-not-fit"),
        ({"decidedBy": ...}, "decidedBy", "missing"),
    ],
)
async def test_a_statute_that_can_not_be_used_is_refused_with_its_reason(
    world: World, changes: dict[str, Any], field: str, rule: str
) -> None:
    assert (field, rule) in named(
        await post(world, world.midwife, STATUTE, await statutory(world, **changes))
    )
    assert await world.one("SELECT count(*) FROM disclosure_ground") == 0


async def test_a_ground_is_about_a_known_person(world: World) -> None:
    answer = await post(world, world.midwife, STATUTE, await statutory(world, subjectId=str(UUID(int=4))))
    assert answer.json()["code"] == "subject-not-found"


@pytest.mark.case("CO-32")
async def test_a_report_of_concern_is_always_answered_and_leaves_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await refused(world)
    tables = ("consent", "disclosure_ground", "disclosure", "disclosure_decision", "outbox", "audit_entry")
    before = [await world.one(f"SELECT count(*) FROM {table}") for table in tables]  # noqa: S608
    settings = world.service.api.state.settings
    channel = {"sv": "Ring mottagningen.", "en": "Call the reception.", "phone": "019-00"}
    own = type(settings)(
        **{
            **settings.model_dump(),
            "contact_channels": {str(world.region): {"report_of_concern": channel}},
        }
    )
    caplog.set_level(0)
    world.service.api.state.settings = own
    for caller, phone in ((world.midwife, "019-00"), (world.social_worker, "112")):
        answer = await get(world, caller, "contact-channels")
        assert (answer.status_code, answer.json()["reportOfConcern"]["phone"]) == (200, phone)
    nobody = Caller("user-9", "user", frozenset(), "18")
    assert (await get(world, nobody, "contact-channels")).status_code == 200
    assert [await world.one(f"SELECT count(*) FROM {table}") for table in tables] == before  # noqa: S608
    assert not [line for line in caplog.messages if "concern" in line]
