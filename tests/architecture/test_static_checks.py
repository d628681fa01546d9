"""The one list of static checks covers everything, and any finding makes the whole fail."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from slussen_local import checks
from slussen_local.checks import Check

ROOT = Path(__file__).parents[2]


def test_every_member_and_every_containerfile_is_checked(tracked: dict[Path, str]) -> None:
    found = {check.name: check for check in checks.checks(ROOT)}
    members = {path.parent.name for path in tracked if path.name == "pyproject.toml" and path.parent.name}
    assert {name.removeprefix("dependencies of ") for name in found if name.startswith("dep")} == members
    images = {str(path) for path in tracked if path.name == "Containerfile"}
    assert set(found["Containerfiles"].arguments) == images


def test_a_check_that_finds_something_fails_the_whole_and_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def two(root: Path) -> Iterator[Check]:
        yield Check("good", "python", ("-c", "print('silent')"), root)
        yield Check("bad", "python", ("-c", "print('the reason'); raise SystemExit(3)"), root)

    monkeypatch.setattr(checks, "checks", two)
    assert checks.run(tmp_path) == 1
    said = capsys.readouterr().out
    assert "the reason" in said
    assert "silent" not in said
    assert "1 of 2 checks failed: bad" in said
