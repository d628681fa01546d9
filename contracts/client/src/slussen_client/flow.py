"""What happens in a call, apart from how one waits: a generator yields steps, and one of two runners carries them out.

So the rules stand once, and the synchronous and the asynchronous client follow the same.
"""

import asyncio
import logging
import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

T = TypeVar("T")
Outcome = httpx.Response | httpx.TransportError

log = logging.getLogger("slussen_client")


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request; what comes back is the answer, or why there is none."""

    request: httpx.Request


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait."""

    seconds: float


@dataclass(frozen=True, slots=True)
class NeedToken:
    """Give a token that is alive and another than `stale`."""

    stale: str | None = None


Step = Send | Pause | NeedToken
Flow = Generator[Step, Any, T]


def send(http: httpx.Client, request: httpx.Request) -> Outcome:
    """Return the answer to a request, or why there is none."""
    try:
        return http.send(request)
    except httpx.TransportError as error:
        return error


async def send_async(http: httpx.AsyncClient, request: httpx.Request) -> Outcome:
    """Return the answer to a request, or why there is none."""
    try:
        return await http.send(request)
    except httpx.TransportError as error:
        return error


def pause(step: Pause) -> None:
    """Wait."""
    log.info("asking again", extra={"fields": {"seconds": round(step.seconds, 1)}})
    time.sleep(step.seconds)


async def pause_async(step: Pause) -> None:
    """Wait, and let others work."""
    log.info("asking again", extra={"fields": {"seconds": round(step.seconds, 1)}})
    await asyncio.sleep(step.seconds)
