"""What consents do to referrals: suspension, sending by itself, waiting, and the race between them."""

import asyncio
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from referral_world import World, made, refused
from sqlalchemy import text

from slussen_chassis.database import Context, Database
from slussen_chassis.worker import WorkerParts
from slussen_contracts.consent.events import (
    ConsentAnnulled,
    ConsentClosed,
    ConsentExpired,
    ConsentState,
    ConsentWithdrawn,
)
from slussen_contracts.referrals.api import RecallReason
from slussen_referrals.clients import consent_client
from slussen_referrals.jobs import look_after_waits
from slussen_referrals.settings import ReferralsSettings
from slussen_referrals.use_cases.acting import By, recall_referral
from slussen_referrals.use_cases.disclosing import Asking, SendOrder, send_referral
from slussen_referrals.use_cases.following import find_waited_for, stop_relying_on


async def _run_job(world: World, settings: ReferralsSettings) -> None:
    async with consent_client(settings) as consents:
        job = look_after_waits(consents, world.clock)
        await job(WorkerParts(world.worker, None, settings))  # type: ignore[arg-type]


# Withdrawal ------------------------------------------------------------------------------------------------------


@pytest.mark.case("SL-10")
@pytest.mark.case("EV-01")
@pytest.mark.parametrize("reached", ["sent", "accepted", "contacted"])
async def test_a_withdrawn_consent_suspends_what_relies_on_it_and_what_was_counted_stays_counted(
    world: World, reached: str
) -> None:
    consent = uuid4()
    referral = await getattr(world, reached)((consent, 1))
    await world.deliver(world.withdrawn(consent))
    seen = made(await world.get(f"/{referral['id']}"))
    assert (seen["state"], seen["reason"], seen["whoseMove"]) == ("suspended", "consent_withdrawn", "sender")
    name, data = (await world.announced())[-1]
    assert (name, data["counted"], data["openedOn"]) == ("suspended", True, "2026-11-22")


@pytest.mark.case("SL-10")
async def test_a_suspended_referral_discloses_nothing_more_to_the_recipient(world: World) -> None:
    consent = uuid4()
    referral = await world.accepted((consent, 1))
    await world.deliver(world.withdrawn(consent))
    seen = made(await world.get(f"/{referral['id']}", who="recipient"))
    assert (seen["state"], seen["subjectId"], seen["topics"], seen["needs"]) == ("suspended", None, [], [])
    refused(await world.post(f"{referral['id']}/first-contact", who="recipient"), 409, "act-not-possible")


async def test_a_withdrawal_recorded_at_one_authority_suspends_at_another_under_its_own_controller(
    world: World,
) -> None:
    consent = uuid4()
    await world.sent((consent, 1))
    event = world.withdrawn(consent)
    assert isinstance(event, ConsentWithdrawn)
    assert event.responsible_authority_id not in {world.region, world.municipality}
    await world.deliver(event)
    trace = (await world.traces())[-1]
    assert (trace["action"], trace["actor"], trace["authority_id"]) == (
        "referral.suspend",
        "system",
        world.region,
    )
    assert trace["purpose"] == "consent_withdrawn"


@pytest.mark.parametrize("end", [ConsentExpired, ConsentAnnulled, ConsentClosed])
async def test_every_other_end_of_a_consent_suspends_like_withdrawal(
    world: World, end: type[ConsentState]
) -> None:
    consent = uuid4()
    referral = await world.sent((consent, 1))
    await world.deliver(world.ended(end, consent))
    assert await world.state(referral) == "suspended"


async def test_other_consents_and_closed_referrals_are_left_alone(world: World) -> None:
    consent, other = uuid4(), uuid4()
    relies_on_other = await world.sent((other, 1))
    closed = await world.accepted((consent, 1))
    body = {"outcome": "contact_established", "noFollowUp": True}
    made(await world.post(f"{closed['id']}/completion", body, who="recipient"))
    await world.deliver(world.withdrawn(consent))
    assert await world.state(relies_on_other) == "sent"
    assert await world.state(closed) == "completed"


