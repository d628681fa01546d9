"""Answering the OData feed from the records of a table, a page at a time."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.odata.grouping import TARGET, Grouping
from slussen_statistics.domain.odata.problems import ChangedFeedError, InvalidOptionError, NotOfferedError
from slussen_statistics.domain.odata.query import Position, Query
from slussen_statistics.domain.records import Place, Record, records
from slussen_statistics.domain.showing import Shown
from slussen_statistics.use_cases.records import Feed, read_feed, read_shown

PAGE_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one answer takes: rows looked at, and rows given."""

    most_rows: int
    page_rows: int = PAGE_ROWS


@dataclass(slots=True)
class Answer:
    """A page of rows; `count` where it was asked for, `following` where there is more."""

    rows: list[Record]
    count: int | None = None
    following: Position | None = None


async def read_page(
    session: AsyncSession, table: Table, query: Query, *, language: str, limits: Limits
) -> Answer:
    """Return a page of what is asked of an entity set.

    Raises:
        ChangedFeedError: A county has released anew since the first page.
        InvalidOptionError: More rows would have to be sorted or counted than one answer looks at.
        NotOfferedError: A group that no published cell answers.
    """
    feed = await read_feed(session, table)
    begin = query.begin(feed.id)
    if begin.feed != feed.id:
        raise ChangedFeedError("The table was released anew; begin with the first page", "$skiptoken")
    places = _places(feed, query)
    scan = _Scan(session, feed, places, query, language, limits)
    if query.grouping is not None or query.order:
        return await scan.in_order(begin)
    answer = await scan.as_it_stands(begin)
    if query.has_count:
        answer.count = await scan.counted()
    return answer


async def count_rows(session: AsyncSession, table: Table, query: Query, *, limits: Limits) -> int:
    """Return how many rows there are of what is asked.

    Raises:
        InvalidOptionError: More rows would have to be looked at than one answer looks at.
    """
    feed = await read_feed(session, table)
    scan = _Scan(session, feed, _places(feed, query), query, "sv", limits)
    return await scan.counted()


def _places(feed: Feed, query: Query) -> list[Place]:
    """Return the places in which something asked for can lie, found by what all their rows have in common."""
    grouping = query.grouping
    condition = query.condition if grouping is None else grouping.condition
    tests = [
        part.test
        for part in condition.conjuncts
        if part.columns and all(name in _OF_PLACE for name in part.columns)
    ]
    places = [place for place in feed.places if all(test(place.fields) for test in tests)]
    if grouping is not None:
        if grouping.is_of_counties:
            places = [place for place in places if place.area.is_county]
        _check_one(grouping, places)
    return places


_OF_PLACE = frozenset(
    {"Region", "RegionName", "RegionKind", "County", "Period"}
    | {"Year", "Month", "PeriodThrough", "ReleasedOn"}
)


def _check_one(grouping: Grouping, places: Sequence[Place]) -> None:
    if grouping.is_of_one_area and len({place.area.code for place in places}) > 1:
        raise NotOfferedError("No total over areas is published; group by Region or filter one", TARGET)
    if grouping.is_of_one_period and len({place.period for place in places}) > 1:
        raise NotOfferedError("No total over periods is published; group by Period or filter one", TARGET)


@dataclass(slots=True)
class _Scan:
    session: AsyncSession
    feed: Feed
    places: Sequence[Place]
    query: Query
    language: str
    limits: Limits

    async def as_it_stands(self, begin: Position) -> Answer:
        """Return a page in the order of the table."""
        cells = self.feed.table.cells
        first, offset = divmod(begin.passed, cells)
        rows: list[Record] = []
        passed, skip = begin.passed, begin.skip
        most = min(self.limits.page_rows, begin.top)
        async for place, shown in read_shown(self.session, self.feed, self.places[first:]):
            found = await asyncio.to_thread(self._matching, place, shown)
            for at, row in enumerate(found):
                if at < offset:
                    continue
                if len(rows) == most or passed - begin.passed >= self.limits.most_rows:
                    return Answer(rows, following=self._following(begin, passed, skip, len(rows)))
                passed += 1
                if row is not None and skip:
                    skip -= 1
                elif row is not None:
                    rows.append(self.query.shaped(row))
            offset = 0
        return Answer(rows)

    def _following(self, begin: Position, passed: int, skip: int, given: int) -> Position | None:
        if given == begin.top or passed == len(self.places) * self.feed.table.cells:
            return None
        return replace(begin, passed=passed, skip=skip, top=begin.top - given)

    def _matching(self, place: Place, shown: Shown) -> list[Record | None]:
        test = self.query.condition.test
        return [row if test(row) else None for row in records(place, self.feed.table, shown, self.language)]

    async def in_order(self, begin: Position) -> Answer:
        """Return a page of all rows, sorted; or of groups."""
        rows = self.query.ordered(await self._all_rows())
        start = begin.passed + begin.skip
        page = rows[start : start + min(self.limits.page_rows, begin.top)]
        answer = Answer([self.query.shaped(row) for row in page])
        if self.query.has_count:
            answer.count = len(rows)
        if len(page) < begin.top and start + len(page) < len(rows):
            passed = start + len(page)
            answer.following = replace(begin, passed=passed, skip=0, top=begin.top - len(page))
        return answer

    async def counted(self) -> int:
        """Return how many rows there are, whatever the page."""
        if self.query.grouping is None and not self.query.condition.columns:
            return len(self.places) * self.feed.table.cells
        return len(await self._all_rows())

    async def _all_rows(self) -> list[Record]:
        if len(self.places) * self.feed.table.cells > self.limits.most_rows:
            raise InvalidOptionError("More rows than one answer looks at; filter Region or Period", "$filter")
        found: dict[tuple[object, ...], Record] = {}
        rows: list[Record] = []
        async for place, shown in read_shown(self.session, self.feed, self.places):
            if self.query.grouping is None:
                rows += [row for row in await asyncio.to_thread(self._matching, place, shown) if row]
                continue
            for group in await asyncio.to_thread(self._groups, self.query.grouping, place, shown):
                found[tuple(group[name] for name in self.query.grouping.grouped)] = group
        rows += [group for group in found.values() if self.query.condition.test(group)]
        return rows

    def _groups(self, grouping: Grouping, place: Place, shown: Shown) -> list[Record]:
        rows = records(place, self.feed.table, shown, self.language)
        return [grouping.group(row) for row in rows if grouping.takes(row)]
