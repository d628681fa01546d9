"""Keys of the seal: Ed25519 (RFC 8032) as JWK (RFC 8037), known by their key id."""

import base64
import json
from collections.abc import Iterable, Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PURPOSE = b"slussen-audit-seal-v1\n"
"""Goes before what is signed, so that a signature made for anything else is no seal."""


class SealKey:
    """The private key that signs seals."""

    def __init__(self, jwk: Mapping[str, str]) -> None:
        if jwk.get("kty") != "OKP" or jwk.get("crv") != "Ed25519":
            raise ValueError("the seal's key must be an Ed25519 JWK")
        self.key_id = jwk["kid"]
        self._key = Ed25519PrivateKey.from_private_bytes(_decoded(jwk["d"]))

    @classmethod
    def from_json(cls, text: str) -> "SealKey":
        """Return the key in a private JWK's JSON."""
        return cls(json.loads(text))

    @classmethod
    def new(cls, key_id: str) -> "SealKey":
        """Return a fresh key."""
        return cls(new_seal_key(key_id))

    def sign(self, digest: bytes) -> bytes:
        """Return the signature over a seal's hash."""
        return self._key.sign(PURPOSE + digest)

    def public(self) -> dict[str, str]:
        """Return the public JWK."""
        x = _encoded(self._key.public_key().public_bytes_raw())
        return {"kty": "OKP", "crv": "Ed25519", "kid": self.key_id, "use": "sig", "x": x}


class SealKeys:
    """The public keys by which seals are checked: the present one and every earlier one."""

    def __init__(self, jwks: Iterable[Mapping[str, str]]) -> None:
        self._keys = {jwk["kid"]: Ed25519PublicKey.from_public_bytes(_decoded(jwk["x"])) for jwk in jwks}

    @classmethod
    def from_json(cls, text: str) -> "SealKeys":
        """Return the keys in a JWK set's JSON."""
        return cls(json.loads(text)["keys"])

    def signed(self, key_id: str, digest: bytes, signature: bytes) -> bool:
        """Tell whether the key of that id signed this hash; an unknown key signed nothing."""
        key = self._keys.get(key_id)
        if key is None:
            return False
        try:
            key.verify(signature, PURPOSE + digest)
        except InvalidSignature:
            return False
        return True


def new_seal_key(key_id: str) -> dict[str, str]:
    """Return a fresh private JWK for `SEAL_KEY`."""
    key = Ed25519PrivateKey.generate()
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "kid": key_id,
        "use": "sig",
        "x": _encoded(key.public_key().public_bytes_raw()),
        "d": _encoded(key.private_bytes_raw()),
    }


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