async def test_the_withdrawal_of_an_older_version_leaves_what_relies_on_a_newer_one(world: World) -> None:
    consent = uuid4()
    referral = await world.sent((consent, 3))
    await world.deliver(world.withdrawn(consent, 2))
    assert await world.state(referral) == "sent"


@pytest.mark.case("EV-04")
async def test_events_twice_and_in_any_order_give_the_same_state(world: World) -> None:
    consent = uuid4()
    referral = await world.sent((consent, 1))
    world.consents.says("consent_required")
    withdrawn, recorded = world.withdrawn(consent, 2), world.recorded(consent, 1)
    again = world.withdrawn(consent, 2)
    for event in (withdrawn, recorded, withdrawn, again, recorded):
        await world.deliver(event)
    seen = made(await world.get(f"/{referral['id']}"))
    assert (seen["state"], seen["version"]) == ("suspended", 3)
    assert [name for name, _ in await world.announced()] == ["opened", "sent", "suspended"]


async def test_a_suspended_referral_goes_on_from_where_it_was_once_there_is_a_ground(world: World) -> None:
    consent, renewed = uuid4(), uuid4()
    referral = await world.contacted((consent, 1))
    await world.deliver(world.withdrawn(consent))
    world.consents.says("consent_required", steps=("ask_for_consent",))
    refused(await world.post(f"{referral['id']}/resumption"), 409, "ground-missing")
    world.consents.status = 503
    refused(await world.post(f"{referral['id']}/resumption"), 503, "consent-unanswered")
    world.consents.status = 200
    world.consents.says("permitted", (renewed, 1))
    resumed = made(await world.post(f"{referral['id']}/resumption"))
    assert (resumed["state"], resumed["reason"]) == ("contacted", None)
    await world.deliver(world.withdrawn(renewed))
    assert await world.state(referral) == "suspended"


async def test_accepting_without_a_ground_by_now_suspends(world: World) -> None:
    referral = await world.sent((uuid4(), 1))
    world.consents.says("consent_required")
    answer = made(await world.post(f"{referral['id']}/acceptance", who="recipient"))
    assert (answer["state"], answer["reason"], answer["subjectId"]) == ("suspended", "ground_lost", None)
    assert (await world.announced())[-1][0] == "suspended"


async def test_accepting_relies_on_the_consents_of_the_newest_answer(world: World) -> None:
    first, second = uuid4(), uuid4()
    referral = await world.sent((first, 1))
    world.consents.says("permitted", (second, 4))
    made(await world.post(f"{referral['id']}/acceptance", who="recipient"))
    await world.deliver(world.withdrawn(first))
    assert await world.state(referral) == "accepted"
    await world.deliver(world.withdrawn(second, 5))
    assert await world.state(referral) == "suspended"


# A consent that changes ------------------------------------------------------------------------------------------


async def test_a_changed_consent_that_still_permits_is_relied_on_at_its_new_version(world: World) -> None:
    consent = uuid4()
    referral = await world.sent((consent, 1))
    world.consents.says("permitted", (consent, 2))
    await world.deliver(world.changed(consent, 2))
    seen = made(await world.get(f"/{referral['id']}"))
    assert (seen["state"], seen["version"]) == ("sent", 2)
    assert seen["ground"]["consents"] == [{"consentId": str(consent), "version": 2}]


@pytest.mark.parametrize("status", [200, 503])
async def test_a_changed_consent_that_permits_no_more_or_gets_no_answer_suspends(
    world: World, status: int
) -> None:
    consent = uuid4()
    referral = await world.sent((consent, 1))
    world.consents.says("refused")
    world.consents.status = status
    await world.deliver(world.changed(consent, 2, value="no"))
    assert await world.state(referral) == "suspended"


async def test_news_of_a_change_that_is_relied_on_already_changes_nothing(world: World) -> None:
    consent = uuid4()
    referral = await world.sent((consent, 2))
    world.consents.says("refused")
    await world.deliver(world.changed(consent, 2))
    assert await world.state(referral) == "sent"


# Waiting ---------------------------------------------------------------------------------------------------------


