import asyncio
from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from consent_world import BATCH, CHILD, FATHER, MOTHER, OTHER_CHILD, World, person

TABLES = ("subject", "subject_identifier", "consent", "consent_version", "consent_event")


async def counted(world: World) -> dict[str, int]:
    tables = (*TABLES, "outbox")
    found = {table: await world.one(f"SELECT count(*) FROM {table}") for table in tables}  # noqa: S608
    found["audit_entry"] = await world.one("SELECT count(*) FROM audit_entry WHERE action = 'consent.record'")
    return found


ONE_OF_EACH = dict.fromkeys((*TABLES, "outbox", "audit_entry"), 1)


async def test_a_recorded_event_leaves_one_row_in_every_table(world: World) -> None:
    answer = await world.post(world.event())
    assert answer.status_code == 201, answer.text
    assert answer.json()["id"] == "evt-1"
    assert answer.json()["version"] == 1
    assert await counted(world) == ONE_OF_EACH


async def test_what_is_announced_is_the_consents_state_by_opaque_ids(world: World) -> None:
    consent_id = await world.recorded()
    (row,) = await world.database.rows("SELECT * FROM outbox")
    (consent,) = await world.database.rows("SELECT * FROM consent")
    assert row["type"] == "slussen.consent.consent.recorded.v1"
    assert (row["aggregate_id"], row["aggregate_version"], row["county_code"]) == (consent_id, 1, "18")
    assert f'"{consent["subject_id"]}"' in row["data"]
    assert f'"{world.social.id}"' in row["data"]
    assert '"value": "yes"' in row["data"]


async def test_the_audit_row_names_who_for_which_unit_about_whom(world: World) -> None:
    consent_id = await world.recorded()
    (row,) = await world.database.rows("SELECT * FROM audit_entry")
    assert row["authority_id"] == world.region
    assert row["unit_id"] == world.midwives.id
    assert row["actor"] == "journal-orebro"
    assert row["resource_id"] == consent_id
    assert row["subject_id"] == await world.one("SELECT subject_id FROM consent")


@pytest.mark.case("EV-04")
async def test_the_same_event_again_gives_the_same_answer_and_changes_nothing(world: World) -> None:
    first = await world.post(world.event())
    again = await world.post(world.event())
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert await counted(world) == ONE_OF_EACH


