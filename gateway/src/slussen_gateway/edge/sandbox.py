"""Failures that an integrator orders in a sandbox, to see what the own system makes of them; never in production.

`Slussen-Sandbox: fail=503;delay=2s` waits, then refuses with that status; nothing reaches the service, so nothing is
done. Where the sandbox is off the header is not looked at.
"""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from slussen_gateway.edge.incoming import Incoming
from slussen_gateway.edge.problems import Kind, ProblemError

HEADER: Final = b"slussen-sandbox"
LONGEST_DELAY: Final = 30.0
RETRY_AFTER: Final = 2

_DELAY: Final = re.compile(r"(\d{1,5})(ms|s)")
_TEXTS: Final[Mapping[int, tuple[str, str]]] = {
    400: ("ett anrop som inte går att tolka", "a request that can't be read"),
    401: ("en biljett som har gått ut", "a token that has expired"),
    403: ("en rättighet som saknas", "a right that is missing"),
    404: ("något som inte finns", "a thing that is not there"),
    429: ("för många anrop", "too many requests"),
    500: ("ett fel hos oss", "a fault on our side"),
    502: ("ett avbrutet svar", "an answer that was broken off"),
    503: ("en tjänst som är borta", "a service that is away"),
    504: ("en tjänst som är för långsam", "a service that is too slow"),
}
"""What may be ordered, and what it stands for."""

BAD_ORDER: Final = Kind(
    400,
    "sandbox-order-not-understood",
    "Huvudet Slussen-Sandbox förstås inte. Skriv till exempel fail=503;delay=2s. Status kan vara "
    + ", ".join(map(str, _TEXTS))
    + "; väntan är högst 30 s, i s eller ms.",
    "The header Slussen-Sandbox is not understood. Write, for example, fail=503;delay=2s. The status is one of "
    + ", ".join(map(str, _TEXTS))
    + "; the delay is 30 s at most, in s or ms.",
)


@dataclass(frozen=True, slots=True)
class Order:
    """What was ordered: how long to wait, in seconds, and the status to refuse with, if any."""

    delay: float = 0.0
    status: int | None = None


class Sandbox:
    """Carries out what is ordered, where the sandbox is on."""

    def __init__(self, *, is_on: bool) -> None:
        self._is_on = is_on

    async def carry_out(self, incoming: Incoming) -> None:
        """Wait and refuse as the request orders; do nothing where it orders nothing.

        Raises:
            ProblemError: The failure that was ordered, or an order that is not understood.
        """
        stated = incoming.read.get(HEADER) if self._is_on else None
        if stated is None:
            return
        order = _read(stated)
        if order is None:
            raise ProblemError(BAD_ORDER)
        await asyncio.sleep(order.delay)
        if order.status is not None:
            raise ProblemError(_refusal(order.status))


@lru_cache(256)
def _read(stated: bytes) -> Order | None:
    """Return the order, or None where it is none."""
    pairs = [part.strip().partition("=")[::2] for part in stated.decode("latin-1").split(";")]
    wanted = dict(pairs)
    if len(wanted) != len(pairs) or not wanted or not wanted.keys() <= {"fail", "delay"}:
        return None
    delay, status = _delay(wanted.get("delay", "0s")), wanted.get("fail")
    if delay is None or (status is not None and status not in set(map(str, _TEXTS))):
        return None
    return Order(delay, int(status) if status is not None else None)


def _delay(stated: str) -> float | None:
    found = _DELAY.fullmatch(stated)
    if found is None:
        return None
    seconds = int(found[1]) / (1000 if found[2] == "ms" else 1)
    return seconds if seconds <= LONGEST_DELAY else None


def _refusal(status: int) -> Kind:
    sv, en = _TEXTS[status]
    return Kind(
        status,
        "sandbox-ordered-failure",
        f"Felet är beställt och står för {sv}. Inget har utförts.",
        f"This failure was ordered and stands for {en}. Nothing was done.",
        "platform" if status >= 500 else "sender",  # noqa: PLR2004  the class of the platform's own faults
        retry_after=RETRY_AFTER if status in {429, 503} else None,
        challenge=b"Bearer" if status == 401 else None,  # noqa: PLR2004  unauthorised
    )
