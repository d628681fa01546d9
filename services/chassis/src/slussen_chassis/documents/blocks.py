"""What a document holds: headings, paragraphs, lists, tables, parts to be filled in, places to sign."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

Language: TypeAlias = Literal["sv", "en", "ar"]


@dataclass(frozen=True, slots=True)
class Words:
    """The few words that every document has."""

    page: str
    of: str
    contents: str
    to_fill: str
    matter: str
    content: str


WORDS: Final[Mapping[Language, Words]] = {
    "sv": Words("Sida", "av", "Innehåll", "Att fylla i", "Uppgift", "Innehåll"),
    "en": Words("Page", "of", "Contents", "To be filled in", "Matter", "Content"),
    "ar": Words("صفحة", "من", "المحتويات", "يُملأ", "البيان", "المحتوى"),
}


BLANK: Final = re.compile(r"\[\[([^\[\]]*)\]\]")
"""A place in a text that is yet to be filled in, such as `[[date]]`; documents mark it as they mark `ToFill`."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is below the document's title, and no level is skipped."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; its line breaks are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Matters with what holds for each; None: a part that is to be filled in."""

    rows: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row; the last so many columns hold numbers, and the last row may be the sum."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: int = 0
    has_sum: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A picture of numbers as bars; the same numbers stand in words and figures beside it.

    Attributes:
        rows: What each bar is, its value as it is written, and its length from 0 to 1.
        alternative: What the picture shows, for who does not see it.
    """

    caption: str
    alternative: str
    rows: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True)
class ToFill:
    """A part that is to be filled in, and with what: marked for the eye, and in words for a screen reader."""

    what: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the reader must not miss, in a frame."""

    text: str


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """Where a party signs on paper: who it is, and the lines to fill in."""

    who: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A list of the headings of level 1, with their pages."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows stands on a new page."""


Block: TypeAlias = (
    Heading | Paragraph | Items | Facts | Table | Bars | ToFill | Note | SignaturePlace | Contents | PageBreak
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document.

    Attributes:
        kind: What sort of document it is, above the title.
        subject: One line on what it is about, for the file's properties.
        mark: On every page, such as that it is a draft; None where nothing is to be marked.
        footer: On every page, such as which edition it is.
        made_at: The moment that the file states; part of its bytes.
    """

    title: str
    kind: str
    subject: str
    author: str
    footer: str
    made_at: datetime
    blocks: tuple[Block, ...]
    language: Language = "sv"
    mark: str | None = None

    @property
    def words(self) -> Words:
        """The words that every document has, in this one's language."""
        return WORDS[self.language]

    def content(self) -> dict[str, Any]:
        """Return everything as plain values, each block with its name; the moment is no part of it."""
        blocks = [{"block": type(block).__name__, **asdict(block)} for block in self.blocks]
        return {
            "title": self.title,
            "kind": self.kind,
            "subject": self.subject,
            "author": self.author,
            "footer": self.footer,
            "language": self.language,
            "mark": self.mark,
            "words": asdict(self.words),
            "blocks": blocks,
        }
