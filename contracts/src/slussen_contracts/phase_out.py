"""How something published is phased out: told by day, with what takes its place, and kept until the last day.

An operation tells it in its answers (RFC 9745 `Deprecation`, RFC 8594 `Sunset`, RFC 8288 links) and in its OpenAPI
document; an event in its schema and in AsyncAPI.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from typing import Any

NOTICE = timedelta(days=365)
"""How long what is phased out stays at least: procurement and yearly releases of journal systems need it."""
GUIDE = "/docs"
MARK = "x-phase-out"
"""The extension under which OpenAPI, JSON Schema and AsyncAPI carry it."""


@dataclass(frozen=True, slots=True)
class PhaseOut:
    """The days of a phase-out and what to use instead.

    Attributes:
        since: From this day on it is advised against.
        sunset: From this day on it may be gone; no less than `NOTICE` later.
        successor: The path or event type that takes its place; empty where nothing does.
        guide: The page that tells how to move.
    """

    since: date
    sunset: date
    successor: str = ""
    guide: str = GUIDE

    def __post_init__(self) -> None:
        """Refuse a shorter notice than what everybody was promised."""
        if self.sunset - self.since < NOTICE:
            raise ValueError(f"a phase-out takes {NOTICE.days} days or more: {self.since} to {self.sunset}")

    def described(self) -> dict[str, Any]:
        """Return what a document's operation or schema says of it; fits FastAPI's `openapi_extra`."""
        days = {"since": self.since.isoformat(), "sunset": self.sunset.isoformat(), "guide": self.guide}
        return {
            "deprecated": True,
            MARK: days | ({"successor": self.successor} if self.successor else {}),
        }

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Return the headers that every answer of the operation carries, refusals too."""
        links = [f'<{self.guide}>; rel="deprecation"; type="text/html"']
        if self.successor:
            links.append(f'<{self.successor}>; rel="successor-version"')
        return [
            (b"deprecation", f"@{int(_begin(self.since).timestamp())}".encode()),
            (b"sunset", format_datetime(_begin(self.sunset), usegmt=True).encode()),
            (b"link", ", ".join(links).encode()),
        ]


def read(described: Mapping[str, Any]) -> PhaseOut | None:
    """Return what an operation or schema says of its phase-out; None where it says nothing.

    Raises:
        ValueError: The days are no days, or too near each other.
    """
    if MARK not in described:
        return None
    said = described[MARK]
    since, sunset = date.fromisoformat(said["since"]), date.fromisoformat(said["sunset"])
    return PhaseOut(since, sunset, said.get("successor", ""), said.get("guide", GUIDE))


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
