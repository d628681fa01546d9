"""Ends of consents that nobody withdrew: a mistake is annulled, a situation is closed."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.outbox import enqueue
from slussen_chassis.web import check_version
from slussen_consent.domain.consent import Consent, ConsentStatus, EndReason, annul, close
from slussen_consent.records import ConsentRecord, state_event
from slussen_consent.repository import consents, grounds
from slussen_consent.use_cases.acting import Acting
from slussen_consent.use_cases.follow_up import follow_up
from slussen_consent.use_cases.grounds import revoke_ground
from slussen_contracts.consent.api import SituationClose
from slussen_contracts.consent.events import ConsentAnnulled, ConsentClosed, ConsentState


async def annul_consent(
    session: AsyncSession, consent_id: UUID, *, acting: Acting, expected: int | None, now: datetime
) -> ConsentRecord:
    """Annul a consent that was recorded by mistake; every version stays readable.

    Raises:
        ConsentNotFoundError: The caller's authority keeps no such consent.
        ConsentAlreadyAnnulledError: It was annulled before.
        PreconditionFailedError: It has another version than the caller expects.
    """
    known = await consents.get_for_update(session, consent_id, kept_by=acting.authority_id)
    check_version(known.consent.version, expected)
    return await _end(session, known, annul(known.consent, at=now), ConsentAnnulled, now)


async def close_situation(
    session: AsyncSession, closing: SituationClose, *, acting: Acting, now: datetime
) -> tuple[list[ConsentRecord], list[UUID]]:
    """Close every active consent of the own authority in a situation, and revoke its grounds; return both.

    Without a situation it closes those in all situations that rest on what has changed: custody of the child, or that
    the child was not born. Grounds besides consent rest on neither, and stand.
    """
    reader, reason = acting.authority_id, EndReason(closing.reason)
    closed = []
    for found in await consents.list_about(session, closing.subject_id, visible_to=reader):
        meant = found.consent.ends_with(closing.situation, reason)
        if found.keeping.authority_id != reader or not meant:
            continue
        known = await consents.get_for_update(session, found.consent.id, kept_by=reader)
        if known.consent.status is ConsentStatus.ACTIVE:
            ended = close(known.consent, at=now, reason=reason)
            closed.append(await _end(session, known, ended, ConsentClosed, now))
    revoked = [
        (await revoke_ground(session, ground.id, acting=acting, now=now)).id
        for ground in await grounds.list_about(session, closing.subject_id, visible_to=reader)
        if ground.content.situation == closing.situation and ground.revoked_at is None
    ]
    audit.record(session, "situation.close", resource_type="situation", subject_id=closing.subject_id)
    return closed, revoked


async def _end(
    session: AsyncSession, known: ConsentRecord, ended: Consent, kind: type[ConsentState], now: datetime
) -> ConsentRecord:
    kept = await consents.save(session, known.with_consent(ended))
    audit.record(
        session,
        "consent.annul" if kind is ConsentAnnulled else "consent.close",
        resource_type="consent",
        resource_id=ended.id,
        subject_id=ended.subject_id,
    )
    enqueue(session, state_event(kept, kind, at=now))
    await follow_up(session, kept, now=now)
    return kept
