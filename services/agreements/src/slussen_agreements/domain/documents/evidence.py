"""The evidence of signatures (underskriftsbevis) as a document: each one over the wording, and who is waited for."""

from collections.abc import Iterator
from datetime import datetime

from slussen_agreements.domain.agreement import Signature
from slussen_agreements.domain.documents.agreement import grouped
from slussen_agreements.domain.documents.words import Say, moment
from slussen_agreements.domain.documents.written import WrittenAgreement
from slussen_agreements.domain.evidence import CertificateEvidence
from slussen_chassis.documents.blocks import Block, Document, Facts, Heading, Language, Note, Paragraph

_DIGITS_SHOWN = 16


def evidence_document(written: WrittenAgreement, *, made_at: datetime, language: Language = "sv") -> Document:
    """Return the evidence of the signatures over the wording that an agreement has now, as of `made_at`."""
    say, agreement = Say(language), written.agreement
    return Document(
        title=say("evidence_title"),
        kind=say.title(agreement.kind, written.place.name),
        subject=f"{say('evidence_title')}: {agreement.id}",
        author="Slussen",
        footer=f"{say('agreement')} {agreement.id} · {say('edition').lower()} {agreement.edition}"
        f" · {agreement.digest[:_DIGITS_SHOWN]}",
        made_at=made_at,
        blocks=tuple(_blocks(written, say, made_at)),
        language=language,
    )


def _blocks(written: WrittenAgreement, say: Say, made_at: datetime) -> Iterator[Block]:
    agreement = written.agreement
    signed = {signature.party: signature for signature in agreement.standing_signatures}
    names = dict(zip(agreement.parties, written.parties, strict=True))
    waiting = [names[party].name for party in agreement.parties if party not in signed]
    if waiting:
        yield Note(say("evidence_waiting", who=", ".join(waiting)))
    yield Facts(
        (
            (say("agreement_id"), str(agreement.id)),
            (say("edition"), str(agreement.edition)),
            (say("digest"), grouped(agreement.digest)),
            (say("evidence_as_of"), moment(made_at)),
        )
    )
    yield Paragraph(f"{say('evidence_of_sessions')} {say('evidence_of_files')}")
    for party in agreement.parties:
        yield Heading(f"{names[party].name}, {say.role(party.role)}")
        yield _signature(signed.get(party), say)


def _signature(signature: Signature | None, say: Say) -> Block:
    if signature is None:
        return Paragraph(say("evidence_none"))
    evidence = signature.evidence
    known = (
        (say("evidence_when"), moment(signature.signed_at)),
        (say("evidence_method"), say(f"method_{signature.method.value}")),
        (say("evidence_level"), say(f"level_{evidence.level.value}")),
        (say("evidence_subject"), signature.subject),
        (say("evidence_assurance"), signature.assurance_level),
        (say("evidence_login_issuer"), evidence.login_issuer),
        (say("evidence_login_methods"), ", ".join(evidence.login_methods)),
        (say("evidence_logged_in"), _moment(evidence.logged_in_at)),
        (say("evidence_profession"), evidence.profession),
        (say("evidence_unit"), evidence.unit_id),
        (say("evidence_client"), evidence.client_id),
        (say("evidence_document"), evidence.document_sha256 and grouped(evidence.document_sha256)),
        (say("evidence_file"), evidence.file_sha256 and grouped(evidence.file_sha256)),
        *_certificate(evidence.certificate, say),
    )
    return Facts(tuple((label, value) for label, value in known if value))


def _certificate(certificate: CertificateEvidence | None, say: Say) -> tuple[tuple[str, str | None], ...]:
    if certificate is None:
        return ()
    return (
        (say("certificate_name"), certificate.name),
        (say("certificate_organisation"), certificate.organisation),
        (say("certificate_issuer"), certificate.issuer),
        (say("certificate_digest"), grouped(certificate.certificate)),
        (say("certificate_claimed"), _moment(certificate.claimed_at)),
        (say("certificate_stamped"), _moment(certificate.stamped_at)),
        (
            say("certificate_revocation"),
            say("revocation_known" if certificate.revocation_known else "revocation_unknown"),
        ),
    )


def _moment(written: str | None) -> str | None:
    return moment(datetime.fromisoformat(written)) if written else None
