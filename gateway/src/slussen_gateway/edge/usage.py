"""What machine clients ask of the edge and how it ends, counted by hour in memory (decision 0058).

On the way of a request this is one look-up and one addition. Everything else happens when the counts are told.
Memory is bounded: what would go beyond is not counted, and the log says how much that was.
"""

import re
import time
from collections import deque
from collections.abc import Sequence
from typing import Any, Final

import orjson

from slussen_contracts.routes import ROUTE_TEMPLATES
from slussen_gateway.edge.exchange import Exchange
from slussen_gateway.edge.routing import template_of
from slussen_gateway.usage_report import CountedCalls, RefusedCall

HOUR_SECONDS: Final = 3600
MOST_LINES: Final = 20_000
MOST_CLIENTS: Final = 1_000
"""Clients whose refusals are remembered until they are told."""
KEPT_REFUSALS: Final = 100
"""Of one client."""
KEPT_HOURS: Final = 24
"""How long counts wait for a bus that is away."""
FIRST_REFUSAL: Final = 400
CLIENT_GONE: Final = 499
PLATFORM: Final = 500

Line = tuple[str, int, str, str, int, str]
"""Client, hour, method, route, status, problem."""

_CODE: Final = re.compile(r"[a-z][a-z0-9-]{0,79}")
_FAULTS: Final = frozenset({"sender", "recipient", "platform"})


class Usage:
    """Counts the calls of machine clients.

    Attributes:
        dropped: Calls that were not counted for want of room.
    """

    def __init__(self, own_clients: frozenset[str]) -> None:
        self._own = own_clients
        self._pending: dict[Line, int] = {}
        self._totals: dict[Line, int] = {}
        self._untold: dict[Line, None] = {}
        self._refusals: dict[str, deque[RefusedCall]] = {}
        self._serial = 0
        self.dropped = 0

    def record(self, exchange: Exchange) -> None:
        """Count a request that has ended, if a machine client's token was behind it."""
        client = exchange.client_id
        if client is None or client in self._own:
            return
        status = exchange.status or CLIENT_GONE
        route, problem = exchange.template, ""
        if status >= FIRST_REFUSAL or exchange.outcome:
            route = known_route(exchange)
            problem = self._refuse(exchange, client, route, status)
        line = (client, int(time.time()) // HOUR_SECONDS, exchange.incoming.method, route, status, problem)
        pending = self._pending
        if line in pending:
            pending[line] += 1
        elif len(pending) < MOST_LINES:
            pending[line] = 1
        else:
            self.dropped += 1

    def _refuse(self, exchange: Exchange, client: str, route: str, status: int) -> str:
        """Remember a refusal; return its problem's code."""
        problem, fault = what_went_wrong(exchange, status)
        kept = self._refusals.get(client)
        if kept is None:
            if len(self._refusals) >= MOST_CLIENTS:
                return problem
            kept = self._refusals[client] = deque(maxlen=KEPT_REFUSALS)
        self._serial += 1
        refused: dict[str, Any] = {
            "serial": self._serial,
            "client": client,
            "at": time.time(),
            "method": exchange.incoming.method,
            "route": route,
            "status": status,
            "problem": problem,
            "fault": fault,
            "trace_id": exchange.incoming.trace_id,
        }
        kept.append(RefusedCall.model_construct(**refused))
        return problem

    # -- telling --------------------------------------------------------------------------------------------

    def gather(self, now: float) -> None:
        """Add what has been counted since the last time to the sums, and forget what is old and told."""
        pending, self._pending = self._pending, {}
        for line, calls in pending.items():
            known = self._totals.get(line)
            if known is None and len(self._totals) >= MOST_LINES:
                self.dropped += calls
                continue
            self._totals[line] = (known or 0) + calls
            self._untold[line] = None
        self._forget(int(now) // HOUR_SECONDS)

    def _forget(self, hour: int) -> None:
        for line in [line for line in self._totals if line[1] < hour - 1]:
            if line not in self._untold:
                del self._totals[line]
            elif line[1] < hour - KEPT_HOURS:
                self.dropped += self._totals.pop(line)
                del self._untold[line]

    def untold(self, most: int) -> list[Line]:
        """Return lines whose sums have changed since they were told."""
        return [line for line, _ in zip(self._untold, range(most), strict=False)]

    def counted(self, lines: Sequence[Line]) -> tuple[CountedCalls, ...]:
        """Return these lines with their sums."""
        return tuple(_counted(line, self._totals[line]) for line in lines)

    def refusals(self, most: int) -> tuple[RefusedCall, ...]:
        """Return refusals that have not been told."""
        every = (refused for kept in self._refusals.values() for refused in kept)
        return tuple(refused for refused, _ in zip(every, range(most), strict=False))

    def told(self, lines: Sequence[Line], refusals: Sequence[RefusedCall]) -> None:
        """Note what has been told."""
        for line in lines:
            del self._untold[line]
        serials = {refused.serial for refused in refusals}
        for client in {refused.client for refused in refusals}:
            kept = self._refusals[client]
            left = [refused for refused in kept if refused.serial not in serials]
            if left:
                self._refusals[client] = deque(left, maxlen=KEPT_REFUSALS)
            else:
                del self._refusals[client]

    def clients(self) -> set[str]:
        """Return the clients that have called in this hour or the one before."""
        return {line[0] for line in self._totals}


def _counted(line: Line, calls: int) -> CountedCalls:
    client, hour, method, route, status, problem = line
    parts: dict[str, Any] = {"client": client, "hour": hour, "method": method, "route": route}
    return CountedCalls.model_construct(**parts, status=status, problem=problem, calls=calls)


def known_route(exchange: Exchange) -> str:
    """Return the template of a refused request: of a published operation, else as the log has it."""
    if exchange.template.endswith("/"):
        template = template_of(exchange.incoming.raw_path)
        if template in ROUTE_TEMPLATES:
            return template
    return exchange.template


def what_went_wrong(exchange: Exchange, status: int) -> tuple[str, str | None]:
    """Return a refusal's code and whose fault it is, by our own words or by the service's problem details."""
    if exchange.outcome:
        code = exchange.outcome.removeprefix("torn: ").replace(" ", "-")
        return code, exchange.fault or "sender"
    code, fault = _read(exchange.problem)
    return code, fault or ("platform" if status >= PLATFORM else "sender")


def _read(body: bytes) -> tuple[str, str | None]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return "", None
    if not isinstance(found, dict):
        return "", None
    code, fault = found.get("code"), found.get("fault")
    is_code = isinstance(code, str) and _CODE.fullmatch(code) is not None
    is_fault = isinstance(fault, str) and fault in _FAULTS
    return str(code) if is_code else "", str(fault) if is_fault else None
