"""About whom a referral is, as far as who gave the permission tells: announced by a code, for figures of children."""

import pytest
from referral_states import in_state
from referral_world import SITUATION, World, made

KINDS = [("custodian", "child"), ("guardian", None), ("expectant_parent", "unborn"), ("self", "adult")]


@pytest.mark.parametrize(("giver", "kind"), KINDS)
async def test_a_referral_and_a_plan_tell_what_kind_of_person_they_are_about(
    world: World, giver: str, kind: str | None
) -> None:
    permission = {"givenOn": "2026-11-22", "givenBy": giver}
    await world.opened(permission=permission)
    [(_, referral)] = await world.announced()
    world.consents.says("permitted")
    plan = {
        "centreId": str(world.centre),
        "subjectId": str(world.subject),
        "situation": SITUATION,
        "topics": ["parental_support"],
        "permission": permission,
        "participants": [{"unitId": str(world.social_workers), "profession": "social_worker"}],
        "goals": [{"topic": "parental_support", "code": "better_sleep"}],
        "efforts": [{"code": "home_visit", "profession": "social_worker"}],
        "reviewOn": "2027-02-01",
    }
    made(await world.post("/referrals/v1/joint-plans", plan), 201)
    [(_, joint_plan)] = await world.announced("joint-plan")
    assert (referral["subjectKind"], joint_plan["subjectKind"]) == (kind, kind)


async def test_the_permission_to_the_conversion_tells_it_anew(world: World) -> None:
    asked = await in_state(world, "advised", "advice")
    permission = {"givenOn": "2026-11-22", "givenBy": "self"}
    made(await world.post(f"{asked['id']}/conversion", {"permission": permission}))
    name, data = (await world.announced())[-1]
    assert (name, data["subjectKind"]) == ("converted", "adult")
