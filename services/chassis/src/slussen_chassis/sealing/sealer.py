"""The sealer: finds audit rows that no seal holds and seals them, per authority, within five seconds.

Rows are found by what is missing in `audit_sealed`, never "above the last id": a transaction that commits late brings
rows older than the newest sealed one. Each pass looks at everything from two minutes before the last pass, and a patrol
goes page by page through the whole log for what came later still. Only plain reads touch `audit_entry`.

One sealer leads per database, by an advisory lock on the connection that it seals with; and no two seals can have
the same number in an authority's chain.
"""

import asyncio
import contextlib
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, TypeAlias, cast
from uuid import UUID

import asyncpg

from slussen_chassis.database import SERVER_SETTINGS
from slussen_chassis.sealing.chain import ENTRY_COLUMNS, NO_HASH, NOBODY, Seal, link
from slussen_chassis.sealing.checkpoints import Checkpoint, CheckpointFile
from slussen_chassis.sealing.keys import SealKey

log = logging.getLogger(__name__)

BATCH = 2000
PATROL_PAGE = 5000
PASS_SECONDS = 1.0
OVERLAP = timedelta(minutes=2)
LEADER_LOCK = 0x510555EA
FIRST = UUID(int=0)
LAST = UUID(int=2**128 - 1)

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

FIND_UNSEALED = (
    f"SELECT {', '.join(ENTRY_COLUMNS)} FROM audit_entry e WHERE e.id BETWEEN $1 AND $2"  # noqa: S608 - our own names
    " AND NOT EXISTS (SELECT 1 FROM audit_sealed s WHERE s.entry_id = e.id AND s.entry_id BETWEEN $1 AND $2)"
    " ORDER BY e.id LIMIT $3"
)
_NEWEST = (
    "SELECT a.id AS authority_id, s.sequence, s.hash FROM unnest($1::uuid[]) AS a (id), LATERAL"
    " (SELECT sequence, hash FROM audit_seal WHERE authority_id = a.id ORDER BY sequence DESC LIMIT 1) s"
)
_INSERT = (
    "INSERT INTO audit_seal (authority_id, sequence, first_at, last_at, entry_ids, entry_digests, previous_hash,"
    " hash, key_id, signature, sealed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
)
_MARK = "INSERT INTO audit_sealed (entry_id) SELECT unnest($1::uuid[])"
_CHECKPOINTS = (
    "SELECT DISTINCT ON (authority_id) authority_id, sequence, hash, key_id, signature FROM audit_seal"
    " ORDER BY authority_id, sequence DESC"
)
_REACHED = "SELECT least(max(last_at), clock_timestamp()) FROM audit_seal"
_END_OF_PAGE = "SELECT id FROM audit_entry WHERE id > $1 ORDER BY id OFFSET $2 LIMIT 1"


class Sealer:
    """One service's sealer; `run` until told to stop."""

    def __init__(self, url: str, key: SealKey, checkpoints: CheckpointFile | None = None) -> None:
        self._url = url
        self._key = key
        self._checkpoints = checkpoints
        self.is_leader = False

    async def run(self, stop: asyncio.Event) -> None:
        """Lead or stand by until `stop` is set; a lost database or a full disk is waited for."""
        while not stop.is_set():
            try:
                await self._lead(stop)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("sealer waits", extra={"fields": {"reason": type(error).__name__}})
                await _wait(stop, 0.5)
            finally:
                self.is_leader = False

    async def _lead(self, stop: asyncio.Event) -> None:
        connection = await asyncpg.connect(self._url, server_settings=SERVER_SETTINGS, timeout=5)
        try:
            while not stop.is_set() and not self.is_leader:
                self.is_leader = await connection.fetchval("SELECT pg_try_advisory_lock($1)", LEADER_LOCK)
                if not self.is_leader:
                    await _wait(stop, 1.0)
            if self.is_leader:
                await self._follow(connection, stop)
        finally:
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                await connection.close(timeout=2)

    async def _follow(self, connection: Connection, stop: asyncio.Event) -> None:
        await self._tell(Checkpoint(*row) for row in await connection.fetch(_CHECKPOINTS))
        since = lowest_id(await connection.fetchval(_REACHED))
        place = FIRST
        while not stop.is_set():
            began = await connection.fetchval("SELECT clock_timestamp()")
            await self.seal_between(connection, since, LAST)
            since = lowest_id(began)
            place = await self._patrol(connection, place)
            await _wait(stop, PASS_SECONDS)

    async def _patrol(self, connection: Connection, place: UUID) -> UUID:
        """Look at one page of the whole log; return where the next page begins."""
        end = await connection.fetchval(_END_OF_PAGE, place, PATROL_PAGE) or LAST
        await self.seal_between(connection, place, end)
        return FIRST if end == LAST else end

    async def seal_between(self, connection: Connection, first: UUID, last: UUID) -> int:
        """Seal every unsealed row between two ids, oldest first; return how many they were."""
        sealed = 0
        while True:
            async with connection.transaction():
                rows = await connection.fetch(FIND_UNSEALED, first, last, BATCH)
                made = await self._seal(connection, rows) if rows else []
            if made:
                await self._tell(made)
            sealed += len(rows)
            if len(rows) < BATCH:
                return sealed

    async def _seal(self, connection: Connection, rows: Sequence[asyncpg.Record]) -> list[Checkpoint]:
        now: datetime = await connection.fetchval("SELECT clock_timestamp()")
        ordered = sorted(rows, key=lambda row: (_authority_of(row), row["id"]))
        groups = {authority: list(group) for authority, group in groupby(ordered, _authority_of)}
        newest = {r["authority_id"]: r for r in await connection.fetch(_NEWEST, list(groups))}
        made = []
        for authority, entries in groups.items():
            before = newest.get(authority)
            after = (before["sequence"], before["hash"]) if before else (0, NO_HASH)
            # a record is read by its columns' names, which is all that is asked of it
            mappings = cast("list[dict[str, Any]]", entries)
            seal = link(mappings, after, key_id=self._key.key_id, sealed_at=now)
            made.append(await self._insert(connection, seal))
        await connection.execute(_MARK, [row["id"] for row in rows])
        return made

    async def _insert(self, connection: Connection, seal: Seal) -> Checkpoint:
        digest = seal.hash()
        signature = self._key.sign(digest)
        await connection.execute(
            _INSERT,
            seal.authority_id,
            seal.sequence,
            seal.first_at,
            seal.last_at,
            list(seal.entry_ids),
            seal.entry_digests,
            seal.previous_hash,
            digest,
            seal.key_id,
            signature,
            seal.sealed_at,
        )
        return Checkpoint(seal.authority_id, seal.sequence, digest, seal.key_id, signature)

    async def _tell(self, made: Iterable[Checkpoint]) -> None:
        if self._checkpoints is not None:
            await asyncio.to_thread(self._checkpoints.append, made)


def _authority_of(row: asyncpg.Record) -> UUID:
    authority: UUID | None = row["authority_id"]
    return authority or NOBODY


def lowest_id(reached: datetime | None) -> UUID:
    """Return the id from which to look: a UUIDv7's first bits are its time (RFC 9562, 5.7), less the overlap."""
    if reached is None:
        return FIRST
    milliseconds = int((reached - OVERLAP).timestamp() * 1000)
    return UUID(int=max(milliseconds, 0) << 80)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
