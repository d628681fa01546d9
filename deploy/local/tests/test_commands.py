import ast
import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from slussen_local.commands import main, reset, test
from slussen_local.failure import explain
from slussen_local.layout import ROOT, Layout
from slussen_local.parts.nats import Nats
from slussen_local.parts.ports import free_port
from slussen_local.vault import Vault


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SLUSSEN_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_help_teaches_before_anything_is_installed() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "slussen"), "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    for word in ("up", "demo", "test", "status", "DATABASE_URL", "SLUSSEN_DATA", ".data/"):
        assert word in done.stdout


def test_an_old_python_can_read_the_script_and_is_told_what_to_do() -> None:
    source = (ROOT / "slussen").read_text()
    ast.parse(source, feature_version=(3, 6))
    pretend = "import sys; sys.version_info = (3, 8, 18); sys.argv = ['slussen', 'up']; import runpy; runpy.run_path"
    done = subprocess.run(
        [sys.executable, "-c", f"{pretend}({str(ROOT / 'slussen')!r}, run_name='__main__')"],
        env={"PATH": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Slussen needs Python 3.11 or newer" in done.stderr
    assert "Traceback" not in done.stderr


def test_status_says_that_nothing_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status"]) == 1
    assert "Start it with ./slussen up" in capsys.readouterr().out


def test_a_busy_port_gives_one_sentence_and_what_to_do(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_accounts = Nats(tmp_path / "nats", accounts=["a"], password="p", durable=False).start()
    monkeypatch.setattr("slussen_local.supervisor.Supervisor._catch_signals", lambda _: None)
    try:
        assert main(["up", "--port-base", str(with_accounts.port)]) == 1
    finally:
        with_accounts.stop()
    said = capfd.readouterr().err
    assert f"Port {with_accounts.port}, which the gateway needs, is already in use" in said
    assert "--port-base" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("number", "sentence", "advice"),
    [
        (errno.ENOSPC, "The disk is full", "Free some space"),
        (errno.EACCES, "The right is missing", "SLUSSEN_DATA"),
    ],
)
def test_a_full_disk_and_a_missing_right_are_said_plainly(number: int, sentence: str, advice: str) -> None:
    error = explain(OSError(number, os.strerror(number), "/a/file"), "keeping a secret")
    assert sentence in error.message
    assert advice in error.advice


def test_reset_asks_first_and_removes_everything(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    layout = Layout.from_environment()
    layout.make_folders()
    assert main(["reset"]) == 1
    assert folder.exists()
    assert main(["reset", "--yes"]) == 0
    assert not folder.exists()
    assert "--yes" in capsys.readouterr().err
    assert reset.__doc__


def test_secrets_are_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "secrets")
    made = vault.signing_key("clients/one")
    assert vault.signing_key("clients/one") == made
    assert stat.S_IMODE(vault.path("clients/one").stat().st_mode) == 0o600
    assert stat.S_IMODE(vault.folder.stat().st_mode) == 0o700


def test_logs_of_an_unknown_part_name_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    layout = Layout.from_environment()
    layout.make_folders()
    layout.log("gateway").write_text("one\ntwo\n")
    assert main(["logs", "gateway", "-n", "1"]) == 0
    assert capsys.readouterr().out == "two\n"
    assert main(["logs", "nobody"]) == 1
    assert "There are: gateway." in capsys.readouterr().err


def test_a_long_path_gets_its_sockets_elsewhere(tmp_path: Path) -> None:
    layout = Layout(tmp_path / ("x" * 90))
    assert len(str(layout.socket("agreements"))) < 100
    assert layout.run != Layout(tmp_path / ("y" * 90)).run


def test_one_file_is_tested_without_workers_and_everything_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test, "has_browser", lambda: False)
    assert test.choose(["conftest.py", "-x"])[2:4] == ["-n", "0"]
    assert test.choose([])[:2] == ["-n", str(min(os.cpu_count() or 1, 16))]
    assert test.choose([])[-2:] == ["-m", "not browser"]
    assert free_port() != free_port()
