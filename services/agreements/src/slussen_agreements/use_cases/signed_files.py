"""Files that were signed outside: read, judged, kept encrypted, and counted as the party's signature."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import lifecycle
from slussen_agreements.domain.agreement import Agreement, NotAPartyError, Party, Signature
from slussen_agreements.domain.documents.kept import NotYetADocumentError
from slussen_agreements.domain.evidence import (
    CertificateEvidence,
    SignedFile,
    certificate_faults,
)
from slussen_agreements.domain.register_rules import refuse
from slussen_agreements.repository import agreements, documents, register
from slussen_agreements.use_cases.access import RuledAgreement, open_agreement, reader_of, ruled
from slussen_agreements.use_cases.announcing import announce_of_agreement
from slussen_agreements.use_cases.documents import kept_document
from slussen_agreements.use_cases.signature_evidence import evidence_of
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.crypto import Keyring
from slussen_chassis.documents.seal import DocumentSealer
from slussen_chassis.signatures.signed_pdf import PdfSignature, Trust, read_signed_pdf
from slussen_contracts.agreements.evidence import SignatureLevel, SigningMethod
from slussen_contracts.agreements.party_events import AgreementSigned


@dataclass(frozen=True, slots=True)
class SignedFileMeans:
    """What it takes to judge and keep a signed file: the seal, whose certificates are believed, and the keys."""

    sealer: DocumentSealer
    trust: Trust
    keyring: Keyring


async def hand_in_signed_file(  # noqa: PLR0913 - what a signed file takes
    session: AsyncSession,
    agreement_id: UUID,
    content: bytes,
    *,
    role: str | None,
    expected: int | None,
    caller: Caller,
    now: datetime,
    means: SignedFileMeans,
) -> RuledAgreement:
    """Let the newest signature in a file count as that of the caller's authority, over the wording it has now.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        NotAPartyError: The caller is no person, or acts for no party.
        NotYetADocumentError: The agreement is a draft.
        SignedPdfRefusedError: The file proves nothing about this document; the rule says why.
        InvalidError: The certificate is another organisation's, or has signed for another party.
        DomainError: Whatever else `lifecycle.sign` refuses.
    """
    found = await open_agreement(session, agreement_id, expected=expected, caller=caller)
    if caller.kind != "user" or caller.authority_id is None:
        raise NotAPartyError
    agreement, party = found.agreement, lifecycle.party_of(found.agreement, caller.authority_id, role)
    document = await kept_document(session, found, reader=caller.authority_id, now=now, sealer=means.sealer)
    if document is None:
        raise NotYetADocumentError
    signatures = await read_signed_pdf(content, document.pdf, means.trust, at=now)
    newest = max(signatures, key=lambda each: each.revision)
    certificate = _certificate(newest)
    authority = await register.get_authority(session, party.authority_id)
    refuse(certificate_faults(certificate, authority.organisation_number, _used(agreement, party)))
    signature = Signature(
        id=new_id(),
        party=party,
        subject=caller.subject,
        assurance_level=caller.assurance_level,
        digest=document.content_digest,
        signed_at=now,
        method=SigningMethod.SIGNED_PDF,
        evidence=replace(
            evidence_of(caller),
            level=SignatureLevel(newest.level.value),
            document_sha256=document.sha256,
            file_sha256=hashlib.sha256(content).hexdigest(),
            certificate=certificate,
        ),
    )
    signed = lifecycle.sign(agreement, signature, found.required, today=local_day(now))
    await _keep(session, signed, signature, content, means.keyring)
    await agreements.save_agreement(session, signed)
    announce_of_agreement(session, AgreementSigned, signed, now=now)
    audit.record(session, "agreement.sign-by-file", resource_type="agreement", resource_id=signed.id)
    return ruled(signed)


async def get_signed_file(
    session: AsyncSession, agreement_id: UUID, signature_id: UUID, *, caller: Caller, keyring: Keyring
) -> bytes:
    """Return the file by which a party signed, as it came.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        SignedFileNotFoundError: The signature has no file.
    """
    reader = await reader_of(session, caller)
    await agreements.get_agreement(session, agreement_id, visible_to=reader)
    file = await documents.get_signed_file(session, agreement_id, signature_id, visible_to=reader)
    audit.record(session, "agreement.read-signed-file", resource_type="agreement", resource_id=agreement_id)
    return keyring.decrypt(file.encrypted, place=_place(agreement_id, signature_id))


async def _keep(
    session: AsyncSession, agreement: Agreement, signature: Signature, content: bytes, keyring: Keyring
) -> None:
    file = SignedFile(
        id=signature.id,
        agreement_id=agreement.id,
        sha256=hashlib.sha256(content).hexdigest(),
        encrypted=keyring.encrypt(content, place=_place(agreement.id, signature.id)),
    )
    await agreements.add_signature(session, agreement, signature)
    await documents.keep_signed_file(
        session, agreement, file, party=signature.party.authority_id, now=signature.signed_at
    )


def _place(agreement_id: UUID, signature_id: UUID) -> str:
    return f"{agreement_id} | agreement_signed_file | encrypted | {signature_id}"


def _used(agreement: Agreement, party: Party) -> list[str]:
    """Return the certificates by which other parties have signed the wording that the agreement has now."""
    others = (each for each in agreement.standing_signatures if each.party != party)
    return [each.evidence.certificate.certificate for each in others if each.evidence.certificate]


def _certificate(signed: PdfSignature) -> CertificateEvidence:
    holder = signed.holder
    return CertificateEvidence(
        name=holder.name,
        organisation=holder.organisation,
        organisation_identifier=holder.organisation_identifier,
        issuer=holder.issuer,
        certificate=holder.certificate,
        claimed_at=_moment(signed.claimed_at),
        stamped_at=_moment(signed.stamped_at),
        revision=signed.revision,
        covers_file=signed.covers_file,
        revocation_known=signed.revocation_known,
    )


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
