"""Days, moments, numbers and money as people read them, in Swedish and English."""

from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from slussen_chassis.clock import STOCKHOLM

NARROW_SPACE: Final = "\N{NARROW NO-BREAK SPACE}"
MINUS: Final = "\N{MINUS SIGN}"
HUNDREDTH: Final = Decimal("0.01")

MONTHS: Final = {
    "sv": [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
WEEKDAYS: Final = {
    "sv": ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_SHORT: Final = {
    "sv": ["jan.", "feb.", "mars", "april", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}


class Wording:
    """How one language writes values."""

    def __init__(self, language: str) -> None:
        self.language = language

    def capital(self, words: str) -> str:
        """Return words that begin a sentence: the first letter large, the others as they are."""
        return words[:1].upper() + words[1:]

    def day(self, value: date) -> str:
        """Return `27 november 2026`."""
        return f"{value.day} {self.month(value.month)} {value.year}"

    def long_day(self, value: date) -> str:
        """Return `fredag 27 november 2026`."""
        return f"{self.weekday(value.isoweekday())} {self.day(value)}"

    def short_day(self, value: date) -> str:
        """Return `27 nov. 2026`."""
        return f"{value.day} {_SHORT[self.language][value.month - 1]} {value.year}"

    def month(self, number: int) -> str:
        """Return the name of a month, 1 to 12."""
        return MONTHS[self.language][number - 1]

    def weekday(self, number: int) -> str:
        """Return the name of a weekday, 1 (Monday) to 7 (ISO 8601)."""
        return WEEKDAYS[self.language][number - 1]

    def moment(self, value: datetime) -> str:
        """Return `27 november 2026 kl. 14.05`, as clocks in Stockholm show the aware moment."""
        local = value.astimezone(STOCKHOLM)
        if self.language == "sv":
            return f"{self.day(local)} kl. {local:%H.%M}"
        return f"{self.day(local)} at {local:%H:%M}"

    def number(self, value: Decimal | float, decimals: int = 0) -> str:
        """Return `12 345,5` (in English `12,345.5`), rounded to so many decimals, half to even."""
        rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
        text = f"{abs(rounded):,f}"
        if self.language == "sv":
            text = text.translate({ord(","): NARROW_SPACE, ord("."): ","})
        return f"{MINUS}{text}" if rounded < 0 else text

    def kronor(self, ore: int) -> str:
        """Return whole öre as `12 345,50 kr`, exactly."""
        unit = "kr" if self.language == "sv" else "SEK"
        return f"{self.number(Decimal(ore) * HUNDREDTH, 2)}\N{NO-BREAK SPACE}{unit}"
