"""Systems and their grants in the database, and what the gateway has not been told of yet."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import col
from sqlmodel import select as select_model
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_gateway.integration.domain.clients import Client, ClientExistsError, ClientNotFoundError
from slussen_gateway.integration.tables import AuthorityNumberRow, ClientRow

_NEVER_TOLD = ("requested", "refused")
"""States of a system that the gateway has not heard of and need not hear of."""
_PUBLISHED = text("UPDATE client SET published_version = :version WHERE id = :id")


def client_of(row: ClientRow) -> Client:
    """Return the system that a row holds."""
    plain = row.model_dump(exclude={"scopes", "wanted", "published_version"})
    return Client(**plain, scopes=frozenset(row.scopes), wanted=frozenset(row.wanted))


async def add(session: AsyncSession, client: Client) -> None:
    """Keep a new system.

    Raises:
        ClientExistsError: The client id is taken, by whomever.
    """
    try:
        async with session.begin_nested():
            session.add(ClientRow(**_values(client), published_version=0))
    except IntegrityError as error:
        raise ClientExistsError from error


async def save(session: AsyncSession, client: Client) -> None:
    """Keep what became of a system."""
    row = await session.get_one(ClientRow, client.id)
    for name, value in _values(client).items():
        setattr(row, name, value)
    await session.flush()


def _values(client: Client) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(client, name) for name in Client.__slots__}
    return values | {"scopes": sorted(client.scopes), "wanted": sorted(client.wanted)}


async def get(session: AsyncSession, client_id: UUID, *, visible_to: UUID, locked: bool = False) -> Client:
    """Return a system of the authority's.

    Raises:
        ClientNotFoundError: There is none.
    """
    query = select_model(ClientRow).where(
        col(ClientRow.id) == client_id, col(ClientRow.authority_id) == visible_to
    )
    query = query.execution_options(populate_existing=True)
    row = (await session.exec(query.with_for_update() if locked else query)).first()
    if row is None:
        raise ClientNotFoundError
    return client_of(row)


async def list_clients(
    session: AsyncSession, *, visible_to: UUID, limit: int, offset: int
) -> Sequence[Client]:
    """Return the authority's systems, the newest first."""
    query = select_model(ClientRow).where(col(ClientRow.authority_id) == visible_to)
    query = query.order_by(col(ClientRow.id).desc()).limit(limit).offset(offset)
    return [client_of(row) for row in await session.exec(query)]


async def count_clients(session: AsyncSession, *, visible_to: UUID) -> int:
    """Return how many systems the authority has."""
    query = select(func.count()).where(col(ClientRow.authority_id) == visible_to)
    return int((await (await session.connection()).execute(query)).scalar_one())


async def find_unpublished(session: AsyncSession, *, most: int) -> Sequence[tuple[Client, int, str]]:
    """Return systems that the gateway has not been told of, what it has, and their organisation number (worker)."""
    query = (
        select_model(ClientRow, AuthorityNumberRow.organisation_number)
        .join(AuthorityNumberRow, col(AuthorityNumberRow.authority_id) == col(ClientRow.authority_id))
        .where(col(ClientRow.published_version) < col(ClientRow.version))
        .where(or_(col(ClientRow.published_version) > 0, col(ClientRow.state).not_in(_NEVER_TOLD)))
        .limit(most)
    )
    return [(client_of(row), row.published_version, number) for row, number in await session.exec(query)]


async def note_published(session: AsyncSession, client: Client) -> None:
    """Note that the gateway has a system as it is."""
    given = {"id": client.id, "version": client.version}
    await (await session.connection()).execute(_PUBLISHED, given)


async def save_number(session: AsyncSession, authority_id: UUID, *, version: int, number: str) -> None:
    """Remember an authority's organisation number, unless a newer state is known."""
    values = {"authority_id": authority_id, "version": version, "organisation_number": number}
    statement = insert(AuthorityNumberRow).values(**values)
    statement = statement.on_conflict_do_update(
        index_elements=["authority_id"],
        set_={"version": version, "organisation_number": number},
        where=col(AuthorityNumberRow.version) < version,
    )
    await (await session.connection()).execute(statement)
