"""Persons of the demonstration: only numbers of the Swedish Tax Agency's published test series.

The series has two a day, birth number 238 (woman) and 239 (man); they are never given to anyone.
"""

import random
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from slussen_contracts.identifiers import IdentitySystem, luhn_digit
from slussen_local.people import CUSTODIANS, DEMO_CHILD

CHILDREN_FROM, CHILDREN_DAYS = date(2021, 1, 1), 1800
PARENTS_FROM, PARENTS_DAYS = date(1986, 1, 1), 3600
WOMAN, MAN = "238", "239"

Identity = dict[str, Any]


def test_person(born: date, birth_number: str) -> Identity:
    """Return the published test person of a day: birth number 238 (woman) or 239 (man)."""
    digits = f"{born:%Y%m%d}{birth_number}"
    return {"system": IdentitySystem.PERSONNUMMER.value, "value": f"{digits}{luhn_digit(digits[2:])}"}


def some_child() -> Identity:
    """Return a child of the published test series, another at each call as far as the series goes."""
    return test_person(_some_day(CHILDREN_FROM, CHILDREN_DAYS), random.choice((WOMAN, MAN)))  # noqa: S311 - a demonstration's choice


def two_parents() -> tuple[Identity, Identity]:
    """Return two parents of the published test series."""
    day = _some_day(PARENTS_FROM, PARENTS_DAYS)
    return test_person(day, WOMAN), test_person(day + timedelta(days=400), MAN)


def demo_child() -> Identity:
    """Return the child of the custodians who can log in."""
    return {"system": IdentitySystem.PERSONNUMMER.value, "value": DEMO_CHILD}


def custodians() -> list[Identity]:
    """Return the custodians who can log in."""
    system = IdentitySystem.PERSONNUMMER.value
    return [{"system": system, "value": one.personal_number} for one in CUSTODIANS]


def synthetic_child() -> Identity:
    """Return somebody who can't exist, for volume (system `urn:slussen:synthetic`)."""
    return {"system": IdentitySystem.SYNTHETIC.value, "value": uuid4().hex.upper()}


def _some_day(first: date, days: int) -> date:
    return first + timedelta(days=random.randrange(days))  # noqa: S311 - as above
