"""Parent groups (indicator I-17): who leads them, whether views are taken in, and what stays at the centre."""

import io
import itertools
import json
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import xlsxwriter

from slussen_chassis.testing import TestDatabase, staff
from slussen_contracts.statistics.events import EntryCorrected, EntryRecorded
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.catalogue.activity import GROUPS, LEADERS
from slussen_statistics.domain.grid import Grid, Row

SCOPES = "statistics:record statistics:read-own statistics:read-published"
CENTRE = "/centres/01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"
SESSION = {"kind": "group_session", "on": "2026-03-02", "groupType": "themed"}
GROUP = {"kind": "parent_group", "on": "2026-06-01", "groupType": "themed", "guardiansThreeTimes": 5}
Content = dict[str, Any]


class Desk:
    """Somebody who enters figures at the centre, and sees what they come to."""

    def __init__(self, call: Any, deliver: Any, database: TestDatabase, caller: Any) -> None:
        self.call, self.deliver, self.database, self.caller = call, deliver, database, caller

    async def enter(self, entry: Content, status: int = 201) -> Content:
        answer = await self.call(self.caller, "POST", f"{CENTRE}/entries", json=entry)
        assert answer.status_code == status, answer.text
        body: Content = answer.json()
        return body

    async def correct(self, entry: Content, content: Content) -> Content:
        headers = {"If-Match": f'"v{entry["version"]}"'}
        path = f"{CENTRE}/entries/{entry['id']}"
        answer = await self.call(self.caller, "PUT", path, json=content, headers=headers)
        assert answer.status_code == 200, answer.text
        body: Content = answer.json()
        return body

    async def void(self, entry: Content) -> None:
        headers = {"If-Match": f'"v{entry["version"]}"'}
        path = f"{CENTRE}/entries/{entry['id']}/voiding"
        assert (await self.call(self.caller, "POST", path, headers=headers)).status_code == 200

    async def bring(self) -> None:
        """Bring what was announced to the worker, as the relay and the stream do."""
        kinds = {kind.type: kind for kind in (EntryRecorded, EntryCorrected)}
        for row in await self.database.rows("SELECT * FROM outbox ORDER BY seq"):
            names = ("id", "occurred_at", "county_code", "aggregate_id", "aggregate_version")
            envelope = {name: row[name] for name in names}
            await self.deliver(kinds[row["type"]].model_validate({**json.loads(row["data"]), **envelope}))

    async def see(self, table: str, **params: Any) -> Content:
        """Return the centre's own cells that hold something, by category and measure."""
        await self.bring()
        path = f"{CENTRE}/tables/{table}"
        answer = await self.call(self.caller, "GET", path, params={"year": 2026, **params})
        assert answer.status_code == 200, answer.text
        return cells_of(answer.json())

    async def load(self, kind: str, content: bytes, media: str = "text/csv") -> Content:
        answer = await self.call(
            self.caller,
            "POST",
            f"{CENTRE}/imports",
            params={"kind": kind, "dryRun": "false"},
            content=content,
            headers={"Content-Type": media},
        )
        assert answer.status_code == 200, answer.text
        body: Content = answer.json()
        return body


def cells_of(body: Content) -> Content:
    dimensions = [[c["code"] for c in d["categories"]] for d in body["dimensions"]]
    names = ["/".join(codes) for codes in itertools.product(*dimensions)]
    found = zip(names, body["values"], body["statuses"], strict=True)
    return {name: value if status is None else status for name, value, status in found if value != 0}


@pytest.fixture
async def desk(call: Any, deliver: Any, database: TestDatabase, make: SimpleNamespace) -> Desk:
    region, unit = uuid4(), uuid4()
    await deliver(*make.place(unit, authority_id=region))
    return Desk(call, deliver, database, staff(SCOPES, authority=region, unit=unit))


