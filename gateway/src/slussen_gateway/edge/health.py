"""Whether the edge lives, whether it can decide on access, and how all parts behind it do."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import orjson

from slussen_gateway.edge.connection import UpstreamError
from slussen_gateway.edge.issuer import Issuer
from slussen_gateway.edge.logouts import Logouts
from slussen_gateway.edge.register import Register
from slussen_gateway.edge.replies import Reply, json_reply
from slussen_gateway.edge.sessions import SessionStore
from slussen_gateway.edge.upstream import Pool

PART_SECONDS: Final = 2.0
LARGEST_REPORT: Final = 16 * 1024


class Health:
    """Answers for the edge and, side by side, for every service."""

    def __init__(
        self,
        issuer: Issuer,
        register: Register,
        store: SessionStore,
        logouts: Logouts,
        pools: Mapping[str, Pool],
    ) -> None:
        self._logouts = logouts
        self._issuer = issuer
        self._register = register
        self._store = store
        self._pools = pools

    async def ready(self) -> Reply:
        """Tell whether requests can be let in."""
        return _reply(_report(await self._own_checks()))

    async def everything(self) -> Reply:
        """Tell how the edge and every service do."""
        own, *reports = await asyncio.gather(
            self._own_checks(), *(_part(service, pool) for service, pool in self._pools.items())
        )
        parts = {"gateway": _report(own), **dict(zip(self._pools, reports, strict=True))}
        checks = {name: part["status"] for name, part in parts.items()}
        return _reply({**_report(checks), "parts": parts})

    async def _own_checks(self) -> dict[str, str]:
        checks = {
            "issuerKeys": self._issuer.has_keys,
            "grants": self._register.grants.is_loaded,
            "directory": self._register.directory.is_loaded,
            "logouts": self._logouts.marks.is_loaded,
            "sessions": await self._store.is_ready(),
        }
        return {name: "up" if holds else "down" for name, holds in checks.items()}


def _report(checks: Mapping[str, str]) -> dict[str, Any]:
    return {"status": "up" if all(check == "up" for check in checks.values()) else "down", "checks": checks}


def _reply(report: dict[str, Any]) -> Reply:
    return json_reply(report, status=200 if report["status"] == "up" else 503)


async def _part(service: str, pool: Pool) -> dict[str, Any]:
    """Return a service's own report on whether it is ready."""
    question = (
        b"GET /health/ready HTTP/1.1\r\nhost: %b\r\naccept: application/json\r\n\r\n" % service.encode()
    )
    try:
        async with asyncio.timeout(PART_SECONDS):
            connection = await pool.ask(question, may_resend=True)
            try:
                body = b""
                while (part := await connection.read()) and len(body) <= LARGEST_REPORT:
                    body += part
            finally:
                pool.release(connection)
        report = orjson.loads(body)
    except (UpstreamError, TimeoutError, ValueError):
        return {"status": "down", "checks": {}}
    if not isinstance(report, dict):
        return {"status": "down", "checks": {}}
    is_up = connection.status == 200  # noqa: PLR2004  OK
    return {"status": "up" if is_up else "down", "checks": report.get("checks", {})}
