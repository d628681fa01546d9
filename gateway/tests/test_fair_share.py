"""What one client or authority may ask, on the real edge; the others do not notice."""

import asyncio
import json
from typing import Any

import pytest
from echo_service import EchoService
from nats.js.kv import KeyValue
from signing_issuer import SigningIssuer
from standing import JOURNAL_GRANT, Edge

PATH = "/consent/v1/thing"


@pytest.fixture
def environment(environment: dict[str, Any]) -> dict[str, Any]:
    """Shares so small that a test can use them up; they fill again so slowly that none does meanwhile."""
    return environment | {
        "caller_per_second": 0.01,
        "caller_burst": 3,
        "authority_per_second": 0.01,
        "authority_burst": 5,
        "caller_at_once": 2,
    }


@pytest.fixture
async def granted(buckets: dict[str, KeyValue], edge: Edge, issuer: SigningIssuer) -> None:
    """Two more clients of the same authority, and one of a county that has not registered its authority yet."""
    for name in ("second", "third"):
        await buckets["grants"].put(f"client.{name}", json.dumps(JOURNAL_GRANT | {"clientId": name}).encode())
    apart = JOURNAL_GRANT | {"clientId": "apart", "organisationNumber": None, "scopes": ["agreements:read"]}
    await buckets["grants"].put("client.apart", json.dumps(apart).encode())
    while edge.app._register.client_grant("apart") is None:
        await asyncio.sleep(0.01)


def token(issuer: SigningIssuer, client: str) -> dict[str, str]:
    return {"authorization": f"Bearer {issuer.client_token(client)}"}


async def ask(edge: Edge, issuer: SigningIssuer, client: str, times: int) -> list[int]:
    headers = token(issuer, client)
    return [(await edge.http.get(PATH, headers=headers)).status_code for _ in range(times)]


async def test_a_client_that_asks_too_much_waits_and_the_next_one_does_not(
    edge: Edge, issuer: SigningIssuer, granted: None
) -> None:
    assert await ask(edge, issuer, "journal", 4) == [200, 200, 200, 429]
    assert await ask(edge, issuer, "second", 1) == [200]


async def test_a_new_token_is_the_same_client(edge: Edge, issuer: SigningIssuer, granted: None) -> None:
    answers = [(await ask(edge, issuer, "journal", 1))[0] for _ in range(4)]
    assert answers == [200, 200, 200, 429]


async def test_an_authority_has_a_share_over_all_its_clients(
    edge: Edge, issuer: SigningIssuer, service: EchoService, granted: None
) -> None:
    assert await ask(edge, issuer, "journal", 3) == [200] * 3
    assert await ask(edge, issuer, "second", 3) == [200, 200, 429]
    assert await ask(edge, issuer, "third", 1) == [429]
    assert await ask(edge, issuer, "apart", 1) == [200]
    assert len(service.requests) == 6


async def test_the_answer_tells_what_is_left_and_the_refusal_when_to_come_back(
    edge: Edge, issuer: SigningIssuer
) -> None:
    headers = token(issuer, "journal")
    first = await edge.http.get(PATH, headers=headers)
    assert first.headers["ratelimit-policy"] == '"caller";q=3;w=300'
    assert first.headers["ratelimit"].startswith('"caller";r=2;t=')
    for _ in range(2):
        await edge.http.get(PATH, headers=headers)
    refused = await edge.http.get(PATH, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-requests")
    assert refused.json()["fault"] == "sender"
    assert 90 <= int(refused.headers["retry-after"]) <= 100


async def test_requests_that_are_under_way_are_counted_until_they_end(
    edge: Edge, issuer: SigningIssuer, service: EchoService
) -> None:
    service.release = asyncio.Event()
    headers = token(issuer, "journal")
    slow = [asyncio.create_task(edge.http.get(PATH, headers=headers)) for _ in range(2)]
    while len(service.requests) < 2:
        await asyncio.sleep(0.01)
    third = await edge.http.get(PATH, headers=headers)
    assert (third.status_code, third.json()["code"]) == (429, "too-many-at-once")
    assert third.headers["retry-after"] == "1"
    service.release.set()
    assert [(await each).status_code for each in slow] == [200, 200]
    assert (await edge.http.get(PATH, headers=headers)).status_code == 200
    assert not edge.app._gatekeeper._fair_share._under_way