@pytest.mark.case("EV-04")
async def test_the_same_event_twenty_times_at_once_is_one_record(world: World) -> None:
    answers = await asyncio.gather(*(world.post(world.event()) for _ in range(20)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 19}
    assert len({answer.text for answer in answers}) == 1
    assert await counted(world) == ONE_OF_EACH


async def test_a_new_persons_first_events_at_once_make_one_person(world: World) -> None:
    events = [world.event(f"evt-{n}", externalId=f"samtycke-{n}") for n in range(10)]
    answers = await asyncio.gather(*(world.post(event) for event in events))
    assert {answer.status_code for answer in answers} == {201}
    assert await world.one("SELECT count(*) FROM subject") == 1
    assert await world.one("SELECT count(DISTINCT subject_id) FROM consent") == 1


async def test_two_clients_may_use_the_same_event_id(world: World) -> None:
    await world.post(world.event())
    other = await world.post(world.event(), world.journal(client_id="journal-two"))
    assert other.status_code == 201
    assert await world.one("SELECT count(*) FROM consent") == 2


async def test_a_journals_id_in_use_is_a_conflict_and_leaves_nothing(world: World) -> None:
    await world.post(world.event())
    clash = await world.post(world.event("evt-9"))
    assert clash.status_code == 409
    assert clash.json()["code"] == "external-id-in-use"
    assert await counted(world) == ONE_OF_EACH


async def test_an_event_that_was_refused_may_come_again_when_it_is_mended(world: World) -> None:
    refused = await world.post(world.event(topics=[]))
    assert refused.status_code == 422
    assert (await world.post(world.event())).status_code == 201


# Changes and withdrawals ---------------------------------------------------------------------------------------


@pytest.mark.case("CO-29")
async def test_a_withdrawal_adds_a_version_and_the_earlier_one_stays_readable(world: World) -> None:
    consent_id = await world.recorded()
    answer = await world.post(world.withdrawal())
    assert answer.status_code == 201, answer.text
    assert answer.json() == {"id": "evt-2", "consentId": str(consent_id), "version": 2}
    async with world.client(world.midwife) as client:
        versions = (await client.get(f"/consent/v1/consents/{consent_id}/versions")).json()["items"]
        newest = await client.get(f"/consent/v1/consents/{consent_id}")
    assert [(v["version"], v["status"]) for v in versions] == [(1, "active"), (2, "withdrawn")]
    assert newest.headers["etag"] == '"v2"'
    assert newest.json()["documentationMissing"] is True
    announced = await world.database.rows(
        "SELECT type, aggregate_version FROM outbox WHERE type LIKE '%.consent.consent.%' ORDER BY seq"
    )
    assert [tuple(row.values()) for row in announced] == [
        ("slussen.consent.consent.recorded.v1", 1),
        ("slussen.consent.consent.withdrawn.v1", 2),
    ]


async def test_the_same_withdrawal_ten_times_at_once_is_one_version(world: World) -> None:
    await world.recorded()
    answers = await asyncio.gather(*(world.post(world.withdrawal()) for _ in range(10)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 9}
    assert len({answer.text for answer in answers}) == 1
    assert await world.one("SELECT count(*) FROM consent_version") == 2
    assert await world.one("SELECT count(*) FROM outbox WHERE type LIKE '%.consent.consent.%'") == 2


async def test_withdrawing_twice_is_a_conflict_and_announces_nothing(world: World) -> None:
    await world.recorded()
    await world.post(world.withdrawal())
    again = await world.post(world.withdrawal("evt-3"))
    assert again.status_code == 409
    assert again.json()["code"] == "consent-already-withdrawn"
    assert await world.one("SELECT count(*) FROM outbox WHERE type LIKE '%.consent.consent.%'") == 2


async def test_withdrawing_what_was_never_recorded_says_so(world: World) -> None:
    answer = await world.post(world.withdrawal())
    assert answer.status_code == 422
    assert answer.json()["code"] == "unknown-external-id"
    assert answer.json()["errors"][0]["field"] == "data.externalId"


async def test_another_authoritys_journal_cannot_withdraw_a_consent(world: World) -> None:
    await world.recorded()
    stranger = world.journal(authority=world.municipality)
    answer = await world.post(world.withdrawal(), stranger)
    assert answer.json()["code"] == "unknown-external-id"
    assert await world.one("SELECT status FROM consent") == "active"


async def test_a_change_is_a_new_version_in_which_the_latest_positions_stand(world: World) -> None:
    consent_id = await world.recorded()
    no = {
        "custodian": person(FATHER),
        "value": "no",
        "givenAt": "2026-11-22T07:00:00Z",
    }
    changed = await world.post(world.event("evt-2", "changed", positions=[no]))
    assert changed.status_code == 201, changed.text
    assert changed.json()["version"] == 2
    async with world.client(world.midwife) as client:
        now = (await client.get(f"/consent/v1/consents/{consent_id}")).json()
    assert now["value"] == "no"
    assert sorted(position["value"] for position in now["positions"]) == ["no", "yes"]
    kinds = await world.database.rows("SELECT type FROM outbox ORDER BY seq")
    assert kinds[-1]["type"] == "slussen.consent.consent.changed.v1"


async def test_a_change_to_another_person_needs_a_new_consent(world: World) -> None:
    await world.recorded()
    answer = await world.post(world.event("evt-2", "changed", subject=person(OTHER_CHILD)))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "data.subject"
    assert answer.json()["errors"][0]["rule"] == "new-consent-needed"


# Batches -------------------------------------------------------------------------------------------------------


async def test_a_batch_takes_the_good_events_and_names_what_is_wrong_with_the_others(world: World) -> None:
    events = [
        world.event("evt-1", externalId="a"),
        world.event("evt-2", externalId="b", topics=[]),
        world.event("evt-3", externalId="c", subject=person(CHILD[:-1] + "4")),
        world.event("evt-4", externalId="d", subject=person(OTHER_CHILD)),
        {"specversion": "1.0", "id": "evt-5"},
        world.event("evt-1", externalId="a"),
        world.withdrawal("evt-6", "d"),
        world.withdrawal("evt-7", "unknown"),
    ]
    answer = await world.post(events, kind=BATCH)
    assert answer.status_code == 200, answer.text
    results = answer.json()["results"]
    assert [(r["id"], r["status"]) for r in results] == [
        ("evt-1", "accepted"),
        ("evt-2", "rejected"),
        ("evt-3", "rejected"),
        ("evt-4", "accepted"),
        ("evt-5", "rejected"),
        ("evt-1", "duplicate"),
        ("evt-6", "accepted"),
        ("evt-7", "rejected"),
    ]
    assert results[0]["consentId"] == results[5]["consentId"]
    assert results[3]["consentId"] == results[6]["consentId"]
    assert named(results[1]) == {("data.topics", "topic-required")}
    assert named(results[2]) == {("data.subject", "check-digit")}
    assert named(results[4]) == {("type", "union-tag-not-found")}
    assert results[7]["problem"]["code"] == "unknown-external-id"
    assert await world.one("SELECT count(*) FROM consent") == 2


def named(result: dict[str, Any]) -> set[tuple[str, str]]:
    return {(error["field"], error["rule"]) for error in result["problem"]["errors"]}


async def test_a_batch_of_500_is_written_and_the_same_batch_again_changes_nothing(world: World) -> None:
    events = [world.event(f"evt-{n}", externalId=f"s-{n}", subject=synthetic(n % 100)) for n in range(500)]
    first = await world.post(events, kind=BATCH)
    again = await world.post(events, kind=BATCH)
    assert Counter(r["status"] for r in first.json()["results"]) == {"accepted": 500}
    assert Counter(r["status"] for r in again.json()["results"]) == {"duplicate": 500}
    assert [r["consentId"] for r in again.json()["results"]] == [
        r["consentId"] for r in first.json()["results"]
    ]
    assert await world.one("SELECT count(*) FROM outbox") == 500
    assert await world.one("SELECT count(*) FROM subject") == 100
    assert await world.one("SELECT count(*) FROM audit_entry") == 500


def synthetic(number: int) -> dict[str, str]:
    return person(f"P{number}", "urn:slussen:synthetic")


async def test_one_clash_in_a_batch_does_not_stop_the_others(world: World) -> None:
    await world.post(world.event("evt-0", externalId="taken"))
    events = [world.event(f"evt-{n}", externalId="taken" if n == 2 else f"s-{n}") for n in range(1, 5)]
    answer = await world.post(events, kind=BATCH)
    assert [r["status"] for r in answer.json()["results"]] == ["accepted", "rejected", "accepted", "accepted"]
    assert answer.json()["results"][1]["problem"]["code"] == "external-id-in-use"


async def test_overlapping_batches_at_once_write_each_event_once(world: World) -> None:
    events = [world.event(f"evt-{n}", externalId=f"s-{n}", subject=synthetic(n)) for n in range(40)]
    turned = list(reversed(events))
    answers = await asyncio.gather(
        *(world.post(some, kind=BATCH) for some in (events, turned, events, turned))
    )
    statuses = Counter(r["status"] for answer in answers for r in answer.json()["results"])
    assert statuses == {"accepted": 40, "duplicate": 120}
    assert await world.one("SELECT count(*) FROM consent") == 40
    assert await world.one("SELECT count(*) FROM subject") == 40


@pytest.mark.parametrize("events", [[], [{}] * 1001])
async def test_a_batch_has_one_to_a_thousand_events(world: World, events: list[Any]) -> None:
    answer = await world.post(events, kind=BATCH)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["rule"] == "length"


# What a consent must say ---------------------------------------------------------------------------------------


@pytest.mark.case("CO-16")
@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"subject": ...}, "data.subject", "missing"),
        ({"topics": []}, "data.topics", "topic-required"),
        ({"recipients": []}, "data.recipients", "recipient-required"),
        ({"situation": ...}, "data.situation", "required"),
        (
            {"positions": [{"custodian": person(MOTHER), "value": "yes"}]},
            "data.positions.0.givenAt",
            "required",
        ),
        (
            {"positions": [{"value": "yes", "givenAt": "2026-11-20T09:00:00Z"}]},
            "data.positions.0.custodian",
            "required",
        ),
        ({"validThrough": ...}, "data.validThrough", "unlimited-validity"),
    ],
)
async def test_a_yes_without_person_topic_or_date_is_refused_and_the_missing_item_named(
    world: World, changes: dict[str, Any], field: str, rule: str
) -> None:
    answer = await world.post(world.event(**changes))
    assert answer.status_code == 422, answer.text
    assert (field, rule) in {(e["field"], e["rule"]) for e in answer.json()["errors"]}
    assert await world.one("SELECT count(*) FROM consent") == 0


