"""Releases: what was published, and the figures from which the next one under a threshold starts."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, inspect, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.domain.assembly import withheld_in
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.catalogue.referrals import REFERRAL_FLOW
from slussen_statistics.domain.flow import FlowKind, Place
from slussen_statistics.domain.grid import Grid
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.layout import Layout, changed, present_digest, refitted, written
from slussen_statistics.domain.published import (
    DEFAULT_NOISE,
    Area,
    Block,
    Period,
    ReleaseInfo,
    read_grid,
    read_shown,
)
from slussen_statistics.domain.release import Tables, YearTable
from slussen_statistics.tables import (
    ReleasedAreaRow,
    ReleasedBlockRow,
    ReleasedFigureRow,
    ReleaseRow,
    TableLayoutsRow,
)

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('release'), hashtext(:county))")
_PERIODS = text(
    "SELECT DISTINCT year, month FROM released_block WHERE release_id = ANY(:releases) AND table_id = :table_id"
)
_TABLE_PERIODS = text(
    "SELECT table_id, min(ARRAY[year, month]) AS first, max(ARRAY[year, month]) AS last FROM released_block"
    " WHERE release_id = ANY(:releases) GROUP BY table_id"
)
_COLUMNS = "release_id, table_id, area, year, month, shown, is_fixed"
_BLOCKS = (
    " FROM released_block WHERE release_id = ANY(:releases) AND table_id = :table_id AND area = ANY(:areas)"
    " AND (year, month) IN (SELECT * FROM unnest(CAST(:years AS integer[]), CAST(:months AS integer[])))"
)
_SHOWN = text(f"SELECT {_COLUMNS}, NULL AS counts, NULL AS key_sums{_BLOCKS}")
_WHOLE = text(f"SELECT {_COLUMNS}, counts, key_sums{_BLOCKS}")
AT_ONCE = 500


async def take_turn(session: AsyncSession, county_code: str) -> None:
    """Wait until no other transaction makes a release of the county."""
    await (await session.connection()).execute(_ONE_AT_A_TIME, {"county": county_code})


async def find_newest(session: AsyncSession, county_code: str) -> ReleaseInfo | None:
    """Return the county's newest release."""
    query = (
        select(ReleaseRow)
        .where(col(ReleaseRow.county_code) == county_code)
        .order_by(col(ReleaseRow.released_month).desc())
        .limit(1)
    )
    row = (await session.exec(query)).first()
    return None if row is None else (await _infos(session, [row]))[0]


async def list_newest(session: AsyncSession) -> list[ReleaseInfo]:
    """Return each county's newest release, in order of county."""
    query = (
        select(ReleaseRow)
        .ext(distinct_on(col(ReleaseRow.county_code)))
        .order_by(col(ReleaseRow.county_code), col(ReleaseRow.released_month).desc())
    )
    return await _infos(session, (await session.exec(query)).all())


async def list_newest_of(
    session: AsyncSession, is_known: Callable[[ReleaseInfo], bool]
) -> dict[str, ReleaseInfo]:
    """Return the newest of each county's releases that are known, by county."""
    rows = (await session.exec(select(ReleaseRow).order_by(col(ReleaseRow.released_month)))).all()
    return {info.county_code: info for info in await _infos(session, rows) if is_known(info)}


async def has_release(session: AsyncSession, release_id: UUID) -> bool:
    """Tell whether there is a release of that id."""
    return await session.get(ReleaseRow, release_id) is not None


async def list_areas(session: AsyncSession, releases: Iterable[ReleaseInfo]) -> list[Area]:
    """Return the areas of releases: each county, its municipalities and their centres, each once."""
    by_id = {release.id: release for release in releases}
    query = select(ReleasedAreaRow).where(col(ReleasedAreaRow.release_id).in_(by_id))
    found = {
        row.area: Area(row.area, row.name, by_id[row.release_id].county_code, row.municipality_code)
        for row in (await session.exec(query.order_by(col(ReleasedAreaRow.release_id)))).all()
    }
    return sorted(found.values(), key=lambda area: area.order)


async def list_periods(session: AsyncSession, releases: Iterable[ReleaseInfo], table_id: str) -> list[Period]:
    """Return the periods of a table in releases, in order."""
    parameters = {"releases": [release.id for release in releases], "table_id": table_id}
    found = await (await session.connection()).execute(_PERIODS, parameters)
    return sorted(Period(row.year, row.month) for row in found)


async def list_table_periods(
    session: AsyncSession, releases: Iterable[ReleaseInfo]
) -> dict[str, tuple[Period, Period]]:
    """Return the first and last period of each table in releases."""
    parameters = {"releases": [release.id for release in releases]}
    found = await (await session.connection()).execute(_TABLE_PERIODS, parameters)
    return {row.table_id: (Period(*row.first), Period(*row.last)) for row in found}


async def list_blocks(
    session: AsyncSession,
    releases: Collection[ReleaseInfo],
    table_id: str,
    *,
    areas: Iterable[str],
    periods: Iterable[Period],
    with_counts: bool = False,
) -> list[Block]:
    """Return blocks; with their counts where something is to be made of several cells."""
    by_id = {release.id: release for release in releases}
    wanted = list(periods)
    parameters = {
        "releases": list(by_id),
        "table_id": table_id,
        "areas": list(areas),
        "years": [period.year for period in wanted],
        "months": [period.month for period in wanted],
    }
    found = await (await session.connection()).execute(_WHOLE if with_counts else _SHOWN, parameters)
    return [_block(row, by_id[row.release_id]) for row in found]


