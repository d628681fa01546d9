"""What runs as containers is the same as what runs on one machine, and as closed as it says."""

import asyncio
import importlib
import importlib.util
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import asyncpg
import pytest
import yaml

from slussen_chassis.roles import LOGIN_ROLES, create_service_database
from slussen_chassis.worker import sealer_of
from slussen_local.layout import SERVICES, package_of
from slussen_local.parts import nats_users
from slussen_local.parts.nats import binary

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
NATS_CONF = ROOT / "deploy" / "nats" / "nats.conf"


@pytest.mark.parametrize("service", SERVICES)
def test_every_services_image_is_made_in_the_same_way(service: str) -> None:
    pattern = (ROOT / "deploy" / "containers" / "Containerfile.service").read_text("utf-8")
    place = "gateway" if service == "integration" else f"services/{service}"
    own = "gateway/integration" if service == "integration" else place
    filled = pattern.replace("@NAME@", service).replace("@FOLDER@", place)
    assert (ROOT / own / "Containerfile").read_text("utf-8") == filled.replace(
        "@PACKAGE@", package_of(service)
    )


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_every_container_is_closed(name: str) -> None:
    part = COMPOSE["services"][name]
    assert part["read_only"] is True
    assert part["cap_drop"] == ["ALL"]
    assert part["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "pid", "ipc", "network_mode", "devices"} & part.keys()


def test_only_the_gateway_can_be_reached_and_the_demos_issuer_from_this_machine_alone() -> None:
    ports = {name: part["ports"] for name, part in COMPOSE["services"].items() if "ports" in part}
    assert set(ports) == {"gateway", "identity-provider"}
    assert COMPOSE["services"]["identity-provider"]["profiles"] == ["demo"]
    assert all(port.startswith("127.0.0.1:") for port in ports["identity-provider"])
    assert COMPOSE["networks"]["inside"]["internal"] is True
    outside = {name for name, part in COMPOSE["services"].items() if "outside" in part["networks"]}
    assert outside == set(ports)
    sending = {name for name, part in COMPOSE["services"].items() if "egress" in part["networks"]}
    assert sending == {"integration-worker"}


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_its_migration_its_http_process_and_its_worker(service: str) -> None:
    parts = COMPOSE["services"]
    images = {parts[name]["image"] for name in (service, f"{service}-worker", f"{service}-migration")}
    assert len(images) == 1
    for name in (service, f"{service}-worker"):
        needs = parts[name]["depends_on"][f"{service}-migration"]
        assert needs == {"condition": "service_completed_successfully"}


def test_no_container_gets_anothers_secrets() -> None:
    for name, part in COMPOSE["services"].items():
        owners = {Path(path).stem.removesuffix("-migration") for path in part.get("env_file", ())}
        own = name.removesuffix("-worker").removesuffix("-migration")
        assert owners <= {name.removesuffix("-migration"), own, "bus-administration"}
    holders = [
        n for n, p in COMPOSE["services"].items() if any("bus-adm" in f for f in p.get("env_file", ()))
    ]
    assert holders == ["bus-preparation"]


def test_no_images_tag_moves_by_itself_beyond_a_release() -> None:
    images = [part["image"] for part in COMPOSE["services"].values()]
    assert not [image for image in images if image.endswith(":latest") or ":" not in image]


def test_every_user_of_the_bus_has_the_same_rights_as_on_one_machine(make_settings: ModuleType) -> None:
    written = NATS_CONF.read_text("utf-8")
    for name in make_settings.BUS_USERS:
        assert nats_users.user_named(name, f"$SLUSSEN_NATS_{name.upper()}").configuration() in written
    assert written.count("nkey:") == len(make_settings.BUS_USERS)


def test_the_bus_takes_its_configuration(settings: dict[str, dict[str, str]]) -> None:
    command = [binary(), "-t", "-c", str(NATS_CONF)]
    done = subprocess.run(
        command, env={**os.environ, **settings["nats.env"]}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_the_gateway_takes_the_settings_made_for_it(
    settings: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module("slussen_gateway.edge.settings")
    for name, value in settings["gateway.env"].items():
        monkeypatch.setenv(name, value)
    assert module.read_settings().services["consent"] == "http://consent:8080"


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_takes_the_settings_made_for_it(
    service: str, settings: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings[f"{service}.env"].items():
        monkeypatch.setenv(name, value)
    module = importlib.import_module(f"{package_of(service)}.settings")
    made = getattr(module, f"{service.title()}Settings")()
    assert f"@postgres:5432/slussen_{service}" in made.database_url.get_secret_value()


@pytest.mark.parametrize("service", SERVICES)
def test_the_worker_alone_seals_the_audit_log_and_keeps_its_checkpoints_outside_the_database(
    service: str, settings: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    both = (f"deploy/containers/settings/{service}.env", f"deploy/containers/settings/{service}-worker.env")
    assert COMPOSE["services"][service]["env_file"] == [both[0]]
    assert COMPOSE["services"][f"{service}-worker"]["env_file"] == list(both)
    of_the_sealer = ("_SEALER_DATABASE_URL", "_SEAL_CHECKPOINTS", f"SLUSSEN_{service.upper()}_SEAL_KEY")
    assert not [name for name in settings[f"{service}.env"] if name.endswith(of_the_sealer)]
    for name, value in {**settings[f"{service}.env"], **settings[f"{service}-worker.env"]}.items():
        monkeypatch.setenv(name, value)
    module = importlib.import_module(f"{package_of(service)}.settings")
    made = getattr(module, f"{service.title()}Settings")()
    assert sealer_of(service, made) is not None
    [volume] = COMPOSE["services"][f"{service}-worker"]["volumes"]
    assert volume == f"{service}-checkpoints:{made.seal_checkpoints.parent}"


def test_the_database_containers_script_makes_what_the_chassis_makes(
    empty_postgres: str,
    settings: dict[str, dict[str, str]],
    run_database_script: Callable[[str, dict[str, str]], None],
) -> None:
    run_database_script(empty_postgres, settings["postgres.env"])

    by_script = asyncio.run(roles_and_databases(empty_postgres))
    passwords = dict.fromkeys(LOGIN_ROLES, "other")
    for service in SERVICES:
        asyncio.run(create_service_database(empty_postgres, service, passwords))

    assert len(by_script) == len(SERVICES) * 6
    assert asyncio.run(roles_and_databases(empty_postgres)) == by_script


async def roles_and_databases(url: str) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(url)
    try:
        roles = await connection.fetch(
            "SELECT r.rolname, r.rolcanlogin, r.rolsuper, r.rolbypassrls, r.rolcreatedb, r.rolcreaterole,"
            " ARRAY(SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid"
            " WHERE m.member = r.oid) FROM pg_roles r"
            " WHERE r.rolname ~ '^[a-oq-z].*_(owner|migrator|app|worker|sealer)$' ORDER BY 1"
        )
        databases = await connection.fetch(
            "SELECT d.datname, r.rolname, ARRAY(SELECT unnest(d.datacl)::text ORDER BY 1) FROM pg_database d"
            " JOIN pg_roles r ON r.oid = d.datdba WHERE d.datname LIKE 'slussen_%' ORDER BY 1"
        )
    finally:
        await connection.close()
    return [tuple(map(str, row)) for row in [*roles, *databases]]
