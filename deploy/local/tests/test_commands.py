import ast
import asyncio
import errno
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from slussen_local.commands import audit, main, read, reset, status, test, up
from slussen_local.failure import LocalError, explain
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
    for word in ("up", "demo", "test", "status", "audit", "DATABASE_URL", "SLUSSEN_DATA", ".data/"):
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


@pytest.mark.parametrize("command", ["status", "audit"])
def test_a_command_that_looks_says_that_nothing_runs(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command]) == 1
    assert "Start it with ./slussen up" in capsys.readouterr().out


def test_an_audit_log_that_cannot_be_read_is_said_plainly(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    monkeypatch.setenv("DATABASE_URL", f"postgresql://postgres@127.0.0.1:{free_port()}/postgres")
    with pytest.raises(LocalError, match="audit log of consent could not be read"):
        asyncio.run(audit.verify_service(Layout(folder, free_port()), "consent"))


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


@pytest.mark.parametrize("stated", ["abc", "80", "70000", "-1"])
def test_a_first_port_that_cannot_be_is_refused_in_one_sentence(
    stated: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SLUSSEN_PORT_BASE", stated)
    assert main(["status"]) == 1
    assert f"{stated} can't be the first port." in capsys.readouterr().err


async def test_status_tells_no_backlogs_where_the_database_is_an_outside_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert await status.read_backlogs(Layout.from_environment()) == {}


def test_a_server_of_the_user_s_own_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = LocalError("streams, buckets, grants did not start.", "Its last words: TimeoutError")
    assert up._unprepared("streams, buckets, grants", failed) is failed
    monkeypatch.setenv("NATS_URL", "nats://127.0.0.1:1")
    assert "NATS_URL names can't be used" in up._unprepared("streams, buckets, grants", failed).message


def test_the_demonstration_says_that_it_needs_its_own_people(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OIDC_ISSUER", "https://issuer.example")
    assert main(["demo"]) == 1
    assert "without OIDC_ISSUER" in capsys.readouterr().err


@pytest.mark.parametrize(("words", "code"), [(["up", "--help"], 0), (["nonsense"], 2)])
def test_help_and_slips_of_the_pen_install_nothing(tmp_path: Path, words: list[str], code: int) -> None:
    shutil.copy(ROOT / "slussen", tmp_path / "slussen")
    package = Path("deploy/local/src/slussen_local")
    shutil.copytree(ROOT / package, tmp_path / package)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "slussen"), *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert "usage: ./slussen" in done.stdout + done.stderr
    assert "Setting up" not in done.stdout
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("command", ["test", "bench"])
def test_what_follows_is_handed_over_as_it_stands_also_where_it_begins_with_an_option(command: str) -> None:
    assert read([command, "-k", "one", "path", "--", "-x"]).rest == ["-k", "one", "path", "--", "-x"]
