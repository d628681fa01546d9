"""The edge's own HTTP protocol, under applications that answer in every way an application can."""

import asyncio
from typing import Any

import httpx
import pytest
from standing import PLAIN, serving

from slussen_gateway.edge import protocol
from slussen_gateway.edge.protocol import GuardedProtocol

LENGTH_4 = [(b"content-length", b"4")]


def answering(headers: list[tuple[bytes, bytes]], *parts: bytes, status: int = 200) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for part in parts:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    return app


async def ask(app: Any, method: str = "GET", **more: Any) -> httpx.Response:
    async with serving(app, protocol=GuardedProtocol) as port, httpx.AsyncClient(verify=PLAIN) as http:
        return await http.request(method, f"http://127.0.0.1:{port}/a%20b?c=d", **more)


@pytest.mark.parametrize("headers", [LENGTH_4, []], ids=["with a length", "chunked"])
async def test_an_answer_in_parts_arrives_whole(headers: list[tuple[bytes, bytes]]) -> None:
    answer = await ask(answering(headers, b"a", b"", b"bc", b"d"))
    assert (answer.status_code, answer.content) == (200, b"abcd")
    assert ("transfer-encoding" in answer.headers) is not bool(headers)


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304)])
async def test_some_answers_have_no_body(method: str, status: int) -> None:
    answer = await ask(answering([], b"never sent", status=status), method)
    assert (answer.status_code, answer.content) == (status, b"")
    assert "transfer-encoding" not in answer.headers


@pytest.mark.parametrize(
    "app",
    [
        answering(LENGTH_4, b"abcde"),
        answering(LENGTH_4, b"abc"),
        answering([(b"x", b"a\r\ninjected: 1")], b"abcd"),
        answering([(b"x", b"a\ninjected: 1")], b"abcd"),
        answering([(b"x\r", b"a")], b"abcd"),
    ],
    ids=[
        "longer than it says",
        "shorter than it says",
        "line break",
        "bare line feed",
        "bare carriage return",
    ],
)
async def test_an_answer_that_lies_or_injects_closes_the_connection(app: Any) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await ask(app)


async def test_an_application_that_fails_is_a_500() -> None:
    async def fail(scope: Any, receive: Any, send: Any) -> None:
        raise ValueError

    assert (await ask(fail)).status_code == 500


async def test_the_scope_is_what_asgi_says() -> None:
    seen: dict[str, Any] = {}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.update(scope)
        await answering([])(scope, receive, send)

    await ask(app, "POST", content=b"x")
    assert (seen["path"], seen["raw_path"], seen["query_string"]) == ("/a b", b"/a%20b", b"c=d")
    assert (seen["type"], seen["method"], seen["http_version"]) == ("http", "POST", "1.1")
    assert seen["client"][0] == "127.0.0.1"


async def test_connections_beyond_the_limit_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "MOST_CONNECTIONS", 1)
    async with serving(answering([]), protocol=GuardedProtocol) as port:
        _, kept = await asyncio.open_connection("127.0.0.1", port)
        reader, refused = await asyncio.open_connection("127.0.0.1", port)
        async with asyncio.timeout(2):
            assert await reader.read() == b""
        for writer in (kept, refused):
            writer.close()
