"""Telling the gateway what systems may do: each grant into the bucket that it follows, never over another's.

A grant that stands there already under a client id was made by other hands (an installer's, say). It is left as it
is, and the registration is refused, so that nobody takes over another's system by its name.
"""

import json
import logging
from datetime import datetime
from typing import Any, Final

from nats.js.errors import KeyWrongLastSequenceError
from nats.js.kv import KeyValue

from slussen_chassis.clock import SystemClock
from slussen_chassis.database import Context
from slussen_chassis.worker import WorkerParts
from slussen_gateway.integration.domain import clients as domain
from slussen_gateway.integration.domain.clients import Client
from slussen_gateway.integration.repository import clients as repository

EVERY_SECONDS: Final = 1.0
BUCKET: Final = "grants"
MOST: Final = 100
BY: Final = "slussen"

log = logging.getLogger(__name__)


async def publish_grants(parts: WorkerParts) -> None:
    """Tell the gateway of every system that has changed since it was told."""
    async with parts.database.transaction(Context()) as session:
        waiting = await repository.find_unpublished(session, most=MOST)
    if not waiting:
        return
    bucket = await parts.nats.jetstream(timeout=5).key_value(BUCKET)
    now = SystemClock().now()
    for client, known_version, number in waiting:
        told = await _told(bucket, client, known_version, number, now)
        async with parts.database.transaction(Context()) as session:
            if told is not client:
                await repository.save(session, told)
            await repository.note_published(session, told)


async def _told(bucket: KeyValue, client: Client, known_version: int, number: str, now: datetime) -> Client:
    """Write a system's grant; return the system, refused where its client id is another's."""
    key, value = f"client.{client.client_id}", json.dumps(grant_of(client, number)).encode()
    if known_version:
        await bucket.put(key, value)
        return client
    try:
        await bucket.create(key, value)
    except KeyWrongLastSequenceError:
        log.warning("a client id is another's", extra={"fields": {"client": str(client.id)}})
        return domain.take_back(client, at=now)
    return client


def grant_of(client: Client, organisation_number: str) -> dict[str, Any]:
    """Return a system's grant as the gateway reads it; one that is not active opens nothing."""
    return {
        "clientId": client.client_id,
        "state": "active" if client.state == "active" else "suspended",
        "countyCode": client.county_code,
        "organisationNumber": organisation_number,
        "scopes": sorted(client.scopes),
        "level": client.level,
        "unitHsaId": None,
    }
