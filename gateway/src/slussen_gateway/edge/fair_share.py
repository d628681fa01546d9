"""Each caller's fair share: how many requests a client or user, and an authority, may make and have under way.

One that asks too much is told to wait, long before the others notice. Limits hold for one process; several gateways
behind a load balancer let through as many times more.
"""

import time
from collections import Counter
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from slussen_chassis.auth import Caller
from slussen_gateway.edge.problems import RATE_LIMITED, TOO_MANY_AT_ONCE, ProblemError
from slussen_gateway.edge.rate_limit import RateLimiter

Headers = tuple[tuple[bytes, bytes], ...]
ANONYMOUS_KIND: Final = "anonymous"


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


class FairShare:
    """Counts requests by caller and by authority; those without login are counted by address elsewhere."""

    def __init__(self, limits: Limits) -> None:
        self._callers = RateLimiter("caller", per_second=limits.caller_per_second, burst=limits.caller_burst)
        self._authorities = RateLimiter(
            "authority", per_second=limits.authority_per_second, burst=limits.authority_burst
        )
        self._at_once = limits.at_once
        self._under_way: Counter[str] = Counter()

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
        self._under_way[name] += 1
        return name, headers

    def leave(self, name: str | None) -> None:
        """The request is over."""
        if name is None:
            return
        self._under_way[name] -= 1
        if not self._under_way[name]:
            del self._under_way[name]

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
