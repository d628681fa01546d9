"""Starts PostgreSQL and NATS once for a whole test run, on ports that the system chooses.

Set SLUSSEN_TEST_DATABASE_URL (a superuser's address) or SLUSSEN_TEST_NATS_URL to use servers of your own.
Without them every xdist worker gets an account of its own on the bus: streams of two workers never meet.
"""

import importlib.util
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from hypothesis import HealthCheck, settings

from slussen_local.parts import nats, postgres
from slussen_local.parts.nats import Nats
from slussen_local.parts.postgres import Postgres

DATABASE_URL = "SLUSSEN_TEST_DATABASE_URL"
NATS_URL = "SLUSSEN_TEST_NATS_URL"
OWN_NATS = "SLUSSEN_TEST_NATS_ACCOUNTS"
MOST_WORKERS = 16
PREFIX = "slt-"
TESTING_PLUGIN = "slussen_chassis.testing"

pytest_plugins = [TESTING_PLUGIN] if importlib.util.find_spec(TESTING_PLUGIN) else []
started = pytest.StashKey["Servers"]()

# A property holds or not; how fast its examples are made says how busy the machine is.
settings.register_profile("slussen", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("slussen")


class Servers:
    """The servers of this run and their folder; a short path, since sockets and stores grow long ones."""

    def __init__(self) -> None:
        remove_left_over()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        self.postgres: Postgres | None = None
        self.nats: Nats | None = None

    def start(self) -> None:
        """Start what the environment does not name."""
        if DATABASE_URL not in os.environ:
            self.postgres = Postgres(self.folder / "pg", settings=postgres.THROW_AWAY)
            self.postgres.launch()
        if NATS_URL not in os.environ:
            accounts = ["main", *(f"gw{number}" for number in range(MOST_WORKERS))]
            self.nats = Nats(
                self.folder / "nats", accounts=accounts, password=secrets.token_urlsafe(16), durable=False
            )
            self.nats.start()
            os.environ[NATS_URL] = self.nats.account_url("main")
            os.environ[OWN_NATS] = "1"
        if self.postgres is not None:
            self.postgres.wait()
            os.environ[DATABASE_URL] = self.postgres.url()

    def stop(self) -> None:
        """Stop what was started and leave nothing behind."""
        if self.postgres is not None:
            self.postgres.stop()
            os.environ.pop(DATABASE_URL)
        if self.nats is not None:
            self.nats.stop()
            os.environ.pop(NATS_URL)
            os.environ.pop(OWN_NATS)
        shutil.rmtree(self.folder, ignore_errors=True)


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers in the controller; in a worker, only move to the worker's own account."""
    workerinput = getattr(config, "workerinput", None)
    if workerinput is not None:
        if OWN_NATS in os.environ:
            os.environ[NATS_URL] = as_account(os.environ[NATS_URL], workerinput["workerid"])
        return
    if config.option.collectonly or config.option.help:
        return
    servers = Servers()
    config.stash[started] = servers
    try:
        servers.start()
    except BaseException:
        servers.stop()
        raise


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop them after the last worker."""
    servers = config.stash.get(started, None)
    if servers is not None:
        servers.stop()


def remove_left_over() -> None:
    """End the servers and remove the folders of runs that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        starter = folder.name.removeprefix(PREFIX).split("-")[0]
        if starter.isdigit() and not is_alive(int(starter)):
            postgres.end_left_over(folder / "pg" / "data")
            nats.end_left_over(folder / "nats")
            shutil.rmtree(folder, ignore_errors=True)


def is_alive(pid: int) -> bool:
    """Tell whether a process lives."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def as_account(url: str, account: str) -> str:
    """The same server, opened as another account."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{account}:{parts.password}@{parts.hostname}:{parts.port}"))
