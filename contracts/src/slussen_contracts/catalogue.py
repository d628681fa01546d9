"""Every event type of the platform; the JSON Schemas and the AsyncAPI document are made from it."""

from slussen_contracts.agreements import events as agreements
from slussen_contracts.consent import events as consent
from slussen_contracts.events import TYPE_PATTERN, Event
from slussen_contracts.integration import events as integration
from slussen_contracts.operations import events as operations
from slussen_contracts.referrals import events as referrals
from slussen_contracts.statistics import events as statistics

EVENTS: dict[str, type[Event]] = {
    event.type: event
    for event in (
        *agreements.EVENTS,
        *consent.EVENTS,
        *referrals.EVENTS,
        *statistics.EVENTS,
        *integration.EVENTS,
        *operations.EVENTS,
    )
}

STREAM = "SLUSSEN"
STREAM_SUBJECTS = ("slussen.>",)


def check() -> None:
    """Raise ValueError where a type's name breaks the pattern."""
    for event_type in EVENTS:
        if not TYPE_PATTERN.match(event_type):
            raise ValueError(f"event type {event_type} breaks the naming rule")


check()
