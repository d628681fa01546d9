"""What no HTTP library sends: requests that two parsers could read in two ways, and hostile paths."""

import asyncio
import json

import pytest
from echo_service import EchoService
from standing import Edge

from slussen_gateway.edge import protocol

CLOSE = b"connection: close\r\n"


def authorised(journal: dict[str, str]) -> bytes:
    return b"authorization: " + journal["authorization"].encode() + b"\r\n"


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


SMUGGLED = b"GET /consent/v1/smuggled HTTP/1.1\r\nhost: x\r\n\r\n"


@pytest.mark.parametrize(
    "head",
    [
        b"content-length: 4\r\ntransfer-encoding: chunked\r\n",
        b"transfer-encoding: chunked\r\ncontent-length: 4\r\n",
        b"content-length: 4\r\ncontent-length: 5\r\n",
        b"content-length: 4, 4\r\n",
        b"content-length: +4\r\n",
        b"content-length: 0x4\r\n",
        b"content-length: -1\r\n",
        b"content-length: 99999999999999999999999\r\n",
        b"transfer-encoding: gzip, chunked\r\n",
        b"transfer-encoding: chunked, identity\r\n",
        b"transfer-encoding: xchunked\r\n",
        b"transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n",
        b"transfer-encoding : chunked\r\n",
        b" transfer-encoding: chunked\r\n",
        b"transfer-encoding:\x0bchunked\r\n",
        b"x: y\r\n transfer-encoding: chunked\r\n",
        b"host: b\r\ncontent-length: 4\r\n",
        b"content-type: application/json\r\ncontent-length: 4\r\n",
        b"connection: upgrade\r\nupgrade: other\r\ncontent-length: 48\r\n",
    ],
    ids=ascii,
)
async def test_an_ambiguous_request_is_refused_and_nothing_after_it_is_read(
    edge: Edge, service: EchoService, journal: dict[str, str], head: bytes
) -> None:
    request = b"POST /consent/v1/thing HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n" + head
    body = b"0\r\n\r\n" + SMUGGLED.replace(b"host: x\r\n", b"host: x\r\n" + authorised(journal))
    answer = await edge.raw(request + authorised(journal) + b"\r\n" + body)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert status_of(answer) == 400
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["code"] == "malformed-request"
    assert not service.requests


async def test_the_same_request_without_the_ambiguity_is_let_in(
    edge: Edge, service: EchoService, journal: dict[str, str]
) -> None:
    request = b"POST /consent/v1/thing HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n" + CLOSE
    answer = await edge.raw(request + b"content-length: 2\r\n" + authorised(journal) + b"\r\n{}")
    assert status_of(answer) == 200
    assert service.last["body"] == "{}"


@pytest.mark.parametrize(
    "path",
    [
        b"/consent/../agreements/v1/units",
        b"/consent/v1/./thing",
        b"/consent/v1/thing/..",
        b"/consent//v1/thing",
        b"//consent/v1/thing",
        b"/consent/v1/a%2fb",
        b"/consent/v1/a%2Fb",
        b"/consent/v1/a%5cb",
        b"/consent/v1/%2e%2e/x",
        b"/consent/v1/.%2e/x",
        b"/consent/v1/a%00",
        b"/consent/v1/a%0d%0ax:y",
        b"/consent/v1/a%252fb",
        b"/consent/v1/a%zz",
        b"/consent/v1/a%2",
        b"/consent/v1/a\\b",
        b"/consent/v1/a|b",
        b'/consent/v1/a"b',
        b"/consent/v1/<script>",
        b"/consent/v1/\xc3\xa5",
        b"/consent/v1/thing?a=\xc3\xa5",
    ],
    ids=ascii,
)
async def test_a_path_that_could_be_read_in_two_ways_is_refused(
    edge: Edge, service: EchoService, journal: dict[str, str], path: bytes
) -> None:
    request = b"GET " + path + b" HTTP/1.1\r\nhost: a\r\n" + CLOSE + authorised(journal) + b"\r\n"
    assert status_of(await edge.raw(request)) == 400
    assert not service.requests


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (b"/consent/v1/thing%20x/?q=%2F..%2F&r=a/b", 200),
        (b"/consent/v1/tables('x')/$count", 200),
        (b"/consent/v1/a..b/.well", 200),
        (b"http://evil.example/consent/v1/thing", 200),
        (b"/Consent/v1/thing", 404),
        (b"/consents/v1/thing", 404),
        (b"/consent", 404),
        (b"/%63onsent/v1/thing", 404),
    ],
    ids=ascii,
)
async def test_plain_paths_go_where_the_table_says(
    edge: Edge, service: EchoService, journal: dict[str, str], path: bytes, found: int
) -> None:
    request = b"GET " + path + b" HTTP/1.1\r\nhost: a\r\n" + CLOSE + authorised(journal) + b"\r\n"
    assert status_of(await edge.raw(request)) == found
    if found == 200:
        assert service.last["path"] == path.removeprefix(b"http://evil.example").partition(b"?")[0].decode()


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET /consent/v1/thing HTTP/1.1\r\n", 400),
        (b"GET /consent/v1/thing HTTP/1.0\r\n", 200),
        (b"OPTIONS * HTTP/1.1\r\nhost: a\r\n", 400),
        (b"CONNECT evil.example:443 HTTP/1.1\r\nhost: a\r\n", 400),
        (b"NONSENSE /consent/v1/thing HTTP/1.1\r\nhost: a\r\n", 400),
        (b"GET /consent/v1/thing HTTP/9.9\r\nhost: a\r\n", 400),
        (b"GET /consent/v1/thing\r\nhost: a\r\n", 400),
        (b"GET /" + b"a" * 2100 + b" HTTP/1.1\r\nhost: a\r\n", 414),
        (b"GET /consent/v1/thing?" + b"a" * 6200 + b" HTTP/1.1\r\nhost: a\r\n", 414),
        (b"GET /consent/v1/thing HTTP/1.1\r\nhost: a\r\nx: " + b"a" * 17_000 + b"\r\n", 431),
        (b"GET /consent/v1/thing HTTP/1.1\r\nhost: a\r\n" + b"x: y\r\n" * 70, 431),
        (b"GET /consent/v1/thing HTTP/1.1\r\nhost: a\r\nx: a\rb\r\n", 400),
        (b"GET /consent/v1/thing HTTP/1.1\r\nhost: a\r\nx: a\x00b\r\n", 400),
        (b"GET /consent/v1/thing HTTP/1.1\r\nhost: a\r\nauthorization: Bearer x\r\n", 400),
        (b"GET /consent/v1/thing HTTP/1.1\r\nhost: a\r\nupgrade: h2c\r\nconnection: upgrade\r\n", 200),
    ],
    ids=lambda value: ascii(value[:60]) if isinstance(value, bytes) else str(value),
)
async def test_each_kind_of_odd_request_gets_its_answer(
    edge: Edge, journal: dict[str, str], request_line: bytes, status: int
) -> None:
    answer = await edge.raw(request_line + authorised(journal) + CLOSE + b"\r\n")
    assert status_of(answer) == status


