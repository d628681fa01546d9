"""Time and identifiers as dependencies, so that tests decide them.

Moments are aware and in UTC; calendar days are days in Europe/Stockholm (design decision: a last day ends
at its midnight there). Identifiers are UUIDv7 (RFC 9562), except for persons and families, whose ids must
not tell when someone became known: those are version 4.
"""

import secrets
import time
from datetime import UTC, date, datetime
from typing import Protocol
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Clock(Protocol):
    """Something that tells the present moment."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock for tests: it stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the moment that was set last."""
        return self.moment


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
