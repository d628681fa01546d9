"""What must be there before services start: databases, roles, tables, streams, buckets and grants.

Each step looks first and does only what is missing, so that a warm start costs a few milliseconds.
"""

import asyncio
import os
from collections.abc import Callable
from functools import partial

from slussen_chassis.connection import connect
from slussen_chassis.migrations import is_current, migrate
from slussen_chassis.roles import create_service_database
from slussen_chassis.streams import ensure_streams
from slussen_local import grants
from slussen_local.environment import database_url, passwords, seed
from slussen_local.layout import ROOT, SERVICES, Layout, package_of

SITE_SOURCES = ("openapi/*.json", "schemas/*.json", "docs/**/*.md", "asyncapi.yaml")
STREAM_BYTES = 2 * 1024**3
CONNECT_PATIENCE = 15.0


def database(layout: Layout, service: str) -> None:
    """Make a service's roles and database, and bring its tables up to date."""
    package = package_of(service)
    address = database_url(layout, service, "migrator")
    if asyncio.run(_is_usable(package, address)):
        return
    asyncio.run(create_service_database(layout.admin_url, service, passwords(layout, service)))
    migrate(package, address)


async def _is_usable(package: str, address: str) -> bool:
    try:
        return await is_current(package, address)
    except Exception:  # noqa: BLE001  no database, no role, another password: all mean that it must be made
        return False


def bus(layout: Layout) -> None:
    """Make the streams and buckets, and write the demonstration's grants."""
    asyncio.run(_bus(layout))


async def _bus(layout: Layout) -> None:
    own = bool(os.environ.get("NATS_URL"))
    async with asyncio.timeout(CONNECT_PATIENCE):  # the client itself tries for ever
        client = await connect(
            layout.nats_url, name="slussen-local", seed=None if own else seed(layout, "admin")
        )
    try:
        await ensure_streams(client, max_bytes=STREAM_BYTES)
        if not os.environ.get("OIDC_ISSUER"):
            await grants.write(client.jetstream(), layout.intranet)
    finally:
        await client.close()


def reference_site(layout: Layout) -> None:
    """Make the reference site, unless it is of the contracts as they are now."""
    contracts = ROOT / "contracts"
    sources = [path for pattern in SITE_SOURCES for path in contracts.glob(pattern)]
    sources += (ROOT / "gateway" / "src" / "slussen_gateway" / "reference").rglob("*.*")
    edition = str(max(path.stat().st_mtime_ns for path in sources)) + f" {len(sources)}"
    mark = layout.docs / "edition"
    if mark.exists() and mark.read_text() == edition:
        return
    from slussen_gateway.reference.site import build  # noqa: PLC0415  only where it is needed

    build(contracts, layout.docs)
    mark.write_text(edition)


def jobs(layout: Layout) -> dict[str, Callable[[], None]]:
    """What is to be done, by the name under which it is shown; each may run beside the others."""
    databases = {f"database of {service}": partial(database, layout, service) for service in SERVICES}
    return {
        **databases,
        "streams, buckets, grants": partial(bus, layout),
        "reference site": partial(reference_site, layout),
    }
