"""A refusal says whose fault it is: the sender's, the recipient's or the platform's."""

from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any

import pytest
from referral_world import REFERRALS, World

from slussen_chassis.errors import DomainError
from slussen_chassis.problems import problem_body
from slussen_contracts.identifiers import Activity, Branch
from slussen_referrals.domain import errors

Attempt = Callable[[World], Coroutine[Any, Any, Any]]


async def _consent_away(world: World) -> Any:
    referral = await world.opened()
    world.consents.status = 503
    return await world.post(f"{referral['id']}/sending")


async def _accept_while_consent_is_away(world: World) -> Any:
    referral = await world.sent()
    world.consents.status = 503
    return await world.post(f"{referral['id']}/acceptance", who="recipient")


async def _undecidable(world: World) -> Any:
    referral = await world.opened()
    world.consents.status = 422
    return await world.post(f"{referral['id']}/sending")


async def _no_ground_for_more(world: World) -> Any:
    referral = await world.sent()
    world.consents.says("consent_required", uncovered=("economy",))
    return await world.post(f"{referral['id']}/information", {"topics": ["economy"], "needs": []})


async def _full(world: World) -> Any:
    async with world.http("recipient") as client:
        path = f"/referrals/v1/directory-entries/{world.social_workers}/capacity"
        await client.put(path, json={"capacity": "full"})
    referral = await world.opened()
    world.consents.says("permitted")
    return await world.post(f"{referral['id']}/sending")


async def _closed(world: World) -> Any:
    closed = world.unit(
        *(world.social_workers, world.municipality, Branch.SOCIAL_PREVENTIVE),
        *(Activity.PREVENTIVE_SOCIAL_SERVICES, "social_worker"),
        version=2,
    )
    await world.deliver(closed.model_copy(update={"valid_through": date(2026, 11, 21)}))
    return await world.post(REFERRALS, world.order())


async def _without_permission(world: World) -> Any:
    referral = await world.opened(permission=None)
    return await world.post(f"{referral['id']}/sending")


@pytest.mark.parametrize(
    ("attempt", "code", "fault"),
    [
        (_consent_away, "consent-unanswered", "platform"),
        (_accept_while_consent_is_away, "consent-unanswered", "platform"),
        (_undecidable, "ground-undecidable", "sender"),
        (_no_ground_for_more, "ground-missing", "sender"),
        (_full, "recipient-full", "recipient"),
        (_closed, "recipient-closed", "recipient"),
        (_without_permission, "permission-missing", "sender"),
    ],
)
async def test_a_disclosure_that_is_refused_says_whose_fault_it_is(
    world: World, attempt: Attempt, code: str, fault: str
) -> None:
    problem = (await attempt(world)).json()
    assert (problem["code"], problem["fault"]) == (code, fault)


def test_every_refusal_of_ours_says_whose_fault_it_is() -> None:
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, DomainError) and kind.__module__ == errors.__name__
    ]
    by_fault: dict[str, set[str]] = {}
    for kind in kinds:
        by_fault.setdefault(problem_body(kind(), english=False)["fault"], set()).add(kind.code)
    assert by_fault["platform"] == {"consent-unanswered"}
    assert by_fault["recipient"] == {"recipient-full", "recipient-closed"}
    assert set(by_fault) == {"platform", "recipient", "sender"}
