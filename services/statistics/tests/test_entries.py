import io
import itertools
import json
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
import xlsxwriter

from slussen_chassis.testing import TestDatabase, staff
from slussen_contracts.agreements.events import AgreementActivated, AgreementEnded
from slussen_contracts.statistics.events import EntryCorrected, EntryRecorded

SCOPES = "statistics:record statistics:read-own statistics:read-published"
CENTRE = "/centres/01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"
ENTRIES = f"{CENTRE}/entries"
VISITS = {"kind": "visits", "on": "2026-10-05", "adults": 14, "children": 17, "families": 12}


@pytest.fixture
async def desk(deliver: Any, make: SimpleNamespace) -> SimpleNamespace:
    """A midwife's and a social worker's unit of two authorities at one centre, and a unit elsewhere."""
    region, municipality = uuid4(), uuid4()
    first, second, elsewhere = uuid4(), uuid4(), uuid4()
    unit, centre = make.place(first, authority_id=region)
    await deliver(
        unit,
        centre,
        make.place(second, authority_id=municipality)[0],
        make.place(elsewhere, centre_id=uuid4())[0],
    )
    return SimpleNamespace(
        region=staff(SCOPES, authority=region, unit=first),
        municipality=staff(SCOPES, authority=municipality, unit=second),
        elsewhere=staff(SCOPES, authority=uuid4(), unit=elsewhere),
    )


@pytest.fixture
def pass_on(deliver: Any, database: TestDatabase) -> Any:
    """Bring what was announced to the worker, as the relay and the stream do."""

    async def bring() -> None:
        kinds = {kind.type: kind for kind in (EntryRecorded, EntryCorrected)}
        for row in await database.rows("SELECT * FROM outbox ORDER BY seq"):
            kind = kinds[row["type"]]
            envelope = {
                "id": row["id"],
                "occurred_at": row["occurred_at"],
                "county_code": row["county_code"],
                "aggregate_id": row["aggregate_id"],
                "aggregate_version": row["aggregate_version"],
            }
            await deliver(kind.model_validate({**json.loads(row["data"]), **envelope}))

    return bring


async def own(call: Any, caller: Any, table: str, **params: Any) -> dict[str, Any]:
    answer = await call(caller, "GET", f"{CENTRE}/tables/{table}", params={"year": 2026, **params})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    names = [m["code"] for m in body["measures"]]
    if not body["dimensions"] or body["dimensions"][-1]["id"] != "contents":
        return dict(
            zip([c["code"] for c in body["dimensions"][-1]["categories"]], body["values"], strict=True)
        )
    found: dict[str, Any] = {}
    inner = [[c["code"] for c in d["categories"]] for d in body["dimensions"][:-1]]
    for at, place in enumerate(itertools.product(*inner)):
        for n, name in enumerate(names):
            value = body["values"][at * len(names) + n]
            found["/".join((*place, name))] = (
                value if value is not None else body["statuses"][at * len(names) + n]
            )
    return found


async def enter(call: Any, caller: Any, entry: dict[str, Any], status: int = 201) -> Any:
    answer = await call(caller, "POST", ENTRIES, json=entry)
    assert answer.status_code == status, answer.text
    return answer


async def test_what_is_entered_is_counted_exactly_for_the_centre_and_corrected_and_voided_exactly(
    call: Any, desk: SimpleNamespace, pass_on: Any
) -> None:
    made = await enter(call, desk.region, VISITS)
    assert made.headers["etag"] == '"v1"'
    await enter(call, desk.municipality, {**VISITS, "on": "2026-10-06", "adults": 3, "firstVisits": 2})
    await pass_on()
    assert (await own(call, desk.region, "open-preschool-visits"))["adults"] == 17
    path = f"{ENTRIES}/{made.json()['id']}"
    stale = await call(desk.region, "PUT", path, json=VISITS, headers={"If-Match": '"v7"'})
    assert stale.status_code == 412
    assert (await call(desk.region, "PUT", path, json=VISITS)).status_code == 428
    corrected = {**VISITS, "adults": 10}
    answer = await call(desk.municipality, "PUT", path, json=corrected, headers={"If-Match": '"v1"'})
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    await pass_on()
    found = await own(call, desk.region, "open-preschool-visits")
    assert (found["adults"], found["first_visits"], found["days"]) == (13, 2, 2)
    voided = await call(desk.region, "POST", f"{path}/voiding", headers={"If-Match": '"v2"'})
    assert voided.json()["isVoid"] is True
    again = await call(desk.region, "POST", f"{path}/voiding", headers={"If-Match": '"v3"'})
    assert (again.status_code, again.json()["code"]) == (409, "entry-is-void")
    await pass_on()
    assert (await own(call, desk.region, "open-preschool-visits"))["adults"] == 3
    await enter(call, desk.region, VISITS)


