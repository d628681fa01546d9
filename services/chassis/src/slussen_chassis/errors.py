"""Errors by kind: what went wrong, in business words; `problems.py` gives each kind its HTTP status once.

A domain error has a stable kebab-case `code` that clients may rely on, and texts in Swedish and English.
No text ever holds a value that came in: a value may be personal data.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal


class DomainError(Exception):
    """Something the caller may not or can not do; the base of all kinds."""

    code: ClassVar[str] = "error"
    title_sv: ClassVar[str] = "Något gick fel"
    title_en: ClassVar[str] = "Something went wrong"
    fault: ClassVar[Literal["sender", "recipient", "platform"] | None] = None
    """Whose fault it is; where it says nothing, the platform's for a status of 500 and above, else the sender's."""

    def __init__(self, *, sv: str | None = None, en: str | None = None) -> None:
        super().__init__(en or self.title_en)
        self.detail_sv = sv or self.title_sv
        self.detail_en = en or self.title_en

    def reword(self, change: Callable[[str], str]) -> None:
        """Let this error's Swedish texts be said in other words: a service's readers may have a word of their own."""
        self.title_sv = change(self.title_sv)  # type: ignore[misc]
        self.detail_sv = change(self.detail_sv)


class NotFoundError(DomainError):
    """The thing is not there, or not the caller's: the answer is the same."""

    code = "not-found"
    title_sv = "Det du frågar efter finns inte här"
    title_en = "What you ask for is not here"


class ConflictError(DomainError):
    """The thing is in a state in which this can't be done."""

    code = "conflict"
    title_sv = "Det går inte i det läge som råder"
    title_en = "That can't be done in the present state"


class ForbiddenError(DomainError):
    """The caller is known and lacks the right."""

    code = "forbidden"
    title_sv = "Du har inte behörighet till detta"
    title_en = "You don't have the right to do this"


class UnauthenticatedError(DomainError):
    """The caller is not known."""

    code = "unauthenticated"
    title_sv = "Inloggning krävs"
    title_en = "You need to log in"


class StepUpRequiredError(UnauthenticatedError):
    """The caller is known, but not surely enough for this (RFC 9470): a login at one of `acr_values` helps."""

    code = "step-up-required"
    title_sv = "Inloggningen är inte säker nog för detta"
    title_en = "You are not identified surely enough for this"

    def __init__(self, *acr_values: str, sv: str | None = None, en: str | None = None) -> None:
        super().__init__(sv=sv, en=en)
        self.acr_values = acr_values


class PreconditionFailedError(DomainError):
    """The thing has changed since the caller read it (RFC 9110, 15.5.13)."""

    code = "precondition-failed"
    title_sv = "Uppgiften har ändrats sedan du läste den; läs om den och försök igen"
    title_en = "The thing has changed since you read it; read it again and retry"


class PreconditionRequiredError(DomainError):
    """A change must say which version it is based on (RFC 6585, 3)."""

    code = "precondition-required"
    title_sv = "Skicka If-Match med den ETag som du läste, så att ingens ändring går förlorad"
    title_en = "Send If-Match with the ETag that you read, so that nobody's change is lost"


class UnavailableError(DomainError):
    """A part that is needed does not answer; nothing was done, and the caller may try again."""

    code = "unavailable"
    title_sv = "En del av systemet svarar inte just nu; försök igen om en stund"
    title_en = "A part of the system does not answer right now; try again in a moment"
    retry_after_seconds: ClassVar[int] = 2


class TooManyRequestsError(DomainError):
    """The caller has asked for this too often; after a while it may again (RFC 6585, 4)."""

    code = "too-many-requests"
    title_sv = "För många förfrågningar; vänta en stund"
    title_en = "Too many requests; wait a while"

    def __init__(self, *, retry_after_seconds: int = 1) -> None:
        super().__init__()
        self.retry_after_seconds = retry_after_seconds


class TooLargeError(DomainError):
    """The body is larger than the route takes."""

    code = "too-large"
    title_sv = "Innehållet är för stort"
    title_en = "The body is too large"


class UnsupportedMediaTypeError(DomainError):
    """The body's media type is missing or not one that the route takes."""

    code = "unsupported-media-type"
    title_sv = "Innehållstypen stöds inte här"
    title_en = "The media type is not supported here"


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One fault in what came in: the field (JSON path with dots), the rule it broke, and both texts."""

    field: str
    rule: str
    sv: str
    en: str


class InvalidError(DomainError):
    """What came in breaks one or more rules; each is named by field and rule, never by value."""

    code = "invalid"
    title_sv = "Uppgifterna kan inte tas emot som de är"
    title_en = "The information can't be accepted as it is"

    def __init__(self, *problems: FieldProblem) -> None:
        super().__init__(
            sv="; ".join(f"{p.field}: {p.sv}" for p in problems) or None,
            en="; ".join(f"{p.field}: {p.en}" for p in problems) or None,
        )
        self.problems = problems
