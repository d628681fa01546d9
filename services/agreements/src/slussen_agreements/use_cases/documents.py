"""The agreement's document: shown while it is a draft, and kept byte for byte and sealed once it may be signed."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.documents.agreement import agreement_document
from slussen_agreements.domain.documents.kept import KeptDocument, NotYetADocumentError
from slussen_agreements.repository import agreements, documents, editions
from slussen_agreements.use_cases.access import RuledAgreement, reader_of, ruled
from slussen_agreements.use_cases.written import written_agreement
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id
from slussen_chassis.documents.blocks import Document, Language
from slussen_chassis.documents.pdf import make_pdf
from slussen_chassis.documents.seal import DocumentSealer

PDF: Final = "application/pdf"
_END: Final = re.compile(rb"%%EOF")
_MOST_ENDS: Final = 50
_NAMED: Final = re.compile(
    rb"urn:slussen:agreement:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):edition:([1-9]\d{0,4})"
)


@dataclass(frozen=True, slots=True)
class AgreementPdf:
    """An agreement's document as PDF; `kept` is None for a draft and for a reading copy."""

    agreement: Agreement
    pdf: bytes
    kept: KeptDocument | None


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A kept document and the agreement that it is of."""

    agreement: Agreement
    document: KeptDocument


class Likeness(StrEnum):
    """How a file stands to the documents that were handed out."""

    EXACT = "exact"
    EXACT_WITH_ADDITIONS = "exact_with_additions"
    NOT_EXACT = "not_exact"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verification:
    """Which document a file is, and of which agreement; `kept` is the document that it is or begins with."""

    likeness: Likeness
    sha256: str
    agreement: Agreement | None = None
    kept: KeptDocument | None = None


async def describe_document(
    session: AsyncSession, agreement_id: UUID, *, language: Language, caller: Caller, now: datetime
) -> Document:
    """Return an agreement's document as blocks, to be worked on elsewhere.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
    """
    reader = await reader_of(session, caller)
    found = ruled(await agreements.get_agreement(session, agreement_id, visible_to=reader))
    audit.record(session, "agreement.read-document", resource_type="agreement", resource_id=agreement_id)
    kept = await documents.find_document(session, found.agreement)
    written = await written_agreement(session, found)
    return agreement_document(written, made_at=kept.made_at if kept else now, language=language)


async def get_document(
    session: AsyncSession,
    agreement_id: UUID,
    *,
    language: Language,
    caller: Caller,
    now: datetime,
    sealer: DocumentSealer,
) -> AgreementPdf:
    """Return an agreement's document; what may be signed is kept from now on, in Swedish.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        TooManyDocumentsError: Too many documents are being made.
    """
    reader = await reader_of(session, caller)
    found = ruled(await agreements.get_agreement(session, agreement_id, visible_to=reader))
    audit.record(session, "agreement.read-document", resource_type="agreement", resource_id=agreement_id)
    if language == "sv":
        kept = await kept_document(session, found, reader=reader, now=now, sealer=sealer)
        if kept is not None:
            return AgreementPdf(found.agreement, kept.pdf, kept)
    written = await written_agreement(session, found)
    pdf = await make_pdf(agreement_document(written, made_at=now, language=language))
    return AgreementPdf(found.agreement, pdf, None)


async def get_kept_document(
    session: AsyncSession, agreement_id: UUID, *, caller: Caller, now: datetime, sealer: DocumentSealer
) -> HandedOut:
    """Return the kept document of the wording that an agreement has now.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        NotYetADocumentError: It is a draft.
    """
    found = await get_document(session, agreement_id, language="sv", caller=caller, now=now, sealer=sealer)
    if found.kept is None:
        raise NotYetADocumentError
    return HandedOut(found.agreement, found.kept)


async def kept_document(
    session: AsyncSession, found: RuledAgreement, *, reader: UUID, now: datetime, sealer: DocumentSealer
) -> KeptDocument | None:
    """Return the kept document of an agreement's wording, kept now where it was not; None while it is a draft."""
    kept = await documents.find_document(session, found.agreement)
    if kept is not None:
        return kept
    written = await written_agreement(session, found)
    if written.is_draft:
        return None
    await agreements.get_agreement(session, found.agreement.id, visible_to=reader, for_update=True)
    kept = await documents.find_document(session, found.agreement)
    if kept is not None:
        return kept
    pdf = await make_pdf(agreement_document(written, made_at=now))
    made = KeptDocument(
        id=new_id(),
        agreement_id=found.agreement.id,
        content_digest=found.agreement.digest,
        made_at=now,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        key_id=sealer.key_id,
        seal=sealer.seal(pdf, content_type=PDF, at=now),
    )
    await documents.keep_document(session, found.agreement, made, made_by=reader)
    return made


async def verify_document(session: AsyncSession, content: bytes, *, caller: Caller) -> Verification:
    """Tell which of the caller's documents a file is: exactly, with something added after it, or otherwise.

    What the caller may not see is unknown, as is what Slussen never handed out.
    """
    reader = await reader_of(session, caller)
    audit.record(session, "agreement.verify-document", resource_type="agreement")
    digests = _digests_of_beginnings(content)
    whole = digests[-1]
    found = {
        kept.sha256: kept for kept in await documents.documents_with(session, digests, visible_to=reader)
    }
    for digest in (whole, *digests):
        kept = found.get(digest)
        if kept is not None:
            agreement = await agreements.get_agreement(session, kept.agreement_id, visible_to=reader)
            likeness = Likeness.EXACT if digest == whole else Likeness.EXACT_WITH_ADDITIONS
            return Verification(likeness, whole, agreement, kept)
    named = await _named(session, content, reader)
    return Verification(Likeness.NOT_EXACT if named else Likeness.UNKNOWN, whole, named)


def _digests_of_beginnings(content: bytes) -> list[str]:
    """Return the digest of each part of a PDF that may have been a whole file once, and last that of all of it."""
    running = hashlib.sha256()
    digests, done = [], 0
    for end in list(_END.finditer(content))[:_MOST_ENDS]:
        running.update(content[done : end.end()])
        done = end.end()
        digests.append(running.hexdigest())
    running.update(content[done:])
    return [*digests, running.hexdigest()]


async def _named(session: AsyncSession, content: bytes, reader: UUID) -> Agreement | None:
    """Return the agreement that a file says it is, where the reader may see that one."""
    said = _NAMED.search(content)
    if said is None:
        return None
    found = await editions.editions_of(session, UUID(said[1].decode()), visible_to=reader)
    return next((one for one in found if one.edition == int(said[2])), None)
