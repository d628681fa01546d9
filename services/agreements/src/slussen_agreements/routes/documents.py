"""The agreement's document as PDF and DOCX, its seal, and what a file is, over REST."""

import json
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from slussen_agreements.routes.answers import PREFIX, READS
from slussen_agreements.routes.files import (
    DOCX,
    PDF,
    InLanguage,
    PdfBody,
    file_answer,
    file_responses,
    require_pdf,
)
from slussen_agreements.routes.means import Sealer
from slussen_agreements.use_cases import documents
from slussen_agreements.use_cases.documents import Verification
from slussen_chassis.documents.docx import make_docx
from slussen_chassis.documents.seal import SEAL_MEDIA_TYPE
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Transaction
from slussen_contracts.agreements.documents import (
    DocumentKeys,
    DocumentLikeness,
    DocumentRead,
    DocumentVerification,
)

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["documents"])
key_router = APIRouter(prefix=PREFIX, tags=["documents"])
"""Open to all: whoever has a document and its seal can check it."""


@router.get(
    "/agreements/{agreement_id}/document/pdf",
    operation_id="getAgreementPdf",
    dependencies=READS,
    response_class=Response,
    responses=file_responses(PDF),
)
async def get_agreement_pdf(
    agreement_id: UUID,
    *,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    sealer: Sealer,
    language: InLanguage = "sv",
) -> Response:
    """Hämta avtalet som tillgänglig PDF (PDF/UA-1, PDF/A-2a). / Get the agreement as accessible PDF."""
    found = await documents.get_document(
        session, agreement_id, language=language, caller=caller, now=now, sealer=sealer
    )
    name = f"avtal-{agreement_id}-utgava-{found.agreement.edition}.pdf"
    return file_answer(found.pdf, PDF, name, language=language)


@router.get(
    "/agreements/{agreement_id}/document/docx",
    operation_id="getAgreementDocx",
    dependencies=READS,
    response_class=Response,
    responses=file_responses(DOCX),
)
async def get_agreement_docx(
    agreement_id: UUID,
    *,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    language: InLanguage = "sv",
) -> Response:
    """Hämta avtalet som DOCX att arbeta vidare med. / Get the agreement as DOCX, to work on."""
    document = await documents.describe_document(
        session, agreement_id, language=language, caller=caller, now=now
    )
    name = f"avtal-{agreement_id}.docx"
    return file_answer(await make_docx(document), DOCX, name, language=language)


@router.get("/agreements/{agreement_id}/document", operation_id="getAgreementDocument", dependencies=READS)
async def get_agreement_document(
    agreement_id: UUID, session: Transaction, caller: CurrentCaller, now: Now, sealer: Sealer
) -> DocumentRead:
    """Visa vad som gäller om dokumentet som undertecknas, och dess sigill. / Show the document's digests and seal."""
    kept = await documents.get_kept_document(session, agreement_id, caller=caller, now=now, sealer=sealer)
    return DocumentRead(
        agreement_id=kept.document.agreement_id,
        edition=kept.agreement.edition,
        content_digest=kept.document.content_digest,
        sha256=kept.document.sha256,
        size=len(kept.document.pdf),
        made_at=kept.document.made_at,
        key_id=kept.document.key_id,
        seal=kept.document.seal,
    )


@router.get(
    "/agreements/{agreement_id}/document/seal",
    operation_id="getAgreementSeal",
    dependencies=READS,
    response_class=Response,
    responses=file_responses(SEAL_MEDIA_TYPE),
)
async def get_agreement_seal(
    agreement_id: UUID, session: Transaction, caller: CurrentCaller, now: Now, sealer: Sealer
) -> Response:
    """Hämta sigillet som egen fil bredvid dokumentet. / Get the seal as a file beside the document."""
    kept = await documents.get_kept_document(session, agreement_id, caller=caller, now=now, sealer=sealer)
    return Response(kept.document.seal, media_type=SEAL_MEDIA_TYPE)


@router.post("/document-verifications", operation_id="verifyDocument", dependencies=READS)
async def verify_document(
    content: PdfBody, session: Transaction, caller: CurrentCaller
) -> DocumentVerification:
    """Svara på vilket avtal en PDF-fil är, och om den är exakt den utlämnade. / Tell which agreement a file is."""
    require_pdf(content)
    return _verification(await documents.verify_document(session, content, caller=caller))


@key_router.get("/document-keys", operation_id="getDocumentKeys")
async def get_document_keys(request: Request, sealer: Sealer) -> DocumentKeys:
    """Visa de publika nycklar som sigill prövas med. / Show the public keys by which seals are checked."""
    earlier = json.loads(request.app.state.settings.document_seal_keys)["keys"]
    return DocumentKeys(keys=(sealer.public(), *earlier))


def _verification(found: Verification) -> DocumentVerification:
    agreement, kept = found.agreement, found.kept
    return DocumentVerification(
        result=DocumentLikeness(found.likeness),
        sha256=found.sha256,
        agreement_id=agreement.id if agreement else None,
        edition=agreement.edition if agreement else None,
        status=agreement.status if agreement else None,
        content_digest=kept.content_digest if kept else None,
        is_present_wording=kept.content_digest == agreement.digest if kept and agreement else None,
        made_at=kept.made_at if kept else None,
        key_id=kept.key_id if kept else None,
    )