async def test_a_session_counts_once_under_each_profession_that_led_it_and_once_in_the_total(
    desk: Desk,
) -> None:
    for number, led_by in enumerate(
        (["midwife", "child_health_nurse"], ["midwife", "midwife"], ["psychologist"], [])
    ):
        await desk.enter({**SESSION, "ledBy": led_by, "reference": f"t{number}"})
    assert await desk.see(LEADERS) == {
        "midwife": 2,
        "child_health_nurse": 1,
        "psychologist": 1,
        "not_stated": 1,
        "total": 4,
    }
    groups = await desk.see(GROUPS)
    assert (groups["total/sessions"], groups["total/cross_led_share"]) == (4, 25)
    assert await desk.see(LEADERS, month=3) == await desk.see(LEADERS)
    assert await desk.see(LEADERS, month=4) == {}


async def test_a_correction_moves_a_session_to_those_who_led_it_and_a_void_one_is_counted_nowhere(
    desk: Desk,
) -> None:
    first = await desk.enter({**SESSION, "ledBy": ["midwife", "social_worker"]})
    second = await desk.enter({**SESSION, "ledBy": ["midwife"], "reference": "2"})
    assert await desk.see(LEADERS) == {"midwife": 2, "social_worker": 1, "total": 2}
    first = await desk.correct(first, {**SESSION, "ledBy": ["librarian", "social_worker"]})
    assert await desk.see(LEADERS) == {"midwife": 1, "social_worker": 1, "librarian": 1, "total": 2}
    await desk.correct(second, {**SESSION, "reference": "2"})
    assert await desk.see(LEADERS) == {"not_stated": 1, "social_worker": 1, "librarian": 1, "total": 2}
    await desk.void(first)
    assert await desk.see(LEADERS) == {"not_stated": 1, "total": 1}


async def test_shares_and_means_of_ended_groups_are_of_those_where_it_is_stated(desk: Desk) -> None:
    stated: tuple[Content, ...] = (
        {"viewsTakenIn": True, "isEvaluated": True, "sessions": 6},
        {"viewsTakenIn": False, "isEvaluated": True, "sessions": 3},
        {"viewsTakenIn": True},
        {},
    )
    for number, one in enumerate(stated):
        await desk.enter({**GROUP, **one, "reference": f"g{number}"})
    other = await desk.enter({**GROUP, "groupType": "other", "reference": "x", "viewsTakenIn": False})
    groups = await desk.see(GROUPS)
    told = ("groups", "sessions_per_group", "views_share", "evaluated_share", "guardians_three_times")
    assert [groups[f"themed/{name}"] for name in told] == [4, 4.5, 66.7, 100, 20]
    assert [groups[f"total/{name}"] for name in told] == [5, 4.5, 50, 100, 25]
    assert groups["other/evaluated_share"] == groups["targeted/views_share"] == "."
    await desk.void(other)
    groups = await desk.see(GROUPS)
    assert (groups["total/groups"], groups["total/views_share"]) == (4, 66.7)


async def test_the_mean_length_is_of_the_sessions_whose_length_is_stated(desk: Desk) -> None:
    for number, minutes in enumerate((90, 60, None)):
        await desk.enter({**SESSION, "minutes": minutes, "reference": str(number)})
    groups = await desk.see(GROUPS)
    assert (groups["themed/sessions"], groups["themed/length"]) == (3, 75)


async def test_purpose_and_method_stay_at_the_centre_and_hold_no_personal_number(
    desk: Desk, database: TestDatabase
) -> None:
    texts = {"purpose": "Trygga i starten.", "method": "Samtal om sömn."}
    kept = await desk.enter({**GROUP, **texts, "reference": "g", "viewsTakenIn": True})
    assert {name: kept["entry"][name] for name in texts} == texts
    await desk.bring()
    [event] = await database.rows("SELECT data::text AS data FROM outbox")
    [fact] = await database.rows("SELECT content::text AS data FROM fact")
    for row in (event, fact):
        assert '"views_taken_in"' in row["data"]
        assert not [word for word in ("purpose", "method", "Trygga", "Samtal") if word in row["data"]]
    for name in texts:
        refused = await desk.enter({**GROUP, name: "Ring 850101-2382", "reference": "h"}, 422)
        assert [(e["field"], e["rule"]) for e in refused["errors"]] == [(name, "personal-number")]
    refused = await desk.enter({**GROUP, "purpose": "x" * 1001, "reference": "h"}, 422)
    assert refused["errors"][0]["rule"] == "string-too-long"


