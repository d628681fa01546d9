"""How an agreement was signed: all that is known of each signature, as a list and as a document."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.documents.evidence import evidence_document
from slussen_agreements.domain.evidence import SignatureEvidence
from slussen_agreements.repository import agreements
from slussen_agreements.use_cases.access import names_of, reader_of, ruled
from slussen_agreements.use_cases.written import written_agreement
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.authentication import Authentication
from slussen_chassis.documents.blocks import Document, Language


def evidence_of(caller: Caller) -> SignatureEvidence:
    """Return what is known of a signatory's login."""
    login = caller.authentication or Authentication()
    return SignatureEvidence(
        unit_id=str(caller.unit_id) if caller.unit_id else None,
        profession=caller.profession,
        client_id=caller.client_id,
        login_issuer=login.issuer,
        login_methods=login.methods,
        logged_in_at=login.authenticated_at.isoformat() if login.authenticated_at else None,
    )


@dataclass(frozen=True, slots=True)
class SignedBy:
    """An agreement with the names of its parties."""

    agreement: Agreement
    names: dict[UUID, str]


async def list_evidence(session: AsyncSession, agreement_id: UUID, *, caller: Caller) -> SignedBy:
    """Return an agreement whose signatures tell how they were made.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
    """
    reader = await reader_of(session, caller)
    agreement = await agreements.get_agreement(session, agreement_id, visible_to=reader)
    audit.record(session, "agreement.read-evidence", resource_type="agreement", resource_id=agreement_id)
    return SignedBy(agreement, await names_of(session, agreement))


async def describe_evidence(
    session: AsyncSession, agreement_id: UUID, *, language: Language, caller: Caller, now: datetime
) -> Document:
    """Return the evidence of an agreement's signatures as a document.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
    """
    found = await list_evidence(session, agreement_id, caller=caller)
    written = await written_agreement(session, ruled(found.agreement))
    return evidence_document(written, made_at=now, language=language)
