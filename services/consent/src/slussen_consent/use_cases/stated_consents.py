"""Consents as a journal system states them in full, in the request's own transaction: all of it or nothing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.clock import new_id
from slussen_chassis.outbox import enqueue
from slussen_chassis.web import check_version
from slussen_consent.domain.recording import ConsentDraft, change, record
from slussen_consent.intake import Intake, Recorder, grants_of, named_recipients, recorder_at
from slussen_consent.records import ConsentRecord, Keeping, state_event
from slussen_consent.repository import consents, subjects
from slussen_consent.repository.register import Units
from slussen_consent.resources import Resources
from slussen_consent.use_cases.follow_up import follow_up
from slussen_consent.use_cases.journal_event import ExternalIdInUseError, Journal, recording_unit
from slussen_consent.use_cases.protection import as_shown
from slussen_consent.use_cases.subjects import SubjectNotFoundError, refuse_synthetic, subject_ids
from slussen_contracts.consent.api import ConsentContent, RecordedBy
from slussen_contracts.consent.events import ConsentChanged, ConsentRecorded, ConsentState
from slussen_contracts.identifiers import PersonalIdentity


@dataclass(frozen=True, slots=True)
class StatedConsent:
    """A consent as a journal system states it: about whom, recorded where, under which id of the journal's own."""

    content: ConsentContent
    subject: PersonalIdentity | UUID
    recorded_by: RecordedBy
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Desk:
    """What one statement rests on."""

    draft: ConsentDraft
    recorder: Recorder
    units: Units


async def find_by_external_id(
    session: AsyncSession, external_id: str, *, journal: Journal
) -> ConsentRecord | None:
    """Return the consent that the calling system recorded under an id of its own, and leave a trace of finding it."""
    found = await consents.find_by_external_id(
        session, external_id, client_id=journal.client_id, visible_to=journal.authority_id
    )
    if found is None:
        return None
    _trace(session, "consent.read", found)
    (shown,) = await as_shown(session, found.consent.subject_id, [found], reader=journal.authority_id)
    return shown


async def record_stated(
    session: AsyncSession, stated: StatedConsent, *, journal: Journal, resources: Resources, now: datetime
) -> ConsentRecord:
    """Record a consent that a journal system states.

    Raises:
        ConsentInvalidError: Something is missing or breaks a rule; all faults are named.
        ExternalIdInUseError: The journal's id is a consent's already.
        SubjectNotFoundError: There is no person with that opaque id.
    """
    desk = await _desk(session, stated, journal=journal, resources=resources, now=now)
    consent = record(desk.draft, desk.recorder.county, consent_id=new_id(), at=now)
    reference = stated.content.journal_reference
    keeping = Keeping(
        authority_id=journal.authority_id,
        grants=grants_of(consent, desk.recorder, desk.units),
        county_code=desk.recorder.unit.county_code,
        unit_id=desk.recorder.unit.id,
        profession=stated.recorded_by.profession,
        client_id=journal.client_id,
        external_id=stated.external_id,
        record_owner=reference.record_owner if reference else None,
    )
    try:
        kept = await consents.add(session, ConsentRecord(consent, keeping))
    except IntegrityError as error:
        raise ExternalIdInUseError from error
    await _announce(session, kept, ConsentRecorded, now)
    return kept


async def change_stated(  # noqa: PLR0913 - what is changed, by what, for whom, from which version, when
    session: AsyncSession,
    consent_id: UUID,
    stated: StatedConsent,
    *,
    expected: int | None,
    journal: Journal,
    resources: Resources,
    now: datetime,
) -> ConsentRecord:
    """Change a consent to what the journal system now states; of each custodian the latest position stands.

    Raises:
        ConsentNotFoundError: The system's authority keeps no such consent.
        PreconditionFailedError: It has another version than the system expects.
        ConsentNotActiveError: It has ended.
        ConsentInvalidError: The new state breaks a rule, or is about another person or situation.
    """
    known = await consents.get_for_update(session, consent_id, kept_by=journal.authority_id)
    check_version(known.consent.version, expected)
    desk = await _desk(session, stated, journal=journal, resources=resources, now=now)
    changed = known.with_consent(change(known.consent, desk.draft, desk.recorder.county, at=now))
    reference = stated.content.journal_reference
    kept = changed.kept(
        grants=grants_of(changed.consent, desk.recorder, desk.units),
        record_owner=reference.record_owner if reference else None,
    )
    kept = await consents.save(session, kept)
    await _announce(session, kept, ConsentChanged, now)
    return kept


async def _desk(
    session: AsyncSession, stated: StatedConsent, *, journal: Journal, resources: Resources, now: datetime
) -> _Desk:
    subject_id = await _subject(session, stated.subject, resources)
    named = [recipient for _, recipient in named_recipients(stated.content)]
    units = await resources.register.units([stated.recorded_by, *named])
    unit = recording_unit(stated.recorded_by, units, journal)
    recorder = await recorder_at(resources.register, unit, now)
    intake = Intake(resources.vault, units, journal.client_id)
    return _Desk(intake.draft(stated.content, subject_id, recorder), recorder, units)


async def _subject(session: AsyncSession, subject: PersonalIdentity | UUID, resources: Resources) -> UUID:
    if isinstance(subject, UUID):
        if not await subjects.exists(session, subject):
            raise SubjectNotFoundError
        return subject
    refuse_synthetic(resources, subject, "subject")
    return (await subject_ids(resources, [subject]))[subject]


async def _announce(
    session: AsyncSession, kept: ConsentRecord, kind: type[ConsentState], now: datetime
) -> None:
    _trace(session, "consent.record" if kind is ConsentRecorded else "consent.change", kept)
    enqueue(session, state_event(kept, kind, at=now))
    await follow_up(session, kept, now=now)


def _trace(session: AsyncSession, action: str, found: ConsentRecord) -> None:
    audit.record(
        session,
        action,
        resource_type="consent",
        resource_id=found.consent.id,
        subject_id=found.consent.subject_id,
    )
