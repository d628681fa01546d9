"""From a consent as it is kept to a FHIR R4 `Consent`: opaque ids alone, never a person's number."""

from datetime import date
from uuid import UUID

from slussen_chassis.fhir.datatypes import (
    CodeableConcept,
    Coding,
    Extension,
    Identifier,
    Meta,
    Period,
    Reference,
)
from slussen_consent.domain.consent import Consent, ConsentStatus
from slussen_consent.domain.custodians import Capacity
from slussen_consent.domain.positions import ConsentValue, Position
from slussen_consent.domain.protection import Protection
from slussen_consent.domain.scope import ScopeItem
from slussen_consent.fhir.extensions import write
from slussen_consent.fhir.outgoing_rules import rules_of
from slussen_consent.fhir.people import unit_identifier
from slussen_consent.fhir.resources import ConsentResource, ConsentState, Provision, Verification
from slussen_consent.fhir.systems import (
    ACT_CODE,
    CATEGORY,
    CONFIDENTIALITY,
    COOPERATION,
    CUSTODIAN_ID,
    EXTERNAL_ID,
    JOURNAL,
    PROFILE,
    SCOPE,
    SITUATION,
    SUBJECT_ID,
    SWEDISH_LABELS,
)
from slussen_consent.records import ConsentRecord
from slussen_consent.repository.register import Units
from slussen_contracts.consent.api import UnitReference

STATUS_OF_VALUE: dict[ConsentValue, ConsentState] = {
    ConsentValue.YES: "active",
    ConsentValue.PARTIAL: "active",
    ConsentValue.NO: "rejected",
    ConsentValue.PENDING: "proposed",
}
"""The FHIR status of a consent that has not ended."""

STATUS_OF_ENDED: dict[ConsentStatus, ConsentState] = {
    ConsentStatus.WITHDRAWN: "inactive",
    ConsentStatus.EXPIRED: "inactive",
    ConsentStatus.CLOSED: "inactive",
    ConsentStatus.ANNULLED: "entered-in-error",
}
"""The FHIR status of a consent that has ended; why stands in the extension `ending`."""

LABEL_OF = {
    Protection.CONFIDENTIALITY_MARKING: "sekretessmarkering",
    Protection.PROTECTED_REGISTRATION: "skyddadFolkbokforing",
}
"""HL7 Sweden's security label of a person's protection; only the own authority is told that there is one."""

_OWN = frozenset({Capacity.ADULT_SELF, Capacity.EXPECTANT_PARENT})


def status_of(consent: Consent) -> ConsentState:
    """Return the FHIR status of a consent."""
    return STATUS_OF_ENDED.get(consent.status) or STATUS_OF_VALUE[consent.value]


def units_in(record: ConsentRecord) -> list[UnitReference]:
    """Return every unit that a consent names, so that they can be read before it is written as FHIR."""
    lines = [*record.consent.scope, *(line for p in record.consent.positions for line in p.scope)]
    ids = {record.keeping.unit_id, *(line.unit_id for line in lines if line.unit_id)}
    return [UnitReference(unit_id=unit_id) for unit_id in ids]


def resource_of(record: ConsentRecord, units: Units, *, reader: UUID | None, on: date) -> ConsentResource:
    """Return a consent as FHIR.

    Args:
        record: The consent at one version.
        units: Those that `units_in` names, as far as the register has them.
        reader: The authority that reads; documents that give a right to answer are the controller's alone.
        on: The day on which the rules are to hold; a speaker's document may have ended by then.
    """
    consent, keeping = record.consent, record.keeping
    return ConsentResource(
        resource_type="Consent",
        id=consent.id,
        meta=Meta(
            version_id=str(consent.version),
            last_updated=consent.changed_at,
            profile=[PROFILE],
            security=_labels(record),
        ),
        extension=_about(record),
        identifier=_external(keeping.external_id),
        status=status_of(consent),
        scope=_concept(SCOPE, "patient-privacy"),
        category=[_concept(ACT_CODE, "IDSCL"), _concept(CATEGORY, COOPERATION)],
        patient=_person(SUBJECT_ID, consent.subject_id),
        date_time=consent.recorded_at,
        performer=[_whose(p) for p in consent.positions if p.is_answered] or None,
        organization=[Reference(type="Organization", identifier=unit_identifier(keeping.unit_id, units))],
        source_reference=_journal(record),
        policy_rule=_concept(ACT_CODE, "OPTIN"),
        verification=[
            _verification(position, units, shows_document=reader == keeping.authority_id)
            for position in consent.positions
        ],
        provision=Provision(
            period=Period(start=consent.valid_from, end=consent.valid_through),
            purpose=[Coding(system=SITUATION, code=consent.situation)],
            provision=rules_of(consent, units, on) or None,
        ),
    )


