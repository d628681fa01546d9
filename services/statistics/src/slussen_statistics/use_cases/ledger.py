"""Keeping the ledger and its figures: each fact as it comes, in the transaction of the inbox."""

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.database import BEFORE_COMMIT
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.cell_key import KEY_BITS
from slussen_statistics.domain.facts import NOTHING, contributions_of
from slussen_statistics.domain.figures import (
    Contributions,
    Delta,
    Place,
    Presence,
    deltas_of,
    presence_deltas,
    summed,
    unit_moves,
)
from slussen_statistics.repository import figures, generations, ledger

_GATHERED = "moves of figures"


@dataclass(frozen=True, slots=True)
class Change:
    """What a fact added to the figures, and what it now adds."""

    before: Contributions
    after: Contributions
    record_key: int


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
    is_last = held.building is None
    gather(session, Change(before, after, replaced.record_key), generation=held.current, is_last=is_last)
    if held.building is not None:
        former = before if replaced.generation == held.building else NOTHING
        gather(session, Change(former, after, replaced.record_key), generation=held.building)


def gather(session: AsyncSession, change: Change, *, generation: int, is_last: bool = True) -> None:
    """Let the figures of a generation move by a change just before the transaction commits.

    A batch of events moves each figure once, in one statement and in one order. A generation beside which a newer one
    is being made may be without what a fact adds by the present rules; what is missing in it is passed over.
    """
    if change.before != change.after:
        gathered: dict[tuple[int, bool], list[Change]] = session.sync_session.info.setdefault(_GATHERED, {})
        gathered.setdefault((generation, is_last), []).append(change)


def _write(session: Session) -> None:
    gathered: dict[tuple[int, bool], list[Change]] = session.info.pop(_GATHERED, {})
    for (generation, is_last), changes in sorted(gathered.items(), key=lambda item: item[0]):
        _move(session.connection(), changes, generation, is_last=is_last)


def _move(connection: Connection, changes: list[Change], generation: int, *, is_last: bool) -> None:
    moves = [pair for c in changes for pair in deltas_of(c.before, c.after, c.record_key).items()]
    presences: Counter[Presence] = Counter()
    for change in changes:
        presences.update(presence_deltas(change.before, change.after))
    standing = {presence: number for presence, number in presences.items() if number}
    for moved in figures.move_presences(connection, standing, generation=generation):
        moves += _between_cells(moved)
    figures.move_figures(connection, summed(moves), generation=generation, is_last=is_last)


def _between_cells(moved: figures.Moved) -> list[tuple[Place, Delta]]:
    cells_of = TABLES[moved.place.table].distinct
    if cells_of is None:
        raise LookupError("a presence in a table of units that lie in one cell")
    return list(unit_moves(moved.place, cells_of(moved.before), cells_of(moved.after), moved.record_key))


BEFORE_COMMIT.append(_write)
