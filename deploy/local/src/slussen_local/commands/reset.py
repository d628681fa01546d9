"""`./slussen reset`: remove all data, secrets and logs of this machine's Slussen."""

import argparse
import shutil
import sys

from slussen_local.commands.stop import stop
from slussen_local.failure import LocalError, explain
from slussen_local.layout import Layout


def run(options: argparse.Namespace) -> int:
    """Ask, stop, remove."""
    layout = Layout.from_environment()
    if not layout.data.exists():
        print("There is nothing to remove.")
        return 0
    if not (options.yes or _agreed(layout)):
        print("Nothing was removed.")
        return 1
    stop(layout)
    try:
        for folder in {layout.data, layout.run}:
            shutil.rmtree(folder, ignore_errors=not folder.exists())
    except OSError as error:
        raise explain(error, "removing the data") from error
    print(f"Removed {layout.data}. A PostgreSQL or NATS of your own was not touched.")
    return 0


def _agreed(layout: Layout) -> bool:
    if not sys.stdin.isatty():
        raise LocalError("Nobody is there to be asked.", "Say it with ./slussen reset --yes.")
    return input(f"Remove all data, secrets and logs in {layout.data}? Type yes: ").strip() == "yes"
