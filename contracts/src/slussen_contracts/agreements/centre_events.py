"""What is announced of what centres and counties enter about themselves: that it changed, never whose it is."""

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from slussen_contracts.agreements.county_cooperation import CountyBody
from slussen_contracts.events import Event, Model
from slussen_contracts.identifiers import Profession


class CentreSectionChanged(Event):
    """One topic of what a centre has entered about itself was replaced: hours, offer, premises, seats and so on."""

    type: ClassVar[str] = "slussen.agreements.centre-section.changed.v1"

    centre_id: UUID
    topic: str


class StaffedPost(Model):
    """How much of a profession a unit has at a centre."""

    unit_id: UUID
    profession: Profession
    full_time_equivalents: Decimal
    valid_from: date
    valid_through: date | None = None


class StaffingChanged(Event):
    """A centre's posts, all of them, as they are from now on."""

    type: ClassVar[str] = "slussen.agreements.staffing.changed.v1"

    centre_id: UUID
    posts: tuple[StaffedPost, ...]


class BriefingEvent(Event):
    """A briefing on confidentiality of somebody of a unit; who it was stays in the register."""

    centre_id: UUID
    unit_id: UUID
    profession: Profession
    briefed_on: date
    renew_by: date


class BriefingGiven(BriefingEvent):
    """Somebody was briefed."""

    type: ClassVar[str] = "slussen.agreements.confidentiality-briefing.given.v1"


class BriefingRemoved(BriefingEvent):
    """A briefing had been entered by mistake."""

    type: ClassVar[str] = "slussen.agreements.confidentiality-briefing.removed.v1"


class CountyMeetingEvent(Event):
    """A meeting of a body of the county's centres."""

    body: CountyBody
    held_on: date
    host_centre_id: UUID | None = None


class CountyMeetingHeld(CountyMeetingEvent):
    """It was held."""

    type: ClassVar[str] = "slussen.agreements.county-meeting.held.v1"


class CountyMeetingRemoved(CountyMeetingEvent):
    """It had been entered by mistake."""

    type: ClassVar[str] = "slussen.agreements.county-meeting.removed.v1"


class CountyGoalsDecided(Event):
    """A county's goals were decided on or revised; what they say stays in the register."""

    type: ClassVar[str] = "slussen.agreements.county-goals.decided.v1"

    decided_on: date
    number_of_goals: int
    revise_by: date | None = None


class SettlementEvent(Event):
    """A centre's settlement of a year, as it stands; amounts stay in the register."""

    centre_id: UUID
    year: int


class SettlementOpened(SettlementEvent):
    """It was opened."""

    type: ClassVar[str] = "slussen.agreements.settlement.opened.v1"


class SettlementChanged(SettlementEvent):
    """What it is computed from was replaced."""

    type: ClassVar[str] = "slussen.agreements.settlement.changed.v1"


class SettlementClosed(SettlementEvent):
    """It was closed, and neither it nor its sheet changes any more."""

    type: ClassVar[str] = "slussen.agreements.settlement.closed.v1"


class CalendarLinkEvent(Event):
    """A secret link to a centre's calendar; the secret is nowhere."""

    centre_id: UUID


class CalendarLinkCreated(CalendarLinkEvent):
    """It was made."""

    type: ClassVar[str] = "slussen.agreements.calendar-link.created.v1"


class CalendarLinkRevoked(CalendarLinkEvent):
    """It was revoked, for good."""

    type: ClassVar[str] = "slussen.agreements.calendar-link.revoked.v1"


CENTRE_EVENTS: tuple[type[Event], ...] = (
    CentreSectionChanged,
    StaffingChanged,
    BriefingGiven,
    BriefingRemoved,
    CountyMeetingHeld,
    CountyMeetingRemoved,
    CountyGoalsDecided,
    SettlementOpened,
    SettlementChanged,
    SettlementClosed,
    CalendarLinkCreated,
    CalendarLinkRevoked,
)
