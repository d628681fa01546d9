"""Keeping the ledger and its roll-ups: by event as they come, and all over again from the ledger."""

import secrets
from collections.abc import Callable
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.database import Context, Database
from slussen_contracts.referrals.events import ReferralState, ReferralVoided
from slussen_statistics.domain.flow import is_counted
from slussen_statistics.domain.pseudonyms import Pseudonyms, Whom
from slussen_statistics.repository import ledger
from slussen_statistics.tables import ReferralFactRow

RECORD_KEY_BITS = 32
Progress = Callable[[int, int, int, int], None]
"""Called after each month with how many are done, how many there are, the year and the month."""


async def record_referral(session: AsyncSession, event: ReferralState, pseudonyms: Pseudonyms) -> None:
    """Keep a referral as it now is, and move it in the roll-up; an older version changes nothing."""
    step = await ledger.replace_fact(session, _row(event, pseudonyms))
    if step is not None:
        await ledger.move(session, step)


def _row(event: ReferralState, pseudonyms: Pseudonyms) -> ReferralFactRow:
    """Return the event as the ledger keeps it: the ids of family and child only as pseudonyms."""

    def pseudonym(whom: Whom, opaque_id: UUID | None) -> bytes | None:
        if opaque_id is None or event.opened_on is None:
            return None
        return pseudonyms.of(whom, opaque_id, year=event.opened_on.year)

    counted = event.counted and not isinstance(event, ReferralVoided)
    return ReferralFactRow(
        referral_id=event.aggregate_id,
        version=event.aggregate_version,
        centre_id=event.centre_id,
        county_code=event.county_code,
        municipality_code=event.municipality_code,
        from_activity=event.from_activity,
        from_profession=event.from_profession,
        to_activity=event.to_activity,
        to_profession=event.to_profession,
        kind=event.kind,
        state=event.state,
        is_counted=is_counted(counted=counted, state=event.state, opened_on=event.opened_on),
        opened_on=event.opened_on,
        sent_at=event.sent_at,
        accepted_at=event.accepted_at,
        contacted_at=event.contacted_at,
        ended_at=event.ended_at,
        outcome=event.outcome,
        record_key=secrets.randbits(RECORD_KEY_BITS),
        family_pseudonym=pseudonym("family", event.family_id),
        subject_pseudonym=pseudonym("subject", event.subject_id),
    )


async def rebuild_rollups(database: Database, progress: Progress) -> int:
    """Make every roll-up anew from the ledger; return the number of months.

    Each month is replaced in a transaction of its own: readers always see a whole month, before or after, and
    subscribers wait only for the month at hand. What they move meanwhile in other months stays exact, because
    ledger and roll-up change together.
    """
    async with database.transaction(Context()) as session:
        months = await ledger.list_months(session)
    for done, (year, month) in enumerate(months, 1):
        async with database.transaction(Context()) as session:
            await ledger.sum_month(session, year, month)
        progress(done, len(months), year, month)
    return len(months)
