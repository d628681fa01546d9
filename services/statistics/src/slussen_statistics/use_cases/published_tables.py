"""Reading what was published: the catalogue, and a table from its county's newest release."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.domain.about import About
from slussen_statistics.domain.catalogue import TABLES, NotReleasedError, table_of
from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.published import Area, Block, Period, ReleaseInfo, empty_block
from slussen_statistics.repository import releases


@dataclass(frozen=True, slots=True)
class ReleasedPeriods:
    """A county's newest release and the first and last period of each of its tables."""

    release: ReleaseInfo
    periods: dict[str, tuple[Period, Period]]


async def list_released(session: AsyncSession) -> list[ReleasedPeriods]:
    """Return each county's newest release with the periods of its tables."""
    newest = await releases.list_newest(session)
    return [ReleasedPeriods(info, await releases.list_table_periods(session, [info])) for info in newest]


async def describe_all(session: AsyncSession) -> dict[str, About]:
    """Return what is told of every table, by its id."""
    released = await list_released(session)
    return {table.id: about(table, released) for table in TABLES.values()}


def about(table: Table, released: Sequence[ReleasedPeriods]) -> About:
    """Return what is told of a table by the newest releases that hold it."""
    return About(table, [one.release for one in released if table.id in one.periods])


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a table: a county, one of its areas, a period; without a period the latest."""

    county_code: str
    area: str | None = None
    year: int | None = None
    month: int | None = None


async def read_table(session: AsyncSession, table_id: str, asked: Asked) -> tuple[Block, Area]:
    """Return a county's published table in one area and period.

    Raises:
        UnknownTableError: There is no such table.
        NotReleasedError: The county has no release, or its newest one has no such area or period.
    """
    table = table_of(table_id)
    release = await releases.find_newest(session, asked.county_code)
    if release is None:
        raise NotReleasedError(
            sv="county: länet har inte publicerat något än", en="county: the county has released nothing yet"
        )
    periods = await releases.list_periods(session, [release], table.id)
    period = _period(periods, asked)
    if period is None:
        raise NotReleasedError(
            sv="year: länets publicering omfattar inte den perioden",
            en="year: the county's release does not cover that period",
        )
    area = await _area(session, release, asked)
    found = await releases.list_blocks(session, [release], table.id, areas=[area.code], periods=[period])
    return (found[0] if found else empty_block(release, table, area.code, period)), area


def _period(periods: Sequence[Period], asked: Asked) -> Period | None:
    fitting = [p for p in periods if asked.year in {None, p.year} and asked.month in {None, p.month or None}]
    return fitting[-1] if fitting else None


async def _area(session: AsyncSession, release: ReleaseInfo, asked: Asked) -> Area:
    wanted = asked.area or asked.county_code
    for area in await releases.list_areas(session, [release]):
        if area.code == wanted:
            return area
    raise NotReleasedError(
        sv="area: länets publicering har inget sådant område", en="area: the release has no such area"
    )
