"""`./slussen stop`: end everything that runs; data stay."""

import argparse

from slussen_local.layout import Layout
from slussen_local.record import Record

PATIENCE = 30.0


def run(_: argparse.Namespace) -> int:
    """Ask the supervisor to end; where it was killed, end what it left."""
    layout = Layout.from_environment()
    if stop(layout):
        print("Stopped. Everything is kept in", layout.data)
    else:
        print("Nothing was running.")
    return 0


def stop(layout: Layout) -> bool:
    """End everything; tell whether there was anything."""
    record = Record.load(layout.run)
    if record is None:
        return False
    ran = record.supervisor.is_running()
    record.supervisor.stop(patience=PATIENCE)
    if left := list(record.left_over()):
        from slussen_local.supervisor import end_left_over  # noqa: PLC0415  rarely needed

        end_left_over(layout)
    (layout.run / "record.json").unlink(missing_ok=True)
    return ran or bool(left)
