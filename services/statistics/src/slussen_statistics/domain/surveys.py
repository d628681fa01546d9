"""Survey occasions (enkättillfällen): when one is open, and links that are good for one answer.

A link's token is random and kept as its SHA-256 alone. The answer takes the link's row away: what is left tells how
many have answered and nothing of which link an answer came by.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from slussen_chassis.errors import ConflictError, FieldProblem, InvalidError, NotFoundError
from slussen_statistics.domain.instruments import Instrument, instruments

OPEN_INSTRUMENTS = ("parent_survey", "visit_survey_adults", "visit_survey_children")
"""What visitors answer themselves."""
TOKEN_BYTES = 16
MOST_LINKS = 200
LONGEST_OPEN_DAYS = 400


class LinkUsedError(NotFoundError):
    """The link is used, or was never one: the answer is the same."""

    code: ClassVar[str] = "survey-link-used"
    title_sv = "Länken är redan använd, eller gäller inte"
    title_en = "The link is used already, or is not valid"


class SurveyClosedError(ConflictError):
    """The survey takes no answers today."""

    code: ClassVar[str] = "survey-closed"
    title_sv = "Enkäten är stängd"
    title_en = "The survey is closed"


@dataclass(frozen=True, slots=True)
class OpenDays:
    """The days on which a survey takes answers, both included."""

    opens_on: date
    closes_on: date
    is_closed: bool = False

    def check(self) -> None:
        """Refuse days that end before they begin, or last for years.

        Raises:
            InvalidError: They do.
        """
        if not 0 <= (self.closes_on - self.opens_on).days <= LONGEST_OPEN_DAYS:
            sv, en = "ska vara samma dag som den öppnar eller senare", "must not be before the first day"
            raise InvalidError(FieldProblem("closesOn", "not-before", sv, en))

    def is_open(self, on: date) -> bool:
        """Tell whether answers are taken on a day."""
        return not self.is_closed and self.opens_on <= on <= self.closes_on


def open_instrument(code: str) -> Instrument:
    """Return an instrument that visitors answer themselves.

    Raises:
        InvalidError: It is none of them.
    """
    if code not in OPEN_INSTRUMENTS:
        sv, en = "är ingen enkät som besökare svarar på", "is no survey that visitors answer"
        raise InvalidError(FieldProblem("instrument", "unknown", sv, en))
    return instruments()[code]


def new_token() -> str:
    """Return the secret of a link: 128 random bits as 22 characters of a URL.

    It always holds a digit or a capital, so that no log takes it for a word of our own addresses.
    """
    while True:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        if token != token.lower() or any(character.isdigit() for character in token):
            return token


def token_hash(token: str) -> bytes:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).digest()
