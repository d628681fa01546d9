import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from echo_service import EchoService
from signing_issuer import SigningIssuer
from standing import AUTHORITY, CENTRE, UNIT_ID, Edge, caller_of

from slussen_chassis.auth import Caller
from slussen_chassis.authentication import Authentication
from slussen_gateway.edge import routing

JSON = {"content-type": "application/json"}


async def test_a_client_reaches_its_service_as_a_verified_caller(
    edge: Edge, service: EchoService, journal: dict[str, str]
) -> None:
    answer = await edge.http.post("/consent/v1/consent-events?batch=1", json={"a": 1}, headers=journal)
    assert answer.status_code == 200
    assert answer.headers["x-service"] == "echo"
    assert (service.last["path"], service.last["query"]) == ("/consent/v1/consent-events", "batch=1")
    assert service.last["body"] == '{"a":1}'
    assert caller_of(service.last) == Caller(
        subject="journal",
        kind="client",
        scopes=frozenset({"consent:record"}),
        county_code="18",
        authority_id=AUTHORITY,
        client_id="journal",
    )


async def test_a_user_reaches_the_service_with_unit_centre_and_profession(
    edge: Edge, service: EchoService, issuer: SigningIssuer
) -> None:
    headers = {"authorization": f"bearer {issuer.user_token()}"}
    assert (await edge.http.get("/referrals/v1/referrals", headers=headers)).status_code == 200
    caller = caller_of(service.last, "referrals")
    assert (caller.unit_id, caller.centre_id, caller.authority_id) == (UNIT_ID, CENTRE, AUTHORITY)
    assert (caller.profession, caller.activity) == ("midwife", "maternal_health_care")
    assert caller.assurance_level == "http://id.sambi.se/loa/loa3"
    assert caller.authentication == Authentication(issuer.url)
    assert {"referrals:send", "consent:decide"} <= caller.scopes


async def test_an_internal_token_is_good_for_one_service_alone(
    edge: Edge, service: EchoService, journal: dict[str, str]
) -> None:
    await edge.http.get("/agreements/v1/units", headers=journal)
    assert caller_of(service.last, "agreements").subject == "journal"


async def test_nobody_outside_can_tell_a_service_who_calls(
    edge: Edge, service: EchoService, journal: dict[str, str]
) -> None:
    spoofed = {
        "x-user-id": "root",
        "x-forwarded-for": "10.0.0.1",
        "x-forwarded-user": "root",
        "x-real-ip": "10.0.0.1",
        "forwarded": "for=10.0.0.1",
        "x_user": "root",
        "cookie": "__Host-other=1",
        "x-http-method-override": "DELETE",
        "te": "trailers",
        "host": "evil.example",
        "proxy-authorization": "Basic cm9vdA==",
        "idempotency-key": "k-1",
        "accept-language": "en",
    }
    answer = await edge.http.get("/consent/v1/thing", headers=journal | spoofed)
    assert answer.status_code == 200
    reached = dict(service.last["headers"])
    passed = {"host", "authorization", "traceparent", "accept", "accept-encoding", "user-agent"}
    assert set(reached) == passed | {"idempotency-key", "accept-language"}
    assert reached["host"] == "consent"
    assert len(service.last["headers"]) == len(reached)


async def test_the_service_never_sees_the_outside_token(
    edge: Edge, service: EchoService, journal: dict[str, str]
) -> None:
    await edge.http.get("/consent/v1/thing", headers=journal)
    assert journal["authorization"].split()[1] not in str(service.last)


async def test_a_trace_is_carried_on_or_begun(
    edge: Edge, service: EchoService, journal: dict[str, str]
) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    given = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    answer = await edge.http.get("/consent/v1/thing", headers=journal | given)
    assert answer.headers["traceparent"].split("-")[1] == trace
    assert dict(service.last["headers"])["traceparent"] == answer.headers["traceparent"]
    for bad in ("", "00-" + "0" * 32 + "-00f067aa0ba902b7-01", "nonsense"):
        answer = await edge.http.get("/consent/v1/thing", headers=journal | {"traceparent": bad})
        assert re.fullmatch("00-[0-9a-f]{32}-[0-9a-f]{16}-01", answer.headers["traceparent"])


