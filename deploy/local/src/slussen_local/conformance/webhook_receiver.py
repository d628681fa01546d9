"""A webhook receiver is sent what Slussen sends, signed by Standard Webhooks, and everything that can go wrong with it.

Each step is one or more requests and what the last has to answer. A receiver verifies by the shared secret or by the
public key, whichever it likes: genuine requests carry both signatures, as in production.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import httpx

from slussen_gateway.integration.webhook_keys import KeyPair, signed_headers
from slussen_local.conformance.report import Finding, Report

ROLE: Final = "webhook-receiver"
LONGEST_SECONDS: Final = 15.0
TYPE: Final = "application/cloudevents+json"
STALE: Final = timedelta(minutes=10)
TAKEN, REFUSED = range(200, 300), range(400, 500)


@dataclass(frozen=True, slots=True)
class Message:
    """One request: its headers as they are sent, and its body."""

    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Step:
    """What is sent, and whether the receiver has to take or to refuse the last of it."""

    code: str
    what: str
    messages: tuple[Message, ...]
    is_taken: bool
    advice: str


def run(url: str, keys: KeyPair, http: httpx.Client, *, now: Callable[[], datetime]) -> Report:
    """Send every step to a receiver; return what was found."""
    findings = [_finding(step, url, http) for step in steps(keys, now())]
    return Report(ROLE, url, now(), findings)


def steps(keys: KeyPair, now: datetime) -> Iterator[Step]:
    """Yield every step, made at a moment."""
    genuine = message(event(now), keys, now=now)
    yield Step(
        *("genuine", "A genuine event", (genuine,), True),
        "Answer 200 to 299 within 15 seconds, and do the work afterwards. Verify over the body's bytes as they came.",
    )
    yield Step(
        *("duplicate", "The same event again, as after a lost answer", (genuine, genuine), True),
        "Answer as the first time and do nothing: `webhook-id` is the event's id, the same at every retry.",
    )
    late, early = event(now, version=2), event(now, version=1)
    early["subject"] = late["subject"]
    both = tuple(message(one, keys, now=now) for one in (late, early))
    yield Step(
        *("out-of-order", "Version 2 of a thing, then version 1", both, True),
        "Take both and keep the higher `aggregateversion` of each `subject`; the order of arrival says nothing.",
    )
    unknown = {**event(now), "type": "slussen.future.thing.invented.v1", "unknownmember": "x"}
    yield Step(
        *(
            "unknown-type",
            "A type and a member that came later than you",
            (message(unknown, keys, now=now),),
            True,
        ),
        "Ignore what you do not know, and answer 200 to 299: otherwise it is sent again for three days.",
    )
    yield Step(
        *(
            "rotation",
            "While keys overlap: the old key's signatures beside yours",
            (_rotating(keys, now),),
            True,
        ),
        "Accept where any of the signatures in `webhook-signature` is right.",
    )
    yield from _refused(keys, now)


def _refused(keys: KeyPair, now: datetime) -> Iterator[Step]:
    other = KeyPair.new()
    body = json.dumps(event(now)).encode()
    headers = _headers(body, keys, now)
    changed = body.replace(b"withdrawn", b"recorded!")
    unsigned = {name: value for name, value in headers.items() if name != "webhook-signature"}
    wrong = {
        "foreign-key": ("Signed by somebody else", Message(_headers(body, other, now), body)),
        "changed-body": ("A body that was changed on the way", Message(headers, changed)),
        "changed-id": (
            "An id that was changed on the way",
            Message({**headers, "webhook-id": str(uuid4())}, body),
        ),
        "stale": ("A genuine request, ten minutes old", Message(_headers(body, keys, now - STALE), body)),
        "from-the-future": ("A request ten minutes ahead", Message(_headers(body, keys, now + STALE), body)),
        "unsigned": ("Without a signature", Message(unsigned, body)),
    }
    advice = {
        "stale": "Refuse a `webhook-timestamp` more than five minutes off: somebody may send a caught request again.",
        "from-the-future": "Refuse a `webhook-timestamp` more than five minutes off, ahead as well.",
    }
    for code, (what, sent) in wrong.items():
        yield Step(
            *(code, what, (sent,), False),
            advice.get(code, "Verify id, timestamp and body together before you read anything; answer 401."),
        )


def event(now: datetime, *, version: int = 1) -> dict[str, Any]:
    """Return a thin event, as Slussen sends it."""
    subject = str(uuid4())
    return {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": "urn:slussen:consent",
        "type": "slussen.consent.consent.withdrawn.v1",
        "subject": subject,
        "time": now.isoformat(),
        "dataclassification": "confidential",
        "countycode": "18",
        "aggregateversion": version,
        "dataref": f"/consent/v1/consents/{subject}",
    }


def message(content: Mapping[str, Any], keys: KeyPair, *, now: datetime) -> Message:
    """Return an event as a genuine request."""
    body = json.dumps(content).encode()
    return Message(_headers(body, keys, now), body)


def _headers(body: bytes, keys: KeyPair, now: datetime) -> dict[str, str]:
    signed = signed_headers(json.loads(body)["id"], int(now.timestamp()), body, [keys])
    return {"content-type": TYPE, **signed}


def _rotating(keys: KeyPair, now: datetime) -> Message:
    body = json.dumps(event(now)).encode()
    both = signed_headers(json.loads(body)["id"], int(now.timestamp()), body, [KeyPair.new(), keys])
    return Message({"content-type": TYPE, **both}, body)


def _finding(step: Step, url: str, http: httpx.Client) -> Finding:
    awaited = "200 to 299" if step.is_taken else "400 to 499"
    try:
        answers = [
            http.post(url, content=one.body, headers=dict(one.headers), follow_redirects=False)
            for one in step.messages
        ]
    except httpx.TimeoutException:
        return Finding(
            step.code, step.what, awaited, "nothing in time", "receiver", "Answer within 15 seconds."
        )
    except httpx.HTTPError as error:
        advice = "See that the address can be reached from here, and that its certificate is right."
        return Finding(step.code, step.what, awaited, type(error).__name__, "network", advice)
    wanted = TAKEN if step.is_taken else REFUSED
    is_good = answers[-1].status_code in wanted and all(one.status_code in TAKEN for one in answers[:-1])
    came = ", ".join(str(one.status_code) for one in answers)
    return Finding(step.code, step.what, awaited, came, "nobody" if is_good else "receiver", step.advice)


def moment() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)