async def test_an_armed_referral_goes_by_itself_when_the_consent_comes(world: World) -> None:
    referral = await world.waiting(armed=True)
    assert (referral["whoseMove"], referral["waitThrough"]) == ("system", "2026-12-22")
    assert made(await world.get("?box=inbox", who="recipient"))["items"] == []
    consent = uuid4()
    world.consents.says("permitted", (consent, 1))
    await world.deliver(world.recorded(consent))
    seen = made(await world.get(f"/{referral['id']}"))
    assert (seen["state"], seen["waitThrough"]) == ("sent", None)
    caller, question = world.consents.asked[-1]
    assert (caller.acts_for, caller.authority_id, caller.scopes) == (None, world.region, {"consent:decide"})
    assert question["topics"] == ["parental_support"]
    assert [name for name, _ in await world.announced()] == ["opened", "awaited", "sent"]
    assert len(made(await world.get("?box=inbox", who="recipient"))["items"]) == 1


async def test_a_referral_that_is_not_armed_waits_for_its_sender(world: World) -> None:
    referral = await world.waiting()
    assert (referral["whoseMove"], referral["ground"]["nextSteps"]) == ("sender", ["ask_for_consent"])
    world.consents.says("permitted", (uuid4(), 1))
    await world.deliver(world.recorded(uuid4()))
    assert await world.state(referral) == "awaiting_consent"
    assert made(await world.post(f"{referral['id']}/sending"))["state"] == "sent"


async def test_a_consent_of_another_person_or_not_enough_lets_nothing_go(world: World) -> None:
    referral = await world.waiting(armed=True)
    asked = len(world.consents.asked)
    await world.deliver(world.recorded(uuid4(), subject_id=uuid4()))
    assert len(world.consents.asked) == asked
    await world.deliver(world.recorded(uuid4(), value="pending"))
    assert len(world.consents.asked) == asked + 1
    assert await world.state(referral) == "awaiting_consent"


async def test_a_no_that_comes_while_it_waits_disarms_it(world: World) -> None:
    referral = await world.waiting(armed=True)
    world.consents.says("refused", steps=("ask_again",))
    await world.deliver(world.recorded(uuid4(), value="no"))
    seen = made(await world.get(f"/{referral['id']}"))
    assert (seen["state"], seen["waitThrough"], seen["reason"], seen["whoseMove"]) == (
        "awaiting_consent",
        None,
        "explicit_no",
        "sender",
    )


async def test_of_many_persons_those_with_an_armed_referral_are_found_and_no_context_stays_behind(
    world: World,
) -> None:
    armed = await world.waiting(armed=True)
    person = UUID(armed["subjectId"])
    async with world.worker.transaction(Context()) as session:
        assert await find_waited_for(session, {uuid4(), person}) == {person}
        assert await find_waited_for(session, {uuid4()}) == set()
        connection = await session.connection()
        seen = await connection.execute(text("SELECT count(*) FROM referral"))
        assert seen.scalar_one() == 0


async def test_a_person_without_an_armed_referral_is_not_waited_for(world: World) -> None:
    referral = await world.waiting()
    async with world.worker.transaction(Context()) as session:
        assert await find_waited_for(session, {UUID(referral["subjectId"])}) == set()


async def test_an_armed_wait_ends_with_its_last_day(world: World, settings: ReferralsSettings) -> None:
    referral = await world.waiting(armed=True)
    world.consents.says("permitted", (uuid4(), 1))
    world.clock.moment += timedelta(days=31)
    await _run_job(world, settings)
    seen = made(await world.get(f"/{referral['id']}"))
    assert (seen["state"], seen["reason"], seen["waitThrough"]) == ("awaiting_consent", "time_is_out", None)
    await world.deliver(world.recorded(uuid4()))
    assert await world.state(referral) == "awaiting_consent"


async def test_a_consent_that_comes_after_the_last_day_ends_the_wait(world: World) -> None:
    referral = await world.waiting(armed=True)
    world.consents.says("permitted", (uuid4(), 1))
    world.clock.moment += timedelta(days=31)
    await world.deliver(world.recorded(uuid4()))
    assert made(await world.get(f"/{referral['id']}"))["reason"] == "time_is_out"


