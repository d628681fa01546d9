"""Make the stream, the buckets and the grants where they are missing, then end."""  # noqa: INP001

import asyncio
import json
import os
from pathlib import Path
from typing import Any

from nats.js.errors import KeyNotFoundError

from slussen_chassis.connection import connect
from slussen_chassis.streams import RETENTION_DAYS, ensure_streams

GRANTS = Path("/run/settings/grants.json")


async def prepare(grants: dict[str, Any]) -> None:
    """Work as the bus's administrator; a grant that is there already stays as it is."""
    nats = await connect(os.environ["NATS_URL"], name="prepare", seed=os.environ["NATS_ADMIN_SEED"])
    days = int(os.environ.get("SLUSSEN_RETENTION_DAYS") or RETENTION_DAYS)
    await ensure_streams(nats, retention_days=days)
    bucket = await nats.jetstream().key_value("grants")
    for key, grant in grants.items():
        try:
            await bucket.get(key)
        except KeyNotFoundError:
            await bucket.put(key, json.dumps(grant).encode())
    await nats.close()


if __name__ == "__main__":
    asyncio.run(prepare(json.loads(GRANTS.read_text("utf-8"))))
