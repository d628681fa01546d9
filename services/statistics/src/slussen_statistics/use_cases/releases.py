"""Making a county's dated release."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.outbox import enqueue
from slussen_contracts.events import NATIONAL
from slussen_contracts.statistics.events import ReleasePublished
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.published import ReleaseInfo
from slussen_statistics.domain.release import (
    NoCountyError,
    NothingToReleaseError,
    ReleaseAlreadyMadeError,
    Tables,
    last_ended_day,
    next_tables,
)
from slussen_statistics.repository import releases, rollups


async def make_release(
    session: AsyncSession, *, threshold: int, revision_note: Label | None, caller: Caller, now: datetime
) -> tuple[ReleaseInfo, Tables]:
    """Publish the caller's county's figures through the last month that has ended, protected once and for all.

    Raises:
        NoCountyError: The caller belongs to no county.
        ReleaseAlreadyMadeError: The county has had its release of this calendar month.
        NothingToReleaseError: No month that has ended holds a counted referral.
    """
    county, today = caller.county_code, local_day(now)
    if county == NATIONAL:
        raise NoCountyError
    await releases.take_turn(session, county)
    newest = await releases.find_newest(session, county)
    if newest and newest.released_on.replace(day=1) >= today.replace(day=1):
        raise ReleaseAlreadyMadeError
    through = last_ended_day(today)
    before: Tables = await releases.list_tables(session, newest) if newest else {}
    tables = next_tables(before, await rollups.sum_county(session, county, through=through), threshold)
    if not tables:
        raise NothingToReleaseError
    release = ReleaseInfo(new_id(), county, today, through, threshold, revision_note)
    await releases.save(session, release, tables)
    audit.record(session, "release.publish", resource_type="release", resource_id=release.id)
    enqueue(session, _published(release, now))
    return release, tables


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
