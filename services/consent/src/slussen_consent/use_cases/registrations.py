"""First registrations from journals: everything is made ready here, then written by one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from slussen_chassis.clock import new_id
from slussen_chassis.errors import DomainError
from slussen_chassis.telemetry import trace_id, traceparent_var
from slussen_consent.domain.consent import Consent
from slussen_consent.domain.recording import ConsentInvalidError, record
from slussen_consent.intake import OWN_RELATIONS, Intake, Recorder, grants_of, recorder_at
from slussen_consent.records import ConsentRecord, Keeping, document_of, state_event
from slussen_consent.repository import journal as repository
from slussen_consent.repository.context import context_parameters
from slussen_consent.repository.journal import Common, FirstRegistration, Identifier, Stored
from slussen_consent.resources import Resources
from slussen_consent.use_cases.journal_event import (
    EventResult,
    ExternalIdInUseError,
    Journal,
    faults_in_data,
    recording_unit,
    units_named,
)
from slussen_consent.use_cases.subjects import identifier_of, refuse_synthetic, subject_ids
from slussen_contracts.consent.api import ConsentRecordedEvent, JournalConsent
from slussen_contracts.consent.events import JOURNAL_RECORDED, ConsentRecorded
from slussen_contracts.events import ENVELOPE_FIELDS

Key = tuple[str, str]
_ENVELOPE = set(ENVELOPE_FIELDS)


async def register_consents(
    events: Sequence[ConsentRecordedEvent], *, journal: Journal, resources: Resources, now: datetime
) -> list[EventResult]:
    """Register consents that are new, tell what the others did when they came first, and why some are not taken."""
    if not events:
        return []
    await _know_own_subjects(events, resources)
    desk = await _desk(events, journal, resources, now)
    prepared = _prepare(events, desk)
    rows = [(place, row) for place, row in enumerate(prepared) if isinstance(row, FirstRegistration)]
    written = await _write(desk, rows)
    repeated = [_key(events[place]) for place, row in rows if row.consent_id not in written]
    stored = await desk.stored(repeated) if repeated else {}
    return [
        _result(_key(event), outcome, written, stored)
        for event, outcome in zip(events, prepared, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Desk:
    """What one request's registrations rest on."""

    journal: Journal
    resources: Resources
    now: datetime
    intake: Intake
    recorders: Mapping[UUID, Recorder]
    people: dict[bytes, Identifier]

    async def write(self, rows: Sequence[FirstRegistration]) -> set[UUID]:
        """Write the rows whose events are new; return their consents' ids."""
        wanted = {row.blind for row in rows if row.remembered is None}
        identifiers = [self.people[blind] for blind in sorted(wanted)]
        pool = await self.resources.database.raw_pool()
        try:
            found = await repository.register(pool, self._common(), identifiers, rows)
        except asyncpg.DeadlockDetectedError:
            found = await repository.register(pool, self._common(), identifiers, rows)
        for one in found:
            self.resources.vault.remember(one.blind, one.subject_id)
        return {one.consent_id for one in found}

    async def stored(self, keys: Sequence[Key]) -> dict[Key, Stored]:
        """Return what events with these keys did when they came first."""
        journal = self.journal
        pool = await self.resources.database.raw_pool()
        context = context_parameters(journal.caller, journal.purpose)
        return await repository.find_stored(pool, context, journal.client_id, keys)

    def _common(self) -> Common:
        return Common(
            context=context_parameters(self.journal.caller, self.journal.purpose),
            client_id=self.journal.client_id,
            event_type=JOURNAL_RECORDED,
            announced_as=ConsentRecorded.type,
            at=self.now,
            trace_id=trace_id(),
            traceparent=traceparent_var.get(),
        )


async def _know_own_subjects(events: Sequence[ConsentRecordedEvent], resources: Resources) -> None:
    """Find or make those persons first who answer for themselves: their position is the person's own."""
    own = [
        event.data.subject
        for event in events
        if any(position.relation in OWN_RELATIONS for position in event.data.positions)
    ]
    if own:
        await subject_ids(resources, own)


