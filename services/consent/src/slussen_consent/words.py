"""The words that custodians meet, in Swedish, English and Arabic: one file for each language, the same keys in all."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Literal, TypeAlias

import yaml

from slussen_consent.domain.consent import Consent, ConsentStatus
from slussen_contracts.identifiers import Activity, Profession

Language: TypeAlias = Literal["sv", "en", "ar"]
LANGUAGES: Final[tuple[Language, ...]] = ("sv", "en", "ar")
UNREVIEWED: Final[frozenset[Language]] = frozenset({"ar"})
"""Languages whose translation nobody has reviewed yet; whatever is shown in them says so."""


class Words:
    """The words of one language."""

    def __init__(self, language: Language, texts: Mapping[str, Mapping[str, str]]) -> None:
        self.language = language
        self.texts = texts

    def activity(self, activity: Activity | None) -> str:
        """Return what an activity is called, or that it is unknown."""
        known = self.texts["activities"]
        return known.get(activity.value, known["unknown"]) if activity else known["unknown"]

    def profession(self, profession: Profession) -> str:
        """Return what a profession is called; one that has no word yet is other staff."""
        return self.of("professions", profession.value)

    def topic(self, topic: str | None) -> str:
        """Return what a topic is called; one that has no name of ours, by its code in words."""
        known = self.texts["topics"]
        return known.get(topic, topic.replace("_", " ")) if topic else known["any"]

    def state(self, consent: Consent) -> str:
        """Return in a sentence or two what holds now."""
        status = consent.status
        key = f"active_{consent.value}" if status is ConsentStatus.ACTIVE else status.value
        return self.texts["values"][key]

    def of(self, kind: str, code: str) -> str:
        """Return the word for a code of a kind; `other` where it has none."""
        words = self.texts[kind]
        return words[code] if code in words else words["other"]


@cache
def words(language: Language) -> Words:
    """Return the words of a language."""
    file = files("slussen_consent") / "locale" / "words" / f"{language}.yaml"
    return Words(language, yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader))  # noqa: S506 - makes texts alone
