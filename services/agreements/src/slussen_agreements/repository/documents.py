"""Documents that were handed out, and files that came back signed; who sees the agreement sees them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.documents.kept import KeptDocument
from slussen_agreements.domain.evidence import SignedFile, SignedFileNotFoundError
from slussen_agreements.repository import rows
from slussen_agreements.tables import AgreementDocumentRow, AgreementSignedFileRow


async def find_document(session: AsyncSession, agreement: Agreement) -> KeptDocument | None:
    """Return the document of the wording that an agreement has now, or None where none was handed out."""
    kind = AgreementDocumentRow
    query = select(kind).where(
        col(kind.agreement_id) == agreement.id, col(kind.content_digest) == agreement.digest
    )
    row = (await session.exec(query)).first()
    return rows.thing(KeptDocument, row) if row else None


async def keep_document(
    session: AsyncSession, agreement: Agreement, document: KeptDocument, *, made_by: UUID
) -> None:
    """Keep a document; the agreement is locked, so that a wording gets one alone."""
    values = rows.columns(AgreementDocumentRow, document)
    await rows.add(session, AgreementDocumentRow(**values, **_of(agreement, made_by)))


async def documents_with(
    session: AsyncSession, digests: Collection[str], *, visible_to: UUID
) -> list[KeptDocument]:
    """Return the documents with one of these SHA-256 digests that the reader may see."""
    kind = AgreementDocumentRow
    query = select(kind).where(col(kind.sha256).in_(digests), col(kind.grants).contains([visible_to]))
    return [rows.thing(KeptDocument, row) for row in await session.exec(query.order_by(col(kind.id)))]


async def keep_signed_file(
    session: AsyncSession, agreement: Agreement, file: SignedFile, *, party: UUID, now: datetime
) -> None:
    """Keep a file that a party signed outside; it belongs to that party, and is seen by all who see the agreement."""
    values = rows.columns(AgreementSignedFileRow, file)
    await rows.add(session, AgreementSignedFileRow(**values, received_at=now, **_of(agreement, party)))


async def get_signed_file(
    session: AsyncSession, agreement_id: UUID, signature_id: UUID, *, visible_to: UUID
) -> SignedFile:
    """Return the file by which a party signed.

    Raises:
        SignedFileNotFoundError: The signature was made here, or is not one that the reader may see.
    """
    kind = AgreementSignedFileRow
    query = select(kind).where(
        col(kind.id) == signature_id,
        col(kind.agreement_id) == agreement_id,
        col(kind.grants).contains([visible_to]),
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise SignedFileNotFoundError
    return rows.thing(SignedFile, row)


def _of(agreement: Agreement, made_by: UUID) -> dict[str, Any]:
    return {
        "county_code": agreement.county_code,
        "responsible_authority_id": made_by,
        "grants": list(agreement.grants),
    }
