"""uvicorn's HTTP protocol with the limits that it does not have, and without work that the edge does not need.

uvicorn answers with a write for the head, a write for the body and two regular expressions for every header. Here the
head waits for the first part of the body, both go out in one write, and line breaks are looked for in the whole head.
"""

import asyncio
import secrets
from http import HTTPStatus
from typing import Any, Final, cast
from urllib.parse import unquote

import httptools
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from slussen_contracts.problems import MEDIA_TYPE
from slussen_gateway.edge.problems import BODY_TIMEOUT, LARGE_HEADERS, MALFORMED, Kind, problem_json

HEAD_SECONDS: Final = 10.0
LARGEST_HEAD: Final = 64 * 1024
MOST_CONNECTIONS: Final = 4000

_STATUS_LINES: Final = {int(status): f"HTTP/1.1 {status:d} {status.phrase}".encode() for status in HTTPStatus}
_WITHOUT_CONTENT: Final = frozenset({204, 304})
_ASGI: Final = {"version": "3.0", "spec_version": "2.3"}


class LeanCycle(RequestResponseCycle):
    """One request and its answer."""

    _start: Any = None
    _has_content = True

    @override
    async def send(self, message: Any) -> None:
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if self.disconnected:
            return
        if message["type"] == "http.response.start":
            self.response_started = True
            self._start = message
            return
        head = self._take_head()
        more: bool = message.get("more_body", False)
        self.transport.write(head + self._framed(message.get("body", b""), more=more))
        if not more:
            self._finish()

    def _take_head(self) -> bytes:
        """Return the head, the first time that something of the body is sent."""
        start, self._start = self._start, None
        if start is None:
            return b""
        lines = [_STATUS_LINES[start["status"]]]
        for name, value in (*self.default_headers, *start["headers"]):
            lines.append(name + b": " + value)
            if name == b"content-length":
                self.chunked_encoding = False
                self.expected_content_length = int(value)
            elif name == b"connection" and value == b"close":
                self.keep_alive = False
        self._has_content = self.scope["method"] != "HEAD" and start["status"] not in _WITHOUT_CONTENT
        if self.chunked_encoding is None and self._has_content:
            self.chunked_encoding = True
            lines.append(b"transfer-encoding: chunked")
        if not self.keep_alive and b"connection: close" not in lines:
            lines.append(b"connection: close")
        head = b"\r\n".join(lines)
        if not head.count(b"\n") == head.count(b"\r") == len(lines) - 1:
            raise RuntimeError("a header holds a line break")
        return head + b"\r\n\r\n"

    def _framed(self, body: bytes, *, more: bool) -> bytes:
        if not self._has_content:
            self.expected_content_length = 0
            return b""
        if self.chunked_encoding:
            chunk = b"%x\r\n%b\r\n" % (len(body), body) if body else b""
            return chunk if more else chunk + b"0\r\n\r\n"
        self.expected_content_length -= len(body)
        if self.expected_content_length < 0:
            raise RuntimeError("the answer is longer than it says")
        return body

    def _finish(self) -> None:
        if self.expected_content_length:
            raise RuntimeError("the answer is shorter than it says")
        self.response_complete = True
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()


class GuardedProtocol(HttpToolsProtocol):
    """Reads requests, with limits for the time and the size of a head and for the number of connections."""

    _timer: asyncio.TimerHandle | None = None
    _is_reading_head = False
    _head_bytes = 0

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.close()
        else:
            self._set_timer()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._clear_timer()
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._is_reading_head:
            self._head_bytes += len(data)
            if self._head_bytes > LARGEST_HEAD:
                self._refuse(LARGE_HEADERS)
            elif self._timer is None:
                self._set_timer()
        elif self._is_idle and self.timeout_keep_alive_task is None:
            if self._timer is None:  # empty lines: neither a request nor silence
                self._set_timer()
        else:
            self._clear_timer()

    @override
    def on_message_begin(self) -> None:
        self.url = b""
        self.expect_100_continue = False
        self.headers = []
        self._is_reading_head = True
        self._head_bytes = 0

    @override
    def on_headers_complete(self) -> None:
        self._is_reading_head = False
        earlier = self.cycle
        self.cycle = self._new_cycle()
        if earlier is None or earlier.response_complete:
            self._start_asgi_task(self.cycle, self.app)
        else:
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, self.app))

    def _new_cycle(self) -> LeanCycle:
        version = self.parser.get_http_version()
        self.scope = cast("Any", self._new_scope(version))
        return LeanCycle(
            scope=self.scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=False,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=self.expect_100_continue,
            keep_alive=version != "1.0" and self.parser.should_keep_alive(),
            on_response=self.on_response_complete,
        )

    def _new_scope(self, version: str) -> dict[str, Any]:
        raw_path, query = _target(self.url)
        path = raw_path.decode("latin-1")
        return {
            "type": "http",
            "asgi": _ASGI,
            "http_version": version,
            "method": self.parser.get_method().decode("ascii"),
            "scheme": self.scheme,
            "path": unquote(path) if "%" in path else path,
            "raw_path": raw_path,
            "query_string": query,
            "root_path": "",
            "headers": self.headers,
            "client": self.client,
            "server": self.server,
        }

    @override
    def send_400_response(self, msg: str) -> None:
        self._refuse(MALFORMED)

    @property
    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    @property
    def _has_answered(self) -> bool:
        return self.cycle is None or self.cycle.response_started

    def _set_timer(self) -> None:
        self._timer = self.loop.call_later(HEAD_SECONDS, self._on_timer)

    def _clear_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _on_timer(self) -> None:
        self._timer = None
        if self._is_idle:
            self._refuse(BODY_TIMEOUT)
        else:
            self._set_timer()  # the answer to an earlier request is still under way

    def _refuse(self, kind: Kind) -> None:
        """Answer and close; where that could pass for the answer to an earlier request, only close."""
        if self.transport.is_closing():
            return
        is_own_cycle = not (self._is_reading_head or self.pipeline or self._has_answered)
        self._is_reading_head = False
        if self._is_idle or is_own_cycle:
            body = problem_json(kind, secrets.token_hex(16), english=False)
            head = (
                f"{_STATUS_LINES[kind.status].decode()}\r\ncontent-type: {MEDIA_TYPE}\r\n"
                f"content-length: {len(body)}\r\ncontent-language: sv\r\nconnection: close\r\n\r\n"
            )
            self.transport.write(head.encode("ascii") + body)
        self.transport.close()


def _target(url: bytes) -> tuple[bytes, bytes]:
    """Return path and query; of an absolute address the host is left out, since it decides nothing."""
    if url.startswith(b"/"):
        path, _, query = url.partition(b"?")
        return path, query
    parsed = httptools.parse_url(url)
    return parsed.path, parsed.query or b""
