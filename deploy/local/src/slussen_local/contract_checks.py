"""Whether the OpenAPI documents keep the machine-checkable rules of the Swedish REST API profile.

The rules are a Spectral rule set of our own (`contracts/spectral`), run by the packages in `contracts/checks`, which
are installed the first time.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from slussen_local.failure import LocalError
from slussen_local.layout import ROOT
from slussen_local.parts.identity import node

CONTRACTS = ROOT / "contracts"
PROGRAMS = CONTRACTS / "checks"
RULES = CONTRACTS / "spectral" / "rest-api-profile.yaml"
EXCEPTIONS = CONTRACTS / "spectral" / "exceptions.yaml"


@dataclass(frozen=True, slots=True)
class Fault:
    """What breaks a rule: which rule of the profile, in which document, at which place in it."""

    document: str
    rule: str
    path: tuple[str, ...]
    message: str

    @property
    def line(self) -> str:
        """Return it as one line."""
        return f"{self.document} {self.rule}: {self.message} (at {' '.join(self.path)})"


def install() -> None:
    """Install the packages that the checks are run by, as their lock file says, unless they are there.

    Raises:
        LocalError: npm could not.
    """
    lock = PROGRAMS / "package-lock.json"
    mark = PROGRAMS / "node_modules" / ".installed-lock.json"
    if mark.exists() and mark.read_bytes() == lock.read_bytes():
        return
    npm = node().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    environment = {**os.environ, "PATH": f"{node().parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [str(node()), str(npm), "ci", *quiet],
        cwd=PROGRAMS,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise LocalError("The packages of contracts/checks could not be installed.", done.stderr)
    mark.write_bytes(lock.read_bytes())


def check(documents: Sequence[Path]) -> list[Fault]:
    """Return what breaks a rule in OpenAPI documents, exceptions not yet taken out.

    Raises:
        LocalError: The rules could not be run.
    """
    install()
    command = [str(node()), str(PROGRAMS / "spectral.mjs"), str(RULES), *map(str, documents)]
    done = subprocess.run(command, cwd=PROGRAMS, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LocalError("The rule set could not be run.", done.stderr)
    return [
        Fault(Path(file).stem, found["rule"], tuple(map(str, found["path"])), found["message"])
        for file, faults in json.loads(done.stdout).items()
        for found in faults
    ]


def unexcused(faults: Sequence[Fault], exceptions: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a line for each fault that no exception excuses, and for each exception that excuses nothing."""
    used = set()
    for fault in faults:
        excuse = (fault.document, fault.rule, fault.path[1] if len(fault.path) > 1 else "")
        if any(excuse == (one["document"], one["rule"], one["path"]) for one in exceptions):
            used.add(excuse)
        else:
            yield fault.line
    for one in exceptions:
        if (one["document"], one["rule"], one["path"]) not in used:
            yield f"exceptions.yaml: nothing breaks {one['rule']} in {one['document']} at {one['path']}"


def main() -> int:
    """Hold our documents to the rules; 0 when they keep them."""
    found = check(sorted((CONTRACTS / "openapi").glob("*.json")))
    lines = list(unexcused(found, yaml.safe_load(EXCEPTIONS.read_text("utf-8"))))
    for line in lines:
        print(line)
    asyncapi = [str(node()), str(PROGRAMS / "asyncapi_validate.mjs"), str(CONTRACTS / "asyncapi.yaml")]
    return 1 if lines else subprocess.run(asyncapi, cwd=PROGRAMS, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
