"""A journal system: an end that takes its consent events as Slussen does, fails as ordered, and looks at what comes.

It listens at an address of this machine, keeps nothing but counts, and never sees Slussen. What comes is read by the
published models; ordered failures show whether the journal waits, tries again, and keeps its ids.
"""

import asyncio
import contextlib
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
import uvicorn
from pydantic import TypeAdapter, ValidationError

from slussen_contracts.consent import api
from slussen_local.conformance.report import Finding, Report
from slussen_local.failure import LocalError

ROLE: Final = "journal-system"
ENOUGH: Final = 6
PATH: Final = "/consent/v1/consent-events"
WAIT_SECONDS: Final = 2
NUMBER: Final = re.compile(r"(?<!\d)(?:19|20)?\d{6}[-+]?\d{4}(?!\d)")
SINGLE: Final = "application/cloudevents+json"
BATCH: Final = "application/cloudevents-batch+json"
READER: Final[TypeAdapter[Any]] = TypeAdapter(api.InboundEvent)
ORDERED: Final[Sequence[int | None]] = (503, None, 429, None)
"""What the first requests are answered with, in turn; None takes them, as do all that follow."""


@dataclass
class Seen:
    """One request, without its content."""

    at: float
    answered: int
    path: str
    media_type: str
    has_token: bool
    has_trace: bool
    has_number_in_address: bool
    ids: tuple[str, ...] = ()
    is_sound: bool = False
    key: str | None = None


@dataclass
class Endpoint:
    """The end that listens."""

    most: int
    seen: list[Seen] = field(default_factory=list)
    enough: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Take one request (ASGI 3)."""
        if scope["type"] != "http":
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        status = self._take(scope, body)
        headers = [(b"content-type", b"application/json")]
        if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
            headers.append((b"retry-after", b"%d" % WAIT_SECONDS))
        await send({"type": "http.response.start", "status": int(status), "headers": headers})
        await send({"type": "http.response.body", "body": b"{}"})
        if len(self.seen) >= self.most:
            self.enough.set()

    def _take(self, scope: Any, body: bytes) -> int:
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        address = scope["path"] + "?" + scope["query_string"].decode("latin-1")
        media_type = headers.get("content-type", "").partition(";")[0].strip()
        events = _events(media_type, body)
        ordered = ORDERED[len(self.seen)] if len(self.seen) < len(ORDERED) else None
        status = ordered or (HTTPStatus.OK if events else HTTPStatus.UNPROCESSABLE_ENTITY)
        self.seen.append(
            Seen(
                at=time.monotonic(),
                answered=int(status),
                path=scope["path"],
                media_type=media_type,
                has_token=headers.get("authorization", "").lower().startswith(("bearer ", "dpop ")),
                has_trace="traceparent" in headers,
                has_number_in_address=NUMBER.search(address) is not None,
                ids=tuple(f"{one.get('source')}|{one.get('id')}" for one in events),
                is_sound=bool(events) and all(_is_sound(one) for one in events),
                key=headers.get("idempotency-key"),
            )
        )
        return int(status)


def _events(media_type: str, body: bytes) -> list[dict[str, Any]]:
    try:
        document = orjson.loads(body)
    except ValueError:
        return []
    listed = document if media_type == BATCH and isinstance(document, list) else [document]
    return [one for one in listed if isinstance(one, dict)] if media_type in {SINGLE, BATCH} else []


def _is_sound(event: dict[str, Any]) -> bool:
    """Tell whether an event is one that the published model takes."""
    try:
        READER.validate_python(event)
    except ValidationError:
        return False
    return True


async def listen(url: str, *, seconds: float, now: Callable[[], datetime], enough: int = ENOUGH) -> Report:
    """Listen at an address for some time, or until enough has come; return what was found.

    Raises:
        LocalError: The address is none of this machine.
    """
    parts = urlsplit(url)
    if parts.hostname not in {"127.0.0.1", "localhost"} or parts.port is None:
        raise LocalError(
            f"{url} is no address of this machine with a port.", "Write, for example, http://127.0.0.1:8499."
        )
    endpoint = Endpoint(enough)
    config = uvicorn.Config(
        endpoint, host="127.0.0.1", port=parts.port, log_config=None, lifespan="off", ws="none"
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.wait(
                {serving, asyncio.create_task(endpoint.enough.wait())}, return_when=asyncio.FIRST_COMPLETED
            )
    server.should_exit = True
    await serving
    return Report(ROLE, url, now(), judge(endpoint.seen))


def judge(seen: Sequence[Seen]) -> list[Finding]:
    """Return what a journal's requests show."""
    if not seen:
        advice = "See that the journal sends to this address."
        return [Finding("reached", "Something comes", "requests", "nothing", "network", advice)]
    checks = {
        "path": (
            *("It posts to the right address", all(one.path == PATH for one in seen)),
            f"Post to {PATH}.",
        ),
        "media-type": (
            *("It says what it sends", all(one.media_type in {SINGLE, BATCH} for one in seen)),
            f"Send {SINGLE}, or {BATCH} for several.",
        ),
        "token": (
            *("It shows a token", all(one.has_token for one in seen)),
            "Send an access token (Authorization: Bearer or DPoP).",
        ),
        "sound-events": (
            *("Its events are sound", all(one.is_sound for one in seen)),
            "A member is missing or wrong; the JSON Schema of consent events names them.",
        ),
        "no-number-in-address": (
            *("No personal number stands in an address", not any(one.has_number_in_address for one in seen)),
            "A personal number belongs in the body, never in an address.",
        ),
        "distinct-ids": (
            *("Each new event has an id of its own", _are_distinct(seen)),
            "Give each new event an id of its own within its source.",
        ),
    }
    findings = [_found(code, what, advice, holds=holds) for code, (what, holds, advice) in checks.items()]
    return [*findings, _tried_again(seen, 0, "service-away"), _tried_again(seen, 2, "too-many")]


def _found(code: str, what: str, advice: str, *, holds: bool) -> Finding:
    return Finding(code, what, "yes", "yes" if holds else "no", "nobody" if holds else "journal", advice)


def _are_distinct(seen: Sequence[Seen]) -> bool:
    taken = [one_id for one in seen if one.answered == HTTPStatus.OK for one_id in one.ids]
    return len(set(taken)) == len(taken)


def _tried_again(seen: Sequence[Seen], place: int, code: str) -> Finding:
    """Tell whether what was refused at a place came again, the same, and not before it was asked to."""
    what = f"A refusal ({ORDERED[place]}) is waited for and tried again"
    if len(seen) <= place:
        return _found(code, what, f"Not reached: send at least {len(ORDERED)} requests.", holds=False)
    refused = seen[place]
    again = next((one for one in seen[place + 1 :] if one.ids == refused.ids), None)
    if again is None:
        return _found(code, what, "Send the same events again, with the same ids.", holds=False)
    is_patient = again.at - refused.at >= WAIT_SECONDS * 0.9
    advice = "Wait for Retry-After, and keep the Idempotency-Key if you send one."
    return _found(code, what, advice, holds=is_patient and again.key == refused.key)
