"""What is known of how an agreement was signed, as it is told to all who see the agreement."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from slussen_contracts.agreements.api import EXAMPLE_ID
from slussen_contracts.events import Model, Moment


class SigningMethod(StrEnum):
    """How it was signed: an authenticated act here, or a key of the signatory's own in a file from outside."""

    SESSION = "session"
    SIGNED_PDF = "signed_pdf"


class SignatureLevel(StrEnum):
    """What the signature is worth by Regulation (EU) 910/2014 (eIDAS), as far as it can be told."""

    SIMPLE = "simple"
    ADVANCED = "advanced"
    QUALIFIED = "qualified"


class CertificateRead(Model):
    """The certificate that signed a file; never with a personal number."""

    name: str = Field(examples=["Maja Exempel"])
    organisation: str | None = Field(default=None, examples=["Örebro kommun"])
    organisation_identifier: str | None = Field(default=None, examples=["NTRSE-2120001967"])
    issuer: str = Field(examples=["Provutfärdaren AB, Prov CA 1"])
    certificate: str = Field(
        description="SHA-256 av certifikatet. / SHA-256 of the certificate.", examples=["0" * 64]
    )
    claimed_at: Moment | None = Field(
        default=None,
        description="Enligt underskriftsprogrammet. / By the signing program's word.",
        examples=["2026-11-22T08:30:00.000000Z"],
    )
    stamped_at: Moment | None = Field(
        default=None, description="Enligt tidsstämpel. / By a trusted time stamp.", examples=[None]
    )
    revision: int = Field(examples=[1])
    covers_file: bool = Field(examples=[True])
    revocation_known: bool = Field(
        description="Om filen bar med sig spärruppgifter. / Whether the file carried word on revocation.",
        examples=[False],
    )


class SignatureEvidenceRead(Model):
    """Who signed for which party, when, over what, how surely identified, and by which means."""

    signature_id: UUID = Field(examples=[EXAMPLE_ID])
    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    party_name: str = Field(examples=["Örebro kommun"])
    role: str = Field(examples=["municipality"])
    subject: str = Field(
        description="Den som skrev under, eller lämnade den undertecknade filen."
        " / Who signed, or handed in the signed file.",
        examples=["kommun.signatar"],
    )
    signed_at: Moment = Field(examples=["2026-11-22T08:30:00.000000Z"])
    method: SigningMethod
    level: SignatureLevel
    assurance_level: str | None = Field(default=None, examples=["http://id.sambi.se/loa/loa3"])
    unit_id: UUID | None = Field(default=None, examples=[None])
    profession: str | None = Field(default=None, examples=[None])
    client_id: str | None = Field(default=None, examples=["slussen-gateway"])
    login_issuer: str | None = Field(default=None, examples=["https://idp.example.se"])
    login_methods: tuple[str, ...] = Field(
        default=(),
        description="Hur personen loggade in, med utfärdarens ord. / The means of the login, in the issuer's words.",
        examples=[["pwd"]],
    )
    logged_in_at: Moment | None = Field(default=None, examples=["2026-11-22T08:00:00.000000Z"])
    content_digest: str = Field(examples=["0" * 64])
    covers_present_wording: bool
    document_sha256: str | None = Field(default=None, examples=["0" * 64])
    file_sha256: str | None = Field(default=None, examples=[None])
    certificate: CertificateRead | None = None


class SignatureEvidenceList(Model):
    """All signatures of an agreement, those over earlier wordings too, in the order in which they were made."""

    agreement_id: UUID = Field(examples=[EXAMPLE_ID])
    edition: int = Field(examples=[1])
    content_digest: str = Field(examples=["0" * 64])
    items: tuple[SignatureEvidenceRead, ...]
