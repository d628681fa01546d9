"""What other services announce, and which figures it gives."""

from datetime import date, timedelta
from itertools import product
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from slussen_chassis.clock import local_day, new_id
from slussen_chassis.testing import START, TestDatabase
from slussen_contracts.agreements import events as agreements
from slussen_contracts.consent import events as consent
from slussen_contracts.events import Event
from slussen_contracts.referrals import events as referrals
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.grid import Grid, Row
from slussen_statistics.domain.showing import shown

FIGURES = (
    "SELECT measure, cell, sum(count)::integer AS count, sum(amount)::integer AS amount FROM figure"
    " WHERE table_id = $1 AND area = $2 GROUP BY measure, cell"
)


async def figures(database: TestDatabase, table: str, area: str = "18") -> dict[str, tuple[int, int]]:
    rows = await database.rows(FIGURES, table, area)
    return {f"{r['measure']} {r['cell']}".strip(): (r["count"], r["amount"]) for r in rows}


def measures_of(table: str, rows: list[Row]) -> dict[str, list[float | int | None]]:
    """Give what is shown of a table's figures, measure by measure."""
    found = shown(Grid.of(TABLES[table], rows), None)
    return {m.code: values for m, values in zip(TABLES[table].measures, found.values, strict=True)}


def event(kind: type[Event], version: int = 1, /, of: UUID | None = None, **more: Any) -> Any:
    envelope = {
        "id": new_id(),
        "occurred_at": START,
        "county_code": "18",
        "aggregate_id": of or uuid4(),
        "aggregate_version": version,
    }
    return kind.model_validate({**envelope, **more})


def consent_event(kind: type[Event] = consent.ConsentRecorded, version: int = 1, **more: Any) -> Any:
    values = {
        "subject_id": uuid4(),
        "situation": "parental_support",
        "value": "yes",
        "status": "active",
        "responsible_authority_id": uuid4(),
        "recorded_by_profession": "midwife",
        "valid_from": date(2026, 3, 1),
        "valid_through": date(2027, 2, 28),
    }
    return event(kind, version, **{**values, **more})


async def test_a_consent_counts_once_under_its_latest_answer_and_an_annulled_one_nowhere(
    database: TestDatabase, deliver: Any
) -> None:
    of = uuid4()
    await deliver(
        consent_event(of=of),
        consent_event(consent.ConsentChanged, 2, of=of, value="partial"),
        consent_event(recorded_by_profession=None, value="no"),
        consent_event(consent.ConsentWithdrawn, 2, status="withdrawn"),
        consent_event(consent.ConsentAnnulled, 2, status="annulled"),
    )
    assert await figures(database, "consents") == {
        "consents midwife/partial": (1, 0),
        "consents not_stated/no": (1, 0),
        "consents midwife/yes": (1, 0),
    }


async def test_assessments_at_the_boundary_count_by_kind_and_outcome(
    database: TestDatabase, deliver: Any
) -> None:
    values = {
        "kind": "harm_assessment",
        "subject_id": uuid4(),
        "situation": "parental_support",
        "outcome": "permitted",
        "responsible_authority_id": uuid4(),
        "sender_unit_id": uuid4(),
        "recipient_unit_id": uuid4(),
        "valid_through": date(2026, 12, 31),
    }
    await deliver(
        event(consent.GroundRegistered, **values),
        event(consent.GroundRegistered, **{**values, "kind": "new_kind", "outcome": "new_outcome"}),
    )
    assert await figures(database, "disclosure-grounds") == {
        "grounds harm_assessment/permitted": (1, 0),
        "grounds other/other": (1, 0),
    }


async def test_decisions_count_by_boundary_and_outcome_and_a_correction_moves_them(
    database: TestDatabase, deliver: Any
) -> None:
    counted, asked = (
        consent.DisclosureDecisionsCounted,
        {"responsible_authority_id": uuid4(), "day": local_day(START)},
    )
    of = uuid4()
    corrected = event(counted, 2, of=of, number=5, boundary="consent_required", outcome="refused", **asked)
    first = event(counted, of=of, number=3, boundary="consent_required", outcome="permitted", **asked)
    kinds = [
        ("consent_not_required", "permitted", 4),
        ("private_disclosure_assessment", "assessment_required", 1),
        (None, "permitted", 2),
        ("new_boundary", "new_outcome", 1),
    ]
    others = [event(counted, number=n, boundary=b, outcome=o, **asked) for b, o, n in kinds]
    await deliver(corrected, first, *others, first)
    assert await figures(database, "disclosure-decisions") == {
        "decisions consent_required/refused": (5, 0),
        "decisions consent_not_required/permitted": (4, 0),
        "decisions private_disclosure_assessment/assessment_required": (1, 0),
        "decisions not_stated/permitted": (2, 0),
        "decisions other/other": (1, 0),
    }


