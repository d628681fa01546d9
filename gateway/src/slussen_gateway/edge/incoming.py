"""A request as it came in: its head read once, ambiguous ones refused, and what may go on to a service picked out.

Headers pass by allow-list: what is not named here ends at the edge, so that nobody outside can tell a service who
calls (`X-User-*`, `X-Forwarded-*`, `Forwarded`), hand it a cookie, or speak to something between us and it.
"""

import os
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from functools import lru_cache
from typing import Any, Final

from slussen_chassis.telemetry import accept_traceparent
from slussen_gateway.edge.problems import (
    BAD_PATH,
    LARGE_HEADERS,
    LONG_ADDRESS,
    MALFORMED,
    ProblemError,
)

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LONGEST_PATH: Final = 2048
LONGEST_QUERY: Final = 6144
LARGEST_HEAD: Final = 16 * 1024
MOST_HEADERS: Final = 64
VERSIONS: Final = frozenset({"1.0", "1.1"})

PASSED_ON: Final = frozenset(
    {
        b"accept",
        b"accept-encoding",
        b"accept-language",
        b"ce-datacontenttype",
        b"ce-id",
        b"ce-source",
        b"ce-specversion",
        b"ce-subject",
        b"ce-time",
        b"ce-type",
        b"content-language",
        b"content-type",
        b"idempotency-key",
        b"if-match",
        b"if-modified-since",
        b"if-none-exist",
        b"if-none-match",
        b"if-unmodified-since",
        b"last-event-id",
        b"odata-maxversion",
        b"prefer",
        b"range",
        b"slussen-purpose",
        b"user-agent",
    }
)
_SINGLE: Final = frozenset(
    {
        b"access-control-request-method",
        b"authorization",
        b"client-cert",
        b"content-encoding",
        b"content-length",
        b"content-type",
        b"dpop",
        b"expect",
        b"host",
        b"idempotency-key",
        b"if-match",
        b"origin",
        b"sec-fetch-site",
        b"slussen-request",
        b"slussen-sandbox",
        b"traceparent",
        b"transfer-encoding",
        b"upgrade",
    }
)
"""Headers that are read here and may stand once: two of them could be read in two ways."""
_LISTS: Final = frozenset({b"accept", b"accept-language", b"cookie", b"if-none-match", b"x-forwarded-for"})
_READ: Final = _SINGLE | _LISTS

_PATH: Final = re.compile(
    rb"(?:/(?!\.{1,2}(?:/|\Z))(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%(?!00|[01][0-9A-Fa-f]|2[EeFf5]|5[Cc]|7[Ff])[0-9A-Fa-f]{2})+)+/?|/"
)
"""Whole segments only: no `.` or `..`, no empty segment, no encoded dot, slash, backslash, percent or control."""
_QUERY: Final = re.compile(rb"[\x21\x22\x24-\x7e]*")


class Incoming:
    """One request's head.

    Attributes:
        raw_path: The path as sent, found to be plain.
        read: Headers that the edge reads, by name in lower case.
        content_length: The stated length of the body; 0 where none is.
        is_chunked: The body's length is not stated.
        has_body: A body follows.
        passed_on: Header lines that go on to the service.
        traceparent: The trace that the request belongs to, the caller's own if it sent a valid one.
        form: The fields of a form that the edge itself takes, once it is read; none where one stands twice.
    """

    __slots__ = (
        "content_length",
        "form",
        "has_body",
        "is_chunked",
        "method",
        "passed_on",
        "query",
        "raw_path",
        "read",
        "scope",
        "traceparent",
    )

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.method: str = scope["method"]
        self.raw_path: bytes = scope["raw_path"]
        self.query: bytes = scope["query_string"]
        self.read: dict[bytes, bytes] = {}
        self.passed_on: list[bytes] = []
        self.traceparent = _traceparent(scope["headers"])
        self.content_length = 0
        self.is_chunked = False
        self.has_body = False
        self.form: Mapping[str, str] = {}

    @property
    def trace_id(self) -> str:
        """The trace id within `traceparent`."""
        return self.traceparent[3:35]

    def check(self) -> None:
        """Read the head, and refuse what is too long or can be read in two ways.

        Raises:
            ProblemError: It is refused.
        """
        if len(self.raw_path) > LONGEST_PATH or len(self.query) > LONGEST_QUERY:
            raise ProblemError(LONG_ADDRESS)
        if not _is_plain(self.raw_path) or _QUERY.fullmatch(self.query) is None:
            raise ProblemError(BAD_PATH)
        self._read_headers(self.scope["headers"])
        read = self.read
        version = self.scope["http_version"]
        if version not in VERSIONS or (b"host" not in read and version != "1.0"):
            raise ProblemError(MALFORMED)
        if b"transfer-encoding" in read:
            self._check_coding()
            self.is_chunked = self.has_body = True
        elif b"content-length" in read:
            self.content_length = _count(read[b"content-length"])
            self.has_body = self.content_length > 0

    def speak(self, language: str) -> None:
        """Let the service answer in this language, whatever the browser prefers."""
        kept = [line for line in self.passed_on if not line.startswith(b"accept-language:")]
        self.passed_on = [*kept, b"accept-language: " + language.encode()]

    def _read_headers(self, headers: list[tuple[bytes, bytes]]) -> None:
        size = 0
        read = self.read
        passed_on = self.passed_on
        for name, value in headers:
            size += len(name) + len(value)
            if name in PASSED_ON:
                passed_on.append(name + b": " + value)
            if name in _READ:
                if name not in read:
                    read[name] = value
                elif name in _SINGLE:
                    raise ProblemError(MALFORMED)
                else:
                    read[name] += (b"; " if name == b"cookie" else b", ") + value
        if size > LARGEST_HEAD or len(headers) > MOST_HEADERS:
            raise ProblemError(LARGE_HEADERS)

    def _check_coding(self) -> None:
        """Refuse any coding but `chunked`, and a length beside it (RFC 9112, 6.1)."""
        chunked = self.read[b"transfer-encoding"].strip().lower() == b"chunked"
        if not chunked or b"content-length" in self.read or self.scope["http_version"] == "1.0":
            raise ProblemError(MALFORMED)


@lru_cache(1024)
def _is_plain(raw_path: bytes) -> bool:
    return _PATH.fullmatch(raw_path) is not None


def _traceparent(headers: list[tuple[bytes, bytes]]) -> str:
    """Return the caller's trace context with a step of our own, or a new one (W3C Trace Context, 3.2.2)."""
    for name, value in headers:
        if name == b"traceparent":
            return accept_traceparent(value.decode("latin-1"))
    number = os.urandom(24).hex()
    return f"00-{number[:32]}-{number[32:]}-01"


def _count(value: bytes) -> int:
    if not value.isdigit() or len(value) > 12:  # noqa: PLR2004  a terabyte has thirteen digits
        raise ProblemError(MALFORMED)
    return int(value)
