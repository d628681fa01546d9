"""Faults in FHIR resources, named by FHIRPath and rule; the texts are Swedish and English and hold no value."""

import re
from collections.abc import Iterable

from pydantic.alias_generators import to_camel

from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_consent.fhir.systems import extension

_TEXTS: dict[str, tuple[str, str]] = {
    "required": ("uppgiften saknas", "is missing"),
    "unknown-system": ("systemet är inget som tas emot här", "is of a system that is not taken here"),
    "unknown-code": ("koden är ingen som tas emot här", "is a code that is not taken here"),
    "opaque-id": ("ska vara ett av våra id:n", "must be one of our ids"),
    "too-deep": ("regler nästlas i högst tre nivåer", "rules are nested three deep at most"),
    "not-in-root": ("hör hemma i reglerna därunder", "belongs in the rules below"),
    "only-in-root": (
        "period och purpose hör hemma i den yttersta regeln",
        "period and purpose belong in the outermost rule",
    ),
    "same-type": ("är inget undantag från regeln ovanför", "is no exception from the rule above"),
    "status-differs": ("stämmer inte med ståndpunkterna", "does not agree with the positions"),
    "permits-too-much": (
        "tillåter trots att ståndpunkterna inte gör det",
        "permits though the positions do not",
    ),
    "verified-differs": (
        "verified är true när den tillfrågade har svarat, annars false",
        "verified is true where the one asked has answered, else false",
    ),
    "label-not-kept": (
        "skyddsmarkeringen är inte den som är känd om personen, och sätts inte genom ett samtycke",
        "the protection is not what is known about the person, and is not set by a consent",
    ),
    "ended": ("ett nytt samtycke kan inte ha upphört", "a new consent can't have ended"),
    "id-differs": ("är inte adressens id", "is not the address's id"),
}


def fault(expression: str, rule: str) -> InvalidError:
    """Return the error for a fault at an element."""
    sv, en = _TEXTS[rule]
    return InvalidError(FieldProblem(expression, rule, sv, en))


_CUSTODY = f"Consent.extension('{extension('custody')}')"
_EXPRESSIONS = tuple(
    (re.compile(pattern), expression)
    for pattern, expression in (
        (r"^situation$", "Consent.provision.purpose"),
        (r"^validFrom$", "Consent.provision.period.start"),
        (r"^validThrough$", "Consent.provision.period.end"),
        (r"^(?:scope|excluded|topics|recipients)\b.*", "Consent.provision.provision"),
        (r"^positions\.(\d+)\b.*", r"Consent.{positions}[\1]"),
        (r"^positions$", "Consent.{positions}"),
        (r"^value$", "Consent.status"),
        (r"^subject\b.*", "Consent.patient"),
        (r"^recordedBy\b.*", "Consent.organization"),
        (r"^journalReference\b.*", "Consent.sourceReference"),
        (r"^externalId$", "Consent.identifier"),
        (r"^(?:custody|livesApart|conflictOfInterest).*", _CUSTODY),
        (r"^information.*", f"Consent.extension('{extension('information-given')}')"),
        (r"^childHeard.*", f"Consent.extension('{extension('child-heard')}')"),
    )
)


def in_fhir_words(problems: Iterable[FieldProblem], *, positions: str) -> InvalidError:
    """Return faults that were found in a consent's content, with the elements that the content came from.

    `positions` is the element that the custodians' positions stood in: `verification` or `performer`.
    """
    named = {FieldProblem(_expression(p.field, positions), p.rule, p.sv, p.en) for p in problems}
    return InvalidError(*sorted(named, key=lambda problem: (problem.field, problem.rule)))


def _expression(written: str, positions: str) -> str:
    field = ".".join(to_camel(part) for part in written.split("."))
    for pattern, expression in _EXPRESSIONS:
        if pattern.match(field):
            return pattern.sub(expression, field).replace("{positions}", positions)
    return "Consent"