async def test_decisions_are_published_by_boundary_with_not_stated_among_them(
    call: Any, deliver: Any, make: SimpleNamespace
) -> None:
    of = {"day": local_day(START - timedelta(days=60)), "responsible_authority_id": uuid4()}
    sent: list[dict[str, Any]] = [
        {"boundary": "consent_required", "outcome": "permitted", "number": 40},
        {"boundary": "consent_required", "outcome": "refused", "number": 20},
        {"outcome": "permitted", "number": 30},
        {"boundary": "consent_not_required", "outcome": "permitted", "number": 9},
        {"boundary": "consent_not_required", "outcome": "refused", "number": 4},
    ]
    made = [event(consent.DisclosureDecisionsCounted, **of, **more) for more in sent]
    await deliver(*make.referrals(3), *made)
    assert (await call(make.administrator(), "POST", "/releases", json={})).status_code == 201
    params = {"county": "18", "year": 2026}
    body = (await call(make.anonymous(), "GET", "/tables/disclosure-decisions", params=params)).json()
    boundary, outcome = ([c["code"] for c in d["categories"]] for d in body["dimensions"])
    values = dict(zip(product(boundary, outcome), body["values"], strict=True))
    assert abs(values["consent_required", "permitted"] - 40) <= 10
    assert abs(values["consent_required", "refused"] - 20) <= 10
    assert values["not_stated", "permitted"] is None, "all of them lie in one outcome"
    assert values["consent_not_required", "permitted"] is None, "it would tell in which"
    assert abs(values["not_stated", "total"] - 30) <= 10


