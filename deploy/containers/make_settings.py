#!/usr/bin/env python3
"""Make the secrets and settings of every container, once, in deploy/containers/settings (mode 600).

    .venv/bin/python deploy/containers/make_settings.py

For one machine: passwords, keys and the demo's identity provider. In production each of these files comes from
your own secret store, and OIDC_ISSUER names your own identity provider.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typing_extensions import override

from slussen_local import environment
from slussen_local.grants import demo_grants
from slussen_local.layout import SERVICES, Layout
from slussen_local.parts import nats_users
from slussen_local.parts.identity import IdentityProvider
from slussen_local.vault import write_private

FOLDER = Path(__file__).resolve().parent / "settings"
IDENTITY_PORT = 8401
BUS_USERS = (*SERVICES, "gateway", "admin")


@dataclass(frozen=True)
class Containers(Layout):
    """The same parts as on one machine, at the addresses that they have in compose.yaml."""

    @property
    @override
    def issuer(self) -> str:
        return os.environ.get("OIDC_ISSUER") or f"http://idp.localhost:{IDENTITY_PORT}"

    @property
    @override
    def nats_url(self) -> str:
        return "nats://nats:4222"

    @property
    @override
    def admin_url(self) -> str:
        return f"postgresql://postgres:{self.vault.password('database/superuser')}@postgres:5432/postgres"

    @override
    def checkpoints(self, service: str) -> Path:
        return Path(f"/var/lib/slussen/{service}.jsonl")


class DemoProvider(IdentityProvider):
    """The demo's identity provider, under the name that browsers and containers both resolve."""

    @property
    @override
    def issuer(self) -> str:
        return f"http://idp.localhost:{self.port}"

    def settings(self) -> dict[str, Any]:
        """Return what the provider reads at start."""
        return {**self._settings(), "host": "0.0.0.0", "database": "/var/lib/provider/provider.sqlite"}  # noqa: S104 - inside its container


def main() -> None:
    """Write every file; secrets that are there already stay."""
    FOLDER.mkdir(exist_ok=True, mode=0o700)
    layout = Containers(FOLDER)
    for name, text in files(layout).items():
        write_private(FOLDER / name, text)
    (FOLDER / "identity-provider.json").chmod(0o644)  # its container reads it as another user
    (FOLDER / "grants.json").chmod(0o644)
    print(f"Settings lie in {FOLDER}; next: docker compose --profile demo up --build")  # noqa: T201


def files(layout: Layout) -> dict[str, str]:
    """Return every file by name."""
    made = {"postgres.env": as_lines(of_postgres(layout)), "nats.env": as_lines(of_nats(layout))}
    for service in SERVICES:
        made[f"{service}.env"] = as_lines(of_service(layout, service))
        made[f"{service}-worker.env"] = as_lines(environment.of_worker(layout, service))
        made[f"{service}-migration.env"] = as_lines(
            {
                f"SLUSSEN_{service.upper()}_MIGRATOR_DATABASE_URL": environment.database_url(
                    layout, service, "migrator"
                )
            }
        )
    provider = DemoProvider(layout.data, layout.vault, [layout.origin], IDENTITY_PORT)
    return {
        **made,
        "gateway.env": as_lines(of_gateway(layout)),
        "bus-administration.env": as_lines(
            {"NATS_URL": layout.nats_url, "NATS_ADMIN_SEED": environment.seed(layout, "admin")}
        ),
        "grants.json": json.dumps(demo_grants(layout.intranet), indent=1),
        "identity-provider.json": json.dumps(provider.settings(), indent=1),
    }


def of_service(layout: Layout, service: str) -> dict[str, str]:
    """Return a service's settings; other services answer by name, over TCP."""
    made = environment.of_service(layout, service)
    del made[f"SLUSSEN_{service.upper()}_SANDBOX_CLOCK"]  # a file that no container shares
    if service == "referrals":
        made["SLUSSEN_REFERRALS_CONSENT_URL"] = address("consent")
    return made


def of_gateway(layout: Layout) -> dict[str, str]:
    """Return the gateway's settings."""
    services = json.dumps({service: address(service) for service in SERVICES})
    return {**environment.of_gateway(layout), "SLUSSEN_GATEWAY_SERVICES": services}


def of_postgres(layout: Layout) -> dict[str, str]:
    """Return the superuser's password and those of every service's roles."""
    made = {"POSTGRES_PASSWORD": layout.vault.password("database/superuser")}
    for service in SERVICES:
        for role, password in environment.passwords(layout, service).items():
            made[f"SLUSSEN_{service.upper()}_{role.upper()}_PASSWORD"] = password
    return made


def of_nats(layout: Layout) -> dict[str, str]:
    """Return the public keys of the bus's users."""
    return {
        f"SLUSSEN_NATS_{name.upper()}": nats_users.public_key(environment.seed(layout, name))
        for name in BUS_USERS
    }


def address(service: str) -> str:
    """Return where a service answers inside the containers' network."""
    return f"http://{service}:8080"


def as_lines(settings: dict[str, str]) -> str:
    """Return settings as an env file."""
    return "".join(f"{name}={value}\n" for name, value in settings.items())


if __name__ == "__main__":
    main()
