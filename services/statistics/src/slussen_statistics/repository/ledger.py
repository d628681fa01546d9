"""The ledger of referrals and the roll-up of the flow that is kept beside it."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.domain.flow import KEY_MODULUS, Fact, FlowCell, Move
from slussen_statistics.tables import ReferralFactRow

_FACT = ReferralFactRow.__table__  # type: ignore[attr-defined]
_COLUMNS = [column.name for column in _FACT.columns]
_KEPT = {"referral_id", "record_key"}
_DECIDING = (
    "centre_id",
    "county_code",
    "municipality_code",
    "opened_on",
    "from_profession",
    "to_profession",
    "kind",
    "is_counted",
)

# Column names alone go into these texts; values are parameters. RETURNING old (PostgreSQL 18) gives what was
# replaced in the same statement, so that two workers can't both believe that they saw the former version.
_REPLACE = text(
    f"INSERT INTO referral_fact AS fact ({', '.join(_COLUMNS)})"  # noqa: S608
    f" VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"
    " ON CONFLICT (referral_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in _KEPT)
    + " WHERE fact.version < excluded.version RETURNING old.version AS old_version, new.record_key, "
    + ", ".join(f"old.{name} AS old_{name}, new.{name} AS new_{name}" for name in _DECIDING)
)

_CELL = [field.name for field in fields(FlowCell)]
_IN_CELL = " AND ".join(f"{name} = :{name}" for name in _CELL)
_LEAVE = text(
    "UPDATE flow_rollup SET count = count - 1, key_sum = (key_sum - :key + :modulus) % :modulus"  # noqa: S608
    f" WHERE {_IN_CELL} RETURNING count"
)
_CLEAR = text(f"DELETE FROM flow_rollup WHERE {_IN_CELL} AND count = 0")  # noqa: S608
_ENTER = text(
    f"INSERT INTO flow_rollup AS cell ({', '.join(_CELL)}, count, key_sum)"  # noqa: S608
    f" VALUES ({', '.join(f':{name}' for name in _CELL)}, 1, :key)"
    f" ON CONFLICT ({', '.join(_CELL)}) DO UPDATE SET count = cell.count + 1,"
    " key_sum = (cell.key_sum + excluded.key_sum) % :modulus"
)

_MONTHS = text(
    "SELECT extract(year FROM opened_on)::integer AS year, extract(month FROM opened_on)::integer AS month"
    " FROM referral_fact WHERE is_counted UNION SELECT year, month FROM flow_rollup ORDER BY year, month"
)
_LOCK_FACTS = text("LOCK TABLE referral_fact IN SHARE MODE")
_LOCK_ROLLUP = text("LOCK TABLE flow_rollup IN SHARE ROW EXCLUSIVE MODE")
_FORGET_MONTH = text("DELETE FROM flow_rollup WHERE year = :year AND month = :month")
_SUM_MONTH = text(
    f"INSERT INTO flow_rollup ({', '.join(_CELL)}, count, key_sum)"  # noqa: S608
    " SELECT centre_id, county_code, municipality_code, :year, :month, from_profession, to_profession, kind,"
    " count(*), sum(record_key) % :modulus FROM referral_fact"
    " WHERE is_counted AND opened_on >= :first AND opened_on < :following"
    " GROUP BY centre_id, county_code, municipality_code, from_profession, to_profession, kind"
)


async def replace_fact(session: AsyncSession, row: ReferralFactRow) -> Move | None:
    """Keep a referral's newer version; return how it moves in the roll-up, None where nothing was newer.

    The record key of the first version stays.
    """
    connection = await session.connection()
    values = {name: getattr(row, name) for name in _COLUMNS}
    found = (await connection.execute(_REPLACE, values)).first()
    if found is None:
        return None
    before = _fact(found, "old") if found.old_version is not None else None
    return Move(
        leaves=before.cell() if before else None,
        enters=_fact(found, "new").cell(),
        record_key=found.record_key,
    )


def _fact(found: Row[Any], side: str) -> Fact:
    return Fact(**{name: getattr(found, f"{side}_{name}") for name in _DECIDING})


async def move(session: AsyncSession, step: Move) -> None:
    """Move one referral in the roll-up from the cell that it leaves to the one that it enters."""
    if step.leaves == step.enters:
        return
    connection = await session.connection()
    if step.leaves is not None:
        left = await connection.execute(_LEAVE, _parameters(step.leaves, step.record_key))
        if left.scalar_one() == 0:
            await connection.execute(_CLEAR, _cell(step.leaves))
    if step.enters is not None:
        await connection.execute(_ENTER, _parameters(step.enters, step.record_key))


def _cell(cell: FlowCell) -> dict[str, Any]:
    return asdict(cell)


def _parameters(cell: FlowCell, key: int) -> Mapping[str, Any]:
    return {**_cell(cell), "key": key, "modulus": KEY_MODULUS}


async def list_months(session: AsyncSession) -> list[tuple[int, int]]:
    """Return every year and month that the ledger or the roll-up knows."""
    connection = await session.connection()
    return [(row.year, row.month) for row in await connection.execute(_MONTHS)]


async def sum_month(session: AsyncSession, year: int, month: int) -> None:
    """Replace one month of the roll-up by what the ledger says; readers see the former until the commit.

    Subscribers wait for the length of this transaction: ledger and roll-up can't change in between.
    """
    connection = await session.connection()
    await connection.execute(_LOCK_FACTS)
    await connection.execute(_LOCK_ROLLUP)
    await connection.execute(_FORGET_MONTH, {"year": year, "month": month})
    following = date(year + month // 12, month % 12 + 1, 1)
    await connection.execute(
        _SUM_MONTH,
        {
            "year": year,
            "month": month,
            "first": date(year, month, 1),
            "following": following,
            "modulus": KEY_MODULUS,
        },
    )
