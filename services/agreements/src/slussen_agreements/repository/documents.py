"""Documents that were handed out, and files that came back signed; who sees the agreement sees them."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.documents.kept import KeptDocument
from slussen_agreements.repository import rows
from slussen_agreements.tables import AgreementDocumentRow


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
    values = {
        **rows.columns(AgreementDocumentRow, document),
        "county_code": agreement.county_code,
        "responsible_authority_id": made_by,
        "grants": list(agreement.grants),
    }
    await rows.add(session, AgreementDocumentRow(**values))


async def documents_with(
    session: AsyncSession, digests: Collection[str], *, visible_to: UUID
) -> list[KeptDocument]:
    """Return the documents with one of these SHA-256 digests that the reader may see."""
    kind = AgreementDocumentRow
    query = select(kind).where(col(kind.sha256).in_(digests), col(kind.grants).contains([visible_to]))
    return [rows.thing(KeptDocument, row) for row in await session.exec(query.order_by(col(kind.id)))]
