"""`./slussen clock` on the command line."""

from pathlib import Path

import pytest

from slussen_local.commands import main
from slussen_local.commands.clock import move, moved
from slussen_local.failure import LocalError


def test_moves_add_up_and_reset_undoes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SLUSSEN_DATA", str(tmp_path))
    assert main(["clock", "+30d"]) == 0
    assert main(["clock", "+2h"]) == 0
    assert moved(tmp_path / "sandbox-clock") == 30 * 86_400 + 7_200
    assert "moved by 30 days, 2:00:00" in capsys.readouterr().out
    assert main(["clock", "reset"]) == 0
    assert not (tmp_path / "sandbox-clock").exists()
    assert "moved by" not in capsys.readouterr().out


@pytest.mark.parametrize("by", ["30d", "+d", "+1y", "+-1d", "+99999d", ""])
def test_what_is_no_distance_is_explained(tmp_path: Path, by: str) -> None:
    with pytest.raises(LocalError):
        move(tmp_path / "clock", by)
    assert not (tmp_path / "clock").exists()
