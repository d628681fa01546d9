"""The editions (utgåvor) of agreements, and those whose day has come."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import Agreement, AgreementNotFoundError
from slussen_agreements.domain.lifecycle import IN_FORCE
from slussen_agreements.repository.agreements import with_signatures
from slussen_agreements.tables import AgreementRow
from slussen_contracts.agreements.api import AgreementStatus

UNSIGNED = (AgreementStatus.READY, AgreementStatus.AWAITING_SIGNATURES)


async def editions_of(session: AsyncSession, lineage: UUID, *, visible_to: UUID) -> list[Agreement]:
    """Return all editions of an agreement that the reader may see, the first one first."""
    query = (
        select(AgreementRow)
        .where(_of_lineage(lineage), col(AgreementRow.grants).contains([visible_to]))
        .order_by(col(AgreementRow.edition))
    )
    return await with_signatures(session, (await session.exec(query)).all())


async def edition_before(session: AsyncSession, agreement: Agreement) -> Agreement:
    """Return the edition before one, locked.

    Raises:
        AgreementNotFoundError: The transaction's context sees none.
    """
    before = col(AgreementRow.edition) == agreement.edition - 1
    query = select(AgreementRow).where(_of_lineage(agreement.lineage), before).with_for_update()
    row = (await session.exec(query.execution_options(populate_existing=True))).first()
    if row is None:
        raise AgreementNotFoundError
    return (await with_signatures(session, [row]))[0]


async def find_past_last_day(session: AsyncSession, today: date, *, most: int) -> list[tuple[UUID, UUID]]:
    """Return agreements in force whose last day has passed, each with its controller; for the worker."""
    ends_on = func.coalesce(col(AgreementRow.last_day), col(AgreementRow.valid_through))
    return await _keys(session, col(AgreementRow.status).in_(IN_FORCE), ends_on < today, most=most)


async def find_to_remind(
    session: AsyncSession, *, near: date, not_since: date, most: int
) -> list[tuple[UUID, UUID]]:
    """Return agreements to be signed by a day, each with its controller; for the worker.

    Args:
        session: The worker's transaction.
        near: The latest last day for signing that is near.
        not_since: Those that were reminded after this day are left out.
        most: No more than so many.
    """
    lately = or_(col(AgreementRow.reminded_on).is_(None), col(AgreementRow.reminded_on) <= not_since)
    unsigned = col(AgreementRow.status).in_(UNSIGNED)
    return await _keys(session, unsigned, col(AgreementRow.sign_by) <= near, lately, most=most)


async def _keys(
    session: AsyncSession, *conditions: ColumnElement[bool], most: int
) -> list[tuple[UUID, UUID]]:
    row = AgreementRow
    query = select(row.id, row.responsible_authority_id).where(*conditions).order_by(col(row.id)).limit(most)
    return [(found[0], found[1]) for found in await session.exec(query)]


def _of_lineage(lineage: UUID) -> ColumnElement[bool]:
    return or_(col(AgreementRow.id) == lineage, col(AgreementRow.original_id) == lineage)
