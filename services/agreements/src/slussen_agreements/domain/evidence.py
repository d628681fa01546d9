"""What is known of how a signature was made: kept with it, and told to all who see the agreement.

A signature in a session is an authenticated act over a digest; one in a file is made by the key of a certificate. What
each is worth is told by the words of Regulation (EU) 910/2014 (eIDAS), Article 3: simple, advanced, qualified.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar
from uuid import UUID

from slussen_chassis.errors import FieldProblem, NotFoundError
from slussen_contracts.agreements.evidence import SignatureLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateEvidence:
    """A certificate that signed a file; nothing of it that may be a personal number.

    Attributes:
        certificate: SHA-256 of the certificate.
        claimed_at: When the signer's program says that it signed (RFC 3339); nobody vouches for it.
        stamped_at: When a trusted time stamp says so; None without one.
    """

    name: str
    organisation: str | None
    organisation_identifier: str | None
    issuer: str
    certificate: str
    claimed_at: str | None
    stamped_at: str | None
    revision: int
    covers_file: bool
    revocation_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureEvidence:
    """What is known of how a signature was made.

    Attributes:
        document_sha256: The document that was handed out; None for signatures from before documents were kept.
        unit_id: The signatory's unit, where the login states one.
        client_id: The client that the signatory was logged in through.
        login_issuer: The identity provider at which the signatory logged in.
        login_methods: By which means, as the provider names them (`amr`).
        logged_in_at: When (RFC 3339); None where the provider does not tell.
        file_sha256: The file that came back signed, kept under the signature's id.
    """

    level: SignatureLevel = SignatureLevel.SIMPLE
    document_sha256: str | None = None
    unit_id: str | None = None
    profession: str | None = None
    client_id: str | None = None
    login_issuer: str | None = None
    login_methods: tuple[str, ...] = ()
    logged_in_at: str | None = None
    file_sha256: str | None = None
    certificate: CertificateEvidence | None = None

    def content(self) -> dict[str, Any]:
        """Return the evidence as plain values, for the database."""
        return asdict(self)

    @classmethod
    def of(cls, content: dict[str, Any]) -> "SignatureEvidence":
        """Return the evidence that plain values mean; no values are none."""
        certificate = content.get("certificate")
        return cls(
            **{
                **content,
                "level": SignatureLevel(content.get("level", SignatureLevel.SIMPLE)),
                "login_methods": tuple(content.get("login_methods", ())),
                "certificate": CertificateEvidence(**certificate) if certificate else None,
            }
        )


NO_EVIDENCE = SignatureEvidence()
NATIONAL_REGISTER = "NTRSE-"
"""Before a Swedish organisation number in a certificate (ETSI EN 319 412-1, 5.1.4)."""


def certificate_faults(
    signed: CertificateEvidence, organisation_number: str, used_by_others: Sequence[str]
) -> Iterator[FieldProblem]:
    """Find what hinders that a certificate's signature counts as a party's.

    Args:
        signed: The certificate.
        organisation_number: The party's.
        used_by_others: The certificates by which other parties have signed the same wording.
    """
    stated = signed.organisation_identifier or ""
    if stated.startswith(NATIONAL_REGISTER) and stated.removeprefix(NATIONAL_REGISTER) != organisation_number:
        yield FieldProblem(
            "body",
            "other-organisation",
            "certifikatet är utfärdat för en annan organisation än parten",
            "the certificate is for another organisation than the party",
        )
    if signed.certificate in used_by_others:
        yield FieldProblem(
            "body",
            "certificate-used",
            "samma certifikat har skrivit under för en annan part",
            "the same certificate has signed for another party",
        )


class SignedFileNotFoundError(NotFoundError):
    """The signature was made here and has no file, or there is no such signature."""

    title_sv: ClassVar[str] = "Underskriften har ingen fil"
    title_en: ClassVar[str] = "The signature has no file"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFile:
    """A file that a party signed outside; its id is the signature's."""

    id: UUID
    agreement_id: UUID
    sha256: str
    encrypted: bytes
