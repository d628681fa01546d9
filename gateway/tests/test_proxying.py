from datetime import UTC, datetime
from typing import Any

from echo_service import EchoService
from standing import AUTHORITY, Edge, verifier

from slussen_chassis.auth import Caller


def caller_of(request: dict[str, Any], audience: str = "consent") -> Caller:
    token = dict(request["headers"])["authorization"].removeprefix("Bearer ")
    return verifier(audience).verify(token, datetime.now(UTC))


async def test_a_client_reaches_its_service_as_a_verified_caller(
    edge: Edge, service: EchoService, journal: dict[str, str]
) -> None:
    answer = await edge.http.post("/consent/v1/consent-events?batch=1", json={"a": 1}, headers=journal)
    assert answer.status_code == 200
    assert answer.headers["x-service"] == "echo"
    assert (service.last["path"], service.last["query"]) == ("/consent/v1/consent-events", "batch=1")
    assert service.last["body"] == '{"a":1}'
    caller = caller_of(service.last)
    assert caller == Caller(
        subject="journal",
        kind="client",
        scopes=frozenset({"consent:record"}),
        county_code="18",
        authority_id=AUTHORITY,
        client_id="journal",
    )
