"""What systems have called, what was refused, and how much of their limits they use.

Limits hold for each gateway by itself. What counts for a system is therefore the gateway where it is nearest to its
limit, not the sum over all of them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from slussen_chassis.errors import FieldProblem, InvalidError

KEPT_DAYS: Final = 30
"""How long counts and refusals are kept."""
KEPT_ERRORS: Final = 100
"""Of one system: the newest."""
USUAL_PERIOD: Final = timedelta(hours=24)
ALIVE: Final = timedelta(minutes=3)
"""A gateway that has told nothing for so long is not counted as running; it tells at least once a minute."""
HOUR: Final = timedelta(hours=1)

Fault = Literal["sender", "recipient", "platform"]


@dataclass(frozen=True, slots=True)
class Period:
    """Hours: from the beginning of the first, up to the end of the last."""

    start: datetime
    end: datetime

    def not_before(self, moment: datetime) -> "Period":
        """Return the part that is not before the hour of a moment."""
        return Period(max(self.start, hour_of(moment)), self.end)


@dataclass(frozen=True, slots=True)
class Calls:
    """How often one kind of call was made in one hour, at all gateways together.

    Attributes:
        route: The path's template.
        problem: Code of the problem that answered; None where there was none.
    """

    hour: datetime
    method: str
    route: str
    status: int
    problem: str | None
    calls: int

    @property
    def service(self) -> str:
        """The service that the route leads to."""
        return self.route.split("/")[1]


@dataclass(frozen=True, slots=True)
class HourTotal:
    """The calls of one hour: those that were answered, and those that were refused (status of 400 and above)."""

    hour: datetime
    answered: int
    refused: int


@dataclass(frozen=True, slots=True)
class CallKind:
    """How often one kind of call was made in a whole period."""

    method: str
    route: str
    status: int
    problem: str | None
    calls: int


@dataclass(frozen=True, slots=True)
class CallError:
    """A call that was refused."""

    at: datetime
    method: str
    route: str
    status: int
    problem: str | None
    fault: Fault | None
    trace_id: str


@dataclass(frozen=True, slots=True)
class Gateway:
    """A gateway's process and its limits."""

    instance: UUID
    told_at: datetime
    caller_per_second: float
    caller_burst: int
    authority_per_second: float
    authority_burst: int
    at_once: int


@dataclass(frozen=True, slots=True)
class Share:
    """How much a system uses at one gateway: as last told, and the most in one hour."""

    instance: UUID
    hour: datetime
    told_at: datetime
    at_once: int
    peak_at_once: int
    used: int
    peak_used: int
    authority_used: int
    peak_authority_used: int


@dataclass(frozen=True, slots=True)
class Quota:
    """One limit at one gateway, how much of it is used now, and the most in this hour and the one before.

    Attributes:
        per_second: How many requests come back each second; None for what is not counted over time.
    """

    limit: int
    per_second: float | None
    used: int
    peak: int


@dataclass(frozen=True, slots=True)
class Quotas:
    """A system's limits.

    Attributes:
        gateways: How many gateways run; each lets as much through.
        told_at: When the newest word of them came; None where none runs.
    """

    gateways: int
    told_at: datetime | None
    client: Quota | None
    authority: Quota | None
    at_once: Quota | None


def hour_of(moment: datetime) -> datetime:
    """Return the beginning of the hour that a moment lies in."""
    return moment.replace(minute=0, second=0, microsecond=0)


def period_of(start: datetime | None, end: datetime | None, *, now: datetime) -> Period:
    """Return the whole hours that are asked for; the last 24 where nothing is said.

    Raises:
        InvalidError: The period ends before it begins.
    """
    last = hour_of(end - timedelta(microseconds=1)) + HOUR if end else hour_of(now) + HOUR
    first = hour_of(start) if start else last - USUAL_PERIOD
    if first >= last:
        raise InvalidError(
            FieldProblem("from", "period", "ska vara före to", "must be before to"),
        )
    return Period(first, last)


def quotas_of(gateways: Collection[Gateway], shares: Collection[Share], *, now: datetime) -> Quotas:
    """Return a system's limits, and how much is used at the gateway where it is nearest to them."""
    running = [gateway for gateway in gateways if now - gateway.told_at < ALIVE]
    if not running:
        return Quotas(0, None, None, None, None)
    limits = max(running, key=lambda gateway: gateway.told_at)
    known = {gateway.instance for gateway in running}
    this_hour = hour_of(now)
    recent = [share for share in shares if share.hour >= this_hour - HOUR]
    newest: dict[UUID, Share] = {}
    for share in sorted(recent, key=lambda one: one.told_at):
        newest[share.instance] = share
    present = [share for instance, share in newest.items() if instance in known]

    def quota(limit: int, per_second: float | None, name: str) -> Quota:
        used = max((int(getattr(share, name)) for share in present), default=0)
        peak = max((int(getattr(share, f"peak_{name}")) for share in recent), default=0)
        return Quota(limit, per_second, used, peak)

    return Quotas(
        len(running),
        limits.told_at,
        quota(limits.caller_burst, limits.caller_per_second, "used"),
        quota(limits.authority_burst, limits.authority_per_second, "authority_used"),
        quota(limits.at_once, None, "at_once"),
    )
