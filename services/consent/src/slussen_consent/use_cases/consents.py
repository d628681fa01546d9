"""Consents as staff reads, records and withdraws them, and as their last day ends them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar, NamedTuple
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.errors import FieldProblem, ForbiddenError, InvalidError
from slussen_chassis.outbox import enqueue
from slussen_chassis.web import check_version
from slussen_consent.domain.consent import ConsentNotFoundError, expire, withdraw
from slussen_consent.domain.recording import ConsentInvalidError, change, record
from slussen_consent.intake import (
    Intake,
    grants_of,
    in_members_words,
    journal_of,
    named_recipients,
    recorder_at,
)
from slussen_consent.records import ConsentRecord, Keeping, state_event
from slussen_consent.repository import consents as repository
from slussen_consent.repository import copies, subjects
from slussen_consent.repository.register import Unit, Units
from slussen_consent.resources import Resources
from slussen_consent.use_cases.acting import Acting
from slussen_consent.use_cases.follow_up import follow_up
from slussen_consent.use_cases.protection import as_shown
from slussen_consent.use_cases.sight import Seen, sight_of
from slussen_consent.use_cases.subjects import SubjectNotFoundError, refuse_synthetic, subject_ids
from slussen_contracts.consent.api import ConsentChange, ConsentCreate, ConsentWithdraw, UnitReference
from slussen_contracts.consent.events import (
    ConsentChanged,
    ConsentExpired,
    ConsentRecorded,
    ConsentWithdrawn,
)


class AtVersion(NamedTuple):
    """A consent, and at which version the caller has read it; None takes any."""

    consent_id: UUID
    expected: int | None


class UnitMissingError(ForbiddenError):
    """Consents are recorded by staff of a unit in the register."""

    code: ClassVar[str] = "unit-missing"
    title_sv: ClassVar[str] = "Samtycken registreras av personal vid en enhet i registret"
    title_en: ClassVar[str] = "Consents are recorded by staff of a unit in the register"


async def get_consent(
    session: AsyncSession, consent_id: UUID, *, reader: UUID | None, now: datetime | None = None
) -> ConsentRecord:
    """Return a consent and leave a trace of the reading.

    Raises:
        ConsentNotFoundError: There is none that the reader may see.
    """
    found = await repository.get(session, consent_id, visible_to=reader)
    await _require_seen(session, found, now)
    _trace(session, "consent.read", found)
    (shown,) = await as_shown(session, found.consent.subject_id, [found], reader=reader)
    return shown


async def list_versions(
    session: AsyncSession, consent_id: UUID, *, reader: UUID | None, now: datetime | None = None
) -> Sequence[ConsentRecord]:
    """Return every version of a consent, the oldest first, and leave a trace.

    Raises:
        ConsentNotFoundError: There is none that the reader may see.
    """
    found = await repository.list_versions(session, consent_id, visible_to=reader)
    await _require_seen(session, found[-1], now)
    _trace(session, "consent.read-history", found[-1])
    return await as_shown(session, found[-1].consent.subject_id, found, reader=reader)


async def list_consents(
    session: AsyncSession, subject_id: UUID, *, reader: UUID | None, now: datetime | None = None
) -> Sequence[ConsentRecord]:
    """Return the consents about a person that the reader may see, and leave a trace, also of finding none."""
    return (await find_consents(session, subject_id, reader=reader, now=now)).items


async def find_consents(
    session: AsyncSession, subject_id: UUID, *, reader: UUID | None, now: datetime | None
) -> Seen[ConsentRecord]:
    """Return the consents about a person that the reader sees, and whether other units keep more; leave a trace.

    Without `now` no emergency access counts.
    """
    audit.record(session, "consent.list", resource_type="consent", subject_id=subject_id)
    found = await repository.list_about(session, subject_id, visible_to=reader)
    seen = await (await sight_of(session, subject_id, now=now)).consents(session, found)
    return replace(seen, items=await as_shown(session, subject_id, seen.items, reader=reader))


async def list_of_unit(session: AsyncSession, *, acting: Acting) -> Sequence[ConsentRecord]:
    """Return what the own unit has recorded lately, the newest first, and leave a trace."""
    audit.record(session, "consent.list-unit", resource_type="consent", resource_id=acting.unit_id)
    return await repository.list_recorded_at(session, unit_id=acting.unit_id, visible_to=acting.authority_id)


async def unit_name(session: AsyncSession, unit_id: UUID) -> str | None:
    """Return what a unit is called, where our copy of the register has a name."""
    return await copies.find_unit_name(session, unit_id)


async def record_consent(
    session: AsyncSession, content: ConsentCreate, *, acting: Acting, resources: Resources, now: datetime
) -> ConsentRecord:
    """Record a consent that was given in a conversation, at the recorder's own unit.

    Raises:
        UnitMissingError: The recorder's unit is not in the register.
        ConsentInvalidError: Something is missing or breaks a rule; all faults are named.
    """
    named = [recipient for _, recipient in named_recipients(content)]
    units = await resources.register.units([UnitReference(unit_id=acting.unit_id), *named])
    recorder = await recorder_at(resources.register, own_unit(acting, units), now)
    subject_id = await _subject(session, content, resources)
    intake = Intake(resources.vault, units, str(acting.authority_id))
    try:
        draft = intake.draft(content, subject_id, recorder)
        consent = record(draft, recorder.county, consent_id=new_id(), at=now)
    except ConsentInvalidError as error:
        raise in_members_words(error) from None
    reference = content.journal_reference
    keeping = Keeping(
        authority_id=acting.authority_id,
        grants=grants_of(consent, recorder, units),
        county_code=recorder.unit.county_code,
        unit_id=recorder.unit.id,
        profession=acting.profession,
        record_owner=reference.record_owner if reference else None,
    )
    kept = await repository.add(session, ConsentRecord(consent, keeping))
    _trace(session, "consent.record", kept)
    enqueue(session, state_event(kept, ConsentRecorded, at=now))
    await follow_up(session, kept, now=now)
    return kept


async def change_consent(
    session: AsyncSession,
    target: AtVersion,
    content: ConsentChange,
    *,
    acting: Acting,
    resources: Resources,
    now: datetime,
) -> ConsentRecord:
    """Change a consent of the own authority to what was said in a conversation; it is a new version.

    Raises:
        ConsentNotFoundError: The caller's authority keeps no such consent.
        ConsentNotActiveError: It has ended.
        ConsentInvalidError: The new state breaks a rule, or is about another situation.
        PreconditionFailedError: It has another version than the caller expects.
    """
    known = await repository.get_for_update(session, target.consent_id, kept_by=acting.authority_id)
    check_version(known.consent.version, target.expected)
    situation = content.situation or known.consent.situation
    named = [recipient for _, recipient in named_recipients(content)]
    units = await resources.register.units([UnitReference(unit_id=acting.unit_id), *named])
    recorder = await recorder_at(resources.register, own_unit(acting, units), now)
    intake = Intake(resources.vault, units, known.keeping.client_id or str(acting.authority_id))
    try:
        whole = content.model_copy(update={"situation": situation})
        draft = intake.draft(whole, known.consent.subject_id, recorder)
        changed = known.with_consent(change(known.consent, draft, recorder.county, at=now))
    except ConsentInvalidError as error:
        raise in_members_words(error) from None
    owner = content.journal_reference.record_owner if content.journal_reference else None
    kept = await repository.save(
        session, changed.kept(grants=grants_of(changed.consent, recorder, units), record_owner=owner)
    )
    _trace(session, "consent.change", kept)
    enqueue(session, state_event(kept, ConsentChanged, at=now))
    await follow_up(session, kept, now=now)
    return kept


async def withdraw_consent(
    session: AsyncSession,
    consent_id: UUID,
    withdrawal: ConsentWithdraw,
    *,
    keeper: UUID | None,
    expected: int | None,
    now: datetime,
) -> ConsentRecord:
    """Withdraw a consent and announce it, so that open referrals stop.

    Raises:
        ConsentNotFoundError: The caller's authority keeps no such consent.
        ConsentAlreadyWithdrawnError: It was withdrawn before.
        ConsentNotActiveError: It ended in another way.
        PreconditionFailedError: It has another version than the caller expects.
    """
    known = await repository.get_for_update(session, consent_id, kept_by=keeper)
    check_version(known.consent.version, expected)
    withdrawn = withdraw(
        known.consent,
        at=now,
        given_at=withdrawal.withdrawn_at,
        custodian_id=withdrawal.custodian_id,
        journal=journal_of(withdrawal.journal_reference),
    )
    kept = await repository.save(session, known.with_consent(withdrawn))
    _trace(session, "consent.withdraw", kept)
    enqueue(session, state_event(kept, ConsentWithdrawn, at=now))
    await follow_up(session, kept, now=now)
    return kept


async def expire_consent(session: AsyncSession, consent_id: UUID, *, keeper: UUID, now: datetime) -> bool:
    """Let a consent whose last day has passed expire, and announce it; False where it ended before us."""
    known = await repository.get_for_update(session, consent_id, kept_by=keeper)
    if not known.consent.has_passed(local_day(now)) or known.consent.status.value != "active":
        return False
    kept = await repository.save(session, known.with_consent(expire(known.consent, at=now)))
    _trace(session, "consent.expire", kept)
    enqueue(session, state_event(kept, ConsentExpired, at=now))
    await follow_up(session, kept, now=now)
    return True


async def _require_seen(session: AsyncSession, found: ConsentRecord, now: datetime | None) -> None:
    """Refuse what inner confidentiality withholds: it looks like what is not there."""
    sight = await sight_of(session, found.consent.subject_id, now=now)
    if (await sight.consents(session, [found])).withheld:
        raise ConsentNotFoundError


def own_unit(acting: Acting, units: Units) -> Unit:
    """Return the caller's own unit.

    Raises:
        UnitMissingError: It is not in the register, or another authority's.
    """
    unit = units.by_id.get(acting.unit_id) if acting.unit_id else None
    if unit is None or unit.authority_id != acting.authority_id:
        raise UnitMissingError
    return unit


async def _subject(session: AsyncSession, content: ConsentCreate, resources: Resources) -> UUID:
    if content.subject is not None and content.subject_id is None:
        refuse_synthetic(resources, content.subject, "subject")
        return (await subject_ids(resources, [content.subject]))[content.subject]
    if content.subject_id is None or content.subject is not None:
        raise InvalidError(
            FieldProblem(
                "subject", "required", "Ange vem samtycket gäller.", "State whom the consent is about."
            )
        )
    if not await subjects.exists(session, content.subject_id):
        raise SubjectNotFoundError
    return content.subject_id


def _trace(session: AsyncSession, action: str, found: ConsentRecord) -> None:
    audit.record(
        session,
        action,
        resource_type="consent",
        resource_id=found.consent.id,
        subject_id=found.consent.subject_id,
    )
