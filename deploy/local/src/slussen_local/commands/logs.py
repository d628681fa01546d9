"""`./slussen logs`: the last lines of the logs, and what comes."""

import argparse
import time
from collections import deque
from pathlib import Path

from slussen_local.failure import LocalError
from slussen_local.layout import Layout

LOOK_EVERY = 0.25


def run(options: argparse.Namespace) -> int:
    """Show one log or all of them."""
    files = log_files(Layout.from_environment())
    if options.part is not None:
        if options.part not in files:
            raise LocalError(
                f"There is no log of {options.part}.", f"There are: {', '.join(files) or 'none'}."
            )
        files = {options.part: files[options.part]}
    mark = len(files) > 1
    for name, path in files.items():
        with path.open(errors="replace") as file:
            for line in deque(file, options.lines):
                show(name, line, mark=mark)
    if options.follow:
        follow(files, mark=mark)
    return 0


def log_files(layout: Layout) -> dict[str, Path]:
    """Each part's log file, by the part's name."""
    own = sorted(layout.logs.glob("*.log"))
    servers = sorted(layout.data.glob("*/*.log"))
    return {path.stem: path for path in [*servers, *own]}


def follow(files: dict[str, Path], *, mark: bool) -> None:
    """Show new lines until Ctrl-C."""
    opened = {name: path.open(errors="replace") for name, path in files.items()}
    for file in opened.values():
        file.seek(0, 2)
    while True:
        for name, file in opened.items():
            for line in file:
                show(name, line, mark=mark)
        time.sleep(LOOK_EVERY)


def show(name: str, line: str, *, mark: bool) -> None:
    """One line; with the part's name before it when there are several."""
    print(f"{name}: {line.rstrip()}" if mark else line.rstrip(), flush=True)
