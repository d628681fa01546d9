"""Which characters our fonts can show, and what stands for one that they can't.

A document for archiving may hold no character without a shape (PDF/A-2, ISO 19005-2, 6.2.11), and what is signed
must not lose any: such a character is shown by its number, `[U+1F600]`. So is a character that changes the direction
of the text around it, since it could make a clause read otherwise than it is (Unicode UAX 9, 2.1-2.4).
"""

from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FONTS: Final = Path(__file__).parent / "fonts"
_DIRECTION: Final = frozenset([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_CONTROL: Final = frozenset([*range(0x20), *range(0x7F, 0xA0)])
_LAYOUT: Final = frozenset(map(ord, "\t\n"))


@lru_cache(1)
def shown_characters() -> frozenset[int]:
    """Return the code points that every face of one of our families has a shape for, with tab and line feed."""
    families: dict[str, list[frozenset[int]]] = defaultdict(list)
    for path in sorted(FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            families[path.stem.partition("-")[0]].append(frozenset(font.getBestCmap()))
    shown = frozenset[int]().union(*(frozenset.intersection(*faces) for faces in families.values()))
    return shown - _DIRECTION - _CONTROL | _LAYOUT


def showable(text: str) -> str:
    """Return a text with every character that can't be shown, or that turns the text around, by its number."""
    return text.translate(_SHOWN)


def showable_everywhere(content: Any) -> Any:
    """Return plain values with every text in them made showable."""
    if isinstance(content, str):
        return showable(content)
    if isinstance(content, dict):
        return {key: showable_everywhere(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [showable_everywhere(value) for value in content]
    return content


class _Shown(dict[int, str]):
    """What each character is shown as; nothing is remembered, so that no text makes it grow."""

    def __missing__(self, point: int) -> str:
        return chr(point) if point in shown_characters() else f"[U+{point:04X}]"


_SHOWN: Final = _Shown()
