"""What the containers run, run as plain processes with the settings made for them: it starts and it answers."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import httpx
import pytest

from slussen_local.layout import SERVICES, package_of
from slussen_local.parts import ports
from slussen_local.parts.identity import SOURCE, node
from slussen_local.parts.nats import binary

pytestmark = [pytest.mark.system, pytest.mark.timeout(240)]

ROOT = Path(__file__).parents[2]
CONTAINERS = ROOT / "deploy" / "containers"
PATIENCE = 150.0


@dataclass
class Machine:
    """One machine in place of the containers' network: names become ports."""

    folder: Path
    addresses: dict[str, str] = field(default_factory=dict)
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def moved(self, text: str) -> str:
        for inside, here in self.addresses.items():
            text = text.replace(inside, here)
        return text

    def environment(self, settings: dict[str, str]) -> dict[str, str]:
        kept = {"PATH": os.environ["PATH"], "PYTHONSAFEPATH": "1"}
        return {**kept, **{name: self.moved(value) for name, value in settings.items()}}

    def once(self, command: list[str], settings: dict[str, str]) -> None:
        environment = self.environment(settings)
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()

    def start(self, command: list[str], settings: dict[str, str], folder: Path | None = None) -> None:
        with (self.folder / f"{len(self.running)}.log").open("wb") as log:
            self.running.append(
                subprocess.Popen(
                    command,
                    cwd=folder or self.folder,
                    env=self.environment(settings),
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                )
            )

    def stop(self) -> None:
        for process in reversed(self.running):
            process.terminate()
        for process in self.running:
            process.communicate(timeout=40)


@pytest.fixture
def machine(tmp_path: Path, empty_postgres: str) -> Iterator[Machine]:
    made = Machine(tmp_path)
    taken = {name: ports.free_port() for name in (*SERVICES, "nats", "monitor", "idp.localhost", "gateway")}
    made.addresses = {
        "postgres:5432": urlsplit(empty_postgres).netloc.split("@")[1],
        "nats:4222": f"127.0.0.1:{taken['nats']}",
        "0.0.0.0:4222": f"127.0.0.1:{taken['nats']}",
        "127.0.0.1:8222": f"127.0.0.1:{taken['monitor']}",
        "/var/lib/nats": str(tmp_path / "nats"),
        "/var/lib/slussen": str(tmp_path / "checkpoints"),
        "idp.localhost:8401": f"127.0.0.1:{taken['idp.localhost']}",
        "gateway": str(taken["gateway"]),
        **{f"{service}:8080": f"127.0.0.1:{taken[service]}" for service in SERVICES},
        "/run/settings/grants.json": str(tmp_path / "grants.json"),
    }
    gateway = made.addresses.pop("gateway")
    made.addresses["localhost:8400"] = f"localhost:{gateway}"
    yield made
    made.stop()


def port(machine: Machine, inside: str) -> str:
    return machine.addresses[inside].rsplit(":", 1)[1]


def start_servers(machine: Machine, files: dict[str, str]) -> None:
    nats = machine.folder / "nats.conf"
    nats.write_text(machine.moved((ROOT / "deploy" / "nats" / "nats.conf").read_text()))
    machine.start([binary(), "-c", str(nats)], env_of(files["nats.env"]))
    provider = json.loads(machine.moved(files["identity-provider.json"]))
    provider |= {
        "port": int(port(machine, "idp.localhost:8401")),
        "database": str(machine.folder / "p.sqlite"),
    }
    (machine.folder / "provider.json").write_text(json.dumps(provider))
    machine.start([str(node()), "provider.mjs", str(machine.folder / "provider.json")], {}, SOURCE)
    (machine.folder / "grants.json").write_text(files["grants.json"])


def prepare(machine: Machine, files: dict[str, str]) -> None:
    preparing = machine.folder / "prepare_bus.py"
    preparing.write_text(machine.moved((CONTAINERS / "prepare_bus.py").read_text()))
    machine.once([sys.executable, str(preparing)], env_of(files["bus-administration.env"]))
    for service in SERVICES:
        migrating = [sys.executable, str(CONTAINERS / "migrate.py"), service]
        machine.once(migrating, env_of(files[f"{service}-migration.env"]))


def start_services(machine: Machine, files: dict[str, str]) -> None:
    for service in SERVICES:
        place = {"HOST": "127.0.0.1", "PORT": port(machine, f"{service}:8080")}
        told = {**env_of(files[f"{service}.env"]), **place}
        machine.start([sys.executable, "-m", f"{package_of(service)}.app"], told)
        sealing = env_of(files[f"{service}-worker.env"])
        machine.start([sys.executable, "-m", f"{package_of(service)}.worker"], {**told, **sealing})
    edge = {"SLUSSEN_GATEWAY_HOST": "127.0.0.1", "SLUSSEN_GATEWAY_PORT": port(machine, "localhost:8400")}
    machine.start([sys.executable, "-m", "slussen_gateway.edge"], {**env_of(files["gateway.env"]), **edge})


def env_of(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines())


def answers(address: str) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(address, timeout=3).status_code == 200
    return False


def wait_for(*addresses: str) -> None:
    until = time.monotonic() + PATIENCE
    while not all(map(answers, addresses)):
        assert time.monotonic() < until, [address for address in addresses if not answers(address)]
        time.sleep(0.3)


def test_everything_that_compose_starts_becomes_ready_and_asks_who_calls(
    machine: Machine,
    empty_postgres: str,
    make_settings: ModuleType,
    run_database_script: Callable[[str, dict[str, str]], None],
) -> None:
    files = make_settings.files(make_settings.Containers(machine.folder))
    run_database_script(empty_postgres, env_of(files["postgres.env"]))
    start_servers(machine, files)
    wait_for(f"http://{machine.addresses['127.0.0.1:8222']}/healthz")
    prepare(machine, files)
    start_services(machine, files)

    origin = f"http://{machine.addresses['localhost:8400']}"
    services = [f"http://{machine.addresses[f'{service}:8080']}/health/ready" for service in SERVICES]
    wait_for(*services, f"{origin}/health/ready")
    assert httpx.get(f"{origin}/agreements/v1/units").status_code == 401
    assert [process.args for process in machine.running if process.poll() is not None] == []
