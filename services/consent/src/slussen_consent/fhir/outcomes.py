"""From an error to an `OperationOutcome`: FHIR's issue code, our rule, a text in Swedish or English, and where."""

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
from slussen_consent.fhir.systems import PROBLEMS

Json = dict[str, Any]

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
    if isinstance(error, InvalidError) and error.problems:
        return [_fault(problem, english=english, within=within) for problem in error.problems]
    code = _BY_CODE.get(error.code) or next(
        (code for kind, code in _BY_KIND if isinstance(error, kind)), "processing"
    )
    found = _issue(code, error.code, error.detail_en if english else error.detail_sv)
    return [found | {"expression": [within]}] if within else [found]


def _fault(problem: FieldProblem, *, english: bool, within: str) -> Json:
    code = _BY_RULE.get(problem.rule, "value")
    found = _issue(code, problem.rule, problem.en if english else problem.sv)
    return found | {"expression": [_within(problem.field, within)]}


def _within(expression: str, within: str) -> str:
    """Return an element's path inside a bundle's entry."""
    if not within:
        return expression
    inside = expression.removeprefix("Consent").removeprefix(".")
    return f"{within}.resource.{inside}" if inside and inside != expression else within


def _issue(code: str, rule: str, text: str) -> Json:
    return {
        "severity": "error",
        "code": code,
        "details": {"coding": [{"system": PROBLEMS, "code": rule}], "text": text},
    }
