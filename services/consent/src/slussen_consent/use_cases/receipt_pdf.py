"""A receipt as a document for people: PDF/UA, from right to left in Arabic, with the same bytes each time."""

from collections.abc import Iterator

from slussen_chassis.documents.blocks import Block, Document, Facts, Heading, Items, Note, Paragraph, Table
from slussen_chassis.documents.pdf import make_pdf
from slussen_consent.domain.custodians import SubjectKind
from slussen_consent.domain.receipt import Receipt
from slussen_consent.receipt_keys import PDF, ReceiptKeys
from slussen_consent.receipt_texts import ReceiptTexts, receipt_texts
from slussen_consent.words import Language, Words, words


async def receipt_pdf(receipt: Receipt, language: Language, keys: ReceiptKeys) -> tuple[bytes, str]:
    """Return the PDF and the detached signature over its bytes.

    Raises:
        TooManyDocumentsError: Too many wait for theirs.
    """
    content = await make_pdf(document_of(receipt, language, keys.key_id))
    return content, keys.sign(content, PDF)


def document_of(receipt: Receipt, language: Language, key_id: str) -> Document:
    """Return what the PDF holds; its moment is the version's, so that the bytes are the same each time."""
    t = receipt_texts(language)
    return Document(
        title=t("title"),
        kind=t("kind"),
        subject=t("subject"),
        author=t("author"),
        footer=t("footer", receipt=receipt.name.removeprefix("urn:uuid:"), signing_key=key_id),
        made_at=receipt.consent.changed_at,
        blocks=tuple(_blocks(receipt, t, words(language))),
        language=language,
    )


def _blocks(receipt: Receipt, t: ReceiptTexts, language_words: Words) -> Iterator[Block]:
    if t("unreviewed"):
        yield Note(t("unreviewed"))
    yield Paragraph(f"{t('about.' + _about(receipt))} {receipt.state}")
    yield Heading(t("facts.title"))
    yield Facts(tuple(facts_of(receipt, t, language_words)))
    yield Heading(t("scope.title"))
    if receipt.lines:
        rows = tuple(
            (line.recipient, line.topic, t("scope.covered" if line.covered else "scope.uncovered"))
            for line in receipt.lines
        )
        yield Table(t("scope.caption"), t.several("scope.head"), rows)
    else:
        yield Paragraph(t("scope.empty"))
    yield Heading(t("means.title"))
    yield Items(t.several("means.lines"))
    yield Heading(t("withdraw.title"))
    yield Paragraph(t("withdraw.text"))
    yield Heading(t("verify.title"))
    yield Paragraph(t("verify.text"))


def facts_of(receipt: Receipt, t: ReceiptTexts, language_words: Words) -> Iterator[tuple[str, str]]:
    """Yield what was recorded, matter by matter; what is not known is left out."""
    consent, own, recorder = receipt.consent, receipt.own, receipt.recorder
    yield t("facts.answer"), language_words.of("positions", own.value.value)
    if own.given_at is not None:
        yield t("facts.answered_at"), t.moment(own.given_at)
    if own.method is not None:
        yield t("facts.method"), language_words.of("methods", own.method.value)
    yield t("facts.relation"), language_words.of("relations", own.capacity.value)
    yield t("facts.recorder"), t.joined(recorder.name, recorder.authority)
    first, last = t.day(consent.valid_from), t.day(consent.valid_through)
    yield t("facts.valid"), t("facts.valid_value", first=first, last=last)
    yield t("facts.situation"), consent.situation
    yield t("facts.changed_at"), t.moment(consent.changed_at)


def _about(receipt: Receipt) -> str:
    kinds = {SubjectKind.CHILD: "child", SubjectKind.UNBORN: "unborn", SubjectKind.ADULT: "adult"}
    return kinds[receipt.consent.subject_kind]
