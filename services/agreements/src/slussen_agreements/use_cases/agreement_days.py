"""What the clock does to agreements: the last day that has passed, and parties that are reminded to sign."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.transitions import ended_by_time, reminded
from slussen_agreements.repository import agreements
from slussen_agreements.use_cases.access import ruled
from slussen_agreements.use_cases.announcing import announce_agreement
from slussen_agreements.use_cases.signing import announce_signing
from slussen_chassis import audit
from slussen_chassis.clock import local_day
from slussen_contracts.agreements.events import AgreementSignatureReminded


async def end_by_time(session: AsyncSession, agreement_id: UUID, *, keeper: UUID, now: datetime) -> int:
    """End an agreement whose last day has passed, and announce it; return how many that was, 0 or 1."""
    found = await agreements.get_agreement(session, agreement_id, visible_to=keeper, for_update=True)
    ended = ended_by_time(found, today=local_day(now))
    if ended is None:
        return 0
    await agreements.save_agreement(session, ended)
    announce_agreement(session, ended, now=now)
    audit.record(session, "agreement.end", resource_type="agreement", resource_id=ended.id)
    return 1


async def remind_signatories(
    session: AsyncSession, agreement_id: UUID, *, keeper: UUID, now: datetime
) -> int:
    """Announce that parties have not signed, if a reminder is due; return how many that was, 0 or 1."""
    found = await agreements.get_agreement(session, agreement_id, visible_to=keeper, for_update=True)
    changed = reminded(found, ruled(found).required, today=local_day(now))
    if changed is None:
        return 0
    await agreements.save_agreement(session, changed)
    announce_signing(session, AgreementSignatureReminded, changed, now=now)
    audit.record(session, "agreement.remind", resource_type="agreement", resource_id=changed.id)
    return 1
