"""Receipts: for the custodian who logs in, for staff who hands one over, and for anyone who verifies one."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, InEnglish, Now, Transaction, requires
from slussen_consent.domain.receipt import CONTEXT, PROFILE, Receipt
from slussen_consent.receipt_keys import ReceiptKeys
from slussen_consent.routes.parts import OnBehalfOf, Parts
from slussen_consent.use_cases import consents, own, receipts
from slussen_consent.use_cases.receipt_pdf import receipt_pdf
from slussen_consent.use_cases.receipts import Verified
from slussen_consent.words import Language
from slussen_contracts.consent import api, scopes

router = APIRouter(prefix="/consent/v1", route_class=TransactionRoute)
open_router = APIRouter(prefix="/consent/v1")

JSON_LD = "application/ld+json"
SIGNATURE = "Slussen-Signature"
"""Header that carries the detached signature over a PDF."""

InLanguage = Annotated[
    Language, Query(alias="language", description="Kvittots språk. / The receipt's language.")
]
OfVersion = Annotated[
    int | None,
    Query(alias="version", ge=1, description="Vilken version; den senaste om den saknas. / Which version."),
]
_FILES: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}, "description": "PDF/UA"}}
_SIGNATURES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/jose": {"schema": {"type": "string"}}}, "description": "RFC 7515"}
}
_EXAMPLE = {
    "@context": dict(CONTEXT),
    "@id": "urn:uuid:019b1f62-6c1c-7d1e-9f3a-2f0d6f1f0a02:v1",
    "@type": "dpv:ConsentReceipt",
    "dct:conformsTo": PROFILE,
    "dct:language": "sv",
    "dct:title": "Kvitto på samtycke",
    "dpv:hasProcess": [
        {
            "@type": "dpv:Process",
            "dpv:hasProcessing": "dpv:Disclose",
            "dpv:hasRecipient": {
                "@type": "dpv:Recipient",
                "dpv:hasName": "socionomen, Förebyggande socialtjänsten",
            },
            "dpv:hasRule": "dpv:Permission",
        }
    ],
    "proof": {"keyId": "receipts-1", "keys": "/consent/v1/receipt-keys", "jws": "eyJhbGciOiJFZERTQSJ9..c2ln"},
}
"""A receipt in short; a whole one also names data subject, controller, basis, notice, status and rights."""
_RECEIPTS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {JSON_LD: {"schema": {"type": "object"}, "example": _EXAMPLE}},
        "description": "ISO/IEC TS 27560, JSON-LD",
    }
}


async def _own(  # noqa: PLR0913, PLR0917 - what a route is given
    consent_id: UUID,
    session: Transaction,
    parts: Parts,
    person: CurrentCaller,
    now: Now,
    language: InLanguage = "sv",
    version: OfVersion = None,
) -> Receipt:
    found = await own.get_own_version(session, consent_id, version, person=person, now=now)
    return await receipts.receipt_of(found.record, found.position, language, resources=parts)


async def _handed(  # noqa: PLR0913, PLR0917 - what a route is given
    consent_id: UUID,
    session: Transaction,
    parts: Parts,
    acting: OnBehalfOf,
    now: Now,
    custodian_id: Annotated[UUID, Query(alias="custodianId", description="Vems svar. / Whose answer.")],
    language: InLanguage = "sv",
) -> Receipt:
    record = await consents.get_consent(session, consent_id, reader=acting.authority_id, now=now)
    own_position = receipts.position_of(record, custodian_id)
    return await receipts.receipt_of(record, own_position, language, resources=parts)


@router.get(
    "/own-consents/{consent_id}/receipt",
    operation_id="getOwnReceipt",
    summary="Kvitto på mitt svar / Receipt of my answer",
    tags=["receipts"],
    response_class=Response,
    responses=_RECEIPTS,
    dependencies=[requires(scopes.OWN)],
)
async def get_own_receipt(receipt: Annotated[Receipt, Depends(_own)], parts: Parts) -> Response:
    """Signerat, som JSON-LD (ISO/IEC TS 27560:2023). / Signed, as JSON-LD (ISO/IEC TS 27560:2023)."""
    return _json_ld(receipt, parts.receipt_keys)


@router.get(
    "/own-consents/{consent_id}/receipt-document",
    operation_id="getOwnReceiptDocument",
    summary="Kvitto på mitt svar som PDF / Receipt of my answer as PDF",
    tags=["receipts"],
    response_class=Response,
    responses=_FILES,
    dependencies=[requires(scopes.OWN)],
)
async def get_own_receipt_document(
    receipt: Annotated[Receipt, Depends(_own)], parts: Parts, language: InLanguage = "sv"
) -> Response:
    """Signaturen över filen följer i svarshuvudet `Slussen-Signature`. / Its signature is in `Slussen-Signature`."""
    return await _pdf(receipt, language, parts.receipt_keys)


@router.get(
    "/own-consents/{consent_id}/receipt-signature",
    operation_id="getOwnReceiptSignature",
    summary="Signaturen över kvittots PDF / Signature over the receipt's PDF",
    tags=["receipts"],
    response_class=Response,
    responses=_SIGNATURES,
    dependencies=[requires(scopes.OWN)],
)
async def get_own_receipt_signature(
    receipt: Annotated[Receipt, Depends(_own)], parts: Parts, language: InLanguage = "sv"
) -> Response:
    """Samma som i `Slussen-Signature`, som fil (RFC 7515, bilaga F). / The same signature as a file."""
    _, signature = await receipt_pdf(receipt, language, parts.receipt_keys)
    return Response(signature, media_type="application/jose", headers=_headers(receipt, "jws"))


@router.get(
    "/consents/{consent_id}/receipt",
    operation_id="getReceipt",
    summary="Kvitto att lämna till en vårdnadshavare / Receipt to hand to a custodian",
    tags=["receipts"],
    response_class=Response,
    responses=_RECEIPTS,
    dependencies=[requires(scopes.READ)],
)
async def get_receipt(receipt: Annotated[Receipt, Depends(_handed)], parts: Parts) -> Response:
    """Säger bara vad den vårdnadshavaren har svarat. Läsningen loggas. / It tells that custodian's answer alone."""
    return _json_ld(receipt, parts.receipt_keys)


