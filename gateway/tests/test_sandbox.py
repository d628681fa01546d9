"""Failures that an integrator orders: carried out in a sandbox, and nowhere else."""

import time
from typing import Any

import pytest
import standing
from echo_service import EchoService
from nats.js.kv import KeyValue
from pydantic import ValidationError
from standing import Edge

from slussen_gateway.edge.settings import EdgeSettings

PATH = "/consent/v1/thing"


@pytest.fixture
def environment(environment: dict[str, Any]) -> dict[str, Any]:
    return environment | {"sandbox": True}


async def ask(edge: Edge, journal: dict[str, str], order: str, method: str = "GET") -> Any:
    return await edge.http.request(method, PATH, headers={**journal, "Slussen-Sandbox": order})


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 502, 503, 504])
async def test_a_failure_that_is_ordered_comes_and_reaches_no_service(
    edge: Edge, service: EchoService, journal: dict[str, str], status: int
) -> None:
    answer = await ask(edge, journal, f"fail={status}", "POST")
    assert answer.status_code == status
    assert answer.json()["code"] == "sandbox-ordered-failure"
    assert answer.json()["fault"] == ("platform" if status >= 500 else "sender")
    assert ("retry-after" in answer.headers) == (status in {429, 503})
    assert service.requests == []


async def test_a_delay_waits_and_then_the_request_goes_on(
    edge: Edge, service: EchoService, journal: dict[str, str]
) -> None:
    began = time.monotonic()
    assert (await ask(edge, journal, "delay=150ms")).status_code == 200
    assert time.monotonic() - began >= 0.15
    assert "slussen-sandbox" not in dict(service.last["headers"])


@pytest.mark.parametrize(
    "order",
    ["", "fail", "fail=200", "fail=503;fail=500", "delay=31s", "delay=1", "delay=-1s", "x=1", "fail=503;;"],
)
async def test_an_order_that_is_none_is_explained(
    edge: Edge, service: EchoService, journal: dict[str, str], order: str
) -> None:
    answer = await ask(edge, journal, order)
    assert (answer.status_code, answer.json()["code"]) == (400, "sandbox-order-not-understood")
    assert service.requests == []


async def test_nobody_orders_without_being_let_in(edge: Edge, service: EchoService) -> None:
    assert (await ask(edge, {}, "fail=503")).json()["code"] == "unauthenticated"


async def test_outside_a_sandbox_the_header_is_nothing(
    environment: dict[str, Any], buckets: dict[str, KeyValue], journal: dict[str, str]
) -> None:
    async with standing.edge(environment | {"sandbox": False}) as edge:
        await standing.until_ready(edge)
        assert (await ask(edge, journal, "fail=503;delay=30s")).status_code == 200


def test_production_has_no_sandbox(environment: dict[str, Any]) -> None:
    safe = {"environment": "production", "issuer": "https://a.example", "public_origin": "https://b.example"}
    EdgeSettings(**environment | safe | {"sandbox": False})
    with pytest.raises(ValidationError, match="no sandbox in production"):
        EdgeSettings(**environment | safe)
