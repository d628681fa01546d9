"""The stream and the key-value buckets, as every environment has them.

Limits retention with `discard: new`: a full stream refuses, the outbox holds the events, and an alarm tells;
the stream never forgets what a subscriber has not had.
"""

from nats.aio.client import Client
from nats.js.api import DiscardPolicy, KeyValueConfig, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

from slussen_contracts.catalogue import STREAM, STREAM_SUBJECTS

DAY_SECONDS = 86_400
RETENTION_DAYS = 30
ADVISORY_STREAM = "ADVISORIES"
USAGE_STREAM = "USAGE"
"""What gateways count; one that is full forgets the oldest, since later reports hold the sums so far."""
ALARM_PERCENT = 70
"""From here on the alarm is given: a full stream refuses, and every outbox waits."""
BUCKETS = ("sessions", "logouts", "grants", "directory")
OF_LOGINS = ("sessions", "logouts")
"""Buckets whose content outlives no login: a session lasts eight hours at most."""


async def filled_percent(nats: Client) -> int:
    """Return how much of its size the stream holds, in whole per cent; 0 where it has no limit."""
    info = await nats.jetstream(timeout=5).stream_info(STREAM)
    return percent_of(info.state.bytes, info.config.max_bytes or -1)


def percent_of(held: int, most: int) -> int:
    """Return `held` in whole per cent of `most`, rounded down; a limit below one is none."""
    return held * 100 // most if most > 0 else 0


async def ensure_streams(
    nats: Client, *, replicas: int = 1, max_bytes: int = 8 * 2**30, retention_days: int = RETENTION_DAYS
) -> None:
    """Create the stream, the advisory stream and the buckets where they are missing; change nothing that is there."""
    stream = nats.jetstream(timeout=10)
    wanted = (
        StreamConfig(
            name=STREAM,
            subjects=list(STREAM_SUBJECTS),
            storage=StorageType.FILE,
            retention=RetentionPolicy.LIMITS,
            discard=DiscardPolicy.NEW,
            max_age=retention_days * DAY_SECONDS,
            max_bytes=max_bytes,
            duplicate_window=120,
            num_replicas=replicas,
            allow_atomic=True,
        ),
        StreamConfig(
            name=ADVISORY_STREAM,
            subjects=[
                "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.>",
                "$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.>",
            ],
            storage=StorageType.FILE,
            max_age=retention_days * DAY_SECONDS,
            max_bytes=64 * 2**20,
            num_replicas=replicas,
        ),
        StreamConfig(
            name=USAGE_STREAM,
            subjects=["usage.>"],
            storage=StorageType.FILE,
            discard=DiscardPolicy.OLD,
            max_age=7 * DAY_SECONDS,
            max_bytes=32 * 2**20,
            num_replicas=replicas,
        ),
    )
    for config in wanted:
        try:
            await stream.stream_info(str(config.name))
        except NotFoundError:
            await stream.add_stream(config)
    for bucket in BUCKETS:
        try:
            await stream.key_value(bucket)
        except NotFoundError:
            ttl = 8 * 3600 if bucket in OF_LOGINS else None
            await stream.create_key_value(
                KeyValueConfig(bucket=bucket, history=1, ttl=ttl, storage=StorageType.FILE, replicas=replicas)
            )
