"""From what came in to what the rules read: units found in the register, custodians made opaque."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from slussen_chassis.clock import local_day
from slussen_chassis.errors import FieldProblem
from slussen_consent.counties import rules_for
from slussen_consent.domain.consent import ChildHeard, Consent, Information, JournalReference
from slussen_consent.domain.county import CountyRules
from slussen_consent.domain.custodians import AuthorityDocument, Capacity, DocumentKind, SubjectKind
from slussen_consent.domain.positions import (
    ConsentValue,
    Custody,
    CustodyBasis,
    CustodySource,
    Method,
    PositionValue,
)
from slussen_consent.domain.recording import ConsentDraft, ConsentInvalidError, PositionDraft
from slussen_consent.domain.scope import ScopeItem
from slussen_consent.repository.register import Register, Unit, Units
from slussen_consent.vault import Vault
from slussen_contracts.consent import api

OWN_RELATIONS = frozenset({"adult_self", "expectant_parent"})
_MEMBERS = (
    (re.compile(r"^scope\.\d+\.topic$"), ("topics",)),
    (re.compile(r"^scope\.\d+\.recipient$"), ("recipients",)),
    (re.compile(r"^scope$"), ("topics", "recipients")),
    (re.compile(r"^(positions\.\d+)\.custodianId$"), (r"\1.custodian",)),
    (re.compile(r"^(positions\.\d+)\.capacity$"), (r"\1.relation",)),
    (re.compile(r"^custody\.verifiedOn$"), ("custodyVerifiedOn",)),
    (re.compile(r"^information\."), ("informationGiven.",)),
    (re.compile(r"^subjectId$"), ("subject",)),
)
"""What the rules call a field, and which members of the body that is."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """Where a consent is recorded: the unit, its county's rules, and the units at its centres."""

    unit: Unit
    county: CountyRules
    at_centre: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Intake:
    """What turns contents into drafts within one request."""

    vault: Vault
    units: Units
    client: str

    def draft(
        self,
        content: api.ConsentContent,
        subject_id: UUID,
        recorder: Recorder,
        *,
        stated_at: datetime | None = None,
    ) -> ConsentDraft:
        """Return the draft of a consent.

        Raises:
            ConsentInvalidError: A unit that is named is not in the register, or none at the centre is meant.
        """
        problems = (*self._unknown_units(content), *_meant_nobody(content, recorder))
        if problems:
            raise ConsentInvalidError(*problems)
        return ConsentDraft(
            subject_id=subject_id,
            subject_kind=SubjectKind(content.subject_kind),
            situation=content.situation,
            scope=self._scope(content, recorder),
            positions=tuple(self._position(position, subject_id) for position in content.positions),
            custody=_custody(content),
            valid_from=content.valid_from,
            valid_through=content.valid_through,
            information=_information(content.information_given),
            child_heard=ChildHeard(content.child_heard.was_heard, content.child_heard.journal_entry),
            journal=journal_of(content.journal_reference),
            stated_value=ConsentValue(content.value) if content.value else None,
            stated_at=stated_at,
        )

    def custodian(
        self, position: api.CustodianPosition | api.JournalWithdrawal, subject_id: UUID | None = None
    ) -> UUID | None:
        """Return the opaque id of the custodian whose position it is; None where nobody is named."""
        if isinstance(position, api.CustodianPosition) and position.relation in OWN_RELATIONS:
            return subject_id
        if isinstance(position, api.CustodianPosition) and position.custodian_id is not None:
            return position.custodian_id
        if position.custodian is not None:
            return self.vault.custodian(position.custodian.system.value, position.custodian.value)
        if position.custodian_reference is not None:
            return self.vault.custodian("reference", self.client, position.custodian_reference)
        return None

    def _scope(self, content: api.ConsentContent, recorder: Recorder) -> tuple[ScopeItem, ...]:
        """Return one line for each recipient and topic; a side that is empty leaves its half open."""
        recipients: Sequence[api.Recipient | None] = [
            at_unit for recipient in content.recipients for at_unit in _at_units(recipient, recorder)
        ]
        topics: Sequence[str | None] = content.topics
        if topics or recipients:
            recipients, topics = recipients or (None,), topics or (None,)
        allowed = tuple(self._item(recipient, topic) for recipient in recipients for topic in topics)
        own = tuple(
            self._item(at_unit, line.topic, allowed=line.allowed)
            for line in content.scope
            for at_unit in _meant_by(line, recorder)
        )
        return allowed + own + self._lines(content.excluded, excluded=True)

    def _lines(self, lines: Iterable[api.ScopeLine], *, excluded: bool = False) -> tuple[ScopeItem, ...]:
        return tuple(
            self._item(line.recipient, line.topic, allowed=line.allowed and not excluded) for line in lines
        )

    def _item(self, recipient: api.Recipient | None, topic: str | None, *, allowed: bool = True) -> ScopeItem:
        if recipient is None:
            return ScopeItem(topic=topic, allowed=allowed)
        unit = self.units.find(recipient)
        unit_id = unit.id if unit else recipient.unit_id
        return ScopeItem(unit_id, recipient.profession, recipient.activity, topic, allowed)

    def _position(self, position: api.CustodianPosition, subject_id: UUID) -> PositionDraft:
        return PositionDraft(
            custodian_id=self.custodian(position, subject_id),
            value=PositionValue(position.value),
            given_at=position.given_at,
            method=Method(position.method) if position.method else None,
            capacity=Capacity(position.relation),
            document=_document(position.speaks_for),
            scope=self._lines(position.scope),
        )

    def _unknown_units(self, content: api.ConsentContent) -> Iterator[FieldProblem]:
        for name, recipient in named_recipients(content):
            if recipient.names_unit and self.units.find(recipient) is None:
                yield unknown_unit(f"{name}.unitId" if recipient.unit_id else f"{name}.hsaId")


