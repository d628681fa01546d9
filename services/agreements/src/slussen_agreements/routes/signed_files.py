"""Files that were signed outside, and the evidence of all signatures, over REST."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from slussen_agreements.domain.agreement import Signature
from slussen_agreements.domain.evidence import SignatureEvidence
from slussen_agreements.routes.agreements import answer
from slussen_agreements.routes.answers import PREFIX, READS, SIGNS, read
from slussen_agreements.routes.files import (
    PDF,
    InLanguage,
    PdfBody,
    file_answer,
    file_responses,
    require_pdf,
)
from slussen_agreements.routes.means import FileMeans
from slussen_agreements.use_cases import signature_evidence, signed_files
from slussen_agreements.use_cases.signature_evidence import SignedBy
from slussen_chassis.documents.pdf import make_pdf
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, IfMatch, Now, Transaction
from slussen_contracts.agreements.api import AgreementRead, PartyRole
from slussen_contracts.agreements.evidence import (
    CertificateRead,
    SignatureEvidenceList,
    SignatureEvidenceRead,
)

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["documents"])


@router.post(
    "/agreements/{agreement_id}/signed-documents",
    operation_id="handInSignedDocument",
    status_code=201,
    dependencies=SIGNS,
)
async def hand_in_signed_document(  # noqa: PLR0913 - what the route takes
    agreement_id: UUID,
    content: PdfBody,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: IfMatch,
    means: FileMeans,
    role: Annotated[
        PartyRole | None,
        Query(description="Krävs om huvudmannen är part i flera roller. / Required with several roles."),
    ] = None,
) -> AgreementRead:
    """Lämna in dokumentet undertecknat utanför Slussen (PAdES). / Hand in the document as signed outside Slussen.

    Filen ska vara byte för byte den som hämtades, med underskriften tillagd. / It must be what was fetched, signed.
    """
    require_pdf(content)
    found = await signed_files.hand_in_signed_file(
        session,
        agreement_id,
        content,
        role=role,
        expected=expected,
        caller=caller,
        now=now,
        means=means,
    )
    return answer(response, found)


@router.get(
    "/agreements/{agreement_id}/signed-documents/{signature_id}",
    operation_id="getSignedDocument",
    dependencies=READS,
    response_class=Response,
    responses=file_responses(PDF),
)
async def get_signed_document(
    agreement_id: UUID, signature_id: UUID, session: Transaction, caller: CurrentCaller, means: FileMeans
) -> Response:
    """Hämta filen som en part undertecknade utanför Slussen. / Get the file that a party signed outside Slussen."""
    content = await signed_files.get_signed_file(
        session, agreement_id, signature_id, caller=caller, keyring=means.keyring
    )
    return file_answer(content, PDF, f"underskrivet-{signature_id}.pdf", language="sv")


@router.get(
    "/agreements/{agreement_id}/signature-evidence",
    operation_id="getSignatureEvidence",
    dependencies=READS,
)
async def get_signature_evidence(
    agreement_id: UUID, session: Transaction, caller: CurrentCaller
) -> SignatureEvidenceList:
    """Visa vem som skrivit under, när, över vad och hur säkert. / Show who signed, when, over what, how surely."""
    found = await signature_evidence.list_evidence(session, agreement_id, caller=caller)
    agreement = found.agreement
    return SignatureEvidenceList(
        agreement_id=agreement.id,
        edition=agreement.edition,
        content_digest=agreement.digest,
        items=tuple(_evidence(found, signature) for signature in agreement.signatures),
    )


@router.get(
    "/agreements/{agreement_id}/signature-evidence/pdf",
    operation_id="getSignatureEvidencePdf",
    dependencies=READS,
    response_class=Response,
    responses=file_responses(PDF),
)
async def get_signature_evidence_pdf(
    agreement_id: UUID,
    *,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    language: InLanguage = "sv",
) -> Response:
    """Hämta underskriftsbeviset som tillgänglig PDF. / Get the evidence of signatures as accessible PDF."""
    document = await signature_evidence.describe_evidence(
        session, agreement_id, language=language, caller=caller, now=now
    )
    name = f"underskriftsbevis-{agreement_id}.pdf"
    return file_answer(await make_pdf(document), PDF, name, language=language)


def _evidence(found: SignedBy, signature: Signature) -> SignatureEvidenceRead:
    evidence: SignatureEvidence = signature.evidence
    return SignatureEvidenceRead(
        signature_id=signature.id,
        authority_id=signature.party.authority_id,
        party_name=found.names[signature.party.authority_id],
        role=signature.party.role,
        subject=signature.subject,
        signed_at=signature.signed_at,
        method=signature.method,
        level=evidence.level,
        assurance_level=signature.assurance_level,
        unit_id=UUID(evidence.unit_id) if evidence.unit_id else None,
        profession=evidence.profession,
        client_id=evidence.client_id,
        login_issuer=evidence.login_issuer,
        login_methods=evidence.login_methods,
        logged_in_at=datetime.fromisoformat(evidence.logged_in_at) if evidence.logged_in_at else None,
        content_digest=signature.digest,
        covers_present_wording=signature.digest == found.agreement.digest,
        document_sha256=evidence.document_sha256,
        file_sha256=evidence.file_sha256,
        certificate=read(CertificateRead, evidence.certificate) if evidence.certificate else None,
    )
