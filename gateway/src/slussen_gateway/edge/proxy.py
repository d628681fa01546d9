"""Handing a request on to its service and the answer back, streaming both ways."""

import asyncio
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from slussen_gateway.edge.connection import BrokenAnswerError, Connection, NoConnectionError
from slussen_gateway.edge.exchange import Exchange
from slussen_gateway.edge.incoming import Incoming
from slussen_gateway.edge.problems import (
    BAD_ANSWER,
    BODY_TIMEOUT,
    MALFORMED,
    MEDIA_TYPE_UNSUPPORTED,
    METHOD,
    SERVICE_DOWN,
    SLOW_ANSWER,
    TOO_LARGE,
    UNEXPECTED_BODY,
    ProblemError,
)
from slussen_gateway.edge.routing import IDEMPOTENT_METHODS, METHODS, PAGE_METHODS, WITHOUT_BODY, Route
from slussen_gateway.edge.upstream import Pool

SMALL_BODY: Final = 64 * 1024
"""Bodies up to this size are collected and sent in one write; larger ones stream."""
BODY_PAUSE_SECONDS: Final = 10.0
FIRST_REFUSAL: Final = 400
SLOWEST_BODY: Final = 16 * 1024
"""Bytes a second below which a body is given up, after the first ten seconds."""

_NO_STORE: Final = (b"cache-control", b"no-store")
_API_POLICY: Final = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")


def check_body(incoming: Incoming, route: Route) -> None:
    """Refuse a method or a body that no service takes, before anything of it is read.

    Raises:
        ProblemError: It is refused.
    """
    methods = PAGE_METHODS if route.is_page else METHODS
    if incoming.method not in methods:
        raise ProblemError(METHOD, (b"allow", ", ".join(sorted(methods)).encode()))
    if not incoming.has_body:
        return
    read = incoming.read
    if incoming.method in WITHOUT_BODY:
        raise ProblemError(UNEXPECTED_BODY)
    if b"upgrade" in read:
        raise ProblemError(MALFORMED)  # a parser may take what follows for another protocol
    if incoming.content_length > route.body_limit:
        raise ProblemError(TOO_LARGE)
    if (
        _media_type(read.get(b"content-type", b"")) not in route.media_types
        or read.get(b"content-encoding", b"identity") != b"identity"
    ):
        raise ProblemError(MEDIA_TYPE_UNSUPPORTED)


@lru_cache(64)
def _media_type(content_type: bytes) -> bytes:
    return content_type.partition(b";")[0].strip().lower()


class Proxy:
    """Hands requests on over one pool of connections for each service."""

    def __init__(self, pools: Mapping[str, Pool]) -> None:
        self._pools = pools

    async def forward(self, exchange: Exchange, route: Route, credential: bytes) -> None:
        """Ask the service and answer the client.

        Args:
            exchange: The request, with its head checked.
            route: Where it leads.
            credential: The internal token.

        Raises:
            ProblemError: There is no answer to pass on.
        """
        pool = self._pools[route.audience]
        try:
            connection = await self._ask(exchange, route, pool, credential)
        except NoConnectionError as error:
            raise ProblemError(SERVICE_DOWN) from error
        except BrokenAnswerError as error:
            raise ProblemError(BAD_ANSWER) from error
        try:
            await _answer(exchange, connection, route)
        except BrokenAnswerError as error:
            raise ProblemError(BAD_ANSWER) from error
        finally:
            pool.release(connection)

    async def _ask(self, exchange: Exchange, route: Route, pool: Pool, credential: bytes) -> Connection:
        incoming = exchange.incoming
        head = _request_head(incoming, route, credential)
        method = incoming.method
        if not incoming.has_body:
            framing = b"\r\n\r\n" if method in WITHOUT_BODY else b"\r\ncontent-length: 0\r\n\r\n"
            data = head + framing
        else:
            body, more = await _collect(exchange, route)
            if more:
                return await _stream(exchange, route, pool, head, body)
            data = b"%b\r\ncontent-length: %d\r\n\r\n%b" % (head, len(body), body)
        exchange.allow(route.answer_seconds, SLOW_ANSWER)
        may_resend = method in IDEMPOTENT_METHODS or b"idempotency-key" in incoming.read
        return await pool.ask(data, head_only=method == "HEAD", may_resend=may_resend)