async def test_a_head_that_never_ends_is_refused_before_it_fills_the_memory(edge: Edge) -> None:
    head = b"GET /consent/v1/thing HTTP/1.1\r\nhost: a\r\n"
    answer = await edge.raw(head, *[b"x: " + b"a" * 8000 + b"\r\n"] * 9, pause=0.01)
    assert status_of(answer) == 431


async def test_a_slow_head_is_given_up_and_others_are_served(
    edge: Edge, journal: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.3)
    slow = asyncio.create_task(edge.raw(b"GET /cons", *[b"e"] * 12, pause=0.1))
    silent = asyncio.create_task(edge.raw(b""))
    blank = asyncio.create_task(edge.raw(*[b"\r\n"] * 12, pause=0.1))
    assert (await edge.http.get("/consent/v1/thing", headers=journal)).status_code == 200
    for answer in (await slow, await silent, await blank):
        assert status_of(answer) == 408


async def test_a_slow_body_is_given_up(
    edge: Edge, journal: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slussen_gateway.edge.proxy.BODY_PAUSE_SECONDS", 0.2)
    head = b"POST /consent/v1/thing HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n"
    head += authorised(journal) + b"content-length: 100\r\n"
    answer = await edge.raw(head + b"expect: 100-continue\r\n\r\n{", pause=1.0)
    assert answer.startswith(b"HTTP/1.1 100 Continue")
    assert b"HTTP/1.1 408 " in answer


async def test_a_client_that_hangs_up_while_sending_leaves_nothing_behind(
    edge: Edge, service: EchoService, journal: dict[str, str]
) -> None:
    head = b"POST /consent/v1/consent-events HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n"
    head += authorised(journal) + b"content-length: 900000\r\n\r\n"
    for body in (b"", b"{", bytes(300_000)):
        _, writer = await asyncio.open_connection("127.0.0.1", edge.port)
        writer.write(head + body)
        await writer.drain()
        await asyncio.sleep(0.1)
        writer.transport.abort()
    await asyncio.sleep(0.2)
    assert edge.app._pools["consent"].open_connections == 0
    assert edge.app._gatekeeper._under_way == 0
    assert not [request for request in service.requests if request["length"] == 900_000]


async def test_two_requests_sent_at_once_are_answered_in_their_order(
    edge: Edge, journal: dict[str, str]
) -> None:
    head = b" HTTP/1.1\r\nhost: a\r\n" + authorised(journal)
    answer = await edge.raw(b"GET /consent/v1/a" + head + b"\r\nGET /consent/v1/b" + head + CLOSE + b"\r\n")
    assert answer.count(b"HTTP/1.1 200") == 2
    assert answer.index(b"/consent/v1/a") < answer.index(b"/consent/v1/b")
