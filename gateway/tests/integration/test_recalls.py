"""Recalls: who was told is asked, answers once, is reminded; nobody else sees it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import receiver as receivers
from hypothesis import given
from hypothesis import strategies as st
from integration_parts import MUNICIPALITY, REGION, STRANGER, Call, Deliver, consent, system

from slussen_chassis.clock import FixedClock
from slussen_chassis.database import Context, Database
from slussen_chassis.testing import TestDatabase
from slussen_contracts.consent.events import ConsentAnnulled, ConsentExpired, ConsentWithdrawn
from slussen_gateway.integration.dispatching import Dispatcher
from slussen_gateway.integration.domain.recalls import RECALLABLE, REMINDERS, next_reminder
from slussen_gateway.integration.sending import Sender
from slussen_gateway.integration.settings import IntegrationSettings
from slussen_gateway.integration.use_cases import recalls

pytestmark = pytest.mark.usefixtures("register")

JOURNAL = system(scopes="events:read webhooks:manage")
CASE_SYSTEM = system(MUNICIPALITY, name="case-system")
Follow = Callable[[], Awaitable[tuple[int, int]]]


@pytest.fixture
def follow(worker_database: Database, clock: FixedClock) -> Follow:
    """Do what the worker's job does; return how many were asked and of how many recalls it reminded."""

    async def once() -> tuple[int, int]:
        async with worker_database.transaction(Context()) as session:
            asked = await recalls.open_recalls(session, now=clock.now())
        async with worker_database.transaction(Context()) as session:
            return asked, await recalls.remind(session, now=clock.now())

    return once


async def listed(call: Call, caller: Any, query: str = "") -> list[dict[str, Any]]:
    return list((await call(caller, "GET", f"/recalls{query}")).json()["items"])