async def test_a_day_is_entered_once_and_lists_show_the_centres_own_alone(
    call: Any, desk: SimpleNamespace
) -> None:
    first = await enter(call, desk.region, VISITS)
    again = await enter(call, desk.municipality, VISITS, 409)
    assert again.json()["code"] == "already-entered"
    listed = (await call(desk.municipality, "GET", ENTRIES, params={"kind": "visits"})).json()
    assert [e["id"] for e in listed["items"]] == [first.json()["id"]]
    assert (await call(desk.region, "GET", f"{ENTRIES}/{first.json()['id']}")).status_code == 200
    for caller in (desk.elsewhere, staff(SCOPES, authority=uuid4())):
        for method, path in (("GET", ENTRIES), ("POST", ENTRIES), ("GET", f"{ENTRIES}/{first.json()['id']}")):
            body = {"json": VISITS} if method == "POST" else {}
            assert (await call(caller, method, path, **body)).status_code == 404
    refused = await call(staff("statistics:read-own", unit=uuid4()), "GET", ENTRIES)
    assert refused.status_code == 403


async def test_row_security_alone_hides_entries_from_an_authority_that_has_no_unit_there(
    call: Any, desk: SimpleNamespace, database: TestDatabase
) -> None:
    await enter(call, desk.region, VISITS)
    connection = await asyncpg.connect(database.urls.app)
    try:
        for authority, expected in ((desk.municipality.authority_id, 1), (uuid4(), 0)):
            async with connection.transaction():
                await connection.execute("SELECT set_config('app.authority', $1, true)", str(authority))
                assert await connection.fetchval("SELECT count(*) FROM entry") == expected
    finally:
        await connection.close()


@pytest.mark.case("EV-02")
async def test_a_centre_whose_agreement_has_ended_takes_nothing_new_and_keeps_its_history_readable(
    call: Any, desk: SimpleNamespace, deliver: Any, make: SimpleNamespace, pass_on: Any
) -> None:
    agreement = make.agreement(AgreementActivated)
    await deliver(agreement)
    made = await enter(call, desk.region, VISITS)
    await deliver(make.agreement(AgreementEnded, aggregate_id=agreement.aggregate_id, aggregate_version=2))
    refused = await enter(call, desk.region, {**VISITS, "on": "2026-11-03"}, 409)
    assert refused.json()["code"] == "centre-closed"
    assert (await call(desk.region, "GET", f"{ENTRIES}/{made.json()['id']}")).status_code == 200
    await pass_on()
    assert (await own(call, desk.region, "open-preschool-visits"))["adults"] == 14


@pytest.mark.case("EV-02")
async def test_agreements_on_other_things_open_no_centre_and_close_none(
    call: Any, desk: SimpleNamespace, deliver: Any, make: SimpleNamespace
) -> None:
    county = make.agreement(AgreementActivated, kind="county", centre_id=None, valid_through=None)
    await deliver(county, make.agreement(AgreementEnded, kind="coordinator"))
    await enter(call, desk.region, {**VISITS, "on": "2026-11-03"})
    await deliver(
        make.agreement(AgreementEnded),
        make.agreement(AgreementActivated, kind="premises", valid_through=None),
    )
    refused = await enter(call, desk.region, {**VISITS, "on": "2026-11-04"}, 409)
    assert refused.json()["code"] == "centre-closed"
    await enter(call, desk.region, {**VISITS, "on": "2024-03-04"})


