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
BUCKETS = ("sessions", "logouts", "grants", "directory")
OF_LOGINS = ("sessions", "logouts")
"""Buckets whose content outlives no login: a session lasts eight hours at most."""


async def ensure_streams(nats: Client, *, replicas: int = 1, max_bytes: int = 8 * 2**30) -> None:
    """Create the stream, the advisory stream and the buckets where they are missing; change nothing that is there."""
    stream = nats.jetstream(timeout=10)
    wanted = (
        StreamConfig(
            name=STREAM,
            subjects=list(STREAM_SUBJECTS),
            storage=StorageType.FILE,
            retention=RetentionPolicy.LIMITS,
            discard=DiscardPolicy.NEW,
            max_age=RETENTION_DAYS * DAY_SECONDS,
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
            max_age=RETENTION_DAYS * DAY_SECONDS,
            max_bytes=64 * 2**20,
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
