"""A consent's scope as nested provisions: a reader who knows FHIR alone concludes neither more nor less than we do.

What is not permitted is denied (policy `OPTIN`). A line that all agree to is a `permit`; of a partial yes it is a
`deny` with what is covered as its exceptions; of a no and while answers are awaited it is a `deny`.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import reduce

from slussen_chassis.fhir.datatypes import CodeableConcept, Coding, Reference
from slussen_consent.domain.consent import Consent
from slussen_consent.domain.positions import ConsentValue, Position, PositionValue
from slussen_consent.domain.scope import ScopeItem
from slussen_consent.fhir.extensions import write
from slussen_consent.fhir.people import unit_identifier
from slussen_consent.fhir.resources import Actor, Provision
from slussen_consent.fhir.systems import PARTICIPATION, TOPIC
from slussen_consent.repository.register import Units

_ROLE = CodeableConcept(coding=[Coding(system=PARTICIPATION, code="IRCP")])


def rules_of(consent: Consent, units: Units, on: date) -> list[Provision]:
    """Return the provisions below the outermost, as they hold on the day `on`."""
    answered = [position for position in consent.positions if position.is_answered]
    partial = [position for position in answered if position.value is PositionValue.PARTIAL]
    rules = []
    for line in consent.scope:
        if not line.allowed:
            rules.append(_rule(line, units, permits=False, kind="excluded"))
        elif not _may_be_permitted(line, consent, answered, on):
            rules.append(_rule(line, units, permits=False, kind="asked"))
        elif consent.value is ConsentValue.YES:
            rules.append(_rule(line, units, permits=True, kind="asked"))
        else:
            covered = list(_covered(line, partial, units))
            rules.append(_rule(line, units, permits=False, kind="asked", below=covered))
    return rules


def _may_be_permitted(line: ScopeItem, consent: Consent, answered: Iterable[Position], on: date) -> bool:
    """Whether anything of a line is permitted: the value allows it, and every speaker's document reaches its topic."""
    if consent.value not in {ConsentValue.YES, ConsentValue.PARTIAL}:
        return False
    return line.topic is not None and all(position.may_speak(line.topic, on) for position in answered)


def _covered(line: ScopeItem, partial: Iterable[Position], units: Units) -> Iterator[Provision]:
    """Yield what of a line every partial position covers, each with what one of them leaves out of it."""
    met = reduce(
        lambda found, position: [
            both
            for one in found
            for other in position.scope
            if other.allowed and (both := _meet(one, other)) is not None
        ],
        partial,
        [line],
    )
    left_out = [other for position in partial for other in position.scope if not other.allowed]
    for item in dict.fromkeys(met):
        without = [other for other in left_out if _meet(item, other) is not None]
        below = [_rule(other, units, permits=False) for other in without]
        yield _rule(item, units, permits=True, below=below)


def _meet(one: ScopeItem, other: ScopeItem) -> ScopeItem | None:
    """Return what two lines have in common, as a line that allows; None where they exclude each other."""
    pairs = (
        (one.unit_id, other.unit_id),
        (one.profession, other.profession),
        (one.activity, other.activity),
        (one.topic, other.topic),
    )
    if any(a is not None and b is not None and a != b for a, b in pairs):
        return None
    return ScopeItem(
        unit_id=one.unit_id or other.unit_id,
        profession=one.profession or other.profession,
        activity=one.activity or other.activity,
        topic=one.topic or other.topic,
    )


def _rule(
    line: ScopeItem,
    units: Units,
    *,
    permits: bool,
    kind: str | None = None,
    below: list[Provision] | None = None,
) -> Provision:
    marked = write("scope-line", {"": kind})
    return Provision(
        type="permit" if permits else "deny",
        actor=[_actor(line, units)] if line.names_recipient else None,
        code=[CodeableConcept(coding=[Coding(system=TOPIC, code=line.topic)])] if line.topic else None,
        extension=[marked] if marked else None,
        provision=below or None,
    )


def _actor(line: ScopeItem, units: Units) -> Actor:
    who = write("recipient", {"profession": line.profession, "activity": line.activity})
    unit = unit_identifier(line.unit_id, units) if line.unit_id else None
    kind = "Organization" if unit else "Practitioner"
    return Actor(
        role=_ROLE,
        reference=Reference.model_validate({"type": kind, "identifier": unit}),
        extension=[who] if who else None,
    )
