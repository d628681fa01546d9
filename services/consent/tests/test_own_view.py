"""A custodian's own view: what is shown and what never is, one act to change or withdraw, and who has looked."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from consent_world import CHILD, FATHER, MOTHER, World, person
from own_person import logged_in, resolved

from slussen_chassis.testing import staff

OWN = "/consent/v1/own-consents"
OPEN = ("/own-", "/api-info", "/receipt-", "/contact-channels")


async def get(world: World, path: str = OWN, number: str = MOTHER, **headers: str) -> httpx.Response:
    async with world.client(await logged_in(world, number)) as client:
        return await client.get(path, headers={"Accept-Language": "en"} | headers)


async def post(
    world: World, path: str, body: Any = None, number: str = MOTHER, **headers: str
) -> httpx.Response:
    async with world.client(await logged_in(world, number)) as client:
        return await client.post(path, json=body, headers={"Accept-Language": "en"} | headers)


async def named(world: World) -> None:
    await world.database.rows(
        "UPDATE unit_copy SET name = 'Mödravården Linden' WHERE id = $1", world.midwives.id
    )
    await world.database.rows(
        "UPDATE unit_copy SET name = 'Föräldrastöd Linden' WHERE id = $1", world.social.id
    )
    await world.database.rows("INSERT INTO authority_copy VALUES ($1, 1, 'Region Örebro')", world.region)


async def test_a_custodian_sees_who_may_tell_what_to_whom_in_words(world: World) -> None:
    await named(world)
    await world.recorded()
    answer = await get(world)
    (found,) = answer.json()["items"]
    assert found["inWords"] == "The consent holds. What stands here may be told."
    assert found["recordedBy"] == {
        "name": "Mödravården Linden",
        "authorityName": "Region Örebro",
        "activity": "maternal health care",
    }
    (line,) = found["scope"]
    assert (line["topic"], line["recipient"]["name"]) == ("support for parents", "Föräldrastöd Linden")
    assert found["ownPosition"]["value"] == "yes"
    assert found["may"] == ["change", "withdraw"]
    assert answer.json()["withheld"] == []


async def test_a_journals_consents_are_found_whichever_way_they_came(world: World) -> None:
    await world.recorded()
    async with world.client(world.midwife) as client:
        made = await client.post(
            "/consent/v1/consents", json={"subject": person(CHILD), **world.content(situation="second")}
        )
    assert made.status_code == 201, made.text
    situations = {one["situation"] for one in (await get(world)).json()["items"]}
    assert situations == {"family-support-1", "second"}


async def test_nothing_tells_of_the_other_custodian(world: World) -> None:
    """Neither the opaque id nor the answer, its time or its manner; only that an answer is awaited."""
    given = "2026-11-20T09:00:00Z"
    positions = [
        {"custodian": person(MOTHER), "value": "yes", "givenAt": given, "method": "oral"},
        {"custodian": person(FATHER), "value": "not_asked"},
    ]
    consent_id = await world.recorded(positions=positions, livesApart=True)
    (found,) = (await get(world)).json()["items"]
    assert (found["value"], found["awaitsOthers"]) == ("pending", True)
    other = str((await logged_in(world, FATHER)).known_as[0])
    assert other not in (await get(world)).text
    assert other not in (await get(world, f"{OWN}/{consent_id}")).text
    assert "positions" not in found
    assert {"livesApart", "conflictOfInterest", "custodyVerifiedOn"}.isdisjoint(found)


async def test_somebody_elses_consents_are_not_there(world: World) -> None:
    consent_id = await world.recorded()
    stranger = "200002292399"
    assert (await get(world, number=stranger)).json() == {"items": [], "withheld": []}
    assert (await get(world, f"{OWN}/{consent_id}", number=stranger)).status_code == 404
    assert (await post(world, f"{OWN}/{consent_id}/withdrawal", number=stranger)).status_code == 404
    assert await world.one("SELECT status FROM consent") == "active"


async def test_logging_in_makes_nobody_known(world: World) -> None:
    assert len((await resolved(world, MOTHER)).json()["knownAs"]) == 1
    assert await world.one("SELECT count(*) FROM subject") == 0


async def test_own_data_are_found_as_the_own_subject(world: World) -> None:
    yes = {"relation": "adult_self", "value": "yes", "givenAt": "2026-11-20T09:00:00Z", "method": "oral"}
    await world.recorded(subject=person(MOTHER), subjectKind="adult", positions=[yes])
    (found,) = (await get(world)).json()["items"]
    assert found["subjectKind"] == "adult"
    assert found["ownPosition"]["relation"] == "adult_self"


async def test_an_earlier_number_finds_what_was_recorded_under_it(world: World) -> None:
    await world.recorded()
    async with world.client(await logged_in(world, "200002292399", MOTHER)) as client:
        assert len((await client.get(OWN)).json()["items"]) == 1


@pytest.mark.case("CO-37")
@pytest.mark.parametrize("verified", [None, "2026-05-01"])
async def test_where_custody_is_not_verified_nothing_is_shown_but_why_and_whom_to_ask(
    world: World, verified: str | None
) -> None:
    await named(world)
    consent_id = await world.recorded(
        custodyVerifiedOn=verified, custodySource="civil_register" if verified else None
    )
    answer = await get(world)
    assert answer.json()["items"] == []
    (withheld,) = answer.json()["withheld"]
    assert withheld["reason"] == "custody_not_verified"
    assert "Ask the clinic" in withheld["text"]
    assert withheld["ask"] == {"name": None, "authorityName": "Region Örebro", "activity": None}
    assert str(consent_id) not in answer.text
    one = await get(world, f"{OWN}/{consent_id}")
    assert (one.status_code, one.json()["code"]) == (403, "consent-withheld")
    assert (await post(world, f"{OWN}/{consent_id}/withdrawal")).status_code == 403


async def test_after_custody_has_changed_nothing_is_shown(world: World) -> None:
    consent_id = await world.recorded()
    subject_id = await world.one("SELECT subject_id FROM consent")
    closing = {
        "subjectId": str(subject_id),
        "situation": "family-support-1",
        "reason": "custody_changed",
    }
    async with world.client(world.midwife) as client:
        assert (await client.post("/consent/v1/closed-situations", json=closing)).status_code == 200
    answer = await get(world)
    assert answer.json()["items"] == []
    assert [one["reason"] for one in answer.json()["withheld"]] == ["custody_changed"]
    assert (await get(world, f"{OWN}/{consent_id}")).status_code == 403


@pytest.mark.case("CO-29")
async def test_one_act_withdraws_and_the_journal_is_asked_to_document_it(world: World) -> None:
    consent_id = await world.recorded()
    answer = await post(world, f"{OWN}/{consent_id}/withdrawal", **{"If-Match": '"v1"'})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["status"], found["version"], found["may"]) == ("withdrawn", 2, [])
    assert answer.headers["etag"] == '"v2"'
    assert (await world.ask()).json()["outcome"] == "consent_required"
    types = {row["type"] for row in await world.database.rows("SELECT type FROM outbox")}
    assert "slussen.consent.consent.withdrawn.v1" in types
    assert await world.one("SELECT count(*) FROM outbox WHERE type LIKE '%documentation%'") == 1
    again = await post(world, f"{OWN}/{consent_id}/withdrawal")
    assert (again.status_code, again.json()["code"]) == (409, "consent-already-withdrawn")


async def test_a_no_is_asked_about_again_and_a_yes_needs_that_its_effects_were_read(world: World) -> None:
    consent_id = await world.recorded()
    path = f"{OWN}/{consent_id}/position"
    no = await post(world, path, {"value": "no"})
    assert (no.status_code, no.json()["value"]) == (200, "no")
    assert no.json()["ownPosition"]["method"] == "digital"
    assert await world.one("SELECT count(*) FROM ask_again_task WHERE status = 'open'") == 1
    world.clock.moment += timedelta(minutes=1)
    unread = await post(world, path, {"value": "yes"})
    assert (unread.status_code, unread.json()["errors"][0]["rule"]) == (422, "must-be-read")
    yes = await post(world, path, {"value": "yes", "consequencesUnderstood": True})
    assert (yes.status_code, yes.json()["value"]) == (200, "yes")
    assert await world.one("SELECT count(*) FROM ask_again_task WHERE status = 'open'") == 0


async def test_a_partial_covers_some_of_what_was_asked_and_no_more(world: World) -> None:
    consent_id = await world.recorded(topics=["parental_support", "health"])
    path = f"{OWN}/{consent_id}/position"
    body = {"value": "partial", "consequencesUnderstood": True}
    for lines in ([], [0, 1], [7]):
        refused = await post(world, path, body | {"lines": lines})
        assert (refused.status_code, refused.json()["errors"][0]["rule"]) == (422, "some-not-all")
    partial = await post(world, path, body | {"lines": [0]})
    assert (partial.status_code, partial.json()["ownPosition"]["lines"]) == (200, [0])
    assert (await world.ask()).json()["outcome"] == "permitted"
    assert (await world.ask(topics=["health"])).json()["outcome"] == "refused"


async def test_a_stale_page_changes_nothing(world: World) -> None:
    consent_id = await world.recorded()
    await post(world, f"{OWN}/{consent_id}/position", {"value": "no"})
    stale = await post(world, f"{OWN}/{consent_id}/withdrawal", **{"If-Match": '"v1"'})
    assert stale.status_code == 412
    assert await world.one("SELECT status FROM consent") == "active"


async def test_who_has_looked_is_told_by_unit_and_time_never_who(world: World) -> None:
    await named(world)
    consent_id = await world.recorded()
    subject_id = await world.one("SELECT subject_id FROM consent")
    async with world.client(world.midwife) as client:
        await client.get(f"/consent/v1/consents/{consent_id}")
    await world.ask()
    answer = await get(world, f"/consent/v1/own-accesses?subjectId={subject_id}")
    assert answer.status_code == 200, answer.text
    items = answer.json()["items"]
    assert [one["what"] for one in items] == ["read", "read", "recorded"]
    assert {one["place"]["name"] for one in items} == {"Mödravården Linden"}
    assert "user-1" not in answer.text
    assert "journal-orebro" not in answer.text


async def test_the_extract_holds_no_grounds_and_no_other_custodians_visits(world: World) -> None:
    """A statutory disclosure may be a report of concern; another custodian's visit is theirs."""
    consent_id = await world.recorded()
    subject_id = await world.one("SELECT subject_id FROM consent")
    await get(world, f"{OWN}/{consent_id}", number=FATHER)
    await world.database.rows(
        "INSERT INTO audit_entry (id, authority_id, unit_id, actor, action, resource_type, subject_id, outcome,"
        " trace_id) VALUES (gen_random_uuid(), $1, $2, 'user-1', 'statutory-disclosure.register',"
        " 'disclosure_ground', $3, 'permitted', '')",
        world.region,
        world.midwives.id,
        subject_id,
    )
    items = (await get(world, f"/consent/v1/own-accesses?subjectId={subject_id}")).json()["items"]
    assert [one["what"] for one in items] == ["recorded"]


