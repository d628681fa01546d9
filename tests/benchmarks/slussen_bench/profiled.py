"""`./slussen up` with cProfile in its HTTP processes: `python profiled.py FOLDER up --background ...`."""

import cProfile
import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from slussen_local import processes
from slussen_local.commands import main


def profiled(serve: Callable[..., None], folder: Path) -> Callable[..., None]:
    """Return `serve` such that it leaves its profile in the folder when it ends."""

    @functools.wraps(serve)
    def serve_profiled(app: Any, **where: Any) -> None:
        name = Path(where["uds"]).stem if where.get("uds") else "gateway"
        profile = cProfile.Profile()
        try:
            profile.runcall(serve, app, **where)
        finally:
            profile.dump_stats(folder / f"{name}.pstats")

    return serve_profiled


if __name__ == "__main__":
    processes.serve_http = profiled(processes.serve_http, Path(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
