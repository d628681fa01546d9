"""Time limits for hand-overs (tidsgränser för slussning) that an agreement holds, in calendar days by referral state.

The county's document is a minimum (handbook 4.5): where its profile states a limit, the parties may agree on a shorter
one, never on a longer. Where the profile is silent they agree as they like.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from slussen_chassis.errors import FieldProblem
from slussen_contracts.agreements.api import AgreementKind
from slussen_contracts.agreements.time_limits import LimitedState
from slussen_contracts.profiles.practice import TimeLimit

KINDS_WITH_LIMITS: Final = frozenset({AgreementKind.LOCAL, AgreementKind.COUNTY})
"""The kinds under which referrals are made."""


@dataclass(frozen=True, slots=True)
class ReferralTimeLimit:
    """In a state the next step is due after `due_days`; time is out after `expire_days`, None: as the county has it."""

    state: LimitedState
    due_days: int
    expire_days: int | None = None

    def content(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {**asdict(self), "state": self.state.value}

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "ReferralTimeLimit":
        """Return the limit that plain values mean."""
        return cls(LimitedState(content["state"]), content["due_days"], content["expire_days"])


def limit_faults(
    limits: Sequence[ReferralTimeLimit], kind: AgreementKind, county: Mapping[str, TimeLimit]
) -> Iterator[FieldProblem]:
    """Find what hinders that time limits are agreed on.

    Args:
        limits: The limits as they are to be.
        kind: The agreement's kind.
        county: What the county's profile states, by state.
    """
    if limits and kind not in KINDS_WITH_LIMITS:
        yield FieldProblem(
            "referralTimeLimits",
            "local-or-county",
            "bara ett lokalt avtal eller länets har tidsgränser för slussning",
            "only a local agreement or the county's has time limits for hand-overs",
        )
    times = Counter(limit.state for limit in limits)
    for place, limit in enumerate(limits):
        field = f"referralTimeLimits.{place}"
        if times[limit.state] > 1:
            yield FieldProblem(
                f"{field}.state", "unique", "samma läge står två gånger", "the same state stands twice"
            )
        if limit.expire_days is not None and limit.expire_days <= limit.due_days:
            yield FieldProblem(
                f"{field}.expireDays",
                "order",
                "ska vara fler dagar än dueDays",
                "must be more days than dueDays",
            )
        if stated := county.get(limit.state):
            yield from _beyond(limit, stated, field)


def _beyond(limit: ReferralTimeLimit, stated: TimeLimit, field: str) -> Iterator[FieldProblem]:
    wanted = (
        ("dueDays", limit.due_days, stated.due_days),
        ("expireDays", limit.expire_days, stated.expire_days),
    )
    for name, days, most in wanted:
        if days is not None and most is not None and days > most:
            yield FieldProblem(
                f"{field}.{name}",
                "county-limit",
                f"länet anger högst {most} dagar",
                f"the county says at most {most} days",
            )
