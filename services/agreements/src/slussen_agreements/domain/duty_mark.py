"""What has become of a duty of the annual wheel, and what is said of it when a day comes."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar, Final
from uuid import UUID

from slussen_agreements.domain.annual_wheel import Duty, DutyState, parts_missing, remind_on, state
from slussen_chassis.errors import FieldProblem, NotFoundError

REMINDED_AHEAD: Final = timedelta(days=14)
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
