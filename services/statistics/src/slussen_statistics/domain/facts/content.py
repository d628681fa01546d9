"""What facts are written in: codes, days, moments; and the areas in which a fact counts."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from slussen_statistics.domain.figures import WHOLE_YEAR, Addition, Place

_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")


class NotACodeError(ValueError):
    """A text stands where a code belongs; it may be personal data and is not kept."""


def code(value: str | None) -> str | None:
    """Return a code as it is.

    Raises:
        NotACodeError: It is another text; the message does not hold it.
    """
    if value is not None and not _CODE.fullmatch(value):
        raise NotACodeError("a text stands where a code belongs")
    return value


def day_in(content: Mapping[str, Any], name: str) -> date | None:
    """Return a calendar day of a fact."""
    value = content.get(name)
    return None if value is None else date.fromisoformat(value)


def moment_in(content: Mapping[str, Any], name: str) -> datetime | None:
    """Return a moment of a fact."""
    value = content.get(name)
    return None if value is None else datetime.fromisoformat(value)


def areas_of(content: Mapping[str, Any]) -> list[str]:
    """Return the areas in which a fact counts: its centre, municipality and county, as far as it names them."""
    named = (content.get("centre_id"), content.get("municipality_code"), content["county_code"])
    return [area for area in named if area]


def places(
    content: Mapping[str, Any], table: str, measure: str, *, on: date, cell: str = "", by_month: bool = True
) -> Iterator[Place]:
    """Yield where a fact of a day counts, in each of its areas; without `by_month` for the whole year."""
    month = on.month if by_month else WHOLE_YEAR
    for area in areas_of(content):
        yield Place(table, measure, content["county_code"], area, on.year, month, cell)


def added(
    content: Mapping[str, Any], table: str, measure: str, *, on: date, cell: str = "", amount: int = 0
) -> Iterator[Addition]:
    """Yield one unit, or an amount, in each of a fact's areas."""
    for place in places(content, table, measure, on=on, cell=cell):
        yield Addition(place, amount)
