"""An agreement's document, its seal, and what is told of a file that somebody holds."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import Field

from slussen_contracts.agreements.api import EXAMPLE_ID, AgreementStatus
from slussen_contracts.events import Model, Moment


class DocumentRead(Model):
    """A document that was handed out to be signed; its bytes never change."""

    agreement_id: UUID = Field(examples=[EXAMPLE_ID])
    edition: int = Field(examples=[1])
    content_digest: str = Field(
        description="Avtalets kontrollsumma, den som undertecknas. / The agreement's digest, which is signed.",
        examples=["0" * 64],
    )
    sha256: str = Field(
        description="Filens egen kontrollsumma. / The file's own digest.", examples=["0" * 64]
    )
    size: int = Field(description="Byte. / Bytes.", examples=[60_000])
    made_at: Moment = Field(examples=["2026-11-22T08:30:00.000000Z"])
    key_id: str = Field(examples=["documents-2026"])
    seal: str = Field(
        description="Sigill: JWS utan innehåll (RFC 7515, bilaga F) över filens byte."
        " / Seal: a JWS with its payload left out (RFC 7515, Appendix F) over the file's bytes.",
        examples=["eyJhbGciOiJFZDI1NTE5In0..c2ln"],
    )


class DocumentKeys(Model):
    """The public keys by which seals are checked, as a JWK set (RFC 7517)."""

    keys: tuple[dict[str, Any], ...] = Field(
        examples=[[{"kty": "OKP", "crv": "Ed25519", "kid": "documents-2026", "x": "Cl8Y3hQv"}]]
    )


class DocumentLikeness(StrEnum):
    """How a file stands to the documents that were handed out.

    `exact`: byte for byte. `exact_with_additions`: it begins with the document, and more follows, such as
    signatures. `not_exact`: it says that it is this agreement's, and is not the document. `unknown`: none of yours.
    """

    EXACT = "exact"
    EXACT_WITH_ADDITIONS = "exact_with_additions"
    NOT_EXACT = "not_exact"
    UNKNOWN = "unknown"


class DocumentVerification(Model):
    """What a file is: of which agreement and edition, and whether it is exactly what was handed out."""

    result: DocumentLikeness
    sha256: str = Field(examples=["0" * 64])
    agreement_id: UUID | None = Field(default=None, examples=[EXAMPLE_ID])
    edition: int | None = Field(default=None, examples=[1])
    status: AgreementStatus | None = None
    content_digest: str | None = Field(default=None, examples=["0" * 64])
    is_present_wording: bool | None = Field(
        default=None,
        description="Om avtalet har samma lydelse nu. / Whether the agreement has the same wording now.",
        examples=[True],
    )
    made_at: Moment | None = Field(default=None, examples=["2026-11-22T08:30:00.000000Z"])
    key_id: str | None = Field(default=None, examples=["documents-2026"])
