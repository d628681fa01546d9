"""Time limits for what is under way, swept a few times a second: cheaper than a timer for each request."""

import asyncio
from typing import Final, Protocol

SWEEP_SECONDS: Final = 0.25


class Limited(Protocol):
    """Something with a moment (on the event loop's clock) by which it must be over."""

    deadline: float

    def expire(self) -> None:
        """End it."""
        ...


class Deadlines:
    """Ends what has run past its deadline, at most a quarter of a second late."""

    def __init__(self) -> None:
        self._limited: set[Limited] = set()
        self._timer: asyncio.TimerHandle | None = None

    def add(self, limited: Limited) -> None:
        """Watch it until it is discarded."""
        self._limited.add(limited)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SWEEP_SECONDS, self._sweep)

    def discard(self, limited: Limited) -> None:
        """Watch it no longer."""
        self._limited.discard(limited)

    def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        for limited in [limited for limited in self._limited if limited.deadline <= now]:
            self._limited.discard(limited)
            limited.expire()
        self._timer = loop.call_later(SWEEP_SECONDS, self._sweep) if self._limited else None
