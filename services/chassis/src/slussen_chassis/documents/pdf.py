"""A document as PDF that people with aids can read and archives can keep: PDF/UA-1 (ISO 14289-1), PDF/A-2a.

Typst refuses what the standards forbid (a heading level that is skipped, a table without a header, a character
without a shape), so a document that comes out holds them. The machine's fonts and clock are never asked.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from slussen_chassis.documents.blocks import Document
from slussen_chassis.documents.coverage import FONTS, showable_everywhere
from slussen_chassis.documents.threads import off_the_loop

STANDARDS: Final["list[typst.PDFStandard]"] = ["a-2a", "ua-1"]
LAYOUT: Final = Path(__file__).parent / "layout.typ"


class DocumentError(Exception):
    """A document can't be made: its layout or its blocks break a standard. The text holds nothing of its content."""


def pdf_of(document: Document) -> bytes:
    """Return a document as PDF; the same document gives the same bytes, here or elsewhere.

    Raises:
        DocumentError: A block breaks a standard, such as a heading level that is skipped.
    """
    content = showable_everywhere(document.content())
    try:
        return typst.compile(
            LAYOUT,
            root=LAYOUT.parent,
            font_paths=embedded_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
            pdf_standards=STANDARDS,
            timestamp=int(document.made_at.timestamp()),
        )
    except typst.TypstError:
        # Typst's own words may quote the text.
        raise DocumentError("the document's layout or blocks break a standard") from None


async def make_pdf(document: Document) -> bytes:
    """Return a document as PDF, made outside the event loop.

    Raises:
        TooManyDocumentsError: Too many wait for theirs.
        DocumentError: As in `pdf_of`.
    """
    return await off_the_loop(lambda: pdf_of(document))


async def page_count(document: Document) -> int:
    """Return how many pages a document takes, without making its file.

    Raises:
        TooManyDocumentsError: Too many wait for theirs.
        DocumentError: As in `pdf_of`.
    """
    return await off_the_loop(lambda: pages_of(document))


def pages_of(document: Document) -> int:
    """Return how many pages a document takes.

    Raises:
        DocumentError: The layout can't show it.
    """
    content = showable_everywhere(document.content())
    try:
        found: Any = typst.compile(
            LAYOUT,
            root=LAYOUT.parent,
            font_paths=embedded_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
            format="svg",
        )
    except typst.TypstError:
        raise DocumentError("the document's layout can't show it") from None
    return len(found) if isinstance(found, list) else 1


@lru_cache(1)
def embedded_fonts() -> typst.Fonts:
    """Return the fonts of all documents and pictures; never the machine's."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
