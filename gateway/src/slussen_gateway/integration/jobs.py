"""What runs by the clock."""

from slussen_chassis.clock import SystemClock
from slussen_chassis.database import Context
from slussen_chassis.worker import WorkerParts
from slussen_gateway.integration.use_cases import feed

FORGET_SECONDS = 3600.0


async def forget_old_events(parts: WorkerParts) -> None:
    """Remove what is older than the feed promises to keep."""
    async with parts.database.transaction(Context()) as session:
        await feed.forget_old_events(session, now=SystemClock().now())
