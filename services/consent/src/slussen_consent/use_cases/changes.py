"""Changes and withdrawals from journals: the consent is read and locked, decided on, saved and announced."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.database import Context
from slussen_chassis.errors import FieldProblem
from slussen_chassis.outbox import enqueue
from slussen_consent.domain.consent import withdraw
from slussen_consent.domain.recording import ConsentInvalidError, change
from slussen_consent.intake import Intake, grants_of, journal_of, recorder_at
from slussen_consent.records import ConsentRecord, state_event
from slussen_consent.repository import consents, events
from slussen_consent.repository.journal import Stored
from slussen_consent.repository.register import Units
from slussen_consent.resources import Resources
from slussen_consent.use_cases.follow_up import follow_up
from slussen_consent.use_cases.journal_event import (
    EventResult,
    Journal,
    UnknownExternalIdError,
    faults_in_data,
    recording_unit,
    units_named,
)
from slussen_consent.use_cases.subjects import refuse_synthetic, subject_ids
from slussen_contracts.consent.api import ConsentChangedEvent, ConsentWithdrawnEvent
from slussen_contracts.consent.events import ConsentChanged, ConsentState, ConsentWithdrawn

Later = ConsentChangedEvent | ConsentWithdrawnEvent
"""An event about a consent that is recorded already."""


async def change_consent(
    event: ConsentChangedEvent, *, journal: Journal, resources: Resources, now: datetime
) -> EventResult:
    """Change a consent to what the journal now says; of each custodian the latest position stands.

    Raises:
        UnknownExternalIdError: No consent is recorded under the journal's id.
        ConsentInvalidError: The new state breaks a rule, or is about another person or situation.
        ConsentNotActiveError: The consent has ended.
    """
    content = event.data
    refuse_synthetic(resources, content.subject, "data.subject")
    subjects = await subject_ids(resources, [content.subject])
    units = await resources.register.units(units_named([content]))
    intake = Intake(resources.vault, units, journal.client_id)
    context = Context.of(journal.caller, journal.purpose)
    async with resources.database.transaction(context) as session:
        known, stored = await _known(session, event, journal)
        if stored is not None:
            return EventResult(stored)
        try:
            unit = recording_unit(content.recorded_by, units, journal)
            recorder = await recorder_at(resources.register, unit, now)
            draft = intake.draft(content, subjects[content.subject], recorder, stated_at=event.time)
            changed = known.with_consent(change(known.consent, draft, recorder.county, at=now))
        except ConsentInvalidError as error:
            raise faults_in_data(error) from None
        grants = grants_of(changed.consent, recorder, units)
        owner = content.journal_reference.record_owner if content.journal_reference else None
        kept = changed.kept(grants=grants, record_owner=owner)
        return await _save(session, event, kept, ConsentChanged, journal=journal, now=now)


async def withdraw_for_journal(
    event: ConsentWithdrawnEvent, *, journal: Journal, resources: Resources, now: datetime
) -> EventResult:
    """Withdraw a consent: from now on nothing may rely on it.

    Raises:
        UnknownExternalIdError: No consent is recorded under the journal's id.
        ConsentAlreadyWithdrawnError: It was withdrawn before.
    """
    intake = Intake(resources.vault, Units({}, {}), journal.client_id)
    custodian: UUID | None = intake.custodian(event.data)
    context = Context.of(journal.caller, journal.purpose)
    async with resources.database.transaction(context) as session:
        known, stored = await _known(session, event, journal)
        if stored is not None:
            return EventResult(stored)
        withdrawn = withdraw(
            known.consent,
            at=now,
            given_at=event.data.withdrawn_at,
            custodian_id=custodian,
            journal=journal_of(event.data.journal_reference),
        )
        kept = known.with_consent(withdrawn)
        return await _save(session, event, kept, ConsentWithdrawn, journal=journal, now=now)


async def _known(
    session: AsyncSession, event: Later, journal: Journal
) -> tuple[ConsentRecord, Stored | None]:
    """Return the consent, locked, and what the event did if it came before.

    That is asked after the lock, so that of two equal events the second sees the first.
    """
    known = await consents.find_for_update_by_external_id(
        session, event.data.external_id, client_id=journal.client_id, kept_by=journal.authority_id
    )
    if known is None:
        raise UnknownExternalIdError(
            FieldProblem(
                "data.externalId",
                "unknown",
                "Inget samtycke är registrerat med det id:t; skicka registreringen först.",
                "No consent is recorded under that id; post its registration first.",
            )
        )
    return known, await events.find(session, journal.client_id, event.source, event.id)


async def _save(
    session: AsyncSession,
    event: Later,
    kept: ConsentRecord,
    kind: type[ConsentState],
    *,
    journal: Journal,
    now: datetime,
) -> EventResult:
    kept = await consents.save(session, kept)
    await events.add(session, event, kept, client_id=journal.client_id, received_at=now)
    action = "consent.withdraw" if kind is ConsentWithdrawn else "consent.change"
    audit.record(
        session,
        action,
        resource_type="consent",
        resource_id=kept.consent.id,
        subject_id=kept.consent.subject_id,
    )
    enqueue(session, state_event(kept, kind, at=now))
    await follow_up(session, kept, now=now)
    return EventResult(Stored(kept.consent.id, kept.consent.version), is_new=True)