async def refusal(call: Any, desk: SimpleNamespace, entry: dict[str, Any]) -> dict[str, str]:
    body = (await enter(call, desk.region, entry, 422)).json()
    return {error["field"]: error["rule"] for error in body["errors"]}


async def test_what_is_wrong_is_named_by_field_and_rule(call: Any, desk: SimpleNamespace) -> None:
    answer = {"kind": "answer", "on": "2026-10-05", "instrument": "parent_survey"}
    assert await refusal(call, desk, {**VISITS, "on": "2026-11-23"}) == {"on": "in-the-future"}
    assert await refusal(call, desk, {**answer, "instrument": "none"}) == {"instrument": "unknown"}
    assert await refusal(call, desk, {**answer, "values": {"g9": 3}}) == {"values.g9": "unknown"}
    assert await refusal(call, desk, {**answer, "values": {"g1": 6}}) == {"values.g1": "less-than-equal"}
    assert await refusal(call, desk, {**answer, "stage": "agreed"}) == {"stage": "stage"}
    assert await refusal(call, desk, {**answer, "respondent": "nobody"}) == {"respondent": "unknown"}
    quote = {"text": "Ring 850101-2382", "by": "woman"}
    assert await refusal(call, desk, {**answer, "quotes": [quote]}) == {"quotes.0.text": "personal-number"}


@pytest.mark.case("ST-20")
async def test_a_quote_is_marked_with_who_said_it_and_never_leaves_the_centre(
    call: Any, desk: SimpleNamespace, database: TestDatabase
) -> None:
    answer = {"kind": "answer", "on": "2026-10-05", "instrument": "parent_survey", "values": {"g1": 4}}
    without = await enter(call, desk.region, {**answer, "quotes": [{"text": "Fint."}]}, 422)
    assert without.json()["errors"][0]["rule"] == "missing"
    wrong = await enter(call, desk.region, {**answer, "quotes": [{"text": "Fint.", "by": "x"}]}, 422)
    assert wrong.json()["errors"][0]["rule"] == "enum"
    await enter(call, desk.region, {**answer, "quotes": [{"text": "Fint bemötande.", "by": "man"}]})
    [event] = await database.rows("SELECT data::text FROM outbox")
    assert "bemötande" not in event["data"]


@pytest.mark.case("ST-01")
async def test_the_self_reflection_has_thirty_statements_in_six_groups(
    call: Any, make: SimpleNamespace
) -> None:
    found = (await call(make.anonymous(), "GET", "/instruments")).json()["instruments"]
    by_id = {one["id"]: one for one in found}
    reflection = by_id["self_reflection"]
    assert [len(group["items"]) for group in reflection["groups"]] == [3, 8, 4, 9, 2, 4]
    assert (reflection["profiles"], len(reflection["steps"])) == (["jamtland"], 5)
    assert (reflection["scale"]["low"]["sv"], reflection["scale"]["high"]["sv"]) == (
        "Behöver utvecklas",
        "Fungerar",
    )
    assert sum(len(g["items"]) for g in by_id["evaluation_questions"]["groups"]) == 68
    assert sum(len(g["items"]) for g in by_id["reflection_guide"]["groups"]) == 16


@pytest.mark.case("ST-02")
async def test_the_joint_view_is_kept_apart_from_the_individual_ones(
    call: Any, desk: SimpleNamespace, pass_on: Any
) -> None:
    base = {"kind": "answer", "on": "2026-01-20", "instrument": "self_reflection"}
    for value in (1, 2, 2, 3, 5):
        await enter(call, desk.region, {**base, "stage": "individual", "values": {"s01": value}})
    await enter(call, desk.region, {**base, "stage": "agreed", "values": {"s01": 4}})
    assert (await enter(call, desk.region, {**base, "stage": "agreed", "values": {"s01": 1}}, 409)).json()
    await pass_on()
    found = await own(call, desk.region, "self-reflection")
    assert found["s01/total/answers"] == 5
    assert found["s01/total/mean"] == 2.6
    assert found["s01/total/agreed"] == 4


