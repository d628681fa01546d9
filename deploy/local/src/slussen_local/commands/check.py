"""`./slussen check`: everything that can be seen without running Slussen."""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from slussen_local.layout import ROOT

BIN = Path(sys.executable).parent
GENERATOR = ROOT / "contracts" / "generate.py"


def run(options: argparse.Namespace) -> int:
    """Run all checks; each failure is shown, and any makes the whole fail."""
    if options.fix:
        mend()
    results = [check(name, command) for name, command in checks().items()]
    return 0 if all(results) else 1


def checks() -> dict[str, list[str]]:
    """The checks by name."""
    found = {
        "style": ["ruff", "check", ".", "slussen"],
        "format": ["ruff", "format", "--check", ".", "slussen"],
        "types": ["mypy"],
        "layers": ["lint-imports"],
        "spelling": ["codespell"],
    }
    if GENERATOR.exists():
        found["generated files are fresh"] = ["python", str(GENERATOR), "--check"]
    return found


def check(name: str, command: list[str]) -> bool:
    """Run one check; show its words when it fails."""
    since = time.monotonic()
    program, *arguments = command
    done = subprocess.run(
        [str(BIN / program), *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    state = "ok" if done.returncode == 0 else "FAILED"
    print(f"  {name:32s}{state:8s}{time.monotonic() - since:6.1f} s", flush=True)
    if done.returncode != 0:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def mend() -> None:
    """Let the formatter and the linter change what they safely can."""
    for command in (["check", "--fix", "-q", ".", "slussen"], ["format", "-q", ".", "slussen"]):
        subprocess.run([str(BIN / "ruff"), *command], cwd=ROOT, check=False)
