"""Events in: every event of the platform goes through here on its way out."""

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.bus import Subscriptions
from slussen_chassis.clock import SystemClock
from slussen_contracts.catalogue import EVENTS
from slussen_contracts.events import Event
from slussen_gateway.integration.use_cases import feed

subscriptions = Subscriptions("integration")


@subscriptions.on(*EVENTS.values())
async def publish_event(event: Event, session: AsyncSession) -> None:
    """Let those know who may."""
    await feed.publish_event(session, event, now=SystemClock().now())
