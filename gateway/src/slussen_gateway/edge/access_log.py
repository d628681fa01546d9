"""The access log: one JSON object a line, without personal data, written in batches.

It holds no address, no query, no body, no user: who saw what is the services' audit, not this. A crash may lose the
last fifth of a second of it.
"""

import asyncio
import time
from datetime import UTC, datetime
from typing import Final, TextIO

import orjson

from slussen_gateway.edge.exchange import Exchange

FLUSH_SECONDS: Final = 0.2
BATCH: Final = 500

_Entry = tuple[float, str, str, int, float, str, str | None, str]
"""Moment, method, route, status, seconds, traceparent, client, outcome."""


class AccessLog:
    """Collects lines and writes them a few times a second."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._entries: list[_Entry] = []
        self._timer: asyncio.TimerHandle | None = None

    def record(self, exchange: Exchange) -> None:
        """Note how a request ended."""
        loop = asyncio.get_running_loop()
        incoming = exchange.incoming
        entry = (
            time.time(),
            incoming.method,
            exchange.template,
            exchange.status,
            loop.time() - exchange.began,
        )
        self._entries.append((*entry, incoming.traceparent, exchange.client_id, exchange.outcome))
        if len(self._entries) >= BATCH:
            self.flush()
        elif self._timer is None:
            self._timer = loop.call_later(FLUSH_SECONDS, self.flush)

    def flush(self) -> None:
        """Write what has been collected."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        entries, self._entries = self._entries, []
        if entries:
            self._stream.write(b"".join(_line(entry) for entry in entries).decode())
            self._stream.flush()


def _line(entry: _Entry) -> bytes:
    at, method, route, status, seconds, traceparent, client, outcome = entry
    document = {
        "time": datetime.fromtimestamp(at, UTC),
        "event": "request",
        "method": method,
        "route": route,
        "status": status,
        "ms": round(seconds * 1000, 2),
        "trace": traceparent[3:35],
        "client": client,
        "outcome": outcome or None,
    }
    return orjson.dumps(document, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE)
