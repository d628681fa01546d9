"""For tests: a certificate authority of their own, and people who sign PDF files with certificates by it."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]
from asn1crypto.keys import PrivateKeyInfo  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko_certvalidator.registry import SimpleCertificateStore

from slussen_chassis.signatures.people import QC_COMPLIANCE, QC_DEVICE, QC_STATEMENTS

ATTRIBUTES = {
    "country": NameOID.COUNTRY_NAME,
    "organisation": NameOID.ORGANIZATION_NAME,
    "organisation_identifier": NameOID.ORGANIZATION_IDENTIFIER,
    "given": NameOID.GIVEN_NAME,
    "surname": NameOID.SURNAME,
    "name": NameOID.COMMON_NAME,
    "number": NameOID.SERIAL_NUMBER,
}
AUTHORITY = {"country": "SE", "organisation": "Provutfärdaren AB", "name": "Prov CA 1"}


def _name(**stated: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(ATTRIBUTES[key], value) for key, value in stated.items()])


def _sequence(*parts: bytes) -> bytes:
    content = b"".join(parts)
    return bytes((0x30, len(content))) + content


@dataclass(frozen=True)
class Signatory:
    """Somebody with a certificate and its key, who signs."""

    signer: signers.SimpleSigner

    async def sign(self, pdf: bytes, *, field: str = "Signature1", **more: Any) -> bytes:
        """Return a PDF with this person's PAdES signature added."""
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        append_signature_field(writer, SigFieldSpec(field, on_page=0))
        about = signers.PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES, **more)
        signed: io.BytesIO = await signers.async_sign_pdf(writer, about, signer=self.signer)
        return signed.getvalue()


class CertificateAuthority:
    """An authority whose certificates are valid for a year around a moment."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._root = self._issue(_name(**AUTHORITY), self._key, is_authority=True)

    @property
    def certificate(self) -> asn1_x509.Certificate:
        """The authority's own certificate, which is trusted or not."""
        return _plain(self._root)

    def write(self, file: Path) -> Path:
        """Write the authority's certificate as PEM, and return the file."""
        file.write_bytes(self._root.public_bytes(Encoding.PEM))
        return file

    def signatory(self, *, qualified: bool = False, for_signing: bool = True, **stated: str) -> Signatory:
        """Return somebody with a certificate by this authority."""
        key = ec.generate_private_key(ec.SECP256R1())
        issued = self._issue(_name(**stated), key, qualified=qualified, for_signing=for_signing)
        known: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        known.register(self.certificate)
        private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return Signatory(
            signers.SimpleSigner(
                signing_cert=_plain(issued), signing_key=PrivateKeyInfo.load(private), cert_registry=known
            )
        )

    def _issue(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        *,
        is_authority: bool = False,
        qualified: bool = False,
        for_signing: bool = True,
    ) -> x509.Certificate:
        usage = {
            "digital_signature": not is_authority,
            "content_commitment": for_signing and not is_authority,
            "key_cert_sign": is_authority,
            "crl_sign": is_authority,
            **dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement"), False),
            **dict.fromkeys(("encipher_only", "decipher_only"), False),
        }
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(_name(**AUTHORITY))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._moment - timedelta(days=1))
            .not_valid_after(self._moment + timedelta(days=365))
            .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False
            )
        )
        if qualified:
            statements = _sequence(_sequence(QC_COMPLIANCE), _sequence(QC_DEVICE))
            extension = x509.UnrecognizedExtension(x509.ObjectIdentifier(QC_STATEMENTS), statements)
            builder = builder.add_extension(extension, critical=False)
        return builder.sign(self._key, hashes.SHA256())


def _plain(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
