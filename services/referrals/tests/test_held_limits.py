"""Time limits of agreements: which one holds, from the event to the day that is due, and what is overdue by it."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from referral_world import FIRST_DAY, World, made

from slussen_contracts.agreements.time_limits import LimitedState
from slussen_contracts.events import Event
from slussen_contracts.referrals.api import LimitOrigin, ReferralKind
from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals.domain.coverage import Agreement
from slussen_referrals.domain.held_limits import HeldLimit, agreements_for, held_limit
from slussen_referrals.domain.time_limits import DEFAULT_LIMITS, TimeLimit, TimeLimits

DAY = date(2026, 11, 22)
CENTRE = uuid4()
A, B, C = (UUID(int=number) for number in (1, 2, 3))


def agreement(agreement_id: UUID, limits: TimeLimits, kind: str = "local", **more: Any) -> Agreement:
    values = {
        "county_code": "18",
        "centre_id": CENTRE if kind == "local" else None,
        "valid_from": FIRST_DAY,
        "valid_through": None,
        **more,
    }
    return Agreement(id=agreement_id, kind=kind, limits=limits, **values)


def test_the_states_that_agreements_may_limit_are_those_in_which_a_step_is_awaited() -> None:
    assert {state.value for state in LimitedState} == {state.value for state in DEFAULT_LIMITS}


@pytest.mark.parametrize(
    ("stated", "agreed", "held"),
    [
        (None, None, HeldLimit(TimeLimit(7, 90), LimitOrigin.DEFAULT)),
        (TimeLimit(9), None, HeldLimit(TimeLimit(9), LimitOrigin.PROFILE)),
        (None, TimeLimit(5, 60), HeldLimit(TimeLimit(5, 60), LimitOrigin.AGREEMENT, A)),
        # what is not agreed on stays as it is, but no time is out before the step is due
        (None, TimeLimit(5), HeldLimit(TimeLimit(5, 90), LimitOrigin.AGREEMENT, A)),
        (None, TimeLimit(100), HeldLimit(TimeLimit(100, 100), LimitOrigin.AGREEMENT, A)),
        (TimeLimit(9), TimeLimit(5), HeldLimit(TimeLimit(5), LimitOrigin.AGREEMENT, A)),
        # the county's document is a minimum, also where it has become stricter than what was signed
        (TimeLimit(5, 40), TimeLimit(5, 60), HeldLimit(TimeLimit(5, 40), LimitOrigin.AGREEMENT, A)),
        (TimeLimit(4, 40), TimeLimit(5, 30), HeldLimit(TimeLimit(4, 40), LimitOrigin.PROFILE)),
    ],
)
def test_the_agreements_limit_holds_and_is_never_longer_than_the_countys(
    stated: TimeLimit | None, agreed: TimeLimit | None, held: HeldLimit
) -> None:
    county = {State.SENT: stated} if stated else {}
    nearest = agreement(A, {State.SENT: agreed} if agreed else {})
    assert held_limit(State.SENT, county, [nearest]) == held


def test_a_state_without_a_next_step_has_no_limit() -> None:
    assert held_limit(State.COMPLETED, {}, [agreement(A, {State.SENT: TimeLimit(5)})]) is None


def test_the_centres_own_agreement_comes_before_the_countys_state_by_state() -> None:
    own = agreement(A, {State.SENT: TimeLimit(5)})
    county = agreement(B, {State.SENT: TimeLimit(3), State.RECEIVED: TimeLimit(6)}, kind="county")
    nearest = agreements_for(ReferralKind.INTERNAL, CENTRE, [county, own], DAY)
    assert nearest == [own, county]
    origins = [held_limit(state, {}, nearest) for state in (State.SENT, State.RECEIVED, State.ACCEPTED)]
    assert [held and held.agreement_id for held in origins] == [A, B, None]


def test_outside_the_centre_and_outside_its_days_no_agreement_holds() -> None:
    known = [
        agreement(A, {}, valid_from=DAY + timedelta(days=1)),
        agreement(B, {}, valid_through=DAY),
        agreement(C, {}, centre_id=uuid4()),
        agreement(uuid4(), {}, kind="premises", centre_id=CENTRE),
    ]
    assert [one.id for one in agreements_for(ReferralKind.INTERNAL, CENTRE, known, DAY)] == [B]
    assert agreements_for(ReferralKind.EXTERNAL, CENTRE, known, DAY) == []


def test_of_two_editions_that_meet_the_later_holds() -> None:
    known = [agreement(A, {}, valid_through=DAY), agreement(B, {}, valid_from=DAY)]
    assert [one.id for one in agreements_for(ReferralKind.INTERNAL, CENTRE, known, DAY)] == [B, A]


# From the event to what is overdue -------------------------------------------------------------------------


def announced(world: World, version: int, *limits: dict[str, Any], **more: Any) -> Event:
    """The event as it comes over the wire."""
    event = world.agreement_event(version, referral_time_limits=limits, **more)
    return type(event).model_validate_json(event.model_dump_json(by_alias=True))


async def test_a_referral_under_the_agreement_is_due_and_overdue_by_its_limit(world: World) -> None:
    await world.deliver(announced(world, 2, {"state": "sent", "dueDays": 4}))
    referral = await world.sent()
    assert referral["dueOn"] == "2026-11-26"
    assert referral["timeLimit"] == {
        "origin": "agreement",
        "agreementId": str(world.agreement),
        "dueDays": 4,
        "expireDays": 90,
    }
    [inbox] = made(await world.get("?box=inbox", who="recipient"))["items"]
    assert (inbox["dueOn"], inbox["timeLimit"]) == (referral["dueOn"], referral["timeLimit"])
    for days, told in ((2, "reminded"), (3, "overdue")):
        world.clock.moment += timedelta(days=days)
        await world.run_jobs()
        name, data = (await world.announced())[-1]
        assert (name, data["dueOn"], data["state"]) == (told, "2026-11-26", "sent")
    taken = made(await world.post(f"{referral['id']}/acceptance", who="recipient"))
    assert (taken["dueOn"], taken["timeLimit"]["origin"]) == ("2026-12-27", "default")


async def test_what_is_under_way_keeps_its_limit_until_its_next_state(world: World) -> None:
    await world.deliver(announced(world, 2, {"state": "sent", "dueDays": 4, "expireDays": 10}))
    referral = await world.sent()
    changed = ({"state": "sent", "dueDays": 1}, {"state": "accepted", "dueDays": 20})
    await world.deliver(announced(world, 3, *changed))
    kept = made(await world.get(f"/{referral['id']}"))
    assert (kept["dueOn"], kept["timeLimit"]) == (referral["dueOn"], referral["timeLimit"])
    later = await world.sent()
    assert (later["dueOn"], later["timeLimit"]["dueDays"]) == ("2026-11-23", 1)
    taken = made(await world.post(f"{later['id']}/acceptance", who="recipient"))
    assert (taken["dueOn"], taken["timeLimit"]["expireDays"]) == ("2026-12-12", None)
    world.clock.moment += timedelta(days=11)
    for _ in range(3):
        await world.run_jobs()
    assert await world.state(referral) == "expired"
    assert await world.state(later) == "accepted"


async def test_a_referral_out_of_the_centre_and_one_after_the_agreement_have_the_countys_limit(
    world: World,
) -> None:
    limit = {"state": "sent", "dueDays": 4}
    await world.deliver(announced(world, 2, limit))
    outside = {"unitId": str(world.authority_side), "profession": "social_authority_officer"}
    referral = await world.sent(recipient=outside)
    assert (referral["kind"], referral["timeLimit"]["origin"]) == ("external", "default")
    opened = await world.opened()
    await world.deliver(announced(world, 3, limit, valid_through=date(2026, 11, 21)))
    sent = made(await world.post(f"{opened['id']}/sending"))
    assert (sent["state"], sent["dueOn"], sent["timeLimit"]["agreementId"]) == ("sent", "2026-11-29", None)


async def test_a_day_that_somebody_chose_has_no_limit_behind_it(world: World) -> None:
    await world.deliver(announced(world, 2, {"state": "accepted", "dueDays": 4}))
    referral = await world.accepted()
    assert referral["timeLimit"]["agreementId"] == str(world.agreement)
    rest = {"reason": "waiting_time", "through": "2026-12-10"}
    held = made(await world.post(f"{referral['id']}/hold", rest, who="recipient"))
    assert (held["dueOn"], held["timeLimit"]) == ("2026-12-10", None)


async def test_the_copy_keeps_the_newest_limits_fills_in_what_it_lacks_and_takes_no_unknown_state(
    world: World,
) -> None:
    newest = announced(world, 3, {"state": "sent", "dueDays": 4}, {"state": "sometime", "dueDays": 1})
    older = announced(world, 2, {"state": "sent", "dueDays": 9})
    await world.deliver(newest, older)
    assert await kept(world) == (3, {"sent": {"due_days": 4, "expire_days": None}})
    await world.database.rows("UPDATE known_agreement SET time_limits = '{}' RETURNING id")
    await world.deliver(announced(world, 3, {"state": "sent", "dueDays": 4}))
    assert await kept(world) == (3, {"sent": {"due_days": 4, "expire_days": None}})


async def kept(world: World) -> tuple[int, Any]:
    [row] = await world.database.rows("SELECT version, time_limits::text FROM known_agreement")
    return row["version"], json.loads(row["time_limits"])


async def test_a_referral_from_before_limits_were_kept_goes_on_by_the_countys(world: World) -> None:
    referral = await world.sent()
    await world.database.rows("UPDATE referral SET limit_origin = NULL, limit_due_days = NULL RETURNING id")
    assert made(await world.get(f"/{referral['id']}"))["timeLimit"] is None
    world.clock.moment += timedelta(days=8)
    for _ in range(2):
        await world.run_jobs()
    assert [name for name, _ in await world.announced()][-2:] == ["reminded", "overdue"]
