"""Imports: no row replaces another of its file, all rows or none, and a few statements however many rows."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event

from slussen_chassis.app import Service
from slussen_chassis.testing import TestDatabase, staff
from slussen_contracts.agreements.events import AgreementActivated

CENTRE = "/centres/01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"
SCOPES = "statistics:record statistics:read-own statistics:read-published"
VISITS = "on;adults;children;families;firstVisits\r\n"
HEADING = "on;instrument;reference;values.g1\n"


def answers(*references: int, value: int = 4) -> str:
    return "".join(f"2026-03-04;parent_survey;{one};{value}\n" for one in references)


@pytest.fixture
async def people(deliver: Any, make: SimpleNamespace) -> SimpleNamespace:
    """Somebody at the centre, and somebody whose unit comes there of an authority that the register has otherwise."""
    first, later = uuid4(), uuid4()
    region, municipality = uuid4(), uuid4()
    await deliver(*make.place(first, authority_id=region))
    return SimpleNamespace(
        first=staff(SCOPES, authority=region, unit=first),
        later=staff(SCOPES, authority=municipality, unit=later),
        comes_later=make.place(later, authority_id=uuid4())[0],
    )


@pytest.fixture
def bring(call: Any, people: SimpleNamespace) -> Any:
    """Import rows, and return what was done."""

    async def import_rows(text: str, kind: str = "visits", *, dry: bool = False, caller: Any = None) -> Any:
        answer = await call(
            caller or people.first,
            "POST",
            f"{CENTRE}/imports",
            params={"kind": kind, "dryRun": str(dry).lower()},
            content=text.encode(),
            headers={"Content-Type": "text/csv"},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    return import_rows


@contextmanager
def statements(service: Service) -> Iterator[Counter[str]]:
    """Count what requests ask the database, by the first word."""
    found: Counter[str] = Counter()
    engine = service.api.state.database.engine.sync_engine

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found[statement.split(maxsplit=1)[0]] += 1

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("dry", [True, False])
@pytest.mark.parametrize(
    ("kind", "file", "field"),
    [
        ("visits", VISITS + "2026-03-04;1;1;9;0\n2026-03-05;1;1;1;0\n2026-03-04;1;1;7;0\n", "on"),
        (
            "group_session",
            "on;groupType\n2026-03-04;themed\n2026-03-05;themed\n2026-03-04;themed\n",
            "reference",
        ),
        (
            "answer",
            HEADING + answers(1, 2) + answers(1, value=2),
            "reference",
        ),
        ("listing", "on;pregnant\n2026-03-04;1\n2025-03-04;2\n2026-11-04;3\n", "on"),
        ("activity_plan", "year;sections.crc_work\n2026;a\n2025;b\n2026;c\n", "year"),
    ],
)
async def test_two_rows_of_one_day_year_or_reference_are_a_fault_that_names_both_and_nothing_is_kept(
    bring: Any, database: TestDatabase, kind: str, file: str, field: str, *, dry: bool
) -> None:
    told = await bring(file, kind, dry=dry)
    [fault] = told["faults"]
    assert (fault["row"], fault["field"], fault["rule"]) == (4, field, "duplicate-row")
    assert "rad 2" in fault["message"]
    assert "rad 4" in fault["message"]
    assert await database.rows("SELECT 1 FROM entry") == []
    assert await database.rows("SELECT 1 FROM outbox") == []


async def test_an_import_asks_the_database_as_often_for_many_rows_as_for_one(
    bring: Any, service: Service, database: TestDatabase
) -> None:
    days = [date(2026, 2, 1) + timedelta(days=n) for n in range(200)]
    with statements(service) as of_one:
        await bring(VISITS + "2026-01-31;1;1;1;0\n")
    with statements(service) as of_many:
        told = await bring(VISITS + "".join(f"{day};1;1;1;0\n" for day in days))
    assert told["created"] == 200
    assert of_many == of_one
    file = VISITS + "".join(f"{day};{1 + n % 2};1;1;0\n" for n, day in enumerate(days))
    with statements(service) as of_corrections:
        told = await bring(file)
    assert (told["created"], told["corrected"], told["unchanged"]) == (0, 100, 100)
    assert of_corrections.total() <= of_one.total() + 1
    events = await database.rows("SELECT type, count(*) FROM outbox GROUP BY type ORDER BY type")
    assert [row["count"] for row in events] == [100, 201]
    traces = await database.rows("SELECT action, count(*) FROM audit_entry GROUP BY action ORDER BY action")
    assert [(row["action"], row["count"]) for row in traces] == [("entry.correct", 100), ("entry.import", 3)]


async def test_what_another_has_entered_out_of_sight_is_a_fault_in_the_dry_run_too(
    bring: Any, deliver: Any, people: SimpleNamespace, database: TestDatabase
) -> None:
    await bring(VISITS + "2026-03-04;1;1;9;0\n")
    await deliver(people.comes_later)
    for dry in (True, False):
        told = await bring(VISITS + "2026-03-03;1;1;1;0\n2026-03-04;1;1;1;0\n", dry=dry, caller=people.later)
        assert [(f["row"], f["rule"]) for f in told["faults"]] == [(3, "already-entered")]
    kept = await database.rows("SELECT body->>'families' AS families FROM entry")
    assert kept == [{"families": "9"}]


async def test_years_before_the_first_agreement_are_imported_and_days_after_the_last_are_not(
    bring: Any, deliver: Any, make: SimpleNamespace
) -> None:
    await deliver(make.agreement(AgreementActivated))
    told = await bring(VISITS + "2024-03-04;1;1;9;0\n2026-10-31;1;1;1;0\n")
    assert (told["created"], told["faults"]) == (2, [])
    told = await bring(VISITS + "2024-03-05;1;1;9;0\n2026-11-01;1;1;1;0\n")
    assert [(f["row"], f["field"], f["rule"]) for f in told["faults"]] == [(3, "on", "centre-closed")]
