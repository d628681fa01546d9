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
    """Return what a week adds: its joint minutes and days, and whether it meets the rule where there is one."""
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
    yield from _shares(content, on)


def _shares(content: Mapping[str, Any], on: date) -> Iterator[Addition]:
    """Give what shares of a week are made of, where it states how long any activity was open."""
    for part, whole, of in (
        ("joint_minutes", "open_minutes", ("joint_of_open", "open")),
        ("joint_days", "open_days", ("joint_days", "open_days")),
    ):
        if content.get(part) is not None and content.get(whole) is not None:
            for base, name in zip(of, (part, whole), strict=True):
                yield from added(content, OPENING_HOURS, base, on=on, amount=content[name])


def contributions_of_meeting(content: Mapping[str, Any]) -> Contributions:
    """Return what a meeting adds, and whether it is documented and has a purpose; a removed one adds nothing."""
    on = day_in(content, "held_on")
    if on is None or content["is_removed"]:
        return Contributions()
    kind = content["kind"] if content["kind"] in MEETING_KINDS else "other"
    documented = content.get("is_documented")
    counts = {
        "meetings": True,
        "documented": documented,
        "documentation_stated": documented is not None,
        "with_purpose": content.get("has_purpose"),
    }
    bases = [base for base, does_count in counts.items() if does_count]
    return Contributions(
        tuple(one for base in bases for one in added(content, MEETINGS, base, on=on, cell=kind))
    )


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