@pytest.mark.case("ST-25")
async def test_statements_on_an_activity_that_the_centre_lacks_are_left_out(
    call: Any, desk: SimpleNamespace, deliver: Any, make: SimpleNamespace, pass_on: Any
) -> None:
    await deliver(make.place(uuid4(), activity="open_preschool", centre_version=2)[1])
    read = (await call(desk.region, "GET", f"{CENTRE}/instruments/self_reflection")).json()
    left_out = {i["code"] for g in read["groups"] for i in g["items"] if not i["applies"]}
    assert left_out == {"s17", "s18", "s21", "s22"}
    values = {"s17": 1, "s18": 1, "s19": 5}
    entry = {"kind": "answer", "on": "2026-01-20", "instrument": "self_reflection", "stage": "individual"}
    await enter(call, desk.region, {**entry, "values": values})
    await pass_on()
    found = await own(call, desk.region, "self-reflection")
    assert (found["s17/total/answers"], found["s18/total/mean"], found["s19/total/mean"]) == (0, ".", 5)


@pytest.mark.case("ST-22")
async def test_scoring_the_evaluation_list_is_refused_with_the_note_that_it_is_no_instrument(
    call: Any, desk: SimpleNamespace
) -> None:
    entry = {"kind": "answer", "on": "2026-10-05", "instrument": "evaluation_questions"}
    body = (await enter(call, desk.region, {**entry, "values": {"q1_01": 3}}, 422)).json()
    assert body["errors"][0]["rule"] == "not-an-instrument"
    assert "inte användas som ett utvärderingsinstrument" in body["errors"][0]["message"]
    kept = (await enter(call, desk.region, {**entry, "texts": {"q1_01": "Två chefer."}})).json()
    assert "inte användas som ett utvärderingsinstrument" in kept["notes"][0]["sv"]


@pytest.mark.case("ST-05")
async def test_a_plan_with_one_priority_goal_is_kept_with_a_note_that_two_are_expected(
    call: Any, desk: SimpleNamespace, deliver: Any, make: SimpleNamespace
) -> None:
    await deliver(make.place(uuid4(), profile_id="jamtland", centre_version=2)[1])
    plan = {"kind": "activity_plan", "year": 2027, "sections": [], "priorityGoals": ["mal-1"]}
    kept = (await enter(call, desk.region, plan)).json()
    assert "2 förväntas" in kept["notes"][0]["sv"]
    two = {**plan, "year": 2028, "priorityGoals": ["mal-1", "mal-2"]}
    assert (await enter(call, desk.region, two)).json()["notes"] == []


@pytest.mark.case("ST-15")
async def test_a_plan_without_a_section_on_childrens_rights_is_refused_where_the_county_asks_for_one(
    call: Any, desk: SimpleNamespace, pass_on: Any
) -> None:
    plan = {"kind": "activity_plan", "year": 2026, "sections": [{"code": "goals", "text": "Fler besök."}]}
    assert await refusal(call, desk, plan) == {"sections.crc_work": "missing-section"}
    rights = {"code": "crc_work", "text": "Barn är med och planerar."}
    await enter(call, desk.region, {**plan, "sections": [*plan["sections"], rights]})
    await pass_on()
    found = await own(call, desk.region, "activity-plans")
    assert (found["plans"], found["with_convention"]) == (1, 1)


@pytest.mark.case("ST-10")
async def test_shares_of_listed_families_by_number_of_referrals(
    call: Any, desk: SimpleNamespace, deliver: Any, make: SimpleNamespace, pass_on: Any
) -> None:
    families = [uuid4() for _ in range(16)]
    numbers = [1] * 10 + [2] * 4 + [3] * 2
    await deliver(
        *(make.referral(family_id=f) for f, n in zip(families, numbers, strict=True) for _ in range(n))
    )
    await enter(call, desk.region, {"kind": "listing", "on": "2026-11-01", "listedFamilies": 40})
    await pass_on()
    found = await own(call, desk.region, "referral-families")
    shares = {bucket: found[f"{bucket}/share"] for bucket in ("one", "two", "three_or_more", "two_or_more")}
    assert shares == {"one": 25, "two": 10, "three_or_more": 5, "two_or_more": 15}
    assert found["total/without"] == 24


