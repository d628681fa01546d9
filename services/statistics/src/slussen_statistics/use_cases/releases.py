"""Making a county's dated release."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.errors import InvalidError
from slussen_chassis.outbox import enqueue
from slussen_contracts.codelists.regions import municipalities
from slussen_contracts.events import NATIONAL
from slussen_contracts.statistics.events import ReleasePublished
from slussen_statistics.domain.assembly import KeptFigure, Key, blocks, flows_of, gathered, of_distinct
from slussen_statistics.domain.catalogue import TABLES, THRESHOLD_TABLES
from slussen_statistics.domain.figures import WHOLE_YEAR
from slussen_statistics.domain.grid import Row
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.listed import unlisted
from slussen_statistics.domain.personal_numbers import personal_number_faults, texts_in
from slussen_statistics.domain.published import Area, Block, Period, ReleaseInfo, name_of
from slussen_statistics.domain.release import (
    NoCountyError,
    NothingToReleaseError,
    ReleaseAlreadyMadeError,
    Tables,
    last_ended_day,
    next_tables,
)
from slussen_statistics.domain.showing import WITHHELD
from slussen_statistics.domain.snapshots import Register, snapshot
from slussen_statistics.repository import figures, releases
from slussen_statistics.use_cases.register_state import read_register


@dataclass(frozen=True, slots=True)
class Protection:
    """What a deployment protects releases by.

    Attributes:
        noise: Name of the p-table.
        threshold: The smallest count shown where a threshold holds; for entered totals everywhere.
        rounding: To what entered totals are rounded.
        threshold_counties: Counties that want their flow under a threshold in place of noise.
    """

    noise: str
    threshold: int
    rounding: int
    threshold_counties: frozenset[str]


@dataclass(frozen=True, slots=True)
class Made:
    """A release that was made: which years it covers, and how many cells it withholds."""

    release: ReleaseInfo
    years: tuple[int, ...]
    withheld: int


async def make_release(
    session: AsyncSession,
    *,
    protection: Protection,
    revision_note: Label | None,
    caller: Caller,
    now: datetime,
) -> Made:
    """Publish the caller's county's figures through the last month that has ended, protected once and for all.

    Raises:
        NoCountyError: The caller belongs to no county.
        ReleaseAlreadyMadeError: The county has had its release of this calendar month.
        NothingToReleaseError: No month that has ended holds a figure.
        InvalidError: The note holds a personal number.
    """
    written = {"sv": revision_note.sv, "en": revision_note.en} if revision_note else {}
    if faults := personal_number_faults(texts_in(written, "revisionNote")):
        raise InvalidError(*faults)
    county, today = caller.county_code, local_day(now)
    if county == NATIONAL:
        raise NoCountyError
    await releases.take_turn(session, county)
    newest = await releases.find_newest(session, county)
    if newest and newest.released_on.replace(day=1) >= today.replace(day=1):
        raise ReleaseAlreadyMadeError
    release = _release(county, today, protection, revision_note)
    register = await read_register(session, county)
    rows = await _rows(session, release, register)
    thresholds = await _thresholds(session, release, newest, rows)
    made = list(blocks(release, rows, thresholds, _within(register)))
    if not made:
        raise NothingToReleaseError
    await releases.save(session, release, areas=_areas(register, made), blocks=made)
    await releases.keep_standing(session, county, thresholds)
    audit.record(session, "release.publish", resource_type="release", resource_id=release.id)
    enqueue(session, _published(release, now))
    return Made(release, tuple(sorted({b.period.year for b in made})), _withheld(made))


def _release(county: str, today: date, protection: Protection, note: Label | None) -> ReleaseInfo:
    return ReleaseInfo(
        new_id(),
        county,
        today,
        last_ended_day(today),
        protection.threshold,
        note,
        protection.noise,
        protection.rounding,
        THRESHOLD_TABLES if county in protection.threshold_counties else frozenset(),
    )


async def _rows(session: AsyncSession, release: ReleaseInfo, register: Register) -> dict[Key, list[Row]]:
    """Return the figures of each block of the release; none where nobody has announced or entered anything."""
    county, last = release.county_code, release.period_through
    through = Period(last.year, last.month)
    kept = [
        KeptFigure(*figure)
        for figure in await figures.list_of_county(session, county, year=last.year, month=last.month)
    ]
    rows = gathered(kept, through=through)
    counted = await figures.count_distinct(session, county, year=last.year, month=last.month)
    for figure in of_distinct(counted, year=last.year):
        rows.setdefault((figure.table, figure.area, Period(figure.year)), []).append(figure.row)
    if rows:
        for year in sorted({period.year for _, _, period in rows} | {last.year}):
            on = min(date(year, 12, 31), last)
            for table_id, area, row in snapshot(register, on=on):
                rows.setdefault((table_id, area, Period(year, WHOLE_YEAR)), []).append(row)
    for key, row in list(unlisted(rows, register, through=last)):
        rows.setdefault(key, []).append(row)
    return rows


async def _thresholds(
    session: AsyncSession, release: ReleaseInfo, newest: ReleaseInfo | None, rows: dict[Key, list[Row]]
) -> Tables:
    if not release.threshold_tables:
        return {}
    before: Tables = await releases.list_tables(session, newest) if newest else {}
    return next_tables(before, flows_of(rows, release.county_code), release.threshold)


def _within(register: Register) -> dict[str, str]:
    """Return the area in which each of the county's areas lies."""
    county = register.county_code
    own = {code: county for code in municipalities() if code.startswith(county)}
    return {**own, **{centre.area: centre.municipality_code for centre in register.centres}}


def _areas(register: Register, made: Iterable[Block]) -> list[Area]:
    """Return the areas that the release has something of, under their present names."""
    county = register.county_code
    centres = {c.area: c for c in register.centres}
    found = []
    for code in sorted({block.area for block in made} | {county}):
        centre = centres.get(code)
        if centre is None:
            found.append(Area(code, name_of(code), county))
        else:
            found.append(Area(code, centre.name, county, centre.municipality_code))
    return found


def _withheld(made: Iterable[Block]) -> int:
    return sum(
        1
        for block in made
        for statuses in block.shown.statuses
        for status in statuses.values()
        if status == WITHHELD
    )


def _published(release: ReleaseInfo, now: datetime) -> ReleasePublished:
    return ReleasePublished(
        id=new_id(),
        occurred_at=now,
        county_code=release.county_code,
        aggregate_id=release.id,
        aggregate_version=1,
        released_on=release.released_on,
        period_through=release.period_through,
        tables=tuple(TABLES),
    )
