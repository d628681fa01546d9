"""The policy context inside a hot statement: set first, or the statement sees and writes nothing.

The CTE is materialised and everything else selects from it, so that it is evaluated before row security asks
(design decision 13). Inside a read, `OFFSET 0` keeps the planner from taking the rows before the context.
"""

from uuid import UUID

from slussen_chassis.auth import Caller

CONTEXT = """context AS MATERIALIZED (
    SELECT set_config('app.authority', $1, true) AS authority, set_config('app.unit', $2, true) AS unit,
           set_config('app.county', $3, true) AS county, set_config('app.actor', $4, true) AS actor,
           set_config('app.purpose', $5, true) AS purpose
)"""
"""Takes the parameters $1 to $5, as `context_parameters` gives them."""


def under_context(rest: str) -> str:
    """Return a statement that begins with the context; `rest` follows, from `SELECT` or from `, <next CTE>`."""
    return f"WITH {CONTEXT}{rest}"


def plain(found: UUID) -> UUID:
    """Return an id of the raw driver, whose ids are of a class of their own, as a UUID that JSON knows."""
    return UUID(int=found.int)


def context_parameters(caller: Caller, purpose: str) -> tuple[str, str, str, str, str]:
    """Return authority, unit, county, actor and purpose of a request."""
    return (
        str(caller.authority_id or ""),
        str(caller.unit_id or ""),
        caller.county_code,
        caller.subject,
        purpose,
    )
