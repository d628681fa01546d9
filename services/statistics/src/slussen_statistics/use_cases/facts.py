"""From what other services announce to facts: codes, days, numbers and pseudonyms, and nothing else of it.

An event about a family or child of a year whose pseudonyms' secret was destroyed changes nothing (design decision 21).
"""

from datetime import date, datetime
from typing import Any
from uuid import uuid5

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.clock import local_day
from slussen_chassis.crypto import Keyring
from slussen_contracts.agreements.events import (
    DutyEvent,
    DutyOverdue,
    DutyReopened,
    MeetingEvent,
    MeetingRemoved,
    OpeningWeekEvaluated,
)
from slussen_contracts.consent.events import ConsentState, DisclosureDecisionsCounted, GroundState
from slussen_contracts.referrals.events import (
    JointPlanState,
    JointPlanVoided,
    ReferralState,
    ReferralVoided,
)
from slussen_contracts.statistics.events import EntryState
from slussen_statistics.domain.facts.content import code
from slussen_statistics.domain.facts.referrals import VOID
from slussen_statistics.repository import register
from slussen_statistics.use_cases.ledger import record_fact
from slussen_statistics.use_cases.pseudonyms import find_pseudonyms
from slussen_statistics.use_cases.standing import Book, counted_as, find_standings


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()


async def record_referral(session: AsyncSession, event: ReferralState, keyring: Keyring) -> None:
    """Count a referral as it now is."""
    units = await _pseudonyms(session, keyring, event)
    if units is None:
        return
    content = {
        "centre_id": str(event.centre_id),
        "county_code": event.county_code,
        "municipality_code": event.municipality_code,
        "kind": code(event.kind),
        "form": code(event.form),
        "state": VOID if isinstance(event, ReferralVoided) else code(event.state),
        "from_profession": event.from_profession,
        "to_profession": event.to_profession,
        "subject_kind": code(event.subject_kind),
        "counted": event.counted,
        "opened_on": _day(event.opened_on),
        "sent_at": _moment(event.sent_at),
        "accepted_at": _moment(event.accepted_at),
        "ended_at": _moment(event.ended_at),
        "outcome": code(event.outcome),
        **units,
    }
    await record_fact(
        session, "referral", event.aggregate_id, version=event.aggregate_version, content=content
    )


async def _pseudonyms(
    session: AsyncSession, keyring: Keyring, event: ReferralState | JointPlanState
) -> dict[str, str | None] | None:
    """Return the pseudonyms of the year in which it was opened; none where nothing was; None where they are destroyed.

    Person and family are those that were last told of the record, whatever the event says: `told_family` keeps that.
    """
    if event.opened_on is None:
        return {"family": None, "subject": None}
    year = event.opened_on.year
    made = await find_pseudonyms(session, keyring, year)
    if made is None:
        return None
    subject = made.of("subject", event.subject_id)
    told_family = None if event.family_id is None else made.of("family", event.family_id)
    book = await Book.open(session, keyring)
    standings = await find_standings(session, book, book.find("subject", [event.subject_id]))
    person, family = await counted_as(session, year, made, subject, standings[event.subject_id])
    units = {
        "subject": subject,
        "person": person,
        "family": family or told_family,
        "told_family": told_family,
    }
    return {whom: None if unit is None else unit.hex() for whom, unit in units.items()}


async def record_joint_plan(session: AsyncSession, event: JointPlanState, keyring: Keyring) -> None:
    """Count a joint plan as it now is."""
    units = await _pseudonyms(session, keyring, event)
    if units is None:
        return
    content = {
        "centre_id": str(event.centre_id),
        "county_code": event.county_code,
        "municipality_code": event.municipality_code,
        "state": VOID if isinstance(event, JointPlanVoided) else code(event.state),
        "professions": sorted(event.professions),
        "subject_kind": code(event.subject_kind),
        "counted": event.counted,
        "created_on": _day(event.opened_on),
        **units,
    }
    await record_fact(
        session, "joint_plan", event.aggregate_id, version=event.aggregate_version, content=content
    )


