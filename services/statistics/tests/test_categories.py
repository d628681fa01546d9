"""Whatever code a fact holds, it counts in a cell of its table: nothing falls beside it."""

from datetime import date
from typing import Any

import pytest

from slussen_contracts.agreements.api import AgreementKind
from slussen_contracts.identifiers import Profession
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.facts import contributions_of
from slussen_statistics.domain.grid import Grid
from slussen_statistics.domain.labels import PROFESSIONS, SECTORS
from slussen_statistics.domain.snapshots import (
    Agreement,
    Appointment,
    Centre,
    Register,
    Span,
    snapshot,
    whole_months,
)

AREA = {"centre_id": "c", "municipality_code": "1880", "county_code": "18"}
REFERRAL = {
    **AREA,
    "kind": "internal",
    "form": "standard",
    "state": "sent",
    "from_profession": "midwife",
    "to_profession": "midwife",
    "counted": True,
    "opened_on": "2026-10-05",
}
CONSENT = {"county_code": "18", "value": "yes", "status": "active", "valid_from": "2026-10-05"}


def cells(kind: str, content: dict[str, Any]) -> set[tuple[str, str]]:
    """Return the tables and cells in which a fact counts; each must be in its table."""
    found = {(a.place.table, a.place.cell) for a in contributions_of(kind, content).additions}
    for table, cell in found:
        assert Grid.empty(TABLES[table]).positions(cell), f"{cell} is not in {table}"
    return found


@pytest.mark.parametrize("profession", [*Profession, "not_born_yet"])
def test_a_referral_to_and_from_any_profession_is_in_the_flow_and_its_totals(profession: str) -> None:
    found = cells("referral", {**REFERRAL, "from_profession": profession, "to_profession": profession})
    own = profession if profession in set(Profession) else "other"
    assert ("referral-flow", f"internal/{own}/{own}") in found


@pytest.mark.parametrize("profession", [*Profession, "not_born_yet", None])
def test_a_consent_that_any_profession_recorded_is_counted(profession: str | None) -> None:
    [(_, cell)] = cells("consent", {**CONSENT, "profession": profession})
    assert cell.split("/")[0] == (profession if profession in {*Profession} else profession and "other") or (
        profession is None and cell.startswith("not_stated/")
    )


def test_every_profession_has_a_name_and_a_sector() -> None:
    assert set(PROFESSIONS) == set(Profession)
    sectors = [member for _, members in SECTORS.values() for member in members]
    assert sorted(sectors) == sorted(Profession)


def register(
    *, agreements: tuple[Agreement, ...] = (), appointments: tuple[Appointment, ...] = ()
) -> Register:
    days = Span(date(2024, 1, 1), None)
    return Register("18", (Centre("c", "Lyktan", "1880", frozenset(), days),), agreements, appointments)


def county_figures(found: Register, on: date) -> dict[tuple[str, str], int]:
    """Return the county's figures by measure and cell; each must be in its table."""
    figures: dict[tuple[str, str], int] = {}
    for table, area, row in snapshot(found, on=on):
        assert Grid.empty(TABLES[table]).positions(row.cell), f"{row.cell} is not in {table}"
        if area == "18":
            key = (f"{table}.{row.measure}", row.cell)
            figures[key] = figures.get(key, 0) + row.amount
    return figures


@pytest.mark.parametrize("kind", [*AgreementKind, "not_born_yet"])
def test_an_agreement_counts_under_its_kind_and_once_in_total(kind: str) -> None:
    one = Agreement("c", kind, Span(date(2026, 2, 1), None))
    figures = county_figures(register(agreements=(one,)), date(2026, 10, 31))
    own = kind if kind in set(AgreementKind) else "other"
    assert (figures["agreements.in_force", own], figures["agreements.in_force", "total"]) == (1, 1)


def test_coordinators_count_by_profession_and_once_in_total_with_their_time_in_the_post() -> None:
    posts = (
        Appointment("c", "midwife", 25, Span(date(2025, 1, 15), None)),
        Appointment("c", None, 50, Span(date(2026, 3, 1), None)),
        Appointment("c", "librarian", None, Span(date(2026, 9, 30), None)),
        Appointment("c", "librarian", 50, Span(date(2024, 1, 1), date(2024, 12, 31))),
    )
    figures = county_figures(register(appointments=posts), date(2026, 10, 31))
    shown = {(name.removeprefix("coordinators."), cell): n for (name, cell), n in figures.items()}
    assert {at: n for at, n in shown.items() if at[0] != "municipalities" and "." not in at[0]} == {
        ("centres", "total"): 1,
        ("with_coordinator", "librarian"): 1,
        ("with_coordinator", "midwife"): 1,
        ("with_coordinator", "not_stated"): 1,
        ("with_coordinator", "total"): 1,
        ("with_extent", "midwife"): 1,
        ("with_extent", "not_stated"): 1,
        ("with_extent", "total"): 1,
        ("extent", "midwife"): 25,
        ("extent", "not_stated"): 50,
        ("extent", "total"): 75,
        ("months", "librarian"): 1,
        ("months", "midwife"): 21,
        ("months", "not_stated"): 7,
        ("months", "total"): 21,
        ("appointed", "librarian"): 1,
        ("appointed", "not_stated"): 1,
        ("appointed", "total"): 2,
    }


@pytest.mark.parametrize(
    ("since", "on", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 28), date(2026, 2, 28), 1),
        (date(2025, 12, 1), date(2026, 1, 1), 1),
    ],
)
def test_months_are_whole(since: date, on: date, months: int) -> None:
    assert whole_months(since, on) == months
