"""The keys that webhooks' requests are signed with, by Standard Webhooks 1.0.0.

Every request carries both kinds of signature: `v1`, HMAC-SHA256 under a shared secret (`whsec_`), and `v1a`, ed25519
whose public half (`whpk_`) anyone may know. The receiver verifies whichever suits it. Both are derived from nothing but
chance, kept encrypted, and bound to their row.
"""

import base64
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from slussen_chassis.crypto import Keyring

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A shared secret and the seed of an ed25519 key, 32 bytes each."""

    secret: bytes
    seed: bytes

    @classmethod
    def new(cls) -> "KeyPair":
        """Return keys that nobody has seen."""
        return cls(secrets.token_bytes(SECRET_BYTES), secrets.token_bytes(SECRET_BYTES))

    @property
    def shown_secret(self) -> str:
        """The secret as its owner is shown it, once."""
        return "whsec_" + base64.b64encode(self.secret).decode()

    @property
    def public_key(self) -> str:
        """The public key as anyone may see it."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return "whpk_" + base64.b64encode(public).decode()

    def signatures(self, signed: bytes) -> tuple[str, str]:
        """Return both signatures of what is signed."""
        shared = hmac.digest(self.secret, signed, "sha256")
        own = Ed25519PrivateKey.from_private_bytes(self.seed).sign(signed)
        return f"v1,{base64.b64encode(shared).decode()}", f"v1a,{base64.b64encode(own).decode()}"

    def sealed(self, keyring: Keyring, key_id: UUID, authority_id: UUID) -> bytes:
        """Return the keys as they are stored."""
        return keyring.encrypt(self.secret + self.seed, place=_place(key_id, authority_id))

    @classmethod
    def opened(cls, sealed: bytes, keyring: Keyring, key_id: UUID, authority_id: UUID) -> "KeyPair":
        """Return stored keys.

        Raises:
            slussen_chassis.crypto.DecryptionError: They were changed or belong elsewhere.
        """
        plain = keyring.decrypt(sealed, place=_place(key_id, authority_id))
        return cls(plain[:SECRET_BYTES], plain[SECRET_BYTES:])


def signed_headers(message_id: str, timestamp: int, body: bytes, keys: Sequence[KeyPair]) -> dict[str, str]:
    """Return the three headers of Standard Webhooks; while keys overlap, the signatures of all of them."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    signatures = [signature for pair in keys for signature in pair.signatures(signed)]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def _place(key_id: UUID, authority_id: UUID) -> str:
    return f"{authority_id}|webhook_key|sealed|{key_id}"