@pytest.mark.parametrize("reference", ["198501012382", "850101-2382", "8501612382", "mamma-850101_2382"])
async def test_a_personal_number_is_no_reference(desk: Desk, reference: str) -> None:
    refused = await desk.enter({**GROUP, "reference": reference}, 422)
    assert [(e["field"], e["rule"]) for e in refused["errors"]] == [("reference", "personal-number")]


async def test_numbers_of_other_systems_are_references(desk: Desk) -> None:
    for reference in ("grupp-3", "118345678901", "2026-03-02", "9f8e7d6c-0001"):
        await desk.enter({**GROUP, "reference": reference})


async def test_a_table_of_ended_groups_is_imported_and_again_it_is_the_same(desk: Desk) -> None:
    file = (
        "on;groupType;reference;guardiansThreeTimes;sessions;purpose;method;viewsTakenIn;isEvaluated\n"
        "2026-05-04;themed;1;7;6;Trygghet;Samtal;ja;nej\n"
        "2026-05-05;themed;2;3;;;;;\n"
    )
    for done in ("created", "unchanged"):
        told = await desk.load("parent_group", file.encode())
        assert (told[done], told["faults"]) == (2, [])
    groups = await desk.see(GROUPS)
    names = ("groups", "sessions_per_group", "views_share", "evaluated_share")
    assert [groups.get(f"themed/{name}", 0) for name in names] == [2, 6, 100, 0]
    faulty = file.replace(";ja;", ";kanske;").replace("Samtal", "850101-2382")
    told = await desk.load("parent_group", faulty.encode())
    assert [(f["row"], f["field"], f["rule"]) for f in told["faults"]] == [
        (2, "viewsTakenIn", "bool-parsing")
    ]
    told = await desk.load("parent_group", file.replace("Samtal", "850101-2382").encode())
    assert [(f["row"], f["field"], f["rule"]) for f in told["faults"]] == [(2, "method", "personal-number")]


async def test_a_workbook_of_ended_groups_is_imported_with_numbers_as_words_and_yes_as_yes(
    desk: Desk,
) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        heading = ["on", "groupType", "reference", "guardiansThreeTimes", "method", "isEvaluated"]
        sheet.write_row(0, 0, heading)
        sheet.write_datetime(1, 0, date(2026, 3, 4))
        sheet.write_row(1, 1, ["targeted", 12, 4, 2026, True])
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    told = await desk.load("parent_group", out.getvalue(), media)
    assert (told["created"], told["faults"]) == (1, [])
    groups = await desk.see(GROUPS)
    assert groups["targeted/evaluated_share"] == 100


async def test_what_was_entered_before_these_were_asked_stays_counted_and_states_nothing(
    desk: Desk, deliver: Any, make: SimpleNamespace
) -> None:
    of_session = {
        "codes": {"group_type": "themed"},
        "numbers": {"minutes": 90, "cohesive": 1, "cross_led": 1},
    }
    of_group = {"codes": {"group_type": "themed"}, "numbers": {"guardians_three_times": 5}}
    session, group = make.entry("group_session", **of_session), make.entry("parent_group", **of_group)
    await deliver(session, group)
    groups = await desk.see(GROUPS)
    assert (groups["themed/sessions"], groups["themed/length"]) == (1, 90)
    assert (groups["themed/guardians_three_times"], groups["themed/views_share"]) == (5, ".")
    assert await desk.see(LEADERS) == {}
    void = {"aggregate_version": 2, "is_void": True}
    await deliver(
        make.entry("group_session", aggregate_id=session.aggregate_id, **of_session, **void),
        make.entry("parent_group", aggregate_id=group.aggregate_id, **of_group, **void),
    )
    assert "themed/sessions" not in await desk.see(GROUPS)


