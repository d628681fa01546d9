"""Our extensions: one table from which they are read, written, and described to clients."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_chassis.fhir.datatypes import Extension
from slussen_consent.fhir.systems import extension as address
from slussen_contracts.consent import api
from slussen_contracts.identifiers import Activity, Profession

ValueType = Literal["code", "string", "boolean", "date", "dateTime", "Identifier"]
_END_REASONS = (
    "custodian_withdrew",
    "last_day_passed",
    "recorded_by_mistake",
    "situation_ended",
    "custody_changed",
    "child_born",
)
_MEMBERS: dict[ValueType, str] = {
    "code": "value_code",
    "string": "value_string",
    "boolean": "value_boolean",
    "date": "value_date",
    "dateTime": "value_date_time",
    "Identifier": "value_identifier",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an extension: its type, the codes it may have, and whether it may stand more than once."""

    type: ValueType
    codes: tuple[str, ...] = ()
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """An extension: where it stands, what it means, and its members; the only member "" is its own value."""

    context: str
    sv: str
    en: str
    members: Mapping[str, Member]


def _codes(literal: Any) -> Member:
    return Member("code", tuple(get_args(literal)))


_PROFESSION = Member("code", tuple(Profession))
_ACTIVITY = Member("code", tuple(Activity))

DEFINITIONS: dict[str, Definition] = {
    "consent-value": Definition(
        "Consent",
        "Vad ståndpunkterna ger tillsammans: ja, nej, delvis, eller i väntan på svar.",
        "What the positions make together: yes, no, partial, or waiting for answers.",
        {"": _codes(api.ValueCode)},
    ),
    "subject-kind": Definition(
        "Consent",
        "Om samtycket gäller ett barn (förval), ett väntat barn hos den gravida, eller en vuxen själv.",
        "Whether the consent is about a child (default), an unborn child at the pregnant person, or an adult.",
        {"": _codes(api.SubjectKindCode)},
    ),
    "recorded-by-profession": Definition(
        "Consent", "Den registrerandes yrke.", "The recorder's profession.", {"": _PROFESSION}
    ),
    "custody": Definition(
        "Consent",
        "Vårdnaden: form, om någon bor isär, motstridiga intressen, när och hur den kontrollerades.",
        "Custody: its basis, whether somebody lives apart, conflicting interests, when and by what it was verified.",
        {
            "basis": _codes(api.CustodyBasisCode),
            "livesApart": Member("boolean"),
            "conflictOfInterest": Member("boolean"),
            "verifiedOn": Member("date"),
            "source": _codes(api.CustodySourceCode),
        },
    ),
    "information-given": Definition(
        "Consent",
        "Vad vårdnadshavarna fick veta innan de svarade.",
        "What the custodians were told before they answered.",
        {
            "version": Member("string"),
            "language": Member("code"),
            "interpreter": Member("boolean"),
            "consequencesExplained": Member("boolean"),
        },
    ),
    "child-heard": Definition(
        "Consent",
        "Om barnet har fått komma till tals; vad det sa stannar i journalen.",
        "Whether the child was heard; what it said stays in the record.",
        {"wasHeard": Member("boolean"), "journalEntry": Member("string")},
    ),
    "ending": Definition(
        "Consent",
        "När och varför samtycket upphörde, och vem som återkallade det. Vid återkallelse tas custodian emot.",
        "When and why the consent ended, and who withdrew it. At a withdrawal the custodian is taken in.",
        {
            "at": Member("dateTime"),
            "reason": Member("code", _END_REASONS),
            "custodian": Member("Identifier"),
        },
    ),
    "journal-entry": Definition(
        "Consent.sourceReference",
        "När och i vems journal samtycket dokumenterades.",
        "When and in whose record the consent was documented.",
        {"documentedAt": Member("dateTime"), "recordOwner": _codes(api.RecordOwnerCode)},
    ),
    "position": Definition(
        "Consent.verification",
        "En vårdnadshavares ståndpunkt: i vilken egenskap, vad, och hur den lämnades.",
        "One custodian's position: in which capacity, what, and how it was given.",
        {
            "relation": _codes(api.RelationCode),
            "value": _codes(api.PositionCode),
            "method": _codes(api.MethodCode),
        },
    ),
    "position-line": Definition(
        "Consent.verification",
        "Vad en delvis ståndpunkt omfattar (allowed true) eller undantar.",
        "What a partial position covers (allowed true) or excludes.",
        {
            "allowed": Member("boolean"),
            "topic": Member("code"),
            "unit": Member("Identifier"),
            "profession": _PROFESSION,
            "activity": _ACTIVITY,
        },
    ),
    "authority-document": Definition(
        "Consent.verification",
        "Handlingen som ger rätt att svara: hänvisning, aldrig dess text. Visas bara för samtyckets huvudman.",
        "The document that gives the right to answer: a reference, never its text. Shown to the controller alone.",
        {
            "kind": _codes(api.DocumentCode),
            "reference": Member("string"),
            "validFrom": Member("date"),
            "validThrough": Member("date"),
            "topic": Member("code", repeats=True),
        },
    ),
    "scope-line": Definition(
        "Consent.provision.provision",
        "Om raden är något som det frågades om (asked) eller något som är undantaget (excluded).",
        "Whether the line is something that was asked about (asked) or something that is left out (excluded).",
        {"": Member("code", ("asked", "excluded"))},
    ),
    "recipient": Definition(
        "Consent.provision.provision.actor",
        "Mottagarens yrke eller verksamhet, ensamt eller vid enheten.",
        "The recipient's profession or activity, alone or at the unit.",
        {"profession": _PROFESSION, "activity": _ACTIVITY},
    ),
}
"""Every extension by the last part of its address."""

