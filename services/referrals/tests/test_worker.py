"""The worker as it runs: events in from the stream, effects and events out."""

import asyncio
from uuid import uuid4

from nats.aio.client import Client
from referral_world import World, made

from slussen_chassis.relay import publish
from slussen_contracts.catalogue import STREAM
from slussen_contracts.events import Event, to_cloud_event
from slussen_referrals.settings import ReferralsSettings
from slussen_referrals.worker import create_worker


async def test_a_withdrawal_on_the_stream_suspends_and_the_suspension_is_announced_there(
    world: World, settings: ReferralsSettings, nats: Client
) -> None:
    consent = uuid4()
    referral = await world.sent((consent, 1))
    await nats.jetstream().purge_stream(STREAM)
    stop = asyncio.Event()
    worker = asyncio.create_task(create_worker(settings, clock=world.clock).run(stop))
    seen = await nats.jetstream().subscribe(
        "slussen.18.referrals.referral.suspended.v1", ordered_consumer=True
    )
    await publish(nats, [_message(world.withdrawn(consent))])
    message = await seen.next_msg(timeout=15)
    assert referral["id"] in message.data.decode()
    assert made(await world.get(f"/{referral['id']}"))["state"] == "suspended"
    stop.set()
    await worker
    await nats.jetstream().delete_consumer(STREAM, "referrals")


def _message(event: Event) -> tuple[str, bytes, str]:
    import orjson

    return event.nats_subject, orjson.dumps(to_cloud_event(event)), str(event.id)
