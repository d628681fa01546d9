"""Webhooks with a real database and a real receiver: had, sent to, failing in every way, told of, disabled."""

import ipaddress
import json
import ssl
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import receiver as receivers
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from integration_parts import MUNICIPALITY, REGION, STRANGER, Call, Deliver, consent, system, unit
from receiver import Receiver, status

from slussen_chassis.clock import FixedClock
from slussen_chassis.database import Database
from slussen_chassis.testing import TestDatabase, staff
from slussen_contracts.consent.events import ConsentWithdrawn
from slussen_gateway.integration import sending
from slussen_gateway.integration.dispatching import Dispatcher
from slussen_gateway.integration.domain.addresses import Rules
from slussen_gateway.integration.sending import Sender
from slussen_gateway.integration.settings import IntegrationSettings

pytestmark = pytest.mark.usefixtures("register")

JOURNAL = system(scopes="events:read webhooks:manage")
Dispatch = Callable[[], Awaitable[None]]
Make = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receivers.listening() as made:
        yield made


@pytest.fixture
async def dispatch(
    settings: IntegrationSettings, worker_database: Database, clock: FixedClock
) -> AsyncIterator[Dispatch]:
    """Do what the worker's job does, until what it began is done."""
    sender = Sender(settings.webhook_rules)
    dispatcher = Dispatcher(sender, settings.webhook_keyring(), clock)

    async def once() -> None:
        await dispatcher.begin(worker_database)
        await dispatcher.finish()

    yield once
    await sender.close()


@pytest.fixture
def make(call: Call, receiver: Receiver) -> Make:
    async def create(**more: Any) -> dict[str, Any]:
        answer = await call(JOURNAL, "POST", "/webhooks", json={"url": receiver.url, **more})
        assert answer.status_code == 201, answer.text
        return dict(answer.json()["webhook"]) | {"secret": answer.json()["secret"]}

    return create


async def shown(call: Call, webhook: dict[str, Any]) -> dict[str, Any]:
    return dict((await call(JOURNAL, "GET", f"/webhooks/{webhook['id']}")).json())


