"""One call: what is asked, what it is made into, and what comes back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, NotRequired, TypedDict, TypeVar
from urllib.parse import quote
from uuid import uuid4

import httpx

from slussen_client.personal_numbers import refuse_personal_number

T = TypeVar("T")
Values = Mapping[str, Any]

UNCHANGED: Final = 304
PROBLEM: Final = "application/problem+json"


class Options(TypedDict):
    """What may be said with any call.

    Seconds until one gives up an attempt, the trace that it belongs to, and further headers, such as `Slussen-Purpose`.
    """

    timeout: NotRequired[float]
    traceparent: NotRequired[str]
    headers: NotRequired[Mapping[str, str]]


class WriteOptions(Options):
    """What may be said with a write: a key of one's own, where the same write must survive a crash of the caller."""

    idempotency_key: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Operation:
    """Where an operation is, what it takes and gives, and whether the same again has no new effect.

    `keyed` is one whose repetition is known by an idempotency key.
    """

    method: str
    path: str
    takes: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    repeatable: bool = False
    keyed: bool = False

    @property
    def name(self) -> str:
        """Method and path, without ids: what may be logged."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What came back.

    Attributes:
        status: HTTP status, such as 201 for what was made now and 200 for what was known.
        headers: All headers, by any case.
    """

    status: int
    headers: httpx.Headers
    content: T

    @property
    def value(self) -> T:
        """The content.

        Raises:
            LookupError: It has not changed since the `if_none_match` that was sent.
        """
        if self.is_unchanged:
            raise LookupError("unchanged since the ETag that was sent")
        return self.content

    @property
    def etag(self) -> str | None:
        """The version of what was read, to send as `if_match` with a change."""
        found: str | None = self.headers.get("ETag")
        return found

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing is new since the `if_none_match` that was sent."""
        return self.status == UNCHANGED


@dataclass(frozen=True, slots=True)
class Call:
    """A call made ready, the same at every attempt."""

    operation: Operation
    address: str
    headers: Mapping[str, str]
    content: bytes | None
    timeout: float

    def request(self, authorization: Mapping[str, str]) -> httpx.Request:
        """Return the request for one attempt."""
        return httpx.Request(
            self.operation.method,
            self.address,
            headers={**self.headers, **authorization},
            content=self.content,
            extensions={"timeout": httpx.Timeout(self.timeout).as_dict()},
        )


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes calls ready: the origin, the language and the patience are the client's."""

    origin: str
    language: str
    timeout: float
    traceparent: Callable[[], str | None] | None = None

    def call(
        self,
        operation: Operation,
        options: Options,
        *,
        path: Values | None = None,
        query: Values | None = None,
        headers: Mapping[str, str | None] | None = None,
        body: Any = None,
    ) -> Call:
        """Return a call made ready.

        Raises:
            PersonalNumberError: A personal number stands in the address or the headers.
            TypeError: The body is of no kind that the operation takes.
        """
        content, content_type = encoded(body, operation.takes)
        sent = dict(options.get("headers", {}))
        for name, value in sent.items():
            refuse_personal_number(value, name)
        sent |= {name: value for name, value in (headers or {}).items() if value is not None}
        sent["Accept"] = ", ".join([*operation.gives, PROBLEM])
        sent["Accept-Language"] = self.language
        trace = options.get("traceparent") or (self.traceparent() if self.traceparent else None)
        if trace:
            sent["traceparent"] = trace
        if operation.keyed:
            sent["Idempotency-Key"] = str(options.get("idempotency_key") or uuid4())
            refuse_personal_number(sent["Idempotency-Key"], "Idempotency-Key")
        if content_type:
            sent["Content-Type"] = content_type
        address = self.origin + _address(operation.path, path or {}, query or {})
        return Call(operation, address, sent, content, options.get("timeout", self.timeout))


def encoded(body: Any, kinds: tuple[str, ...]) -> tuple[bytes | None, str | None]:
    """Return a body as bytes with its kind: the first of `kinds` that such a value can be.

    Raises:
        TypeError: It can be none of them.
    """
    if body is None:
        return None, None
    for kind in kinds:
        is_json = kind.endswith("json") and not kind.endswith("ndjson")
        if is_json and not isinstance(body, str | bytes) and isinstance(body, list) == ("batch" in kind):
            return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), kind
        if not is_json and isinstance(body, str) and (kind.startswith("text/") or kind.endswith("ndjson")):
            return body.encode(), kind
        if not is_json and isinstance(body, bytes) and (not kind.startswith("text/") or len(kinds) == 1):
            return body, kind
    raise TypeError(f"a {type(body).__name__} is none of {', '.join(kinds)}")


def decoded(response: httpx.Response) -> Answer[Any]:
    """Return an answer with its content: JSON parsed, text as text, all else as bytes, nothing as None."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    content: Any = None
    if response.content:
        if kind.endswith("json") and not kind.endswith("ndjson"):
            content = response.json()
        else:
            content = (
                response.text if kind.startswith("text/") or kind.endswith("ndjson") else response.content
            )
    return Answer(response.status_code, response.headers, content)


def _address(template: str, path: Values, query: Values) -> str:
    filled = template
    for name, value in path.items():
        refuse_personal_number(str(value), name)
        filled = filled.replace(f"{{{name}}}", quote(str(value), safe=""))
    asked: list[tuple[str, Any]] = [
        (name, _written(one)) for name, value in query.items() for one in _several(value)
    ]
    for name, value in asked:
        refuse_personal_number(value, name)
    return f"{filled}?{httpx.QueryParams(asked)}" if asked else filled


def _several(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, list | tuple) else [value]


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
