"""`./slussen demo`: start everything that does not run, play the main job, leave everything running."""

import argparse
import importlib
import os

from slussen_local.commands import up
from slussen_local.failure import LocalError
from slussen_local.layout import Layout
from slussen_local.record import Record


def run(options: argparse.Namespace) -> int:
    """Start behind the scenes, then play."""
    if os.environ.get("OIDC_ISSUER"):
        raise LocalError(
            "The demonstration needs the people of the embedded identity provider.",
            "Run it without OIDC_ISSUER, with SLUSSEN_DATA set to a folder of its own.",
        )
    started = up.run(argparse.Namespace(background=True, no_demo_data=False, port_base=options.port_base))
    if started != 0:
        return started
    record = Record.load(Layout.from_environment().run)
    layout = Layout.from_environment(record.port_base if record else options.port_base)
    play = importlib.import_module("slussen_local.demo").play
    status: int = play(layout.origin, layout.issuer, layout.vault.folder)
    return status
