"""Running the edge under uvicorn, with the limits that uvicorn itself does not have."""

import asyncio
import gc
import secrets
from typing import Final

import uvicorn
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from slussen_contracts.problems import MEDIA_TYPE
from slussen_gateway.edge.app import create_app
from slussen_gateway.edge.problems import BODY_TIMEOUT, LARGE_HEADERS, MALFORMED, TITLES, Kind, problem_json
from slussen_gateway.edge.settings import EdgeSettings

HEAD_SECONDS: Final = 10.0
LARGEST_HEAD: Final = 64 * 1024
MOST_CONNECTIONS: Final = 4000
KEEP_ALIVE_SECONDS: Final = 30
DRAIN_SECONDS: Final = 8


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a time limit and a size limit for a request's head, and a limit for connections."""

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
        super().on_message_begin()
        self._is_reading_head = True
        self._head_bytes = 0

    @override
    def on_headers_complete(self) -> None:
        self._is_reading_head = False
        super().on_headers_complete()

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
                f"HTTP/1.1 {kind.status} {TITLES[kind.status][1]}\r\ncontent-type: {MEDIA_TYPE}\r\n"
                f"content-length: {len(body)}\r\ncontent-language: sv\r\nconnection: close\r\n\r\n"
            )
            self.transport.write(head.encode("ascii") + body)
        self.transport.close()


def server_config(
    settings: EdgeSettings, *, uds: str | None = None, loop: uvicorn.config.LoopFactoryType = "auto"
) -> uvicorn.Config:
    """Return how uvicorn runs the edge: on TCP as the settings say, or on a Unix socket."""
    return uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        uds=uds,
        http=GuardedProtocol,
        ws="none",
        interface="asgi3",
        loop=loop,
        lifespan="on",
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


def serve(settings: EdgeSettings) -> None:
    """Run the edge until it is told to stop."""
    server = uvicorn.Server(server_config(settings))
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    server.run()
