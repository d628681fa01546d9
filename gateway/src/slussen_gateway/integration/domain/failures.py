"""How many of a webhook's requests fail, and when that is said or the webhook disabled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

WINDOW: Final = timedelta(hours=24)
LEVELS: Final = (50, 70, 90, 100)
"""Per cent of failed requests at which a warning is given, each once until things are well again."""
FEWEST_ATTEMPTS: Final = 5
"""Below this nothing is said: one broken request out of two is no sign."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A webhook's requests of the last 24 hours, and since when nothing has arrived."""

    attempts: int
    failed: int
    silent_since: datetime | None = None

    @property
    def percent(self) -> int:
        """The failed ones in whole per cent, rounded down, so that 100 means all."""
        return self.failed * 100 // self.attempts if self.attempts else 0

    @property
    def level(self) -> int:
        """The highest level reached; 0 below the lowest, or where there are too few to tell."""
        if self.attempts < FEWEST_ATTEMPTS:
            return 0
        return max((level for level in LEVELS if self.percent >= level), default=0)

    def is_dead(self, now: datetime) -> bool:
        """Tell whether the webhook is to be disabled: all fail, and nothing arrived for the whole window."""
        silent = self.silent_since is not None and now - self.silent_since >= WINDOW
        return silent and self.level == LEVELS[-1]


def warned_level(before: int, tally: Tally) -> tuple[int, bool]:
    """Return the level to remember, and whether a warning is due: only where it rises."""
    level = tally.level
    if level > before:
        return level, True
    return (0 if tally.percent < LEVELS[0] else before), False
