"""A token bucket for each client address, for requests without login."""

import ipaddress
import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from slussen_gateway.edge.incoming import Incoming
from slussen_gateway.edge.problems import RATE_LIMITED, ProblemError

MOST_ADDRESSES: Final = 20_000
IPV6_PREFIX: Final = 64
"""One subscriber is given a whole /64, so that all its addresses share a bucket."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(slots=True)
class _Bucket:
    level: float
    filled_at: float
    lowest: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request is let in, and what its answer says about the rest (draft-ietf-httpapi-ratelimit-headers)."""

    is_allowed: bool
    headers: tuple[tuple[bytes, bytes], ...]


class RateLimiter:
    """Lets each key make `burst` requests at once and `per_second` in the long run; memory is bounded."""

    def __init__(self, name: str, *, per_second: float, burst: int) -> None:
        self._name = name.encode()
        self._per_second = per_second
        self._burst = burst
        self._buckets: dict[str, _Bucket] = {}
        window = math.ceil(burst / per_second)
        self._policy = (b"ratelimit-policy", b'"%b";q=%d;w=%d' % (self._name, burst, window))

    def take(self, key: str, now: float) -> Verdict:
        """Take one request from the key's bucket at `now` (seconds)."""
        bucket = self._buckets.pop(key, None) or self._new_bucket(now)
        self._buckets[key] = bucket
        bucket.level = min(self._burst, bucket.level + (now - bucket.filled_at) * self._per_second)
        bucket.filled_at = now
        if bucket.level >= 1:
            bucket.level -= 1
            bucket.lowest = min(bucket.lowest, bucket.level)
            return Verdict(is_allowed=True, headers=self._headers(bucket))
        wait = math.ceil((1 - bucket.level) / self._per_second)
        return Verdict(is_allowed=False, headers=(*self._headers(bucket), (b"retry-after", b"%d" % wait)))

    def used(self, key: str, now: float) -> tuple[int, int]:
        """Return how many requests of the burst a key has used up at `now`, and the most since it was last reset."""
        bucket = self._buckets.get(key)
        if bucket is None:
            return 0, 0
        level = min(self._burst, bucket.level + (now - bucket.filled_at) * self._per_second)
        return math.ceil(self._burst - level), math.ceil(self._burst - bucket.lowest)

    def reset(self, key: str) -> None:
        """Begin anew to look for the most that a key uses up."""
        bucket = self._buckets.get(key)
        if bucket is not None:
            bucket.lowest = bucket.level

    def _new_bucket(self, now: float) -> _Bucket:
        while len(self._buckets) >= MOST_ADDRESSES:
            del self._buckets[next(iter(self._buckets))]
        return _Bucket(level=self._burst, filled_at=now, lowest=self._burst)

    def _headers(self, bucket: _Bucket) -> tuple[tuple[bytes, bytes], ...]:
        full_in = math.ceil((self._burst - bucket.level) / self._per_second)
        return (self._policy, (b"ratelimit", b'"%b";r=%d;t=%d' % (self._name, bucket.level, full_in)))


class ClientLimiter:
    """Limits clients by their addresses.

    `trusted` are the networks of our own proxies, whose `X-Forwarded-For` counts.
    """

    def __init__(self, limiter: RateLimiter, trusted: Sequence[Network]) -> None:
        self._limiter = limiter
        self._trusted = trusted

    def take(self, incoming: Incoming) -> tuple[tuple[bytes, bytes], ...]:
        """Let a request in, and return what its answer says about the rest.

        Raises:
            ProblemError: The client has used up its share.
        """
        peer = incoming.scope.get("client")
        key = client_key(peer[0] if peer else None, incoming.read.get(b"x-forwarded-for"), self._trusted)
        verdict = self._limiter.take(key, time.monotonic())
        if not verdict.is_allowed:
            raise ProblemError(RATE_LIMITED, *verdict.headers)
        return verdict.headers


def client_key(peer: str | None, forwarded_for: bytes | None, trusted: Iterable[Network]) -> str:
    """Return what a client is counted by: its address, or its network for IPv6.

    `X-Forwarded-For` counts only as far as our own proxies wrote it: the last address that is none of theirs.
    """
    address = _address(peer)
    hops = [hop.strip() for hop in (forwarded_for or b"").decode("latin-1").split(",")]
    while address is not None and hops and any(address in network for network in trusted):
        address = _address(hops.pop()) or address
    if address is None:
        return "local"
    if address.version == 6:  # noqa: PLR2004  the protocol's number
        return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))
    return str(address)


def is_among(peer: str | None, networks: Iterable[Network]) -> bool:
    """Tell whether an address lies in one of the networks."""
    address = _address(peer)
    return address is not None and any(address in network for network in networks)


def _address(text: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text or "")
    except ValueError:
        return None
