"""The handbook's tables as they were transcribed by hand, and how two employments are made from a combination."""

import csv
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement, product
from pathlib import Path
from uuid import UUID

from slussen_consent.domain.boundary_rules import Basis, Boundary, Reason
from slussen_consent.domain.employment import Employment
from slussen_contracts.identifiers import Activity, AuthorityType, Branch

FOLDER = Path(__file__).parent.parent / "handbook"
RELATIONS = ("same", "other", "unknown")
TYPES = {
    "region": AuthorityType.REGION,
    "municipality": AuthorityType.MUNICIPALITY,
    "private": AuthorityType.PRIVATE_PROVIDER,
    "other": AuthorityType.OTHER,
    "unknown": None,
}
RESULTS = {
    "REQUIRED": Boundary.CONSENT_REQUIRED,
    "ASSESSMENT": Boundary.PRIVATE_DISCLOSURE_ASSESSMENT,
    "NOT_REQUIRED": Boundary.CONSENT_NOT_REQUIRED,
}
BASES = {
    "ROW": Basis.ROW,
    "TEXT": Basis.TEXT,
    "UNSETTLED": Basis.UNSETTLED_DEFAULT,
    "DEFAULT": Basis.DEFAULT,
}
ONE, ANOTHER = UUID(int=1), UUID(int=2)


@dataclass(frozen=True, slots=True)
class Combination:
    """Two kinds of authority, and how each other attribute of the one stands to the other's."""

    types: tuple[str, str]
    principal: str
    unit: str
    board: str
    branch: str
    centre: str
    activity: str = "same"

    def pair(self) -> tuple[Employment, Employment]:
        """Return two employments that stand to each other like this."""
        ids = {"same": ONE, "other": ANOTHER, "unknown": None}
        branches = {"same": Branch.EDUCATION, "other": Branch.CULTURE, "unknown": None}
        activities = {"same": Activity.LIBRARY, "other": Activity.OPEN_PRESCHOOL, "unknown": None}
        centres = {"same": {ONE}, "other": {ANOTHER}, "unknown": set[UUID]()}
        one = Employment(
            authority_type=TYPES[self.types[0]],
            authority_id=ONE,
            unit_id=ONE,
            board_id=ONE,
            branch=Branch.EDUCATION,
            activity=Activity.LIBRARY,
            centre_ids=frozenset({ONE}),
        )
        other = Employment(
            authority_type=TYPES[self.types[1]],
            authority_id=ids[self.principal],
            unit_id=ids[self.unit],
            board_id=ids[self.board],
            branch=branches[self.branch],
            activity=activities[self.activity],
            centre_ids=frozenset(centres[self.centre]),
        )
        return one, other


@cache
def combinations() -> tuple[Combination, ...]:
    """Return every combination of the attributes that the national rules read, each pair of kinds in one order."""
    return tuple(
        Combination(types, *relations)
        for types in combinations_with_replacement(TYPES, 2)
        for relations in product(RELATIONS, repeat=5)
    )


@cache
def lines(name: str) -> tuple[dict[str, str], ...]:
    """Return the lines of a table."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _fits(cell: str, relation: str) -> bool:
    return cell == "*" or relation in cell.split("|")


def _of_types(cell: str, types: tuple[str, str]) -> bool:
    if cell == "unknown any":
        return "unknown" in types
    return sorted(cell.split()) == sorted(types)


@cache
def boundary_lines(found: Combination) -> list[dict[str, str]]:
    """Return the lines of rules B0 to B13 that describe a combination: one, if the table is right."""
    names = ("principal", "unit", "board", "branch", "centre")
    return [
        line
        for line in lines("boundary")
        if _of_types(line["types"], found.types)
        and all(_fits(line[name], getattr(found, name)) for name in names)
    ]


@cache
def county_lines(setting: str, found: Combination) -> list[dict[str, str]]:
    """Return the lines of a county's setting that describe a combination: one, if the table is right."""
    principal = found.principal
    if "unknown" in found.types:
        principal = "unknown"
    elif len(set(found.types)) > 1:
        principal = "other"
    return [
        line
        for line in lines("county")
        if line["setting"] == setting
        and _fits(line["principal"], principal)
        and _fits(line["unit"], found.unit)
        and _fits(line["activity"], found.activity)
    ]


def holds(one: str, other: str) -> str:
    """Return which of two results holds."""
    (line,) = (line for line in lines("stricter") if {line["one"], line["other"]} == {one, other})
    return line["holds"]


def reasons(cell: str) -> tuple[Reason, ...]:
    """Return the reasons that a cell names."""
    return tuple(Reason(code.lower()) for code in cell.split())
