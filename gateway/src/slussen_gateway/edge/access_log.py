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


class AccessLog:
    """Collects lines and writes them a few times a second."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lines: list[bytes] = []
        self._timer: asyncio.TimerHandle | None = None

    def record(self, exchange: Exchange) -> None:
        """Note how a request ended."""
        incoming = exchange.incoming
        loop = asyncio.get_running_loop()
        entry = {
            "time": datetime.fromtimestamp(time.time(), UTC),
            "event": "request",
            "method": incoming.method,
            "route": exchange.template,
            "status": exchange.status,
            "ms": round((loop.time() - exchange.began) * 1000, 2),
            "trace": incoming.trace_id,
            "client": exchange.client_id,
        }
        if exchange.outcome:
            entry["outcome"] = exchange.outcome
        self._lines.append(orjson.dumps(entry, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE))
        if len(self._lines) >= BATCH:
            self.flush()
        elif self._timer is None:
            self._timer = loop.call_later(FLUSH_SECONDS, self.flush)

    def flush(self) -> None:
        """Write what has been collected."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        lines, self._lines = self._lines, []
        if lines:
            self._stream.write(b"".join(lines).decode())
            self._stream.flush()
