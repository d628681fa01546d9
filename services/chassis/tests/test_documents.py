import asyncio
import hashlib
import io
import pickle
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document as Docx
from pypdf import PdfReader

from slussen_chassis.documents.blocks import (
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
)
from slussen_chassis.documents.coverage import showable
from slussen_chassis.documents.docx import docx_of
from slussen_chassis.documents.pdf import DocumentError, make_pdf, pdf_of
from slussen_chassis.documents.prose import prose
from slussen_chassis.documents.threads import DocumentThreads, TooManyDocumentsError

EVERYTHING: tuple[Block, ...] = (
    Facts((("Gäller från", "2026-03-01"), ("Ort", None))),
    Contents(),
    PageBreak(),
    Heading("1. Ärenden på ön"),
    *prose("Första stycket.\nNy rad.\n\n- ett\n- två"),
    Heading("Under", 2),
    ToFill("datum"),
    Note("Läs detta."),
    Table("Tal", ("Vad", "Kronor"), (("Åtgärd", "10,00"), ("Summa", "10,00")), numeric=1, has_sum=True),
    SignaturePlace("En part", ("Namn", "Ort och datum")),
)


def document(*blocks: Block, **more: object) -> Document:
    given = {
        "title": "Överenskommelse",
        "kind": "Prov",
        "subject": "Ett prov",
        "author": "Slussen",
        "footer": "utgåva 1",
        "made_at": datetime(2026, 3, 1, 12, tzinfo=UTC),
        "blocks": blocks,
    }
    return Document(**{**given, **more})  # type: ignore[arg-type]


