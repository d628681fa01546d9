"""A family that declines to be counted: said at the start, with the permission or later, and announced each time."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from referral_states import BODIES, in_state
from referral_world import REFERRALS, SITUATION, World, made, refused

from slussen_contracts.identifiers import Profession
from slussen_contracts.referrals.api import PermissionGiver, PlanState, ReferralForm, ReferralKind
from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals.domain import acts, plans, working
from slussen_referrals.domain.errors import PlanNotOpenError
from slussen_referrals.domain.plans import Content, JointPlan, Participant
from slussen_referrals.domain.referral import Permission, Referral
from slussen_referrals.domain.working import Conversion

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PERMISSION = Permission(date(2026, 11, 22), PermissionGiver.CUSTODIAN)
GIVEN = {"givenOn": "2026-11-22", "givenBy": "custodian"}
PLANS = "/referrals/v1/joint-plans"


def _referral(**more: Any) -> Referral:
    values = {
        "state": State.OPENED,
        "permission": PERMISSION,
        "form": ReferralForm.STANDARD,
        **more,
    }
    return Referral(
        id=uuid4(),
        version=1,
        county_code="18",
        municipality_code="1880",
        profile_id="orebro",
        centre_id=uuid4(),
        responsible_authority_id=uuid4(),
        subject_id=uuid4(),
        kind=ReferralKind.INTERNAL,
        from_unit_id=uuid4(),
        from_activity=None,
        from_profession=Profession.MIDWIFE,
        to_unit_id=None,
        to_authority_id=None,
        to_activity=None,
        to_profession=Profession.SOCIAL_WORKER,
        situation=SITUATION,
        topics=("parental_support",),
        needs=(),
        created_at=NOW,
        changed_at=NOW,
        state_since=NOW,
        **values,
    )


def _plan(**more: Any) -> JointPlan:
    participants = tuple(
        Participant(uuid4(), uuid4(), one) for one in (Profession.MIDWIFE, Profession.SOCIAL_WORKER)
    )
    return JointPlan(
        id=uuid4(),
        version=1,
        county_code="18",
        municipality_code="1880",
        profile_id="orebro",
        centre_id=uuid4(),
        responsible_authority_id=uuid4(),
        subject_id=uuid4(),
        situation=SITUATION,
        topics=("parental_support",),
        permission=PERMISSION,
        content=Content(participants, (), (), date(2027, 2, 1)),
        opened_on=date(2026, 11, 22),
        created_at=NOW,
        changed_at=NOW,
        **more,
    )


def test_an_opened_referral_counts_unless_the_family_declines_and_counts_again_when_it_has_changed_its_mind() -> (
    None
):
    referral = _referral()
    assert referral.counts
    declined = acts.choose_statistics(referral, NOW, declines=True)
    assert (declined.counts, declined.version, declined.state) == (False, 2, State.OPENED)
    assert acts.choose_statistics(declined, NOW, declines=False).counts


@pytest.mark.parametrize(
    ("before", "said", "counts"), [(True, None, False), (False, True, False), (True, False, True)]
)
def test_with_the_permission_the_choice_is_made_anew_or_stays(
    before: bool,
    said: bool | None,
    counts: bool,
) -> None:
    waiting = _referral(state=State.AWAITING_PERMISSION, permission=None, declines_statistics=before)
    assert acts.permit(waiting, PERMISSION, NOW, declines_statistics=said).counts is counts
    asked = _referral(state=State.ADVISED, form=ReferralForm.ADVICE, declines_statistics=before)
    assert working.convert(asked, Conversion(PERMISSION, ReferralForm.WARM, said), NOW).counts is counts


def test_a_choice_opens_nothing_and_makes_nothing_count_that_did_not() -> None:
    for never in (
        _referral(permission=None, state=State.OFFERED),
        _referral(form=ReferralForm.ADVICE),
    ):
        assert not acts.choose_statistics(never, NOW, declines=False).counts


def test_a_suspended_referral_stays_suspended_when_the_family_makes_its_choice() -> None:
    suspended = _referral(state=State.SUSPENDED, suspended_from=State.SENT)
    chosen = acts.choose_statistics(suspended, NOW, declines=True)
    assert (chosen.state, chosen.suspended_from) == (State.SUSPENDED, State.SENT)


def test_a_joint_plan_counts_unless_the_family_declines_also_when_it_is_closed() -> None:
    closed = _plan(state=PlanState.CLOSED)
    declined = plans.choose_statistics(closed, NOW, declines=True)
    assert (closed.counts, declined.counts, declined.version, declined.state) == (
        True,
        False,
        2,
        PlanState.CLOSED,
    )
    with pytest.raises(PlanNotOpenError):
        plans.choose_statistics(_plan(state=PlanState.ENTERED_IN_ERROR), NOW, declines=False)


async def test_a_family_that_declines_from_the_start_is_announced_as_not_counted(world: World) -> None:
    referral = await world.opened(declinesStatistics=True)
    assert referral["declinesStatistics"] is True
    world.consents.says("permitted")
    made(await world.post(f"{referral['id']}/sending"))
    told = await world.announced()
    assert [(name, data["counted"], data["form"]) for name, data in told] == [
        ("opened", False, "standard"),
        ("sent", False, "standard"),
    ]
    assert {data["openedOn"] for _, data in told} == {"2026-11-22"}


async def test_it_may_be_said_later_and_taken_back_and_each_is_announced_at_a_new_version(
    world: World,
) -> None:
    referral = await world.accepted()
    place = f"{referral['id']}/statistics-choice"
    chosen = made(await world.post(place, {"declinesStatistics": True}))
    assert (chosen["state"], chosen["declinesStatistics"]) == ("accepted", True)
    assert chosen["dueOn"] == referral["dueOn"]
    made(await world.post(place, {"declinesStatistics": False}))
    told = [(name, data["counted"]) for name, data in await world.announced()]
    assert told[-3:] == [("accepted", True), ("statistics-chosen", False), ("statistics-chosen", True)]
    versions = [row["aggregate_version"] for row in await world.database.rows(VERSIONS)]
    assert versions == sorted(set(versions))
    refused(
        await world.post(place, {"declinesStatistics": True}, if_match='"v1"'), 412, "precondition-failed"
    )
    refused(await world.post(place, {}), 422, "invalid")


VERSIONS = "SELECT aggregate_version FROM outbox WHERE type LIKE 'slussen.referrals.referral.%' ORDER BY seq"


async def test_a_family_may_decline_after_the_referral_has_ended(world: World) -> None:
    referral = await in_state(world, "completed")
    made(await world.post(f"{referral['id']}/statistics-choice", {"declinesStatistics": True}))
    name, data = (await world.announced())[-1]
    assert (name, data["state"], data["counted"]) == ("statistics-chosen", "completed", False)


async def test_before_the_permission_the_choice_is_kept_and_told_to_nobody(world: World) -> None:
    waiting = await world.opened(permission=None)
    made(await world.post(f"{waiting['id']}/statistics-choice", {"declinesStatistics": True}))
    assert await world.announced() == []
    opened = made(await world.post(f"{waiting['id']}/permission", GIVEN))
    assert opened["declinesStatistics"] is True
    assert [(name, data["counted"]) for name, data in await world.announced()] == [("opened", False)]


async def test_the_permission_and_the_conversion_take_the_choice_with_them(world: World) -> None:
    waiting = await world.opened(permission=None)
    permission = {**GIVEN, "declinesStatistics": True}
    assert made(await world.post(f"{waiting['id']}/permission", permission))["declinesStatistics"] is True
    asked = await in_state(world, "advised", "advice")
    body = {**BODIES["conversion"], "declinesStatistics": True}
    made(await world.post(f"{asked['id']}/conversion", body))
    name, data = (await world.announced())[-1]
    assert (name, data["form"], data["counted"]) == ("converted", "standard", False)


async def test_a_question_for_advice_is_told_as_advice_whatever_the_family_says(world: World) -> None:
    asked = await world.opened(form="advice", declinesStatistics=True)
    assert [(data["form"], data["counted"]) for _, data in await world.announced()] == [("advice", False)]
    assert asked["declinesStatistics"] is True


async def test_several_recipients_of_one_need_get_the_familys_choice_each(world: World) -> None:
    order = {
        name: value for name, value in world.order(declinesStatistics=True).items() if name != "recipient"
    }
    recipients = [
        {"unitId": str(world.social_workers), "profession": "social_worker"},
        {"unitId": str(world.nurses), "profession": "child_health_nurse"},
    ]
    made(await world.post("/referrals/v1/referral-groups", {**order, "recipients": recipients}), 201)
    assert [data["counted"] for _, data in await world.announced()] == [False, False]


async def test_the_sender_alone_sees_the_choice_and_may_make_it(world: World) -> None:
    referral = await world.sent(declinesStatistics=True)
    seen = made(await world.get(f"/{referral['id']}", who="recipient"))
    assert seen["declinesStatistics"] is None
    answer = await world.post(
        f"{referral['id']}/statistics-choice", {"declinesStatistics": False}, who="recipient"
    )
    refused(answer, 403, "not-your-act")


async def test_what_others_send_without_a_choice_is_counted_as_before(world: World) -> None:
    assert "declinesStatistics" not in world.order()
    assert (await world.opened())["declinesStatistics"] is False
    assert [data["counted"] for _, data in await world.announced()] == [True]


def _wanted(world: World, **more: Any) -> dict[str, Any]:
    return {
        "participants": [{"unitId": str(world.social_workers), "profession": "social_worker"}],
        "goals": [{"topic": "parental_support", "code": "better_sleep"}],
        "efforts": [{"code": "home_visit", "profession": "social_worker"}],
        "reviewOn": "2027-02-01",
        **more,
    }


async def _planned(world: World, **more: Any) -> dict[str, Any]:
    world.consents.says("permitted")
    new = {
        "centreId": str(world.centre),
        "subjectId": str(world.subject),
        "situation": SITUATION,
        "topics": ["parental_support"],
        "permission": GIVEN,
    }
    return made(await world.post(PLANS, {**new, **_wanted(world, **more)}), 201)


async def test_a_joint_plan_takes_the_choice_and_keeps_it_when_its_content_changes(world: World) -> None:
    plan = await _planned(world, declinesStatistics=True)
    assert plan["declinesStatistics"] is True
    async with world.http() as client:
        kept = made(await client.put(f"{PLANS}/{plan['id']}", json=_wanted(world)))
        assert kept["declinesStatistics"] is True
        changed = made(
            await client.put(f"{PLANS}/{plan['id']}", json=_wanted(world, declinesStatistics=False))
        )
    assert changed["declinesStatistics"] is False
    told = [(name, data["counted"]) for name, data in await world.announced("joint-plan")]
    assert told == [("opened", False), ("changed", False), ("changed", True)]


async def test_whoever_takes_part_notes_the_choice_also_when_the_plan_is_closed_and_no_ground_is_asked_for(
    world: World,
) -> None:
    plan = await _planned(world)
    made(await world.post(f"{PLANS}/{plan['id']}/closure", {"outcome": "goals_reached"}))
    asked = len(world.consents.asked)
    place = f"{PLANS}/{plan['id']}/statistics-choice"
    chosen = made(await world.post(place, {"declinesStatistics": True}, who="recipient"))
    assert (chosen["state"], chosen["declinesStatistics"], chosen["version"]) == ("closed", True, 3)
    assert len(world.consents.asked) == asked
    name, data = (await world.announced("joint-plan"))[-1]
    assert (name, data["state"], data["counted"]) == ("changed", "closed", False)
    refused(
        await world.post(place, {"declinesStatistics": False}, who="stranger"), 404, "joint-plan-not-found"
    )


async def test_nothing_is_kept_of_a_choice_in_a_report_of_concern(world: World) -> None:
    body = world.order(concernForChild=True, declinesStatistics=True)
    refused(await world.post(REFERRALS, body), 409, "report-of-concern")
    assert await world.database.rows("SELECT 1 FROM referral") == []