async def test_the_extract_is_given_to_a_custodian_alone_even_by_the_database(world: World) -> None:
    await world.recorded()
    subject_id = await world.one("SELECT subject_id FROM consent")
    answer = await get(world, f"/consent/v1/own-accesses?subjectId={subject_id}", number="200002292399")
    assert answer.status_code == 404
    pool = await world.service.api.state.database.raw_pool()
    mother = (await logged_in(world)).known_as[0]
    query = (
        "WITH context AS MATERIALIZED (SELECT set_config('app.authority', $1, true),"
        " set_config('app.person', $2, true)) SELECT count(*) FROM context, accesses_to($3, 10)"
    )
    counted = {
        known: await pool.fetchval(query, str(world.region), known, subject_id)
        for known in (str(mother), str(UUID(int=1)), "")
    }
    assert list(counted.values())[1:] == [0, 0]
    assert counted[str(mother)] > 0


async def test_every_reading_is_logged_under_the_keeper_with_the_opaque_id(world: World) -> None:
    consent_id = await world.recorded()
    caller = await logged_in(world)
    await get(world, f"{OWN}/{consent_id}")
    rows = await world.database.rows("SELECT * FROM audit_entry WHERE action = 'own-consent.read'")
    assert [(row["actor"], row["authority_id"], row["unit_id"], row["purpose"]) for row in rows] == [
        (caller.subject, world.region, None, "own-view")
    ]


