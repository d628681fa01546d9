"""The record of what runs: written by the supervisor, read by the other commands and by the next `up`."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from slussen_local.parts.program import Program

State = Literal["starting", "ready", "stopping"]


@dataclass(frozen=True)
class RunningPart:
    """A part that was started: which process, and where it answers."""

    name: str
    program: Program
    address: str
    log: str


@dataclass(frozen=True)
class Record:
    """What a supervisor started, and how far it came."""

    supervisor: Program
    state: State
    port_base: int
    parts: list[RunningPart] = field(default_factory=list)

    def save(self, folder: Path) -> None:
        """Write the record whole or not at all."""
        unfinished = folder / "record.unfinished"
        unfinished.write_text(json.dumps(asdict(self), indent=1))
        unfinished.replace(folder / "record.json")

    @classmethod
    def load(cls, folder: Path) -> "Record | None":
        """The last record, whether what it tells still runs or not."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads((folder / "record.json").read_text())
            parts = [RunningPart(**{**part, "program": Program(**part["program"])}) for part in kept["parts"]]
            return cls(Program(**kept["supervisor"]), kept["state"], kept["port_base"], parts)
        return None

    def left_over(self) -> Iterator[RunningPart]:
        """The parts that still run, last started first."""
        return (part for part in reversed(self.parts) if part.program.is_running())
