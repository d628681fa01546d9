"""Checkpoints: every seal's hash in a file that no role of the database reaches.

A chain that has lost its end is still a chain; only something outside the database can tell that there was more.
One JSON line per seal, only ever appended, each with the seal's signature.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A seal's number and hash, as they were when it was made."""

    authority_id: UUID
    sequence: int
    hash: bytes
    key_id: str
    signature: bytes


class CheckpointFile:
    """A file of checkpoints."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, checkpoints: Iterable[Checkpoint]) -> None:
        """Add lines and sync them to disk; without any, see to it that the file is there."""
        lines = "".join(map(_line, checkpoints)).encode()
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(self.path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600), "ab") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> Iterator[Checkpoint]:
        """Yield every checkpoint; half a line that a crash left behind is passed over.

        Raises:
            FileNotFoundError: There is no such file.
        """
        with self.path.open(encoding="utf-8") as file:
            for line in file:
                checkpoint = _read(line)
                if checkpoint is not None:
                    yield checkpoint


def _line(checkpoint: Checkpoint) -> str:
    values = {
        "authorityId": str(checkpoint.authority_id),
        "sequence": checkpoint.sequence,
        "hash": checkpoint.hash.hex(),
        "keyId": checkpoint.key_id,
        "signature": checkpoint.signature.hex(),
    }
    return "\n" + json.dumps(values) + "\n"


def _read(line: str) -> Checkpoint | None:
    try:
        values = json.loads(line)
        return Checkpoint(
            UUID(values["authorityId"]),
            int(values["sequence"]),
            bytes.fromhex(values["hash"]),
            str(values["keyId"]),
            bytes.fromhex(values["signature"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
