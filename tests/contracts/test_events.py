"""Every event's example keeps its schema, is read by everyone who follows it, and names no person."""

import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from nats.aio.client import Client
from nats.aio.msg import Msg

from slussen_chassis.bus import Subscriptions, UnreadableError
from slussen_contracts.catalogue import EVENTS
from slussen_contracts.documents.samples import sample_envelope
from slussen_contracts.events import Event

SERVICES = ("agreements", "consent", "referrals", "statistics")
SCHEMAS = Path(__file__).parents[2] / "contracts" / "schemas"
PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:18|19|20)?\d{2}[01]\d[0-39]\d[-+]?\d{4}(?!\d)")

every_event = pytest.mark.parametrize("kind", EVENTS.values(), ids=EVENTS)


def published(kind: type[Event]) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((SCHEMAS / f"{kind.type}.json").read_text("utf-8"))
    return schema


def message(envelope: dict[str, Any]) -> Msg:
    return Msg(_client=Client(), subject="slussen.18.any", data=json.dumps(envelope).encode())


@every_event
def test_an_events_schema_is_one_and_its_example_keeps_it(kind: type[Event]) -> None:
    schema = published(kind)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for example in schema["examples"]:
        validator.validate(example)
        assert kind.from_cloud_event(example).data() == example["data"]


@every_event
def test_a_schema_refuses_an_event_without_one_of_its_members(kind: type[Event]) -> None:
    validator = Draft202012Validator(published(kind))
    example = sample_envelope(kind)
    required = published(kind)["properties"]["data"]["required"]
    for name in required:
        data = {key: value for key, value in example["data"].items() if key != name}
        assert not validator.is_valid({**example, "data": data})


@every_event
def test_an_events_example_holds_nothing_that_looks_like_a_personal_number(kind: type[Event]) -> None:
    example = published(kind)["examples"][0]
    opaque = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b2321000\d{3}\b")
    assert not PERSONAL_NUMBER.search(opaque.sub("", json.dumps(example["data"])))


@pytest.mark.parametrize("service", SERVICES)
def test_every_follower_reads_the_examples_of_what_it_follows(generator: ModuleType, service: str) -> None:
    followed = list(generator.follows(service))
    subscriptions = Subscriptions(service)
    for kind in followed:
        read = subscriptions.read(message(sample_envelope(kind)))
        assert type(read.event) is kind
        assert read.event == kind.from_cloud_event(sample_envelope(kind))


@every_event
def test_a_follower_ignores_a_member_of_a_later_version_and_refuses_one_that_is_missing(
    kind: type[Event],
) -> None:
    subscriptions = Subscriptions("any")
    example = sample_envelope(kind)
    later = {**example, "data": {**example["data"], "addedLater": True}}
    assert subscriptions.read(message(later)).event == kind.from_cloud_event(example)
    with pytest.raises(UnreadableError):
        subscriptions.read(message({**example, "data": {}}))
