"""The whole system, started once as `./slussen up` starts it, in a folder and on ports of its own."""

import asyncio
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from slussen_local.demo.browser import open_http
from slussen_local.demo.places import OREBRO_PLACE, Outside
from slussen_local.demo.register import Registered, register
from slussen_local.layout import ROOT, Layout
from slussen_local.parts import ports

OFFSETS = (0, 1, 2, 10, 11, 12, 20)


@dataclass(frozen=True)
class System:
    """A running Slussen, with the county Örebro registered."""

    layout: Layout
    registered: Registered

    def outside(self, http: httpx.AsyncClient) -> Outside:
        """Return the world outside the gateway."""
        return Outside(http, self.layout.origin, self.layout.issuer, self.layout.vault.folder)


def free_port_base() -> int:
    while True:
        base = 20_000 + 50 * secrets.randbelow(240)  # below the ports that the system gives away
        if not any(ports.answers(base + offset) for offset in OFFSETS):
            return base


def slussen(layout: Layout, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of ./slussen against a layout."""
    names = ("DATABASE_URL", "NATS_URL", "OIDC_ISSUER")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    environment |= {"SLUSSEN_DATA": str(layout.data), "SLUSSEN_PORT_BASE": str(layout.port_base)}
    command = [sys.executable, "-P", "-m", "slussen_local", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=170
    )


@pytest.fixture(scope="session")
def running() -> Iterator[Layout]:
    """Return where the system of this test run is."""
    folder = Path(tempfile.mkdtemp(prefix="sls-"))
    layout = Layout(folder, free_port_base())
    started = slussen(layout, "up", "--background", "--no-demo-data")
    try:
        assert started.returncode == 0, started.stdout + started.stderr
        yield layout
    finally:
        slussen(layout, "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def system(running: Layout) -> System:
    """Return the system with the county Örebro registered, as an administrator does it."""
    return System(running, asyncio.run(registered_orebro(running)))


async def registered_orebro(layout: Layout) -> Registered:
    """Register the county Örebro as an administrator does it."""
    async with open_http() as http:
        outside = Outside(http, layout.origin, layout.issuer, layout.vault.folder)
        names = ("admin.orebro", "region.signatar", "kommun.signatar")
        admin, region, municipality = [await outside.browser(name) for name in names]
        return await register(admin, (region, municipality), OREBRO_PLACE)


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with open_http() as client:
        yield client


@pytest.fixture
def outside(system: System, http: httpx.AsyncClient) -> Outside:
    """Return the world outside the gateway, for one test."""
    return system.outside(http)
