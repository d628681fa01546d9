"""Calendar links, and the calendar (iCalendar, RFC 5545) that one of them shows."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.annual_wheel import Duty
from slussen_agreements.domain.calendar_link import CalendarLink, hash_of
from slussen_agreements.domain.days import ONE_DAY
from slussen_agreements.domain.duty_mark import REMINDED_AHEAD
from slussen_agreements.domain.register import FamilyCentre
from slussen_agreements.domain.tenancy import county_administration
from slussen_agreements.repository import annual_wheel, register
from slussen_agreements.use_cases.annual_wheel import MarkedDuty, marked
from slussen_agreements.use_cases.centre_visits import Visit, centre_to_change, ground_of
from slussen_agreements.use_cases.own_duties import read_as
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.outbox import enqueue
from slussen_contracts.agreements.annual_wheel import CalendarLinkCreate
from slussen_contracts.agreements.centre_events import (
    CalendarLinkCreated,
    CalendarLinkEvent,
    CalendarLinkRevoked,
)

SECRET_BYTES: Final = 32
PRODUCT: Final = "-//Slussen//Annual wheel//SV"
READ_AGAIN: Final = "PT12H"
DONE: Final = "✓ "
TAG_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class WrittenCalendar:
    """A calendar, and a tag that stays the same while its duties do."""

    written: bytes
    tag: str


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A new link with its secret, which is shown once."""

    link: CalendarLink
    secret: str


async def make_link(visit: Visit, wanted: CalendarLinkCreate) -> MadeLink:
    """Make a link to the centre's calendar.

    Raises:
        DomainError: The caller may not, as `centre_to_change` says.
    """
    centre = await centre_to_change(visit)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = CalendarLink(
        id=new_id(),
        centre_id=centre.id,
        label=wanted.label,
        responsible=wanted.responsible,
        owner_subject=wanted.owner_subject,
        secret_hash=hash_of(secret),
        created_at=visit.now,
    )
    await annual_wheel.add_link(visit.session, link)
    _announce(visit, CalendarLinkCreated, centre, link.id, 1)
    return MadeLink(link, secret)


async def list_links(visit: Visit) -> list[CalendarLink]:
    """Return the centre's links, for those who may make them.

    Raises:
        DomainError: The caller may not, as `centre_to_change` says.
    """
    centre = await centre_to_change(visit)
    return await annual_wheel.links(visit.session, centre.id)


async def revoke_link(visit: Visit, link_id: UUID) -> None:
    """Revoke a link, for good.

    Raises:
        CalendarLinkNotFoundError: The centre has no such link.
        DomainError: The caller may not, as `centre_to_change` says.
    """
    centre = await centre_to_change(visit)
    if await annual_wheel.revoke_link(visit.session, centre.id, link_id, now=visit.now):
        _announce(visit, CalendarLinkRevoked, centre, link_id, 2)


async def calendar(session: AsyncSession, secret: str, *, now: datetime) -> WrittenCalendar:
    """Return the calendar behind a secret: last year's duties, this year's and the next's.

    Raises:
        CalendarLinkNotFoundError: There is no such link, or it has been revoked.
    """
    link = await annual_wheel.link_by_hash(session, hash_of(secret))
    centre = await register.get_centre(session, link.centre_id)
    today = local_day(now)
    await read_as(session, county_administration(centre.county_code))
    ground = await ground_of(session, centre, today)
    shown = [
        one
        for year in (today.year - 1, today.year, today.year + 1)
        for one in await marked(session, ground, year, today)
        if link.shows(one.duty.responsible, one.duty.owner)
    ]
    content = _calendar(centre, shown, datetime.fromtimestamp(0, UTC))
    return WrittenCalendar(_calendar(centre, shown, now), hashlib.sha256(content).hexdigest()[:TAG_LENGTH])


def _announce(
    visit: Visit, kind: type[CalendarLinkEvent], centre: FamilyCentre, link_id: UUID, version: int
) -> None:
    event = kind(
        id=new_id(),
        occurred_at=visit.now.astimezone(UTC),
        county_code=centre.county_code,
        aggregate_id=link_id,
        aggregate_version=version,
        centre_id=centre.id,
    )
    enqueue(visit.session, event)


def _calendar(centre: FamilyCentre, shown: Collection[MarkedDuty], now: datetime) -> bytes:
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"Årshjul {centre.name}")
    made.add("x-wr-timezone", "Europe/Stockholm")
    made.add("x-published-ttl", READ_AGAIN)
    made.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for one in shown:
        made.add_component(_event(centre, one, now))
    written: bytes = made.to_ical()
    return written


def _event(centre: FamilyCentre, one: MarkedDuty, now: datetime) -> Event:
    """Return a duty as whole days; those that are done carry a sign and wake nobody."""
    duty, is_done = one.duty, one.mark.done_on is not None
    event = Event()
    event.add("uid", f"{uuid5(centre.id, f'duty:{duty.key}')}@slussen")
    event.add("dtstamp", now)
    event.add("sequence", one.mark.version)
    event.add("dtstart", duty.period.first)
    event.add("dtend", duty.period.last + ONE_DAY)
    event.add("summary", f"{DONE if is_done else ''}{duty.what.sv}")
    event.add("categories", [duty.responsible])
    event.add("transp", "TRANSPARENT")
    if not is_done:
        event.add_component(_alarm(duty))
    return event


def _alarm(duty: Duty) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", duty.what.sv)
    whole = timedelta(0) if duty.has_stated_time else duty.period.last - duty.period.first
    alarm.add("trigger", whole - REMINDED_AHEAD)
    return alarm
