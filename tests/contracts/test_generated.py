"""The generated contracts are those that the sources make, and the check says so when they are not."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

GENERATOR = Path(__file__).parents[2] / "contracts" / "generate.py"


def test_every_generated_file_is_fresh() -> None:
    done = subprocess.run(
        [sys.executable, str(GENERATOR), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_stale_a_missing_and_a_left_over_file_are_named(
    generator: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generator, "ROOT", tmp_path)
    monkeypatch.setattr(generator, "SERVICES", ())
    (tmp_path / "docs").mkdir()
    terms = (GENERATOR.parent / "docs" / "terms.yaml").read_text("utf-8")
    (tmp_path / "docs" / "terms.yaml").write_text(terms, "utf-8")

    monkeypatch.setattr(sys, "argv", ["generate.py"])
    assert generator.main() == 0
    capsys.readouterr()
    monkeypatch.setattr(sys, "argv", ["generate.py", "--check"])
    assert generator.main() == 0

    with (tmp_path / "asyncapi.yaml").open("a") as file:
        file.write("# changed by hand\n")
    (tmp_path / "docs" / "events.md").unlink()
    (tmp_path / "schemas" / "slussen.old.thing.gone.v1.json").write_text("{}")

    assert generator.main() == 1
    assert capsys.readouterr().out.splitlines() == [
        "stale: asyncapi.yaml",
        "stale: docs/events.md",
        "stale: schemas/slussen.old.thing.gone.v1.json",
    ]
