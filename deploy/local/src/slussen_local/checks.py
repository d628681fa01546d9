"""The static checks: everything that can be seen without running Slussen. The only list of them.

`./slussen check` and `.ci/run` both run these. All run, two at a time, the longest first; what fails is shown.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

AT_ONCE = 2
BIN = Path(sys.executable).parent
NOT_OURS = frozenset({".venv", ".data", "node_modules"})


@dataclass(frozen=True)
class Check:
    """A program that must find nothing; `folder` is where it runs."""

    name: str
    program: str
    arguments: tuple[str, ...]
    folder: Path

    def run(self) -> tuple[bool, str, float]:
        """Return whether it found nothing, what it said, and how many seconds it took."""
        since = time.monotonic()
        done = subprocess.run(
            [str(BIN / self.program), *self.arguments],
            cwd=self.folder,
            env={**os.environ, "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode == 0, done.stdout + done.stderr, time.monotonic() - since


def run(root: Path) -> int:
    """Run all checks over the repository; 0 when none found anything."""
    failed = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = {pool.submit(check.run): check for check in checks(root)}
        for done in as_completed(running):
            is_good, words, seconds = done.result()
            name = running[done].name
            print(f"  {name:34s}{'ok' if is_good else 'FAILED':8s}{seconds:6.1f} s", flush=True)
            if not is_good:
                failed.append(name)
                print(words, flush=True)
    if failed:
        print(f"{len(failed)} of {len(running)} checks failed: {', '.join(sorted(failed))}")
    return 1 if failed else 0


def checks(root: Path) -> Iterator[Check]:
    """Yield every check, the longest first."""
    yield Check("types", "mypy", (), root)
    yield Check("generated contracts are fresh", "python", ("contracts/generate.py", "--check"), root)
    yield Check("REST API profile, AsyncAPI", "python", ("-m", "slussen_local.contract_checks"), root)
    yield Check("layers", "lint-imports", ("--no-cache",), root)
    for member in members(root):
        yield Check(f"dependencies of {member.name}", "deptry", ("--no-ansi", "src"), member)
    yield Check("migrations", "python", ("-m", "slussen_local.migration_check"), root)
    yield Check("style", "ruff", ("check", ".", "slussen"), root)
    yield Check("format", "ruff", ("format", "--check", ".", "slussen"), root)
    yield Check("spelling", "codespell", (), root)
    compose = ("--builtin-schema", "vendor.compose-spec", "compose.yaml")
    yield Check("compose.yaml", "check-jsonschema", compose, root)
    images = tuple(str(path.relative_to(root)) for path in containerfiles(root))
    yield Check("Containerfiles", "hadolint", images, root)


def members(root: Path) -> list[Path]:
    """The folders of the workspace's members."""
    services = sorted(path.parent for path in root.glob("services/*/pyproject.toml"))
    return [
        root / "contracts",
        root / "contracts" / "client",
        *services,
        root / "gateway",
        root / "deploy" / "local",
    ]


def containerfiles(root: Path) -> list[Path]:
    """Every Containerfile of ours."""
    found = root.glob("*/**/Containerfile")
    return sorted(path for path in found if not NOT_OURS & set(path.relative_to(root).parts))
