"""`./slussen announce`: a service announces its whole present state again, at its present versions."""

import argparse
import os
import subprocess
import sys

from slussen_local.environment import of_service
from slussen_local.layout import Layout, package_of
from slussen_local.record import Record


def run(options: argparse.Namespace) -> int:
    """Put everything into the service's outbox; its relay brings it to the stream. 0 where that went well."""
    layout = Layout.from_environment()
    record = Record.load(layout.run)
    if record is None or not record.supervisor.is_running():
        print("Slussen does not run. Start it with ./slussen up.")
        return 1
    layout = Layout(layout.data, record.port_base)
    settings = {**os.environ, **of_service(layout, options.service)}
    command = [sys.executable, "-m", f"{package_of(options.service)}.worker", "announce"]
    status = subprocess.run(command, env=settings, check=False).returncode
    if status == 0:
        print(
            f"Everything of {options.service} is announced again; ./slussen status shows what is on its way."
        )
    return status
