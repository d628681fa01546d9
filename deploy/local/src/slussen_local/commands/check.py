"""`./slussen check`: everything that can be seen without running Slussen."""

import argparse
import subprocess
import sys
from pathlib import Path

from slussen_local import checks
from slussen_local.layout import ROOT

RUFF = Path(sys.executable).parent / "ruff"


def run(options: argparse.Namespace) -> int:
    """Mend what can be mended when asked to, then run all checks."""
    if options.fix:
        for command in (["check", "--fix", "-q", ".", "slussen"], ["format", "-q", ".", "slussen"]):
            subprocess.run([str(RUFF), *command], cwd=ROOT, check=False)
    return checks.run(ROOT)
