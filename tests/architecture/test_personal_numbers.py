"""No personal number that could be a living person's stands anywhere in the repository.

Allowed are the Swedish Tax Agency's published test numbers, by their pattern, and what is nobody's by its date.
"""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from slussen_contracts.identifiers import luhn_digit

WRITTEN = re.compile(
    r"(?<![\w.+-])(?P<century>18|19|20)?(?P<day>\d{6})(?P<sign>[-+]?)(?P<birth>\d{3})(?P<check>\d)(?![\w.])"
)
PERSONAL_NAMES = frozenset(
    {"pnr", "personalidentitynumber", "personnummer", "personnr", "ssn", "socialsecuritynumber"}
)
PUBLISHED = frozenset({"195009072553", "196101182803", "192501019216", "192612049029"})
NEWER_BIRTH_NUMBERS = frozenset({"238", "239"})
FIRST_NEWER_YEAR = 1985
NOBODYS_YEARS = range(1890, 1900)
COORDINATION = 60


def found_in(text: str) -> Iterator[str]:
    """Yield what looks like somebody's number: right check digit, a day that exists, and not published for tests."""
    for match in WRITTEN.finditer(text):
        if luhn_digit(match["day"] + match["birth"]) != int(match["check"]):
            continue
        years = [match["century"]] if match["century"] else ["18", "19", "20"]
        days = [day for century in years if (day := real_day(century + match["day"]))]
        if days and not any(is_nobodys(day, match) for day in days):
            yield match[0]


def real_day(digits: str) -> date | None:
    day = int(digits[6:8])
    try:
        return date(int(digits[:4]), int(digits[4:6]), day - COORDINATION if day > COORDINATION else day)
    except ValueError:
        return None


def is_nobodys(day: date, match: re.Match[str]) -> bool:
    number = f"{day.year // 100}{match['day']}{match['birth']}{match['check']}"
    newer = day.year >= FIRST_NEWER_YEAR and match["birth"] in NEWER_BIRTH_NUMBERS
    return newer or day.year in NOBODYS_YEARS or number in PUBLISHED


def test_no_file_holds_a_number_that_may_be_somebodys(tracked: dict[Path, str]) -> None:
    assert [f"{path}: {number}" for path, text in tracked.items() for number in found_in(text)] == []


@pytest.mark.parametrize(
    "number", ["201701012393", "20170101-2393", "170101-2393", "189001019802", "189001619809"]
)
def test_a_published_test_number_is_let_through(number: str) -> None:
    assert list(found_in(f'"{number}"')) == []


def test_any_other_right_number_would_be_found() -> None:
    day, birth = "20170102", "401"
    made = f"{day}{birth}{luhn_digit(day[2:] + birth)}"
    for written in (made, f"{made[:8]}-{made[8:]}", made[2:], f"{made[2:8]}-{made[8:]}"):
        assert list(found_in(f"a child, {written}, in a text")) == [written]
    wrong = (int(made[-1]) + 1) % 10
    assert list(found_in(f"{made[:-1]}{wrong}")) == []


def test_no_route_takes_a_personal_number_in_its_address(modules: dict[Path, ast.Module]) -> None:
    faults = []
    for path, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("/"):
                parts = re.findall(r"\{(\w+)\}", node.value)
                faults += [
                    f"{path}:{node.lineno}" for p in parts if p.replace("_", "").lower() in PERSONAL_NAMES
                ]
    assert faults == []
