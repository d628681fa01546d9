"""Verification: reads the log and its seals again, in one snapshot, and says what does not fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

import asyncpg
from typing_extensions import override

from slussen_chassis.database import SERVER_SETTINGS
from slussen_chassis.sealing.chain import ENTRY_COLUMNS, NO_HASH, Seal, digest_of
from slussen_chassis.sealing.checkpoints import CheckpointFile
from slussen_chassis.sealing.keys import SealKeys

PATIENCE = timedelta(minutes=5)
"""A row that shows up this long after later rows were sealed was either written in a very long transaction or slipped
in."""

SEALED_WITHIN = timedelta(seconds=5)

FindingKind = Literal[
    "entry_changed",
    "entry_missing",
    "entry_unsealed",
    "entry_late",
    "entry_sealed_twice",
    "seal_changed",
    "seal_missing",
    "seal_not_signed",
    "chain_broken",
    "checkpoint_differs",
    "checkpoints_missing",
]

_SEALS = (
    "SELECT *, max(last_at) OVER (ORDER BY sealed_at RANGE BETWEEN UNBOUNDED PRECEDING AND"
    " '1 microsecond' PRECEDING) AS reached FROM audit_seal ORDER BY authority_id, sequence"
)
_ENTRIES = f"SELECT {', '.join(ENTRY_COLUMNS)} FROM audit_entry WHERE id = ANY($1)"  # noqa: S608 - our own names
_UNSEALED = (
    "SELECT e.id, e.authority_id FROM audit_entry e WHERE e.at < now() - $1::interval AND NOT EXISTS"
    " (SELECT 1 FROM (SELECT unnest(entry_ids) AS id FROM audit_seal) s WHERE s.id = e.id) ORDER BY e.id"
)
_TWICE = "SELECT id FROM (SELECT unnest(entry_ids) AS id FROM audit_seal) s GROUP BY id HAVING count(*) > 1"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit, and where."""

    kind: FindingKind
    authority_id: UUID | None = None
    sequence: int | None = None
    entry_id: UUID | None = None

    @override
    def __str__(self) -> str:
        """Return one line for an operator."""
        places = {"authority": self.authority_id, "seal": self.sequence, "entry": self.entry_id}
        known = (f"{name}={value}" for name, value in places.items() if value is not None)
        return " ".join([self.kind, *known])


@dataclass(slots=True)
class Report:
    """What was read, and what was found."""

    seals: int = 0
    entries: int = 0
    findings: list[Finding] = field(default_factory=list)


async def verify(
    url: str,
    keys: SealKeys,
    checkpoints: Sequence[CheckpointFile] = (),
    *,
    sealed_within: timedelta = SEALED_WITHIN,
) -> Report:
    """Read every seal and every row of a service's audit log and report what does not fit.

    Args:
        url: Address of the database; the role `<service>_sealer` is enough.
        keys: The public keys of all seals.
        checkpoints: Every file that checkpoints were written to.
        sealed_within: How old a row may be and still be without a seal.
    """
    settings = {**SERVER_SETTINGS, "statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}
    connection = await asyncpg.connect(url, server_settings=settings, timeout=10)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return await _Reading(connection, keys).read(checkpoints, sealed_within)
    finally:
        await connection.close()


@dataclass(slots=True)
class _Reading:
    """One verification under way: where each chain has come to."""

    connection: "asyncpg.Connection[asyncpg.Record]"
    keys: SealKeys
    report: Report = field(default_factory=Report)
    found: set[Finding] = field(default_factory=set)
    hashes: dict[tuple[UUID, int], bytes] = field(default_factory=dict)
    newest: dict[UUID, tuple[int, bytes]] = field(default_factory=dict)

    async def read(self, checkpoints: Sequence[CheckpointFile], sealed_within: timedelta) -> Report:
        async for row in self.connection.cursor(_SEALS, prefetch=50):
            seal = _seal_of(row)
            self._read_link(seal, row["hash"], row["signature"])
            await self._read_entries(seal, row["reached"])
        for row in await self.connection.fetch(_UNSEALED, sealed_within):
            self._found("entry_unsealed", row["authority_id"], entry=row["id"])
        for row in await self.connection.fetch(_TWICE):
            self._found("entry_sealed_twice", entry=row["id"])
        for file in checkpoints:
            self._read_checkpoints(file)
        return self.report

    def _read_link(self, seal: Seal, written: bytes, signature: bytes) -> None:
        """Compare a seal with what it says itself and with the seal before it."""
        place = (seal.authority_id, seal.sequence)
        sequence, previous = self.newest.get(seal.authority_id, (0, NO_HASH))
        for lost in range(sequence + 1, seal.sequence):
            self._found("seal_missing", seal.authority_id, lost)
        if seal.sequence == sequence + 1 and seal.previous_hash != previous:
            self._found("chain_broken", *place)
        if seal.hash() != written:
            self._found("seal_changed", *place)
        if not self.keys.signed(seal.key_id, written, signature):
            self._found("seal_not_signed", *place)
        self.newest[seal.authority_id] = (seal.sequence, written)
        self.hashes[place] = written
        self.report.seals += 1

    async def _read_entries(self, seal: Seal, reached: Any) -> None:
        """Compare a seal's rows with their digests, and their moments with what was sealed before."""
        rows = await self.connection.fetch(_ENTRIES, list(seal.entry_ids))
        found: dict[UUID, Mapping[str, Any]] = {row["id"]: dict(row) for row in rows}
        for entry_id, digest in seal.digests().items():
            entry = found.get(entry_id)
            self.report.entries += 1
            for kind in _faults(entry, digest, reached):
                self._found(kind, seal.authority_id, seal.sequence, entry_id)

    def _read_checkpoints(self, file: CheckpointFile) -> None:
        """Compare what was written outside the database with what it holds."""
        try:
            checkpoints = set(file.read())
        except FileNotFoundError:
            self._found("checkpoints_missing")
            return
        if not checkpoints and self.hashes:
            self._found("checkpoints_missing")
        for checkpoint in sorted(checkpoints, key=lambda c: (c.authority_id, c.sequence)):
            place = (checkpoint.authority_id, checkpoint.sequence)
            if not self.keys.signed(checkpoint.key_id, checkpoint.hash, checkpoint.signature):
                self._found("seal_not_signed", *place)
            if place not in self.hashes:
                self._found("seal_missing", *place)
            elif self.hashes[place] != checkpoint.hash:
                self._found("checkpoint_differs", *place)

    def _found(
        self,
        kind: FindingKind,
        authority: UUID | None = None,
        sequence: int | None = None,
        entry: UUID | None = None,
    ) -> None:
        finding = Finding(kind, authority, sequence, entry)
        if finding not in self.found:
            self.found.add(finding)
            self.report.findings.append(finding)


def _seal_of(row: asyncpg.Record) -> Seal:
    return Seal(
        authority_id=row["authority_id"],
        sequence=row["sequence"],
        first_at=row["first_at"],
        last_at=row["last_at"],
        entry_ids=tuple(row["entry_ids"]),
        entry_digests=row["entry_digests"],
        previous_hash=row["previous_hash"],
        key_id=row["key_id"],
        sealed_at=row["sealed_at"],
    )


def _faults(entry: Mapping[str, Any] | None, digest: bytes, reached: Any) -> Iterator[FindingKind]:
    if entry is None:
        yield "entry_missing"
        return
    if digest_of(entry) != digest:
        yield "entry_changed"
    if reached is not None and entry["at"] + PATIENCE < reached:
        yield "entry_late"