@pytest.mark.case("CO-35")
async def test_a_consent_longer_than_a_year_is_refused(world: World) -> None:
    answer = await world.post(world.event(validThrough="2027-12-31"))
    assert answer.json()["errors"][0] | {"message": ""} == {
        "field": "data.validThrough",
        "rule": "longer-than-allowed",
        "message": "",
    }


async def test_a_recipient_may_be_named_by_our_id_or_by_hsa_id(world: World) -> None:
    await world.recorded(recipients=[{"unitId": str(world.social.id)}, {"hsaId": world.nurses.hsa_id}])
    grants = await world.one("SELECT grants FROM consent")
    assert set(grants) == {world.region, world.municipality}


async def test_a_recipient_that_the_register_lacks_is_named(world: World) -> None:
    answer = await world.post(world.event(recipients=[{"hsaId": "SE2321000164-9999"}]))
    assert answer.json()["errors"][0]["field"] == "data.recipients.0.hsaId"
    assert answer.json()["errors"][0]["rule"] == "unknown-unit"


async def test_a_journal_records_for_units_of_its_own_authority_alone(world: World) -> None:
    answer = await world.post(world.event(recordedBy={"unitId": str(world.social.id)}))
    assert answer.json()["errors"][0]["field"] == "data.recordedBy.unitId"
    assert answer.json()["errors"][0]["rule"] == "not-your-unit"


