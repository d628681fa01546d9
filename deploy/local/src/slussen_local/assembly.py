"""Which parts there are, and how each is started."""

import os

from slussen_local import environment, health, processes
from slussen_local.layout import SERVICES, Layout
from slussen_local.parts import nats_users
from slussen_local.parts.identity import IdentityProvider
from slussen_local.parts.nats import Nats
from slussen_local.parts.postgres import Postgres
from slussen_local.processes import Child, Parent
from slussen_local.supervisor import Part

BUS_USERS = (*nats_users.SERVICES, "gateway", "admin")
IDENTITY_PROVIDER = "identity-provider"
INTRANET = "intranet"


def servers(layout: Layout) -> list[Part]:
    """The servers that Slussen stands on, except those that the environment names."""
    parts = []
    if not os.environ.get("OIDC_ISSUER"):
        parts.append(_identity_provider(layout))
    if not os.environ.get("NATS_URL"):
        parts.append(_nats(layout))
    if not os.environ.get("DATABASE_URL"):
        parts.append(_postgres(layout))
    return parts


def own_processes(layout: Layout, parent: Parent) -> list[Part]:
    """Slussen's own processes: a service each, one worker for all, the gateway; and the demonstration's intranet."""
    services = [_service(layout, parent, service) for service in SERVICES]
    demo = [] if os.environ.get("OIDC_ISSUER") else [_intranet(layout, parent)]
    return [*services, _workers(layout, parent), _gateway(layout, parent), *demo]


def _postgres(layout: Layout) -> Part:
    server = Postgres(layout.data / "postgres", layout.database_port)
    return Part("postgres", f"127.0.0.1:{server.port}", str(server.log), server)


def _nats(layout: Layout) -> Part:
    seeds = {name: environment.seed(layout, name) for name in BUS_USERS}
    server = Nats(layout.data / "nats", layout.nats_port, layout.nats_port + 1, users=nats_users.users(seeds))
    return Part("nats", f"127.0.0.1:{server.port}", str(server.log), server)


def _identity_provider(layout: Layout) -> Part:
    folder = layout.data / IDENTITY_PROVIDER
    server = IdentityProvider(folder, layout.vault, [layout.origin], layout.identity_port, layout.intranet)
    return Part(IDENTITY_PROVIDER, server.issuer, str(server.log), server)


def _service(layout: Layout, parent: Parent, service: str) -> Part:
    socket, log = layout.socket(service), layout.log(service)
    settings = environment.of_service(layout, service)

    def serve() -> None:
        processes.run_service(service, socket)

    child = Child(parent, serve, settings, log, lambda _: health.is_ready(socket))
    return Part(service, f"unix:{socket}", str(log), child)


def _workers(layout: Layout, parent: Parent) -> Part:
    ready, log = layout.run / "workers.ready", layout.log("workers")
    settings: dict[str, str] = {}
    for service in SERVICES:
        settings |= environment.of_service(layout, service) | environment.of_worker(layout, service)

    def work() -> None:
        processes.run_workers(ready)

    child = Child(parent, work, settings, log, lambda pid: ready.exists() and ready.read_text() == str(pid))
    return Part("workers", "-", str(log), child)


def _gateway(layout: Layout, parent: Parent) -> Part:
    port, log = layout.port_base, layout.log("gateway")

    def serve() -> None:
        processes.run_gateway(port)

    child = Child(parent, serve, environment.of_local_gateway(layout), log, lambda _: health.is_ready(port))
    return Part("gateway", layout.origin, str(log), child)


def _intranet(layout: Layout, parent: Parent) -> Part:
    port, log = layout.intranet_port, layout.log(INTRANET)

    def serve() -> None:
        processes.run_intranet(layout)

    child = Child(parent, serve, {}, log, lambda _: health.is_ready(port, "/health"))
    return Part(INTRANET, layout.intranet, str(log), child)
