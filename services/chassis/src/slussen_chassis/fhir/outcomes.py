"""From an error to an `OperationOutcome`: FHIR's issue code, our rule, a text in Swedish or English, and where."""

import re
from http import HTTPStatus
from typing import Any, Final

from slussen_chassis.errors import (
    ConflictError,
    DomainError,
    FieldProblem,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    PreconditionFailedError,
    PreconditionRequiredError,
    TooLargeError,
    UnauthenticatedError,
    UnavailableError,
    UnsupportedMediaTypeError,
)
from slussen_chassis.problems import status_of

Json = dict[str, Any]

PROBLEMS: Final = "urn:slussen:problem"
FAULTS: Final = "urn:slussen:fault"
"""Whose fault it is: the sender's, the recipient's, or the platform's."""
_INSIDE = re.compile(r"[A-Z][A-Za-z]+\.(.+)")

_BY_KIND: Final[tuple[tuple[type[DomainError], str], ...]] = (
    (NotFoundError, "not-found"),
    (PreconditionFailedError, "conflict"),
    (PreconditionRequiredError, "required"),
    (ConflictError, "conflict"),
    (ForbiddenError, "forbidden"),
    (UnauthenticatedError, "login"),
    (UnavailableError, "transient"),
    (TooLargeError, "too-long"),
    (UnsupportedMediaTypeError, "not-supported"),
    (InvalidError, "invalid"),
)
_BY_CODE: Final = {
    "external-id-in-use": "duplicate",
    "not-supported": "not-supported",
    "too-many-searches": "throttled",
    "internal-error": "exception",
}
_BY_RULE: Final = {
    "required": "required",
    "missing": "required",
    "extra-forbidden": "structure",
    "json-invalid": "structure",
    "unknown-extension": "extension",
    "enum": "code-invalid",
    "literal-error": "code-invalid",
    "unknown-code": "code-invalid",
    "unknown-system": "code-invalid",
    "label-not-kept": "security",
    "too-many": "too-long",
}


def outcome(error: DomainError, *, english: bool, within: str = "") -> Json:
    """Return the `OperationOutcome` of an error; `within` is the bundle's entry that it is about."""
    return {"resourceType": "OperationOutcome", "issue": issues(error, english=english, within=within)}


def issues(error: DomainError, *, english: bool, within: str = "") -> list[Json]:
    """Return an error as issues: one for each fault that it names, else one for all."""
    blamed = error.fault or ("platform" if status_of(error) >= HTTPStatus.INTERNAL_SERVER_ERROR else "sender")
    if isinstance(error, InvalidError) and error.problems:
        return [_fault(problem, blamed, english=english, within=within) for problem in error.problems]
    code = _BY_CODE.get(error.code) or next(
        (code for kind, code in _BY_KIND if isinstance(error, kind)), "processing"
    )
    found = _issue(code, (error.code, blamed), error.detail_en if english else error.detail_sv)
    return [found | {"expression": [within]}] if within else [found]


def _fault(problem: FieldProblem, blamed: str, *, english: bool, within: str) -> Json:
    code = _BY_RULE.get(problem.rule, "value")
    found = _issue(code, (problem.rule, blamed), problem.en if english else problem.sv)
    return found | {"expression": [_within(problem.field, within)]}


def _within(expression: str, within: str) -> str:
    """Return an element's path inside a bundle's entry."""
    if not within:
        return expression
    inside = _INSIDE.fullmatch(expression)
    return f"{within}.resource.{inside[1]}" if inside else within


def _issue(code: str, rule_and_blamed: tuple[str, str], text: str) -> Json:
    rule, blamed = rule_and_blamed
    codings = [{"system": PROBLEMS, "code": rule}, {"system": FAULTS, "code": blamed}]
    return {"severity": "error", "code": code, "details": {"coding": codings, "text": text}}
