"""Faults in what comes in, named by FHIRPath and rule; the texts hold no value."""

from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from slussen_chassis.errors import FieldProblem, InvalidError

_TEXTS = {
    "required": ("uppgiften saknas", "is missing"),
    "unknown-system": ("systemet är inget som tas emot här", "is of a system that is not taken here"),
    "unknown-code": ("koden är ingen som tas emot här", "is a code that is not taken here"),
    "opaque-id": ("ska vara ett av våra id:n", "must be one of our ids"),
    "status-differs": ("stämmer inte med det övriga", "does not agree with the rest"),
    "id-differs": ("är inte adressens id", "is not the address's id"),
    "not-changed-here": (
        "ändras inte här; bara läget ändras genom en Task",
        "is not changed here; by a Task the state alone is",
    ),
    "not-in-bundle": ("är ingen ServiceRequest i samma bundle", "is no ServiceRequest in the same bundle"),
    "twice": ("har redan en Task", "has a Task already"),
}

KindT = TypeVar("KindT", bound=StrEnum)


def fault(expression: str, rule: str) -> InvalidError:
    """Return the error for a fault at an element."""
    sv, en = _TEXTS[rule]
    return InvalidError(FieldProblem(expression, rule, sv, en))


def opaque(written: str, where: str) -> UUID:
    """Return one of our ids.

    Raises:
        InvalidError: It is none.
    """
    try:
        return UUID(written)
    except ValueError:
        raise fault(where, "opaque-id") from None


def value_of(kind: type[KindT], code: str | None, where: str) -> KindT:
    """Return a code as one of ours.

    Raises:
        InvalidError: It is missing, or none of ours.
    """
    if code is None:
        raise fault(where, "required")
    try:
        return kind(code)
    except ValueError:
        raise fault(where, "unknown-code") from None
