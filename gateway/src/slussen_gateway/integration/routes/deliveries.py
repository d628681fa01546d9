"""What is sent to a webhook, over HTTP: the log, resend, replay, test event, and a filter tried out."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Page, Paging, Transaction
from slussen_contracts.integration.api import Position
from slussen_contracts.integration.webhooks import (
    AttemptRead,
    DeliveryDetails,
    DeliveryRead,
    DeliveryState,
    FilterTest,
    FilterTested,
    RangeCount,
    ReplayOrdered,
    ReplayWrite,
)
from slussen_gateway.integration.domain.webhooks import Delivery
from slussen_gateway.integration.routes.webhooks import MANAGES, PREFIX, WebhookId
from slussen_gateway.integration.use_cases import deliveries

router = APIRouter(prefix=PREFIX, tags=["webhooks"], route_class=TransactionRoute)

DeliveryId = Annotated[UUID, Path(description="Sändningens id. / The delivery's id.")]


@router.get("/webhooks/{webhook_id}/deliveries", operation_id="listDeliveries", dependencies=MANAGES)
async def list_deliveries(
    webhook_id: WebhookId,
    session: Transaction,
    page: Paging,
    caller: CurrentCaller,
    *,
    state: Annotated[DeliveryState | None, Query(description="Läge. / State.")] = None,
) -> Page[DeliveryRead]:
    """Lista sändningar, den senaste först. / List deliveries, the newest first."""
    found = await deliveries.list_deliveries(session, webhook_id, page, state=state, caller=caller)
    return Page[DeliveryRead].of([_read(delivery) for delivery in found], page)


@router.get(
    "/webhooks/{webhook_id}/deliveries/{delivery_id}", operation_id="getDelivery", dependencies=MANAGES
)
async def get_delivery(
    webhook_id: WebhookId, delivery_id: DeliveryId, session: Transaction, caller: CurrentCaller
) -> DeliveryDetails:
    """Visa en sändning och varje försök: begäran och svar utan innehåll. / Show a delivery and every request."""
    delivery, attempts = await deliveries.get_delivery(session, webhook_id, delivery_id, caller=caller)
    log = [AttemptRead.model_validate(attempt, from_attributes=True) for attempt in attempts]
    return DeliveryDetails(**dict(_read(delivery)), log=log)


@router.post(
    "/webhooks/{webhook_id}/deliveries/{delivery_id}/resending",
    operation_id="resendDelivery",
    status_code=201,
    dependencies=MANAGES,
)
async def resend_delivery(
    webhook_id: WebhookId, delivery_id: DeliveryId, session: Transaction, caller: CurrentCaller, now: Now
) -> DeliveryRead:
    """Skicka händelsen igen, med samma `webhook-id`. / Send the event again, with the same `webhook-id`."""
    return _read(await deliveries.resend_delivery(session, webhook_id, delivery_id, caller=caller, now=now))


@router.post(
    "/webhooks/{webhook_id}/test-events",
    operation_id="sendTestEvent",
    status_code=201,
    dependencies=MANAGES,
)
async def send_test_event(
    webhook_id: WebhookId, session: Transaction, caller: CurrentCaller, now: Now
) -> DeliveryRead:
    """Skicka en provhändelse (`slussen.integration.webhook.tested.v1`). / Send a test event."""
    return _read(await deliveries.send_test_event(session, webhook_id, caller=caller, now=now))


@router.get("/webhooks/{webhook_id}/replay-counts", operation_id="countReplay", dependencies=MANAGES)
async def count_replay(
    webhook_id: WebhookId,
    session: Transaction,
    caller: CurrentCaller,
    *,
    after: Annotated[Position, Query(description="Efter denna plats. / After this position.")],
    through: Annotated[Position, Query(description="Till och med. / Up to and including.")],
) -> RangeCount:
    """Räkna hur många händelser en omsändning skulle skicka. / Count how many events a replay would send."""
    count = await deliveries.count_replay(session, webhook_id, after=after, through=through, caller=caller)
    return RangeCount(count=count)


@router.post(
    "/webhooks/{webhook_id}/replays", operation_id="replayRange", status_code=201, dependencies=MANAGES
)
async def replay_range(
    webhook_id: WebhookId, wanted: ReplayWrite, session: Transaction, caller: CurrentCaller, now: Now
) -> ReplayOrdered:
    """Skicka ett intervall igen; ange det antal som räknats. / Send a range again; state the number counted."""
    count = await deliveries.replay_range(
        session,
        webhook_id,
        after=wanted.after,
        through=wanted.through,
        expected_count=wanted.expected_count,
        caller=caller,
        now=now,
    )
    return ReplayOrdered(count=count)


@router.post("/webhook-filter-tests", operation_id="tryFilter", dependencies=MANAGES)
async def try_filter(tried: FilterTest, session: Transaction, caller: CurrentCaller) -> FilterTested:
    """Pröva ett filter: vilka av de senaste händelserna skulle det släppa igenom? / Try a filter on the newest."""
    looked_at, found = await deliveries.try_filter(session, tried, caller=caller)
    events = [dict(entry.envelope) for entry in found]
    return FilterTested(looked_at=looked_at, matching=len(events), events=events)


def _read(delivery: Delivery) -> DeliveryRead:
    return DeliveryRead.model_validate(delivery, from_attributes=True)
