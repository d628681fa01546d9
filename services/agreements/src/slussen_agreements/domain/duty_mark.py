"""What has become of a duty of the annual wheel, and what is said of it when a day comes."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar, Final
from uuid import UUID

from slussen_agreements.domain.annual_wheel import Duty, DutyState, parts_missing, remind_on, state
from slussen_chassis.errors import FieldProblem, NotFoundError

REMINDED_AHEAD: Final = timedelta(days=14)
ANNUAL_REPORT: Final = "annual_report"
HANDED_IN_BY_REPORT: Final = frozenset({ANNUAL_REPORT, "hand_in_annual_report", "coordinator_hand_in"})
"""The duties that are done when the report is handed in. Who gets it then is the management group's own duty."""
NEWS_FOR: Final = timedelta(days=60)
"""What has been overdue for longer is no news: a centre entered today is not told of all its past."""


class DutyNotFoundError(NotFoundError):
    """The centre's annual wheel has no such duty."""

    title_sv: ClassVar[str] = "Uppgiften finns inte i centralens årshjul"
    title_en: ClassVar[str] = "The duty is not in the centre's annual wheel"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyMark:
    """What has become of a duty; version 0 is before anything did."""

    centre_id: UUID
    key: str
    version: int = 0
    done_on: date | None = None
    handed_in: tuple[str, ...] = ()
    reminded_at: datetime | None = None
    overdue_at: datetime | None = None


def mark_faults(duty: Duty, mark: DutyMark, today: date) -> list[FieldProblem]:
    """Find what is wrong with a new mark: a part that the duty has not, a day to come, done with parts missing."""
    found = []
    if set(mark.handed_in) - set(duty.parts):
        found.append(
            FieldProblem("handedIn", "unknown", "uppgiften har ingen sådan del", "the duty has no such part")
        )
    if mark.done_on is not None and mark.done_on > today:
        found.append(FieldProblem("doneOn", "in-future", "har inte kommit än", "has not come yet"))
    if mark.done_on is not None and parts_missing(duty, mark.handed_in):
        found.append(
            FieldProblem(
                "doneOn", "parts-missing", "alla delar är inte inlämnade", "not all parts are handed in"
            )
        )
    return found


def reported(duty: Duty, mark: DutyMark, submitted_on: date) -> DutyMark | None:
    """Return the mark once the annual report was handed in on a day; None: it says nothing new of this duty.

    It does a duty that is the report's, and hands in that part of a duty that has others. The earliest day stands:
    neither a later edition nor a late message moves it.
    """
    if ANNUAL_REPORT in duty.parts:
        if ANNUAL_REPORT in mark.handed_in:
            return None
        return replace(mark, version=mark.version + 1, handed_in=(*mark.handed_in, ANNUAL_REPORT))
    if duty.what.key not in HANDED_IN_BY_REPORT or (mark.done_on and mark.done_on <= submitted_on):
        return None
    return replace(mark, version=mark.version + 1, done_on=submitted_on)


def noticed(duty: Duty, mark: DutyMark, now: datetime, today: date) -> DutyMark | None:
    """Return the mark with what is to be said today: that it is overdue, or else a reminder; None: nothing new."""
    stands = state(duty, done_on=mark.done_on, today=today)
    if stands is DutyState.OVERDUE:
        is_news = mark.overdue_at is None and today - duty.period.last <= NEWS_FOR
        return replace(mark, version=mark.version + 1, overdue_at=now) if is_news else None
    is_near = stands in {DutyState.PLANNED, DutyState.CURRENT} and today >= remind_on(duty, REMINDED_AHEAD)
    if not is_near or mark.reminded_at:
        return None
    return replace(mark, version=mark.version + 1, reminded_at=now)
