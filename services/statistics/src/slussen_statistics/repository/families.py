"""Which family a child belongs to in a year, which person a record is about, and the facts; by pseudonyms alone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.repository.ledger import CountedFact

_YEARS = text("SELECT year FROM pseudonym_key WHERE secret IS NOT NULL ORDER BY year")
_TELL = text(
    "INSERT INTO family_member AS m (year, subject, family, told_at)"
    " SELECT :year, unnest(CAST(:subjects AS bytea[])), CAST(:family AS bytea), CAST(:at AS timestamptz)"
    " ON CONFLICT (year, subject) DO UPDATE SET family = excluded.family, told_at = excluded.told_at"
    " WHERE m.told_at < excluded.told_at"
)
_STANDING = text(
    "SELECT (SELECT person FROM merged_subject WHERE year = :year AND subject = :subject) AS person,"
    " (SELECT family FROM family_member WHERE year = :year AND subject = :subject) AS family"
)
_MOVING = text(
    "SELECT f.kind, f.id, f.generation, f.record_key, f.content, encode(m.family, 'hex') AS family"
    " FROM family_member AS m JOIN fact AS f ON f.content ->> 'subject' = encode(m.subject, 'hex')"
    " WHERE m.year = :year AND m.subject = ANY(CAST(:subjects AS bytea[]))"
    " AND f.content ->> 'family' IS DISTINCT FROM encode(m.family, 'hex') ORDER BY f.kind, f.id FOR UPDATE OF f"
)


_MERGE = text(
    "INSERT INTO merged_subject AS m (year, subject, person, told_at)"
    " VALUES (:year, :subject, :person, CAST(:at AS timestamptz))"
    " ON CONFLICT (year, subject) DO UPDATE SET person = excluded.person, told_at = excluded.told_at"
    " WHERE m.told_at < excluded.told_at"
)
_ABOUT = text(
    "SELECT kind, id, generation, record_key, content FROM fact WHERE content ->> 'subject' = :subject"
    " ORDER BY kind, id FOR UPDATE"
)


async def list_open_years(session: AsyncSession) -> list[int]:
    """Return the years whose pseudonyms can be made."""
    return [row.year for row in await (await session.connection()).execute(_YEARS)]


async def tell(
    session: AsyncSession, year: int, subjects: Sequence[bytes], family: bytes, *, at: datetime
) -> None:
    """Note that children belong to a family from what was told at a moment; what was told later stands."""
    parameters = {"year": year, "subjects": list(subjects), "family": family, "at": at}
    await (await session.connection()).execute(_TELL, parameters)


async def find_standing(
    session: AsyncSession, year: int, subject: bytes
) -> tuple[bytes | None, bytes | None]:
    """Return the person that a record was last told to be about, and the family that the child belongs to."""
    parameters = {"year": year, "subject": subject}
    row = (await (await session.connection()).execute(_STANDING, parameters)).one()
    return row.person, row.family


async def list_moving(
    session: AsyncSession, year: int, subjects: Sequence[bytes]
) -> list[tuple[CountedFact, str]]:
    """Return the facts about children that count under another family than theirs, locked, with that family."""
    parameters = {"year": year, "subjects": list(subjects)}
    found = await (await session.connection()).execute(_MOVING, parameters)
    return [
        (CountedFact(row.kind, row.id, row.record_key, row.content, row.generation), row.family)
        for row in found
    ]


async def merge(session: AsyncSession, year: int, subject: bytes, person: bytes, *, at: datetime) -> None:
    """Note which person a record is about from what was told at a moment; what was told later stands."""
    parameters = {"year": year, "subject": subject, "person": person, "at": at}
    await (await session.connection()).execute(_MERGE, parameters)


async def list_about(session: AsyncSession, subject: bytes) -> list[CountedFact]:
    """Return the facts about a record, locked."""
    found = await (await session.connection()).execute(_ABOUT, {"subject": subject.hex()})
    return [CountedFact(r.kind, r.id, r.record_key, r.content, r.generation) for r in found]
