"""`./slussen bench`: speed beside its floors, in one run on one machine."""

import argparse
import subprocess
import sys

from slussen_local.layout import ROOT

BENCH = ROOT / "tests" / "benchmarks"


def run(options: argparse.Namespace) -> int:
    """Hand over to the bench; its exit code is ours."""
    return subprocess.run([sys.executable, str(BENCH), *options.rest], cwd=ROOT, check=False).returncode
