"""Locks on consents, and which of their versions nothing may rely on any more."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_referrals.tables import WithdrawnConsentRow

CONSENT_LOCKS = 0x52455645
"""First key of the advisory locks on consents (the second is made from the consent's id)."""

_LOCK_CONSENT = text("SELECT pg_advisory_xact_lock(:space, hashtext(:consent))")


async def lock_consents(session: AsyncSession, consent_ids: Collection[UUID]) -> None:
    """Hold the consents against their withdrawal being handled, and the other way round, until the commit.

    Both sides take the same locks in the same order before they lock any referral.
    """
    connection = await session.connection()
    for consent_id in sorted(consent_ids):
        await connection.execute(_LOCK_CONSENT, {"space": CONSENT_LOCKS, "consent": str(consent_id)})


async def withdrawn_versions(session: AsyncSession, consent_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return the newest version of each consent that nothing may rely on any more."""
    query = select(WithdrawnConsentRow.consent_id, WithdrawnConsentRow.version).where(
        col(WithdrawnConsentRow.consent_id).in_(consent_ids)
    )
    return {consent_id: version for consent_id, version in await session.exec(query)}  # noqa: C416 - typed rows


async def remember_withdrawn(session: AsyncSession, consent_id: UUID, through_version: int) -> None:
    """Remember that nothing may rely on the consent at this version or an earlier one."""
    statement = insert(WithdrawnConsentRow).values(consent_id=consent_id, version=through_version)
    newest = func.greatest(WithdrawnConsentRow.version, statement.excluded.version)
    await session.exec(
        statement.on_conflict_do_update(index_elements=["consent_id"], set_={"version": newest})
    )
