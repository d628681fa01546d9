"""Each caller's fair share: how many requests a client or user, and an authority, may make and have under way.

One that asks too much is told to wait, long before the others notice. Limits hold for one process; several gateways
behind a load balancer let through as many times more.
"""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from slussen_chassis.auth import Caller
from slussen_gateway.edge.problems import RATE_LIMITED, TOO_MANY_AT_ONCE, ProblemError
from slussen_gateway.edge.rate_limit import RateLimiter

Headers = tuple[tuple[bytes, bytes], ...]
ANONYMOUS_KIND: Final = "anonymous"
_CLIENT: Final = "client:"
"""How the name of a machine client begins, by which its requests are counted."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one caller, and one authority over all its callers, may ask.

    Attributes:
        at_once: Most requests of one caller that are under way.
    """

    caller_per_second: float
    caller_burst: int
    authority_per_second: float
    authority_burst: int
    at_once: int


@dataclass(frozen=True, slots=True)
class Used:
    """How much of a share is used: requests under way, and requests of the burst, each now and at most."""

    at_once: int
    peak_at_once: int
    used: int
    peak_used: int
    authority_used: int
    peak_authority_used: int


class FairShare:
    """Counts requests by caller and by authority; those without login are counted by address elsewhere."""

    def __init__(self, limits: Limits) -> None:
        self._callers = RateLimiter("caller", per_second=limits.caller_per_second, burst=limits.caller_burst)
        self._authorities = RateLimiter(
            "authority", per_second=limits.authority_per_second, burst=limits.authority_burst
        )
        self._at_once = limits.at_once
        self._under_way: Counter[str] = Counter()
        self._peaks: dict[str, int] = {}
        self.limits = limits

    def enter(self, caller: Caller) -> tuple[str | None, Headers]:
        """Let a request in; return the name to `leave` by, and what its answer says about the caller's share.

        Raises:
            ProblemError: The caller or its authority has used up its share, or has too many requests under way.
        """
        if caller.kind == ANONYMOUS_KIND:
            return None, ()
        name = _name(caller)
        if self._under_way[name] >= self._at_once:
            raise ProblemError(TOO_MANY_AT_ONCE)
        headers = self._take(name, caller.authority_id)
        under_way = self._under_way[name] + 1
        self._under_way[name] = under_way
        if under_way > self._peaks.get(name, 0):
            self._peaks[name] = under_way
        return name, headers

    def leave(self, name: str | None) -> None:
        """The request is over."""
        if name is None:
            return
        self._under_way[name] -= 1
        if not self._under_way[name]:
            del self._under_way[name]

    def clients(self) -> set[str]:
        """Return the machine clients that have requests under way, or have had since `reset`."""
        names = self._under_way.keys() | self._peaks.keys()
        return {name.removeprefix(_CLIENT) for name in names if name.startswith(_CLIENT)}

    def used(self, client: str, authority: UUID | None) -> Used:
        """Return how much a client uses of its share, and its authority of its own: now, and the most since `reset`."""
        now, name = time.monotonic(), _CLIENT + client
        own, of_authority = self._callers.used(name, now), self._authorities.used(str(authority), now)
        at_once = self._under_way.get(name, 0)
        return Used(at_once, max(at_once, self._peaks.get(name, 0)), *own, *of_authority)

    def reset(self, clients: Iterable[tuple[str, UUID | None]]) -> None:
        """Begin anew to look for the most that anybody uses."""
        self._peaks = {}
        for client, authority in clients:
            self._callers.reset(_CLIENT + client)
            self._authorities.reset(str(authority))

    def _take(self, name: str, authority: UUID | None) -> Headers:
        now = time.monotonic()
        own = self._callers.take(name, now)
        if not own.is_allowed:
            raise ProblemError(RATE_LIMITED, *own.headers)
        if authority is not None:
            shared = self._authorities.take(str(authority), now)
            if not shared.is_allowed:
                raise ProblemError(RATE_LIMITED, *shared.headers)
        return own.headers


def _name(caller: Caller) -> str:
    """Return whom a request counts for: the user who acts, else the client."""
    return f"{caller.kind}:{caller.subject}"