@pytest.mark.parametrize("day", ["2026-11-21", "2027-03-01"])
async def test_the_last_day_of_a_wait_lies_within_limits(world: World, day: str) -> None:
    world.consents.says("consent_required")
    referral = await world.opened()
    body = {"sendWhenConsented": True, "waitThrough": day}
    refused(await world.post(f"{referral['id']}/sending", body), 422, "invalid")
    assert await world.state(referral) == "opened"


async def test_a_consent_that_came_in_the_moment_of_arming_is_found_by_the_clock(
    world: World, settings: ReferralsSettings
) -> None:
    referral = await world.waiting(armed=True)
    world.consents.says("permitted", (uuid4(), 1))
    await _run_job(world, settings)
    assert await world.state(referral) == "awaiting_consent"
    world.clock.moment += timedelta(seconds=11)
    await _run_job(world, settings)
    assert await world.state(referral) == "sent"


async def test_the_job_asks_once_and_then_waits_for_the_event(
    world: World, settings: ReferralsSettings
) -> None:
    await world.waiting(armed=True)
    world.clock.moment += timedelta(seconds=11)
    await _run_job(world, settings)
    asked = len(world.consents.asked)
    world.clock.moment += timedelta(hours=1)
    await _run_job(world, settings)
    assert len(world.consents.asked) == asked


# No answer -------------------------------------------------------------------------------------------------------


async def test_without_an_answer_nothing_is_sent_and_nothing_changes(world: World) -> None:
    referral = await world.opened()
    world.consents.status = 503
    answer = await world.post(f"{referral['id']}/sending")
    refused(answer, 503, "consent-unanswered")
    assert "Retry-After" in answer.headers
    assert await world.state(referral) == "opened"


async def test_an_armed_referral_waits_for_the_answer_too(world: World, settings: ReferralsSettings) -> None:
    referral = await world.opened()
    world.consents.status = 503
    answer = made(await world.post(f"{referral['id']}/sending", {"sendWhenConsented": True}))
    assert (answer["state"], answer["ground"]) == ("awaiting_consent", None)
    await world.deliver(world.recorded(uuid4()))
    world.clock.moment += timedelta(seconds=31)
    world.consents.status = 200
    world.consents.says("permitted")
    await _run_job(world, settings)
    assert await world.state(referral) == "sent"


async def test_accepting_without_an_answer_changes_nothing(world: World) -> None:
    referral = await world.sent()
    world.consents.status = 500
    refused(await world.post(f"{referral['id']}/acceptance", who="recipient"), 503, "consent-unanswered")
    assert await world.state(referral) == "sent"


async def test_a_question_that_can_not_be_decided_is_told_apart_from_no_answer(world: World) -> None:
    referral = await world.opened(recipient={"profession": "physician"})
    world.consents.status = 422
    refused(await world.post(f"{referral['id']}/sending"), 409, "ground-undecidable")
    assert await world.state(referral) == "opened"


async def test_an_armed_referral_that_can_no_longer_be_decided_goes_on_waiting(world: World) -> None:
    referral = await world.waiting(armed=True)
    world.consents.status = 422
    await world.deliver(world.recorded(uuid4()))
    assert await world.state(referral) == "awaiting_consent"


async def test_an_answer_older_than_five_seconds_is_no_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    referral = await world.opened()
    world.consents.says("permitted")
    ticks = iter([100.0, 105.1])
    monkeypatch.setattr(world.service.api.state.consents, "monotonic", lambda: next(ticks))
    refused(await world.post(f"{referral['id']}/sending"), 503, "consent-unanswered")
    assert await world.state(referral) == "opened"


# The race --------------------------------------------------------------------------------------------------------


async def test_a_withdrawal_handled_between_answer_and_sending_is_seen(world: World) -> None:
    consent = uuid4()
    world.consents.says("permitted", (consent, 1))
    referral = await world.opened()

    async def withdraw() -> None:
        await world.deliver(world.withdrawn(consent))
        world.consents.says("consent_required")

    world.consents.before_answer = withdraw
    assert made(await world.post(f"{referral['id']}/sending"))["state"] == "awaiting_consent"


async def test_an_answer_that_stays_stale_is_no_answer(world: World) -> None:
    consent = uuid4()
    await world.deliver(world.withdrawn(consent))
    world.consents.says("permitted", (consent, 1))
    referral = await world.opened()
    refused(await world.post(f"{referral['id']}/sending"), 503, "consent-unanswered")
    assert await world.state(referral) == "opened"


