"""Events in: every event of the platform goes through here on its way out."""

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.bus import Subscriptions
from slussen_chassis.clock import SystemClock
from slussen_contracts.catalogue import EVENTS
from slussen_contracts.events import Event
from slussen_contracts.operations.events import DeadLetterState
from slussen_gateway.integration.use_cases import dead_letters, feed

subscriptions = Subscriptions("integration")


@subscriptions.on(*EVENTS.values())
async def publish_event(event: Event, session: AsyncSession) -> None:
    """Let those know who may; what a service could not take goes to the operators' desk."""
    now = SystemClock().now()
    await feed.publish_event(session, event, now=now)
    if isinstance(event, DeadLetterState):
        await dead_letters.note_letter(session, event, now=now)
