"""No personal number in any text: what a person can write is found from the models, so that none is forgotten."""

import re
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Annotated, Any, Literal, get_args, get_origin
from uuid import uuid4

import pytest
from pydantic import BaseModel

from slussen_chassis.app import Service
from slussen_chassis.testing import TestDatabase, staff
from slussen_contracts.statistics.annual_reports import (
    PassageWrite,
    QuotesWrite,
    ReopeningWrite,
)
from slussen_contracts.statistics.api import ReleaseCreate
from slussen_contracts.statistics.entries import EntryWrite
from slussen_contracts.statistics.surveys import SurveyCreate
from slussen_statistics.domain.personal_numbers import personal_number_faults, texts_in
from slussen_statistics.routes.px.bodies import SavedQuery, VariablesSelection

CENTRE = "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"
SCOPES = "statistics:record statistics:read-own statistics:read-published statistics:release"
NUMBER, AS_CODE, IN_WORDS = "850101-2382", "p8501612382", "Ring 850101-2382."
ENTRIES: Mapping[str, dict[str, Any]] = {
    "group_session": {"on": "2026-10-05", "groupType": "themed", "reference": "a"},
    "parent_group": {
        "on": "2026-10-05",
        "groupType": "themed",
        "guardiansThreeTimes": 1,
        "reference": "a",
        "purpose": "b",
        "method": "c",
    },
    "goal": {
        "year": 2026,
        "goalKind": "county",
        "reference": "a",
        "goal": "b",
        "how": "c",
        "outcome": "d",
    },
    "activity_plan": {
        "year": 2026,
        "sections": [{"code": "crc_work", "text": "a"}],
        "priorityGoals": ["a", "b"],
    },
    "answer": {
        "on": "2026-10-05",
        "instrument": "parent_survey",
        "respondent": "first_child",
        "values": {"g1": 4},
        "texts": {"g1": "a"},
        "quotes": [{"text": "b", "by": "woman"}],
        "reference": "c",
    },
}
"""An entry of each kind that has texts, with all of them."""


@pytest.mark.parametrize(
    "text",
    [
        "850101-2382",
        "8501012382",
        "19850101-2382",
        "198501012382",
        "850101 2382",
        "19850101 2382",
        "190101+2382",
        "850161-2382",
        "20250161 2382",
        "850101 - 2382",
        "850101\N{EN DASH}2382",
        "850101\N{NON-BREAKING HYPHEN}2382",
        "mamma_850101_2382",
        "Hon (850101-2383) kom.",
        "18501012382 och 8512312382",
    ],
)
def test_a_personal_or_coordination_number_is_found_however_it_is_written(text: str) -> None:
    assert [fault.field for fault in personal_number_faults([("text", text)])] == ["text"]