async def test_a_release_shows_leaders_whose_total_is_no_sum_and_offers_no_sectors(
    desk: Desk, call: Any, make: SimpleNamespace
) -> None:
    for number, led_by in enumerate((["midwife", "social_worker"], ["midwife"], [])):
        await desk.enter({**SESSION, "ledBy": led_by, "reference": str(number)})
    await desk.enter({**GROUP, "reference": "g", "viewsTakenIn": True, "isEvaluated": False})
    await desk.bring()
    assert (await call(make.administrator(), "POST", "/releases", json={})).status_code == 201
    for area in ("18", "1880", str(make.CENTRE)):
        params = {"county": "18", "area": area}
        answer = await call(make.anonymous(), "GET", f"/tables/{LEADERS}", params=params)
        body = answer.json()
        assert cells_of(body) == {"midwife": 2, "social_worker": 1, "not_stated": 1, "total": 3}
        assert "kan därför tillsammans bli fler" in body["note"]["sv"]
    body = (await call(make.anonymous(), "GET", f"/tables/{GROUPS}", params={"county": "18"})).json()
    shown = cells_of(body)
    assert [shown[f"themed/{name}"] for name in ("sessions", "groups", "views_share")] == [3, 1, 100]
    meta = (await call(make.anonymous(), "GET", f"/px/tables/{LEADERS}/metadata")).json()
    lists = meta["dimension"]["Profession"]["extension"].get("codelists", [])
    assert [one for one in lists if "Sectors" in one["id"]] == []
    asked = {"valuecodes[Region]": "18", "valuecodes[Tid]": "2026", "valuecodes[ContentsCode]": "sessions"}
    px = (await call(make.anonymous(), "GET", f"/px/tables/{LEADERS}/data", params=asked)).json()
    assert px["value"] == [3]


async def test_a_release_of_before_shows_what_it_knew_and_nothing_of_the_measures_that_came_since(
    desk: Desk, call: Any, make: SimpleNamespace, database: TestDatabase
) -> None:
    await desk.enter({**SESSION, "families": 10})
    await desk.bring()
    assert (await call(make.administrator(), "POST", "/releases", json={})).status_code == 201
    await database.rows(
        "UPDATE released_block SET counts = counts[1:42], key_sums = key_sums[1:42], shown = jsonb_build_object("
        "'values', jsonb_path_query_array(shown, '$.values[0 to 6]'),"
        " 'statuses', jsonb_path_query_array(shown, '$.statuses[0 to 6]')) WHERE table_id = $1",
        GROUPS,
    )
    await database.rows("UPDATE release SET layouts = DEFAULT")
    who = make.anonymous()
    shown = cells_of((await call(who, "GET", f"/tables/{GROUPS}", params={"county": "18"})).json())
    assert (shown["themed/sessions"], shown["themed/groups"], shown["total/views_share"]) == (1, ".", ".")
    for path in (f"/tables/{GROUPS}/files/csv", f"/px/tables/{GROUPS}/data"):
        assert (await call(who, "GET", path)).status_code == 200, path


def test_a_unit_in_several_categories_is_summed_into_no_total() -> None:
    rows = [Row("sessions", cell, 1, 0, 0) for cell in ("midwife", "social_worker", "total")]
    table = TABLES[LEADERS]
    grid = Grid.of(table, rows)
    assert sum(grid.counts[0]) == 3
    assert grid.counts[0][table.dimensions[0].codes.index("total")] == 1
    assert not table.is_additive
    assert not table.is_of_whole_years


async def test_a_profession_that_comes_to_be_is_counted_once_under_other(
    desk: Desk, deliver: Any, make: SimpleNamespace
) -> None:
    numbers = {"leaders": 3, "led_by_astronaut": 1, "led_by_alchemist": 1, "led_by_midwife": 1}
    await deliver(make.entry("group_session", codes={"group_type": "themed"}, numbers=numbers))
    assert await desk.see(LEADERS) == {"midwife": 1, "other": 1, "total": 1}
