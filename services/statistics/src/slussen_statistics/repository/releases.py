"""Releases: what was published, and the figures from which the next release starts."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import insert, inspect, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.domain.flow import FlowKind, Place
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.published import WITHHELD, ReleaseInfo
from slussen_statistics.domain.release import Tables, YearTable
from slussen_statistics.tables import ReleaseCellRow, ReleasedFigureRow, ReleaseRow

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('release'), hashtext(:county))")


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
    return None if row is None else _info(row)


async def list_newest(session: AsyncSession) -> list[ReleaseInfo]:
    """Return each county's newest release, in order of county."""
    query = (
        select(ReleaseRow)
        .ext(distinct_on(col(ReleaseRow.county_code)))
        .order_by(col(ReleaseRow.county_code), col(ReleaseRow.released_month).desc())
    )
    return [_info(row) for row in (await session.exec(query)).all()]


async def list_years(session: AsyncSession, release_id: UUID) -> list[int]:
    """Return the years that a release covers."""
    query = select(ReleaseCellRow.year).where(col(ReleaseCellRow.release_id) == release_id).distinct()
    return sorted((await session.exec(query)).all())


async def list_cells(
    session: AsyncSession, release_id: UUID, *, year: int
) -> dict[tuple[FlowKind, Place], int | None]:
    """Return the published cells and totals of one year; None where one is withheld."""
    query = (
        select(ReleaseCellRow)
        .where(col(ReleaseCellRow.release_id) == release_id)
        .where(col(ReleaseCellRow.year) == year)
    )
    rows = (await session.exec(query)).all()
    return {(FlowKind(r.kind), (r.from_profession, r.to_profession)): r.value for r in rows}


async def list_tables(session: AsyncSession, release: ReleaseInfo) -> Tables:
    """Return the tables of the county's newest release as they stand, withheld figures included."""
    figures: defaultdict[tuple[int, FlowKind], dict[Place, int]] = defaultdict(dict)
    standing = select(ReleasedFigureRow).where(col(ReleasedFigureRow.county_code) == release.county_code)
    for row in (await session.exec(standing)).all():
        figures[row.year, FlowKind(row.kind)][row.from_profession, row.to_profession] = row.count
    withheld: defaultdict[tuple[int, FlowKind], set[Place]] = defaultdict(set)
    hidden = (
        select(ReleaseCellRow)
        .where(col(ReleaseCellRow.release_id) == release.id)
        .where(col(ReleaseCellRow.status) == WITHHELD)
    )
    for cell in (await session.exec(hidden)).all():
        withheld[cell.year, FlowKind(cell.kind)].add((cell.from_profession, cell.to_profession))
    return {key: YearTable(counts, frozenset(withheld[key])) for key, counts in figures.items()}


async def save(session: AsyncSession, release: ReleaseInfo, tables: Tables) -> None:
    """Publish the tables under a new release, and keep their figures for the next one."""
    connection = await session.connection()
    note = release.revision_note
    row = {
        "id": release.id,
        "county_code": release.county_code,
        "released_on": release.released_on,
        "released_month": release.released_on.replace(day=1),
        "period_through": release.period_through,
        "threshold": release.threshold,
        "revision_note": None if note is None else {"sv": note.sv, "en": note.en},
    }
    await connection.execute(insert(ReleaseRow), [row])
    cells = list(_cells(release.id, tables))
    if cells:
        await connection.execute(insert(ReleaseCellRow), cells)
    figures = list(_figures(release.county_code, tables))
    if figures:
        statement = upsert(ReleasedFigureRow)
        keys = [column.name for column in inspect(ReleasedFigureRow).primary_key]
        moved = statement.on_conflict_do_update(
            index_elements=keys, set_={"count": statement.excluded["count"]}
        )
        await connection.execute(moved, figures)


def _cells(release_id: UUID, tables: Tables) -> Iterator[dict[str, Any]]:
    for (year, kind), table in tables.items():
        for (sender, receiver), value in table.shown().items():
            yield {
                "release_id": release_id,
                "year": year,
                "kind": kind.value,
                "from_profession": sender,
                "to_profession": receiver,
                "value": value,
                "status": WITHHELD if value is None else None,
            }


def _figures(county_code: str, tables: Tables) -> Iterator[dict[str, Any]]:
    for (year, kind), table in tables.items():
        for (sender, receiver), count in table.figures.items():
            yield {
                "county_code": county_code,
                "year": year,
                "kind": kind.value,
                "from_profession": sender,
                "to_profession": receiver,
                "count": count,
            }


def _info(row: ReleaseRow) -> ReleaseInfo:
    note = row.revision_note
    return ReleaseInfo(
        id=row.id,
        county_code=row.county_code,
        released_on=row.released_on,
        period_through=row.period_through,
        threshold=row.threshold,
        revision_note=None if note is None else Label(note["sv"], note["en"]),
    )
