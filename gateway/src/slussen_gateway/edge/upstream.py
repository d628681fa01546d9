"""The pool of kept-alive connections to one service, over a Unix socket or TCP."""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Final, Self

from typing_extensions import override

from slussen_gateway.edge.connection import BrokenAnswerError, Connection, ConnectionOwner, NoConnectionError

MOST_CONNECTIONS: Final = 128
CONNECT_SECONDS: Final = 2.0
QUEUE_SECONDS: Final = 2.0
IDLE_SECONDS: Final = 4.0
"""Kept shorter than the five seconds after which uvicorn closes an idle connection, so that few turn out closed."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a service listens: `unix:/run/consent.sock` or `http://consent:8000`."""

    socket_path: str | None = None
    host: str = ""
    port: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an address.

        Raises:
            ValueError: It is neither a Unix socket nor `http://host:port`.
        """
        if text.startswith("unix:/"):
            return cls(socket_path=text.removeprefix("unix:"))
        host, separator, port = text.removeprefix("http://").rstrip("/").rpartition(":")
        if not text.startswith("http://") or not separator or not host or not port.isdigit():
            raise ValueError("an address is unix:/path or http://host:port")
        return cls(host=host.strip("[]"), port=int(port))


class Pool(ConnectionOwner):
    """Connections to one service; the one used last is taken first, so that surplus ones grow old and close."""

    def __init__(self, address: Address, *, most: int = MOST_CONNECTIONS) -> None:
        self._address = address
        self._most = most
        self._open: set[Connection] = set()
        self._idle: list[Connection] = []
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def open_connections(self) -> int:
        """How many connections are open or being opened."""
        return len(self._open)

    @property
    def idle_connections(self) -> int:
        """How many of them wait for work."""
        return len(self._idle)

    async def ask(self, data: bytes, *, head_only: bool = False, may_resend: bool = False) -> Connection:
        """Send a whole request and return the connection once status and headers have come; then `release` it.

        A kept-alive connection that turns out closed before any byte of the answer is replaced once, by a new
        one, if the request may be resent (RFC 9112, 9.3.1).

        Raises:
            NoConnectionError: Nothing was sent.
            BrokenAnswerError: The service broke off.
        """
        connection = await self.acquire()
        connection.start(data, head_only=head_only)
        try:
            await connection.head()
        except BrokenAnswerError as error:
            self.release(connection)
            if error.answered or connection.uses < 2 or not may_resend:  # noqa: PLR2004  a connection's second use
                raise
        except BaseException:
            self.release(connection)
            raise
        else:
            return connection
        return await self._ask_again(data, head_only=head_only)

    async def _ask_again(self, data: bytes, *, head_only: bool) -> Connection:
        try:
            connection = await self._connect()
        except NoConnectionError as error:  # the first attempt was sent: that nothing was done can't be said
            raise BrokenAnswerError("no second connection", answered=False) from error
        connection.start(data, head_only=head_only)
        try:
            await connection.head()
        except BaseException:
            self.release(connection)
            raise
        return connection

    async def acquire(self) -> Connection:
        """Return a connection with nothing under way.

        Raises:
            NoConnectionError: The service refuses, or all connections are taken for too long.
        """
        now = asyncio.get_running_loop().time()
        while True:
            while self._idle:
                connection = self._idle.pop()
                if connection.idle_until > now and not connection.is_closed:
                    return connection
                connection.abort()
            if len(self._open) < self._most:
                return await self._connect()
            await self._wait_for_room()

    def release(self, connection: Connection) -> None:
        """Take a connection back: keep it if its answer was read to the end, else close it."""
        connection.rest()
        if connection.is_reusable:
            connection.idle_until = asyncio.get_running_loop().time() + IDLE_SECONDS
            self._idle.append(connection)
            self._let_one_in()
        else:
            connection.abort()

    @override
    def lost(self, connection: Connection) -> None:
        """Forget a connection that has ended."""
        self._open.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        self._let_one_in()

    def close(self) -> None:
        """Close the connections that wait for work."""
        for connection in self._idle[:]:
            connection.abort()

    def _let_one_in(self) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return

    async def _wait_for_room(self) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            async with asyncio.timeout(QUEUE_SECONDS):
                await waiter
        except TimeoutError:
            raise NoConnectionError("all connections are taken") from None
        except asyncio.CancelledError:
            if not waiter.cancelled():
                self._let_one_in()  # the turn that came too late is another's
            raise

    async def _connect(self) -> Connection:
        loop = asyncio.get_running_loop()
        connection = Connection(loop, self)
        self._open.add(connection)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                if self._address.socket_path is not None:
                    await loop.create_unix_connection(lambda: connection, self._address.socket_path)
                else:
                    await loop.create_connection(lambda: connection, self._address.host, self._address.port)
        except BaseException as error:
            self.lost(connection)
            if isinstance(error, OSError):  # refused, absent, or too slow (TimeoutError)
                raise NoConnectionError("no connection") from error
            raise
        return connection
