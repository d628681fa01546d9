"""The Python client against the whole system: its README's code as it stands."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.conftest import System

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]

README = Path(__file__).parents[2] / "contracts" / "client" / "README.md"
SAID = """\
first 201 again 200
version "v1"
told slussen.consent.consent.recorded.v1
tables True
forged 400
"""


def test_the_readmes_code_runs_as_it_stands(system: System, tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    (tmp_path / "readme.py").write_text("\n".join(blocks))
    environment = {
        "PATH": os.environ["PATH"],
        "SLUSSEN_ORIGIN": system.layout.origin,
        "SLUSSEN_ISSUER": system.layout.issuer,
        "SLUSSEN_KEY": str(system.layout.vault.path("clients/journal-orebro")),
    }
    done = subprocess.run(
        [sys.executable, "readme.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, SAID), done.stderr
