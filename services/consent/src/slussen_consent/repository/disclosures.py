"""The log of what was told, in the ordinary session."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_consent.domain.disclosures import DisclosureLoggedError
from slussen_consent.repository.subjects import is_same_person
from slussen_consent.tables import DisclosureRow

_MOST_OF_ONE_PERSON = 500


async def add(session: AsyncSession, row: DisclosureRow) -> None:
    """Keep that something was told.

    Raises:
        DisclosureLoggedError: The decision has been used for its one act.
    """
    session.add(row)
    try:
        await session.flush()
    except IntegrityError:
        raise DisclosureLoggedError from None


async def list_about(
    session: AsyncSession, subject_id: UUID, *, visible_to: UUID | None
) -> Sequence[DisclosureRow]:
    """Return what was told about a person, as far as the authority may see it, the latest first."""
    query = (
        select(DisclosureRow)
        .where(
            is_same_person(col(DisclosureRow.subject_id), subject_id),
            col(DisclosureRow.grants).contains([visible_to]),
        )
        .order_by(col(DisclosureRow.told_at).desc(), col(DisclosureRow.id))
        .limit(_MOST_OF_ONE_PERSON)
    )
    return (await session.exec(query)).all()