async def test_weeks_meetings_and_duties_count_and_their_corrections_move_exactly(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    week = {"centre_id": make.CENTRE, "iso_year": 2026, "iso_week": 40, "required_minutes": 900}
    meeting = {"centre_id": make.CENTRE, "meeting_kind": "house_meeting", "held_on": date(2026, 10, 6)}
    duty = {
        "centre_id": make.CENTRE,
        "entry": "self_reflection",
        "responsible": "coordinator",
        "first_day": date(2026, 1, 1),
        "last_day": date(2026, 1, 31),
    }
    of_week, of_meeting, of_duty = uuid4(), uuid4(), uuid4()
    await deliver(
        event(agreements.OpeningWeekEvaluated, of=of_week, joint_minutes=600, **week),
        event(agreements.OpeningWeekEvaluated, 2, of=of_week, joint_minutes=930, **week),
        event(agreements.OpeningWeekEvaluated, joint_minutes=800, **{**week, "iso_week": 41}),
        event(agreements.MeetingHeld, of=of_meeting, **meeting),
        event(agreements.MeetingHeld, **meeting),
        event(agreements.MeetingRemoved, 2, of=of_meeting, **meeting),
        event(agreements.DutyOverdue, of=of_duty, **duty),
        event(agreements.DutyDone, 2, of=of_duty, done_on=date(2026, 2, 3), **duty),
        event(agreements.DutyReminded, **duty),
    )
    hours = await figures(database, "opening-hours")
    assert hours == {"weeks": (2, 0), "joint": (2, 1730), "regulated": (2, 0), "fulfilled": (1, 0)}
    assert await figures(database, "meetings") == {"meetings house_meeting": (1, 0)}
    assert await figures(database, "duties") == {"duties done_late": (1, 0), "duties planned": (1, 0)}


@pytest.mark.parametrize(
    ("last_day", "counted"),
    [(21, {"duties overdue": (2, 0)}), (22, {"duties overdue": (1, 0), "duties planned": (1, 0)})],
)
async def test_a_duty_that_is_reopened_after_its_last_day_is_overdue(
    database: TestDatabase, deliver: Any, make: SimpleNamespace, last_day: int, counted: Any
) -> None:
    """It is announced as overdue once; when it is marked as done by mistake and reopened, nothing more is said."""
    duty = {
        "centre_id": make.CENTRE,
        "entry": "self_reflection",
        "responsible": "coordinator",
        "first_day": date(2026, 10, 1),
        "last_day": date(2026, 11, 21),
    }
    on_another_day = {**duty, "last_day": date(2026, 11, last_day)}
    of, late = uuid4(), uuid4()
    await deliver(
        event(agreements.DutyDone, of=of, done_on=date(2026, 11, 20), **on_another_day),
        event(agreements.DutyReopened, 2, of=of, **on_another_day),
        event(agreements.DutyOverdue, of=late, **duty),
        event(agreements.DutyDone, 2, of=late, done_on=date(2026, 11, 22), **duty),
        event(agreements.DutyReopened, 3, of=late, **duty),
    )
    assert await figures(database, "duties") == counted


async def test_reduced_weeks_count_where_a_number_is_required(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    week = {"centre_id": make.CENTRE, "iso_year": 2026, "joint_minutes": 300}
    of = uuid4()
    reduced = {"required_minutes": 240, "is_reduced": True}
    await deliver(
        event(agreements.OpeningWeekEvaluated, iso_week=27, **reduced, **week),
        event(agreements.OpeningWeekEvaluated, of=of, iso_week=28, **reduced, **week),
        event(agreements.OpeningWeekEvaluated, 2, of=of, iso_week=28, required_minutes=900, **week),
        event(agreements.OpeningWeekEvaluated, iso_week=29, is_reduced=True, **week),
    )
    found = await figures(database, "opening-hours")
    assert [found[n] for n in ("weeks", "regulated", "reduced", "fulfilled")] == [
        (3, 0),
        (2, 0),
        (1, 0),
        (1, 0),
    ]


async def test_open_and_joint_time_give_shares_of_the_weeks_that_state_them(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    """Weeks 40 and 41: 900 joint of 1500 and 2100 open minutes, 5 joint of 5 and 3 of 5 open days; 42 states none."""
    week = {"centre_id": make.CENTRE, "iso_year": 2026}
    of = uuid4()
    kind = agreements.OpeningWeekEvaluated
    stated = {"joint_minutes": 900, "joint_days": 5, "open_minutes": 1500, "open_days": 5}
    await deliver(
        event(kind, iso_week=40, **stated, **week),
        event(kind, of=of, iso_week=41, **stated, **week),
        event(kind, 2, of=of, iso_week=41, **{**stated, "open_minutes": 2100, "joint_days": 3}, **week),
        event(kind, iso_week=42, joint_minutes=4000, **week),
    )
    found = await figures(database, "opening-hours")
    assert found == {
        "weeks": (3, 0),
        "joint": (3, 5800),
        "joint_of_open": (2, 1800),
        "open": (2, 3600),
        "joint_days": (2, 8),
        "open_days": (2, 10),
    }
    rows = [Row(base, "", count, 0, amount) for base, (count, amount) in found.items()]
    assert measures_of("opening-hours", rows)["open_share"] == [50.0]
    assert measures_of("opening-hours", rows)["days_share"] == [80.0]
    without = measures_of("opening-hours", [Row("weeks", "", 1, 0, 0)])
    assert without["open_share"] == without["days_share"] == [None]


async def test_meetings_tell_how_many_are_documented_and_have_a_purpose(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    of = uuid4()
    meeting = {"centre_id": make.CENTRE, "meeting_kind": "house_meeting", "held_on": date(2026, 10, 6)}
    await deliver(
        event(agreements.MeetingHeld, is_documented=True, has_purpose=True, **meeting),
        event(agreements.MeetingHeld, is_documented=True, has_purpose=False, **meeting),
        event(agreements.MeetingHeld, is_documented=False, **meeting),
        event(agreements.MeetingHeld, has_purpose=True, **meeting),
        event(agreements.MeetingHeld, of=of, is_documented=True, has_purpose=True, **meeting),
        event(agreements.MeetingRemoved, 2, of=of, is_documented=True, has_purpose=True, **meeting),
    )
    found = await figures(database, "meetings")
    assert found == {
        "meetings house_meeting": (4, 0),
        "documented house_meeting": (2, 0),
        "documentation_stated house_meeting": (3, 0),
        "with_purpose house_meeting": (2, 0),
    }
    rows = [Row(*name.split(), count, 0, 0) for name, (count, _) in found.items()]
    shown_of = {name: values[-1] for name, values in measures_of("meetings", rows).items()}
    assert shown_of == {"meetings": 4, "documented": 2, "documented_share": 66.7, "with_purpose": 2}


async def test_facts_lie_in_the_municipality_that_their_event_names_else_in_the_registers(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    unknown = uuid4()
    of_week = {"iso_year": 2026, "iso_week": 40, "joint_minutes": 600}
    of_meeting = {"meeting_kind": "house_meeting", "held_on": date(2026, 10, 6)}
    of_duty = {
        "entry": "self_reflection",
        "responsible": "coordinator",
        "first_day": date(2026, 1, 1),
        "last_day": date(2026, 1, 31),
    }
    told = {"centre_id": unknown, "municipality_code": "1880"}
    for more in (told, {"centre_id": unknown}):
        await deliver(
            event(agreements.OpeningWeekEvaluated, **of_week, **more),
            event(agreements.MeetingHeld, **of_meeting, **more),
            event(agreements.DutyReminded, **of_duty, **more),
        )
    assert (await figures(database, "opening-hours", "1880"))["weeks"] == (1, 0)
    assert await figures(database, "meetings", "1880") == {"meetings house_meeting": (1, 0)}
    assert await figures(database, "duties", "1880") == {"duties planned": (1, 0)}
    assert (await figures(database, "opening-hours"))["weeks"] == (2, 0)
    await deliver(*make.place(uuid4()))
    await deliver(event(agreements.MeetingHeld, centre_id=make.CENTRE, **of_meeting))
    assert await figures(database, "meetings", "1880") == {"meetings house_meeting": (2, 0)}


def plan(kind: type[Event] = referrals.JointPlanOpened, version: int = 1, **more: Any) -> Any:
    values = {
        "centre_id": uuid4(),
        "municipality_code": "1880",
        "profile_id": "jamtland",
        "subject_id": uuid4(),
        "family_id": uuid4(),
        "professions": ("midwife", "social_worker"),
        "state": "open",
        "opened_on": date(2026, 5, 4),
        "review_on": date(2026, 9, 1),
    }
    return event(kind, version, **{**values, **more})


@pytest.mark.case("SL-12")
async def test_a_joint_plan_of_two_professions_counts_its_family_once_a_year(
    database: TestDatabase, deliver: Any
) -> None:
    family, of = uuid4(), uuid4()
    await deliver(
        plan(family_id=family),
        plan(family_id=family, opened_on=date(2026, 8, 1)),
        plan(professions=("midwife",)),
        plan(counted=False),
        plan(of=of),
        plan(referrals.JointPlanVoided, 2, of=of),
    )
    assert (await figures(database, "joint-plans"))["families"] == (1, 0)


@pytest.mark.case("ST-12")
async def test_plans_for_six_of_three_hundred_listed_families_are_two_per_cent(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    await deliver(*(plan() for _ in range(6)), make.entry("listing", numbers={"listed_families": 300}))
    found = await figures(database, "joint-plans")
    assert (found["families"], found["listed"]) == ((6, 0), (1, 300))
    table = TABLES["joint-plans"]
    grid = Grid.of(table, [Row("families", "", 6, 0, 0), Row("listed", "", 1, 0, 300)])
    share = [m.code for m in table.measures].index("share")
    assert shown(grid, None).values[share] == [2.0]


async def test_families_that_merge_and_split_count_as_they_now_are_whatever_comes_first(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    first, second, child, sibling = uuid4(), uuid4(), uuid4(), uuid4()
    one = make.referral(family_id=first, subject_id=child)
    other = make.referral(family_id=second, subject_id=sibling)
    await deliver(one, other)

    async def families() -> tuple[Any, Any]:
        found = await figures(database, "referral-families")
        return found.get("families one"), found.get("families two")

    assert await families() == ((2, 0), None)
    later = START + timedelta(hours=1)
    merged = event(
        referrals.FamilyMerged,
        of=first,
        occurred_at=later,
        subject_ids=(child, sibling),
        absorbed_family_id=second,
    )
    await deliver(merged)
    assert await families() == (None, (1, 0))
    await deliver(other.model_copy(update={"id": new_id(), "aggregate_version": 2, "state": "accepted"}))
    assert await families() == (None, (1, 0))
    earlier = event(referrals.FamilyChanged, of=second, aggregate_version=3, subject_ids=(sibling,))
    await deliver(earlier)
    assert await families() == (None, (1, 0))
    split = event(
        referrals.FamilySplit,
        occurred_at=later + timedelta(hours=1),
        subject_ids=(sibling,),
        from_family_id=first,
    )
    await deliver(split)
    assert await families() == ((2, 0), None)


async def test_two_records_of_one_child_count_as_one_until_the_merge_is_undone(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    family, record, other = uuid4(), uuid4(), uuid4()
    first = make.referral(family_id=family, subject_id=record)
    await deliver(first, make.referral(family_id=family, subject_id=other))

    async def children() -> dict[str, Any]:
        found = await figures(database, "referral-families")
        return {name: count for name, (count, _) in found.items() if name.startswith("children")}

    assert await children() == {"children one": 2, "children total": 2}
    later = START + timedelta(hours=1)
    await deliver(event(consent.SubjectMerged, of=record, occurred_at=later, into_subject_id=other))
    as_one = {"children two": 1, "children two_or_more": 1, "children total": 1}
    assert await children() == as_one
    await deliver(first.model_copy(update={"id": new_id(), "aggregate_version": 2, "state": "accepted"}))
    assert await children() == as_one
    undone = later + timedelta(hours=1)
    await deliver(event(consent.SubjectSplit, 2, of=record, occurred_at=undone, from_subject_id=other))
    assert await children() == {"children one": 2, "children total": 2}


async def test_who_declined_to_be_counted_is_shown_only_as_a_count_of_declined(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    await deliver(
        make.referral(counted=False),
        make.referral(counted=False, form="advice"),
        make.referral(state="failed"),
    )
    tables = {
        r["table_id"] for r in await database.rows("SELECT DISTINCT table_id FROM figure WHERE count > 0")
    }
    assert "referrals-declined" in tables
    assert (await figures(database, "referrals-declined"))["referrals"] == (1, 0)
    assert await figures(database, "referral-outcomes") == {"referrals internal/no_contact": (1, 0)}


async def test_a_copy_of_the_same_version_that_tells_more_is_kept(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    values = {"centre_id": make.CENTRE, "extent": 50, "valid_from": date(2026, 2, 1), "of": uuid4()}
    for version, profession in ((2, None), (2, "midwife"), (1, "librarian")):
        await deliver(
            event(agreements.CoordinatorAppointmentChanged, version, profession=profession, **values)
        )
    assert await database.rows("SELECT profession FROM coordinator_copy") == [{"profession": "midwife"}]


async def test_coverage_coordinators_and_agreements_are_the_registers_on_the_last_reported_day(
    call: Any, deliver: Any, make: SimpleNamespace
) -> None:
    appointment = {"centre_id": make.CENTRE, "extent": 50, "valid_from": date(2026, 2, 1)}
    await deliver(
        *make.place(uuid4()),
        make.agreement(agreements.AgreementActivated),
        event(agreements.CoordinatorAppointed, profession="midwife", **appointment),
        *make.referrals(3),
    )
    assert (await call(make.administrator(), "POST", "/releases", json={})).status_code == 201

    async def measure(table: str) -> dict[str, Any]:
        params = {"county": "18", "year": 2026}
        body = (await call(make.anonymous(), "GET", f"/tables/{table}", params=params)).json()
        measures = [m["code"] for m in body["measures"]]
        return dict(zip(measures, body["values"][-len(measures) :], strict=True))  # the total comes last

    coverage = await measure("coverage")
    assert (coverage["municipalities"], coverage["with_centre"], coverage["coverage"]) == (12, 1, 8.3)
    coordinators = await measure("coordinators")
    assert coordinators == {
        "centres": 1,
        "with_coordinator": 1,
        "extent": 50,
        "appointed": 1,
        "months": 8,
    }
    assert [(await measure("agreements"))[n] for n in ("in_force", "begun", "ended")] == [1, 1, 1]
