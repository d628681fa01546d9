"""The repository's own sources, parsed once."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ("contracts/src", "services/*/src", "gateway/src", "deploy/local/src")


@pytest.fixture(scope="session")
def modules() -> dict[Path, ast.Module]:
    """Every module of ours that runs in production, by its path from the root."""
    paths = [path for pattern in SOURCES for folder in ROOT.glob(pattern) for path in folder.rglob("*.py")]
    return {path.relative_to(ROOT): ast.parse(path.read_text("utf-8")) for path in sorted(paths)}


@pytest.fixture(scope="session")
def tracked() -> dict[Path, str]:
    """Every tracked text file with its text, by its path from the root; new files that git does not ignore too."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    found = {}
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if not name or not path.is_file():
            continue
        try:
            found[Path(name)] = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
    return found
