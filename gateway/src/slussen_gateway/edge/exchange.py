"""One request and its answer while they are under way: what has been sent, who asked, how long each step may take."""

import asyncio
from contextlib import suppress
from typing import Final

from slussen_gateway.edge.incoming import Incoming, Message, Receive, Send
from slussen_gateway.edge.problems import (
    NOT_READY,
    Fault,
    Kind,
    ProblemError,
    prefers_english,
    problem_headers,
    problem_json,
)

Headers = list[tuple[bytes, bytes]]

ADMISSION_SECONDS: Final = 20.0
"""How long it may take to work out who asks."""
DISCARD_SECONDS: Final = 2.0
WITHOUT_CONTENT: Final = frozenset({204, 304})
MOST_DISCARDED: Final = 32 * 1024 * 1024


class ClientGoneError(Exception):
    """The client hung up; there is nobody to answer."""


class Exchange:
    """A request and its answer.

    Attributes:
        deadline: Moment on the event loop's clock by which the present step must be over.
        template: The path without identifiers, for the log.
        client_id: The client that asked, for the log; its token was verified, whatever became of the request.
        fault: Whose fault a refusal of our own is.
        problem: What a service said of a refusal, as it came.
        extra: Headers that the answer gets in any case.
        for_reader: A person waits for a page; a refusal is one, too.
    """

    __slots__ = (
        "_has_unread",
        "_late",
        "_receive",
        "_send",
        "_task",
        "began",
        "client_id",
        "deadline",
        "expired",
        "extra",
        "fault",
        "for_reader",
        "incoming",
        "outcome",
        "problem",
        "started",
        "status",
        "template",
    )

    def __init__(self, incoming: Incoming, receive: Receive, send: Send, security: Headers) -> None:
        self.incoming = incoming
        self._receive = receive
        self._send = send
        self._task = asyncio.current_task()
        self._late: Kind = NOT_READY
        self._has_unread = True
        self.began = asyncio.get_running_loop().time()
        self.deadline = self.began + ADMISSION_SECONDS
        self.expired = False
        self.for_reader = True
        self.started = False
        self.status = 0
        self.outcome = ""
        self.fault: Fault | None = None
        self.problem = b""
        self.template = ""
        self.client_id: str | None = None
        self.extra: Headers = [*security, (b"traceparent", incoming.traceparent.encode())]

    # -- time limits ----------------------------------------------------------------------------------------

    def allow(self, seconds: float, late: Kind) -> None:
        """Give the next step so many seconds; after them the request is refused as `late`."""
        self._late = late
        self.deadline = asyncio.get_running_loop().time() + seconds

    def expire(self) -> None:
        """End the present step: its time is over."""
        self.expired = True
        if self._task is not None:
            self._task.cancel()

    def late(self) -> ProblemError:
        """Turn the cancellation by `expire` into the refusal that it stands for."""
        self.expired = False
        if self._task is not None:
            self._task.uncancel()
        return ProblemError(self._late)

    # -- the request's body ---------------------------------------------------------------------------------

    async def next_part(self) -> tuple[bytes, bool]:
        """Return the next part of the request's body, and whether more follows.

        Raises:
            ClientGoneError: The client hung up.
        """
        message: Message = await self._receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        more: bool = message.get("more_body", False)
        self._has_unread = more
        return message.get("body", b""), more

    async def _discard_body(self) -> None:
        """Read on for a moment: a connection closed with data unread is reset, and the client never sees why."""
        discarded = 0
        with suppress(TimeoutError, ClientGoneError):
            async with asyncio.timeout(DISCARD_SECONDS):
                while self._has_unread and discarded < MOST_DISCARDED:
                    part, _ = await self.next_part()
                    discarded += len(part)

    async def until_client_leaves(self) -> None:
        """Return when the client has hung up (or the answer is complete)."""
        while (await self._receive())["type"] != "http.disconnect":
            pass

    # -- the answer -----------------------------------------------------------------------------------------

    async def start(self, status: int, headers: Headers) -> None:
        """Send status and headers."""
        self.started = True
        self.status = status
        await self._send({"type": "http.response.start", "status": status, "headers": headers + self.extra})

    async def part(self, body: bytes, *, more: bool) -> None:
        """Send a part of the answer's body."""
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    async def whole(self, status: int, headers: Headers, body: bytes) -> None:
        """Send status, headers (with the length) and all of the body."""
        self.started = True
        self.status = status
        await self._send({"type": "http.response.start", "status": status, "headers": headers + self.extra})
        await self._send({"type": "http.response.body", "body": body, "more_body": False})

    async def answer(self, status: int, headers: Headers, body: bytes = b"") -> None:
        """Send an answer of our own."""
        if status not in WITHOUT_CONTENT:
            headers = [*headers, (b"content-length", b"%d" % len(body))]
        await self.whole(status, headers, body)

    async def give_up(self, error: ProblemError) -> None:
        """Note the refusal, and read what is still to come where the connection will be closed."""
        self.outcome = error.kind.code
        self.fault = error.kind.fault
        if error.kind.close and self.incoming.has_body and b"expect" not in self.incoming.read:
            await self._discard_body()

    async def refuse(self, error: ProblemError) -> None:
        """Answer with problem details; where an answer has begun it is left torn, so that nobody takes it for whole."""
        if self.started:
            self.outcome = f"torn: {error.kind.code}"
            self.fault = error.kind.fault
            return
        await self.give_up(error)
        english = prefers_english(self.incoming.read.get(b"accept-language"))
        body = problem_json(error.kind, self.incoming.trace_id, english=english)
        await self.answer(error.kind.status, problem_headers(error, english=english), body)