@pytest.fixture(autouse=True)
def _looked_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Events are received by the machine's clock, and recalls opened by the test's."""
    monkeypatch.setattr(recalls, "LOOKED_BACK", timedelta(days=3650))


async def withdraw_after_telling(call: Call, deliver: Deliver) -> str:
    """Let both sides be told of a consent, and a third client not yet; then withdraw it."""
    told = consent()
    await deliver(told, consent())
    for caller in (JOURNAL, CASE_SYSTEM):
        await call(caller, "GET", "/events?after=0")
    await call(system(name="late"), "GET", "/events?after=0&limit=2")  # has not come so far as the consent
    withdrawn = consent(ConsentWithdrawn, aggregate_id=told.aggregate_id, aggregate_version=2)
    await deliver(withdrawn)
    return str(told.aggregate_id)


async def test_who_was_told_of_a_consent_is_asked_when_it_is_withdrawn_and_nobody_else(
    call: Call, deliver: Deliver, follow: Follow
) -> None:
    consent_id = await withdraw_after_telling(call, deliver)
    assert await follow() == (2, 0)
    assert await follow() == (0, 0)
    [own] = await listed(call, CASE_SYSTEM, "?unanswered=true")
    assert (own["thing"], own["thingId"], own["reason"]) == ("consent", consent_id, "withdrawn")
    assert own["controllerId"] == str(REGION)
    assert own["receivers"] == [
        {"clientId": "case-system", "answer": None, "legalGround": None, "answeredAt": None}
    ]
    assert len(await listed(call, JOURNAL)) == 2  # its own, and as the controller the municipality's
    assert await listed(call, system(STRANGER)) == []
    path = f"/recalls/{own['id']}/receipt"
    for caller in (JOURNAL, system(STRANGER), system(MUNICIPALITY, name="late")):
        assert (await call(caller, "POST", path, json={"answer": "deleted"})).status_code == 404


async def test_an_answer_stands_unless_it_was_unknown_and_is_announced_when_all_have_answered(
    call: Call, deliver: Deliver, follow: Follow, database: TestDatabase
) -> None:
    await withdraw_after_telling(call, deliver)
    await follow()
    [own] = await listed(call, CASE_SYSTEM)
    path = f"/recalls/{own['id']}/receipt"
    for faulty in ({"answer": "kept_on_legal_ground"}, {"answer": "deleted", "legalGround": "PDL 3:17"}):
        answer = await call(CASE_SYSTEM, "POST", path, json=faulty)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "legalGround")
    assert (await call(CASE_SYSTEM, "POST", path, json={"answer": "unknown"})).status_code == 200
    ground = "Socialtjänstlagen (2025:400) 14 kap. 1 §"
    kept = {"answer": "kept_on_legal_ground", "legalGround": ground}
    answer = await call(CASE_SYSTEM, "POST", path, json=kept)
    assert answer.json()["receivers"][0]["legalGround"] == ground
    assert (await call(CASE_SYSTEM, "POST", path, json=kept)).status_code == 200
    refused = await call(CASE_SYSTEM, "POST", path, json={"answer": "deleted"})
    assert (refused.status_code, refused.json()["code"]) == (409, "recall-answered")
    assert [r["authorityId"] for r in await listed(call, JOURNAL, "?unanswered=true")] == [str(REGION)]
    sent = await database.rows("SELECT type, data->>'unanswered' AS n FROM outbox ORDER BY seq")
    assert [(row["type"].split(".")[3], row["n"]) for row in sent] == [
        ("requested", "1"),
        ("requested", "1"),
        ("answered", "0"),
        ("answered", "0"),
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"answer": "kept_on_legal_ground", "legalGround": "gäller 900101-0000"}, "legalGround"),
        ({"answer": "perhaps"}, "answer"),
        ({}, "answer"),
    ],
)
async def test_a_receipt_that_says_nothing_is_refused(call: Call, body: dict[str, Any], field: str) -> None:
    answer = await call(JOURNAL, "POST", f"/recalls/{uuid4()}/receipt", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


async def test_a_webhook_tells_too_and_brings_the_recall(
    call: Call,
    deliver: Deliver,
    *,
    follow: Follow,
    clock: FixedClock,
    settings: IntegrationSettings,
    worker_database: Database,
) -> None:
    sender = Sender(settings.webhook_rules)
    dispatcher = Dispatcher(sender, settings.webhook_keyring(), clock)
    async with receivers.listening() as receiver:
        await call(JOURNAL, "POST", "/webhooks", json={"url": receiver.url})
        told = consent()
        await deliver(told)
        await dispatcher.begin(worker_database)
        await dispatcher.finish()
        await deliver(consent(ConsentAnnulled, aggregate_id=told.aggregate_id))
        assert await follow() == (1, 0)
        [recall] = await listed(call, JOURNAL)
        assert (recall["reason"], recall["receivers"][0]["clientId"]) == ("annulled", "journal")
    await sender.close()


async def test_reminders_come_while_somebody_has_not_answered(
    call: Call, deliver: Deliver, follow: Follow, clock: FixedClock
) -> None:
    told, expired = consent(recipient_unit_ids=()), consent()
    await deliver(told, expired)
    await call(JOURNAL, "GET", "/events?after=0")
    await deliver(
        consent(ConsentWithdrawn, aggregate_id=told.aggregate_id, recipient_unit_ids=()),
        consent(ConsentExpired, aggregate_id=expired.aggregate_id),
    )
    assert await follow() == (1, 0)
    reminded = []
    for _ in range(40):
        clock.moment += timedelta(days=1)
        reminded.append((await follow())[1])
    assert [day for day, count in enumerate(reminded, 1) if count] == [3, 7, 14, 30]
    [recall] = await listed(call, JOURNAL, "?unanswered=true")
    await call(JOURNAL, "POST", f"/recalls/{recall['id']}/receipt", json={"answer": "deleted"})
    assert await listed(call, JOURNAL, "?unanswered=true") == []
    assert len(await listed(call, JOURNAL, "?unanswered=false")) == 1


@given(days=st.integers(0, 60))
def test_the_next_reminder_lies_ahead_and_none_follows_the_last(days: int) -> None:
    opened = datetime(2026, 11, 22, tzinfo=UTC)
    now = opened + timedelta(days=days)
    following = next_reminder(opened, now)
    assert (following is None) == (now >= opened + REMINDERS[-1])
    assert following is None or following > now


def test_what_can_be_recalled_is_consents_grounds_and_referrals() -> None:
    assert set(RECALLABLE.values()) == {"consent", "disclosure_ground", "referral"}
    assert all(t.split(".")[2] in {"consent", "disclosure-ground", "ground", "referral"} for t in RECALLABLE)
