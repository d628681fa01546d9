"""What was last told of persons and families, found by keyed hashes that no fact has; the ids themselves are sealed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

_KEEP_KEY = text(
    "INSERT INTO told_key AS k (secret) VALUES (:secret) ON CONFLICT (is_only) DO UPDATE SET secret = k.secret"
    " RETURNING secret"
)
_KEY = text("SELECT secret FROM told_key")
# Whoever reads or changes what is told of a record holds it until the transaction ends: a fact and a merge that come
# at the same moment see each other.
_HOLD = text(
    "SELECT pg_advisory_xact_lock(hashtext('statistics told'), hashtext(encode(one, 'hex')))"
    " FROM (SELECT unnest(CAST(:hashes AS bytea[])) AS one ORDER BY 1) AS held"
)
_RECORDS = text(
    "WITH RECURSIVE same (record) AS ("
    " SELECT unnest(CAST(:records AS bytea[]))"
    " UNION SELECT tied.record FROM same AS s CROSS JOIN LATERAL ("
    "  SELECT t.person AS record FROM told_person AS t WHERE t.record = s.record AND t.person IS NOT NULL"
    "  UNION ALL SELECT t.record FROM told_person AS t WHERE t.person = s.record) AS tied)"
    " SELECT s.record, t.record IS NOT NULL AS is_told, t.person, f.family,"
    " (SELECT sealed FROM told_id WHERE hash = s.record) AS sealed,"
    " (SELECT sealed FROM told_id WHERE hash = f.family) AS sealed_family"
    " FROM same AS s LEFT JOIN told_person AS t ON t.record = s.record"
    " LEFT JOIN LATERAL (SELECT m.family FROM told_member AS m JOIN told_family AS f ON f.family = m.family"
    "  WHERE m.record = s.record ORDER BY f.told_at DESC, f.version DESC, f.family LIMIT 1) AS f ON true"
)
_PERSON = text(
    "INSERT INTO told_person AS t (record, version, person) VALUES (:record, :version, :person)"
    " ON CONFLICT (record) DO UPDATE SET version = excluded.version, person = excluded.person"
    " WHERE t.version < excluded.version RETURNING t.person"
)
_MEMBERS = text("SELECT DISTINCT record FROM told_member WHERE family = ANY(CAST(:families AS bytea[]))")
_FAMILY = text(
    "INSERT INTO told_family AS t (family, version, told_at, is_absorbed)"
    " VALUES (:family, :version, CAST(:at AS timestamptz), false)"
    " ON CONFLICT (family) DO UPDATE SET version = excluded.version, told_at = excluded.told_at"
    " WHERE t.version < excluded.version AND NOT t.is_absorbed RETURNING t.family"
)
_ABSORB = text(
    "INSERT INTO told_family (family, version, told_at, is_absorbed)"
    " VALUES (:family, 0, CAST(:at AS timestamptz), true)"
    " ON CONFLICT (family) DO UPDATE SET is_absorbed = true"
)
_EMPTY = text("DELETE FROM told_member WHERE family = :family")
_FILL = text("INSERT INTO told_member (record, family) SELECT unnest(CAST(:records AS bytea[])), :family")
_SEAL = text(
    "INSERT INTO told_id (hash, sealed) SELECT * FROM unnest(CAST(:hashes AS bytea[]), CAST(:sealed AS bytea[]))"
    " ON CONFLICT DO NOTHING"
)
_FORGET = text(
    "DELETE FROM told_id AS i WHERE i.hash = ANY(CAST(:hashes AS bytea[]))"
    " AND NOT EXISTS (SELECT FROM told_member AS m WHERE m.record = i.hash)"
    " AND NOT EXISTS (SELECT FROM told_member AS m WHERE m.family = i.hash)"
    " AND NOT EXISTS (SELECT FROM told_person AS t WHERE t.record = i.hash AND t.person IS NOT NULL)"
    " AND NOT EXISTS (SELECT FROM told_person AS t WHERE t.person = i.hash)"
)


@dataclass(frozen=True, slots=True)
class ToldRecord:
    """What was last told of a record, by hashes; `sealed` and `sealed_family` are the ids where they are kept."""

    record: bytes
    is_told: bool
    person: bytes | None
    family: bytes | None
    sealed: bytes | None
    sealed_family: bytes | None


async def keep_first_key(session: AsyncSession, sealed: bytes) -> bytes:
    """Keep the secret of the hashes, unless there is one; return the one that is kept."""
    kept: bytes = (await (await session.connection()).execute(_KEEP_KEY, {"secret": sealed})).scalar_one()
    return kept


async def find_key(session: AsyncSession) -> bytes | None:
    """Return the sealed secret of the hashes."""
    found: bytes | None = (await (await session.connection()).execute(_KEY)).scalar()
    return found


async def hold(session: AsyncSession, hashes: Collection[bytes]) -> None:
    """Let no other transaction read or change what is told of records or families until this one ends."""
    await (await session.connection()).execute(_HOLD, {"hashes": list(hashes)})


async def list_records(session: AsyncSession, records: Collection[bytes]) -> list[ToldRecord]:
    """Return what was last told of records, and of all others that merges tie to them."""
    found = await (await session.connection()).execute(_RECORDS, {"records": list(records)})
    return [ToldRecord(*row) for row in found]


async def tell_person(session: AsyncSession, record: bytes, person: bytes | None, *, version: int) -> bool:
    """Keep into which record one is merged, if any; return whether that was news."""
    parameters = {"record": record, "person": person, "version": version}
    return (await (await session.connection()).execute(_PERSON, parameters)).first() is not None


async def list_members(session: AsyncSession, families: Collection[bytes]) -> set[bytes]:
    """Return the records that belong to families."""
    found = await (await session.connection()).execute(_MEMBERS, {"families": list(families)})
    return {row.record for row in found}


async def tell_family(
    session: AsyncSession, family: bytes, records: Collection[bytes], *, version: int, at: datetime
) -> None:
    """Keep who belongs to a family; an older version, or a family that was absorbed, changes nothing."""
    connection = await session.connection()
    told = await connection.execute(_FAMILY, {"family": family, "version": version, "at": at})
    if told.first() is not None:
        await connection.execute(_EMPTY, {"family": family})
        await connection.execute(_FILL, {"family": family, "records": list(records)})


async def absorb(session: AsyncSession, family: bytes, *, at: datetime) -> None:
    """Keep that nobody belongs to a family any more, whatever is told of it."""
    connection = await session.connection()
    await connection.execute(_ABSORB, {"family": family, "at": at})
    await connection.execute(_EMPTY, {"family": family})


async def keep_ids(session: AsyncSession, sealed: Mapping[bytes, bytes]) -> None:
    """Keep sealed ids by their hashes."""
    parameters = {"hashes": list(sealed), "sealed": list(sealed.values())}
    await (await session.connection()).execute(_SEAL, parameters)


async def forget_ids(session: AsyncSession, hashes: Collection[bytes]) -> None:
    """Forget those of the ids that no merge and no family names."""
    await (await session.connection()).execute(_FORGET, {"hashes": list(hashes)})