def _request_head(incoming: Incoming, route: Route, credential: bytes) -> bytes:
    """Return the request's head as the service gets it, without its framing and end."""
    target = incoming.raw_path + b"?" + incoming.query if incoming.query else incoming.raw_path
    lines = [
        b"%b %b HTTP/1.1" % (incoming.method.encode(), target),
        b"host: " + route.audience.encode(),
        b"authorization: Bearer " + credential,
        b"traceparent: " + incoming.traceparent.encode(),
        *incoming.passed_on,
    ]
    return b"\r\n".join(lines)


async def _collect(exchange: Exchange, route: Route) -> tuple[bytes, bool]:
    """Return the body, or its beginning where it is large, and whether more follows."""
    exchange.allow(BODY_PAUSE_SECONDS, BODY_TIMEOUT)
    body, more = await exchange.next_part()
    while more and len(body) < SMALL_BODY:
        part, more = await exchange.next_part()
        body += part
    if len(body) > route.body_limit:
        raise ProblemError(TOO_LARGE)
    return body, more


async def _stream(exchange: Exchange, route: Route, pool: Pool, head: bytes, body: bytes) -> Connection:
    """Send a large body on as it comes; the service may answer before it has seen all of it."""
    incoming = exchange.incoming
    chunked = incoming.is_chunked
    framing = b"transfer-encoding: chunked" if chunked else b"content-length: %d" % incoming.content_length
    connection = await pool.acquire()
    try:
        connection.start(
            b"%b\r\n%b\r\n\r\n%b" % (head, framing, _framed(body, chunked=chunked)), head_only=False
        )
        await _send_rest(exchange, route, connection, len(body))
        exchange.allow(route.answer_seconds, SLOW_ANSWER)
        await connection.head()
    except BaseException:
        connection.abort()
        pool.release(connection)
        raise
    return connection


async def _send_rest(exchange: Exchange, route: Route, connection: Connection, sent: int) -> None:
    chunked = exchange.incoming.is_chunked
    began = asyncio.get_running_loop().time()
    more = True
    while more and not connection.has_head and not connection.is_closed:
        slowest_end = began + BODY_PAUSE_SECONDS + sent / SLOWEST_BODY
        seconds_left = slowest_end - asyncio.get_running_loop().time()
        exchange.allow(min(BODY_PAUSE_SECONDS, seconds_left), BODY_TIMEOUT)
        part, more = await exchange.next_part()
        sent += len(part)
        if sent > route.body_limit:
            raise ProblemError(TOO_LARGE)
        exchange.allow(route.answer_seconds, SLOW_ANSWER)
        await connection.write(
            _framed(part, chunked=chunked) if more else _framed(part, chunked=chunked, last=chunked)
        )
    if more:  # answered too early: neither connection can be used for another request
        connection.forbid_reuse()
        exchange.extra.append((b"connection", b"close"))


def _framed(part: bytes, *, chunked: bool, last: bool = False) -> bytes:
    """Return a part of a body as it goes on the wire."""
    if not chunked:
        return part
    chunk = b"%x\r\n%b\r\n" % (len(part), part) if part else b""
    return chunk + b"0\r\n\r\n" if last else chunk


async def _answer(exchange: Exchange, connection: Connection, route: Route) -> None:
    """Pass the answer on: in one piece if it is all there, else part by part as the client takes it."""
    headers = connection.headers
    if not connection.has_cache_control:
        headers.append(_NO_STORE)
    if not connection.has_policy:
        headers.append(_API_POLICY)
    if connection.complete:
        body = connection.take()
        if not connection.has_length and body:
            headers.append((b"content-length", b"%d" % len(body)))
        if connection.status >= FIRST_REFUSAL:
            exchange.problem = body
        await exchange.whole(connection.status, headers, body)
        return
    await exchange.start(connection.status, headers)
    leaving = asyncio.ensure_future(exchange.until_client_leaves())
    leaving.add_done_callback(lambda task: None if task.cancelled() else connection.abort())
    try:
        await _pass_on(exchange, connection, route)
    finally:
        leaving.cancel()


async def _pass_on(exchange: Exchange, connection: Connection, route: Route) -> None:
    more = True
    while more:
        exchange.allow(route.answer_seconds, SLOW_ANSWER)
        body = await connection.read()
        more = bool(body) or not connection.complete
        await exchange.part(body, more=more)
