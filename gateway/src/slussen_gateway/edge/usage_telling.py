"""Telling what has been counted, every few seconds, beside the requests (decision 0058).

While the bus is away the counts wait in memory, and no request notices. What has not been told when the process is
killed is lost: at most what was counted since the last telling.
"""

import asyncio
import logging
import time
from contextlib import suppress
from typing import Any, Final
from uuid import UUID, uuid4

from nats.errors import Error as NatsError

from slussen_gateway.edge.bus import Bus
from slussen_gateway.edge.fair_share import FairShare, Used
from slussen_gateway.edge.register import Register
from slussen_gateway.edge.usage import HOUR_SECONDS, Usage
from slussen_gateway.usage_report import SUBJECT, ToldLimits, UsageReport, UsedShare

log = logging.getLogger(__name__)

BATCH: Final = 500
"""Lines of each kind in one message, which stays far below the bus's limit of 1 MB."""
ALIVE_SECONDS: Final = 60.0
"""How often a gateway that has nothing to tell says that it is there, and what its limits are."""
LAST_WORD_SECONDS: Final = 1.0

_ShareKey = tuple[str, int]


class UsageTelling:
    """Tells the integration app what one gateway has counted, and how much of their limits its clients use."""

    def __init__(
        self, bus: Bus, usage: Usage, *, fair_share: FairShare, register: Register, every: float
    ) -> None:
        self._bus = bus
        self._usage = usage
        self._fair_share = fair_share
        self._register = register
        self._every = every
        self._instance = uuid4()
        self._shares: dict[_ShareKey, UsedShare] = {}
        self._untold: dict[_ShareKey, None] = {}
        self._told_at = 0.0
        limits = fair_share.limits
        self._limits = ToldLimits.model_validate(limits, from_attributes=True)

    async def run(self) -> None:
        """Tell for as long as the edge runs."""
        while True:
            with suppress(NatsError, TimeoutError, OSError):
                await self.tell()
            await asyncio.sleep(self._every)

    async def last_word(self) -> None:
        """Tell what is left before the edge stops, if the bus takes it at once."""
        with suppress(NatsError, TimeoutError, OSError):
            async with asyncio.timeout(LAST_WORD_SECONDS):
                await self.tell()

    async def tell(self) -> None:
        """Tell everything that has changed since it was last told.

        Raises:
            NatsError: The bus did not confirm; all that it did not is told again.
        """
        now = time.time()
        self._usage.gather(now)
        self._look_at_shares(int(now) // HOUR_SECONDS)
        if self._usage.dropped:
            log.warning("calls were not counted", extra={"fields": {"calls": self._usage.dropped}})
            self._usage.dropped = 0
        while self._bus.is_connected and await self._tell_some():
            pass

    async def _tell_some(self) -> bool:
        """Tell one message's worth; whether there was any."""
        lines, refusals = self._usage.untold(BATCH), self._usage.refusals(BATCH)
        shares = list(self._untold)[:BATCH]
        if not (lines or refusals or shares) and time.monotonic() - self._told_at < ALIVE_SECONDS:
            return False
        report = UsageReport(
            instance=self._instance,
            at=time.time(),
            limits=self._limits,
            calls=self._usage.counted(lines),
            refusals=refusals,
            shares=tuple(self._shares[key] for key in shares),
        )
        await self._bus.tell(SUBJECT, report.model_dump_json().encode())
        self._told_at = time.monotonic()
        self._usage.told(lines, refusals)
        for key in shares:
            self._untold.pop(key, None)
        return True

    def _look_at_shares(self, hour: int) -> None:
        """Note how much of its share each client uses, beside the most that it has used in this hour."""
        known = self._fair_share.clients() | self._usage.clients()
        clients = [(client, self._authority_of(client)) for client in known]
        for client, authority in clients:
            share = _share(client, hour, self._fair_share.used(client, authority))
            before = self._shares.get((client, hour))
            share = _with_peaks(share, before) if before else share
            if share != before:
                self._shares[client, hour] = share
                self._untold[client, hour] = None
        self._fair_share.reset(clients)
        for key in [key for key in self._shares if key[1] < hour - 1]:
            del self._shares[key]
            self._untold.pop(key, None)

    def _authority_of(self, client: str) -> UUID | None:
        grant = self._register.client_grant(client)
        entry = self._register.organisation(grant.organisation_number or "") if grant else None
        return entry.authority_id if entry else None


def _share(client: str, hour: int, used: Used) -> UsedShare:
    parts: dict[str, Any] = {name: getattr(used, name) for name in Used.__slots__}
    return UsedShare(client=client, hour=hour, **parts)


def _with_peaks(share: UsedShare, before: UsedShare) -> UsedShare:
    """Return a share with the most that it or one before in the same hour has seen."""
    peaks = ("peak_at_once", "peak_used", "peak_authority_used")
    return share.model_copy(update={name: max(getattr(share, name), getattr(before, name)) for name in peaks})
