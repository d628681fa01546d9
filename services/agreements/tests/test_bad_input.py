"""Text that no database or document can hold is refused by field and rule, wherever somebody writes."""

from typing import Any

import pytest
from agreements_parts import Connect, faults
from lifecycle_parts import ANYTHING, LOCAL_ROLES, County

UNREADABLE = ("\x00", "a\x0bb", "\ufffe")
DAY = "2026-11-22"


def written(county: County, draft: dict[str, Any], text: str) -> list[tuple[str, str, dict[str, Any], str]]:
    """One request of every kind of text, with the field that is at fault."""
    agreement, centre = f"/agreements/{draft['id']}", f"/family-centres/{county.centre['id']}"
    deviation = {"clause": "dispute", "text": text}
    addition = {"kind": "local", "key": "own", "heading": "x", "text": text, "validFrom": DAY}
    point = {
        "checklist": "cooperation_preconditions",
        "point": "anchoring",
        "state": "met",
        "assessedOn": DAY,
        "note": text,
    }
    return [
        ("PUT", f"/responsible-authorities/{county.region['id']}", {"name": text}, "name"),
        ("PUT", f"{agreement}/clauses", {"clauses": {"dispute": text}}, "clauses.dispute"),
        ("PUT", f"{agreement}/terms", {"deviations": [deviation]}, "deviations.0.text"),
        ("POST", f"{agreement}/disputes", {"matter": text, "registeredOn": DAY}, "matter"),
        ("POST", "/clause-library/additions", addition, "text"),
        ("POST", "/county-goals", {"decidedOn": DAY, "goals": [text]}, "goals.0"),
        ("PUT", f"{centre}/checklists", {"points": [point]}, "points.0.note"),
    ]


@pytest.mark.parametrize("text", UNREADABLE)
async def test_a_text_that_can_not_be_kept_or_shown_is_refused_by_its_field(
    connect: Connect, text: str
) -> None:
    county = await County(connect, "18", "orebro").set_up()
    draft = await county.drafted("local", LOCAL_ROLES["orebro"], "2026-03-01")
    for method, path, body, field in written(county, draft, text):
        answer = await county.admin.request(method, path, json=body, headers=ANYTHING)
        assert field in {name for name, _ in faults(answer)}, path
    for method, path, body, _ in written(county, draft, "Rad ett.\n\tRad två 😀"):
        answer = await county.admin.request(method, path, json=body, headers=ANYTHING)
        assert answer.status_code in {200, 201, 422}, (path, answer.text)
        assert "pattern" not in answer.text
