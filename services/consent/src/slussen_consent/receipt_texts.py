"""The texts of receipts in Swedish, English and Arabic; the same keys in all."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml

from slussen_consent.words import Language

_STOCKHOLM: Final = ZoneInfo("Europe/Stockholm")
_LEFT_TO_RIGHT: Final = "\N{LEFT-TO-RIGHT MARK}"


class ReceiptTexts:
    """The texts of one language; `t("facts.answer")`."""

    def __init__(self, language: Language, texts: Mapping[str, Any]) -> None:
        self.language = language
        self._texts = texts

    @property
    def is_right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return self.language == "ar"

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its places filled."""
        text: str = self._at(key)
        return text.format_map(values) if values else text

    def several(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(self._at(key))

    def joined(self, *parts: str | None) -> str:
        """Return the parts that there are, with the language's comma between them."""
        return ("، " if self.is_right_to_left else ", ").join(part for part in parts if part)

    def day(self, day: date) -> str:
        """Return a day as ISO 8601 writes it; it reads the same in every language here."""
        return (
            f"{_LEFT_TO_RIGHT}{day.isoformat()}{_LEFT_TO_RIGHT}" if self.is_right_to_left else day.isoformat()
        )

    def moment(self, at: datetime) -> str:
        """Return a moment by the clocks of Stockholm, to the minute."""
        local = at.astimezone(_STOCKHOLM)
        return f"{self.day(local.date())} {local:%H:%M}"

    def _at(self, key: str) -> Any:
        found: Any = self._texts
        for part in key.split("."):
            found = found[part]
        return found


@cache
def receipt_texts(language: Language) -> ReceiptTexts:
    """Return the receipt's texts in a language."""
    file = files("slussen_consent") / "locale" / "receipt" / f"{language}.yaml"
    return ReceiptTexts(language, yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader))  # noqa: S506 - makes texts alone
