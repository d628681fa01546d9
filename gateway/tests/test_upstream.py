"""The pool against services that misbehave byte by byte."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from echo_service import EchoService
from standing import Edge

from slussen_gateway.edge import upstream
from slussen_gateway.edge.connection import BrokenAnswerError, NoConnectionError
from slussen_gateway.edge.upstream import Address, Pool

QUESTION = b"GET / HTTP/1.1\r\nhost: a\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def service_that(behaves: Behaviour, folder: Path) -> AsyncIterator[Pool]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await behaves(reader, writer)
        writer.close()

    server = await asyncio.start_unix_server(serve, folder / "raw.sock")
    pool = Pool(Address(socket_path=str(folder / "raw.sock")), most=2)
    try:
        yield pool
    finally:
        pool.close()
        server.close()
        await asyncio.sleep(0.01)


def answering(*parts: bytes, pause: float = 0) -> Behaviour:
    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await reader.readuntil(b"\r\n\r\n")
            for part in parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(pause)

    return behave


async def body_of(pool: Pool, *, head_only: bool = False) -> tuple[int, bytes]:
    connection = await pool.ask(QUESTION, head_only=head_only)
    try:
        body = b""
        while part := await connection.read():
            body += part
        return connection.status, body
    finally:
        pool.release(connection)


async def test_one_connection_serves_one_request_after_the_other(folder: Path) -> None:
    async with service_that(answering(OK), folder) as pool:
        for _ in range(5):
            assert await body_of(pool) == (200, b"ok")
        assert (pool.open_connections, pool.idle_connections) == (1, 1)


@pytest.mark.parametrize(
    ("answer", "status", "body"),
    [
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, 200, b"ok"),
        (b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" + OK, 200, b"ok"),
        (
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nx-trailer: 1\r\n\r\n",
            200,
            b"ok",
        ),
        (b"HTTP/1.1 204 No Content\r\n\r\n", 204, b""),
        (b"HTTP/1.1 304 Not Modified\r\ncontent-length: 2\r\n\r\n", 304, b""),
    ],
)
@pytest.mark.parametrize("is_split", [False, True])
async def test_answers_are_read_however_they_come(
    folder: Path, answer: bytes, status: int, body: bytes, is_split: bool
) -> None:
    parts = [answer[i : i + 1] for i in range(len(answer))] if is_split else [answer]
    async with service_that(answering(*parts), folder) as pool:
        for _ in range(2):
            assert await body_of(pool) == (status, body)
        assert pool.open_connections == 1


async def test_an_answer_to_head_has_no_body_whatever_length_it_states(folder: Path) -> None:
    async with service_that(answering(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n"), folder) as pool:
        for _ in range(2):
            assert await body_of(pool, head_only=True) == (200, b"")
        assert pool.open_connections == 1


async def test_an_answer_that_ends_with_its_connection_is_whole(folder: Path) -> None:
    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\nuntil the end")

    async with service_that(once, folder) as pool:
        assert await body_of(pool) == (200, b"until the end")
        assert pool.idle_connections == 0


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-le",
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nok",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nx: " + b"a" * 40_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ids=lambda answer: ascii(answer[-30:]),
)
async def test_an_answer_that_is_torn_or_unreadable_is_no_answer(folder: Path, answer: bytes) -> None:
    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()

    async with service_that(once, folder) as pool:
        with pytest.raises(BrokenAnswerError):
            await body_of(pool)
        await asyncio.sleep(0.01)
        assert pool.open_connections == 0


async def test_more_than_was_asked_for_closes_the_connection(folder: Path) -> None:
    async with service_that(answering(OK + OK), folder) as pool:
        for _ in range(3):
            connection = await pool.ask(QUESTION)
            assert (connection.status, connection.take()) == (200, b"ok")
            pool.release(connection)
            assert pool.idle_connections == 0


@pytest.mark.parametrize(("may_resend", "succeeds"), [(True, True), (False, False)])
async def test_a_kept_connection_that_died_is_replaced_once_if_the_request_may_be_resent(
    folder: Path, may_resend: bool, succeeds: bool
) -> None:
    asked = 0

    async def die_after_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        await reader.readuntil(b"\r\n\r\n")
        asked += 1
        writer.write(OK)
        await reader.readuntil(b"\r\n\r\n")  # and never an answer

    async with service_that(die_after_one, folder) as pool:
        assert await body_of(pool) == (200, b"ok")
        assert pool.idle_connections == 1
        if succeeds:
            connection = await pool.ask(QUESTION, may_resend=may_resend)
            assert connection.status == 200
            pool.release(connection)
        else:
            with pytest.raises(BrokenAnswerError):
                await pool.ask(QUESTION, may_resend=may_resend)
        assert asked == 1 + succeeds


async def test_a_new_connection_that_dies_is_not_tried_again(folder: Path) -> None:
    async def die(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")

    async with service_that(die, folder) as pool:
        with pytest.raises(BrokenAnswerError) as error:
            await pool.ask(QUESTION, may_resend=True)
        assert not error.value.answered


async def test_a_connection_that_was_idle_for_long_is_not_used_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upstream, "IDLE_SECONDS", 0.0)
    async with service_that(answering(OK), folder) as pool:
        for _ in range(3):
            connection = await pool.ask(QUESTION)
            assert connection.uses == 1
            pool.release(connection)


async def test_when_all_connections_are_taken_one_waits_and_then_gives_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upstream, "QUEUE_SECONDS", 0.2)
    async with service_that(answering(OK), folder) as pool:
        taken = [await pool.ask(QUESTION) for _ in range(2)]
        with pytest.raises(NoConnectionError, match="taken"):
            await pool.ask(QUESTION)
        waiting = asyncio.create_task(body_of(pool))
        await asyncio.sleep(0.05)
        pool.release(taken[0])
        assert await waiting == (200, b"ok")
        waiting = asyncio.create_task(body_of(pool))
        pool.release(taken[1])
        assert await waiting == (200, b"ok")
        assert pool.open_connections <= 2


async def test_a_request_that_is_given_up_closes_its_connection(folder: Path) -> None:
    async def never(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()
        await reader.read()

    async with service_that(never, folder) as pool:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await pool.ask(QUESTION)
        await asyncio.sleep(0.01)
        assert pool.open_connections == 0


async def test_nobody_listens(folder: Path) -> None:
    for address in (Address(socket_path=str(folder / "none.sock")), Address(host="127.0.0.1", port=1)):
        pool = Pool(address)
        with pytest.raises(NoConnectionError):
            await pool.ask(QUESTION)
        assert pool.open_connections == 0


@pytest.mark.parametrize(
    "text", ["", "unix:relative", "http://host", "http://:80", "https://host:443", "http://h:x"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Address.parse(text)


def test_addresses_are_read() -> None:
    assert Address.parse("unix:/run/a.sock") == Address(socket_path="/run/a.sock")
    assert Address.parse("http://consent:8000/") == Address(host="consent", port=8000)
    assert Address.parse("http://[::1]:8000") == Address(host="::1", port=8000)


async def test_a_service_that_is_down_or_dies_is_the_platforms_fault(
    edge: Edge, service: EchoService, journal: dict[str, str], folder: Path
) -> None:
    pool = edge.app._pools["consent"]
    pool._address = Address(socket_path=str(folder / "none.sock"))
    answer = await edge.http.get("/consent/v1/thing", headers=journal)
    assert (answer.status_code, answer.json()["code"]) == (503, "service-unavailable")
    assert (answer.json()["fault"], answer.headers["retry-after"]) == ("platform", "2")

    async def die(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")

    async with service_that(die, folder):
        pool._address = Address(socket_path=str(folder / "raw.sock"))
        answer = await edge.http.get("/consent/v1/thing", headers=journal)
        assert (answer.status_code, answer.json()["code"]) == (502, "bad-gateway")


async def test_an_answer_that_is_torn_midway_is_torn_for_the_client_too(
    edge: Edge, journal: dict[str, str], folder: Path
) -> None:
    async def tear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 900000\r\n\r\n" + bytes(300_000))
        await writer.drain()

    async with service_that(tear, folder):
        edge.app._pools["consent"]._address = Address(socket_path=str(folder / "raw.sock"))
        head = b"GET /consent/v1/thing HTTP/1.1\r\nhost: a\r\nauthorization: "
        answer = await edge.raw(head + journal["authorization"].encode() + b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200 OK")
        assert 0 < len(answer) < 900_000
