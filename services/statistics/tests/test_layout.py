"""A release that was made before the catalogue changed is read as it was, by codes and never by place."""

import importlib.util
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import slussen_statistics
from slussen_chassis.clock import FixedClock
from slussen_statistics.domain import layout, records
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.catalogue.model import Category, Dimension, Measure, Table
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.layout import Layout
from slussen_statistics.domain.showing import Shown

MIGRATION = Path(slussen_statistics.__file__).parent / "migrations/versions/0013_layouts.py"
SCHOOL = Category("school", Label("skola", "school"))
FORM = Dimension.of("form", Label("form", "form"), {"warm": Label("varm", "warm")})


def table(*dimensions: tuple[str, str], measures: tuple[str, ...] = ("referrals",)) -> Table:
    """Return a table with dimensions of one-letter categories."""
    made = tuple(
        Dimension.of(name, Label(name, name), {code: Label(code, code) for code in codes})
        for name, codes in dimensions
    )
    kinds = tuple(
        Measure(code, Label(code, code), Label("antal", "number"), "referrals") for code in measures
    )
    return replace(TABLES["referral-outcomes"], dimensions=made, measures=kinds)


def test_values_follow_their_codes_when_categories_and_measures_are_added_moved_or_gone() -> None:
    former = table(("kind", "ab"), measures=("x", "y"))
    now = table(("kind", "cba"), measures=("z", "y"))
    kept = Shown([[1, 2, 3], [10, None, 30]], [{}, {1: ".."}])
    made = layout.refitted(kept, Layout.of(former), now)
    assert made.values == [[None] * 4, [None, None, 10, 30]]
    assert made.statuses == [dict.fromkeys(range(4), "."), {0: ".", 1: ".."}]


def test_what_was_not_told_apart_stands_at_the_new_dimensions_total_and_a_lost_one_is_read_at_its_own() -> (
    None
):
    former, now = table(("old", "a"), ("kind", "b")), table(("kind", "b"), ("new", "n"))
    kept = Shown([[1, 2, 3, 4]], [{}])
    made = layout.refitted(kept, Layout.of(former), now)
    assert made.values == [[None, 3, None, 4]]
    assert made.statuses == [{0: ".", 2: "."}]


def test_zeros_of_an_area_without_a_block_stand_only_where_a_block_would_have_known() -> None:
    former, now = table(("kind", "a")), table(("kind", "ab"), measures=("referrals", "more"))
    zeros = Shown([[0, 0, 0], [0, 0, 0]], [{}, {}])
    made = layout.without_unknown(zeros, Layout.of(former), now)
    assert made.values == [[0, None, 0], [None] * 3]


def test_a_layout_is_read_as_it_was_written_and_the_digest_tells_two_apart() -> None:
    kept = json.loads(json.dumps(layout.written(TABLES.values())))
    assert layout.changed(kept) == {}
    assert layout.digest(kept) == layout.present_digest()
    kept["coverage"]["measures"].reverse()
    assert list(layout.changed(kept)) == ["coverage"]
    assert layout.digest(kept) != layout.present_digest()


def test_the_layout_that_the_migration_gives_to_former_releases_has_the_digest_that_it_says() -> None:
    spec = importlib.util.spec_from_file_location("layouts", MIGRATION)
    assert spec is not None
    assert spec.loader is not None
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    kept = json.loads(migration.LAYOUTS)
    assert layout.digest(kept) == migration.DIGEST
    assert kept["referral-flow"]["measures"] == ["referrals"]


