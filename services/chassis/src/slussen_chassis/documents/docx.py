"""A document as DOCX, to be worked on: real headings, header rows in tables, a language and a title.

The file's inner clock is the document's own moment, so that the same document gives the same bytes.
"""

import io
from collections.abc import Callable, Mapping
from datetime import UTC
from itertools import chain
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph as DocxParagraph

from slussen_chassis.documents.blocks import (
    BLANK,
    Bars,
    Block,
    Contents,
    Document,
    Facts,
    Heading,
    Items,
    Note,
    PageBreak,
    Paragraph,
    SignaturePlace,
    Table,
    ToFill,
    Words,
)
from slussen_chassis.documents.coverage import showable
from slussen_chassis.documents.threads import off_the_loop

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LANGUAGES: Final = {"sv": "sv-SE", "en": "en-GB", "ar": "ar-SA"}
_FILL_GROUND: Final = "FFF3C4"
_FILL_INK: Final = RGBColor(0x4D, 0x36, 0x00)
_BAR: Final = "\N{FULL BLOCK}"
_BAR_INK: Final = RGBColor(0x14, 0x34, 0x4F)
_LONGEST_BAR: Final = 30
_LONG_LINE: Final = "_" * 44
_LONGEST_PROPERTY: Final = 255
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def docx_of(document: Document) -> bytes:
    """Return a document as DOCX; the same document gives the same bytes."""
    made = docx.Document()
    _about(made, document)
    made.add_paragraph(showable(document.kind), style="Subtitle")
    made.add_paragraph(showable(document.title), style="Title")
    for block in document.blocks:
        _WRITERS[type(block)](made, block, document.words)
    _page_edges(made, document)
    written = io.BytesIO()
    made.save(written)
    return _without_clock(written)


async def make_docx(document: Document) -> bytes:
    """Return a document as DOCX, made outside the event loop.

    Raises:
        TooManyDocumentsError: Too many wait for theirs.
    """
    return await off_the_loop(lambda: docx_of(document))


def _about(made: Docx, document: Document) -> None:
    about = made.core_properties
    moment = document.made_at.astimezone(UTC).replace(tzinfo=None)
    about.title, about.subject, about.author = (
        showable(text)[:_LONGEST_PROPERTY] for text in (document.title, document.subject, document.author)
    )
    about.created = about.modified = moment
    about.language = _LANGUAGES[document.language]
    about.comments, about.last_modified_by, about.revision = "", about.author, 1
    # Word reads the language of the text from the styles' defaults.
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), about.language)


def _heading(made: Docx, block: Heading, _words: Words) -> None:
    made.add_heading(showable(block.text), block.level)


def _paragraph(made: Docx, block: Paragraph, words: Words) -> None:
    _write(made.add_paragraph(), block.text, words)


def _items(made: Docx, block: Items, words: Words) -> None:
    for item in block.items:
        _write(made.add_paragraph(style="List Bullet"), item, words)


def _write(paragraph: DocxParagraph, text: str, words: Words) -> None:
    """Write a text; a place written `[[so]]` is to be filled in."""
    for place, part in enumerate(BLANK.split(text)):
        if place % 2:
            _fill_run(paragraph, words, part)
        elif part:
            paragraph.add_run(showable(part))


def _facts(made: Docx, block: Facts, words: Words) -> None:
    table = _table(made, (words.matter, words.content))
    for label, value in block.rows:
        first, second = table.add_row().cells
        first.text = showable(label)
        if value is None:
            _fill_run(second.paragraphs[0], words, label)
        else:
            second.text = showable(value)
    made.add_paragraph()


def _data_table(made: Docx, block: Table, _words: Words) -> None:
    made.add_paragraph(showable(block.caption), style="Caption")
    table = _table(made, block.head)
    plain = len(block.head) - block.numeric
    for row in block.rows:
        for place, (cell, value) in enumerate(zip(table.add_row().cells, row, strict=True)):
            cell.text = showable(value)
            if place >= plain:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if block.has_sum:
        for run in chain.from_iterable(cell.paragraphs[0].runs for cell in table.rows[-1].cells):
            run.bold = True
    made.add_paragraph()


def _bars(made: Docx, block: Bars, _words: Words) -> None:
    made.add_paragraph(showable(block.caption), style="Caption")
    for label, value, length in block.rows:
        paragraph = made.add_paragraph(f"{showable(label)}: {showable(value)} ")
        paragraph.add_run(_BAR * round(length * _LONGEST_BAR)).font.color.rgb = _BAR_INK


def _to_fill(made: Docx, block: ToFill, words: Words) -> None:
    _fill_run(made.add_paragraph(), words, block.what)


def _note(made: Docx, block: Note, _words: Words) -> None:
    _shade(made.add_paragraph(showable(block.text)).paragraph_format.element.get_or_add_pPr())


def _signature_place(made: Docx, block: SignaturePlace, _words: Words) -> None:
    who = made.add_paragraph()
    who.add_run(showable(block.who)).bold = True
    who.paragraph_format.keep_with_next = True
    for line in block.lines:
        place = made.add_paragraph(f"{_LONG_LINE}\n{showable(line)}")
        place.paragraph_format.space_before = Pt(18)
        place.paragraph_format.keep_with_next = line != block.lines[-1]


def _contents(_made: Docx, _block: Contents, _words: Words) -> None:
    """Leave it out: pages are numbered when the file is opened, and the reader's own list shows the headings."""


def _page_break(made: Docx, _block: PageBreak, _words: Words) -> None:
    made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


_WRITERS: Final[Mapping[type[Block], Callable[[Docx, Any, Words], None]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Items: _items,
    Facts: _facts,
    Table: _data_table,
    Bars: _bars,
    ToFill: _to_fill,
    Note: _note,
    SignaturePlace: _signature_place,
    Contents: _contents,
    PageBreak: _page_break,
}


def _table(made: Docx, head: tuple[str, ...]) -> Any:
    """Return a new table whose first row is its header, on every page that it reaches."""
    table: Any = made.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(showable(text)).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no other way
    return table


def _fill_run(paragraph: DocxParagraph, words: Words, what: str) -> None:
    run = paragraph.add_run(f"[{words.to_fill}: {showable(what)}]")
    run.font.color.rgb = _FILL_INK
    _shade(run.element.get_or_add_rPr())


def _shade(properties: Any) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), _FILL_GROUND)
    properties.append(shade)


def _page_edges(made: Docx, document: Document) -> None:
    section = made.sections[0]
    if document.mark:
        mark = section.header.paragraphs[0]
        mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        mark.add_run(showable(document.mark).upper()).bold = True
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{showable(document.footer)}\t\t{document.words.page} ")
    _field(footer, "PAGE")
    footer.add_run(f" {document.words.of} ")
    _field(footer, "NUMPAGES")


def _field(paragraph: DocxParagraph, instruction: str) -> None:
    """Add a field that Word reckons, such as the page's number."""
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = instruction
        run.element.append(element)


def _without_clock(written: io.BytesIO) -> bytes:
    """Return the file with every part's time set to the same, instead of the machine's."""
    out = io.BytesIO()
    with ZipFile(written) as source, ZipFile(out, "w") as target:
        for name in sorted(source.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            part = ZipInfo(name, _ZIP_EPOCH)
            part.compress_type = ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return out.getvalue()
