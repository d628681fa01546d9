"""Consents that journal systems announce: each event has its effect once, and a faulty one stops no other."""

from collections.abc import Sequence
from datetime import datetime

from slussen_chassis.errors import DomainError
from slussen_consent.resources import Resources
from slussen_consent.use_cases.changes import Later, change_consent, withdraw_for_journal
from slussen_consent.use_cases.journal_event import EventResult, Inbound, Journal
from slussen_consent.use_cases.registrations import register_consents
from slussen_contracts.consent.api import ConsentRecordedEvent, ConsentWithdrawnEvent


async def receive_journal_events(
    events: Sequence[Inbound], *, journal: Journal, resources: Resources, now: datetime
) -> list[EventResult]:
    """Let each event have its effect, in one commit for all first registrations and one for each change.

    First registrations go first, whatever the order: the change of a consent may come in the same batch.
    """
    first = [event for event in events if isinstance(event, ConsentRecordedEvent)]
    registered = iter(await register_consents(first, journal=journal, resources=resources, now=now))
    return [
        next(registered)
        if isinstance(event, ConsentRecordedEvent)
        else await _change(event, journal=journal, resources=resources, now=now)
        for event in events
    ]


async def _change(event: Later, *, journal: Journal, resources: Resources, now: datetime) -> EventResult:
    try:
        if isinstance(event, ConsentWithdrawnEvent):
            return await withdraw_for_journal(event, journal=journal, resources=resources, now=now)
        return await change_consent(event, journal=journal, resources=resources, now=now)
    except DomainError as error:
        return EventResult(error=error)