@pytest.mark.parametrize(
    "text",
    [
        "232100-0164",
        "0731234567",
        "070-123 45 67",
        "118345678901",
        "2026-03-02",
        "2026-03-02 10:30",
        "2025 2026",
        "850132-2382",
        "851301-2382",
        "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11",
        "9f8e7d6c-0001",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert personal_number_faults([("text", text)]) == []


def test_a_number_that_names_a_member_is_not_repeated_as_its_name() -> None:
    faults = personal_number_faults(texts_in({"texts": {AS_CODE: IN_WORDS}}))
    assert [fault.field for fault in faults] == ["texts"]


def texts_of_type(kind: Any, at: str = "") -> Iterator[str]:
    """Yield the places of a type at which somebody may write what they want, `*` for any member."""
    if kind is str:
        yield at
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            yield from texts_of_type(field.annotation, f"{at}.{field.alias or name}".lstrip("."))
    elif get_origin(kind) in {tuple, list, dict}:
        *keys, member = [one for one in get_args(kind) if one is not Ellipsis]
        yield from (place for key in keys for place in texts_of_type(key, at))
        yield from texts_of_type(member, f"{at}.*")
    elif get_origin(kind) is not Literal:
        parts = get_args(kind)[:1] if get_origin(kind) is Annotated else get_args(kind)
        yield from (place for part in parts for place in texts_of_type(part, at))


KINDS = {kind.model_fields["kind"].annotation: kind for kind in get_args(get_args(EntryWrite)[0])}
OF_KIND = {get_args(literal)[0]: set(texts_of_type(kind)) for literal, kind in KINDS.items()}


def written(body: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the paths of a body's texts."""
    if isinstance(body, str):
        yield at
    for key, one in (
        body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    ):
        yield from written(one, (*at, key))


def place_of(path: tuple[str | int, ...]) -> str:
    """Return a path as `texts_of_type` names it."""
    found = re.sub(r"\.\d+(?=\.|$)", ".*", ".".join(map(str, path)))
    return re.sub(r"^(texts|values)\.\w+$", r"\1.*", found)


def test_every_kind_with_texts_has_them_all_tried_here() -> None:
    tried = {kind: {place_of(path) for path in written(body)} for kind, body in ENTRIES.items()}
    keys = {"answer": {"texts", "values"}}
    for kind, places in OF_KIND.items():
        assert places <= tried.get(kind, set()) | keys.get(kind, set()), kind


def replaced(body: Any, path: tuple[str | int, ...], text: str) -> Any:
    """Return a body with another text at a path."""
    first, *rest = path
    copy = dict(body) if isinstance(body, dict) else list(body)
    copy[first] = replaced(copy[first], tuple(rest), text) if rest else text
    return copy


TRIED = [
    (kind, path)
    for kind, body in ENTRIES.items()
    for path in written(body)
    if place_of(path) in OF_KIND[kind]
]


@pytest.fixture
async def author(deliver: Any, make: SimpleNamespace) -> Any:
    unit, region = uuid4(), uuid4()
    await deliver(*make.place(unit, authority_id=region))
    return staff(SCOPES, authority=region, unit=unit)


def rules(answer: Any) -> set[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    assert "850101" not in answer.text
    assert "850161" not in answer.text
    return {(error["field"], error["rule"]) for error in answer.json()["errors"]}


async def test_no_text_of_any_entry_holds_a_personal_number(
    call: Any, author: Any, database: TestDatabase
) -> None:
    for kind, path in TRIED:
        body = {"kind": kind, **ENTRIES[kind]}
        texts = (NUMBER, AS_CODE, IN_WORDS)
        refused = set()
        for text in texts:
            answer = await call(author, "POST", f"/centres/{CENTRE}/entries", json=replaced(body, path, text))
            refused |= rules(answer)
        assert (".".join(map(str, path)), "personal-number") in refused, path
    for name, value in (("texts", "a"), ("values", 4)):
        body = {"kind": "answer", **ENTRIES["answer"], name: {AS_CODE: value}}
        answer = await call(author, "POST", f"/centres/{CENTRE}/entries", json=body)
        assert rules(answer) == {(name, "personal-number")}
    assert await database.rows("SELECT 1 FROM entry") == []
    for kind, entry in ENTRIES.items():
        kept = await call(author, "POST", f"/centres/{CENTRE}/entries", json={"kind": kind, **entry})
        assert kept.status_code == 201, kept.text


async def test_no_row_of_an_import_holds_a_personal_number(
    call: Any, author: Any, database: TestDatabase
) -> None:
    for kind, name, file in (
        ("answer", "reference", f"on;instrument;reference;values.g1\n2026-03-04;parent_survey;{NUMBER};4\n"),
        (
            "answer",
            "quotes.0.text",
            f"on;instrument;reference;quote;quotedBy\n2026-03-04;parent_survey;1;{NUMBER};man\n",
        ),
        ("activity_plan", "priorityGoals.1", f'year;sections.crc_work;priorityGoals\n2026;a;"p1;{NUMBER}"\n'),
        ("group_session", "reference", f"on;groupType;reference\n2026-03-04;themed;{NUMBER}\n"),
        ("goal", "outcome", f"year;goalKind;reference;goal;outcome\n2026;county;a;b;{NUMBER}\n"),
    ):
        answer = await call(
            author,
            "POST",
            f"/centres/{CENTRE}/imports",
            params={"kind": kind, "dryRun": "false"},
            content=file.encode(),
            headers={"Content-Type": "text/csv"},
        )
        faults = answer.json()["faults"]
        assert [(f["row"], f["field"], f["rule"]) for f in faults] == [(2, name, "personal-number")]
        assert NUMBER not in answer.text
    assert await database.rows("SELECT 1 FROM entry") == []


async def test_no_report_and_no_note_on_a_release_holds_a_personal_number(call: Any, author: Any) -> None:
    begun = await call(author, "POST", "/annual-reports", json={"centreId": CENTRE, "year": 2025})
    report = f"/annual-reports/{begun.json()['id']}"
    any_version = {"If-Match": "*"}
    text = {"text": IN_WORDS}
    answer = await call(author, "PUT", f"{report}/sections/year", json=text, headers=any_version)
    assert rules(answer) == {("text", "personal-number")}
    quotes = {"quotes": [{"text": "Bra.", "by": "man"}, {"text": IN_WORDS, "by": "man"}]}
    answer = await call(author, "PUT", f"{report}/quotes", json=quotes, headers=any_version)
    assert rules(answer) == {("quotes.1.text", "personal-number")}
    note = {"sv": "Rättat.", "en": IN_WORDS}
    answer = await call(author, "POST", "/releases", json={"revisionNote": note})
    assert rules(answer) == {("revisionNote.en", "personal-number")}


TRIED_ELSEWHERE: set[Any] = {PassageWrite, QuotesWrite, ReleaseCreate, ReopeningWrite}
"""By the test above; the reason for opening a report again in the test of annual reports."""

CODES_ALONE: set[Any] = {SurveyCreate, SavedQuery, VariablesSelection | None}
"""Their codes must be among the instruments, or in the table that is asked for."""


def bodies_of(router: Any) -> Iterator[Any]:
    """Yield the type of each body that a router's routes take."""
    for route in router.routes:
        if inner := getattr(route, "original_router", None):
            yield from bodies_of(inner)
        elif body := getattr(route, "body_field", None):
            yield body.field_info.annotation


def test_every_body_that_comes_in_with_a_text_is_tried(service: Service) -> None:
    with_texts = {body for body in bodies_of(service.api) if any(texts_of_type(body))}
    assert with_texts == {get_args(EntryWrite)[0]} | TRIED_ELSEWHERE | CODES_ALONE
