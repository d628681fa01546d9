"""Saved queries of PxWebApi."""

from typing import Any

import orjson
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

_KEEP = text(
    "INSERT INTO saved_query (id, query) VALUES (:id, CAST(:query AS jsonb)) ON CONFLICT (id) DO NOTHING"
)
_FIND = text("SELECT query FROM saved_query WHERE id = :id")


async def keep(session: AsyncSession, query_id: str, query: dict[str, Any]) -> None:
    """Keep a query under its id; the same query is kept once."""
    parameters = {"id": query_id, "query": orjson.dumps(query).decode()}
    await (await session.connection()).execute(_KEEP, parameters)


async def find(session: AsyncSession, query_id: str) -> dict[str, Any] | None:
    """Return a saved query; None where there is none of that id."""
    row = (await (await session.connection()).execute(_FIND, {"id": query_id})).first()
    return None if row is None else row.query