@pytest.mark.case("ST-11")
@pytest.mark.parametrize("listed", [None, 0])
async def test_a_share_of_no_listed_families_is_not_computable(
    call: Any, desk: SimpleNamespace, deliver: Any, make: SimpleNamespace, pass_on: Any, listed: int | None
) -> None:
    await deliver(make.referral())
    if listed is not None:
        await enter(call, desk.region, {"kind": "listing", "on": "2026-11-01", "listedFamilies": listed})
        await pass_on()
    assert (await own(call, desk.region, "referral-families"))["one/share"] == "."


@pytest.mark.case("SL-13")
async def test_a_family_with_three_referrals_is_in_three_or_more_and_in_two_or_more_and_nowhere_else(
    call: Any, desk: SimpleNamespace, deliver: Any, make: SimpleNamespace
) -> None:
    family = uuid4()
    external = make.referral(family_id=family, kind="external", to_activity=None)
    await deliver(*(make.referral(family_id=family) for _ in range(3)), external)
    found = await own(call, desk.region, "referral-families")
    buckets = {name.split("/")[0]: value for name, value in found.items() if name.endswith("/families")}
    assert buckets == {"one": 0, "two": 0, "three_or_more": 1, "two_or_more": 1, "total": 1}


@pytest.mark.case("ST-14")
async def test_a_rising_trend_of_staff_ratings_shows_as_each_years_average(
    call: Any, desk: SimpleNamespace, pass_on: Any
) -> None:
    answers = {2024: (3, 3, 3, 3, 3), 2025: (3, 3, 3, 4, 4), 2026: (3, 3, 4, 4, 4)}
    for year, values in answers.items():
        for value in values:
            entry = {"kind": "answer", "on": f"{year}-05-04", "instrument": "staff_rating"}
            await enter(call, desk.region, {**entry, "values": {"extent": value}})
    await pass_on()
    means = [
        (await own(call, desk.region, "staff-rating", year=year))["extent/total/mean"] for year in answers
    ]
    assert means == [3.0, 3.4, 3.6]


@pytest.mark.case("ST-23")
async def test_three_hours_of_house_meetings_are_shown_and_no_deviation_is_raised(
    call: Any, desk: SimpleNamespace, pass_on: Any, make: SimpleNamespace
) -> None:
    entry = {"kind": "staff_time", "on": "2026-10-31", "houseMeetingMinutes": 180}
    assert (await enter(call, desk.region, entry)).json()["notes"] == []
    await pass_on()
    assert (await own(call, desk.region, "staff-time"))["house_meeting_hours"] == 3.0
    tables = (await call(make.anonymous(), "GET", "/tables")).json()["tables"]
    note = next(t["note"]["sv"] for t in tables if t["id"] == "staff-time")
    assert "5 timmar" in note
    assert "ingen norm" in note


@pytest.mark.case("ST-24")
async def test_parent_surveys_are_grouped_by_the_five_goals(
    call: Any, desk: SimpleNamespace, pass_on: Any
) -> None:
    base = {"kind": "answer", "on": "2026-11-05", "instrument": "parent_survey"}
    for first, value in (("first_child", 5), ("not_first_child", 3)):
        values = {f"g{n}": value for n in range(1, 6)}
        await enter(call, desk.region, {**base, "respondent": first, "values": values})
    await pass_on()
    found = await own(call, desk.region, "parent-survey")
    assert [found[f"g{n}/total/total/mean"] for n in range(1, 6)] == [4.0] * 5
    assert found["g1/first_child/total/mean"] == 5


@pytest.mark.case("ST-19")
async def test_families_in_open_preschool_in_a_month_can_be_chosen_under_the_national_profile(
    call: Any, make: SimpleNamespace
) -> None:
    answer = await call(make.anonymous(), "GET", "/indicators", params={"profile": "socialstyrelsen"})
    found = {one["id"]: one for one in answer.json()["indicators"]}
    assert found["I-18"]["isInProfile"] is True
    assert found["I-18"]["tables"] == ["open-preschool-visits"]
    assert len(found) == 25
    assert all(one["tables"] for one in found.values())


