"""`./slussen clock`: move the services' clock, to see what a last day, a reminder or a deadline leads to."""

import argparse
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from slussen_local.failure import LocalError
from slussen_local.layout import Layout

_BY = re.compile(r"([+-])(\d{1,5})([dhm])")
_SECONDS = {"d": 86_400, "h": 3_600, "m": 60}
FURTHEST = 20 * 366 * 86_400
"""Seconds of twenty years: further away no table of the law or of a county is of use."""


def run(options: argparse.Namespace) -> int:
    """Show, move or reset the clock; it is followed at once, and by what runs on its own within five minutes."""
    file = Layout.from_environment().sandbox_clock
    if options.by == "reset":
        file.unlink(missing_ok=True)
    elif options.by is not None:
        move(file, options.by)
    by = timedelta(seconds=moved(file))
    now = datetime.now(UTC) + by
    print(f"The services' clock says {now:%Y-%m-%d %H:%M} UTC" + (f", moved by {by}." if by else "."))
    print(
        "Logins, tokens and seals keep the real time. Move it with +30d or -2h; ./slussen clock reset undoes it."
    )
    return 0


def move(file: Path, by: str) -> None:
    """Move the clock by so much more.

    Raises:
        LocalError: It is no such distance, or leads too far.
    """
    found = _BY.fullmatch(by)
    if found is None:
        raise LocalError(
            f"{by} is no distance in time.", "Write a sign, a number and d, h or m: +30d, -2h, +15m."
        )
    seconds = moved(file) + int(found[1] + found[2]) * _SECONDS[found[3]]
    if abs(seconds) > FURTHEST:
        raise LocalError("That leads further than twenty years.", "Choose less, or ./slussen clock reset.")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(str(seconds), "ascii")


def moved(file: Path) -> int:
    """By how many seconds it is moved."""
    try:
        return int(file.read_text("ascii"))
    except (OSError, ValueError):
        return 0
