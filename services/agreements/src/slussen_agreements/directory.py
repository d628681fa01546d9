"""The directory: who a caller's unit or organisation is, in the key-value bucket that the gateway reads.

It is a projection of the register's events, made anew by `announce`. Each value carries the version of its thing;
an older version never replaces a newer one (compare and set on the entry's revision).
"""

from typing import Any

import orjson
from nats.aio.client import Client
from nats.js.errors import KeyNotFoundError, KeyWrongLastSequenceError
from nats.js.kv import KeyValue

from slussen_contracts.agreements.events import ResponsibleAuthorityState, UnitState

BUCKET = "directory"
ATTEMPTS = 10


class DirectoryBusyError(Exception):
    """Others kept writing the same entry; the event is delivered again."""


def unit_entry(event: UnitState) -> tuple[str, dict[str, Any]]:
    """Return the key and the value of a unit's entry."""
    value = {
        "unitId": str(event.aggregate_id),
        "authorityId": str(event.authority_id),
        "authorityType": event.authority_type.value,
        "boardId": str(event.board_id) if event.board_id else None,
        "branch": event.branch.value,
        "activity": event.activity.value if event.activity else None,
        "countyCode": event.county_code,
        "centreIds": [str(centre_id) for centre_id in event.centre_ids],
        "version": event.aggregate_version,
    }
    return f"hsa.{event.hsa_id}", value


def authority_entry(event: ResponsibleAuthorityState) -> tuple[str, dict[str, Any]]:
    """Return the key and the value of a responsible authority's entry."""
    value = {
        "authorityId": str(event.aggregate_id),
        "countyCode": event.county_code,
        "authorityType": event.authority_type.value,
        "version": event.aggregate_version,
    }
    return f"org.{event.organisation_number}", value


class Directory:
    """The bucket `directory`."""

    def __init__(self, nats: Client) -> None:
        self._nats = nats
        self._bucket: KeyValue | None = None

    async def put(self, key: str, value: dict[str, Any]) -> None:
        """Write an entry, unless the bucket has it in this version or a later one.

        Raises:
            DirectoryBusyError: Others kept writing it.
        """
        if self._bucket is None:
            self._bucket = await self._nats.jetstream(timeout=5).key_value(BUCKET)
        for _ in range(ATTEMPTS):
            try:
                await _put_once(self._bucket, key, value)
            except KeyWrongLastSequenceError:
                continue
            else:
                return
        raise DirectoryBusyError


async def _put_once(bucket: KeyValue, key: str, value: dict[str, Any]) -> None:
    """Try once: write on the revision that was read; KeyWrongLastSequenceError where another was faster."""
    try:
        entry = await bucket.get(key)
    except KeyNotFoundError:
        await bucket.create(key, orjson.dumps(value))
        return
    if orjson.loads(entry.value or b"{}").get("version", 0) < value["version"]:
        await bucket.update(key, orjson.dumps(value), last=entry.revision)