async def test_a_withdrawal_waits_for_a_sending_that_is_committing_and_then_suspends_it(
    world: World, settings: ReferralsSettings
) -> None:
    consent = uuid4()
    world.consents.says("permitted", (consent, 1))
    referral = await world.opened()
    caller = world.callers["sender"]
    app = Database.for_requests(settings)
    async with consent_client(settings) as consents:
        async with app.transaction(Context.of(caller)) as session:
            asking = Asking(caller, consents, world.clock.now())
            await send_referral(session, UUID(referral["id"]), SendOrder(), asking, settings)
            withdrawal = asyncio.create_task(world.deliver(world.withdrawn(consent)))
            await _until_somebody_waits_for_a_consent(world)
            assert not withdrawal.done()
        await withdrawal
    await app.close()
    assert await world.state(referral) == "suspended"


async def test_a_sending_waits_for_a_withdrawal_that_is_committing_and_then_does_not_send(
    world: World,
) -> None:
    consent = uuid4()
    world.consents.says("permitted", (consent, 1))
    referral = await world.opened()
    async with world.worker.transaction(Context()) as session:
        await stop_relying_on(session, consent, 2, world.clock.now())
        sending = asyncio.create_task(world.post(f"{referral['id']}/sending"))
        await _until_somebody_waits_for_a_consent(world)
        assert not sending.done()
        world.consents.says("consent_required")
    assert made(await sending)["state"] == "awaiting_consent"


async def test_a_referral_that_changes_while_the_consent_service_is_asked_is_not_sent(world: World) -> None:
    world.consents.says("permitted")
    referral = await world.opened()

    async def recall() -> None:
        made(await world.post(f"{referral['id']}/recall", {"reason": "family_declined"}))

    world.consents.before_answer = recall
    refused(await world.post(f"{referral['id']}/sending"), 412, "precondition-failed")
    assert await world.state(referral) == "recalled"


async def test_an_armed_referral_recalled_while_it_is_asked_about_stays_recalled(world: World) -> None:
    referral = await world.waiting(armed=True)
    world.consents.says("permitted")

    async def recall() -> None:
        made(await world.post(f"{referral['id']}/recall", {"reason": "family_declined"}))

    world.consents.before_answer = recall
    await world.deliver(world.recorded(uuid4()))
    assert await world.state(referral) == "recalled"


async def test_a_referral_recalled_while_its_late_wait_is_ended_stays_recalled(
    world: World, settings: ReferralsSettings
) -> None:
    referral = await world.waiting(armed=True)
    world.clock.moment += timedelta(days=31)
    caller = world.callers["sender"]
    app = Database.for_requests(settings)
    async with app.transaction(Context.of(caller)) as session:
        by = By(caller, world.clock.now())
        await recall_referral(session, UUID(referral["id"]), RecallReason.FAMILY_DECLINED, by)
        job = asyncio.create_task(_run_job(world, settings))
        await _until(
            world,
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
        )
        assert not job.done()
    await job
    await app.close()
    assert await world.state(referral) == "recalled"


WAITING_FOR_A_ROW = (
    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)
WAITING = (
    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    " AND database = (SELECT oid FROM pg_database d WHERE d.datname = current_database())"
)


async def _until_somebody_waits_for_a_consent(world: World) -> None:
    await _until(world, WAITING)


async def _until(world: World, query: str) -> None:
    for _ in range(200):
        if await world.database.rows(query):
            return
        await asyncio.sleep(0.02)
    pytest.fail("nobody waits")


async def test_a_withdrawal_and_an_end_of_agreement_in_one_batch_have_both_effects(world: World) -> None:
    consent = uuid4()
    referral = await world.sent((consent, 1))
    await world.deliver(
        world.withdrawn(consent),
        world.agreement_event(2, valid_through=date(2026, 11, 1)),
        world.recorded(uuid4()),
    )
    assert await world.state(referral) == "suspended"
    assert len(await world.database.rows("SELECT 1 FROM known_agreement WHERE version = 2")) == 1
