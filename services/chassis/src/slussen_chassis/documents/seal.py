"""A seal beside a document: a detached signature over its bytes by a key of the platform.

A JSON Web Signature in compact form with its payload left out (RFC 7515, Appendix F), `Ed25519` (RFC 9864): whoever has
the document, the seal and the published keys can check it with any JOSE library, and the document stays as it is.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

ALGORITHM: Final = "Ed25519"
SEAL_TYPE: Final = "slussen-document-seal"
SEAL_MEDIA_TYPE: Final = "application/jose"
_DETACHED: Final = re.compile(r"[A-Za-z0-9_-]{1,2000}\.\.[A-Za-z0-9_-]{86}")
_REGISTRY: Final = jws.JWSRegistry(algorithms=[ALGORITHM], strict_check_header=False)


@dataclass(frozen=True, slots=True)
class Seal:
    """What a seal that holds says: whose key made it, over what kind of content, and when."""

    key_id: str
    content_type: str
    sealed_at: datetime


class DocumentSealer:
    """Seals documents with the platform's private key."""

    def __init__(self, jwk: Mapping[str, Any]) -> None:
        if jwk.get("kty") != "OKP" or jwk.get("crv") != "Ed25519" or "d" not in jwk:
            raise ValueError("the key of document seals must be a private Ed25519 JWK")
        self._key = OKPKey.import_key(dict(jwk))
        self.key_id: str = jwk["kid"]

    @classmethod
    def from_json(cls, text: str) -> "DocumentSealer":
        """Return the sealer with the key in a private JWK's JSON."""
        return cls(json.loads(text))

    def seal(self, content: bytes, *, content_type: str, at: datetime) -> str:
        """Return the seal over `content`; the same content and moment give the same seal."""
        header = {
            "alg": ALGORITHM,
            "kid": self.key_id,
            "typ": SEAL_TYPE,
            "cty": content_type,
            "iat": int(at.timestamp()),
        }
        signed = jws.serialize_compact(header, content, self._key, registry=_REGISTRY)
        protected, _, signature = signed.split(".")
        return f"{protected}..{signature}"

    def public(self) -> dict[str, Any]:
        """Return the public JWK."""
        return {**self._key.as_dict(private=False), "kid": self.key_id, "alg": ALGORITHM, "use": "sig"}


class DocumentKeys:
    """The public keys by which seals are checked: the present one and every earlier one."""

    def __init__(self, jwks: Iterable[Mapping[str, Any]]) -> None:
        self._keys = {jwk["kid"]: OKPKey.import_key(dict(jwk)) for jwk in jwks}

    def check(self, content: bytes, seal: str) -> Seal | None:
        """Return what the seal says where one of the keys made it over exactly `content`; else None."""
        if _DETACHED.fullmatch(seal) is None:
            return None
        try:
            read = jws.extract_compact(seal.encode(), content, registry=_REGISTRY)
            header = read.headers()
            key = self._keys.get(header["kid"])
            if key is None or header.get("typ") != SEAL_TYPE:
                return None
            if not jws.validate_compact(read, key, registry=_REGISTRY):
                return None
            sealed_at = datetime.fromtimestamp(header["iat"], UTC)
            return Seal(str(header["kid"]), str(header["cty"]), sealed_at)
        except (JoseError, ValueError, KeyError, TypeError, OverflowError, OSError):
            return None