def text_of(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def test_a_document_has_the_same_bytes_in_another_process_elsewhere(tmp_path: Path) -> None:
    made = document(*EVERYTHING)
    (tmp_path / "document").write_bytes(pickle.dumps(made))
    script = (
        "import hashlib, pickle, sys; from slussen_chassis.documents.pdf import pdf_of;"
        "print(hashlib.sha256(pdf_of(pickle.loads(open('document', 'rb').read()))).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"TZ": "Asia/Tokyo", "LC_ALL": "C"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.strip() == hashlib.sha256(pdf_of(made)).hexdigest()


def test_another_moment_or_another_word_gives_other_bytes() -> None:
    first = pdf_of(document(Paragraph("Text")))
    assert pdf_of(document(Paragraph("text"))) != first
    assert pdf_of(document(Paragraph("Text"), made_at=datetime(2026, 3, 2, 12, tzinfo=UTC))) != first


def test_a_document_states_its_language_title_and_structure() -> None:
    read = PdfReader(io.BytesIO(pdf_of(document(*EVERYTHING))))
    assert read.metadata is not None
    assert read.metadata.title == "Överenskommelse"
    assert read.metadata.creation_date == datetime(2026, 3, 1, 12, tzinfo=UTC)
    catalogue = read.root_object
    assert catalogue["/Lang"] == "sv-SE"
    assert catalogue["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
    about = catalogue["/Metadata"].get_data().decode()  # type: ignore[attr-defined]
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "<pdfaid:part>2</pdfaid:part>" in about
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in about


def test_everything_in_it_can_be_read_in_order() -> None:
    text = text_of(pdf_of(document(*EVERYTHING, mark="Utkast")))
    wanted = [
        "Prov",
        "Överenskommelse",
        "2026-03-01",
        "[Att fylla i: Ort]",
        "Ärenden på ön",
        "Första stycket.",
    ]
    wanted += [
        "ett",
        "två",
        "Under",
        "[Att fylla i: datum]",
        "Läs detta.",
        "Åtgärd",
        "Summa",
        "En part",
        "Namn",
    ]
    place = 0
    for word in wanted:
        place = text.index(word, place) + len(word)
    assert "UTKAST" in text
    assert "Sida 1 av 2" in text


def test_a_place_within_a_text_that_is_to_be_filled_in_is_marked() -> None:
    made = document(
        Paragraph("Mellan [[kommunens namn]] och\nregionen [x] [[]]."), Items(("senast [[dag]]",))
    )
    text = " ".join(text_of(pdf_of(made)).split())
    for words in (
        "Mellan [Att fylla i: kommunens namn] och",
        "regionen [x] [Att fylla i: ]",
        "[Att fylla i: dag]",
    ):
        assert words in text
    shown = [paragraph.text for paragraph in read_docx(docx_of(made)).paragraphs]
    assert "Mellan [Att fylla i: kommunens namn] och\nregionen [x] [Att fylla i: ]." in shown
    assert "senast [Att fylla i: dag]" in shown


def test_text_is_never_read_as_markup() -> None:
    assert '#import "x": *' in text_of(pdf_of(document(Paragraph('#import "x": * $x$ = y *z*'))))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Ärende \u2013 ”så”\tå", "Ärende \u2013 ”så”\tå"),
        ("glad \U0001f600", "glad [U+1F600]"),
        ("12\u202e34", "12[U+202E]34"),
        ("a\x00b\x07", "a[U+0000]b[U+0007]"),
        ("\u4e2d", "[U+4E2D]"),
    ],
)
def test_a_character_without_a_shape_is_shown_by_its_number(written: str, shown: str) -> None:
    assert showable(written) == shown
    pdf_of(document(Paragraph(written), Heading(written), title=written))


def test_a_heading_level_that_is_skipped_is_refused_without_telling_the_text() -> None:
    with pytest.raises(DocumentError) as refused:
        pdf_of(document(Heading("hemligt", 3)))
    assert "hemligt" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_blank_lines_part_paragraphs_and_dashes_make_points() -> None:
    assert prose("Ett\r\n  två \n\n\n - a\n•  b\nSlut -x\n") == (
        Paragraph("Ett\n  två"),
        Items(("a", "b")),
        Paragraph("Slut -x"),
    )
    assert prose(" \n \n") == ()


async def test_documents_are_made_beside_the_event_loop() -> None:
    assert await make_pdf(document(Paragraph("Text"))) == pdf_of(document(Paragraph("Text")))


async def test_more_documents_than_can_be_made_are_refused_and_the_rest_are_made() -> None:
    threads = DocumentThreads(at_once=1, most_asked=2)
    may_end = threading.Event()
    asked = [asyncio.create_task(threads.run(may_end.wait)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(TooManyDocumentsError):
        await threads.run(may_end.wait)
    may_end.set()
    assert await asyncio.gather(*asked) == [True, True]
    assert await threads.run(lambda: 1) == 1


def read_docx(made: bytes) -> Docx:
    return docx.Document(io.BytesIO(made))


def test_the_same_document_as_docx_has_headings_header_rows_a_language_and_a_title() -> None:
    read = read_docx(docx_of(document(*EVERYTHING, mark="Utkast")))
    styles = {paragraph.text: paragraph.style.name for paragraph in read.paragraphs if paragraph.style}
    assert styles["Överenskommelse"] == "Title"
    assert styles["1. Ärenden på ön"] == "Heading 1"
    assert styles["Under"] == "Heading 2"
    assert styles["två"] == "List Bullet"
    assert all("tblHeader" in table.rows[0]._tr.xml for table in read.tables)
    assert read.tables[0].rows[2].cells[1].text == "[Att fylla i: Ort]"
    assert read.core_properties.title == "Överenskommelse"
    assert read.core_properties.language == "sv-SE"
    assert 'w:lang w:val="sv-SE"' in read.styles.element.xml
    assert read.sections[0].header.paragraphs[0].text == "UTKAST"
    assert "NUMPAGES" in read.sections[0].footer._element.xml


def test_docx_has_the_same_bytes_whenever_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    first = docx_of(document(*EVERYTHING))
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert docx_of(document(*EVERYTHING)) == first


def test_docx_takes_characters_that_xml_forbids_and_titles_that_are_long() -> None:
    read = read_docx(docx_of(document(Paragraph("a\x00b"), title="t\x07" * 300)))
    assert "a[U+0000]b" in [paragraph.text for paragraph in read.paragraphs]
    assert len(read.core_properties.title) == 255
