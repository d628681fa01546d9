"""Receipts: made anew each time from a consent's version, always with the same bytes; verified by anyone."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from slussen_chassis.errors import FieldProblem, InvalidError, NotFoundError
from slussen_consent.domain.consent import Consent
from slussen_consent.domain.positions import Position
from slussen_consent.domain.receipt import Line, Party, Receipt, canonical, document, lines_covered
from slussen_consent.domain.scope import ScopeItem
from slussen_consent.receipt_keys import PDF, RECEIPT, ReceiptKeys, Verdict
from slussen_consent.receipt_texts import receipt_texts
from slussen_consent.records import ConsentRecord
from slussen_consent.resources import Resources
from slussen_consent.use_cases.places import Place, Places, places_of
from slussen_consent.words import Language, Words, words

PROOF = "proof"
KEYS = "/consent/v1/receipt-keys"
_LARGEST_PDF = 700_000


class PositionNotFoundError(NotFoundError):
    """The consent holds no position of that custodian."""

    code: ClassVar[str] = "position-not-found"
    title_sv: ClassVar[str] = "Samtycket har inget svar från den vårdnadshavaren"
    title_en: ClassVar[str] = "The consent holds no answer of that custodian"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found: the verdict, the key that the signature names, and the receipt's name."""

    verdict: Verdict
    key_id: str | None = None
    receipt: str | None = None


async def receipt_of(
    record: ConsentRecord, own: Position, language: Language, *, resources: Resources
) -> Receipt:
    """Return the receipt of one custodian's position in a consent, in a language."""
    consent, keeping = record.consent, record.keeping
    unit_ids = {keeping.unit_id, *(line.unit_id for line in consent.scope if line.unit_id)}
    places = await places_of(resources.register, unit_ids=unit_ids, authority_ids={keeping.authority_id})
    places = places.without_names() if record.protection else places
    texts, language_words = receipt_texts(language), words(language)
    recorder = places.unit(keeping.unit_id)
    authority = recorder.authority_name or places.authority(keeping.authority_id).authority_name
    return Receipt(
        consent=consent,
        own=own,
        principal=f"urn:uuid:{resources.vault.custodian('receipt', str(consent.subject_id))}",
        language=language,
        title=texts("kind"),
        state=language_words.state(consent),
        recorder=Party(in_words(recorder, language_words), authority),
        lines=_lines(consent, own, places, language),
        withdrawal=texts("withdraw.right"),
    )


def position_of(record: ConsentRecord, custodian_id: UUID) -> Position:
    """Return a custodian's position, for the receipt that staff hands over.

    Raises:
        PositionNotFoundError: The consent holds none.
    """
    for own in record.consent.positions:
        if own.custodian_id == custodian_id:
            return own
    raise PositionNotFoundError


def signed(receipt: Receipt, keys: ReceiptKeys) -> dict[str, Any]:
    """Return the receipt as JSON-LD with its proof: a detached signature over all the rest."""
    content = document(receipt)
    signature = keys.sign(canonical(content), RECEIPT)
    return content | {PROOF: {"keyId": keys.key_id, "keys": KEYS, "jws": signature}}


def verify_receipt(receipt: Mapping[str, Any], keys: ReceiptKeys) -> Verified:
    """Return whether a receipt is as it was signed."""
    proof = receipt.get(PROOF)
    signature = proof.get("jws") if isinstance(proof, dict) else None
    if not isinstance(signature, str):
        return Verified(Verdict.UNSIGNED)
    content = {name: value for name, value in receipt.items() if name != PROOF}
    try:
        verdict, key_id = keys.verify(canonical(content), signature, RECEIPT)
    except TypeError:  # a number that JSON can't hold exactly: nothing that we have signed
        return Verified(Verdict.CHANGED)
    name = receipt.get("@id")
    return Verified(verdict, key_id, name if verdict is Verdict.VALID and isinstance(name, str) else None)


def verify_pdf(encoded: str, signature: str, keys: ReceiptKeys) -> Verified:
    """Return whether a receipt's PDF is as it was signed.

    Raises:
        InvalidError: It is no base64, or too large for a receipt.
    """
    try:
        content = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        content = b""
    if not content or len(content) > _LARGEST_PDF:
        raise InvalidError(
            FieldProblem("pdf", "base64", "ska vara en PDF som base64", "must be a PDF as base64")
        )
    verdict, key_id = keys.verify(content, signature, PDF)
    return Verified(verdict, key_id)


def in_words(place: Place, language_words: Words) -> str:
    """Return a unit by its name, else by its activity."""
    return place.name or language_words.activity(place.activity)


def _lines(consent: Consent, own: Position, places: Places, language: Language) -> list[Line]:
    covered = lines_covered(consent, own)
    return [
        Line(
            recipient=_recipient(line, places, language),
            topic=words(language).topic(line.topic),
            topic_code=line.topic,
            covered=number in covered,
        )
        for number, line in enumerate(consent.scope)
    ]


def _recipient(line: ScopeItem, places: Places, language: Language) -> str:
    """Return who may be told: the profession, and the unit or activity."""
    language_words = words(language)
    profession = language_words.profession(line.profession) if line.profession else None
    where = None
    if line.unit_id is not None:
        where = in_words(places.unit(line.unit_id), language_words)
    elif line.activity is not None:
        where = language_words.activity(line.activity)
    texts = receipt_texts(language)
    return texts.joined(profession, where) or texts("scope.anyone")
