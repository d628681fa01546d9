"""What the annual wheels of a county's centres have before them, and what is late.

Two statements read it whatever the number of centres: what meetings decided, and which duties are done.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.annual_wheel import Duty, duties
from slussen_agreements.domain.days import Period
from slussen_agreements.domain.profile_rules.wheel import wheel_entries
from slussen_agreements.repository import annual_wheel, planned_meetings
from slussen_agreements.repository.overview import CentrePlace
from slussen_agreements.use_cases.annual_wheel import is_open_in, judged_on
from slussen_agreements.use_cases.profiles import present_profile
from slussen_agreements.use_cases.today import LATE_FOR

CentreDuty = tuple[CentrePlace, Duty]


async def duties_due(
    session: AsyncSession, centres: Sequence[CentrePlace], *, on: date, ahead: timedelta, reader: UUID
) -> list[CentreDuty]:
    """Return the centres' duties that are not done and whose last day has passed, or comes within `ahead`.

    What has been late for longer than `LATE_FOR` is history. The reader sees what meetings decided where it may.
    """
    ids, period = [centre.id for centre in centres], Period(on - LATE_FOR, on + ahead)
    decided = await planned_meetings.list_duties(session, ids, period, visible_to=reader)
    places = {centre.id: centre for centre in centres}
    found = [
        *_of_profiles(centres, period, on),
        *((places[one.centre_id], one.duty) for one in decided if one.duty is not None),
    ]
    found = [(centre, duty) for centre, duty in found if is_open_in(centre, duty.period)]
    done = await annual_wheel.done(session, ids, {duty.key for _, duty in found})
    return [(centre, duty) for centre, duty in found if (centre.id, duty.key) not in done]


def _of_profiles(centres: Sequence[CentrePlace], period: Period, on: date) -> Iterator[CentreDuty]:
    """Give what each centre's profile asks for with its last day in a period; who has the roles does not matter."""
    due = {profile_id: _asked(profile_id, period, on) for profile_id in {one.profile_id for one in centres}}
    yield from ((centre, duty) for centre in centres for duty in due[centre.profile_id])


def _asked(profile_id: str, period: Period, on: date) -> list[Duty]:
    return [
        duty
        for year in range(period.first.year, period.last.year + 1)
        for duty in duties(year, wheel_entries(present_profile(profile_id, judged_on(year, on))), {})
        if period.first <= duty.period.last <= period.last
    ]