async def test_only_our_own_services_may_ask_whose_number_it_is(world: World) -> None:
    for caller in (
        staff("persons:resolve", authority=world.region, kind="client", client_id="x"),
        staff("persons:resolve", authority=world.region),
        staff("subjects:resolve", authority=world.region, kind="system"),
    ):
        assert (await resolved(world, MOTHER, caller=caller)).status_code == 403


async def test_staff_with_the_scope_of_a_person_are_refused(world: World) -> None:
    await world.recorded()
    async with world.client(staff("consent:own", authority=world.region)) as client:
        answer = await client.get(OWN)
    assert (answer.status_code, answer.json()["code"]) == (403, "private-persons-only")


async def test_every_other_route_of_the_service_refuses_a_person(world: World) -> None:
    """But where to report a concern, which is never closed to anybody; the gateway lets no person that far either."""
    caller = await logged_in(world)
    document = world.service.api.openapi()
    tried = 0
    async with world.client(caller) as client:
        for path, methods in document["paths"].items():
            plain = "/".join(str(UUID(int=1)) if part.startswith("{") else part for part in path.split("/"))
            if plain.removeprefix("/consent/v1").startswith(OPEN):
                continue
            for method in methods.keys() & {"get", "post", "put", "patch", "delete"}:
                address = f"/consent/v1{plain.removeprefix('/consent/v1')}"
                body = {} if method != "get" else None
                answer = await client.request(method, address, json=body)
                assert answer.status_code == 403, (method, address, answer.text)
                tried += 1
    assert tried > 20


