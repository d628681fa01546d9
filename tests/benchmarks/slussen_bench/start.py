"""S9: how long `up` takes, cold and warm, and how much memory everything takes when nothing happens."""

import contextlib
import time
from collections.abc import Iterator

from slussen_bench import machine
from slussen_bench.quantities import Goal, Row
from slussen_bench.system import System, folder

IDLE_SECONDS = 5.0


def rows(runs: int) -> list[Row]:
    """Start in new folders, then again in the last of them; measure memory when it has come to rest."""
    cold = [_cold() for _ in range(runs - 1)]
    with folder() as data, _ended(System(data)) as system:
        cold.append(system.up())
        warm = []
        for _ in range(runs):
            system.stop()
            warm.append(system.up())
        time.sleep(IDLE_SECONDS)
        whole, cache = machine.memory(system.supervisor)
    return [
        Row("S9", "`./slussen up` in a new folder, until all is healthy (everything is downloaded)", "s", cold,
            goal=Goal("figure", "most", 15)),
        Row("S9", "`./slussen up` again", "s", warm, goal=Goal("figure", "most", 3)),
        Row("S9", "memory of everything, idle (PSS), apart from PostgreSQL's cache", "MiB", [whole - cache],
            goal=Goal("figure", "most", 600)),
        Row("S9", "the same with the cache", "MiB", [whole]),
    ]  # fmt: skip


def _cold() -> float:
    with folder() as data, _ended(System(data)) as system:
        return system.up()


@contextlib.contextmanager
def _ended(system: System) -> Iterator[System]:
    try:
        yield system
    finally:
        system.stop()
