"""How much memory a process really costs: its proportional share (PSS), since forked children share pages."""

import contextlib
import subprocess
from collections import defaultdict
from pathlib import Path

KIB = 1024
PROC = Path("/proc")


def of_process(pid: int) -> int:
    """Bytes of one process; 0 when it is gone."""
    if not (PROC / "self").exists():
        return _resident(pid)
    with contextlib.suppress(OSError, StopIteration):
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) * KIB for line in lines if line.startswith("Pss:"))
    return 0


def of_tree(pid: int) -> int:
    """Bytes of a process and of all that it started (PostgreSQL is one process per connection)."""
    children = _children()
    todo, total = [pid], 0
    while todo:
        one = todo.pop()
        total += of_process(one)
        todo += children[one]
    return total


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for entry in PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            found[int(entry.read_text().rpartition(")")[2].split()[1])].append(int(entry.parent.name))
    return found


def _resident(pid: int) -> int:
    """Where there is no /proc (macOS): the resident size, which counts shared pages in full."""
    answer = subprocess.run(
        ["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return int(answer.stdout.strip() or 0) * KIB