def _block(row: Any, release: ReleaseInfo) -> Block:
    table, period, kept = TABLES[row.table_id], Period(row.year, row.month), read_shown(row.shown)
    former = release.former.get(table.id)
    if former is not None:
        now = refitted(kept, former, table)
        return Block(release, table, row.area, period, Grid.empty(table), now, is_fixed=True)
    grid = read_grid(table, row.counts or (), row.key_sums or (), kept)
    return Block(release, table, row.area, period, grid, kept, is_fixed=row.is_fixed)


async def list_tables(session: AsyncSession, release: ReleaseInfo) -> Tables:
    """Return the tables under a threshold of the county's newest release as they stand, withheld figures included."""
    figures: defaultdict[tuple[int, FlowKind], dict[Place, int]] = defaultdict(dict)
    standing = select(ReleasedFigureRow).where(col(ReleasedFigureRow.county_code) == release.county_code)
    for row in (await session.exec(standing)).all():
        figures[row.year, FlowKind(row.kind)][row.from_profession, row.to_profession] = row.count
    years = [Period(year) for year in {year for year, _ in figures}]
    kept = await list_blocks(session, [release], REFERRAL_FLOW, areas=[release.county_code], periods=years)
    withheld = {
        (block.period.year, kind): places
        for block in kept
        if REFERRAL_FLOW in release.threshold_tables
        for kind, places in withheld_in(block).items()
    }
    return {key: YearTable(counts, withheld.get(key, frozenset())) for key, counts in figures.items()}


async def save(
    session: AsyncSession, release: ReleaseInfo, *, areas: Iterable[Area], blocks: Iterable[Block]
) -> int:
    """Publish blocks under a new release; return how many there are."""
    connection = await session.connection()
    layouts = [{"digest": present_digest(), "layouts": written(TABLES.values())}]
    await connection.execute(upsert(TableLayoutsRow).on_conflict_do_nothing(), layouts)
    note = release.revision_note
    row = {
        "id": release.id,
        "county_code": release.county_code,
        "released_on": release.released_on,
        "released_month": release.released_on.replace(day=1),
        "period_through": release.period_through,
        "threshold": release.threshold,
        "revision_note": None if note is None else {"sv": note.sv, "en": note.en},
        "noise_table": release.noise,
        "rounding": release.rounding,
        "threshold_tables": sorted(release.threshold_tables),
        "layouts": present_digest(),
    }
    await connection.execute(insert(ReleaseRow), [row])
    named = [
        {
            "release_id": release.id,
            "area": area.code,
            "name": area.name,
            "municipality_code": area.municipality_code,
        }
        for area in areas
    ]
    await connection.execute(insert(ReleasedAreaRow), named)
    rows = [_block_row(release.id, block) for block in blocks]
    for start in range(0, len(rows), AT_ONCE):
        await connection.execute(insert(ReleasedBlockRow), rows[start : start + AT_ONCE])
    return len(rows)


def _block_row(release_id: UUID, block: Block) -> dict[str, Any]:
    counts, key_sums = block.columns()
    return {
        "release_id": release_id,
        "table_id": block.table.id,
        "area": block.area,
        "year": block.period.year,
        "month": block.period.month,
        "counts": counts,
        "key_sums": key_sums,
        "shown": block.written(),
        "is_fixed": block.is_fixed,
    }


async def keep_standing(session: AsyncSession, county_code: str, tables: Tables) -> None:
    """Keep the figures of the tables under a threshold as they stand, for the next release."""
    rows = [
        {
            "county_code": county_code,
            "year": year,
            "kind": kind.value,
            "from_profession": sender,
            "to_profession": receiver,
            "count": count,
        }
        for (year, kind), table in tables.items()
        for (sender, receiver), count in table.figures.items()
    ]
    if rows:
        statement = upsert(ReleasedFigureRow)
        keys = [column.name for column in inspect(ReleasedFigureRow).primary_key]
        moved = statement.on_conflict_do_update(
            index_elements=keys, set_={"count": statement.excluded["count"]}
        )
        await (await session.connection()).execute(moved, rows)


async def _infos(session: AsyncSession, rows: Sequence[ReleaseRow]) -> list[ReleaseInfo]:
    """Return releases, with the layouts of the tables that lay otherwise when they were made."""
    digests = {row.layouts for row in rows} - {present_digest()}
    if not digests:
        return [_info(row, {}) for row in rows]
    query = select(TableLayoutsRow).where(col(TableLayoutsRow.digest).in_(digests))
    former = {found.digest: changed(found.layouts) for found in (await session.exec(query)).all()}
    return [_info(row, former.get(row.layouts, {})) for row in rows]


def _info(row: ReleaseRow, former: Mapping[str, Layout]) -> ReleaseInfo:
    note: Mapping[str, str] | None = row.revision_note
    return ReleaseInfo(
        id=row.id,
        county_code=row.county_code,
        released_on=row.released_on,
        period_through=row.period_through,
        threshold=row.threshold,
        revision_note=None if note is None else Label(note["sv"], note["en"]),
        noise=row.noise_table or DEFAULT_NOISE,
        rounding=row.rounding or 5,
        threshold_tables=frozenset(row.threshold_tables or ()),
        former=former,
    )
