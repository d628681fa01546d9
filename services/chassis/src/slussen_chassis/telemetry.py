"""Trace context (W3C Trace Context) and structured logs that hold no personal data.

A trace starts at the gateway, or here when a caller sent none; it follows the event through the outbox and the
stream to the last effect. Logs are one JSON object a line: a fixed message and a few named values, never a body,
a name or an identifier of a person.
"""

import json
import logging
import re
import secrets
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from typing_extensions import override

_TRACEPARENT = re.compile(r"^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$")
_NO_TRACE = "0" * 32
_NO_SPAN = "0" * 16

traceparent_var: ContextVar[str | None] = ContextVar("traceparent", default=None)
"""The present trace context, as the `traceparent` header writes it."""


def accept_traceparent(header: str | None) -> str:
    """Return a `traceparent` for the work that starts here.

    A valid header keeps its trace id and gets a new span id; anything else starts a new trace
    (W3C Trace Context, 3.2.2 and 4.3).
    """
    match = _TRACEPARENT.match(header or "")
    if match and match[1] != _NO_TRACE and match[2] != _NO_SPAN:
        return f"00-{match[1]}-{secrets.token_hex(8)}-{match[3]}"
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def trace_id(traceparent: str | None = None) -> str:
    """Return the trace id of `traceparent`, or of the present context; zeros where there is none."""
    value = traceparent or traceparent_var.get()
    return value[3:35] if value else _NO_TRACE


class JsonFormatter(logging.Formatter):
    """One JSON object a line; values come only from `extra={"fields": {...}}`."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self.service = service

    @override
    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "service": self.service,
            "logger": record.name,
            "message": record.getMessage(),
            "trace": trace_id(),
        }
        entry.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[0]:
            entry["error"] = record.exc_info[0].__name__
            entry["at"] = _where(record)
        return json.dumps(entry, ensure_ascii=False)


def _where(record: logging.LogRecord) -> list[str]:
    """Return the frames of the error, innermost last: file and line alone, since a message may hold a value."""
    frames = []
    trace = record.exc_info[2] if record.exc_info else None
    while trace:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames[-6:]


def configure_logging(service: str, level: int = logging.INFO) -> None:
    """Send every log of this process to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(service))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("uvicorn.access", "httpx", "nats"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