async def test_a_protected_childs_places_are_shown_to_nobody_not_even_the_custodians(world: World) -> None:
    """One custodian may be the threat: neither unit nor authority is named, in view, receipt or log."""
    await named(world)
    consent_id = await world.recorded()
    subject_id = await world.one("SELECT subject_id FROM consent")
    await world.database.rows(
        "INSERT INTO subject_protection VALUES ($1, 'protected_registration', 1, now(), 'user-1')", subject_id
    )
    for path in (
        OWN,
        f"{OWN}/{consent_id}",
        f"{OWN}/{consent_id}/receipt",
        f"/consent/v1/own-accesses?subjectId={subject_id}",
        "/consent/pages/own",
        f"/consent/pages/own/{consent_id}",
        f"/consent/pages/own/{consent_id}/receipt",
        f"/consent/pages/own/log?subject={subject_id}",
    ):
        answer = await get(world, path)
        assert answer.status_code == 200, path
        assert "Linden" not in answer.text, path
        assert "Region Örebro" not in answer.text, path
        assert "rotected" not in answer.text, path


async def test_what_was_opened_in_an_emergency_is_told_as_such(world: World) -> None:
    await named(world)
    consent_id = await world.recorded()
    subject_id = await world.one("SELECT subject_id FROM consent")
    nurse = world.worker_at(world.nurses, "child_health_nurse", subject="nurse-1")
    async with world.client(nurse) as client:
        opening = {"subjectId": str(subject_id), "reasonCode": "protection_of_child"}
        assert (await client.post("/consent/v1/emergency-accesses", json=opening)).status_code == 201
        assert (await client.get(f"/consent/v1/consents/{consent_id}")).status_code == 200
    answer = await get(world, f"/consent/v1/own-accesses?subjectId={subject_id}")
    assert "read_in_emergency" in [one["what"] for one in answer.json()["items"]]
    assert "nurse-1" not in answer.text
