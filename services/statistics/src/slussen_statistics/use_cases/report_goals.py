"""The goals of a report: entries of the centre, written from the report's page."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_contracts.statistics.entries import Goal, GoalKind
from slussen_statistics.repository import entries
from slussen_statistics.repository.entries import Wanted
from slussen_statistics.tables import EntryRow
from slussen_statistics.use_cases.entries import ENTRY, Desk, Kept, correct_entry, record_entry

MOST_GOALS = 200
PRIORITY_REFERENCES = ("p1", "p2")
"""References of the two priority goals that a report's page asks for."""


async def list_goals(session: AsyncSession, desk: Desk, year: int) -> Sequence[tuple[EntryRow, Goal]]:
    """Return the centre's goals of a year with their entries, in the order of their references."""
    rows = await entries.list_entries(
        session,
        desk.centre.centre_id,
        Wanted(kind="goal", limit=MOST_GOALS),
        visible_to=desk.caller.authority_id,
    )
    read = [(row, ENTRY.validate_python(row.body)) for row in rows if not row.is_void]
    found = [(row, goal) for row, goal in read if isinstance(goal, Goal) and goal.year == year]
    return sorted(found, key=lambda one: one[1].reference)


def to_ask_for(found: Sequence[tuple[EntryRow, Goal]], year: int) -> list[tuple[int, Goal]]:
    """Return the goals that a page shows with their versions: those that are there, and the two priority goals."""
    there = {goal.reference for _, goal in found}
    missing = [reference for reference in PRIORITY_REFERENCES if reference not in there]
    empty = [
        Goal.model_construct(
            kind="goal",
            year=year,
            goal_kind=GoalKind.PRIORITY,
            goal="",
            reference=reference,
            is_measurable=False,
            how=None,
            outcome=None,
            is_attained=None,
        )
        for reference in missing
    ]
    return [(row.version, goal) for row, goal in found] + [(0, goal) for goal in empty]


async def write_goal(session: AsyncSession, desk: Desk, goal: Goal, *, expected: int) -> Kept:
    """Keep a goal: enter it, or correct the one of its year and reference.

    Raises:
        PreconditionFailedError: Somebody else has changed it meanwhile.
        AlreadyEnteredError: Somebody else has entered it meanwhile.
        InvalidError: Something in it is not as it must be.
    """
    if expected == 0:
        return await record_entry(session, desk, goal)
    for row, there in await list_goals(session, desk, goal.year):
        if there.reference == goal.reference:
            return await correct_entry(session, desk, row.id, goal, expected=expected)
    return await record_entry(session, desk, goal)
