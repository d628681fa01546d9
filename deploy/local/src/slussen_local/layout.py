"""Where Slussen's data, secrets, sockets and logs lie on this machine, and at which addresses its parts answer."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from slussen_local.failure import LocalError, explain
from slussen_local.vault import Vault

ROOT = Path(__file__).resolve().parents[4]
DEFAULT_PORT_BASE = 8400
PORT_BASES = range(1024, 65500)
LONGEST_SOCKET_FOLDER = 80  # a socket's path may have about 100 characters
SERVICES = ("agreements", "consent", "referrals", "statistics", "integration")


def package_of(service: str) -> str:
    """The import name of a service; the gateway's second app lives beside its first."""
    return "slussen_gateway.integration" if service == "integration" else f"slussen_{service}"


@dataclass(frozen=True)
class Layout:
    """The folder that holds everything, and the first of the ports."""

    data: Path
    port_base: int = DEFAULT_PORT_BASE

    @classmethod
    def from_environment(cls, port_base: int | None = None) -> "Layout":
        """`SLUSSEN_DATA` and `SLUSSEN_PORT_BASE` move the folder and the ports."""
        data = Path(os.environ.get("SLUSSEN_DATA") or ROOT / ".data").resolve()
        return cls(data, first_port(port_base))

    @property
    def docs(self) -> Path:
        """The reference site, made from the contracts."""
        return self.data / "docs"

    @property
    def run(self) -> Path:
        """Sockets and the record of what runs; elsewhere when the path is too long for a socket."""
        folder = self.data / "run"
        if len(str(folder)) <= LONGEST_SOCKET_FOLDER:
            return folder
        short = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"slussen-{os.getuid()}-{short}"

    @property
    def logs(self) -> Path:
        """One log file per process."""
        return self.data / "logs"

    @property
    def sandbox_clock(self) -> Path:
        """By how much the services' clock is moved; absent where it is not."""
        return self.data / "sandbox-clock"

    def checkpoints(self, service: str) -> Path:
        """What the sealer of a service's audit log writes beside the database."""
        return self.data / "checkpoints" / f"{service}.jsonl"

    @property
    def vault(self) -> Vault:
        """The machine's secrets."""
        return Vault(self.data / "secrets")

    @property
    def origin(self) -> str:
        """What people type: the gateway's public address."""
        return f"http://localhost:{self.port_base}"

    @property
    def identity_port(self) -> int:
        """The embedded identity provider."""
        return self.port_base + 1

    @property
    def intranet_port(self) -> int:
        """The demonstration's intranet."""
        return self.port_base + 2

    @property
    def intranet(self) -> str:
        """Another site than Slussen's to every browser, though it lies on the same machine."""
        return f"http://intranet.localhost:{self.intranet_port}"

    @property
    def issuer(self) -> str:
        """Who issues the tokens that the gateway believes."""
        return os.environ.get("OIDC_ISSUER") or f"http://127.0.0.1:{self.identity_port}"

    @property
    def database_port(self) -> int:
        """The embedded PostgreSQL."""
        return self.port_base + 10

    @property
    def nats_port(self) -> int:
        """The embedded NATS; the next port is its monitor."""
        return self.port_base + 11

    @property
    def nats_url(self) -> str:
        """The bus."""
        return os.environ.get("NATS_URL") or f"nats://127.0.0.1:{self.nats_port}"

    @property
    def database_password(self) -> Path:
        """The file with the superuser's password of the embedded PostgreSQL."""
        return self.data / "postgres" / "password"

    @property
    def admin_url(self) -> str:
        """The address that may make databases and roles."""
        given = os.environ.get("DATABASE_URL")
        if given:
            return given
        password = self.database_password.read_text()
        return f"postgresql://postgres:{password}@127.0.0.1:{self.database_port}/postgres"

    def socket(self, service: str) -> Path:
        """Where a service listens."""
        return self.run / f"{service}.sock"

    def log(self, process: str) -> Path:
        """A process's log file."""
        return self.logs / f"{process}.log"

    def make_folders(self) -> None:
        """Make what is missing, for the owner alone."""
        try:
            for folder in (self.data, self.run, self.logs, self.data / "identity-provider"):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise explain(error, "making Slussen's folder") from error


def first_port(given: int | None) -> int:
    """The first port: as given, else as `SLUSSEN_PORT_BASE` says.

    Raises:
        LocalError: It is no number, or one from which the ports that Slussen needs can't be counted.
    """
    stated = given if given is not None else os.environ.get("SLUSSEN_PORT_BASE") or DEFAULT_PORT_BASE
    if str(stated).isascii() and str(stated).isdigit() and int(stated) in PORT_BASES:
        return int(stated)
    raise LocalError(
        f"{stated} can't be the first port.",
        f"Give a number from {PORT_BASES[0]} to {PORT_BASES[-1]} with --port-base or SLUSSEN_PORT_BASE.",
    )
