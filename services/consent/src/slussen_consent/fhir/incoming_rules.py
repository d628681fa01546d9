"""The nested provisions of a FHIR `Consent`, read: what was asked about, left out, and in a partial yes covered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from slussen_chassis.fhir.datatypes import CodeableConcept
from slussen_consent.fhir.extensions import read
from slussen_consent.fhir.faults import fault
from slussen_consent.fhir.people import unit_of
from slussen_consent.fhir.resources import Actor, Provision
from slussen_consent.fhir.systems import PARTICIPATION, TOPIC

RECIPIENT = "IRCP"
DEEPEST = 3
Line = dict[str, Any]
"""The members of a `ScopeLine`."""

_RULES = "Consent.provision.provision"


@dataclass(slots=True)
class Rules:
    """What the provisions say. `covered` are the exceptions: what is permitted of the rest, and denied of it."""

    asked: list[Line] = field(default_factory=list)
    excluded: list[Line] = field(default_factory=list)
    covered: list[Line] = field(default_factory=list)
    permits: bool = False
    denies: bool = False


def rules_of(root: Provision, *, is_active: bool) -> Rules:
    """Return what a consent's provisions say; in an active one a denial without exceptions is left out (excluded).

    Raises:
        InvalidError: The rules are nested too deep, say nothing, or name what is not known.
    """
    if root.type is not None or root.actor or root.code:
        raise fault("Consent.provision", "not-in-root")
    found = Rules()
    for place, rule in enumerate(root.provision or ()):
        where = f"{_RULES}[{place}]"
        values = read(rule.extension, where, _RULES).get("scope-line", [{}])[0]
        is_asked = values.get("", "asked") == "asked"
        if not values:
            is_asked = rule.type == "permit" or bool(rule.provision) or not is_active
        _take(rule, where, found, is_asked=is_asked)
    return found


def _take(rule: Provision, where: str, found: Rules, *, is_asked: bool) -> None:
    if rule.type is None:
        raise fault(f"{where}.type", "required")
    if rule.period is not None or rule.purpose:
        raise fault(where, "only-in-root")
    lines = list(_lines(rule, where))
    if not is_asked:
        if rule.type == "permit":
            raise fault(f"{where}.type", "same-type")
        found.excluded += lines
        return
    found.asked += lines
    found.permits |= rule.type == "permit"
    found.denies |= rule.type == "deny"
    if rule.provision and rule.type == "permit":
        found.covered += lines
    found.covered += _exceptions(rule, where, depth=2)


def _exceptions(parent: Provision, where: str, *, depth: int) -> Iterator[Line]:
    for place, rule in enumerate(parent.provision or ()):
        below = f"{where}.provision[{place}]"
        if depth > DEEPEST:
            raise fault(below, "too-deep")
        if rule.type is None or rule.type == parent.type:
            raise fault(f"{below}.type", "required" if rule.type is None else "same-type")
        for line in _lines(rule, below):
            yield {**line, "allowed": rule.type == "permit"}
        yield from _exceptions(rule, below, depth=depth + 1)


def _lines(rule: Provision, where: str) -> Iterator[Line]:
    """Yield one line for each recipient and topic of a rule; a side that is empty leaves its half open."""
    recipients: Sequence[Line | None] = [
        _recipient(actor, f"{where}.actor[{place}]") for place, actor in enumerate(rule.actor or ())
    ] or [None]
    topics: Sequence[str | None] = [
        code_of(concept, TOPIC, f"{where}.code[{place}]") for place, concept in enumerate(rule.code or ())
    ] or [None]
    for recipient in recipients:
        for topic in topics:
            yield {"recipient": recipient, "topic": topic}


def _recipient(actor: Actor, where: str) -> Line:
    if code_of(actor.role, PARTICIPATION, f"{where}.role") != RECIPIENT:
        raise fault(f"{where}.role", "unknown-code")
    context = f"{_RULES}.actor"
    more = read(actor.extension, where, context).get("recipient", [{}])[0]
    identifier = actor.reference.identifier
    unit = unit_of(identifier, f"{where}.reference.identifier") if identifier else {}
    if not unit and not more:
        raise fault(f"{where}.reference.identifier", "required")
    return {**unit, **more}


def code_of(concept: CodeableConcept, system: str, where: str) -> str:
    """Return a concept's code in a system.

    Raises:
        InvalidError: It has none.
    """
    for coding in concept.coding:
        if coding.system == system:
            return coding.code
    raise fault(where, "unknown-system")
