"""Who a certificate says that its holder is; what may be a personal number is left out.

Swedish certificates for people carry the personal number, or the HSA-id, in the subject's `serialNumber`
(ETSI EN 319 412-1, 5.1.3): that attribute is never read, and digits that look like one elsewhere are taken away.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Final

from asn1crypto import x509  # type: ignore[import-untyped]

QC_STATEMENTS: Final = "1.3.6.1.5.5.7.1.3"
QC_COMPLIANCE: Final = bytes.fromhex("0606 0400 8e46 0101")
QC_DEVICE: Final = bytes.fromhex("0606 0400 8e46 0104")
_MAY_BE_A_NUMBER: Final = re.compile(r"\d{6,8}\s*[-+ ]?\s*\d{4}")
_TAKEN_AWAY: Final = "…"
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a certificate, for whom, and who says so.

    Attributes:
        organisation_identifier: As in `NTRSE-2120001967` (ETSI EN 319 412-1, 5.1.4); None where there is none.
        certificate: SHA-256 of the certificate: the same certificate can be told again without being kept.
        claims_qualified: The certificate states that it is qualified, its key in a qualified device (EN 319 412-5).
    """

    name: str
    organisation: str | None
    organisation_identifier: str | None
    issuer: str
    certificate: str
    claims_qualified: bool


def holder_of(certificate: x509.Certificate) -> Holder:
    """Return who a certificate is about, without any personal number."""
    subject, issuer = certificate.subject.native, certificate.issuer.native
    given = " ".join(filter(None, (_text(subject, "given_name"), _text(subject, "surname"))))
    return Holder(
        name=given or _text(subject, "common_name") or _TAKEN_AWAY,
        organisation=_text(subject, "organization_name"),
        organisation_identifier=_plain(subject, "organization_identifier"),
        issuer=", ".join(filter(None, (_text(issuer, "organization_name"), _text(issuer, "common_name")))),
        certificate=hashlib.sha256(certificate.dump()).hexdigest(),
        claims_qualified=_claims_qualified(certificate),
    )


def _plain(name: dict[str, Any], attribute: str) -> str | None:
    """Return an attribute's text; of several the last holds, as nearest to the holder."""
    value = name.get(attribute)
    text = value[-1] if isinstance(value, list) and value else value
    return text[:_LONGEST] if isinstance(text, str) and text else None


def _text(name: dict[str, Any], attribute: str) -> str | None:
    text = _plain(name, attribute)
    return None if text is None else _MAY_BE_A_NUMBER.sub(_TAKEN_AWAY, text).strip()


def _claims_qualified(certificate: x509.Certificate) -> bool:
    for extension in certificate["tbs_certificate"]["extensions"]:
        if extension["extn_id"].dotted == QC_STATEMENTS:
            stated: bytes = extension["extn_value"].contents
            return QC_COMPLIANCE in stated and QC_DEVICE in stated
    return False
