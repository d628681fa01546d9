"""Notice, rejections and disputes; who sees the agreement sees them."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import Agreement, Rejection
from slussen_agreements.domain.records import (
    AlreadyRejectedError,
    Dispute,
    DisputeNotFoundError,
    NoticeGivenError,
    RecordedNotice,
)
from slussen_agreements.repository import rows
from slussen_agreements.tables import AgreementDisputeRow, AgreementNoticeRow, AgreementRejectionRow


def under(agreement: Agreement, made_by: UUID) -> dict[str, Any]:
    """Return the columns of what is recorded under an agreement."""
    return {
        "county_code": agreement.county_code,
        "responsible_authority_id": made_by,
        "grants": list(agreement.grants),
        "agreement_id": agreement.id,
    }


async def add_notice(
    session: AsyncSession, agreement: Agreement, notice: RecordedNotice, *, made_by: UUID
) -> None:
    """Insert a party's notice."""
    values = {**rows.columns(AgreementNoticeRow, notice), **under(agreement, made_by)}
    await rows.add(session, AgreementNoticeRow(**values), {"party_gives_notice_once": NoticeGivenError})


async def notices_of(session: AsyncSession, agreement_id: UUID) -> list[RecordedNotice]:
    """Return the notice that parties gave under an agreement, in the order of registration."""
    kind = AgreementNoticeRow
    query = select(kind).where(col(kind.agreement_id) == agreement_id).order_by(col(kind.id))
    return [rows.thing(RecordedNotice, row) for row in await session.exec(query)]


async def add_rejection(session: AsyncSession, agreement: Agreement, rejection: Rejection) -> None:
    """Insert a party's rejection of a wording."""
    values = {
        **rows.columns(AgreementRejectionRow, rejection),
        **under(agreement, rejection.party.authority_id),
        "role": rejection.party.role,
    }
    await rows.add(
        session, AgreementRejectionRow(**values), {"wording_is_rejected_once": AlreadyRejectedError}
    )


async def add_dispute(
    session: AsyncSession, agreement: Agreement, dispute: Dispute, *, made_by: UUID
) -> None:
    """Insert a dispute."""
    values = {**rows.columns(AgreementDisputeRow, dispute), **under(agreement, made_by)}
    await rows.add(session, AgreementDisputeRow(**values))


async def disputes_of(session: AsyncSession, agreement_id: UUID) -> list[Dispute]:
    """Return the disputes under an agreement, in the order of registration."""
    kind = AgreementDisputeRow
    query = select(kind).where(col(kind.agreement_id) == agreement_id).order_by(col(kind.id))
    return [rows.thing(Dispute, row) for row in await session.exec(query)]


async def get_dispute(session: AsyncSession, agreement_id: UUID, dispute_id: UUID) -> Dispute:
    """Return a dispute under an agreement, locked.

    Raises:
        DisputeNotFoundError: There is none.
    """
    return rows.thing(Dispute, await _dispute_row(session, agreement_id, dispute_id))


async def settle_dispute(session: AsyncSession, dispute: Dispute) -> None:
    """Write a dispute's outcome."""
    row = await _dispute_row(session, dispute.agreement_id, dispute.id)
    row.version, row.settled_on, row.outcome = dispute.version, dispute.settled_on, dispute.outcome
    await rows.flush(session)


async def _dispute_row(session: AsyncSession, agreement_id: UUID, dispute_id: UUID) -> AgreementDisputeRow:
    kind = AgreementDisputeRow
    query = select(kind).where(col(kind.id) == dispute_id, col(kind.agreement_id) == agreement_id)
    row = (await session.exec(query.with_for_update())).first()
    if row is None:
        raise DisputeNotFoundError
    return row
