import io
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from slussen_chassis.documents.blocks import Document, Paragraph
from slussen_chassis.documents.pdf import pdf_of
from slussen_chassis.signatures.refusals import SignedPdfRefusedError
from slussen_chassis.signatures.signed_pdf import PdfSignature, SignatureLevel, Trust, read_signed_pdf
from slussen_chassis.signatures.testing import CertificateAuthority

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
NUMBER = "189001019802"
CA = CertificateAuthority(NOW)
MAJA = CA.signatory(
    given="Maja",
    surname="Exempel",
    name=f"Maja Exempel ({NUMBER})",
    organisation="Exempelkommun",
    organisation_identifier="NTRSE-2120001967",
    number=NUMBER,
    qualified=True,
)
TRUST = Trust(anchors=(CA.certificate,))


def made(text: str) -> bytes:
    return pdf_of(
        Document(
            title="Avtal",
            kind="Prov",
            subject="Ett prov",
            author="Slussen",
            footer="utgåva 1",
            made_at=NOW,
            blocks=(Paragraph(text),),
        )
    )


PDF = made("Den ena betalar den andra hundra kronor.")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """pyHanko logs each refusal with a traceback, which is no fault here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with an update added at its end, as an editor does that keeps what was there."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def first_page(writer: IncrementalPdfFileWriter) -> Any:
    node = writer.root["/Pages"]
    while node["/Type"] == "/Pages":
        node = node["/Kids"][0]
    return node


def other_amount(writer: IncrementalPdfFileWriter) -> None:
    content = first_page(writer)["/Contents"]
    content._data = content.data + b"\n0 0 0 rg 0 0 600 900 re f"
    content._encoded_data = None
    writer.update_container(content)


def other_page_entry(writer: IncrementalPdfFileWriter) -> None:
    page = first_page(writer)
    page["/Rotate"] = generic.NumberObject(180)
    writer.update_container(page)


def note_on_the_page(writer: IncrementalPdfFileWriter) -> None:
    page = first_page(writer)
    box = generic.ArrayObject(map(generic.FloatObject, (0, 0, 600, 900)))
    name = generic.pdf_name
    note = generic.DictionaryObject({name("/Subtype"): name("/FreeText"), name("/Rect"): box})
    page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def action_at_opening(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {generic.pdf_name("/S"): generic.pdf_name("/Named")}
    )
    writer.update_root()


async def read(content: bytes, trust: Trust = TRUST, at: datetime = NOW) -> tuple[PdfSignature, ...]:
    return await read_signed_pdf(content, PDF, trust, at=at)


async def refusal(content: bytes, trust: Trust = TRUST, at: datetime = NOW) -> str:
    with pytest.raises(SignedPdfRefusedError) as refused:
        await read(content, trust, at)
    assert [problem.rule for problem in refused.value.problems] == [refused.value.rule]
    return refused.value.rule


async def test_a_signature_tells_who_made_it_and_never_a_personal_number() -> None:
    (signature,) = await read(await MAJA.sign(PDF))
    assert signature.holder.name == "Maja Exempel"
    assert signature.holder.organisation == "Exempelkommun"
    assert signature.holder.organisation_identifier == "NTRSE-2120001967"
    assert signature.holder.issuer == "Provutfärdaren AB, Prov CA 1"
    assert (signature.level, signature.revision, signature.covers_file) == (SignatureLevel.ADVANCED, 1, True)
    assert signature.claimed_at is not None
    assert signature.stamped_at is None
    assert not signature.revocation_known
    assert NUMBER not in repr(signature)


async def test_a_name_that_stands_in_one_attribute_alone_loses_what_may_be_a_number() -> None:
    nameless = CA.signatory(name=f"Maja Exempel {NUMBER[:8]}-{NUMBER[8:]}")
    (signature,) = await read(await nameless.sign(PDF))
    assert signature.holder.name == "Maja Exempel …"


async def test_qualified_needs_the_certificates_word_and_an_issuer_trusted_for_it() -> None:
    signed = await MAJA.sign(PDF)
    for trust in (Trust(qualified=(CA.certificate,)), Trust((CA.certificate,), (CA.certificate,))):
        assert (await read(signed, trust))[0].level is SignatureLevel.QUALIFIED
    plain = await CA.signatory(name="Utan ord om det").sign(PDF)
    assert (await read(plain, Trust(qualified=(CA.certificate,))))[0].level is SignatureLevel.ADVANCED


async def test_several_may_sign_one_after_the_other() -> None:
    second = CA.signatory(name="Olle Påhitt")
    found = await read(await second.sign(await MAJA.sign(PDF), field="Signature2"))
    assert [(each.holder.name, each.revision, each.covers_file) for each in found] == [
        ("Maja Exempel", 1, False),
        ("Olle Påhitt", 2, True),
    ]


@pytest.mark.parametrize(
    "change", [other_amount, other_page_entry, note_on_the_page, action_at_opening], ids=lambda c: c.__name__
)
async def test_a_file_that_was_changed_before_it_was_signed_is_another_document(
    change: Callable[[IncrementalPdfFileWriter], None],
) -> None:
    assert await refusal(await MAJA.sign(updated(PDF, change))) == "changed"


async def test_what_is_changed_after_signing_is_found() -> None:
    signed = await MAJA.sign(PDF)
    assert await refusal(updated(signed, other_amount)) == "changed"
    assert await refusal(updated(signed, action_at_opening)) == "changed"
    assert await refusal(signed + b"more") == "changed"
    flipped = bytearray(signed)
    flipped[len(PDF) // 2] ^= 1
    assert await refusal(bytes(flipped)) == "other-document"


async def test_a_signature_that_does_not_match_is_broken() -> None:
    signed = bytearray(await MAJA.sign(PDF))
    place = signed.rindex(b"/Reason") if b"/Reason" in signed else signed.rindex(b"/M (") + 6
    signed[place] ^= 1
    assert await refusal(bytes(signed)) in {"signature-broken", "not-a-pdf"}


async def test_only_certificates_by_a_trusted_issuer_in_their_time_and_for_signing_count() -> None:
    signed = await MAJA.sign(PDF)
    assert await refusal(signed, Trust()) == "signer-not-trusted"
    assert await refusal(signed, Trust((CertificateAuthority(NOW).certificate,))) == "signer-not-trusted"
    assert await refusal(signed, at=NOW + timedelta(days=400)) == "signer-not-trusted"
    for_login = CA.signatory(name="Inloggning", for_signing=False)
    assert await refusal(await for_login.sign(PDF)) in {"signer-not-trusted", "changed"}


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "not-a-pdf"),
        (b"\x00" * 100, "not-a-pdf"),
        (b"%PDF-1.7\n%%EOF", "other-document"),
        (b"%PDF-1.7\n/Encrypt 1 0 R\n%%EOF", "encrypted"),
        (PDF, "not-signed"),
        (PDF + b"\n", "not-signed"),
        (PDF[:-1], "other-document"),
        (PDF + b"\nstartxref\n99999999\n%%EOF", "not-a-pdf"),
        (PDF + b"\n" + b"[" * 200_000 + b"\nstartxref\n0\n%%EOF", "not-a-pdf"),
    ],
    ids=["empty", "nul", "other", "encrypted", "unsigned", "no-signature", "cut", "lost-table", "deep"],
)
async def test_whatever_else_comes_is_refused_with_its_reason(content: bytes, rule: str) -> None:
    assert await refusal(content) == rule


async def test_another_document_with_a_good_signature_is_not_this_one() -> None:
    other = await MAJA.sign(made("Den ena betalar den andra tusen kronor."))
    assert await refusal(other) == "other-document"
    assert await refusal(PDF + other) in {"not-a-pdf", "changed", "signature-broken"}
