"""The hot path refuses and answers as every other route does."""

import json
from typing import Any

import pytest
from consent_world import BATCH, SINGLE, World
from openapi_spec_validator import validate

from slussen_chassis.auth import Caller
from slussen_consent.domain import consent, custodians, decision, positions
from slussen_consent.domain.boundary_rules import Boundary
from slussen_contracts.consent import api
from slussen_contracts.consent.events import JOURNAL_CHANGED, JOURNAL_RECORDED, JOURNAL_WITHDRAWN

EVENTS = "/consent/v1/consent-events"
DECISIONS = "/consent/v1/disclosure-decisions"


@pytest.mark.parametrize("kind", ["text/plain", "application/json", ""])
async def test_an_event_of_another_media_type_is_refused(world: World, kind: str) -> None:
    answer = await world.post(world.event(), kind=kind)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")


async def test_parameters_of_the_media_type_are_no_hindrance(world: World) -> None:
    answer = await world.post(world.event(), kind=f"{SINGLE.upper()}; charset=utf-8")
    assert answer.status_code == 201


async def test_a_body_that_is_too_large_is_refused(world: World) -> None:
    answer = await world.post({"padding": "x" * 200_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


async def test_a_body_in_pieces_that_grows_too_large_is_refused(world: World) -> None:
    async def pieces() -> Any:
        for _ in range(20):
            yield b" " * 10_000

    async with world.client(world.journal()) as client:
        answer = await client.post(EVENTS, content=pieces(), headers={"Content-Type": SINGLE})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b'{"specversion":"1.0"}',
        b"[" * 5000,
        b'"\\u0000"',
        b'[{"id":NaN}]',
    ],
)
@pytest.mark.parametrize("kind", [SINGLE, BATCH])
async def test_what_is_no_event_is_refused_by_field_and_rule(world: World, body: bytes, kind: str) -> None:
    async with world.client(world.journal()) as client:
        answer = await client.post(EVENTS, content=body, headers={"Content-Type": kind})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"]


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\u2028", "å", "x" * 300])
async def test_ids_are_plain_text_of_a_bounded_length(world: World, text: str) -> None:
    for changed in (
        {**world.event(), "id": text},
        {**world.event(), "source": text},
        world.event(externalId=text),
    ):
        assert (await world.post(changed)).status_code == 422


async def test_without_a_token_there_is_no_answer(world: World) -> None:
    for path, kind in ((EVENTS, SINGLE), (DECISIONS, "application/json")):
        async with world.client(None) as client:
            answer = await client.post(path, content=b"{}", headers={"Content-Type": kind})
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


async def test_the_scope_is_asked_for_and_a_refusal_leaves_a_trace(world: World) -> None:
    reader = world.worker_at(world.midwives, "midwife", scopes="consent:read")
    assert (await world.ask(reader)).json()["code"] == "scope-missing"
    (row,) = await world.database.rows("SELECT action, outcome, actor FROM audit_entry")
    assert tuple(row.values()) == ("decideDisclosure", "denied", "user-1")


async def test_journal_events_come_from_a_connected_system_alone(world: World) -> None:
    assert (await world.post(world.event(), world.midwife)).json()["code"] == "machine-client-required"
    homeless = Caller("c", "client", frozenset({"consent:record"}), "18", client_id="c")
    assert (await world.post(world.event(), homeless)).json()["code"] == "machine-client-required"


async def test_problems_are_in_the_callers_language(world: World) -> None:
    async with world.client(world.journal()) as client:
        headers = {"Content-Type": SINGLE, "Accept-Language": "en"}
        answer = await client.post(EVENTS, content=json.dumps(world.event(topics=[])), headers=headers)
    assert answer.headers["content-language"] == "en"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["message"] == "State what the consent is about."


async def test_every_answer_carries_the_trace(world: World) -> None:
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    async with world.client(world.journal()) as client:
        headers = {"Content-Type": SINGLE, "traceparent": trace}
        answer = await client.post(EVENTS, content=json.dumps(world.event()), headers=headers)
    assert answer.headers["traceparent"].startswith("00-4bf92f3577b34da6a3ce929d0e0e4736-")
    assert await world.one("SELECT trace_id FROM audit_entry") == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert "4bf92f3577b34da6a3ce929d0e0e4736" in await world.one("SELECT traceparent FROM outbox")


async def test_a_database_that_is_away_is_unavailable_and_nothing_more_is_told(world: World) -> None:
    pool = await world.service.api.state.database.raw_pool()
    await pool.close()
    answer = await world.post(world.event())
    assert answer.status_code == 503
    assert "retry-after" in answer.headers


async def test_the_lean_routes_stand_in_the_description(world: World) -> None:
    async with world.client(None) as client:
        made = (await client.get("/consent/v1/openapi.json")).json()
    validate(made)
    operation = made["paths"]["/consent-events"]["post"]
    assert {SINGLE, BATCH} <= set(operation["requestBody"]["content"])
    assert operation["x-required-scopes"] == ["consent:record"]
    assert made["paths"]["/disclosure-decisions"]["post"]["x-required-scopes"] == ["consent:decide"]
    assert set(operation["responses"]) >= {"200", "201", "default"}


async def test_a_lean_route_that_is_reached_the_ordinary_way_answers_the_same(world: World) -> None:
    await world.recorded()
    world.service._lean = {}
    again = await world.post(world.event())
    asked = await world.ask()
    assert (again.status_code, again.json()["version"]) == (200, 1)
    assert asked.json()["outcome"] == "permitted"
    assert asked.headers["content-language"] == "en"


def codes(literal: Any) -> set[str]:
    return set(literal.__args__)


def test_the_contracts_codes_are_the_rules_codes() -> None:
    assert codes(api.PositionCode) == set(positions.PositionValue)
    assert codes(api.ValueCode) == set(positions.ConsentValue)
    assert codes(api.MethodCode) == set(positions.Method)
    assert codes(api.CustodyBasisCode) == set(positions.CustodyBasis)
    assert codes(api.CustodySourceCode) == set(positions.CustodySource)
    assert codes(api.StatusCode) == set(consent.ConsentStatus)
    assert codes(api.SubjectKindCode) == set(custodians.SubjectKind)
    assert codes(api.DocumentCode) == set(custodians.DocumentKind)
    assert codes(api.RelationCode) == set(custodians.Capacity)
    assert codes(api.OutcomeCode) == set(decision.Outcome)
    assert codes(api.BoundaryCode) == set(Boundary)


def test_the_contracts_event_types_are_those_announced() -> None:
    kinds = (api.ConsentRecordedEvent, api.ConsentChangedEvent, api.ConsentWithdrawnEvent)
    found = [kind.model_fields["type"].annotation.__args__[0] for kind in kinds]
    assert found == [JOURNAL_RECORDED, JOURNAL_CHANGED, JOURNAL_WITHDRAWN]
