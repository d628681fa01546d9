from collections.abc import Iterator
from pathlib import Path

import pytest

from slussen_local.parts.identity import IdentityProvider
from slussen_local.parts.nats import Nats
from slussen_local.parts.nats_users import new_seed, users
from slussen_local.parts.postgres import Postgres
from slussen_local.vault import Vault

ORIGIN = "http://localhost:8400"
BUS_USERS = ("agreements", "consent", "referrals", "statistics", "integration", "gateway", "admin")


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Postgres]:
    server = Postgres(tmp_path / "pg").start()
    yield server
    server.stop()


@pytest.fixture
def seeds() -> dict[str, str]:
    return {name: new_seed() for name in BUS_USERS}


@pytest.fixture
def bus(tmp_path: Path, seeds: dict[str, str]) -> Iterator[Nats]:
    server = Nats(tmp_path / "nats", users=users(seeds)).start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    return Vault(tmp_path_factory.mktemp("vault") / "secrets")


@pytest.fixture
def identity(tmp_path: Path, vault: Vault) -> Iterator[IdentityProvider]:
    (tmp_path / "idp").mkdir()
    server = IdentityProvider(tmp_path / "idp", vault, [ORIGIN]).start()
    yield server
    server.stop()
