"""The Python client against the whole system: the code of its README and of the guides as it stands."""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from slussen_client import SlussenClient
from slussen_local.parts.identity import client_key
from tests.system.conftest import System

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]

CONTRACTS = Path(__file__).parents[2] / "contracts"
SAID = """\
first 201 again 200
version "v1"
told slussen.consent.consent.recorded.v1
tables True
forged 400
"""


def said_by(page: Path, system: System, folder: Path) -> str:
    """Run the Python of a page as it stands, as somebody outside; return what it prints."""
    blocks = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    (folder / "page.py").write_text("\n".join(blocks))
    environment = {
        "PATH": os.environ["PATH"],
        "SLUSSEN_ORIGIN": system.layout.origin,
        "SLUSSEN_ISSUER": system.layout.issuer,
        "SLUSSEN_KEY": str(system.layout.vault.path("clients/journal-orebro")),
    }
    command = [sys.executable, "page.py"]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_readmes_code_runs_as_it_stands(system: System, tmp_path: Path) -> None:
    assert said_by(CONTRACTS / "client" / "README.md", system, tmp_path) == SAID


def test_the_python_of_the_guide_for_journal_vendors_runs_as_it_stands(
    system: System, tmp_path: Path
) -> None:
    page = CONTRACTS / "docs" / "journal-systems.md"
    assert said_by(page, system, tmp_path) == "evt-3 rejected\n"


def test_a_token_that_is_bound_to_a_key_opens_nothing_without_it(system: System) -> None:
    layout = system.layout
    key = layout.vault.signing_key(client_key("journal-orebro"))
    with SlussenClient(
        layout.origin, issuer=layout.issuer, client_id="journal-orebro", key=key, binds_tokens=True
    ) as client:
        assert client.integration.read_events(after=0).status == 200
        stolen = {"Authorization": f"Bearer {client.access_token()}"}
    assert httpx.get(f"{layout.origin}/events/v1/events", headers=stolen).status_code == 401
