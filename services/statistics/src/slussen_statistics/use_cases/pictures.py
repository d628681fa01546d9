"""Reading what a figure shows: published cells of an area and its county, from the county's newest release."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.domain.catalogue import NotReleasedError, notes_of
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.layout import catalogue_digest
from slussen_statistics.domain.pictures.catalogue import FIGURES, Kind
from slussen_statistics.domain.pictures.figure import Cell, Figure
from slussen_statistics.domain.pictures.source import Cells, Source
from slussen_statistics.domain.published import (
    Area,
    Block,
    Period,
    ReleaseInfo,
    cells_of,
    empty_block,
    name_of,
)
from slussen_statistics.repository import releases

TAG_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Chosen:
    """A county's newest release, and the area that figures are asked of."""

    release: ReleaseInfo
    areas: Sequence[Area]
    area: Area

    def tag(self, *asked: object) -> str:
        """Return what an answer is known by: the same until the county releases anew, or the catalogue changes."""
        told = ",".join(map(str, (self.release.id, self.area.code, catalogue_digest(), *asked)))
        return hashlib.sha256(told.encode()).hexdigest()[:TAG_LENGTH]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with what its marks mean and the notes of its table."""

    figure: Figure
    notes: Sequence[Label]


async def list_counties(session: AsyncSession) -> dict[str, str]:
    """Return the counties that have a release, by code."""
    return {info.county_code: name_of(info.county_code) for info in await releases.list_newest(session)}


async def choose(session: AsyncSession, county: str, area: str | None = None) -> Chosen:
    """Return a county's newest release and one of its areas; without `area` the county itself.

    Raises:
        NotReleasedError: The county has no release, or its newest one no such area.
    """
    release = await releases.find_newest(session, county)
    if release is None:
        raise NotReleasedError(
            sv="county: länet har inte publicerat något än", en="county: the county has released nothing yet"
        )
    areas = await releases.list_areas(session, [release])
    for one in areas:
        if one.code == (area or county):
            return Chosen(release, areas, one)
    raise NotReleasedError(
        sv="area: länets publicering har inget sådant område", en="area: the release has no such area"
    )


async def read_picture(
    session: AsyncSession, chosen: Chosen, kind: Kind, *, language: str, year: int | None = None
) -> Picture:
    """Return a figure of an area; `year` for one that shows a year, else the latest.

    Raises:
        NotReleasedError: The release has no such year of the figure's table.
    """
    periods = await releases.list_periods(session, [chosen.release], kind.table_id)
    if not kind.is_trend:
        periods = [p for p in periods if year in {None, p.year}][-1:]
    if not periods:
        raise NotReleasedError(
            sv="year: länets publicering omfattar inte det året", en="year: the release has no such year"
        )
    sides = await _cells(session, chosen, kind, periods)
    county = chosen.release.county_code
    source = Source(
        table=kind.table,
        area_name=chosen.area.name,
        county_name=name_of(county),
        here=sides[chosen.area.code],
        county=None if chosen.area.is_county else sides[county],
        released_on=chosen.release.released_on,
        through=chosen.release.period_through,
        language=language,
    )
    rules = chosen.release
    threshold = rules.threshold if kind.table_id in rules.threshold_tables else None
    figure = kind.of(source)
    return Picture(figure, [*figure.marks, *notes_of(kind.table, threshold=threshold)])


async def read_pictures(session: AsyncSession, chosen: Chosen, *, language: str) -> list[Picture]:
    """Return every figure of an area whose table the release holds."""
    found = []
    for kind in FIGURES.values():
        try:
            found.append(await read_picture(session, chosen, kind, language=language))
        except NotReleasedError:
            continue
    return found


async def _cells(
    session: AsyncSession, chosen: Chosen, kind: Kind, periods: Sequence[Period]
) -> dict[str, Mapping[Period, Cells]]:
    """Return what is shown of the area and of its county, by period."""
    areas = {chosen.area.code, chosen.release.county_code}
    found = await releases.list_blocks(session, [chosen.release], kind.table_id, areas=areas, periods=periods)
    blocks = {(block.area, block.period): block for block in found}
    return {
        area: {
            period: _read(blocks.get((area, period)) or empty_block(chosen.release, kind.table, area, period))
            for period in periods
        }
        for area in areas
    }


def _read(block: Block) -> Cells:
    return {(codes, measure): Cell(value, status) for codes, measure, value, status in cells_of(block)}
