"""Custodians' own labels for children. Row security shows and changes a label under its writer's ids alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_consent.repository.context import plain

_LIST = text(
    "SELECT l.custodian_id, l.child_id, coalesce(m.into_id, l.child_id) AS kept_id, l.sealed, l.shown_on"
    " FROM child_label l LEFT JOIN subject_merge m ON m.id = l.child_id"
    " WHERE l.custodian_id = ANY(:known_as) AND coalesce(m.into_id, l.child_id) = ANY(:children)"
    " ORDER BY l.changed_at, l.child_id"
)
_SHOW = text(
    "UPDATE child_label SET shown_on = :day WHERE custodian_id = ANY(:known_as) AND child_id = ANY(:children)"
    " AND shown_on < :day"
)
_SAVE = text(
    "INSERT INTO child_label (custodian_id, child_id, sealed, changed_at, shown_on)"
    " VALUES (:custodian_id, :child_id, :sealed, :at, :day)"
    " ON CONFLICT (custodian_id, child_id) DO UPDATE SET sealed = EXCLUDED.sealed,"
    " changed_at = EXCLUDED.changed_at, shown_on = EXCLUDED.shown_on"
)
_REMOVE = text(
    "DELETE FROM child_label WHERE custodian_id = ANY(:known_as) AND child_id IN (SELECT same_person(:child_id))"
    " RETURNING child_id"
)
_FORGET = text(
    "DELETE FROM child_label WHERE (custodian_id, child_id) IN (SELECT custodian_id, child_id FROM child_label"
    " WHERE shown_on < :before ORDER BY shown_on LIMIT :most) AND shown_on < :before RETURNING child_id"
)


@dataclass(frozen=True, slots=True)
class KeptLabel:
    """A label as it is kept: under which of the child's ids, and which of them is the one that is kept."""

    custodian_id: UUID
    child_id: UUID
    kept_id: UUID
    sealed: bytes
    shown_on: date


async def list_labels(
    session: AsyncSession, children: Collection[UUID], *, visible_to: Collection[UUID]
) -> Sequence[KeptLabel]:
    """Return the labels that the person with these ids has given children, by their kept ids; the newest comes last."""
    asked = {"children": list(children), "known_as": list(visible_to)}
    rows = await (await session.connection()).execute(_LIST, asked)
    return [
        KeptLabel(plain(row.custodian_id), plain(row.child_id), plain(row.kept_id), row.sealed, row.shown_on)
        for row in rows
    ]


async def note_shown(
    session: AsyncSession, children: Collection[UUID], *, known_as: Collection[UUID], on: date
) -> None:
    """Note that a person's labels of these children are shown on a day; a later day stands."""
    row = {"children": list(children), "known_as": list(known_as), "day": on}
    await (await session.connection()).execute(_SHOW, row)


async def save(
    session: AsyncSession, child_id: UUID, sealed: bytes, *, custodian_id: UUID, at: datetime, on: date
) -> None:
    """Keep a label, in place of the one that the same custodian gave the same child."""
    row = {"child_id": child_id, "custodian_id": custodian_id, "sealed": sealed, "at": at, "day": on}
    await (await session.connection()).execute(_SAVE, row)


async def remove(session: AsyncSession, child_id: UUID, *, known_as: Collection[UUID]) -> bool:
    """Remove what a person has called a child, under whichever ids; tell whether there was anything."""
    row = {"child_id": child_id, "known_as": list(known_as)}
    return (await (await session.connection()).execute(_REMOVE, row)).first() is not None


async def forget(session: AsyncSession, before: date, *, most: int) -> Sequence[UUID]:
    """Delete labels that were last shown before a day, whoever gave them (worker); return the children's ids."""
    rows = await (await session.connection()).execute(_FORGET, {"before": before, "most": most})
    return [plain(row.child_id) for row in rows]
