"""Families that decline to be counted after they were: every figure follows, there and back, and the notes say so."""

from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from slussen_chassis.clock import new_id
from slussen_chassis.testing import START, TestDatabase
from slussen_contracts.referrals import events as referrals
from slussen_statistics.domain.catalogue import DECLINED_NOTE, OWN_ACTS_NOTE, TABLES, notes_of


def plan(kind: type[referrals.JointPlanState], version: int, of: UUID, **more: Any) -> Any:
    values = {
        "id": new_id(),
        "occurred_at": START,
        "county_code": "18",
        "aggregate_id": of,
        "aggregate_version": version,
        "centre_id": UUID("01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"),
        "municipality_code": "1880",
        "profile_id": "orebro",
        "professions": ("midwife", "social_worker"),
        "state": "open",
        "opened_on": date(2026, 5, 4),
        "review_on": date(2026, 9, 1),
    }
    return kind.model_validate({**values, **more})


async def standing(database: TestDatabase) -> dict[tuple[str, str], int]:
    """Every count that is not nought, of the whole county."""
    rows = await database.rows(
        "SELECT table_id, measure, cell, sum(count)::integer AS count FROM figure WHERE area = '18'"
        " GROUP BY table_id, measure, cell HAVING sum(count) > 0"
    )
    return {(r["table_id"], f"{r['measure']} {r['cell']}".strip()): r["count"] for r in rows}


@pytest.mark.parametrize("choice", [referrals.ReferralStatisticsChosen, referrals.ReferralAccepted])
async def test_a_family_that_declines_after_opening_leaves_every_figure_and_comes_back_when_it_changes_its_mind(
    database: TestDatabase, deliver: Any, make: SimpleNamespace, choice: Any
) -> None:
    sent = make.referral()
    await deliver(sent, make.referral(family_id=sent.family_id))
    before = await standing(database)
    assert before["referral-families", "families two"] == 1

    def chosen(version: int, *, counted: bool) -> Any:
        more = {"id": new_id(), "aggregate_version": version, "counted": counted}
        return choice.model_validate({**sent.model_dump(), **more})

    await deliver(chosen(2, counted=False))
    declined = await standing(database)
    assert declined == {
        **{place: number - 1 for place, number in before.items() if number > 1},
        ("referral-families", "families one"): 1,
        ("referral-families", "families total"): 1,
        ("referral-families", "children one"): 1,
        ("referral-families", "children total"): 1,
        ("referrals-declined", "referrals"): 1,
    }
    await deliver(chosen(3, counted=True))
    assert await standing(database) == before


async def test_a_declined_plan_is_counted_nowhere_and_comes_back(
    database: TestDatabase, deliver: Any
) -> None:
    of, whose = uuid4(), {"family_id": uuid4(), "subject_id": uuid4()}
    await deliver(plan(referrals.JointPlanOpened, 1, of, **whose))
    before = await standing(database)
    assert before["joint-plans", "families"] == 1
    await deliver(plan(referrals.JointPlanChanged, 2, of, counted=False, **whose))
    assert await standing(database) == {}
    await deliver(plan(referrals.JointPlanChanged, 3, of, **whose))
    assert await standing(database) == before


async def test_adults_are_no_children_though_their_families_count(
    database: TestDatabase, deliver: Any, make: SimpleNamespace
) -> None:
    """What is not known counts as a child, as it did before there was a kind."""
    kinds = (None, "child", "unborn", "adult")
    await deliver(*(make.referral(subject_kind=kind) for kind in kinds))
    await deliver(
        *(
            plan(
                referrals.JointPlanOpened,
                1,
                uuid4(),
                subject_kind=kind,
                family_id=uuid4(),
                subject_id=uuid4(),
            )
            for kind in kinds
        )
    )
    found = await standing(database)
    assert (found["referral-families", "families total"], found["joint-plans", "families"]) == (4, 4)
    assert (found["referral-families", "children total"], found["joint-plans", "children"]) == (3, 3)


def test_each_table_tells_the_truth_about_families_that_declined() -> None:
    notes = {table.id: notes_of(table) for table in TABLES.values()}
    assert {table for table, found in notes.items() if DECLINED_NOTE in found} == {
        "referral-flow",
        "referral-families",
        "referral-times",
        "referral-outcomes",
        "joint-plans",
    }
    assert {table for table, found in notes.items() if OWN_ACTS_NOTE in found} == {
        "consents",
        "disclosure-grounds",
        "disclosure-decisions",
    }
    assert "planer" not in TABLES["referrals-declined"].title.sv
    assert "gemensam plan" in notes["referrals-declined"][0].sv
