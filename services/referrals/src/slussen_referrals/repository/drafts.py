"""Drafts: every read names the writer, at the unit where it was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.errors import PreconditionRequiredError
from slussen_referrals.tables import DraftRow

_REMOVE_OLD = text("DELETE FROM draft WHERE expires_at < now()")


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: a user at a unit of an authority."""

    subject: str
    unit_id: UUID
    authority_id: UUID


def _of(writer: Writer) -> ColumnElement[bool]:
    return (
        (col(DraftRow.owner) == writer.subject)
        & (col(DraftRow.unit_id) == writer.unit_id)
        & (col(DraftRow.responsible_authority_id) == writer.authority_id)
    )


async def find_for_update(session: AsyncSession, draft_id: UUID, *, visible_to: Writer) -> DraftRow | None:
    """Return a writer's draft as it is committed now, locked until the transaction ends; None where there is none."""
    query = select(DraftRow).where(col(DraftRow.id) == draft_id, _of(visible_to)).with_for_update()
    return (await session.exec(query.execution_options(populate_existing=True))).first()


async def list_of(session: AsyncSession, *, visible_to: Writer) -> Sequence[DraftRow]:
    """Return a writer's drafts that are not sent, the newest first."""
    query = select(DraftRow).where(_of(visible_to), col(DraftRow.sent_as).is_(None))
    return (await session.exec(query.order_by(col(DraftRow.changed_at).desc()).limit(50))).all()


async def save(session: AsyncSession, draft: DraftRow) -> None:
    """Keep a draft, new or changed.

    Raises:
        PreconditionRequiredError: Two began it at once; the other was first.
    """
    session.add(draft)
    try:
        await session.flush()
    except IntegrityError:
        raise PreconditionRequiredError from None


async def remove(session: AsyncSession, draft: DraftRow) -> None:
    """Remove a draft that was read in this transaction."""
    await session.delete(draft)
    await session.flush()


async def remove_old(session: AsyncSession) -> None:
    """Remove the drafts whose time is over, whosever they are, for the job that sees them."""
    await (await session.connection()).execute(_REMOVE_OLD)