CSV = "on;adults;children;families;firstVisits\r\n2024-03-04;14;17;12;2\r\n2024-03-05;9;11;8;0\r\n"


async def import_file(
    call: Any,
    caller: Any,
    content: bytes,
    media: str = "text/csv",
    *,
    dry: bool = False,
    kind: str = "visits",
) -> Any:
    params = {"kind": kind, "dryRun": str(dry).lower()}
    headers = {"Content-Type": media}
    return await call(caller, "POST", f"{CENTRE}/imports", params=params, content=content, headers=headers)


async def test_an_import_is_tried_first_then_kept_then_the_same_and_then_corrected(
    call: Any, desk: SimpleNamespace, pass_on: Any, database: TestDatabase
) -> None:
    tried = (await import_file(call, desk.region, CSV.encode(), dry=True)).json()
    assert (tried["isDryRun"], tried["rows"], tried["created"], tried["faults"]) == (True, 2, 2, [])
    assert await database.rows("SELECT 1 FROM entry") == []
    assert await database.rows("SELECT 1 FROM outbox") == []
    kept = (await import_file(call, desk.region, CSV.encode())).json()
    assert (kept["created"], kept["corrected"], kept["unchanged"]) == (2, 0, 0)
    again = (await import_file(call, desk.region, CSV.replace(";9;", ";10;").encode())).json()
    assert (again["created"], again["corrected"], again["unchanged"]) == (0, 1, 1)
    await pass_on()
    assert (await own(call, desk.region, "open-preschool-visits", year=2024))["adults"] == 24


async def test_an_import_with_a_fault_keeps_nothing_and_names_row_field_and_rule(
    call: Any, desk: SimpleNamespace, database: TestDatabase
) -> None:
    faulty = CSV + "2024-03-06;x;1;1;1\r\n2031-01-01;1;1;1;1\r\n2024-03-07;1;1;1;1\r\n"
    body = (await import_file(call, desk.region, faulty.encode())).json()
    found = [(fault["row"], fault["field"], fault["rule"]) for fault in body["faults"]]
    assert found == [(4, "adults", "int-parsing"), (5, "on", "in-the-future")]
    assert await database.rows("SELECT 1 FROM entry") == []
    assert await database.rows("SELECT 1 FROM outbox") == []


async def test_a_workbook_is_imported_like_a_text(call: Any, desk: SimpleNamespace) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["on", "groupType", "ledBy", "isCohesive", "families", "reference"])
        sheet.write_datetime(1, 0, date(2024, 3, 4))
        sheet.write_row(1, 1, ["parents_of_infants", "midwife; child_health_nurse", "ja", 7, "grupp-1"])
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer = await import_file(call, desk.region, out.getvalue(), media, kind="group_session")
    assert (answer.json()["created"], answer.json()["faults"]) == (1, [])
    [entry] = (await call(desk.region, "GET", ENTRIES)).json()["items"]
    assert entry["entry"]["ledBy"] == ["midwife", "child_health_nurse"]
    assert entry["entry"]["isCohesive"] is True


async def test_answers_goals_and_plans_of_earlier_years_are_imported_and_again_they_are_the_same(
    call: Any, desk: SimpleNamespace, pass_on: Any
) -> None:
    answers = (
        "on;instrument;reference;respondent;values.g1;values.g2;quote;quotedBy\n"
        "2024-11-04;parent_survey;1;first_child;4;5;Varmt.;woman\n"
        "2024-11-04;parent_survey;2;;3;;;\n"
    )
    goals = "year;goalKind;reference;goal;isMeasurable;isAttained\n2024;priority;p1;Fler pappor;ja;nej\n"
    plans = "year;sections.crc_work;sections.goals;priorityGoals\n2024;Barnen är med.;Två mål.;p1;p2\n"
    plans = plans.replace("p1;p2", '"p1;p2"')
    for kind, file, rows in (("answer", answers, 2), ("goal", goals, 1), ("activity_plan", plans, 1)):
        for done in ("created", "unchanged"):
            told = (await import_file(call, desk.region, file.encode(), kind=kind)).json()
            assert (told[done], told["faults"]) == (rows, []), kind
    corrected = (
        await import_file(
            call, desk.region, answers.replace("1;first_child;4", "1;first_child;2").encode(), kind="answer"
        )
    ).json()
    assert (corrected["corrected"], corrected["unchanged"]) == (1, 1)
    await pass_on()
    survey = await own(call, desk.region, "parent-survey", year=2024)
    assert survey["g1/total/total/answers"] == 2
    assert survey["g1/total/total/mean"] == 2.5
    assert (await own(call, desk.region, "goals", year=2024))["priority/measurable"] == 1
    assert (await own(call, desk.region, "activity-plans", year=2024))["with_convention"] == 1