def named_recipients(content: api.ConsentContent) -> Iterator[tuple[str, api.Recipient]]:
    """Yield every recipient that a content names, with the member that it stands in."""
    for place, recipient in enumerate(content.recipients):
        yield f"recipients.{place}", recipient
    lines = [(f"scope.{place}", line) for place, line in enumerate(content.scope)]
    lines += [(f"excluded.{place}", line) for place, line in enumerate(content.excluded)]
    for number, position in enumerate(content.positions):
        lines += [(f"positions.{number}.scope.{place}", line) for place, line in enumerate(position.scope)]
    for name, line in lines:
        if line.recipient is not None:
            yield f"{name}.recipient", line.recipient


def unknown_unit(name: str) -> FieldProblem:
    """Return the fault of a unit that our copy of the register does not have."""
    return FieldProblem(
        name, "unknown-unit", "Enheten finns inte i registret.", "The unit is not in the register."
    )


def in_members_words(error: ConsentInvalidError) -> ConsentInvalidError:
    """Return what the rules found with the fields named as the body names them, and rules in kebab-case."""
    return ConsentInvalidError(
        *(
            FieldProblem(name, problem.rule.replace("_", "-"), problem.sv, problem.en)
            for problem in error.problems
            for name in _members(problem.field)
        )
    )


def _members(field: str) -> tuple[str, ...]:
    for pattern, names in _MEMBERS:
        if pattern.match(field):
            return tuple(pattern.sub(name, field) for name in names)
    return (field,)


def grants_of(consent: Consent, recorder: Recorder, units: Units) -> tuple[UUID, ...]:
    """Return who may see a consent: its controller, and whose staff may be told on its ground."""
    known = {unit.id: unit.authority_id for unit in (*recorder.at_centre, *units.by_id.values())}
    told = {known[line.unit_id] for line in consent.scope if line.allowed and line.unit_id}
    return tuple(sorted({recorder.unit.authority_id} | told))


async def recorder_at(register: Register, unit: Unit, at: datetime) -> Recorder:
    """Return what recording at a unit rests on."""
    profiles = await register.profile_ids(unit.centre_ids)
    on = local_day(at)
    county = rules_for(profiles.values(), unit.county_code, on)[0]
    at_centre = await register.units_at(unit.centre_ids)
    return Recorder(unit, county, tuple(other for other in at_centre if other.is_open(on)))


def _at_units(recipient: api.Recipient, recorder: Recorder) -> list[api.Recipient]:
    """Return the recipient at every unit that is meant: without a unit, whoever is at the recorder's centre."""
    if recipient.names_unit or (recipient.profession is None and recipient.activity is None):
        return [recipient]
    return [
        recipient.model_copy(update={"unit_id": unit.id})
        for unit in recorder.at_centre
        if recipient.activity in {None, unit.activity}
    ]


def _meant_by(line: api.ScopeLine, recorder: Recorder) -> Sequence[api.Recipient | None]:
    """Return whom a line of the scope means; what it excludes it excludes everywhere."""
    if line.recipient is None or not line.allowed:
        return [line.recipient]
    return _at_units(line.recipient, recorder)


def _meant_nobody(content: api.ConsentContent, recorder: Recorder) -> Iterator[FieldProblem]:
    named = [(f"recipients.{place}", recipient) for place, recipient in enumerate(content.recipients)]
    named += [
        (f"scope.{place}.recipient", line.recipient)
        for place, line in enumerate(content.scope)
        if line.recipient is not None and line.allowed
    ]
    for name, recipient in named:
        if not _at_units(recipient, recorder):
            yield FieldProblem(
                f"{name}.unitId",
                "required",
                "Ange enheten: ingen sådan finns på den egna familjecentralen.",
                "State the unit: there is none such at the own family centre.",
            )


def journal_of(reference: api.JournalReference | None) -> JournalReference | None:
    """Return where a consent stands in the journal."""
    if reference is None:
        return None
    return JournalReference(reference.system, reference.document_id, reference.documented_at)


def _information(given: api.InformationGiven) -> Information:
    return Information(given.version, given.language, given.interpreter, given.consequences_explained)


def _custody(content: api.ConsentContent) -> Custody:
    apart = content.lives_apart
    return Custody(
        basis=CustodyBasis(content.custody_basis),
        lives_together=None if apart is None else not apart,
        conflicting_interests=content.conflict_of_interest,
        verified_on=content.custody_verified_on,
        source=CustodySource(content.custody_source) if content.custody_source else None,
    )


def _document(document: api.AuthorityDocument | None) -> AuthorityDocument | None:
    if document is None:
        return None
    return AuthorityDocument(
        kind=DocumentKind(document.kind),
        reference=document.reference,
        valid_from=document.valid_from,
        valid_through=document.valid_through,
        topics=frozenset(document.topics),
    )
