"""The connection to NATS, with the settings that must be right (retries for ever, short pings, no silent loss)."""

import logging
import os

from nats.aio.client import Client

log = logging.getLogger(__name__)


async def connect(url: str, *, name: str, seed: str | None = None) -> Client:
    """Return a connection that reconnects for ever.

    Raises:
        nats.errors.Error: The first connection could not be made.
    """
    client = Client()

    async def on_error(error: Exception) -> None:
        log.warning("nats error", extra={"fields": {"reason": type(error).__name__}})

    async def on_closed() -> None:
        log.info("nats connection closed")

    await client.connect(
        url,
        name=name,
        nkeys_seed_str=seed,
        max_reconnect_attempts=-1,
        reconnect_time_wait=1,
        ping_interval=15,
        max_outstanding_pings=2,
        error_cb=on_error,
        closed_cb=on_closed,
        connect_timeout=5,
    )
    return client


def process_name(service: str, part: str) -> str:
    """Return the name under which a process shows at the broker."""
    return f"{service}-{part}-{os.getpid()}"
