"""Reading what was published: the catalogue, and a table from its county's newest release."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.domain.catalogue import REFERRAL_FLOW, NotReleasedError
from slussen_statistics.domain.published import PublishedTable, ReleaseInfo
from slussen_statistics.repository import releases


@dataclass(frozen=True, slots=True)
class ReleasedYears:
    """A county's newest release and the years that it covers."""

    release: ReleaseInfo
    years: Sequence[int]


async def list_released(session: AsyncSession) -> list[ReleasedYears]:
    """Return each county's newest release with its years."""
    newest = await releases.list_newest(session)
    return [ReleasedYears(info, await releases.list_years(session, info.id)) for info in newest]


async def read_referral_flow(session: AsyncSession, county_code: str, *, year: int | None) -> PublishedTable:
    """Return the county's published flow of a year, of its latest released year where none is given.

    Raises:
        NotReleasedError: The county has no release, or its newest one does not cover the year.
    """
    release = await releases.find_newest(session, county_code)
    if release is None:
        raise NotReleasedError(
            sv="county: länet har inte publicerat något än", en="county: the county has released nothing yet"
        )
    years = await releases.list_years(session, release.id)
    if year is not None and year not in years:
        raise NotReleasedError(
            sv="year: länets publicering omfattar inte det året",
            en="year: the county's release does not cover that year",
        )
    found = years[-1] if year is None else year
    cells = await releases.list_cells(session, release.id, year=found)
    return PublishedTable(REFERRAL_FLOW, release, found, cells)
