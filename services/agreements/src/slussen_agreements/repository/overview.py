"""What a coverage check and the county overview read, each by an index."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.repository.agreements import ANNOUNCED, with_signatures
from slussen_agreements.tables import (
    AgreementRow,
    CoordinatorAppointmentRow,
    FamilyCentreRow,
    RenegotiationRow,
)
from slussen_contracts.agreements.api import AgreementKind, AgreementStatus
from slussen_contracts.agreements.between_parties import RenegotiationState


async def agreements_at(
    session: AsyncSession, centre_id: UUID, *, county_code: str, visible_to: UUID, with_county: bool
) -> list[Agreement]:
    """Return the local agreements of a centre that are or were in force; where asked the county's too."""
    row = AgreementRow
    local = (col(row.kind) == AgreementKind.LOCAL) & (col(row.centre_id) == centre_id)
    county = (col(row.kind) == AgreementKind.COUNTY) & (col(row.county_code) == county_code)
    query = select(row).where(
        col(row.grants).contains([visible_to]),
        col(row.status).in_(ANNOUNCED),
        or_(local, county) if with_county else local,
    )
    return await with_signatures(session, (await session.exec(query.order_by(col(row.id)))).all())


async def present_agreements(session: AsyncSession, county_code: str, *, visible_to: UUID) -> list[Agreement]:
    """Return a county's agreements that have not ended."""
    row = AgreementRow
    query = select(row).where(
        col(row.county_code) == county_code,
        col(row.grants).contains([visible_to]),
        col(row.status) != AgreementStatus.ENDED,
    )
    return await with_signatures(session, (await session.exec(query.order_by(col(row.id)))).all())


@dataclass(frozen=True, slots=True)
class CentrePlace:
    """A centre with the municipality in which it lies, its county's profile, and its first and last day."""

    id: UUID
    municipality_code: str
    profile_id: str
    valid_from: date
    valid_through: date | None


async def present_centres(session: AsyncSession, county_code: str, on: date) -> Sequence[CentrePlace]:
    """Return a county's centres that exist on a day."""
    row = FamilyCentreRow
    query = select(row).where(
        col(row.county_code) == county_code,
        col(row.valid_from) <= on,
        or_(col(row.valid_through).is_(None), col(row.valid_through) >= on),
    )
    return [
        CentrePlace(one.id, one.municipality_code, one.profile_id, one.valid_from, one.valid_through)
        for one in await session.exec(query)
    ]


async def centres_with_coordinator(
    session: AsyncSession, centre_ids: Collection[UUID], on: date
) -> frozenset[UUID]:
    """Return those of the centres that have a coordinator on a day."""
    row = CoordinatorAppointmentRow
    query = select(row.centre_id).where(
        col(row.centre_id).in_(centre_ids),
        col(row.valid_from) <= on,
        or_(col(row.valid_through).is_(None), col(row.valid_through) >= on),
    )
    return frozenset(await session.exec(query))


async def terms_that_end(
    session: AsyncSession, centre_ids: Collection[UUID], on: date
) -> Sequence[tuple[UUID, date]]:
    """Return the last days of appointments that hold on a day, each with its centre."""
    row = CoordinatorAppointmentRow
    query = select(row).where(
        col(row.centre_id).in_(centre_ids), col(row.valid_from) <= on, col(row.valid_through) >= on
    )
    return [(one.centre_id, one.valid_through) for one in await session.exec(query) if one.valid_through]


async def answers_awaited(
    session: AsyncSession, county_code: str, *, visible_to: UUID
) -> Sequence[tuple[UUID, date]]:
    """Return until when answers to a county's requests for negotiation are awaited, each with its agreement."""
    row = RenegotiationRow
    query = select(row).where(
        col(row.county_code) == county_code,
        col(row.grants).contains([visible_to]),
        col(row.state) == RenegotiationState.REQUESTED,
        col(row.answer_by).is_not(None),
    )
    return [(one.agreement_id, one.answer_by) for one in await session.exec(query) if one.answer_by]
