"""What a seal says: the digest of each audit row, and a hash over them all and the seal before."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

NOBODY = UUID(int=0)
"""Under this authority the rows are sealed that have none: what the platform itself did."""

NO_HASH = bytes(32)
DIGEST_BYTES = 32
ENTRY_COLUMNS = (
    *("id", "at", "authority_id", "unit_id", "actor", "action", "resource_type", "resource_id"),
    *("subject_id", "purpose", "outcome", "trace_id"),
)


@dataclass(frozen=True, slots=True)
class Seal:
    """One link of an authority's chain, without its signature.

    Attributes:
        authority_id: Whose rows; `NOBODY` for rows without an authority.
        sequence: 1, 2, 3 and so on for each authority.
        first_at: The earliest moment among the rows.
        last_at: The latest moment among the rows.
        entry_ids: The rows in their sealed order.
        entry_digests: Each row's digest, 32 bytes, in the same order: it tells which row was changed.
        previous_hash: Hash of the seal before; 32 zeros for the first.
        key_id: The key that signs.
        sealed_at: When, by the database's clock.
    """

    authority_id: UUID
    sequence: int
    first_at: datetime
    last_at: datetime
    entry_ids: tuple[UUID, ...]
    entry_digests: bytes
    previous_hash: bytes
    key_id: str
    sealed_at: datetime

    def hash(self) -> bytes:
        """Return SHA-256 over everything that the seal says."""
        said = [
            "slussen audit seal v1",
            self.authority_id,
            str(self.sequence),
            self.first_at,
            self.last_at,
            self.key_id,
            self.sealed_at,
            self.previous_hash.hex(),
            *self.entry_ids,
        ]
        return hashlib.sha256(_canonical(said) + b"\n" + self.entry_digests).digest()

    def digests(self) -> dict[UUID, bytes]:
        """Return each row's digest by the row's id."""
        starts = range(0, len(self.entry_digests), DIGEST_BYTES)
        parts = [self.entry_digests[start : start + DIGEST_BYTES] for start in starts]
        return dict(zip(self.entry_ids, parts, strict=False))


def digest_of(entry: Mapping[str, Any]) -> bytes:
    """Return SHA-256 over all columns of one audit row."""
    values = ["slussen audit entry v1", *(entry[column] for column in ENTRY_COLUMNS)]
    return hashlib.sha256(_canonical(values)).digest()


def link(
    entries: Sequence[Mapping[str, Any]], after: tuple[int, bytes], *, key_id: str, sealed_at: datetime
) -> Seal:
    """Return the seal over `entries` of one authority that follows the seal of number and hash `after`."""
    moments = [entry["at"] for entry in entries]
    sequence, previous_hash = after
    return Seal(
        authority_id=entries[0]["authority_id"] or NOBODY,
        sequence=sequence + 1,
        first_at=min(moments),
        last_at=max(moments),
        entry_ids=tuple(entry["id"] for entry in entries),
        entry_digests=b"".join(map(digest_of, entries)),
        previous_hash=previous_hash,
        key_id=key_id,
        sealed_at=sealed_at,
    )


def _canonical(values: Sequence[Any]) -> bytes:
    return json.dumps([_plain(value) for value in values], ensure_ascii=True, separators=(",", ":")).encode()


def _plain(value: Any) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return None if value is None else str(value)
