"""A lean route: bytes in, bytes out, the same problem answers as everywhere, no framework between.

Each is described in OpenAPI by the ordinary route beside it, which answers by the same function.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pydantic import ValidationError
from starlette.types import Receive, Scope, Send

from slussen_chassis import audit
from slussen_chassis.app import LeanHandler
from slussen_chassis.auth import Caller
from slussen_chassis.database import Context, Database
from slussen_chassis.errors import (
    DomainError,
    FieldProblem,
    ForbiddenError,
    InvalidError,
    TooLargeError,
    UnsupportedMediaTypeError,
)
from slussen_chassis.problems import BrokenError, from_database, from_validation, prefers_english
from slussen_chassis.transaction import PURPOSE_HEADER
from slussen_chassis.web import ScopeMissingError

log = logging.getLogger(__name__)

_LONGEST_PURPOSE = 100


class ClientGoneError(Exception):
    """The client hung up before its request was whole; there is nobody to answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request on a lean route."""

    caller: Caller
    media_type: str
    purpose: str
    english: bool
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and JSON."""

    status: int
    body: bytes
    language: str | None = None


Answerer = Callable[[Asked], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Lean:
    """How a lean route is answered: who may ask, what it takes, and the function that answers."""

    action: str
    scope: str
    longest_body: dict[str, int]
    answer: Answerer
    database: Callable[[], Database]

    def handler(self) -> LeanHandler:
        """Return the ASGI function."""

        async def handle(scope: Scope, receive: Receive, send: Send, caller: Caller) -> None:
            try:
                answer = await self.respond(scope, receive, caller)
            except ClientGoneError:
                return
            headers = [
                (b"content-type", b"application/json"),
                (b"content-length", str(len(answer.body)).encode()),
            ]
            if answer.language:
                headers.append((b"content-language", answer.language.encode()))
            await send({"type": "http.response.start", "status": answer.status, "headers": headers})
            await send({"type": "http.response.body", "body": answer.body})

        return handle

    async def respond(self, scope: Scope, receive: Receive, caller: Caller) -> Answer:
        """Answer a request.

        Raises:
            DomainError: It was refused; nothing was done.
            ClientGoneError: The client hung up.
        """
        headers: dict[bytes, bytes] = dict(scope["headers"])
        try:
            self._require_scope(caller)
            return await self._answer(headers, receive, caller)
        except ForbiddenError as refusal:
            await self._trace_refusal(caller, refusal)
            raise
        except (DomainError, ClientGoneError):
            raise
        except ValidationError as error:
            raise without_tags(from_validation([dict(e) for e in error.errors(include_url=False)])) from None
        except Exception as error:
            raise _known(error) from error

    def _require_scope(self, caller: Caller) -> None:
        if self.scope not in caller.scopes:
            raise ScopeMissingError(
                sv=f"Behörigheten {self.scope} saknas", en=f"The scope {self.scope} is missing"
            )

    async def _answer(self, headers: dict[bytes, bytes], receive: Receive, caller: Caller) -> Answer:
        media_type = _text(headers, b"content-type").partition(";")[0].strip().lower()
        longest = self.longest_body.get(media_type)
        if longest is None:
            raise UnsupportedMediaTypeError
        return await self.answer(
            Asked(
                caller=caller,
                media_type=media_type,
                purpose=_text(headers, PURPOSE_HEADER.encode())[:_LONGEST_PURPOSE],
                english=prefers_english(_text(headers, b"accept-language")),
                body=await _read(headers, receive, longest),
            )
        )

    async def _trace_refusal(self, caller: Caller, refusal: DomainError) -> None:
        async with self.database().transaction(Context.of(caller)) as session:
            audit.record(session, self.action, resource_type=refusal.code, outcome="denied")


def _text(headers: dict[bytes, bytes], name: bytes) -> str:
    return headers.get(name, b"").decode("latin-1")


async def _read(headers: dict[bytes, bytes], receive: Receive, longest: int) -> bytes:
    """Return the whole body; one that is too large is refused before it is read to its end."""
    stated = headers.get(b"content-length", b"")
    if stated.isdigit() and int(stated) > longest:
        raise TooLargeError
    parts: list[bytes] = []
    length = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        part: bytes = message.get("body", b"")
        length += len(part)
        if length > longest:
            raise TooLargeError
        parts.append(part)
        if not message.get("more_body", False):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def _known(error: Exception) -> DomainError:
    """Return the answer to something that went wrong: busy or away is 503, all else is ours to mend."""
    known = from_database(error)
    if known is None:
        log.error("unhandled error", exc_info=error)
    return known or BrokenError()


def without_tags(error: InvalidError) -> InvalidError:
    """Return the faults without the tag of the event's type in their path."""
    return InvalidError(
        *(
            FieldProblem(_untagged(problem), problem.rule, problem.sv, problem.en)
            for problem in error.problems
        )
    )


def _untagged(problem: FieldProblem) -> str:
    """Return a field's path without the event's type, which stands first where the union was taken apart."""
    if problem.rule.startswith("union-tag"):
        return "type"
    if problem.field.startswith("slussen."):
        return problem.field.partition(".v1.")[2]
    return problem.field
