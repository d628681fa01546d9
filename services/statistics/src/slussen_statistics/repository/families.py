"""The facts about records, found by a year's pseudonyms; and what was told of these before ids were sealed (0012)."""

from collections.abc import Collection

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.repository.ledger import CountedFact

_YEARS = text("SELECT year FROM pseudonym_key WHERE secret IS NOT NULL ORDER BY year")
_FORMER = text(
    "SELECT (SELECT person FROM merged_subject WHERE year = :year AND subject = :subject) AS person,"
    " (SELECT family FROM family_member WHERE year = :year AND subject = :subject) AS family"
)
_ABOUT = text(
    "SELECT kind, id, generation, record_key, content FROM fact"
    " WHERE content ->> 'subject' = ANY(CAST(:subjects AS text[])) ORDER BY kind, id FOR UPDATE"
)


async def list_open_years(session: AsyncSession) -> list[int]:
    """Return the years whose pseudonyms can be made."""
    return [row.year for row in await (await session.connection()).execute(_YEARS)]


async def find_former(session: AsyncSession, year: int, subject: bytes) -> tuple[bytes | None, bytes | None]:
    """Return the person and the family of a record as they were told before ids were sealed."""
    parameters = {"year": year, "subject": subject}
    row = (await (await session.connection()).execute(_FORMER, parameters)).one()
    return row.person, row.family


async def list_about(session: AsyncSession, subjects: Collection[bytes]) -> list[CountedFact]:
    """Return the facts about records, locked."""
    parameters = {"subjects": [subject.hex() for subject in subjects]}
    found = await (await session.connection()).execute(_ABOUT, parameters)
    return [CountedFact(r.kind, r.id, r.record_key, r.content, r.generation) for r in found]
