"""Time and identifiers as dependencies, so that tests decide them.

Moments are aware and in UTC; calendar days are days in Europe/Stockholm (design decision: a last day ends
at its midnight there). Identifiers are UUIDv7 (RFC 9562), except for persons and families, whose ids must
not tell when someone became known: those are version 4.
"""

import secrets
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar, Protocol
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
RANDOM = 4
"""The version of a UUID that is random throughout."""


class Clock(Protocol):
    """Something that tells the present moment."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock; in a sandbox, moved by what stands in a file that all its processes read."""

    _moved_by: ClassVar[Path | None] = None

    @classmethod
    def follow(cls, moved_by: Path | None) -> None:
        """Let this process's clock be moved by the seconds in a file; settings refuse that in production."""
        cls._moved_by = moved_by

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        present = datetime.now(UTC)
        return present if self._moved_by is None else present + timedelta(seconds=_seconds_in(self._moved_by))


class FixedClock:
    """A clock for tests: it stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the moment that was set last."""
        return self.moment


def _seconds_in(file: Path) -> int:
    """Return what stands in the file; nothing, or nothing readable, moves nothing."""
    try:
        return int(file.read_text("ascii"))
    except (OSError, ValueError):
        return 0


def local_day(moment: datetime) -> date:
    """Return the calendar day in Europe/Stockholm at the aware moment `moment`."""
    return moment.astimezone(STOCKHOLM).date()


def new_id() -> UUID:
    """Return a new UUIDv7: 48 bits of Unix milliseconds, then 74 random bits (RFC 9562, 5.7)."""
    milliseconds = time.time_ns() // 1_000_000
    noise = secrets.randbits(74)
    value = (milliseconds & (2**48 - 1)) << 80
    value |= 0x7 << 76
    value |= (noise >> 62) << 64
    value |= 0b10 << 62
    value |= noise & (2**62 - 1)
    return UUID(int=value)


def new_person_id() -> UUID:
    """Return a new UUIDv4 for a person or a family: random, so that it tells nothing about when."""
    return uuid4()


def tells_when(found: UUID) -> bool:
    """Tell whether an id holds the moment at which it was made; one of version 4 is chosen where nothing may."""
    return found.version != RANDOM
