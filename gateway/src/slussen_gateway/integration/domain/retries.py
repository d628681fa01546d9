"""When a delivery that failed is tried again: quickly at first, more and more seldom, for three days.

The first six waits follow the example of Standard Webhooks; the later ones are made to end within three days. Jitter
only shortens a wait, so that the end holds whatever the dice say.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

GIVE_UP_AFTER: Final = timedelta(days=3)
"""From the first attempt; the last attempt is made no later."""
WAITS: Final = tuple(
    timedelta(seconds=seconds) for seconds in (5, 60, 300, 1800, 7200, 18_000, 28_800, 43_200, 72_000, 86_400)
)
"""After the first attempt, the second, and so on: 71 h 36 min 5 s in all."""
JITTER: Final = 0.2
"""The largest part of a wait that chance takes away."""
LONGEST_ASKED_WAIT: Final = timedelta(hours=24)
"""What a receiver's `Retry-After` may ask for at most."""


def next_attempt(
    attempts: int,
    *,
    first_at: datetime,
    now: datetime,
    chance: float,
    asked_wait: timedelta | None = None,
) -> datetime | None:
    """Return when to try again after `attempts` failed attempts, or None where it is time to give up.

    Args:
        attempts: How many were made, at least one.
        first_at: When the first was made.
        now: When the last one failed.
        chance: A number from 0 up to but not including 1.
        asked_wait: What the receiver asked for (`Retry-After`); waited for at least, up to 24 hours.
    """
    ends_at = first_at + GIVE_UP_AFTER
    if attempts > len(WAITS) or now >= ends_at:
        return None
    wait = WAITS[attempts - 1] * (1 - JITTER * chance)
    if asked_wait is not None:
        wait = max(wait, min(asked_wait, LONGEST_ASKED_WAIT))
    return min(now + wait, ends_at)


def asked_wait(retry_after: str | None, now: datetime) -> timedelta | None:
    """Return the wait that a `Retry-After` asks for, in seconds or until a date (RFC 9110, 10.2.3).

    None where there is none, where it can't be read, or where its moment has passed.
    """
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), LONGEST_ASKED_WAIT.total_seconds()))
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return until - now if until > now else None
