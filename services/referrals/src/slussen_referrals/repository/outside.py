"""One-time links, found by their sender or by their key."""

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.database import context_of, set_context
from slussen_contracts.referrals.api import Way
from slussen_referrals.domain.outside import OutsideLink
from slussen_referrals.tables import OutsideLinkRow

_NAMES = [field.name for field in fields(OutsideLink)]


async def find_by_key(session: AsyncSession, link_id: UUID) -> OutsideLink | None:
    """Return the link, locked until the transaction ends; the transaction refers to it from now on."""
    await set_context(session, replace(context_of(session), reference=link_id))
    query = select(OutsideLinkRow).where(col(OutsideLinkRow.id) == link_id).with_for_update()
    row = (await session.exec(query)).first()
    return _link(row) if row else None


async def list_links(session: AsyncSession, referral_id: UUID, *, visible_to: UUID) -> Sequence[OutsideLink]:
    """Return a referral's links, the newest first."""
    query = (
        select(OutsideLinkRow)
        .where(
            col(OutsideLinkRow.referral_id) == referral_id,
            col(OutsideLinkRow.responsible_authority_id) == visible_to,
        )
        .order_by(col(OutsideLinkRow.created_at).desc())
    )
    return [_link(row) for row in await session.exec(query)]


async def add_link(session: AsyncSession, link: OutsideLink) -> None:
    """Keep a new link."""
    session.add(OutsideLinkRow(**_columns(link), grants=[link.responsible_authority_id]))
    await session.flush()


async def save_link(session: AsyncSession, link: OutsideLink) -> None:
    """Keep what became of a link."""
    row = await session.get_one(OutsideLinkRow, link.id)
    for name, value in _columns(link).items():
        setattr(row, name, value)
    await session.flush()


def _link(row: OutsideLinkRow) -> OutsideLink:
    values = {name: getattr(row, name) for name in _NAMES}
    return OutsideLink(**{**values, "link_way": Way(row.link_way), "code_way": Way(row.code_way)})


def _columns(link: OutsideLink) -> dict[str, Any]:
    return {**asdict(link), "link_way": link.link_way.value, "code_way": link.code_way.value}
