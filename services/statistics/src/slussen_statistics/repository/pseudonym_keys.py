"""The secrets of each year's pseudonyms, encrypted under the service's own."""

from datetime import datetime

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

_KEEP = text("INSERT INTO pseudonym_key (year, secret) VALUES (:year, :secret) ON CONFLICT (year) DO NOTHING")
_FIND = text("SELECT secret FROM pseudonym_key WHERE year = :year")
_DESTROY = text(
    "INSERT INTO pseudonym_key (year, secret, destroyed_at) VALUES (:year, NULL, :at)"
    " ON CONFLICT (year) DO UPDATE SET secret = NULL, destroyed_at = excluded.destroyed_at"
    " WHERE pseudonym_key.destroyed_at IS NULL"
)


async def keep_first(session: AsyncSession, year: int, sealed: bytes) -> None:
    """Keep a year's secret, unless the year has one or had one that was destroyed."""
    await (await session.connection()).execute(_KEEP, {"year": year, "secret": sealed})


async def find_secret(session: AsyncSession, year: int) -> tuple[bool, bytes | None]:
    """Return whether the year has been opened, and its sealed secret; None where it was destroyed."""
    row = (await (await session.connection()).execute(_FIND, {"year": year})).first()
    return (False, None) if row is None else (True, row.secret)


async def destroy(session: AsyncSession, year: int, *, at: datetime) -> None:
    """Destroy a year's secret: its pseudonyms can never be made again."""
    await (await session.connection()).execute(_DESTROY, {"year": year, "at": at})
