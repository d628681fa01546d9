"""What a centre has entered about itself, topic by topic, each whole at a version of its own."""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.repository import rows
from slussen_agreements.tables import CentreSectionRow
from slussen_contracts.agreements.offer import OfferWrite, PremisesWrite
from slussen_contracts.agreements.opening_hours import OpeningHoursWrite
from slussen_contracts.agreements.steering import LocalTermsWrite, SeatsWrite

ContentT = TypeVar("ContentT", OpeningHoursWrite, OfferWrite, PremisesWrite, SeatsWrite, LocalTermsWrite)

TOPICS: Final[dict[type[BaseModel], str]] = {
    OpeningHoursWrite: "opening_hours",
    OfferWrite: "offer",
    PremisesWrite: "premises",
    SeatsWrite: "steering_seats",
    LocalTermsWrite: "local_terms",
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


async def save_entered(session: AsyncSession, centre_id: UUID, new: Entered[ContentT]) -> None:
    """Write a topic at a new version; the centre is locked by the caller."""
    topic, content = TOPICS[type(new.content)], new.content.model_dump(mode="json")
    row = CentreSectionRow(centre_id=centre_id, topic=topic, version=new.version, content=content)
    await rows.write(session, row)