async def test_headers_that_end_at_the_edge_do_not_reach_the_client(
    edge: Edge, journal: dict[str, str]
) -> None:
    answer = await edge.http.get("/consent/v1/thing", headers=journal)
    assert not {"set-cookie", "x-private", "server"} & set(answer.headers)
    assert len(answer.headers.get_list("date")) == 1
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "strict-transport-security" not in answer.headers  # the public origin of this test is plain HTTP


async def test_a_head_request_and_an_empty_answer_leave_the_connection_in_order(
    edge: Edge, journal: dict[str, str]
) -> None:
    for _ in range(3):
        answer = await edge.http.head("/consent/v1/thing", headers=journal)
        assert (answer.status_code, answer.content) == (200, b"")
        assert int(answer.headers["content-length"]) > 0
        answer = await edge.http.get("/consent/v1/nothing", headers=journal)
        assert (answer.status_code, answer.content) == (204, b"")


async def test_a_large_answer_streams_no_faster_than_the_client_reads(
    edge: Edge, service: EchoService, journal: dict[str, str]
) -> None:
    async with edge.http.stream("GET", "/consent/v1/large", headers=journal) as answer:
        await asyncio.sleep(0.3)
        assert service.sent_parts < 100
        total = 0
        async for part in answer.aiter_raw():
            total += len(part)
    assert total == 128 * 65536


async def test_a_client_that_hangs_up_frees_the_connection_to_the_service(
    edge: Edge, service: EchoService, journal: dict[str, str]
) -> None:
    for _ in range(5):
        async with edge.http.stream("GET", "/consent/v1/large", headers=journal) as answer:
            await anext(answer.aiter_raw())
    await asyncio.sleep(0.3)
    assert (await edge.http.get("/consent/v1/thing", headers=journal)).status_code == 200


@pytest.mark.parametrize("size", [65_000, 65_537, 1_000_000, 8 * 1024 * 1024])
@pytest.mark.parametrize("is_chunked", [False, True])
async def test_a_large_body_arrives_whole(
    edge: Edge, service: EchoService, journal: dict[str, str], size: int, is_chunked: bool
) -> None:
    content = parts_of(size) if is_chunked else bytes(size)
    answer = await edge.http.post("/consent/v1/consent-events", content=content, headers=journal | JSON)
    assert (answer.status_code, service.last["length"]) == (200, size)


async def parts_of(size: int) -> AsyncIterator[bytes]:
    while size > 0:
        yield bytes(min(size, 50_000))
        size -= 50_000


@pytest.mark.parametrize(
    ("path", "size"), [("consent-events", 8 * 1024 * 1024 + 1), ("subjects", 1024 * 1024 + 1)]
)
@pytest.mark.parametrize("is_chunked", [False, True])
async def test_a_body_over_the_routes_limit_is_refused(
    edge: Edge, service: EchoService, journal: dict[str, str], path: str, size: int, is_chunked: bool
) -> None:
    content = parts_of(size) if is_chunked else bytes(size)
    answer = await edge.http.post(f"/consent/v1/{path}", content=content, headers=journal | JSON)
    assert (answer.status_code, answer.json()["code"], answer.json()["fault"]) == (413, "too-large", "sender")
    assert all(request["length"] < size for request in service.requests)