async def test_what_is_wrong_with_an_answer_in_a_table_is_named_by_its_column(
    call: Any, desk: SimpleNamespace
) -> None:
    faulty = (
        "on;instrument;reference;values.g1;quote;quotedBy\n"
        "2024-11-04;parent_survey;;4;;\n"
        "2024-11-04;parent_survey;2;6;;\n"
        "2024-11-04;parent_survey;3;4;Fint.;\n"
    )
    told = (await import_file(call, desk.region, faulty.encode(), kind="answer", dry=True)).json()
    assert [(fault["row"], fault["field"], fault["rule"]) for fault in told["faults"]] == [
        (2, "reference", "missing"),
        (3, "values.g1", "less-than-equal"),
        (4, "quotes.0.by", "missing"),
    ]


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"\xff\xfe", "text/csv", 422),
        (b"", "text/csv", 422),
        (b"no workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 422),
        (b"{}", "application/json", 415),
        (b"x" * 1_000_001, "text/csv", 413),
    ],
)
async def test_a_file_that_is_no_table_is_refused(
    call: Any, desk: SimpleNamespace, content: bytes, media: str, status: int
) -> None:
    assert (await import_file(call, desk.region, content, media)).status_code == status


async def test_goals_sessions_groups_home_visits_and_reviews_are_counted(
    call: Any, desk: SimpleNamespace, pass_on: Any
) -> None:
    goal = {"kind": "goal", "year": 2026, "goalKind": "priority", "goal": "Fler pappor", "reference": "mal-1"}
    session = {
        "kind": "group_session",
        "on": "2026-03-02",
        "groupType": "themed",
        "minutes": 90,
        "families": 6,
    }
    for entry in (
        {**goal, "isMeasurable": True, "outcome": "Dubbelt så många.", "isAttained": True},
        {**goal, "reference": "mal-2"},
        {**session, "ledBy": ["midwife", "social_worker"], "isCohesive": True},
        {**session, "on": "2026-03-09", "minutes": 30},
        {
            "kind": "parent_group",
            "on": "2026-06-01",
            "groupType": "themed",
            "guardiansThreeTimes": 5,
            "reference": "g",
        },
        {"kind": "home_visits", "on": "2026-03-31", "visits": 9, "families": 6},
        {"kind": "visits_month", "on": "2026-03-31", "familiesInMonth": 44},
        {"kind": "agreement_review", "on": "2026-09-10"},
    ):
        await enter(call, desk.region, entry)
    await pass_on()
    goals = await own(call, desk.region, "goals")
    assert [goals[f"priority/{n}"] for n in ("goals", "measurable", "evaluated", "attained_share")] == [
        2,
        1,
        1,
        100,
    ]
    groups = await own(call, desk.region, "parent-groups")
    assert groups["themed/cohesive_share"] == groups["total/cross_led_share"] == 50
    assert (groups["themed/length"], groups["themed/families"]) == (60, 12)
    assert groups["total/guardians_three_times"] == 5
    assert (await own(call, desk.region, "extended-home-visits"))["visits"] == 9
    assert (await own(call, desk.region, "open-preschool-visits", month=3))["families_in_month"] == 44
    assert (await own(call, desk.region, "open-preschool-visits"))["families_in_month"] == "."
    reviews = await own(call, desk.region, "agreements")
    assert (reviews["local/reviewed"], reviews["total/reviewed"], reviews["county/reviewed"]) == (1, 1, 0)