def _labels(record: ConsentRecord) -> list[Coding]:
    restricted = Coding(system=CONFIDENTIALITY, code="R")
    if record.protection is None:
        return [restricted]
    return [restricted, Coding(system=SWEDISH_LABELS, code=LABEL_OF[record.protection])]


def _about(record: ConsentRecord) -> list[Extension]:
    consent, custody = record.consent, record.consent.custody
    together, ending = custody.lives_together, record.consent.ending
    told, heard = consent.information, consent.child_heard
    by = (
        Identifier(system=CUSTODIAN_ID, value=str(ending.custodian_id))
        if ending and ending.custodian_id
        else None
    )
    made = (
        write("consent-value", {"": consent.value.value}),
        write("subject-kind", {"": consent.subject_kind.value}),
        write("recorded-by-profession", {"": record.keeping.profession}),
        write(
            "custody",
            {
                "basis": custody.basis.value,
                "livesApart": None if together is None else not together,
                "conflictOfInterest": custody.conflicting_interests,
                "verifiedOn": custody.verified_on,
                "source": custody.source.value if custody.source else None,
            },
        ),
        write(
            "information-given",
            {
                "version": told.version,
                "language": told.language,
                "interpreter": told.interpreter,
                "consequencesExplained": told.consequences_explained,
            },
        ),
        write("child-heard", {"wasHeard": heard.was_heard, "journalEntry": heard.journal_entry}),
        write("ending", {"at": ending.at, "reason": ending.reason.value, "custodian": by} if ending else {}),
    )
    return [extension for extension in made if extension is not None]


def _verification(position: Position, units: Units, *, shows_document: bool) -> Verification:
    document = position.document if shows_document else None
    said = (
        write(
            "position",
            {
                "relation": position.capacity.value,
                "value": position.value.value,
                "method": position.method.value if position.method else None,
            },
        ),
        *(write("position-line", _position_line(line, units)) for line in position.scope),
        write(
            "authority-document",
            {
                "kind": document.kind.value,
                "reference": document.reference,
                "validFrom": document.valid_from,
                "validThrough": document.valid_through,
                "topic": sorted(document.topics),
            }
            if document
            else {},
        ),
    )
    return Verification(
        verified=position.is_answered,
        verified_with=_whose(position),
        verification_date=position.given_at,
        extension=[extension for extension in said if extension is not None],
    )


def _position_line(line: ScopeItem, units: Units) -> dict[str, object]:
    return {
        "allowed": line.allowed,
        "topic": line.topic,
        "unit": unit_identifier(line.unit_id, units) if line.unit_id else None,
        "profession": line.profession,
        "activity": line.activity,
    }


def _whose(position: Position) -> Reference:
    if position.capacity in _OWN:
        return _person(SUBJECT_ID, position.custodian_id)
    identifier = Identifier(system=CUSTODIAN_ID, value=str(position.custodian_id))
    return Reference(type="RelatedPerson", identifier=identifier)


def _person(system: str, person_id: UUID) -> Reference:
    return Reference(type="Patient", identifier=Identifier(system=system, value=str(person_id)))


def _external(external_id: str | None) -> list[Identifier] | None:
    if external_id is None:
        return None
    system, separator, value = external_id.partition("|")
    if separator:
        return [Identifier(system=system, value=value)]
    return [Identifier(system=EXTERNAL_ID, value=external_id)]


def _journal(record: ConsentRecord) -> Reference | None:
    journal = record.consent.journal
    if journal is None:
        return None
    system = journal.system if ":" in journal.system else JOURNAL + journal.system
    entry = write(
        "journal-entry",
        {"documentedAt": journal.documented_at, "recordOwner": record.keeping.record_owner},
    )
    return Reference(
        type="DocumentReference",
        identifier=Identifier(system=system, value=journal.document_id),
        extension=[entry] if entry else None,
    )


def _concept(system: str, code: str) -> CodeableConcept:
    return CodeableConcept(coding=[Coding(system=system, code=code)])