async def test_a_recipient_by_profession_is_anybody_at_the_recorders_centre(world: World) -> None:
    await world.recorded(recipients=[{"profession": "social_worker"}])
    grants = await world.one("SELECT grants FROM consent")
    assert set(grants) == {world.region, world.municipality, world.provider}


async def test_a_recipient_by_activity_is_the_unit_that_runs_it_at_the_recorders_centre(world: World) -> None:
    consent_id = await world.recorded(recipients=[{"activity": "preventive_social_services"}])
    assert set(await world.one("SELECT grants FROM consent")) == {world.region, world.municipality}
    async with world.client(world.midwife) as client:
        scope = (await client.get(f"/consent/v1/consents/{consent_id}")).json()["scope"]
    assert [line["unitId"] for line in scope] == [str(world.social.id)]


async def test_an_activity_that_the_centre_lacks_needs_a_unit(world: World) -> None:
    answer = await world.post(world.event(recipients=[{"activity": "library"}]))
    assert answer.json()["errors"][0]["field"] == "data.recipients.0.unitId"


async def test_an_adult_answers_for_the_own_data(world: World) -> None:
    own = {"relation": "adult_self", "value": "yes", "givenAt": "2026-11-20T09:00:00Z"}
    consent_id = await world.recorded(subject=person(MOTHER), subjectKind="adult", positions=[own])
    async with world.client(world.midwife) as client:
        read = (await client.get(f"/consent/v1/consents/{consent_id}")).json()
    assert read["positions"][0]["custodianId"] == read["subjectId"]
    assert UUID(read["subjectId"]) == await world.one("SELECT subject_id FROM consent")


async def test_the_last_day_is_kept_as_a_day(world: World) -> None:
    await world.recorded()
    assert await world.one("SELECT valid_through FROM consent") == date(2027, 3, 31)
