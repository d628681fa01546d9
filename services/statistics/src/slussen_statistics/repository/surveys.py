"""Survey occasions and the links to answer them; a link that was used is gone."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, func, insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.repository.sight import seen_by
from slussen_statistics.tables import SurveyLinkRow, SurveyRow

MOST_SURVEYS = 200


async def add(session: AsyncSession, row: SurveyRow) -> None:
    """Keep a new occasion."""
    session.add(row)
    await session.flush()


async def find(
    session: AsyncSession, survey_id: UUID, *, visible_to: UUID | None, for_update: bool = False
) -> SurveyRow | None:
    """Return an occasion that an authority may see; None where there is none."""
    query = select(SurveyRow).where(col(SurveyRow.id) == survey_id).where(seen_by(SurveyRow, visible_to))
    return (await session.exec(query.with_for_update() if for_update else query)).first()


async def list_surveys(
    session: AsyncSession, centre_id: UUID, *, visible_to: UUID | None
) -> Sequence[SurveyRow]:
    """Return a centre's occasions that an authority may see, the newest first."""
    query = (
        select(SurveyRow)
        .where(col(SurveyRow.centre_id) == centre_id)
        .where(seen_by(SurveyRow, visible_to))
        .order_by(col(SurveyRow.opens_on).desc(), col(SurveyRow.id).desc())
        .limit(MOST_SURVEYS)
    )
    return (await session.exec(query)).all()


async def count_links(session: AsyncSession, survey_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """Return how many links of each occasion are not used yet."""
    link = SurveyLinkRow
    query = (
        select(link.survey_id, func.count())
        .where(col(link.survey_id).in_(survey_ids))
        .group_by(col(link.survey_id))
    )
    return dict((await session.exec(query)).all())


async def add_links(session: AsyncSession, row: SurveyRow, hashes: Collection[bytes]) -> None:
    """Keep new links of an occasion, which is locked."""
    rows = [
        {"token_hash": one, "survey_id": row.id, "authority_id": row.responsible_authority_id}
        for one in hashes
    ]
    await (await session.connection()).execute(insert(SurveyLinkRow), rows)
    row.links += len(rows)
    row.version += 1
    session.add(row)
    await session.flush()


async def close(session: AsyncSession, row: SurveyRow) -> None:
    """Take no more answers."""
    row.is_closed = True
    row.version += 1
    session.add(row)
    await session.flush()


async def find_link(session: AsyncSession, token_hash: bytes) -> SurveyLinkRow | None:
    """Return a link that is not used; None where there is none."""
    query = select(SurveyLinkRow).where(col(SurveyLinkRow.token_hash) == token_hash)
    return (await session.exec(query)).first()


async def use_link(session: AsyncSession, token_hash: bytes) -> tuple[UUID, UUID] | None:
    """Take a link away and return its occasion and controller; None where it is used, or none."""
    link = SurveyLinkRow
    taken = delete(link).where(col(link.token_hash) == token_hash)
    returned = taken.returning(col(link.survey_id), col(link.authority_id))
    found = (await (await session.connection()).execute(returned)).first()
    return None if found is None else (found[0], found[1])