_NAMES = {address(name): name for name in DEFINITIONS}
Values = dict[str, Any]


def read(
    given: Iterable[Extension] | None, where: str, context: str | None = None
) -> dict[str, list[Values]]:
    """Return the extensions' members by name; `where` is the FHIRPath of the element that has them.

    Raises:
        InvalidError: One is unknown here, stands twice, or has a member or a code that it does not have.
    """
    found: dict[str, list[Values]] = {}
    for place, one in enumerate(given or ()):
        expression = f"{where}.extension[{place}]"
        name = _NAMES.get(one.url)
        if name is None or DEFINITIONS[name].context != (context or where):
            raise refused(expression, "unknown-extension")
        if name in found and name != "position-line":
            raise refused(expression, "given-twice")
        found.setdefault(name, []).append(_members(one, DEFINITIONS[name], expression))
    return found


def _members(one: Extension, definition: Definition, expression: str) -> Values:
    parts = [("", one)] if "" in definition.members else [(part.url, part) for part in one.extension or ()]
    values: Values = {}
    for name, part in parts:
        member = definition.members.get(name)
        if member is None:
            raise refused(f"{expression}.extension", "unknown-extension")
        value = getattr(part, _MEMBERS[member.type])
        if value is None:
            raise refused(expression, "wrong-type")
        if member.codes and value not in member.codes:
            raise refused(expression, "enum")
        if member.repeats:
            values.setdefault(name, []).append(value)
        elif name in values:
            raise refused(expression, "given-twice")
        else:
            values[name] = value
    return values


def write(name: str, values: Mapping[str, Any]) -> Extension | None:
    """Return an extension with those members that have a value; None where none has."""
    definition = DEFINITIONS[name]
    if "" in definition.members:
        return None if values[""] is None else _valued(address(name), definition.members[""], values[""])
    parts = [
        _valued(member, definition.members[member], value)
        for member, given in values.items()
        for value in (given if isinstance(given, (list, tuple)) else [given])
        if value is not None
    ]
    return Extension(url=address(name), extension=parts) if parts else None


def _valued(url: str, member: Member, value: Any) -> Extension:
    return Extension.model_validate({"url": url, _MEMBERS[member.type]: value})


_TEXTS = {
    "unknown-extension": ("okänt tillägg här", "is no extension that is known here"),
    "given-twice": ("står mer än en gång", "stands more than once"),
    "wrong-type": ("har fel sorts värde", "has the wrong kind of value"),
    "enum": ("är inget av de värden som finns", "is none of the values that exist"),
}


def refused(expression: str, rule: str) -> InvalidError:
    """Return the error for a fault in an extension."""
    sv, en = _TEXTS[rule]
    return InvalidError(FieldProblem(expression, rule, sv, en))
