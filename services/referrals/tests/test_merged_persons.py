"""Two records of one person: what was found in the one counts for the other, at once and across chains."""

from typing import Any
from uuid import UUID, uuid4

from referral_world import World, made

from slussen_contracts.consent.events import SubjectMerged, SubjectSplit
from slussen_contracts.events import Event


def _merged(world: World, record: UUID, into: UUID, version: int = 1) -> Event:
    return SubjectMerged(**world.envelope(record, version, "00"), into_subject_id=into)


def _split(world: World, record: UUID, of: UUID, version: int = 2) -> Event:
    return SubjectSplit(**world.envelope(record, version, "00"), from_subject_id=of)


async def _state(world: World, referral: dict[str, Any]) -> tuple[str, str | None]:
    seen = made(await world.get(f"/{referral['id']}"))
    return seen["state"], seen["reason"]


async def test_a_merge_asks_again_about_both_and_suspends_what_may_not_go_on(world: World) -> None:
    other = uuid4()
    one = await world.sent((uuid4(), 1))
    two = await world.sent((uuid4(), 1), subjectId=str(other))
    await world.deliver(_merged(world, other, world.subject))
    assert [await _state(world, found) for found in (one, two)] == [("sent", None), ("sent", None)]
    world.consents.says("consent_required")
    await world.deliver(_merged(world, other, world.subject))
    assert await _state(world, one) == ("sent", None)  # the same news again
    await world.deliver(_split(world, other, world.subject))
    assert [await _state(world, found) for found in (one, two)] == [("suspended", "person_changed")] * 2


async def test_what_waits_goes_when_the_consent_comes_under_another_of_the_persons_ids(world: World) -> None:
    middle, kept = uuid4(), uuid4()
    waiting = await world.waiting(armed=True)
    await world.deliver(_merged(world, middle, kept))  # the chain's events come in another order
    await world.deliver(_merged(world, world.subject, middle))
    consent = uuid4()
    world.consents.says("permitted", (consent, 1))
    await world.deliver(world.recorded(consent, subject_id=kept))
    assert await world.state(waiting) == "sent"


async def test_a_merge_itself_lets_go_what_waited_and_a_split_forgets_it(world: World) -> None:
    other = uuid4()
    waiting = await world.waiting(armed=True)
    world.consents.says("permitted", (uuid4(), 1))
    await world.deliver(_merged(world, world.subject, other))
    assert await world.state(waiting) == "sent"
    second = await world.waiting(armed=True)
    await world.deliver(_split(world, world.subject, other))
    world.consents.says("permitted", (uuid4(), 1))
    await world.deliver(world.recorded(uuid4(), subject_id=other))
    assert await world.state(second) == "awaiting_consent"


async def test_older_news_changes_nothing(world: World) -> None:
    other = uuid4()
    await world.deliver(_split(world, other, world.subject, version=2))
    await world.deliver(_merged(world, other, world.subject, version=1))
    [row] = await world.database.rows("SELECT * FROM merged_subject")
    assert (row["into_subject_id"], row["version"]) == (None, 2)


async def test_both_records_are_in_one_family_while_they_are_one_person(world: World) -> None:
    other = uuid4()
    await world.opened()
    await world.deliver(_merged(world, world.subject, other))
    await world.opened(subjectId=str(other))
    families = {data["familyId"] for _, data in await world.announced()}
    assert len(families) == 1
    await world.deliver(_split(world, world.subject, other))
    await world.opened(subjectId=str(other))
    assert (await world.announced())[-1][1]["familyId"] not in families
    assert [name for name, _ in await world.announced("family")] == ["formed", "formed"]


async def test_a_chain_is_one_person_in_one_family_whichever_link_comes_first_and_a_circle_does_not_hang(
    world: World,
) -> None:
    middle, last = uuid4(), uuid4()
    await world.opened()
    await world.deliver(_merged(world, middle, last))
    await world.deliver(_merged(world, world.subject, middle))
    await world.opened(subjectId=str(last))
    await world.opened(subjectId=str(middle))
    assert len({data["familyId"] for _, data in await world.announced()}) == 1
    await world.deliver(_merged(world, last, world.subject))
    await world.opened(subjectId=str(last))
    assert len({data["familyId"] for _, data in await world.announced()}) == 1
    for version, record in enumerate((middle, last), 2):
        await world.deliver(_split(world, record, last, version=version))
    await world.opened(subjectId=str(last))
    assert len({data["familyId"] for _, data in await world.announced()}) == 2


async def test_a_record_that_had_no_family_but_the_others_gets_its_own_at_the_next_step_after_a_split(
    world: World,
) -> None:
    other = uuid4()
    await world.opened()
    await world.deliver(_merged(world, other, world.subject))
    referral = await world.opened(subjectId=str(other))
    await world.deliver(_split(world, other, world.subject))
    world.consents.says("permitted")
    made(await world.post(f"{referral['id']}/sending"))
    families = [data["familyId"] for _, data in await world.announced()]
    assert families[0] == families[1]
    assert families[2] not in {families[0], None}


async def test_a_joint_plan_rests_until_it_is_changed_on_new_grounds(world: World) -> None:
    world.consents.says("permitted", (uuid4(), 1))
    body = {
        "centreId": str(world.centre),
        "subjectId": str(world.subject),
        "situation": "family-support-2026-11",
        "topics": ["parental_support"],
        "permission": {"givenOn": "2026-11-22", "givenBy": "custodian"},
        "participants": [{"unitId": str(world.social_workers), "profession": "social_worker"}],
        "goals": [{"topic": "parental_support", "code": "better_sleep"}],
        "efforts": [{"code": "home_visit", "profession": "social_worker"}],
        "reviewOn": "2027-01-22",
    }
    plan = made(await world.post("/referrals/v1/joint-plans", body), 201)
    await world.deliver(_merged(world, uuid4(), world.subject))
    async with world.http() as client:
        seen = made(await client.get(f"/referrals/v1/joint-plans/{plan['id']}"))
    assert (seen["state"], seen["reason"]) == ("suspended", "person_changed")
