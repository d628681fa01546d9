"""The form by which a consent is recorded in a conversation, and how it becomes what the use case takes."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from slussen_chassis.errors import FieldProblem
from slussen_chassis.pages import FormModel
from slussen_consent.domain.recording import ConsentInvalidError
from slussen_contracts.consent.api import ConsentCreate
from slussen_contracts.identifiers import IdentitySystem, PersonalIdentity

Answer = Literal["yes", "no", "partial", "not_asked"]
OWN_RELATION = {"unborn": "expectant_parent", "adult": "adult_self"}
FIELDS = {
    **{
        f"positions.{place}.{name}": f"{field}{place + 1}"
        for place in (0, 1)
        for name, field in (
            ("custodian", "number"),
            ("custodianId", "number"),
            ("relation", "relation"),
            ("value", "answer"),
            ("scope", "partial"),
            ("givenAt", "answer"),
        )
    },
    "positions": "answer1",
    "value": "answer1",
    "topics": "topics",
    "scope": "topics",
    "recipients": "recipients",
    "validThrough": "through",
    "custodyVerifiedOn": "verified",
    "informationGiven.consequencesExplained": "explained",
}
"""What the rules call a field, and which field of the form that is."""
LABELS = {
    "situation": "record.situation",
    "topics": "record.topics",
    "otherTopic": "record.other-topic",
    "recipients": "record.recipients",
    "through": "record.through",
    "explained": "record.explained",
    "number1": "record.number",
    "number2": "record.number",
    "relation1": "record.relation",
    "relation2": "record.relation",
    "answer1": "record.answer",
    "answer2": "record.answer",
    "partial1": "record.partial-topics",
    "partial2": "record.partial-topics",
    "document1": "record.document",
    "document2": "record.document",
    "verified": "record.verified",
    "entry": "record.entry",
}
"""Fields that may be faulty, and their texts."""


class RecordForm(FormModel):
    """A consent as somebody fills it in; the numbers 1 and 2 are the custodians."""

    kind: Literal["child", "unborn", "adult"] = "child"
    situation: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$")
    topics: tuple[str, ...] = ()
    other_topic: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]{0,63}$")
    recipients: tuple[UUID, ...] = ()
    through: date
    explained: Literal["yes"] | None = None
    interpreter: Literal["yes"] | None = None
    number1: str | None = None
    relation1: str = "custodian"
    answer1: Answer
    method1: Literal["oral", "written"] = "oral"
    partial1: tuple[str, ...] = ()
    document1: str | None = None
    document_kind1: str = "appointment"
    number2: str | None = None
    relation2: str = "custodian"
    answer2: Answer | None = None
    method2: Literal["oral", "written"] = "oral"
    partial2: tuple[str, ...] = ()
    document2: str | None = None
    document_kind2: str = "appointment"
    apart: Literal["yes", "no"] | None = None
    conflict: Literal["yes"] | None = None
    basis: Literal["joint", "sole", "appointed"] = "joint"
    verified: date | None = None
    source: Literal["record_system", "social_services", "civil_register"] | None = None
    heard: Literal["yes"] | None = None
    entry: str | None = Field(default=None, pattern=r"^[\x21-\x7e]{1,200}$")


def content_of(form: RecordForm, subject_id: UUID, *, system: str, now: datetime) -> ConsentCreate:
    """Return what the use case takes.

    Raises:
        ConsentInvalidError: A custodian's number is missing or wrong.
        ValidationError: A code breaks its form.
    """
    topics = [*form.topics, *([form.other_topic] if form.other_topic else [])]
    return ConsentCreate.model_validate(
        {
            "subject_id": subject_id,
            "subject_kind": form.kind,
            "situation": form.situation,
            "topics": topics,
            "recipients": [{"unit_id": unit_id} for unit_id in form.recipients],
            "positions": list(_positions(form, now)),
            "custody_basis": form.basis,
            "lives_apart": None if form.apart is None else form.apart == "yes",
            "conflict_of_interest": form.conflict == "yes",
            "custody_verified_on": form.verified,
            "custody_source": form.source,
            "valid_through": form.through,
            "journal_reference": _entry(form, system, now),
            "information_given": {
                "interpreter": form.interpreter == "yes",
                "consequences_explained": form.explained == "yes",
            },
            "child_heard": {"was_heard": form.heard == "yes"},
        }
    )


def _positions(form: RecordForm, now: datetime) -> Iterator[dict[str, Any]]:
    if form.kind != "child":
        yield _answer(form, 1, now) | {"relation": OWN_RELATION[form.kind]}
        return
    yield _answer(form, 1, now) | _custodian(form.number1, "number1", now)
    if form.answer2 is not None or form.number2 is not None:
        yield _answer(form, 2, now) | _custodian(form.number2, "number2", now)


def _answer(form: RecordForm, number: int, now: datetime) -> dict[str, Any]:
    """Return one answer with the fields of its number."""
    given = {name: getattr(form, f"{name}{number}") for name in ("answer", "relation", "method", "partial")}
    value = given["answer"] or "not_asked"
    position: dict[str, Any] = {"value": value, "relation": given["relation"]}
    if value != "not_asked":
        position |= {"given_at": now, "method": given["method"]}
    if value == "partial":
        position["scope"] = [{"topic": topic} for topic in given["partial"]]
    reference = getattr(form, f"document{number}")
    if reference:
        kind = getattr(form, f"document_kind{number}")
        position["speaks_for"] = {"kind": kind, "reference": reference}
    return position


def _custodian(written: str | None, field: str, now: datetime) -> dict[str, Any]:
    return {"custodian": number_of(written or "", field, now.date())}


def number_of(written: str, field: str, on: date) -> PersonalIdentity:
    """Return the personal or coordination number that somebody wrote.

    Raises:
        ConsentInvalidError: It is none; the text never holds it.
    """
    for system in (IdentitySystem.PERSONNUMMER, IdentitySystem.SAMORDNINGSNUMMER):
        try:
            return PersonalIdentity.parse(system, written, on=on)
        except ValueError:
            continue
    raise ConsentInvalidError(
        FieldProblem(
            field,
            "number",
            "Numret stämmer inte. Kontrollera siffrorna.",
            "The number is not right. Check the digits.",
        )
    )


def _entry(form: RecordForm, system: str, now: datetime) -> dict[str, Any] | None:
    if form.entry is None:
        return None
    owner = "child" if form.kind == "child" else "adult"
    return {"system": system, "document_id": form.entry, "documented_at": now, "record_owner": owner}
