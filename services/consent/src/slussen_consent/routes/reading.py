"""From a consent as it is kept to a consent as it is answered."""

from collections.abc import Iterable
from uuid import UUID

from slussen_chassis.clock import local_day
from slussen_consent.counties import rules_in
from slussen_consent.domain.county import CountyRules
from slussen_consent.domain.custodians import AuthorityDocument
from slussen_consent.domain.documentation import documentation_of
from slussen_consent.domain.lawful_basis import earliest_erasure, lawful_basis
from slussen_consent.domain.positions import Position
from slussen_consent.domain.protection import WITHHELD
from slussen_consent.domain.scope import ScopeItem
from slussen_consent.records import ConsentRecord
from slussen_contracts.consent.api import AuthorityDocument as AuthorityDocumentRead
from slussen_contracts.consent.api import ConsentRead, JournalReference, PositionRead, ScopeLineRead


def consent_read(record: ConsentRecord, *, english: bool, reader: UUID | None = None) -> ConsentRead:
    """Return the answer's form of a consent; its texts are Swedish, or English where asked for.

    `reader` is the authority that reads: who registered the consent, and on which document somebody spoke, is shown
    to its controller alone.
    """
    consent, keeping = record.consent, record.keeping
    custody, ending = consent.custody, consent.ending
    county = rules_in(keeping.county_code, consent.valid_from)
    waiting = frozenset(consent.missing_custodians)
    own = reader == keeping.authority_id
    basis = lawful_basis(keeping.profession)
    return ConsentRead.model_validate(
        {
            "id": consent.id,
            "version": consent.version,
            "subject_id": consent.subject_id,
            "subject_kind": consent.subject_kind.value,
            "situation": consent.situation,
            "value": consent.value.value,
            "status": consent.status.value,
            "scope": _scope(consent.scope),
            "positions": [_position(position, own=own) for position in consent.positions],
            "custody_basis": custody.basis.value,
            "lives_apart": None if custody.lives_together is None else not custody.lives_together,
            "conflict_of_interest": custody.conflicting_interests,
            "custody_verified_on": custody.verified_on,
            "custody_source": custody.source,
            "valid_from": consent.valid_from,
            "valid_through": consent.valid_through,
            "recorded_at": consent.recorded_at,
            "changed_at": consent.changed_at,
            "recorded_by_unit_id": _place(keeping.unit_id),
            "protection": record.protection,
            "recorded_by_profession": keeping.profession,
            "external_id": keeping.external_id,
            "registered_by": keeping.registered_by if own else None,
            "information_given": {
                "version": consent.information.version,
                "language": consent.information.language,
                "interpreter": consent.information.interpreter,
                "consequences_explained": consent.information.consequences_explained,
            },
            "child_heard": {
                "was_heard": consent.child_heard.was_heard,
                "journal_entry": consent.child_heard.journal_entry,
            },
            "lawful_basis": {"secrecy": list(basis.secrecy), "gdpr": list(basis.gdpr)},
            "earliest_erasure_on": earliest_erasure(local_day(consent.changed_at), keeping.profession),
            "journal_reference": _journal(record),
            "documentation_missing": consent.documentation_missing,
            "documentation": _documentation(record, county, english=english),
            "missing_custodians": [p.capacity.value for p in consent.positions if p.custodian_id in waiting],
            "ask_again_on": consent.ask_again_on(county.ask_again_after),
            "ended_at": ending.at if ending else None,
            "withdrawn_at": ending.given_at if ending else None,
            "end_reason": ending.reason.value if ending else None,
        }
    )


def _place(unit_id: UUID | None) -> UUID | None:
    return None if unit_id == WITHHELD else unit_id


def _scope(lines: Iterable[ScopeItem]) -> list[ScopeLineRead]:
    return [
        ScopeLineRead(
            topic=line.topic,
            unit_id=_place(line.unit_id),
            profession=line.profession,
            activity=line.activity,
            allowed=line.allowed,
        )
        for line in lines
    ]


def _position(position: Position, *, own: bool) -> PositionRead:
    return PositionRead(
        custodian_id=position.custodian_id,
        relation=position.capacity.value,
        value=position.value.value,
        given_at=position.given_at,
        method=position.method.value if position.method else None,
        has_document=position.document is not None,
        speaks_for=_document(position.document) if own and position.document else None,
        scope=_scope(position.scope),
    )


def _document(document: AuthorityDocument) -> AuthorityDocumentRead:
    return AuthorityDocumentRead.model_validate(
        {
            "kind": document.kind.value,
            "reference": document.reference,
            "valid_from": document.valid_from,
            "valid_through": document.valid_through,
            "topics": sorted(document.topics),
        }
    )


def _journal(record: ConsentRecord) -> JournalReference | None:
    journal = record.consent.journal
    if journal is None:
        return None
    return JournalReference.model_validate(
        {
            "system": journal.system,
            "document_id": journal.document_id,
            "documented_at": journal.documented_at,
            "record_owner": record.keeping.record_owner,
        }
    )


def _documentation(record: ConsentRecord, county: CountyRules, *, english: bool) -> dict[str, object]:
    found = documentation_of(record.keeping.profession, record.consent.subject_kind, county)
    return {
        "place": found.place,
        "regulated": found.place is not None,
        "text": found.en if english else found.sv,
        "source": found.source,
    }