async def _desk(
    events: Sequence[ConsentRecordedEvent], journal: Journal, resources: Resources, now: datetime
) -> Desk:
    units = await resources.register.units(units_named(event.data for event in events))
    found = [units.find(event.data.recorded_by) for event in events]
    recording = {unit.id: unit for unit in found if unit is not None}
    recorders = {unit.id: await recorder_at(resources.register, unit, now) for unit in recording.values()}
    return Desk(journal, resources, now, Intake(resources.vault, units, journal.client_id), recorders, {})


def _prepare(events: Sequence[ConsentRecordedEvent], desk: Desk) -> list[FirstRegistration | DomainError]:
    """Return each event's row, or why it is not taken; a journal's id is new once in a request."""
    taken: dict[str, Key] = {}
    prepared: list[FirstRegistration | DomainError] = []
    for event in events:
        key = _key(event)
        try:
            if taken.setdefault(event.data.external_id, key) != key:
                raise ExternalIdInUseError
            prepared.append(_row(event, desk))
        except ConsentInvalidError as error:
            prepared.append(faults_in_data(error))
        except DomainError as error:
            prepared.append(error)
    return prepared


def _row(event: ConsentRecordedEvent, desk: Desk) -> FirstRegistration:
    content = event.data
    refuse_synthetic(desk.resources, content.subject, "data.subject")
    unit = recording_unit(content.recorded_by, desk.intake.units, desk.journal)
    recorder = desk.recorders[unit.id]
    blind, remembered, subject_id = _person(content, desk)
    draft = desk.intake.draft(content, subject_id, recorder, stated_at=event.time)
    consent = record(draft, recorder.county, consent_id=new_id(), at=desk.now)
    kept = ConsentRecord(consent, _keeping(content, consent, recorder, desk))
    announced = state_event(kept, ConsentRecorded, at=desk.now)
    return FirstRegistration(
        consent_id=consent.id,
        remembered=remembered,
        blind=blind,
        source=event.source,
        source_event_id=event.id,
        occurred_at=event.time,
        valid_through=consent.valid_through,
        external_id=content.external_id,
        unit_id=unit.id,
        profession=kept.keeping.profession,
        county_code=kept.keeping.county_code,
        grants="{" + ",".join(map(str, kept.keeping.grants)) + "}",
        document=document_of(kept),
        audit_id=new_id(),
        event_id=announced.id,
        data=announced.model_dump_json(by_alias=True, exclude=_ENVELOPE),
    )


def _person(content: JournalConsent, desk: Desk) -> tuple[bytes, UUID | None, UUID]:
    """Return the blind index, the remembered id if any, and the id to go on with until the statement tells."""
    blind = desk.resources.vault.blind(content.subject)
    remembered = desk.resources.vault.recall(blind)
    if remembered is not None:
        return blind, remembered, remembered
    if blind not in desk.people:
        desk.people[blind] = identifier_of(desk.resources, content.subject, blind)
    return blind, None, desk.people[blind].candidate


def _keeping(content: JournalConsent, consent: Consent, recorder: Recorder, desk: Desk) -> Keeping:
    return Keeping(
        authority_id=desk.journal.authority_id,
        grants=grants_of(consent, recorder, desk.intake.units),
        county_code=recorder.unit.county_code,
        unit_id=recorder.unit.id,
        profession=content.recorded_by.profession,
        client_id=desk.journal.client_id,
        external_id=content.external_id,
        record_owner=content.journal_reference.record_owner if content.journal_reference else None,
        registered_by=desk.journal.caller.subject,
    )


async def _write(desk: Desk, rows: Sequence[tuple[int, FirstRegistration]]) -> set[UUID]:
    """Write all rows by one statement; where a journal's id is in use already, each goes alone."""
    if not rows:
        return set()
    try:
        return await desk.write([row for _, row in rows])
    except asyncpg.UniqueViolationError:
        if len(rows) == 1:
            return set()
    written: set[UUID] = set()
    for row in rows:
        written |= await _write(desk, [row])
    return written


def _result(
    key: Key,
    outcome: FirstRegistration | DomainError,
    written: set[UUID],
    stored: Mapping[Key, Stored],
) -> EventResult:
    if isinstance(outcome, DomainError):
        return EventResult(error=outcome)
    if outcome.consent_id in written:
        return EventResult(Stored(outcome.consent_id, 1), is_new=True)
    if key in stored:
        return EventResult(stored[key])
    return EventResult(error=ExternalIdInUseError())


def _key(event: ConsentRecordedEvent) -> Key:
    return (event.source, event.id)
