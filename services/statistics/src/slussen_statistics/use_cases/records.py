"""Reading a table's records: from each county's newest release, area by area and period by period."""

import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.domain.about import About
from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.layout import catalogue_digest
from slussen_statistics.domain.published import Block, Period, ReleaseInfo, empty_block
from slussen_statistics.domain.records import Place
from slussen_statistics.domain.showing import Shown
from slussen_statistics.repository import releases

FEED_LENGTH = 12
CELLS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Feed:
    """A table's places in their order: counties, their municipalities and centres, each by period.

    Attributes:
        id: The same as long as no county releases anew, and the catalogue is the same.
    """

    table: Table
    found: Sequence[ReleaseInfo]
    places: Sequence[Place]
    empty: dict[UUID, Shown] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Return what the releases behind it, and the catalogue that they are read by, are known by."""
        ids = ",".join(sorted(str(release.id) for release in self.found))
        told = f"{self.table.id},{catalogue_digest()},{ids}"
        return hashlib.sha256(told.encode()).hexdigest()[:FEED_LENGTH]

    @property
    def about(self) -> About:
        """Return what is told of the table."""
        return About(self.table, self.found)

    @property
    def updated(self) -> date | None:
        """Return the day of the newest release behind it; None where there is none."""
        return self.about.updated

    @property
    def newest(self) -> ReleaseInfo | None:
        """Return the newest release behind it."""
        return max(self.found, key=lambda release: release.id, default=None)

    def nothing_in(self, place: Place) -> Shown:
        """Return what is shown of a place in which nothing was counted."""
        if place.release.id not in self.empty:
            block = empty_block(place.release, self.table, place.area.code, place.period)
            self.empty[place.release.id] = block.shown
        return self.empty[place.release.id]


async def read_feed(session: AsyncSession, table: Table, *, county: str | None = None) -> Feed:
    """Return a table's places in all counties, or in one; none where nothing has been released."""
    newest = [r for r in await releases.list_newest(session) if county in {None, r.county_code}]
    periods: dict[str, list[Period]] = {
        r.county_code: await releases.list_periods(session, [r], table.id) for r in newest
    }
    found = {r.county_code: r for r in newest if periods[r.county_code]}
    areas = await releases.list_areas(session, found.values())
    places = [
        Place(area, period, found[area.county_code])
        for area in areas
        if area.county_code in found
        for period in periods[area.county_code]
    ]
    return Feed(table, list(found.values()), places)


async def read_shown(
    session: AsyncSession, feed: Feed, places: Sequence[Place]
) -> AsyncIterator[tuple[Place, Shown]]:
    """Yield what is shown of each place, read some at a time."""
    step = max(1, CELLS_AT_ONCE // feed.table.cells)
    for start in range(0, len(places), step):
        some = places[start : start + step]
        blocks = await _blocks(session, feed.table, some)
        for place in some:
            yield place, blocks.get(_key(place)) or feed.nothing_in(place)


Key = tuple[UUID, str, Period]


def _key(place: Place) -> Key:
    return place.release.id, place.area.code, place.period


async def _blocks(session: AsyncSession, table: Table, places: Sequence[Place]) -> dict[Key, Shown]:
    found = await releases.list_blocks(
        session,
        {place.release.id: place.release for place in places}.values(),
        table.id,
        areas={place.area.code for place in places},
        periods={place.period for place in places},
    )
    return {(b.release.id, b.area, b.period): b.shown for b in found}


Before = Callable[[ReleaseInfo], bool]
"""Tells whether a release is one that the reader has."""


async def changed_places(session: AsyncSession, feed: Feed, before: Before) -> list[Place]:
    """Return the places whose figures differ from those of the newest release that the reader has of the county."""
    known = await releases.list_newest_of(session, before)
    fresh = [place for place in feed.places if not before(place.release)]
    found = []
    for county in sorted({place.area.county_code for place in fresh}):
        there = [place for place in fresh if place.area.county_code == county]
        former = known.get(county)
        found += there if former is None else await _changed(session, feed, there, former)
    return found


async def _changed(
    session: AsyncSession, feed: Feed, places: Sequence[Place], former: ReleaseInfo
) -> list[Place]:
    """Return the places that the former release shows otherwise, or under another name, or not at all."""
    names = {area.code: area.name for area in await releases.list_areas(session, [former])}
    periods = set(await releases.list_periods(session, [former], feed.table.id))
    found = []
    step = max(1, CELLS_AT_ONCE // feed.table.cells)
    for start in range(0, len(places), step):
        some = places[start : start + step]
        now = await _blocks(session, feed.table, some)
        then = await _blocks(session, feed.table, [Place(p.area, p.period, former) for p in some])
        for place in some:
            old = then.get((former.id, place.area.code, place.period))
            if old is None and place.period in periods:
                old = _empty(feed, place, former)
            shown = now.get(_key(place)) or feed.nothing_in(place)
            through = place.period.last_day(former.period_through)
            is_same = through == place.period.last_day(place.release.period_through)
            if old != shown or names.get(place.area.code) != place.area.name or not is_same:
                found.append(place)
    return found


def _empty(feed: Feed, place: Place, former: ReleaseInfo) -> Shown:
    block: Block = empty_block(former, feed.table, place.area.code, place.period)
    return block.shown
