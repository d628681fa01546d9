"""Messages of a referral that the reader was found to see."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_referrals.tables import ReferralMessageRow


async def add_message(session: AsyncSession, message: ReferralMessageRow) -> None:
    """Keep a message."""
    session.add(message)
    await session.flush()


async def list_messages(session: AsyncSession, referral_id: UUID) -> Sequence[ReferralMessageRow]:
    """Return a referral's messages, the oldest first."""
    query = (
        select(ReferralMessageRow)
        .where(col(ReferralMessageRow.referral_id) == referral_id)
        .order_by(col(ReferralMessageRow.id))
    )
    return (await session.exec(query)).all()
