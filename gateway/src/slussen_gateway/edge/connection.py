"""One kept-alive HTTP/1.1 connection to a service, read by httptools and written with one call where that suffices.

Why not a client library: contracts/docs/decisions/0003-gateway-http-client.md has the measurement.
"""

import asyncio
from typing import Final, cast

import httptools
from typing_extensions import override

LARGEST_HEAD: Final = 32 * 1024
SMALL_DIGITS: Final = 5
"""Answers whose stated length has up to so many digits (under 100 kB) are passed on in one piece."""
PAUSE_AT: Final = 128 * 1024
"""Bytes of an answer that wait for the client before reading from the service pauses."""

_LENGTH, _CODING, _CONNECTION, _CACHE, _POLICY, _DROPPED = 1, 2, 4, 8, 16, 32
_HEADER_FLAGS: Final = {
    b"content-length": _LENGTH,
    b"transfer-encoding": _CODING | _DROPPED,
    b"connection": _CONNECTION | _DROPPED,
    b"cache-control": _CACHE,
    b"content-security-policy": _POLICY,
    b"keep-alive": _DROPPED,
    b"proxy-authenticate": _DROPPED,
    b"proxy-authentication-info": _DROPPED,
    b"te": _DROPPED,
    b"trailer": _DROPPED,
    b"upgrade": _DROPPED,
    b"date": _DROPPED,
    b"server": _DROPPED,
    b"set-cookie": _DROPPED,
    b"traceparent": _DROPPED,
    b"strict-transport-security": _DROPPED,
    b"x-content-type-options": _DROPPED,
    b"referrer-policy": _DROPPED,
}
"""Headers that mean something here; hop-by-hop ones (RFC 9110, 7.6.1) and those that the edge sets are dropped."""


class UpstreamError(Exception):
    """A service could not be asked, or gave no whole answer."""


class NoConnectionError(UpstreamError):
    """No connection could be had; nothing was sent."""


class BrokenAnswerError(UpstreamError):
    """The connection ended, or became unreadable, before the whole answer was there.

    Attributes:
        answered: Some byte of the answer had come.
    """

    def __init__(self, reason: str, *, answered: bool) -> None:
        super().__init__(reason)
        self.answered = answered


