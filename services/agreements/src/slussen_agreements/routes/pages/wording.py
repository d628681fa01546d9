"""How pages show the domain's values: filters of the templates."""

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any, Final

from slussen_agreements.domain.annual_wheel import state
from slussen_agreements.domain.opening_hours.time_set import MINUTES_A_DAY, MINUTES_AN_HOUR
from slussen_agreements.routes.pages.paths import of_agreement, of_centre
from slussen_agreements.use_cases.annual_wheel import MarkedDuty

COLOURS: Final[Mapping[str, str]] = {
    "draft": "neutral",
    "ready": "info",
    "awaiting_signatures": "warning",
    "active": "success",
    "under_notice": "warning",
    "superseded": "neutral",
    "ended": "neutral",
    "planned": "neutral",
    "current": "info",
    "overdue": "danger",
    "done": "success",
    "done_late": "success",
    "breach": "danger",
    "warning": "warning",
    "notice": "info",
}
"""Which of the design system's colours a state has; its word stands beside it always."""


def colour(code: str) -> str:
    """Return the colour of a state."""
    return COLOURS.get(code, "neutral")


def stands(one: MarkedDuty, today: Any) -> str:
    """Return where a duty stands."""
    return state(one.duty, done_on=one.mark.done_on, today=today).value


def clock(value: time | int) -> str:
    """Return a time of day, or a minute of the week, as `09.00`."""
    if isinstance(value, time):
        return f"{value:%H.%M}"
    hour, minute = divmod(value % MINUTES_A_DAY, MINUTES_AN_HOUR)
    return f"{hour:02}.{minute:02}"


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "colour": colour,
    "stands": stands,
    "clock": clock,
    "agreement_path": of_agreement,
    "centre_path": of_centre,
}
