"""The AsyncAPI document as the specification's own parser reads it."""

import subprocess
from pathlib import Path

import pytest
import yaml

from slussen_contracts.catalogue import EVENTS
from slussen_local.parts.identity import node

DOCUMENT = Path(__file__).parents[2] / "contracts" / "asyncapi.yaml"


def validate(checks: Path, document: Path) -> subprocess.CompletedProcess[str]:
    command = [str(node()), str(checks / "asyncapi_validate.mjs"), str(document)]
    return subprocess.run(command, cwd=checks, capture_output=True, text=True, check=False)


@pytest.mark.timeout(300)
def test_the_document_is_valid_and_has_a_channel_for_every_event(checks: Path) -> None:
    done = validate(checks, DOCUMENT)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert lines[-1].startswith(f"valid AsyncAPI 3.1.0: {len(EVENTS)} channels")
    assert not [line for line in lines if line.startswith(("error", "warning"))]


@pytest.mark.timeout(300)
def test_a_faulty_document_is_refused(checks: Path, tmp_path: Path) -> None:
    document = yaml.safe_load(DOCUMENT.read_text("utf-8"))
    next(iter(document["operations"].values()))["action"] = "shout"
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text(yaml.safe_dump(document))
    done = validate(checks, faulty)
    assert done.returncode == 1
    assert "error" in done.stdout


def test_every_event_is_sent_by_its_owner_alone() -> None:
    document = yaml.safe_load(DOCUMENT.read_text("utf-8"))
    senders: dict[str, list[str]] = {}
    for operation in document["operations"].values():
        if operation["action"] == "send":
            senders.setdefault(operation["channel"]["$ref"], []).append(operation["tags"][0]["name"])
    expected = {f"#/channels/{name.removeprefix('slussen.')}": [name.split(".")[1]] for name in EVENTS}
    assert senders == expected
