"""No text holds a personal number: every text that comes in is looked at, whatever its field is called."""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

from pydantic import BaseModel

from slussen_chassis.errors import FieldProblem

_SIGN = r"\s?[-+_\u2010-\u2015\u2212]?\s?"
_NUMBER = re.compile(
    r"(?<!\d)(?:1[89]|2[01])?\d{2}(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])" + _SIGN + r"\d{4}(?!\d)"
)
"""A day of birth, 60 added to it for a coordination number, and four digits, whatever they are: a number that is
misspelt still points somebody out. An organisation number and most numbers of other systems have no such day.
"""


def texts_in(value: object, at: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text in what came in, with its field as the sender names it; a choice from a list is no text."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield at, value
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from texts_in(getattr(value, name), _under(at, field.alias or name))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield at, str(key)
            yield from texts_in(one, at if _NUMBER.search(str(key)) else _under(at, str(key)))
    elif isinstance(value, list | tuple):
        for place, one in enumerate(value):
            yield from texts_in(one, _under(at, str(place)))


def personal_number_faults(texts: Iterable[tuple[str, str]]) -> list[FieldProblem]:
    """Return the fields whose text holds what looks like a personal or coordination number."""
    sv, en = "får inte innehålla personnummer", "must not hold a personal number"
    found = dict.fromkeys(field for field, text in texts if _NUMBER.search(text))
    return [FieldProblem(field, "personal-number", sv, en) for field in found]


def _under(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name