async def log(call: Call, webhook: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
    answer = await call(JOURNAL, "GET", f"/webhooks/{webhook['id']}/deliveries{query}")
    return list(answer.json()["items"])


async def attempts(call: Call, webhook: dict[str, Any], delivery: dict[str, Any]) -> list[dict[str, Any]]:
    path = f"/webhooks/{webhook['id']}/deliveries/{delivery['id']}"
    return list((await call(JOURNAL, "GET", path)).json()["log"])


def kinds(receiver: Receiver) -> list[str]:
    return [json.loads(r.body)["type"].removeprefix("slussen.") for r in receiver.requests]


async def test_what_happens_is_sent_thin_and_signed_once_and_logged_without_bodies(
    call: Call, deliver: Deliver, make: Make, dispatch: Dispatch, receiver: Receiver, clock: FixedClock
) -> None:
    await deliver(consent())  # before the webhook was there
    webhook = await make(types=["slussen.consent.*"], counties=["18"])
    told = consent()
    await deliver(told, consent(county_code="12"), unit(uuid4(), REGION))
    await dispatch()
    await dispatch()
    [request] = receiver.requests
    assert "data" not in json.loads(request.body)
    assert request.headers["webhook-id"] == json.loads(request.body)["id"] == str(told.id)
    assert request.headers["webhook-timestamp"] == str(int(clock.now().timestamp()))
    assert request.headers["content-type"] == "application/cloudevents+json"
    assert request.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert [s.split(",")[0] for s in request.headers["webhook-signature"].split()] == ["v1", "v1a"]
    [delivery] = await log(call, webhook)
    assert (delivery["state"], delivery["attempts"], delivery["lastOutcome"]) == ("delivered", 1, "delivered")
    [attempt] = await attempts(call, webhook, delivery)
    assert (attempt["status"], attempt["requestBytes"]) == (204, len(request.body))
    assert "webhook-signature" not in attempt["requestHeaders"]
    assert (await shown(call, webhook))["failures"]["attempts"] == 1


async def test_a_webhook_is_sent_only_what_its_authority_may_know_and_seen_only_by_its_own(
    call: Call, deliver: Deliver, make: Make, dispatch: Dispatch, receiver: Receiver, database: TestDatabase
) -> None:
    webhook = await make()
    await deliver(consent(responsible_authority_id=STRANGER, recipient_unit_ids=()))
    await dispatch()
    assert receiver.requests == []
    path = f"/webhooks/{webhook['id']}"
    other_client = system(name="other", scopes="webhooks:manage")
    other_authority = system(MUNICIPALITY, scopes="webhooks:manage")
    person = staff("webhooks:manage", authority=REGION)
    for caller, code in ((other_client, 404), (other_authority, 404), (person, 200), (system(), 403)):
        assert (await call(caller, "GET", path)).status_code == code
        assert (await call(caller, "GET", f"{path}/deliveries")).status_code == code
    assert (await call(other_client, "GET", "/webhooks")).json()["items"] == []
    assert [w["id"] for w in (await call(person, "GET", "/webhooks")).json()["items"]] == [webhook["id"]]
    answer = await call(person, "POST", "/webhooks", json={"url": "http://127.0.0.1/"})
    assert answer.json()["errors"][0]["field"] == "clientId"
    answer = await call(JOURNAL, "POST", "/webhooks", json={"url": "http://127.0.0.1/", "clientId": "other"})
    assert answer.json()["errors"][0]["rule"] == "own"
    sealed = await database.rows("SELECT sealed FROM webhook_key")
    assert webhook["secret"].encode() not in sealed[0]["sealed"]


async def test_what_the_authority_filter_names_is_whose_the_thing_is(
    call: Call, deliver: Deliver, make: Make, dispatch: Dispatch, receiver: Receiver
) -> None:
    await make(authorities=[str(MUNICIPALITY)])
    await deliver(consent(), unit(uuid4(), MUNICIPALITY))
    await dispatch()
    assert kinds(receiver) == ["agreements.unit.registered.v1"]
    listed = await call(JOURNAL, "GET", f"/events?after=0&authority={REGION}")
    assert [e["type"].split(".")[1] for e in listed.json()["events"]] == ["agreements", "consent"]


WAYS = {
    "resets": (receivers.resets, "unreachable"),
    "is_silent": (receivers.is_silent, "timeout"),
    "drips": (receivers.drips, "timeout"),
    "never_reads": (receivers.never_reads, "timeout"),
    "nonsense": (receivers.talks_nonsense, "unreachable"),
    "error": (status(500, body=b"secret words"), "refused"),
    "redirect": (status(302, "Location: http://127.0.0.1:1/"), "redirected"),
    "busy": (status(429, "Retry-After: 120"), "busy"),
    "endless": (receivers.is_endless, "delivered"),
}


@pytest.mark.parametrize("way", WAYS)
async def test_a_receiver_that_fails_in_whatever_way_is_left_in_time_and_tried_again(
    way: str,
    *,
    call: Call,
    deliver: Deliver,
    make: Make,
    dispatch: Dispatch,
    receiver: Receiver,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "MOST_SECONDS", 0.3)
    webhook = await make()
    answer, outcome = WAYS[way]
    receiver.answers(answer)
    await deliver(consent())
    await dispatch()
    [delivery] = await log(call, webhook)
    [attempt] = await attempts(call, webhook, delivery)
    assert (delivery["lastOutcome"], attempt["outcome"]) == (outcome, outcome)
    assert attempt["milliseconds"] < 5000
    assert attempt["responseBytes"] <= 128 * 1024
    assert "secret words" not in json.dumps([delivery, attempt])
    if outcome == "delivered":
        return
    receiver.answers(status(200))
    sent = len(receiver.requests)
    await dispatch()
    assert len(receiver.requests) == sent
    clock.moment += timedelta(seconds=119 if way == "busy" else 3)
    await dispatch()
    assert len(receiver.requests) == sent
    clock.moment += timedelta(seconds=2)
    await dispatch()
    assert len(receiver.requests) == sent + 1
    [delivery] = await log(call, webhook)
    assert (delivery["state"], delivery["attempts"]) == ("delivered", 2)


async def test_gone_disables_at_once_and_made_active_again_it_goes_on_where_it_stopped(
    call: Call, deliver: Deliver, make: Make, dispatch: Dispatch, receiver: Receiver, database: TestDatabase
) -> None:
    webhook = await make()
    receiver.answers(status(410))
    await deliver(consent())
    await dispatch()
    await deliver(consent(ConsentWithdrawn))
    await dispatch()
    now = await shown(call, webhook)
    assert (now["status"], now["disabledReason"]) == ("disabled", "gone")
    assert len(receiver.requests) == 1
    assert [d["state"] for d in await log(call, webhook)] == ["failed"]
    [event] = await database.rows("SELECT type, data->>'reason' AS reason FROM outbox")
    assert dict(event) == {"type": "slussen.integration.webhook.disabled.v1", "reason": "gone"}
    refused = await call(JOURNAL, "POST", f"/webhooks/{webhook['id']}/test-events")
    assert (refused.status_code, refused.json()["code"]) == (409, "webhook-disabled")
    receiver.answers(status(200))
    path = f"/webhooks/{webhook['id']}"
    body = {"url": receiver.url}
    assert (await call(JOURNAL, "PUT", path, json=body)).status_code == 428
    assert (await call(JOURNAL, "PUT", path, json=body, headers={"If-Match": '"v1"'})).status_code == 412
    assert (await call(JOURNAL, "PUT", path, json=body, headers={"If-Match": '"v2"'})).status_code == 200
    await dispatch()
    assert kinds(receiver) == ["consent.consent.recorded.v1", "consent.consent.withdrawn.v1"]


async def test_failures_are_warned_of_level_by_level_and_a_day_of_them_disables(
    *,
    call: Call,
    deliver: Deliver,
    make: Make,
    dispatch: Dispatch,
    receiver: Receiver,
    clock: FixedClock,
    database: TestDatabase,
) -> None:
    webhook = await make()
    for answer in (200, 200, 200, 500, 500):
        receiver.answers(status(answer))
        await deliver(consent())
        await dispatch()
    receiver.answers(status(500))
    warned = "SELECT (data->>'level')::int AS level FROM outbox WHERE type LIKE '%.warned.v1' ORDER BY seq"
    assert await database.rows(warned) == []
    for _ in range(6):
        await deliver(consent())
        await dispatch()
    assert [row["level"] for row in await database.rows(warned)] == [50, 70]
    assert (await shown(call, webhook))["failures"] == {
        "attempts": 11,
        "failed": 8,
        "failedPercent": 72,
        "level": 70,
    }
    for hours in (12, 25, 37, 49):
        clock.moment += timedelta(hours=hours)
        await dispatch()
    assert (await shown(call, webhook))["disabledReason"] == "failing"


async def test_a_delivery_is_given_up_after_three_days(
    call: Call, deliver: Deliver, make: Make, dispatch: Dispatch, receiver: Receiver, clock: FixedClock
) -> None:
    webhook = await make()
    await deliver(consent())
    receiver.answers(status(500))
    await dispatch()
    clock.moment += timedelta(days=3)
    await dispatch()
    assert [d["state"] for d in await log(call, webhook, "?state=failed")] == ["failed"]
    assert await log(call, webhook, "?state=waiting") == []


async def test_during_an_overlap_requests_are_signed_by_old_and_new_keys(
    call: Call, make: Make, dispatch: Dispatch, receiver: Receiver, clock: FixedClock
) -> None:
    webhook = await make()
    path = f"/webhooks/{webhook['id']}"
    answer = await call(JOURNAL, "POST", f"{path}/secrets", json={"overlapHours": 24})
    assert answer.json()["secret"].startswith("whsec_")
    assert answer.json()["secret"] != webhook["secret"]
    assert answer.json()["key"]["publicKey"] == (await shown(call, webhook))["keys"][0]["publicKey"]
    counts = []
    for hours in (0, 24):
        clock.moment += timedelta(hours=hours)
        await call(JOURNAL, "POST", f"{path}/test-events")
        await dispatch()
        counts.append(len(receiver.requests[-1].headers["webhook-signature"].split()))
    assert counts == [4, 2]
    assert len((await shown(call, webhook))["keys"]) == 1


async def test_resend_replay_test_event_and_filter_test(
    call: Call, deliver: Deliver, make: Make, dispatch: Dispatch, receiver: Receiver
) -> None:
    first = consent()
    await deliver(first, consent(ConsentWithdrawn), consent())
    webhook = await make(types=["slussen.consent.consent.recorded.v1"])
    path = f"/webhooks/{webhook['id']}"
    tried = await call(
        JOURNAL, "POST", "/webhook-filter-tests", json={"types": ["slussen.consent.*"], "last": 4}
    )
    assert (tried.json()["lookedAt"], tried.json()["matching"]) == (4, 3)
    counted = (await call(JOURNAL, "GET", f"{path}/replay-counts?after=0&through=99")).json()
    assert counted == {"count": 2}
    order = {"after": 0, "through": 99, "expectedCount": 3}
    refused = await call(JOURNAL, "POST", f"{path}/replays", json=order)
    assert (refused.status_code, refused.json()["code"]) == (409, "replay-count-changed")
    ordered = await call(JOURNAL, "POST", f"{path}/replays", json=order | {"expectedCount": 2})
    assert ordered.json() == {"count": 2}
    await dispatch()
    assert kinds(receiver) == ["consent.consent.recorded.v1"] * 2
    again = next(d for d in await log(call, webhook) if d["eventId"] == str(first.id))
    await call(JOURNAL, "POST", f"{path}/deliveries/{again['id']}/resending")
    await call(JOURNAL, "POST", f"{path}/test-events")
    await dispatch()
    assert receiver.requests[2].headers["webhook-id"] == str(first.id)
    assert kinds(receiver)[3] == "integration.webhook.tested.v1"
    assert [d["kind"] for d in await log(call, webhook)] == ["test", "resend", "replay", "replay"]
    assert (await call(JOURNAL, "POST", f"{path}/deliveries/{uuid4()}/resending")).status_code == 404
    assert (await call(JOURNAL, "DELETE", path)).status_code == 204
    assert (await call(JOURNAL, "GET", path)).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": "https://10.0.0.1/"}, "url"),
        ({"url": "https://u:p@journal.example/"}, "url"),
        ({"url": "https://journal.example/", "types": ["slussen.consents.*"]}, "types.0"),
        ({"url": "https://journal.example/", "counties": ["x"]}, "counties.0"),
        ({"url": "https://journal.example/", "kinds": []}, "kinds"),
        ({}, "url"),
    ],
)
async def test_bad_input_names_the_field(call: Call, body: dict[str, Any], field: str) -> None:
    answer = await call(JOURNAL, "POST", "/webhooks", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


async def test_there_is_one_webhook_to_an_address_and_not_too_many(call: Call, make: Make) -> None:
    await make()
    with pytest.raises(AssertionError, match="webhook-exists"):
        await make()
    codes = []
    for number in range(20):
        body = {"url": f"https://journal.example/{number}"}
        codes.append((await call(JOURNAL, "POST", "/webhooks", json=body)).json().get("code"))
    assert codes == [None] * 19 + ["too-many-webhooks"]


async def test_a_name_is_resolved_once_and_the_connection_goes_to_what_was_checked(
    receiver: Receiver,
) -> None:
    asked: list[str] = []
    public, inner = ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("10.9.9.9")

    async def names(host: str, _: int) -> list[Any]:
        asked.append(host)
        return {"good.example": [public], "mixed.example": [public, inner], "none.example": []}[host]

    sender = Sender(Rules((ipaddress.ip_network("127.0.0.1/32"),), plain_http=True), names=names)
    try:
        url = f"http://{{}}.example:{receiver.port}/hook"
        outcomes = [(await sender.send(url.format(n), {}, b"{}")).outcome for n in ("good", "mixed", "none")]
    finally:
        await sender.close()
    assert outcomes == ["delivered", "address_not_allowed", "unreachable"]
    assert asked == ["good.example", "mixed.example", "none.example"]
    assert [r.headers["host"] for r in receiver.requests] == [f"good.example:{receiver.port}"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f.1"])
async def test_without_leave_nothing_inside_is_asked_whatever_it_is_called(
    receiver: Receiver, host: str
) -> None:
    sender = Sender(Rules(plain_http=True))
    try:
        answer = await sender.send(f"http://{host}:{receiver.port}/", {}, b"{}")
    finally:
        await sender.close()
    assert (answer.outcome, receiver.requests) == ("address_not_allowed", [])


async def test_the_receivers_certificate_is_checked_against_the_name_and_not_the_pinned_address() -> None:
    certificate, key = certified("good.example")
    trust = ssl.create_default_context(cadata=certificate)

    async def names(_: str, __: int) -> list[Any]:
        return [ipaddress.ip_address("127.0.0.1")]

    async with receivers.listening(tls=server_context(certificate, key)) as receiver:
        sender = Sender(Rules((ipaddress.ip_network("127.0.0.0/8"),)), names=names, trust=trust)
        try:
            url = f"https://{{}}.example:{receiver.port}/hook"
            outcomes = [(await sender.send(url.format(name), {}, b"{}")).outcome for name in ("good", "evil")]
        finally:
            await sender.close()
    assert outcomes == ["delivered", "unreachable"]


def certified(name: str) -> tuple[str, str]:
    """A certificate for a name, signed by its own key, and that key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(serialization.Encoding.PEM).decode(), private.decode()


def server_context(certificate: str, key: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
        file.write(certificate + key)
        file.flush()
        context.load_cert_chain(file.name)
    return context
