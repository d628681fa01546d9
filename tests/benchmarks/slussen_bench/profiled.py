"""`./slussen up` with cProfile in Slussen's own processes: `python profiled.py FOLDER up --background ...`."""

import cProfile
import functools
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from slussen_local import processes
from slussen_local.commands import main

RUNNERS = {"run_service": None, "run_gateway": "gateway", "run_workers": "workers"}
"""What runs a process, and the process's name; that of a service is what it is called with first."""


def profiled(run: Callable[..., None], folder: Path, name: str | None) -> Callable[..., None]:
    """Return `run` such that it leaves its profile in the folder when it ends."""

    @functools.wraps(run)
    def run_profiled(*arguments: Any) -> None:
        profile = cProfile.Profile()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # uvicorn raises the signal again at its end
        try:
            profile.runcall(run, *arguments)
        finally:
            profile.dump_stats(folder / f"{name or arguments[0]}.pstats")

    return run_profiled


if __name__ == "__main__":
    for runner, process in RUNNERS.items():
        setattr(processes, runner, profiled(getattr(processes, runner), Path(sys.argv[1]), process))
    sys.exit(main(sys.argv[2:]))
