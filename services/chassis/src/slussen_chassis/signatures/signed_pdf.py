"""A PDF that was signed outside (PAdES, ETSI EN 319 142): whether its signatures hold over the document handed out.

Judged by pyHanko's bottom line, which weighs integrity, trust, key usage, time stamps and later changes together;
nothing is fetched from the network. Revocation is known only where the file itself carries it (PAdES B-LT).
"""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from asn1crypto import pem, x509  # type: ignore[import-untyped]
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
)
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.authority import CertTrustAnchor

from slussen_chassis.documents.threads import off_the_loop
from slussen_chassis.signatures.people import Holder, holder_of
from slussen_chassis.signatures.refusals import HEAD_BYTES, PDF_START, SignedPdfRefusedError
from slussen_chassis.signatures.same_document import adds_signatures_alone

PDF_END: Final = b"%%EOF"
_SPACE: Final = b"\0\t\n\f\r "
_WHOLE: Final = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
_MOST_SIGNATURES: Final = 40


class SignatureLevel(StrEnum):
    """What a signature is worth (Regulation (EU) 910/2014, Articles 3 and 26): as far as it can be told."""

    SIMPLE = "simple"
    ADVANCED = "advanced"
    QUALIFIED = "qualified"


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose certificates are believed; a signature is called qualified under one of `qualified` alone."""

    anchors: tuple[x509.Certificate, ...] = ()
    qualified: tuple[x509.Certificate, ...] = ()

    @classmethod
    def from_files(cls, anchors: Path | None, qualified: Path | None) -> "Trust":
        """Return the trust in two files of PEM certificates; no file, no trust."""
        return cls(_certificates(anchors), _certificates(qualified))


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """A signature in a PDF that holds, over the document that was handed out.

    Attributes:
        claimed_at: When the signer's own program says that it was made; nobody vouches for it.
        stamped_at: When a trusted time stamp says that it was there; None without one.
        revision: Which addition to the file it is: 1 for the first.
        covers_file: Whether nothing was added after it.
        revocation_known: Whether the file carried word on revocation that was looked at.
    """

    holder: Holder
    level: SignatureLevel
    claimed_at: datetime | None
    stamped_at: datetime | None
    revision: int
    covers_file: bool
    revocation_known: bool


async def read_signed_pdf(
    content: bytes, original: bytes, trust: Trust, *, at: datetime
) -> tuple[PdfSignature, ...]:
    """Return the signatures of a file that is `original` with signatures added, the oldest first.

    Raises:
        SignedPdfRefusedError: It is something else, or one of its signatures does not hold; the rule says which.
        TooManyDocumentsError: Too many files are being looked at.
    """
    _require_same_beginning(content, original)
    return await off_the_loop(lambda: asyncio.run(_read(content, original, trust, at)))


def _require_same_beginning(content: bytes, original: bytes) -> None:
    """Refuse whatever does not begin with the document handed out, before anything in it is parsed."""
    if PDF_START not in content[:HEAD_BYTES]:
        raise SignedPdfRefusedError("not-a-pdf")
    if content == original:
        raise SignedPdfRefusedError("not-signed")
    if not content.startswith(original):
        raise SignedPdfRefusedError("encrypted" if b"/Encrypt" in content else "other-document")


async def _read(content: bytes, original: bytes, trust: Trust, at: datetime) -> tuple[PdfSignature, ...]:
    try:
        signed = PdfFileReader(io.BytesIO(content))
        if not content.rstrip(_SPACE).endswith(PDF_END):
            raise SignedPdfRefusedError("changed")
        if signed.encrypted:
            raise SignedPdfRefusedError("encrypted")
        found = signed.embedded_signatures
        if not 0 < len(found) <= _MOST_SIGNATURES:
            raise SignedPdfRefusedError("not-signed")
        if not adds_signatures_alone(PdfFileReader(io.BytesIO(original)), signed):
            raise SignedPdfRefusedError("changed")
        return tuple([await _judged(one, signed, trust, at) for one in found])
    except SignatureValidationError:
        raise SignedPdfRefusedError("signature-broken") from None
    except (
        PdfError,
        SigningError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OverflowError,
    ):
        # The file is anybody's: what a reader stumbles over is the file's fault, and its text is not repeated.
        raise SignedPdfRefusedError("not-a-pdf") from None
    except RecursionError:
        raise SignedPdfRefusedError("not-a-pdf") from None


async def _judged(
    signature: EmbeddedPdfSignature, file: PdfFileReader, trust: Trust, at: datetime
) -> PdfSignature:
    context, revocation_known = _context(file, (*trust.anchors, *trust.qualified), at)
    status = await async_validate_pdf_signature(signature, context)
    _require_valid(status)
    holder = holder_of(status.signing_cert)
    stamp = status.timestamp_validity
    return PdfSignature(
        holder=holder,
        level=_level(status, holder, trust),
        claimed_at=_aware(status.signer_reported_dt),
        stamped_at=stamp.timestamp if stamp is not None and stamp.valid and stamp.trusted else None,
        revision=signature.signed_revision,
        covers_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        revocation_known=revocation_known,
    )


def _context(
    file: PdfFileReader, anchors: Sequence[x509.Certificate], at: datetime
) -> tuple[ValidationContext, bool]:
    """Return what certificates are checked against: our anchors, and what the file carries on revocation."""
    given: dict[str, Any] = {"trust_roots": list(anchors), "allow_fetching": False, "moment": at}
    try:
        store = DocumentSecurityStore.read_dss(file)
    except NoDSSFoundError:
        return ValidationContext(**given), False
    carried = bool(store.crls or store.ocsps)
    return store.as_validation_context(given), carried


def _require_valid(status: PdfSignatureStatus) -> None:
    if not (status.intact and status.valid) or status.coverage not in _WHOLE:
        raise SignedPdfRefusedError("signature-broken")
    if status.revoked:
        raise SignedPdfRefusedError("certificate-revoked")
    if not status.trusted:
        raise SignedPdfRefusedError("signer-not-trusted")
    if not status.bottom_line:
        raise SignedPdfRefusedError("changed")


def _level(status: PdfSignatureStatus, holder: Holder, trust: Trust) -> SignatureLevel:
    path = status.validation_path
    anchor = path.trust_anchor if path is not None else None
    qualified = {certificate.sha256 for certificate in trust.qualified}
    trusted = isinstance(anchor, CertTrustAnchor) and anchor.certificate.sha256 in qualified
    is_qualified = holder.claims_qualified and trusted
    return SignatureLevel.QUALIFIED if is_qualified else SignatureLevel.ADVANCED


def _aware(claimed: datetime | None) -> datetime | None:
    return claimed if claimed is not None and claimed.tzinfo is not None else None


def _certificates(file: Path | None) -> tuple[x509.Certificate, ...]:
    if file is None:
        return ()
    return tuple(x509.Certificate.load(der) for _, _, der in pem.unarmor(file.read_bytes(), multiple=True))
