"""What runs by the clock."""

import logging

from slussen_chassis.clock import SystemClock
from slussen_chassis.database import Context
from slussen_chassis.streams import ALARM_PERCENT, filled_percent
from slussen_chassis.worker import Job, WorkerParts
from slussen_gateway.integration.settings import IntegrationSettings
from slussen_gateway.integration.use_cases import feed, recalls, usage

FORGET_SECONDS = 3600.0
RECALL_SECONDS = 1.0
WATCH_SECONDS = 300.0

log = logging.getLogger(__name__)


def forget_old_events(settings: IntegrationSettings) -> Job:
    """Return the job that removes what is older than the feed promises to keep."""

    async def forget(parts: WorkerParts) -> None:
        async with parts.database.transaction(Context()) as session:
            await feed.forget_old_events(session, now=SystemClock().now(), kept_days=settings.retention_days)

    return forget


async def forget_old_usage(parts: WorkerParts) -> None:
    """Remove counts of systems' calls that are older than is kept."""
    async with parts.database.transaction(Context()) as session:
        await usage.forget_old_usage(session, now=SystemClock().now())


async def follow_recalls(parts: WorkerParts) -> None:
    """Ask those who were told of what was recalled, and remind of what nobody answered."""
    async with parts.database.transaction(Context()) as session:
        await recalls.open_recalls(session, now=SystemClock().now())
    async with parts.database.transaction(Context()) as session:
        await recalls.remind(session, now=SystemClock().now())


async def watch_stream(parts: WorkerParts) -> None:
    """Give the alarm while the stream is fuller than it should be, every five minutes."""
    percent = await filled_percent(parts.nats)
    if percent >= ALARM_PERCENT:
        log.error("alarm: the stream fills up", extra={"fields": {"percent": percent}})
