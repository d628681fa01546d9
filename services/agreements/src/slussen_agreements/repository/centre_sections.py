"""What a centre has entered about itself, topic by topic, each whole at a version of its own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.repository import rows
from slussen_agreements.tables import CentreSectionHistoryRow, CentreSectionRow
from slussen_contracts.agreements.checklists import ChecklistsWrite
from slussen_contracts.agreements.offer import OfferWrite, PremisesWrite
from slussen_contracts.agreements.opening_hours import OpeningHoursWrite
from slussen_contracts.agreements.staffing import StaffingWrite
from slussen_contracts.agreements.steering import LocalTermsWrite, SeatsWrite

ContentT = TypeVar(
    "ContentT",
    OpeningHoursWrite,
    OfferWrite,
    PremisesWrite,
    SeatsWrite,
    LocalTermsWrite,
    StaffingWrite,
    ChecklistsWrite,
)

TOPICS: Final[dict[type[BaseModel], str]] = {
    OpeningHoursWrite: "opening_hours",
    OfferWrite: "offer",
    PremisesWrite: "premises",
    SeatsWrite: "steering_seats",
    LocalTermsWrite: "local_terms",
    StaffingWrite: "staffing",
    ChecklistsWrite: "checklists",
}


@dataclass(frozen=True, slots=True)
class Entered(Generic[ContentT]):
    """A topic as it was entered last; version 0 is before anything was."""

    version: int
    content: ContentT


async def entered(session: AsyncSession, centre_id: UUID, kind: type[ContentT]) -> Entered[ContentT]:
    """Return what a centre has entered under a topic."""
    row = await session.get(CentreSectionRow, (centre_id, TOPICS[kind]), populate_existing=True)
    if row is None:
        return Entered(0, kind())
    return Entered(row.version, kind.model_validate(row.content))


async def entered_by_centre(
    session: AsyncSession, centre_ids: Collection[UUID], kind: type[ContentT]
) -> dict[UUID, Entered[ContentT]]:
    """Return what each of some centres has entered under a topic, those alone that have."""
    row = CentreSectionRow
    query = select(row).where(col(row.topic) == TOPICS[kind], col(row.centre_id).in_(centre_ids))
    return {
        one.centre_id: Entered(one.version, kind.model_validate(one.content))
        for one in await session.exec(query)
    }


async def entered_before(
    session: AsyncSession, centre_id: UUID, kind: type[ContentT], moment: datetime
) -> Entered[ContentT]:
    """Return what a centre had entered under a topic just before a moment."""
    row = CentreSectionHistoryRow
    query = select(row).where(
        col(row.centre_id) == centre_id, col(row.topic) == TOPICS[kind], col(row.recorded_at) < moment
    )
    found = (await session.exec(query.order_by(col(row.version).desc()).limit(1))).first()
    if found is None:
        return Entered(0, kind())
    return Entered(found.version, kind.model_validate(found.content))


async def save_entered(
    session: AsyncSession, centre_id: UUID, new: Entered[ContentT], *, at: datetime
) -> None:
    """Write a topic at a new version; the centre is locked by the caller, and the database keeps each version."""
    topic, content = TOPICS[type(new.content)], new.content.model_dump(mode="json")
    row = CentreSectionRow(
        centre_id=centre_id, topic=topic, version=new.version, content=content, entered_at=at
    )
    await rows.write(session, row)
