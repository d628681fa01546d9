"""Keeping the ledger and its figures: each fact as it comes, in the transaction of the inbox."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.cell_key import KEY_BITS
from slussen_statistics.domain.facts import NOTHING, contributions_of
from slussen_statistics.domain.figures import (
    Contributions,
    Delta,
    Place,
    deltas_of,
    presence_deltas,
    summed,
    unit_moves,
)
from slussen_statistics.repository import figures, generations, ledger


async def record_fact(
    session: AsyncSession, kind: str, fact_id: UUID, *, version: int, content: Mapping[str, Any]
) -> None:
    """Keep a fact as it now is, and move the figures by what changed; an older version changes nothing."""
    held = await generations.hold(session)
    newest = held.current if held.building is None else held.building
    values = {
        "kind": kind,
        "id": fact_id,
        "version": version,
        "generation": newest,
        "record_key": secrets.randbits(KEY_BITS),
        "content": content,
    }
    replaced = await ledger.replace_fact(session, values)
    if replaced is None:
        return
    before, after = contributions_of(kind, replaced.before), contributions_of(kind, content)
    await move(session, before, after, replaced.record_key, generation=held.current)
    if held.building is not None:
        is_there = replaced.generation == held.building
        former = before if is_there else NOTHING
        await move(session, former, after, replaced.record_key, generation=held.building)


async def move(
    session: AsyncSession, before: Contributions, after: Contributions, record_key: int, *, generation: int
) -> None:
    """Move the figures of a generation from what a fact added to what it now adds."""
    if before == after:
        return
    await move_all(session, [(before, after, record_key)], generation=generation)


async def move_all(
    session: AsyncSession,
    changes: Iterable[tuple[Contributions, Contributions, int]],
    *,
    generation: int,
) -> None:
    """Move the figures of a generation by the changes of many facts at once; each with its record key."""
    listed = list(changes)
    moves = [pair for change in listed for pair in deltas_of(*change).items()]
    presences: dict[Any, int] = {}
    for before, after, _ in listed:
        for presence, number in presence_deltas(before, after).items():
            presences[presence] = presences.get(presence, 0) + number
    standing = {presence: number for presence, number in presences.items() if number}
    for moved in await figures.move_presences(session, standing, generation=generation):
        moves += _between_cells(moved)
    await figures.move_figures(session, summed(moves), generation=generation)


def _between_cells(moved: figures.Moved) -> list[tuple[Place, Delta]]:
    cells_of = TABLES[moved.place.table].distinct
    if cells_of is None:
        raise LookupError("a presence in a table of units that lie in one cell")
    return list(unit_moves(moved.place, cells_of(moved.before), cells_of(moved.after), moved.record_key))
