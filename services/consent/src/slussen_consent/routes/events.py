"""Journals' events in: one CloudEvent, or a batch of up to a thousand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from slussen_chassis.clock import Clock
from slussen_chassis.errors import DomainError, FieldProblem, InvalidError
from slussen_chassis.problems import from_validation, problem_body
from slussen_consent.resources import Resources
from slussen_consent.routes.lean import Answer, Asked, without_tags
from slussen_consent.use_cases.journal import receive_journal_events
from slussen_consent.use_cases.journal_event import EventResult, Inbound, Journal
from slussen_consent.use_cases.migrations import Line
from slussen_contracts.consent.api import MOST_EVENTS, InboundEvent

SINGLE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
LONGEST_BODY = {SINGLE: 128 * 1024, BATCH: 8 * 1024 * 1024}

_ONE: TypeAdapter[Inbound] = TypeAdapter(InboundEvent)
_MANY: TypeAdapter[list[Inbound]] = TypeAdapter(list[InboundEvent])


@dataclass(frozen=True, slots=True)
class EventsIn:
    """Answers posted events."""

    resources: Callable[[], Resources]
    clock: Callable[[], Clock]

    async def answer(self, asked: Asked) -> Answer:
        """Take one event or a batch."""
        journal = Journal.of(asked.caller, asked.purpose)
        if asked.media_type == SINGLE:
            return await self._one(asked, journal)
        return await self._many(asked, journal)

    async def _one(self, asked: Asked, journal: Journal) -> Answer:
        event = _ONE.validate_json(asked.body)
        (result,) = await self._receive([event], journal)
        if result.error is not None:
            raise result.error
        status = HTTPStatus.CREATED if result.is_new else HTTPStatus.OK
        return Answer(status, orjson.dumps({"id": event.id, **_done(result)}))

    async def _many(self, asked: Asked, journal: Journal) -> Answer:
        read = _read(asked.body)
        events = [event for event in read if not isinstance(event, Unreadable)]
        results = iter(await self._receive(events, journal))
        outcomes = [
            _outcome(event.event_id, EventResult(error=event.error), english=asked.english)
            if isinstance(event, Unreadable)
            else _outcome(event.id, next(results), english=asked.english)
            for event in read
        ]
        language = "en" if asked.english else "sv"
        return Answer(HTTPStatus.OK, orjson.dumps({"results": outcomes}), language)

    async def _receive(self, events: Sequence[Inbound], journal: Journal) -> list[EventResult]:
        return await receive_journal_events(
            events, journal=journal, resources=self.resources(), now=self.clock().now()
        )


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An event of a batch that breaks the form; its own id, where that could be read."""

    event_id: str | None
    error: InvalidError


def _read(body: bytes) -> list[Inbound | Unreadable]:
    """Return the events of a batch: read all at once, and one by one where one of them is faulty."""
    try:
        events: list[Inbound | Unreadable] = list(_MANY.validate_json(body))
    except ValidationError as error:
        if any(not fault["loc"] for fault in error.errors(include_url=False)):
            raise
        events = [_read_one(one) for one in _plain_json(body)]
    if not 1 <= len(events) <= MOST_EVENTS:
        raise InvalidError(
            FieldProblem(
                "body",
                "length",
                f"en omgång har 1 till {MOST_EVENTS} händelser",
                f"a batch has 1 to {MOST_EVENTS} events",
            )
        )
    return events


def line_of(line: bytes | None) -> Line:
    """Return one line of a stream of events, read; None was too long to be held."""
    if line is None:
        return Line(
            error=InvalidError(FieldProblem("body", "too-long", "raden är för lång", "the line is too long"))
        )
    if not line.strip():
        return Line()
    try:
        return Line(_ONE.validate_json(line))
    except ValidationError:
        pass
    try:
        found = _read_one(_plain_json(line))
    except InvalidError as error:
        return Line(error=error)
    return Line(event_id=found.event_id, error=found.error) if isinstance(found, Unreadable) else Line(found)


def _plain_json(text: bytes) -> Any:
    """Return what JSON holds, read by the letter of RFC 8259: no `NaN`, no lone surrogate.

    Raises:
        InvalidError: It is no JSON.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise from_validation([{"type": "json_invalid"}]) from None


def _read_one(one: Any) -> Inbound | Unreadable:
    try:
        return _ONE.validate_python(one)
    except ValidationError as error:
        faults = without_tags(from_validation([dict(e) for e in error.errors(include_url=False)]))
        stated = one.get("id") if isinstance(one, dict) else None
        known = isinstance(stated, str) and not any(fault.field == "id" for fault in faults.problems)
        return Unreadable(stated if known else None, faults)


def _done(result: EventResult) -> dict[str, Any]:
    assert result.stored is not None  # noqa: S101 - a result has what was done or an error
    return {"consentId": result.stored.consent_id, "version": result.stored.version}


def _outcome(event_id: str | None, result: EventResult, *, english: bool) -> dict[str, Any]:
    if result.error is not None:
        return {"id": event_id, "status": "rejected", "problem": _problem(result.error, english=english)}
    return {"id": event_id, "status": "accepted" if result.is_new else "duplicate", **_done(result)}


def _problem(error: DomainError, *, english: bool) -> dict[str, Any]:
    body = problem_body(error, english=english)
    return {"code": body["code"], "title": body["title"], "errors": body.get("errors", [])}
