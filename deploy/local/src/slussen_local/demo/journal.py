"""What a journal system posts: consent events as CloudEvents, single and in batches."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import uuid4

from slussen_client.models.consent import BatchReceipt, ConsentRecordedEvent, EventOutcome, EventReceipt
from slussen_contracts.consent.events import JOURNAL_RECORDED, JOURNAL_WITHDRAWN
from slussen_local.demo.days import today
from slussen_local.demo.machine import Machine
from slussen_local.demo.persons import Identity, custodians, demo_child, synthetic_child, two_parents

EVENTS = "/consent/v1/consent-events"
ONE = "application/cloudevents+json"
MANY = "application/cloudevents-batch+json"
TOPIC = "parental_support"
LASTS = timedelta(days=90)

Event = dict[str, Any]


def consent_given(child: Identity, *, situation: str, at_unit: str, to_unit: str) -> Event:
    """Return the event "both custodians say yes": the social worker at `to_unit` may be told, on one topic.

    `at_unit` is the HSA-id of the unit where a midwife recorded it; `to_unit` is our id of the recipient's unit.
    """
    now = datetime.now(UTC)
    answered = {"relation": "custodian", "value": "yes", "givenAt": now.isoformat(), "method": "oral"}
    data = {
        "externalId": f"samtycke-{uuid4().hex[:12]}",
        "subject": child,
        "recordedBy": {"hsaId": at_unit, "profession": "midwife"},
        "situation": situation,
        "topics": [TOPIC],
        "recipients": [{"unitId": to_unit, "profession": "social_worker"}],
        "positions": [{"custodian": parent, **answered} for parent in two_parents()],
        "livesApart": False,
        "custodyVerifiedOn": today().isoformat(),
        "custodySource": "civil_register",
        "validThrough": (now + LASTS).date().isoformat(),
        "journalReference": {
            "system": "journal-demo",
            "documentId": f"anteckning-{uuid4().hex[:8]}",
            "documentedAt": now.isoformat(),
            "recordOwner": "child",
        },
        "informationGiven": {"language": "sv", "consequencesExplained": True},
    }
    return _event(JOURNAL_RECORDED, data)


def consent_of_the_custodians(*, at_unit: str, to_unit: str) -> Event:
    """Return the event "the two who can log in say yes" about the demonstration's child."""
    event = consent_given(
        demo_child(), situation=f"foraldrastod-{today():%Y-%m}", at_unit=at_unit, to_unit=to_unit
    )
    event["data"]["topics"] = [TOPIC, "family_situation"]
    for position, number in zip(event["data"]["positions"], custodians(), strict=True):
        position["custodian"] = number
    return event


def consent_withdrawn(given: Event) -> Event:
    """Return the event "a custodian withdraws" for a consent that was given before."""
    data = {
        "externalId": given["data"]["externalId"],
        "withdrawnAt": datetime.now(UTC).isoformat(),
        "custodian": given["data"]["positions"][0]["custodian"],
    }
    return _event(JOURNAL_WITHDRAWN, data)


def many_consents(count: int, *, at_unit: str, to_unit: str) -> list[Event]:
    """Return `count` events about children who can't exist."""
    return [
        consent_given(
            synthetic_child(), situation=f"volym-{uuid4().hex[:8]}", at_unit=at_unit, to_unit=to_unit
        )
        for _ in range(count)
    ]


async def post(journal: Machine, event: Event) -> EventReceipt:
    """Post one event; return its receipt."""
    answer = await journal.slussen.consent.record_consent_events(cast("ConsentRecordedEvent", event))
    return cast("EventReceipt", answer.value)


async def post_many(journal: Machine, events: list[Event]) -> list[EventOutcome]:
    """Post a batch; return what became of each event."""
    answer = await journal.slussen.consent.record_consent_events(cast("list[Any]", events))
    return cast("BatchReceipt", answer.value)["results"]


def _event(event_type: str, data: Event) -> Event:
    return {
        "specversion": "1.0",
        "id": uuid4().hex,
        "source": "urn:demo:journal",
        "type": event_type,
        "time": datetime.now(UTC).isoformat(),
        "datacontenttype": "application/json",
        "data": data,
    }