class Connection(asyncio.Protocol):
    """One connection and the answer that is being read from it.

    Attributes:
        status: The answer's status, once `head` has returned.
        headers: Its headers in lower case, without those that end at the edge.
        complete: The whole answer has been received.
        uses: How many requests have been sent on it.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, pool: "ConnectionOwner") -> None:
        self._loop = loop
        self._pool = pool
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._drained: asyncio.Future[None] | None = None
        self._closed = False
        self._active = False
        self._paused = False
        self.uses = 0
        self.idle_until = 0.0
        self._reset(head_only=False)

    def _reset(self, *, head_only: bool) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.complete = False
        self._head_only = head_only
        self._head_done = False
        self._is_small = False
        self._forbidden = False
        self._interim = False
        self._keep_alive = False
        self._answered = False
        self._error: UpstreamError | None = None
        self._chunks: list[bytes] = []
        self._buffered = 0
        self._head_bytes = 0
        self._flags = 0
        self._connection_options: bytes | None = None

    # -- asking ---------------------------------------------------------------------------------------------

    def start(self, data: bytes, *, head_only: bool) -> None:
        """Send a request, or its beginning; `head_only` tells that the answer will have no body (HEAD)."""
        self._reset(head_only=head_only)
        self._active = True
        self.uses += 1
        if self._closed or self._transport is None:
            self._error = BrokenAnswerError("closed", answered=False)
        else:
            self._transport.write(data)

    async def write(self, data: bytes) -> None:
        """Send more of the request, and wait while the service does not take it."""
        if self._closed or self._transport is None:
            return
        self._transport.write(data)
        if self._drained is not None:
            await self._drained

    async def head(self) -> None:
        """Wait until status and headers of the answer are there, and all of it where it is small.

        Raises:
            BrokenAnswerError: The connection ended first.
        """
        while not (self._head_done and (self.complete or not self._is_small)):
            await self._wait()

    async def read(self) -> bytes:
        """Return the next part of the answer's body; empty when it has ended.

        Raises:
            BrokenAnswerError: The connection ended first.
        """
        while not self._chunks and not self.complete:
            await self._wait()
        return self.take()

    def take(self) -> bytes:
        """Return what has been received of the body and not been taken."""
        chunks = self._chunks
        data = chunks[0] if len(chunks) == 1 else b"".join(chunks)
        self._chunks = []
        self._buffered = 0
        if self._paused and self._transport is not None and not self._closed:
            self._paused = False
            self._transport.resume_reading()
        return data

    async def _wait(self) -> None:
        if self._error is not None:
            raise self._error
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    # -- what the answer told -------------------------------------------------------------------------------

    @property
    def has_head(self) -> bool:
        """Status and headers have come."""
        return self._head_done

    @property
    def has_length(self) -> bool:
        """The answer states its length."""
        return bool(self._flags & _LENGTH)

    @property
    def has_cache_control(self) -> bool:
        """The answer says how it may be stored."""
        return bool(self._flags & _CACHE)

    @property
    def has_policy(self) -> bool:
        """The answer brings its own content security policy."""
        return bool(self._flags & _POLICY)

    @property
    def is_closed(self) -> bool:
        """The connection has ended."""
        return self._closed

    @property
    def is_reusable(self) -> bool:
        """Another request may be sent on it."""
        return self.complete and self._keep_alive and not (self._forbidden or self._closed or self._chunks)

    def forbid_reuse(self) -> None:
        """Close the connection after this answer."""
        self._forbidden = True

    def rest(self) -> None:
        """Mark that nothing is expected on the connection."""
        self._active = False

    def abort(self) -> None:
        """Close at once."""
        if self._transport is not None and not self._closed:
            self._transport.abort()

    # -- called by the transport ----------------------------------------------------------------------------

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    @override
    def data_received(self, data: bytes) -> None:
        self._answered = True
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._fail("unreadable")
            self.abort()

    @override
    def eof_received(self) -> None:
        """Let the transport close: a half-closed service answers no more."""

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._closed = True
        if self._active and not self.complete:
            if self._head_done and not self._flags & (_LENGTH | _CODING):
                self.complete = True
            else:
                self._fail("connection lost")
        self._wake()
        self._release_writer()
        self._pool.lost(self)

    @override
    def pause_writing(self) -> None:
        self._drained = self._loop.create_future()

    @override
    def resume_writing(self) -> None:
        self._release_writer()
        self._drained = None

    # -- called by the parser -------------------------------------------------------------------------------

    def on_message_begin(self) -> None:
        """Refuse an answer to a question that was not asked."""
        if not self._active or self.complete:
            raise UpstreamError("unexpected answer")

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header, unless it ends here."""
        if self._head_done:
            return  # trailers are not passed on
        name = name.lower()
        self._head_bytes += len(name) + len(value)
        if self._head_bytes > LARGEST_HEAD:
            raise UpstreamError("head too large")
        flags = _HEADER_FLAGS.get(name)
        if flags is None:
            self.headers.append((name, value))
            return
        self._flags |= flags
        if flags & _LENGTH:
            self._is_small = len(value) <= SMALL_DIGITS
        if flags & _CONNECTION:
            self._connection_options = value
        if not flags & _DROPPED:
            self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """Let the answer begin; interim answers (1xx) are passed over."""
        status = self._parser.get_status_code()
        if status < 200:  # noqa: PLR2004  the line between interim and final answers
            self._interim = True
            self.headers = []
            self._flags = 0
            return
        self.status = status
        self._keep_alive = self._parser.should_keep_alive()
        if self._connection_options is not None:
            options = {option.strip().lower() for option in self._connection_options.split(b",")}
            self.headers = [header for header in self.headers if header[0] not in options]
        self._head_done = True
        if self._head_only:
            self.complete = True
            self._parser = httptools.HttpResponseParser(self)
        self._release_writer()
        if self.complete or not self._is_small:
            self._wake()

    def on_body(self, body: bytes) -> None:
        """Keep a part of the body, and stop reading when the client does not keep up."""
        if self._head_only:
            self._keep_alive = False
            return
        self._chunks.append(body)
        self._buffered += len(body)
        if self._buffered > PAUSE_AT and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        if not self._is_small:
            self._wake()

    def on_message_complete(self) -> None:
        """End the answer."""
        if self._interim:
            self._interim = False
            return
        self.complete = True
        self._wake()

    def _fail(self, reason: str) -> None:
        self._error = BrokenAnswerError(reason, answered=self._answered)
        self._keep_alive = False
        self._wake()

    def _release_writer(self) -> None:
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class ConnectionOwner:
    """What a connection tells when it has ended."""

    def lost(self, connection: Connection) -> None:
        """Forget the connection."""
        raise NotImplementedError
