"""Who works at a centre by unit and profession, checklists of its county, and briefings on confidentiality."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import staffing as rules
from slussen_agreements.domain.days import add_months
from slussen_agreements.domain.findings import Finding, Weight
from slussen_agreements.domain.register import FamilyCentre, Unit
from slussen_agreements.domain.register_rules import refuse
from slussen_agreements.domain.staffing import Briefing, StaffPost
from slussen_agreements.repository import county_cooperation as repository
from slussen_agreements.repository import register
from slussen_agreements.repository.centre_sections import Entered
from slussen_agreements.use_cases.centre_visits import (
    Ground,
    Visit,
    centre_to_change,
    enter,
    ground_on,
    known,
)
from slussen_chassis.clock import new_id
from slussen_chassis.outbox import enqueue
from slussen_contracts.agreements.centre_events import (
    BriefingEvent,
    BriefingGiven,
    BriefingRemoved,
    StaffedPost,
    StaffingChanged,
)
from slussen_contracts.agreements.findings import RegulatedBy
from slussen_contracts.agreements.staffing import BriefingCreate, StaffingWrite
from slussen_contracts.identifiers import Profession


@dataclass(frozen=True, slots=True)
class Staffing:
    """A centre's posts, what they sum up to on a day, and what was found."""

    entered: Entered[StaffingWrite]
    on: date
    present: Mapping[Profession, Decimal]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class GivenBriefings:
    """A centre's briefings, whose rule it is to give them, and what is missing."""

    given: tuple[Briefing, ...]
    on: date
    informed_by: str | None
    findings: tuple[Finding, ...]
    shows_holders: bool

    @property
    def regulated_by(self) -> RegulatedBy:
        """Whose rule it is."""
        return RegulatedBy.COUNTY if self.informed_by else RegulatedBy.NOT_REGULATED


async def staffing(visit: Visit) -> Staffing:
    """Return a centre's posts, on the day that is asked about.

    Raises:
        CentreNotFoundError: There is no such centre.
        InvalidError: The day has not come.
    """
    ground = await ground_on(visit, visit.day)
    return await _summed(visit, ground, await known(visit, StaffingWrite))


async def enter_staffing(visit: Visit, wanted: StaffingWrite, *, expected: int | None) -> Staffing:
    """Write all of a centre's posts, and announce them.

    Raises:
        InvalidError: A unit does not work there or lacks the profession, or days are out of order or overlap.
        DomainError: The caller may not, or another version is there, as `enter` says.
    """
    ground = await ground_on(visit, visit.today)
    units = await register.units(visit.session, ground.centre.unit_ids)
    refuse(rules.post_faults(posts_of(wanted), units))
    return await _summed(visit, ground, await write_staffing(visit, ground.centre, wanted, expected=expected))


async def write_staffing(
    visit: Visit, centre: FamilyCentre, wanted: StaffingWrite, *, expected: int | None
) -> Entered[StaffingWrite]:
    """Write posts without fault as a centre's new version, and announce them.

    Raises:
        DomainError: The caller may not, or another version is there, as `enter` says.
    """
    entered = await enter(visit, wanted, expected=expected)
    event = StaffingChanged(
        id=new_id(),
        occurred_at=visit.now.astimezone(UTC),
        county_code=centre.county_code,
        aggregate_id=centre.id,
        aggregate_version=entered.version,
        centre_id=centre.id,
        posts=tuple(StaffedPost(**dict(post)) for post in wanted.posts),
    )
    enqueue(visit.session, event)
    return entered


async def briefings(visit: Visit) -> GivenBriefings:
    """Return a centre's briefings on confidentiality.

    Raises:
        CentreNotFoundError: There is no such centre.
    """
    ground = await ground_on(visit, visit.today)
    return await _given(visit, ground)


async def give_briefing(visit: Visit, wanted: BriefingCreate) -> GivenBriefings:
    """Record that somebody of a unit was told of the rules, and announce it without telling who.

    Raises:
        InvalidError: The day has not come, the unit does not work there, or it lacks the profession.
        DomainError: The caller may not, as `centre_to_change` says.
    """
    centre = await centre_to_change(visit)
    members = dict(wanted)
    members["renew_by"] = wanted.renew_by or add_months(wanted.briefed_on, rules.RENEWED_AFTER_MONTHS)
    briefing = Briefing(id=new_id(), centre_id=centre.id, **members)
    units = await register.units(visit.session, centre.unit_ids)
    refuse(rules.briefing_faults(briefing, units, visit.today))
    await repository.add_briefing(visit.session, briefing)
    _announce(visit.session, BriefingGiven, centre, briefing, 1, visit.now)
    return await _given(visit, await ground_on(visit, visit.today))


async def remove_briefing(visit: Visit, briefing_id: UUID) -> None:
    """Remove a briefing that was entered by mistake, and announce that.

    Raises:
        BriefingNotFoundError: The centre has no such briefing.
        DomainError: The caller may not, as `centre_to_change` says.
    """
    centre = await centre_to_change(visit)
    briefing = await repository.take_briefing(visit.session, centre.id, briefing_id)
    _announce(visit.session, BriefingRemoved, centre, briefing, 2, visit.now)


def posts_of(written: StaffingWrite) -> tuple[StaffPost, ...]:
    """Return posts as they were written."""
    return tuple(StaffPost(**dict(post)) for post in written.posts)


async def _summed(visit: Visit, ground: Ground, entered: Entered[StaffingWrite]) -> Staffing:
    posts = posts_of(entered.content)
    findings = tuple(rules.unstaffed(posts, await _units(visit, ground), visit.day)) if posts else ()
    return Staffing(entered, visit.day, rules.present(posts, visit.day), findings)


async def _units(visit: Visit, ground: Ground) -> list[Unit]:
    found = await register.units(visit.session, ground.centre.unit_ids)
    return [found[unit_id] for unit_id in sorted(found)]


async def _given(visit: Visit, ground: Ground) -> GivenBriefings:
    given = tuple(await repository.briefings(visit.session, ground.centre.id))
    rule = ground.profile.consent.informed_by
    weight = Weight.of(rule.force) if rule.value else Weight.NOTICE
    findings = rules.briefing_findings(given, await _units(visit, ground), visit.today, weight)
    is_own = visit.caller.county_code == ground.centre.county_code
    return GivenBriefings(given, visit.today, rule.value, tuple(findings), is_own)


def _announce(
    session: AsyncSession,
    kind: type[BriefingEvent],
    centre: FamilyCentre,
    of: Briefing,
    version: int,
    now: datetime,
) -> None:
    event = kind(
        id=new_id(),
        occurred_at=now.astimezone(UTC),
        county_code=centre.county_code,
        aggregate_id=of.id,
        aggregate_version=version,
        centre_id=of.centre_id,
        unit_id=of.unit_id,
        profession=of.profession,
        briefed_on=of.briefed_on,
        renew_by=of.renew_by,
    )
    enqueue(session, event)
