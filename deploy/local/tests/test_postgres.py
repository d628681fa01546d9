import os
import stat
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from slussen_local.failure import LocalError
from slussen_local.parts import postgres as module
from slussen_local.parts.postgres import Postgres


async def ask(server: Postgres, question: str) -> object:
    connection = await asyncpg.connect(server.url())
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_it_survives_kill_9_with_everything_that_was_committed(postgres: Postgres) -> None:
    connection = await asyncpg.connect(postgres.url())
    await connection.execute("CREATE TABLE kept (n int)")
    await connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
    connection.terminate()
    assert postgres.process is not None
    postgres.process.kill()
    postgres.process.wait()
    postgres.start()
    assert await ask(postgres, "SELECT count(*) FROM kept") == 1000


@pytest.mark.parametrize("throw_away", [False, True])
async def test_only_a_cluster_for_tests_may_lose_what_it_acknowledged(
    tmp_path: Path, *, throw_away: bool
) -> None:
    server = Postgres(tmp_path / "pg", settings=module.THROW_AWAY if throw_away else {}).start()
    try:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert await ask(server, f"SHOW {setting}") == ("off" if throw_away else "on")
        assert await ask(server, "SHOW data_checksums") == "on"
        assert await ask(server, "SHOW log_min_error_statement") == "panic"
        assert await ask(server, "SHOW lock_timeout") == "10s"
    finally:
        server.stop()


def test_a_backend_that_outlived_its_postmaster_does_not_block_the_next_start(postgres: Postgres) -> None:
    busy = "DO $$ DECLARE i bigint := 0; BEGIN WHILE true LOOP i := i + 1; END LOOP; END $$"
    client = subprocess.Popen(
        [str(module.binaries() / "psql"), postgres.url(), "-c", busy],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert postgres.process is not None
    while len(module._processes_in(postgres.data)) < 7:
        pass
    postgres.process.kill()
    postgres.process.wait()
    postgres.start()
    client.wait(10)
    assert postgres.is_ready()


def test_a_dead_server_that_nobody_has_collected_does_not_block_the_next_start(postgres: Postgres) -> None:
    assert postgres.process is not None
    postgres.process.kill()
    while module.Program.of(postgres.process.pid).started != "gone":
        pass
    successor = Postgres(postgres.folder)
    successor.launch()
    try:
        assert successor._ready()
    finally:
        successor.stop()


async def test_it_lets_nobody_in_without_the_password(postgres: Postgres) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(postgres.url().replace(postgres.password, "wrong"))


async def test_a_server_left_by_a_killed_run_is_taken_over(postgres: Postgres) -> None:
    successor = Postgres(postgres.folder)
    successor.start()
    try:
        assert postgres.process is not None
        assert postgres.process.wait(5) == 0
        assert await ask(successor, "SELECT 1") == 1
    finally:
        successor.stop()


def test_its_password_is_for_the_owner_alone(postgres: Postgres) -> None:
    assert stat.S_IMODE((postgres.folder / "password").stat().st_mode) == 0o600


def test_a_busy_port_is_said_in_one_sentence(postgres: Postgres) -> None:
    with pytest.raises(LocalError, match=f"Port {postgres.port}, which PostgreSQL needs, is already in use"):
        Postgres(postgres.folder.parent / "other", postgres.port).launch()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must become somebody else")
def test_where_namespaces_are_refused_it_runs_as_nobody_and_says_so(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    script = (
        "import shutil, sys; from pathlib import Path; shutil.which = lambda name: None\n"
        "from slussen_local.parts.postgres import Postgres\n"
        "server = Postgres(Path(sys.argv[1]), settings={'fsync': 'off'}).start()\n"
        "print(Path(f'/proc/{server.process.pid}').stat().st_uid); server.stop()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path_factory.mktemp("as") / "nobody")],
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert "user namespaces are refused here" in said or "cannot reach" in said
    assert done.stdout.strip() != "0"


def test_it_stops_fast_and_cleanly(postgres: Postgres) -> None:
    postgres.stop()
    assert postgres.process is not None
    assert postgres.process.returncode == 0
