"""Steering: seats, meetings held and coordinators against the profile's minimums; the local agreement's own terms."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from slussen_agreements.domain import register_rules
from slussen_agreements.domain.appointments import Meeting, meeting_faults
from slussen_agreements.domain.coordinator import (
    coordinator_findings,
    professions_not_yet_coordinating,
)
from slussen_agreements.domain.days import Period
from slussen_agreements.domain.findings import Finding, Label, Weight
from slussen_agreements.domain.profile_rules.governance import (
    coordinator_terms,
    meeting_rules,
    meetings_regulated_by,
    steering_seats,
)
from slussen_agreements.domain.profile_rules.wheel import roles_of
from slussen_agreements.domain.register import FamilyCentre
from slussen_agreements.domain.steering import (
    MeetingRule,
    meeting_findings,
    meetings_left,
    monthly_findings,
    seat_findings,
)
from slussen_agreements.repository import register
from slussen_agreements.repository import steering as repository
from slussen_agreements.repository.centre_sections import Entered, entered
from slussen_agreements.use_cases.centre_visits import (
    Ground,
    Visit,
    centre_to_change,
    enter,
    ground_on,
    known,
)
from slussen_chassis.clock import new_id
from slussen_chassis.errors import FieldProblem
from slussen_chassis.outbox import enqueue
from slussen_contracts.agreements import steering as api
from slussen_contracts.agreements.codes import MeetingKind
from slussen_contracts.agreements.events import MeetingEvent, MeetingHeld, MeetingRemoved
from slussen_contracts.agreements.findings import RegulatedBy
from slussen_contracts.identifiers import Profession

AT_EVERY_MEETING: Final = frozenset({"every_meeting", "member_convener", "member"})
"""A profile's words for a coordinator who belongs at each of the steering group's meetings."""


@dataclass(frozen=True, slots=True)
class Seats:
    """A steering group's seats, who of them are filled, and the gaps."""

    version: int
    seats: tuple[Label, ...]
    filled: frozenset[str]
    holders: tuple[api.RoleHolder, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RuledMeetings:
    """A rule on meetings, whose it is, and how many remain."""

    rule: MeetingRule
    regulated_by: RegulatedBy
    left: int


@dataclass(frozen=True, slots=True)
class SteeringYear:
    """A year of steering."""

    ground: Ground
    year: int
    rules: tuple[RuledMeetings, ...]
    seats: Seats
    meetings: tuple[Meeting, ...]
    has_coordinator: bool
    not_yet_coordinating: tuple[Profession, ...]
    findings: tuple[Finding, ...]


async def local_terms(visit: Visit) -> Entered[api.LocalTermsWrite]:
    """Return what the local agreement says of its own.

    Raises:
        CentreNotFoundError: There is no such centre.
        InvalidError: The day that is asked about has not come.
    """
    await register.get_centre(visit.session, visit.centre_id)
    return await known(visit, api.LocalTermsWrite)


async def enter_local_terms(
    visit: Visit, wanted: api.LocalTermsWrite, *, expected: int | None
) -> Entered[api.LocalTermsWrite]:
    """Write what the local agreement says of its own.

    Raises:
        InvalidError: Ages are out of order.
        DomainError: The caller may not, or another version is there, as `enter` says.
    """
    register_rules.refuse(
        FieldProblem(f"ages.{place}.last", "order", "är före den första", "is before the first")
        for place, ages in enumerate(wanted.ages)
        if ages.last < ages.first
    )
    return await enter(visit, wanted, expected=expected)


async def seats(visit: Visit) -> Seats:
    """Return the steering group's seats.

    Raises:
        CentreNotFoundError: There is no such centre.
        InvalidError: The day that is asked about has not come.
    """
    ground = await ground_on(visit, visit.day)
    return _seats(visit, ground, await known(visit, api.SeatsWrite))


async def enter_seats(visit: Visit, wanted: api.SeatsWrite, *, expected: int | None) -> Seats:
    """Write which seats of the steering group are filled.

    Raises:
        InvalidError: The county has no such seat.
        DomainError: The caller may not, or another version is there, as `enter` says.
    """
    ground = await ground_on(visit, visit.today)
    wanted_seats, _ = steering_seats(ground.profile, ground.activities)
    codes = {seat.key for seat in wanted_seats}
    register_rules.refuse(
        FieldProblem(f"filled.{place}", "unknown", "finns inte i länsprofilen", "is not in the profile")
        for place, code in enumerate(wanted.filled)
        if codes and code not in codes
    )
    register_rules.refuse(_holder_faults(wanted.holders, codes | roles_of(ground.profile)))
    return _seats(visit, ground, await enter(visit, wanted, expected=expected))


async def record_meeting(visit: Visit, wanted: api.MeetingCreate) -> Meeting:
    """Record a meeting that was held, and announce it.

    Raises:
        InvalidError: The day has not come.
        DomainError: The caller may not, as `centre_to_change` says.
    """
    centre = await centre_to_change(visit)
    meeting = Meeting(id=new_id(), centre_id=centre.id, **dict(wanted))
    register_rules.refuse(meeting_faults(meeting, visit.today))
    await repository.add_meeting(visit.session, meeting)
    enqueue(visit.session, _meeting_event(MeetingHeld, centre, meeting, visit.now))
    return meeting


async def remove_meeting(visit: Visit, meeting_id: UUID) -> None:
    """Remove a meeting that was entered by mistake, and announce that.

    Raises:
        MeetingNotFoundError: The centre has no such meeting.
        DomainError: The caller may not, as `centre_to_change` says.
    """
    centre = await centre_to_change(visit)
    meeting = await repository.get_meeting(visit.session, centre.id, meeting_id)
    await repository.remove_meeting(visit.session, meeting)
    enqueue(visit.session, _meeting_event(MeetingRemoved, centre, meeting, visit.now))


async def steering_year(visit: Visit, year: int) -> SteeringYear:
    """Return a year of steering with all that the profile finds short.

    Raises:
        CentreNotFoundError: There is no such centre.
    """
    whole = Period.of_year(year)
    ground = await ground_on(visit, min(max(visit.today, whole.first), whole.last))
    held = await repository.meetings(visit.session, visit.centre_id, whole)
    appointments = await repository.appointments(visit.session, visit.centre_id)
    found_seats = _seats(visit, ground, await entered(visit.session, visit.centre_id, api.SeatsWrite))
    terms = [one.term for one in appointments]
    rules = coordinator_terms(ground.profile)
    units = await register.units(visit.session, ground.centre.unit_ids)
    professions = sorted({profession for unit in units.values() for profession in unit.professions})
    return SteeringYear(
        ground=ground,
        year=year,
        rules=tuple(_ruled(ground, year, held)),
        seats=found_seats,
        meetings=tuple(_as_seen(visit, ground, held)),
        has_coordinator=any(one.is_in_force(visit.today) for one in terms),
        not_yet_coordinating=professions_not_yet_coordinating(terms, professions, rules),
        findings=(
            *found_seats.findings,
            *_meetings_short(ground, year, held, visit.today),
            *_without_coordinator(ground, held),
            *coordinator_findings(terms, rules, today=visit.today),
        ),
    )


def _as_seen(visit: Visit, ground: Ground, held: Sequence[Meeting]) -> Iterator[Meeting]:
    """Give the meetings; why they met is shown in the centre's own county."""
    is_own = visit.caller.county_code == ground.centre.county_code
    yield from (one if is_own else replace(one, purpose=None) for one in held)


def _seats(visit: Visit, ground: Ground, written: Entered[api.SeatsWrite]) -> Seats:
    """Return the seats; who has them is shown in the centre's own county."""
    wanted, weight = steering_seats(ground.profile, ground.activities)
    filled = frozenset(written.content.filled)
    findings = tuple(seat_findings(wanted, filled, weight=weight))
    is_own = visit.caller.county_code == ground.centre.county_code
    return Seats(written.version, wanted, filled, written.content.holders if is_own else (), findings)


def _holder_faults(holders: Sequence[api.RoleHolder], known: Collection[str]) -> Iterator[FieldProblem]:
    for place, one in enumerate(holders):
        if one.role not in known:
            yield FieldProblem(
                f"holders.{place}.role", "unknown", "finns inte i länsprofilen", "is not in the profile"
            )
        if one.valid_through is not None and one.valid_through < one.valid_from:
            yield FieldProblem(
                f"holders.{place}.validThrough", "order", "är före första dagen", "is before the first day"
            )


def _days(held: Collection[Meeting], kind: MeetingKind) -> list[date]:
    return [meeting.held_on for meeting in held if meeting.kind is kind]


def _ruled(ground: Ground, year: int, held: Collection[Meeting]) -> Iterator[RuledMeetings]:
    for kind, rule in meeting_rules(ground.profile, ground.terms).items():
        whose = meetings_regulated_by(ground.profile, ground.terms, kind)
        yield RuledMeetings(rule, whose, meetings_left(rule, year, _days(held, kind)))


def _meetings_short(ground: Ground, year: int, held: Collection[Meeting], today: date) -> Iterator[Finding]:
    period = _open_days(ground.centre, year)
    for kind, rule in meeting_rules(ground.profile, ground.terms).items():
        days = _days(held, kind)
        if period == Period.of_year(year):
            yield from meeting_findings(rule, year, days, today=today)
        if period is not None:
            yield from monthly_findings(rule, period, days, today=today)


def _without_coordinator(ground: Ground, held: Collection[Meeting]) -> Iterator[Finding]:
    """Find the steering group's meetings without the coordinator, where the county wants one at each."""
    stated = ground.profile.governance.centre_steering_group.coordinator_participation
    for meeting in held:
        is_missing = meeting.kind is MeetingKind.STEERING_GROUP and meeting.coordinator_present is False
        if is_missing and stated.value in AT_EVERY_MEETING:
            yield Finding(
                "meeting-without-coordinator",
                Weight.of(stated.force),
                f"Samordnaren var inte med på mötet {meeting.held_on}.",
                f"The coordinator was not at the meeting of {meeting.held_on}.",
                str(meeting.held_on),
            )


def _open_days(centre: FamilyCentre, year: int) -> Period | None:
    """Return the days of a year on which the centre was open; a part of a year has no yearly minimum."""
    whole = Period.of_year(year)
    first = max(whole.first, centre.valid_from)
    last = min(whole.last, centre.valid_through or whole.last)
    return Period(first, last) if first <= last else None


def _meeting_event(
    kind: type[MeetingEvent], centre: FamilyCentre, meeting: Meeting, now: datetime
) -> MeetingEvent:
    return kind(
        id=new_id(),
        occurred_at=now.astimezone(UTC),
        county_code=centre.county_code,
        aggregate_id=meeting.id,
        aggregate_version=1 if kind is MeetingHeld else 2,
        centre_id=centre.id,
        meeting_kind=meeting.kind,
        held_on=meeting.held_on,
        has_purpose=meeting.purpose is not None,
        is_documented=meeting.documented,
        municipality_code=centre.municipality_code,
    )
