"""A personal number never stands in an address or a header: those are kept in logs on the way.

Source: Tax Agency (Skatteverket), SKV 704 (personnummer) and SKV 707 (samordningsnummer).
"""

import re
from datetime import date

from slussen_client.problems import SlussenError

_WRITTEN = re.compile(r"(?<![0-9A-Za-z])(?:1[89]|20)?(\d{6})[-+ ]?(\d{4})(?![0-9A-Za-z])")
_UUID = re.compile(r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_COORDINATION_DAYS = 60
_LEAP_CENTURY = "20"


class PersonalNumberError(SlussenError, ValueError):
    """A personal number was about to be sent in an address or a header; it belongs in a body. Nothing was sent."""


def refuse_personal_number(value: str, place: str) -> None:
    """Refuse a value that holds a personal or coordination number.

    Raises:
        PersonalNumberError: It does; the message names `place`, never the value.
    """
    for day, rest in _WRITTEN.findall(_UUID.sub("", value)):
        if _is_day(day) and _check_digit(day + rest[:3]) == int(rest[3]):
            raise PersonalNumberError(f"{place} holds a personal number; it belongs in a body")


def _is_day(digits: str) -> bool:
    day = int(digits[4:])
    try:
        date(
            int(_LEAP_CENTURY + digits[:2]),
            int(digits[2:4]),
            day - _COORDINATION_DAYS * (day > _COORDINATION_DAYS),
        )
    except ValueError:
        return False
    return True


def _check_digit(nine: str) -> int:
    doubled = "".join(str(int(digit) * (2 - place % 2)) for place, digit in enumerate(nine))
    return -sum(map(int, doubled)) % 10
