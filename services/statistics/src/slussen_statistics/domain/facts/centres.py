"""What weeks of opening, meetings and duties add to the figures."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from slussen_statistics.domain.catalogue.centres import DUTIES, MEETING_KINDS, MEETINGS, OPENING_HOURS
from slussen_statistics.domain.facts.content import added, day_in
from slussen_statistics.domain.figures import Addition, Contributions

THURSDAY = 4
"""An ISO week belongs to the year and month of its Thursday (ISO 8601)."""


def contributions_of_opening_week(content: Mapping[str, Any]) -> Contributions:
    """Return what a week adds: its joint minutes, and whether it meets the rule where there is one."""
    return Contributions(tuple(_week(content)))


def _week(content: Mapping[str, Any]) -> Iterator[Addition]:
    on = date.fromisocalendar(content["iso_year"], content["iso_week"], THURSDAY)
    joint, required = content["joint_minutes"], content["required_minutes"]
    yield from added(content, OPENING_HOURS, "weeks", on=on)
    yield from added(content, OPENING_HOURS, "joint", on=on, amount=joint)
    if required is not None:
        yield from added(content, OPENING_HOURS, "regulated", on=on)
        if joint >= required:
            yield from added(content, OPENING_HOURS, "fulfilled", on=on)
        if content.get("is_reduced"):
            yield from added(content, OPENING_HOURS, "reduced", on=on)


def contributions_of_meeting(content: Mapping[str, Any]) -> Contributions:
    """Return what a meeting adds; one that was removed adds nothing."""
    on = day_in(content, "held_on")
    if on is None or content["is_removed"]:
        return Contributions()
    kind = content["kind"] if content["kind"] in MEETING_KINDS else "other"
    return Contributions(tuple(added(content, MEETINGS, "meetings", on=on, cell=kind)))


def contributions_of_duty(content: Mapping[str, Any]) -> Contributions:
    """Return what a duty adds: one in the month in which it was due, by its state."""
    on = day_in(content, "last_day")
    if on is None:
        return Contributions()
    return Contributions(tuple(added(content, DUTIES, "duties", on=on, cell=_state(content, on))))


def _state(content: Mapping[str, Any], last_day: date) -> str:
    done_on = day_in(content, "done_on")
    if done_on is not None:
        return "done" if done_on <= last_day else "done_late"
    return "overdue" if content["is_overdue"] else "planned"
