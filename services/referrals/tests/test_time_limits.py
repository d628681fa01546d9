"""Deadlines by state: reminders, what is overdue, what runs out, and what restarts do to that."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from referral_world import World, made

from slussen_chassis.worker import WorkerParts
from slussen_contracts.referrals.api import ReferralState
from slussen_referrals.counties import time_limits_of
from slussen_referrals.domain.time_limits import DEFAULT_LIMITS, Alarm, TimeLimit, after, alarms, deadline_of
from slussen_referrals.jobs import watch_time_limits

DAY = date(2026, 11, 22)


async def _after_days(world: World, days: int) -> list[str]:
    """What is announced when so many days have passed since the start, and the jobs have run twice."""
    before = len(await world.announced())
    start = world.clock.moment
    world.clock.moment = start + timedelta(days=days)
    await world.run_jobs()
    await world.run_jobs()
    world.clock.moment = start
    return [name for name, _ in (await world.announced())[before:]]


async def test_an_unanswered_referral_is_reminded_of_then_overdue_then_out_of_time(world: World) -> None:
    referral = await world.sent()
    assert (referral["dueOn"], referral["isOverdue"]) == ("2026-11-29", False)
    assert await _after_days(world, 4) == []
    assert await _after_days(world, 5) == ["reminded"]
    assert await _after_days(world, 6) == []
    assert await _after_days(world, 8) == ["overdue"]
    name, data = (await world.announced())[-1]
    assert (name, data["whoseMove"], data["dueOn"], data["state"]) == (
        "overdue",
        "recipient",
        "2026-11-29",
        "sent",
    )
    assert made(await world.get(f"/{referral['id']}"))["version"] == referral["version"]
    assert await _after_days(world, 90) == []
    assert await _after_days(world, 91) == ["expired"]
    seen = made(await world.get(f"/{referral['id']}"))
    assert (seen["state"], seen["coreStatus"], seen["reason"]) == ("expired", "stopped", "time_is_out")
    assert made(await world.get("?box=inbox", who="recipient"))["items"] == []


async def test_each_alarm_is_given_once_though_several_workers_look(world: World) -> None:
    await world.sent()
    world.clock.moment += timedelta(days=5)
    await world.run_jobs()
    await world.run_jobs()
    assert [name for name, _ in await world.announced()].count("reminded") == 1
    trace = [row for row in await world.traces() if row["action"] == "referral.remind"]
    assert [(row["actor"], row["authority_id"]) for row in trace] == [("system", world.region)]


async def test_a_worker_that_was_away_gives_what_it_missed_in_order(world: World) -> None:
    await world.sent()
    world.clock.moment += timedelta(days=200)
    for _ in range(3):
        await world.run_jobs()
    assert [name for name, _ in await world.announced()][-3:] == ["reminded", "overdue", "expired"]


async def test_an_alarm_that_fails_holds_up_no_other_and_is_given_once_it_can_be(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = await world.sent(), await world.sent()
    job = watch_time_limits(world.clock)
    parts = WorkerParts(world.worker, None, world.settings)  # type: ignore[arg-type]
    row = UUID(broken["id"])
    [kept] = await world.database.rows("SELECT needs FROM referral WHERE id = $1", row)
    await world.database.rows("UPDATE referral SET needs = '[{}]' WHERE id = $1 RETURNING id", row)
    world.clock.moment += timedelta(days=5)
    await job(parts)
    assert [data["id"] for name, data in await _named(world, "reminded")] == [sound["id"]]
    [told] = [record for record in caplog.records if record.name == "slussen_referrals.jobs"]
    assert vars(told)["fields"] == {"job": "time_limits", "failures": 1, "failing": 1}
    await world.database.rows("UPDATE referral SET needs = $2 WHERE id = $1 RETURNING id", row, kept["needs"])
    await job(parts)
    assert len(await _named(world, "reminded")) == 1  # it rests for a minute
    world.clock.moment += timedelta(minutes=1)
    await job(parts)
    assert [data["id"] for _, data in await _named(world, "reminded")] == [sound["id"], broken["id"]]


async def _named(world: World, name: str) -> list[tuple[str, dict[str, Any]]]:
    rows = await world.database.rows("SELECT aggregate_id, type FROM outbox ORDER BY seq")
    return [(name, {"id": str(row["aggregate_id"])}) for row in rows if f".{name}." in row["type"]]


async def test_a_step_sets_a_new_deadline_and_takes_the_old_one_away(world: World) -> None:
    referral = await world.accepted()
    assert referral["dueOn"] == "2026-12-22"
    assert await _after_days(world, 8) == []
    made(await world.post(f"{referral['id']}/recall", {"reason": "other"}))
    assert await _after_days(world, 400) == []


async def test_what_is_overdue_is_shown_as_such(world: World) -> None:
    referral = await world.sent()
    world.clock.moment += timedelta(days=8)
    assert made(await world.get(f"/{referral['id']}"))["isOverdue"] is True


async def test_the_day_of_follow_up_is_reminded_of(world: World) -> None:
    referral = await world.accepted()
    body = {"outcome": "contact_established", "followUpOn": "2027-01-22"}
    made(await world.post(f"{referral['id']}/completion", body, who="recipient"))
    assert await _after_days(world, 60) == []
    assert await _after_days(world, 61) == ["reminded"]
    name, data = (await world.announced())[-1]
    assert (name, data["state"], data["dueOn"], data["whoseMove"]) == (
        "reminded",
        "completed",
        "2027-01-22",
        None,
    )


async def test_before_the_permission_time_runs_out_in_silence(world: World) -> None:
    referral = await world.opened(permission=None)
    world.clock.moment += timedelta(days=181)
    for _ in range(3):
        await world.run_jobs()
    assert await world.state(referral) == "expired"
    assert await world.announced() == []


async def test_access_ends_with_the_referral(world: World) -> None:
    referral = await world.accepted()
    body = {"outcome": "contact_established", "noFollowUp": True}
    made(await world.post(f"{referral['id']}/completion", body, who="recipient"))
    world.clock.moment += timedelta(days=30)
    assert made(await world.get(f"/{referral['id']}", who="recipient"))["subjectId"] == str(world.subject)
    world.clock.moment += timedelta(days=1)
    seen = made(await world.get(f"/{referral['id']}", who="recipient"))
    assert (seen["state"], seen["subjectId"], seen["topics"]) == ("completed", None, [])
    assert made(await world.get(f"/{referral['id']}"))["subjectId"] == str(world.subject)


@pytest.mark.parametrize(
    ("limit", "kinds"),
    [
        (TimeLimit(7, 90), [(5, Alarm.REMIND), (8, Alarm.OVERDUE), (91, Alarm.EXPIRE)]),
        (TimeLimit(2), [(3, Alarm.OVERDUE)]),
        (TimeLimit(0, 0), [(1, Alarm.OVERDUE), (1, Alarm.EXPIRE)]),
    ],
)
def test_alarms_come_in_order(limit: TimeLimit, kinds: list[tuple[int, Alarm]]) -> None:
    assert alarms(limit, DAY) == [(DAY + timedelta(days=days), alarm) for days, alarm in kinds]


def test_a_state_without_a_limit_has_no_deadline_and_no_alarm_after() -> None:
    found = deadline_of(ReferralState.COMPLETED, DAY, DEFAULT_LIMITS)
    assert (found.due_on, found.alarm) == (None, None)
    assert after(Alarm.OVERDUE, ReferralState.ACCEPTED, DAY, DEFAULT_LIMITS) == (None, None)
    assert after(Alarm.REMIND, ReferralState.COMPLETED, DAY, DEFAULT_LIMITS) == (None, None)


@pytest.mark.parametrize("profile_id", ["orebro", "no-such-profile"])
def test_where_the_county_is_silent_our_defaults_hold(profile_id: str) -> None:
    assert time_limits_of(profile_id, DAY) == DEFAULT_LIMITS