@router.get(
    "/consents/{consent_id}/receipt-document",
    operation_id="getReceiptDocument",
    summary="Kvitto som PDF att lämna till en vårdnadshavare / Receipt as PDF to hand to a custodian",
    tags=["receipts"],
    response_class=Response,
    responses=_FILES,
    dependencies=[requires(scopes.READ)],
)
async def get_receipt_document(
    receipt: Annotated[Receipt, Depends(_handed)], parts: Parts, language: InLanguage = "sv"
) -> Response:
    """Samma kvitto som PDF/UA. Läsningen loggas. / The same receipt as PDF/UA. The reading is logged."""
    return await _pdf(receipt, language, parts.receipt_keys)


@open_router.get(
    "/receipt-keys",
    operation_id="getReceiptKeys",
    summary="Nycklar som kvitton kontrolleras med / Keys by which receipts are verified",
    tags=["receipts"],
)
async def get_receipt_keys(parts: Parts, response: Response) -> api.ReceiptKeySet:
    """Öppet för alla: den nyckel som signerar nu, och de tidigare. / Open to all: the present key and earlier ones."""
    response.headers["Cache-Control"] = "public, max-age=3600"
    return api.ReceiptKeySet.model_validate(parts.receipt_keys.public())


@open_router.post(
    "/receipt-verifications",
    operation_id="verifyReceipt",
    summary="Kontrollera ett kvitto / Verify a receipt",
    tags=["receipts"],
    status_code=HTTPStatus.OK,
)
async def verify_receipt(asked: api.ReceiptVerify, parts: Parts, english: InEnglish) -> api.ReceiptVerified:
    """Öppet för alla. Svaret säger om kvittot är äkta och oförändrat; det säger inget om samtycket nu.

    / Open to all. The answer tells whether the receipt is genuine and unchanged; nothing about the consent now.
    """
    found = verified(asked, parts.receipt_keys)
    return verified_read(found, english=english)


def verified(asked: api.ReceiptVerify, keys: ReceiptKeys) -> Verified:
    """Return what verification finds."""
    if asked.receipt is not None:
        return receipts.verify_receipt(asked.receipt, keys)
    return receipts.verify_pdf(asked.pdf or "", asked.signature or "", keys)


def verified_read(found: Verified, *, english: bool) -> api.ReceiptVerified:
    """Return the answer's form of it."""
    sv, en = VERDICTS[found.verdict.value]
    return api.ReceiptVerified(
        outcome=found.verdict.value, text=en if english else sv, key_id=found.key_id, receipt=found.receipt
    )


VERDICTS = {
    "valid": ("Kvittot är äkta och oförändrat.", "The receipt is genuine and unchanged."),
    "changed": (
        "Kvittot är ändrat sedan det signerades, eller så hör signaturen till något annat.",
        "The receipt was changed after it was signed, or the signature belongs to something else.",
    ),
    "unknown_key": (
        "Kvittot är signerat med en nyckel som inte är vår. Det kan komma från ett annat system.",
        "The receipt is signed with a key that is not ours. It may come from another system.",
    ),
    "unsigned": ("Det här är inget signerat kvitto.", "This is no signed receipt."),
}


def _json_ld(receipt: Receipt, keys: ReceiptKeys) -> Response:
    content = orjson.dumps(receipts.signed(receipt, keys), option=orjson.OPT_INDENT_2)
    return Response(content, media_type=JSON_LD, headers=_headers(receipt, "json"))


async def _pdf(receipt: Receipt, language: Language, keys: ReceiptKeys) -> Response:
    content, signature = await receipt_pdf(receipt, language, keys)
    headers = _headers(receipt, "pdf") | {SIGNATURE: signature}
    return Response(content, media_type="application/pdf", headers=headers)


def _headers(receipt: Receipt, kind: str) -> dict[str, str]:
    name = f"kvitto-{receipt.consent.id}-v{receipt.consent.version}-{receipt.language}.{kind}"
    return {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": receipt.language}
