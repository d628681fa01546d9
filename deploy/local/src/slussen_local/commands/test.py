"""`./slussen test`: all tests, with servers that the run starts itself."""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from slussen_local.layout import ROOT

MOST_WORKERS = 16
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def run(options: argparse.Namespace) -> int:
    """Hand over to pytest; its exit code is ours."""
    command = [sys.executable, "-m", "pytest", *choose(options.rest)]
    done = subprocess.run(command, cwd=ROOT, env=environment(), check=False)
    if not has_browser():
        print("browser tests not run: there is no Chromium here (apt install chromium)")
    return done.returncode


def choose(asked: Sequence[str]) -> list[str]:
    """Pytest's arguments: in parallel when there is much to do, and no browser tests without a browser."""
    chosen = [part for part in asked if part != "--"]
    if "-n" not in chosen and not any(part.startswith("--numprocesses") for part in chosen):
        chosen += ["-n", "0"] if is_small(chosen) else ["-n", str(workers()), "--dist", "loadfile"]
    if not has_browser() and "-m" not in chosen:
        chosen += ["-m", "not browser"]
    return chosen


def workers() -> int:
    """One for each core; as many as the test run's bus has accounts at most."""
    return min(os.cpu_count() or 1, MOST_WORKERS)


def is_small(asked: Sequence[str]) -> bool:
    """One file, or one test in it, is quicker without workers."""
    paths = [part for part in asked if (ROOT / part.split("::")[0]).exists()]
    return bool(paths) and all((ROOT / path.split("::")[0]).is_file() for path in paths)


def has_browser() -> bool:
    """Whether there is a Chromium to test with."""
    given = os.environ.get("SLUSSEN_CHROMIUM")
    return Path(given).exists() if given else any(map(shutil.which, BROWSERS))


def environment() -> dict[str, str]:
    """Tests must not meet the servers that `up` may be told to use."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "NATS_URL", "OIDC_ISSUER")
    }
