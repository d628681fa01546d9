"""Keys of receipts: Ed25519 (RFC 8037, RFC 9864); signatures are detached JWS (RFC 7515, appendix F).

The same content under the same key gives the same signature, so no receipt has to be kept. `typ` tells a receipt
from its PDF and both from anything else that is signed.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.util import urlsafe_b64decode, urlsafe_b64encode

ALGORITHM: Final = "Ed25519"
RECEIPT: Final = "slussen-receipt+jws"
PDF: Final = "slussen-receipt-pdf+jws"

_REGISTRY: Final = jws.JWSRegistry(algorithms=[ALGORITHM], strict_check_header=False)
_PARTS: Final = 3


class Verdict(StrEnum):
    """What a verification finds."""

    VALID = "valid"
    CHANGED = "changed"
    UNKNOWN_KEY = "unknown_key"
    UNSIGNED = "unsigned"


class ReceiptKeys:
    """The key that signs receipts now, and the public keys by which they are verified, earlier ones included."""

    def __init__(self, private_jwk: Mapping[str, Any], past: Mapping[str, Any]) -> None:
        self._key = _import(private_jwk)
        if not self._key.is_private:
            raise ValueError("the receipt key must hold its private part")
        known = [self._key, *map(_import, past["keys"])]
        self._known = {key.kid: key for key in reversed(known)}

    @classmethod
    def from_json(cls, private_jwk: str, past: str) -> "ReceiptKeys":
        """Return the keys in a private JWK and a public JWK set."""
        return cls(json.loads(private_jwk), json.loads(past))

    @property
    def key_id(self) -> str:
        """The name of the key that signs now."""
        return str(self._key.kid)

    def public(self) -> dict[str, Any]:
        """Return the public JWK set, the present key first."""
        keys = [key.as_dict(private=False) for key in self._known.values()]
        keys.sort(key=lambda jwk: jwk["kid"] != self.key_id)
        return {"keys": [{**jwk, "alg": ALGORITHM, "use": "sig"} for jwk in keys]}

    def sign(self, content: bytes, kind: str) -> str:
        """Return the detached signature of a content: `<header>..<signature>`."""
        header = {"alg": ALGORITHM, "typ": kind, "kid": self.key_id}
        compact = jws.serialize_compact(header, content, self._key, registry=_REGISTRY)
        protected, _, signature = compact.split(".")
        return f"{protected}..{signature}"

    def verify(self, content: bytes, signature: str, kind: str) -> tuple[Verdict, str | None]:
        """Return whether the content is as it was signed, and the name of the key that the signature states."""
        header = _header(signature)
        kid = header.get("kid")
        if header.get("typ") != kind or header.get("alg") != ALGORITHM or not isinstance(kid, str):
            return Verdict.UNSIGNED, None
        key = self._known.get(kid)
        if key is None:
            return Verdict.UNKNOWN_KEY, kid
        protected, _, signed = signature.split(".")
        compact = f"{protected}.{urlsafe_b64encode(content).decode()}.{signed}"
        try:
            jws.deserialize_compact(compact, key, registry=_REGISTRY)
        except (JoseError, ValueError):
            return Verdict.CHANGED, kid
        return Verdict.VALID, kid


def _import(jwk: Mapping[str, Any]) -> OKPKey:
    key = OKPKey.import_key(dict(jwk))
    if key.curve_name != "Ed25519" or not key.kid:
        raise ValueError("a receipt key is an Ed25519 key with a kid")
    return key


def _header(signature: str) -> dict[str, Any]:
    """Return the header of a detached signature, empty where it is none."""
    parts = signature.split(".")
    if len(parts) != _PARTS or parts[1]:
        return {}
    try:
        header = json.loads(urlsafe_b64decode(parts[0].encode("ascii")))
    except (ValueError, RecursionError):
        return {}
    return header if isinstance(header, dict) else {}
