"""A request about one centre's life: who asks, what the county and the local agreement say, and who may change it."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import ClassVar
from uuid import UUID, uuid5

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.offer import Ages
from slussen_agreements.domain.opening_hours.time_set import MINUTES_AN_HOUR
from slussen_agreements.domain.profile_rules.local_terms import LocalTerms
from slussen_agreements.domain.register import FamilyCentre, require_county
from slussen_agreements.repository import register
from slussen_agreements.repository.centre_sections import (
    TOPICS,
    ContentT,
    Entered,
    entered,
    entered_before,
    save_entered,
)
from slussen_agreements.use_cases.history import midnight_after
from slussen_agreements.use_cases.profiles import present_profile
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.errors import ForbiddenError
from slussen_chassis.outbox import enqueue
from slussen_chassis.web import check_version
from slussen_contracts.agreements import scopes
from slussen_contracts.agreements.centre_events import CentreSectionChanged
from slussen_contracts.agreements.steering import LocalTermsWrite
from slussen_contracts.identifiers import Activity
from slussen_contracts.profiles import CountyProfile


class NotAtCentreError(ForbiddenError):
    """Staff keep what is entered about the centres that their own authority takes part in."""

    code: ClassVar[str] = "not-at-centre"
    title_sv: ClassVar[str] = "Din huvudman deltar inte i familjecentralen"
    title_en: ClassVar[str] = "Your authority takes no part in the family centre"


@dataclass(frozen=True, slots=True)
class Visit:
    """A request about one centre: in which transaction, by whom, when, and as of which day if not today."""

    session: AsyncSession
    centre_id: UUID
    caller: Caller
    now: datetime
    as_of: date | None = None

    @property
    def today(self) -> date:
        """The calendar day of the request."""
        return local_day(self.now)

    @property
    def day(self) -> date:
        """The day that is asked about."""
        return self.as_of or self.today


@dataclass(frozen=True, slots=True)
class Ground:
    """A centre, the profile it is under on a day, and what its local agreement says of its own."""

    centre: FamilyCentre
    profile: CountyProfile
    terms: LocalTerms

    @property
    def activities(self) -> frozenset[Activity]:
        """The activities that take part in the centre."""
        return frozenset(entry.activity for entry in self.centre.activities)


async def ground_on(visit: Visit, day: date) -> Ground:
    """Return the centre as it is judged on a day.

    Raises:
        CentreNotFoundError: There is no such centre.
    """
    return await ground_of(visit.session, await register.get_centre(visit.session, visit.centre_id), day)


async def ground_of(session: AsyncSession, centre: FamilyCentre, day: date) -> Ground:
    """Return what a centre is judged by on a day."""
    agreed = (await entered(session, centre.id, LocalTermsWrite)).content
    hours = agreed.min_joint_hours_per_week
    terms = LocalTerms(
        min_joint_minutes=None if hours is None else round(hours * MINUTES_AN_HOUR),
        min_steering_meetings=agreed.min_steering_group_meetings_per_year,
        ages=tuple(Ages(one.first, one.last) for one in agreed.ages),
    )
    return Ground(centre, present_profile(centre.profile_id, day), terms)


async def centre_to_change(visit: Visit) -> FamilyCentre:
    """Return the centre, locked, for somebody who may change what is entered about it.

    Raises:
        CentreNotFoundError: There is no such centre.
        OtherCountyError: It is another county's.
        NotAtCentreError: The caller acts for an authority that takes no part in the centre, or for none and
            administers no county.
    """
    centre = await register.get_centre(visit.session, visit.centre_id, for_update=True)
    require_county(visit.caller.county_code, centre.county_code)
    if visit.caller.authority_id is not None or scopes.ADMINISTER not in visit.caller.scopes:
        units = await register.units(visit.session, centre.unit_ids)
        if visit.caller.authority_id not in {unit.authority_id for unit in units.values()}:
            raise NotAtCentreError
    return centre


async def enter(visit: Visit, content: ContentT, *, expected: int | None) -> Entered[ContentT]:
    """Write one topic of the centre as a new version.

    Raises:
        PreconditionFailedError: It has another version than `expected`.
        DomainError: The caller may not, as `centre_to_change` says.
    """
    centre = await centre_to_change(visit)
    before = await entered(visit.session, centre.id, type(content))
    check_version(before.version, expected)
    after = replace(before, version=before.version + 1, content=content)
    await save_entered(visit.session, centre.id, after, at=visit.now)
    topic = TOPICS[type(content)]
    event = CentreSectionChanged(
        id=new_id(),
        occurred_at=visit.now.astimezone(UTC),
        county_code=centre.county_code,
        aggregate_id=uuid5(centre.id, f"section:{topic}"),
        aggregate_version=after.version,
        centre_id=centre.id,
        topic=topic,
    )
    enqueue(visit.session, event)
    return after


async def known(visit: Visit, kind: type[ContentT]) -> Entered[ContentT]:
    """Return what a centre has entered under a topic, or had entered by the end of the day that is asked about.

    Raises:
        InvalidError: The day has not come.
    """
    if visit.as_of is None:
        return await entered(visit.session, visit.centre_id, kind)
    moment = midnight_after(visit.as_of, visit.now)
    return await entered_before(visit.session, visit.centre_id, kind, moment)
