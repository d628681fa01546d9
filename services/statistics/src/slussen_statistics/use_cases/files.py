"""A table as a file under an address that stays: whole, or what has changed since the reader's last one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.records import Place, Record, records
from slussen_statistics.domain.showing import Shown
from slussen_statistics.repository import releases
from slussen_statistics.use_cases.records import Before, Feed, changed_places, read_shown

MOST_ROWS = 1_000_000

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class FileContent:
    """What a file holds: places with what is shown of them."""

    table: Table
    found: Sequence[tuple[Place, Shown]]
    language: str

    def rows(self) -> Iterator[Record]:
        """Yield the file's rows."""
        for place, shown in self.found:
            yield from records(place, self.table, shown, self.language)


async def known_before(session: AsyncSession, since: str) -> Before:
    """Return which releases a reader has who read up to a release's id, or before a day.

    Releases of that day itself come again: two counties may release on one day, before and after the reader read.

    Raises:
        InvalidError: It is neither a day nor the id of a release.
    """
    if _DAY.fullmatch(since):
        try:
            day = date.fromisoformat(since)
        except ValueError:
            raise _invalid() from None
        return lambda release: release.released_on < day
    try:
        release_id = UUID(since)
    except ValueError:
        raise _invalid() from None
    if not await releases.has_release(session, release_id):
        raise _invalid()
    return lambda release: release.id <= release_id


def _invalid() -> InvalidError:
    return InvalidError(
        FieldProblem(
            "query.since",
            "since",
            "ska vara en dag (ÅÅÅÅ-MM-DD) eller en publicerings id",
            "must be a day (YYYY-MM-DD) or the id of a release",
        )
    )


async def read_content(session: AsyncSession, feed: Feed, *, since: str | None, language: str) -> FileContent:
    """Return what a table's file holds.

    Raises:
        InvalidError: `since` is neither a day nor a release, or the file would be larger than one answer may be.
    """
    places: Sequence[Place] = feed.places
    if since is not None:
        places = await changed_places(session, feed, await known_before(session, since))
    if len(places) * feed.table.cells > MOST_ROWS:
        raise InvalidError(
            FieldProblem(
                "query.county",
                "too-large",
                "filen blir för stor; välj ett län, eller since",
                "the file would be too large; choose a county, or since",
            )
        )
    found = [one async for one in read_shown(session, feed, places)]
    return FileContent(feed.table, found, language)