async def record_consent(session: AsyncSession, event: ConsentState) -> None:
    """Count a consent as it now is; of whom it is, is not kept."""
    content = {
        "county_code": event.county_code,
        "profession": event.recorded_by_profession,
        "value": code(event.value),
        "status": code(event.status),
        "valid_from": _day(event.valid_from),
    }
    await record_fact(
        session, "consent", event.aggregate_id, version=event.aggregate_version, content=content
    )


async def record_ground(session: AsyncSession, event: GroundState) -> None:
    """Count an assessment or another ground for telling, in the month in which it was announced."""
    content = {
        "county_code": event.county_code,
        "kind": code(event.kind),
        "outcome": code(event.outcome),
        "registered_on": _day(local_day(event.occurred_at)),
    }
    await record_fact(
        session, "disclosure_ground", event.aggregate_id, version=event.aggregate_version, content=content
    )


async def record_decisions(session: AsyncSession, event: DisclosureDecisionsCounted) -> None:
    """Count a day's decisions of one kind, each as a unit of its own with a key of its own."""
    content = {
        "county_code": event.county_code,
        "boundary": code(event.boundary),
        "outcome": code(event.outcome),
        "decided_on": _day(event.day),
    }
    for number in range(event.number):
        one = uuid5(event.aggregate_id, str(number))
        await record_fact(
            session, "disclosure_decision", one, version=event.aggregate_version, content=content
        )


async def record_opening_week(session: AsyncSession, event: OpeningWeekEvaluated) -> None:
    """Count a week's joint open time."""
    content = {
        **await _place(session, event),
        "iso_year": event.iso_year,
        "iso_week": event.iso_week,
        "joint_minutes": event.joint_minutes,
        "required_minutes": event.required_minutes,
        "is_reduced": event.is_reduced,
        "open_minutes": event.open_minutes,
        "open_days": event.open_days,
        "joint_days": event.joint_days,
    }
    await record_fact(
        session, "opening_week", event.aggregate_id, version=event.aggregate_version, content=content
    )


async def record_meeting(session: AsyncSession, event: MeetingEvent) -> None:
    """Count a meeting, or no longer."""
    content = {
        **await _place(session, event),
        "kind": event.meeting_kind,
        "held_on": _day(event.held_on),
        "is_removed": isinstance(event, MeetingRemoved),
        "has_purpose": event.has_purpose,
        "is_documented": event.is_documented,
    }
    await record_fact(
        session, "meeting", event.aggregate_id, version=event.aggregate_version, content=content
    )


async def record_duty(session: AsyncSession, event: DutyEvent) -> None:
    """Count a duty of the annual wheel by its state."""
    content = {
        **await _place(session, event),
        "last_day": _day(event.last_day),
        "done_on": _day(event.done_on),
        "is_overdue": isinstance(event, DutyOverdue) or _is_reopened_late(event),
    }
    await record_fact(session, "duty", event.aggregate_id, version=event.aggregate_version, content=content)


def _is_reopened_late(event: DutyEvent) -> bool:
    """Tell whether a duty was reopened after its last day: it is overdue then, and announced as such only once."""
    return isinstance(event, DutyReopened) and local_day(event.occurred_at) > event.last_day


async def _place(
    session: AsyncSession, event: OpeningWeekEvaluated | MeetingEvent | DutyEvent
) -> dict[str, Any]:
    """Return where a centre lies; its municipality as the event tells, else as far as the register has told."""
    municipality_code = event.municipality_code
    if municipality_code is None:
        centre = await register.find_centre(session, event.centre_id)
        municipality_code = centre.municipality_code if centre else None
    return {
        "centre_id": str(event.centre_id),
        "county_code": event.county_code,
        "municipality_code": municipality_code,
    }


async def record_entry(session: AsyncSession, event: EntryState) -> None:
    """Count what a centre has entered."""
    content = {
        "centre_id": str(event.centre_id),
        "county_code": event.county_code,
        "municipality_code": event.municipality_code,
        "on": _day(event.on),
        "codes": {code(name): code(value) for name, value in event.codes.items()},
        "numbers": {code(name): number for name, number in event.numbers.items()},
        "is_void": event.is_void,
    }
    kind = f"entry_{event.kind}"
    await record_fact(session, kind, event.aggregate_id, version=event.aggregate_version, content=content)
