"""A service's database and its five roles: owner, migrator, app, worker, sealer.

None of the four that log in owns a table or bypasses row security. The owner can't log in; the migrator works
as the owner by `SET ROLE`.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import asyncpg

LOGIN_ROLES = ("migrator", "app", "worker", "sealer")


@dataclass(frozen=True, slots=True)
class ServiceUrls:
    """Addresses of a service's database, one for each role that logs in."""

    migrator: str
    app: str
    worker: str
    sealer: str


def url_for(admin_url: str, *, user: str, password: str, database: str) -> str:
    """Return `admin_url` with another user, password and database."""
    parts = urlsplit(admin_url)
    place = f"{parts.hostname}:{parts.port or 5432}"
    return urlunsplit(("postgresql", f"{user}:{password}@{place}", f"/{database}", "", ""))


async def create_service_database(
    admin_url: str, service: str, passwords: dict[str, str], *, database: str | None = None
) -> ServiceUrls:
    """Create a service's roles and database where they are missing; set the passwords in any case.

    Args:
        admin_url: `postgresql://` address of a role that may create roles and databases.
        service: The service's name; roles are `<service>_owner`, `_migrator`, `_app`, `_worker`, `_sealer`.
        passwords: One for each of `migrator`, `app`, `worker` and `sealer`.
        database: The database's name; `slussen_<service>` where none is given.

    Returns:
        The addresses of the roles that log in.
    """
    name = database or f"slussen_{service}"
    connection = await asyncpg.connect(admin_url, timeout=10)
    try:
        await _ensure_roles(connection, service, passwords)
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await connection.execute(f'CREATE DATABASE "{name}" OWNER "{service}_owner"')
        await connection.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
        for role in LOGIN_ROLES:
            await connection.execute(f'GRANT CONNECT ON DATABASE "{name}" TO "{service}_{role}"')
    finally:
        await connection.close()
    urls = {
        role: url_for(admin_url, user=f"{service}_{role}", password=passwords[role], database=name)
        for role in LOGIN_ROLES
    }
    return ServiceUrls(**urls)


async def _ensure_roles(
    connection: "asyncpg.Connection[asyncpg.Record]", service: str, passwords: dict[str, str]
) -> None:
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(5105)")
        known = {r["rolname"] for r in await connection.fetch("SELECT rolname FROM pg_roles")}
        if f"{service}_owner" not in known:
            await connection.execute(f'CREATE ROLE "{service}_owner" NOLOGIN NOSUPERUSER NOBYPASSRLS')
        for role in LOGIN_ROLES:
            login = f"{service}_{role}"
            verb = "ALTER" if login in known else "CREATE"
            quoted = await connection.fetchval("SELECT quote_literal($1::text)", passwords[role])
            await connection.execute(f'{verb} ROLE "{login}" LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD {quoted}')
        await connection.execute(f'GRANT "{service}_owner" TO "{service}_migrator"')
