"""Texts of pages in Swedish and English: one file for each language, the same keys in both."""

from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from typing import Any, Final

import yaml

LANGUAGES: Final = ("sv", "en")
Forms = Mapping[str, str]
"""A text in its forms: `one` and `other` by number."""


class MissingTextError(KeyError):
    """A template asks for a text that no file holds."""


class Texts:
    """The texts of one language, called by key: `t("shell.logout")`."""

    def __init__(self, language: str, texts: Mapping[str, str | Forms]) -> None:
        self.language = language
        self._texts = texts

    def __call__(self, key: str, **values: object) -> str:
        """Return the text with its `{places}` filled; where it has forms, `n` says which.

        Raises:
            MissingTextError: There is no such text.
        """
        text = self._texts.get(key)
        if text is None:
            raise MissingTextError(key)
        if not isinstance(text, str):
            text = text["one" if values.get("n") == 1 else "other"]
        return text.format_map(values) if values else text

    def named(self, prefix: str, code: str) -> str:
        """Return the text `<prefix>.<code>`; a code without one as it is, with spaces, for codes that are data."""
        key = f"{prefix}.{code}"
        return self(key) if key in self else f"{code}".replace("_", " ")

    def options(self, prefix: str, codes: Iterable[str]) -> list[tuple[str, str]]:
        """Return codes with their texts below `prefix`, as a field of choices takes them."""
        return [(f"{code}", self.named(prefix, code)) for code in codes]

    def __contains__(self, key: str) -> bool:
        """Tell whether there is such a text."""
        return key in self._texts

    def keys(self) -> frozenset[str]:
        """Return all keys."""
        return frozenset(self._texts)


def read_texts(*packages: str) -> dict[str, Texts]:
    """Return language -> the texts of the packages' `locale/` files together.

    Raises:
        ValueError: A key stands in one language only, or in two packages.
    """
    found = {language: _together(language, packages) for language in LANGUAGES}
    swedish, english = (found[language].keys() for language in LANGUAGES)
    if alone := swedish ^ english:
        raise ValueError(f"texts in one language only: {', '.join(sorted(alone))}")
    return found


def _together(language: str, packages: tuple[str, ...]) -> Texts:
    texts: dict[str, str | Forms] = {}
    for package in packages:
        content = (resources.files(package) / "locale" / f"{language}.yaml").read_text("utf-8")
        for key, text in _flat(yaml.load(content, Loader=yaml.BaseLoader)):  # noqa: S506 - makes texts alone
            if key in texts:
                raise ValueError(f"the text {key} stands twice")
            texts[key] = text
    return Texts(language, texts)


def _flat(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str | Forms]]:
    """Return dotted keys and texts; a mapping of `one` and `other` is one text in two forms."""
    for name, below in tree.items():
        key = f"{above}{name}"
        if isinstance(below, str) or below.keys() == {"one", "other"}:
            yield key, below
        else:
            yield from _flat(below, f"{key}.")