async def test_a_service_may_answer_before_it_has_read_the_body(edge: Edge, journal: dict[str, str]) -> None:
    answer = await edge.http.post("/consent/v1/early", content=bytes(1_000_000), headers=journal | JSON)
    assert answer.status_code == 200
    assert (await edge.http.get("/consent/v1/thing", headers=journal)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": "application/json", "content-encoding": "gzip"},
        {"content-type": ""},
    ],
)
async def test_a_body_of_another_kind_is_refused(
    edge: Edge, service: EchoService, journal: dict[str, str], headers: dict[str, str]
) -> None:
    answer = await edge.http.post("/consent/v1/consent-events", content=b"{}", headers=journal | headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")
    assert not service.requests


async def test_a_form_is_taken_where_fhir_searches_and_nowhere_else(
    edge: Edge, service: EchoService, journal: dict[str, str]
) -> None:
    form = journal | {"content-type": routing.FORM.decode()}
    search = await edge.http.post("/consent/v1/fhir/Consent/_search", content=b"patient=x", headers=form)
    assert (search.status_code, service.last["body"]) == (200, "patient=x")
    for path in ("/consent/v1/fhir/Consent", "/consent/v1/consent-events"):
        assert (await edge.http.post(path, content=b"a=b", headers=form)).status_code == 415
    fhir = journal | {"content-type": "application/fhir+json", "if-none-exist": "identifier=a|b"}
    await edge.http.post("/consent/v1/fhir/Consent", content=b"{}", headers=fhir)
    assert ("if-none-exist", "identifier=a|b") in service.last["headers"]


@pytest.mark.parametrize("media_type", ["application/cloudevents+json; charset=UTF-8", "Application/JSON"])
async def test_media_types_are_recognised_whatever_their_case_and_parameters(
    edge: Edge, journal: dict[str, str], media_type: str
) -> None:
    headers = journal | {"content-type": media_type}
    assert (await edge.http.post("/consent/v1/thing", content=b"{}", headers=headers)).status_code == 200


async def test_methods_that_no_service_takes_are_refused(edge: Edge, journal: dict[str, str]) -> None:
    for method in ("OPTIONS", "TRACE", "PROPFIND"):
        answer = await edge.http.request(method, "/consent/v1/thing", headers=journal)
        assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
        assert "GET" in answer.headers["allow"]
    answer = await edge.http.request("GET", "/consent/v1/thing", content=b"{}", headers=journal | JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "unexpected-body")


async def test_a_refusal_speaks_swedish_unless_english_is_preferred(edge: Edge) -> None:
    answer = await edge.http.get("/consent/v1/thing")
    assert (answer.status_code, answer.headers["content-language"]) == (401, "sv")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    problem = answer.json()
    assert problem["type"] == "urn:slussen:problem:unauthenticated"
    assert problem["instance"] == f"urn:slussen:trace:{answer.headers['traceparent'].split('-')[1]}"
    answer = await edge.http.get("/consent/v1/thing", headers={"accept-language": "en-GB, sv;q=0.5, x;q=y"})
    assert (answer.headers["content-language"], answer.json()["title"]) == ("en", "Not authenticated")


async def test_what_takes_too_long_is_given_up(
    edge: Edge, journal: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = routing.Route("consent", "consent", "/consent/.*", answer_seconds=0.2)
    monkeypatch.setattr(edge.app._gatekeeper, "_table", routing.RoutingTable((quick,)))
    answer = await edge.http.get("/consent/v1/slow", headers=journal)
    assert (answer.status_code, answer.json()["code"]) == (504, "gateway-timeout")
    assert answer.json()["fault"] == "platform"
    assert (await edge.http.get("/consent/v1/thing", headers=journal)).status_code == 200


async def test_more_requests_than_there_is_room_for_are_shed(
    environment: dict[str, Any], edge: Edge, journal: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edge.app._gatekeeper, "_most_requests", 1)
    waiting = asyncio.create_task(edge.http.get("/consent/v1/slow", headers=journal))
    await asyncio.sleep(0.2)
    answer = await edge.http.get("/consent/v1/thing", headers=journal)
    assert (answer.status_code, answer.json()["code"]) == (503, "overloaded")
    assert int(answer.headers["retry-after"]) > 0
    waiting.cancel()


async def test_an_answer_of_a_service_may_bring_its_own_policy_and_caching(
    edge: Edge, journal: dict[str, str]
) -> None:
    answer = await edge.http.get("/consent/v1/page", headers=journal)
    assert answer.headers.get_list("content-security-policy") == ["default-src 'self'"]
    assert answer.headers.get_list("cache-control") == ["max-age=60"]