@pytest.fixture
def grown(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Let a table grow as by an upgrade of the service."""

    def forget() -> None:
        layout.present_digest.cache_clear()
        records.columns_of.cache_clear()

    def grow(table_id: str, **more: Any) -> None:
        monkeypatch.setitem(TABLES, table_id, replace(TABLES[table_id], **more))
        forget()

    yield grow
    monkeypatch.undo()
    forget()


def with_category(dimension: Dimension, category: Category) -> Dimension:
    return replace(dimension, categories=(category, *dimension.categories))


async def cells(call: Any, make: SimpleNamespace, table_id: str, county: str) -> dict[tuple[str, ...], Any]:
    found = await call(make.anonymous(), "GET", f"/tables/{table_id}", params={"county": county})
    body = found.json()
    codes = [[category["code"] for category in d["categories"]] for d in body["dimensions"]]
    shown = [s or v for v, s in zip(body["values"], body["statuses"], strict=True)]
    return dict(zip(product(*codes), shown, strict=True))


async def test_after_an_upgrade_the_newest_release_is_served_as_it_was_until_the_next(
    call: Any, deliver: Any, make: SimpleNamespace, clock: FixedClock, grown: Any
) -> None:
    await deliver(*make.referrals(30, county_code="12", municipality_code="1280"))
    assert (await call(make.administrator("12"), "POST", "/releases", json={})).status_code == 201
    before = await cells(call, make, "referral-outcomes", "12")
    kind, outcome = TABLES["referral-outcomes"].dimensions
    grown("referral-outcomes", dimensions=(kind, FORM, with_category(outcome, SCHOOL)))
    after = await cells(call, make, "referral-outcomes", "12")
    stood = {(at[0], *at[2:]): s for at, s in after.items() if at[1] == "total" and "school" not in at}
    assert stood == before
    assert {shown for at, shown in after.items() if at[1] == "warm" or "school" in at} == {"."}
    joined = await call(
        make.anonymous(),
        "GET",
        "/px/tables/referral-flow/data?valuecodes[Region]=12&valuecodes[Kind]=internal&valuecodes[Tid]=2026&valuecodes[ContentsCode]=*"
        "&valuecodes[FromProfession]=*&valuecodes[ToProfession]=total&codelist[FromProfession]=agg_Sectors",
    )
    assert joined.status_code == 200
    assert None not in joined.json()["value"], "a table that lies as before is joined as before"
    clock.moment = datetime(2026, 12, 2, 8, tzinfo=UTC)
    assert (await call(make.administrator("12"), "POST", "/releases", json={})).status_code == 201
    after = await cells(call, make, "referral-outcomes", "12")
    assert after["internal", "total", "school", "referrals"] == 0


async def test_nothing_is_joined_of_a_block_that_lies_otherwise(
    call: Any, deliver: Any, make: SimpleNamespace, grown: Any
) -> None:
    await deliver(*make.referrals(30, county_code="12", municipality_code="1280"))
    assert (await call(make.administrator("12"), "POST", "/releases", json={})).status_code == 201
    flow = TABLES["referral-flow"]
    kind, sender, receiver = flow.dimensions
    grown("referral-flow", dimensions=(kind, with_category(sender, SCHOOL), receiver))
    joined = await call(
        make.anonymous(),
        "GET",
        "/px/tables/referral-flow/data?valuecodes[Region]=12&valuecodes[Kind]=internal&valuecodes[Tid]=2026&valuecodes[ContentsCode]=*"
        "&valuecodes[FromProfession]=total&valuecodes[ToProfession]=*&codelist[ToProfession]=agg_Sectors",
    )
    assert set(joined.json()["value"]) == {None}


async def test_what_was_withheld_stays_withheld_in_the_next_release_of_a_table_that_has_grown(
    call: Any, deliver: Any, make: SimpleNamespace, clock: FixedClock, grown: Any
) -> None:
    await deliver(
        *make.referrals(12),
        *make.referrals(3, from_profession="child_health_nurse"),
        *make.referrals(20, from_profession="child_health_nurse", to_profession="librarian"),
        *make.referrals(9, to_profession="librarian"),
    )
    assert (await call(make.administrator(), "POST", "/releases", json={})).status_code == 201
    before = {at for at, shown in (await cells(call, make, "referral-flow", "18")).items() if shown == ".."}
    assert ("internal", "child_health_nurse", "social_worker") in before
    kind, sender, receiver = TABLES["referral-flow"].dimensions
    grown("referral-flow", dimensions=(kind, with_category(sender, SCHOOL), with_category(receiver, SCHOOL)))
    await deliver(*make.referrals(90, from_profession="child_health_nurse"))
    clock.moment = datetime(2026, 12, 2, 8, tzinfo=UTC)
    assert (await call(make.administrator(), "POST", "/releases", json={})).status_code == 201
    after = {at for at, shown in (await cells(call, make, "referral-flow", "18")).items() if shown == ".."}
    assert after >= before
    assert not any("school" in at for at in after)
