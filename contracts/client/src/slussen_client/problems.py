"""What goes wrong, as exceptions that say whose fault it is and what to mend."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time
from typing import Any, Final, Literal

import httpx

Fault = Literal["sender", "recipient", "platform"]
Language = Literal["sv", "en"]

_WHOSE: Final[Mapping[Fault, Mapping[Language, str]]] = {
    "sender": {
        "sv": "Felet är hos er som skickade: rätta begäran.",
        "en": "The fault is yours who sent it: mend the request.",
    },
    "recipient": {
        "sv": "Felet är hos mottagaren: rätta inget, hör med den.",
        "en": "The fault is the recipient's: mend nothing, ask them.",
    },
    "platform": {
        "sv": "Felet är hos Slussen: skicka samma begäran igen senare.",
        "en": "The fault is Slussen's: send the same request again later.",
    },
}
_FIRST_SERVER_ERROR: Final = 500
_MOST_OF_A_FIELD: Final = 10


class SlussenError(Exception):
    """Something went wrong in asking Slussen."""


class SlussenUnreachableError(SlussenError):
    """No answer came, after all attempts that were safe to make. `__cause__` is the last failure."""


class SlussenLoginError(SlussenError):
    """The issuer gave no token; `error` is its code (RFC 6749, 5.2)."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(f"the issuer gave no token ({status} {error}): {description}".rstrip(": "))
        self.status = status
        self.error = error


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One fault in what was sent: the field's JSON path, the rule that it broke, and a text for people."""

    field: str
    rule: str
    message: str


class SlussenProblem(SlussenError):  # noqa: N818 - the name of what came back (RFC 9457), which is no fault of Python's
    """An answer that says no, as problem details (RFC 9457). It never holds a value that was sent.

    Attributes:
        operation: Method and path of what was asked, its ids left out.
        status: HTTP status.
        code: Stable name of the problem; `not-a-problem` where something else than Slussen answered.
        title: What is wrong, in the client's language.
        detail: The same about this very case.
        fault: Whose fault it is.
        errors: The fields at fault and their rules.
        instance: `urn:slussen:trace:...`, by which Slussen's operators find it.
        retry_after: Seconds to wait before asking again, where the answer says.
    """

    def __init__(self, operation: str, response: httpx.Response) -> None:
        body = _members(response)
        self.operation = operation
        self.status = response.status_code
        self.code = str(body.get("code", "not-a-problem"))
        self.title = str(body.get("title", response.reason_phrase))
        self.detail = str(body.get("detail", ""))
        self.fault: Fault = _fault(body, self.status)
        self.errors = tuple(_fields(body.get("errors")))
        self.instance = str(body.get("instance", ""))
        self.retry_after = retry_after(response)
        fields = "; ".join(f"{one.field} {one.rule}: {one.message}" for one in self.errors[:_MOST_OF_A_FIELD])
        said = self.detail or self.title
        super().__init__(
            f"{operation} was answered {self.status} {self.code}: {said}" + (f" ({fields})" if fields else "")
        )

    def whose_fault(self, language: Language = "en") -> str:
        """Return a sentence that says whose fault it is and what to do."""
        return _WHOSE[self.fault][language]


def retry_after(response: httpx.Response) -> float | None:
    """Return the seconds that an answer asks one to wait (RFC 9110, 10.2.3); None where it does not say."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time())
    except ValueError:
        return None


def _members(response: httpx.Response) -> dict[str, Any]:
    if "json" not in response.headers.get("Content-Type", ""):
        return {}
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _fault(body: Mapping[str, Any], status: int) -> Fault:
    told = body.get("fault")
    if told == "recipient":
        return "recipient"
    if told == "platform" or (told is None and status >= _FIRST_SERVER_ERROR):
        return "platform"
    return "sender"


def _fields(errors: Any) -> list[FieldProblem]:
    found = [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    return [FieldProblem(*(str(one.get(name, "")) for name in ("field", "rule", "message"))) for one in found]
