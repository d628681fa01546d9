"""Protection of identifiers: authenticated encryption with rotating keys, and a blind index to look them up by.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; the additional data bind a value to its place, so that
it can't be moved to another row. The blind index is HMAC-SHA-256 under a key that is never kept with the data:
the space of personal numbers is small enough to search.
"""

import base64
import hmac
import json
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION_BYTES = 2


class DecryptionError(Exception):
    """A value can't be read: its key is gone, or it was changed or moved."""


class Keyring:
    """Keys by version; the highest encrypts, every one decrypts."""

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys.values()):
            raise ValueError("a keyring needs keys of 32 bytes")
        self._ciphers = {version: AESGCM(key) for version, key in keys.items()}
        self.current = max(keys)

    @classmethod
    def from_json(cls, text: str) -> "Keyring":
        """Return the keyring in a JSON object from version to base64 key."""
        return cls({int(version): base64.b64decode(key) for version, key in json.loads(text).items()})

    def encrypt(self, plain: bytes, *, place: str) -> bytes:
        """Return version, nonce and sealed `plain`; `place` is owner | table | column | row."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        version = self.current.to_bytes(VERSION_BYTES)
        return version + nonce + self._ciphers[self.current].encrypt(nonce, plain, version + place.encode())

    def decrypt(self, sealed: bytes, *, place: str) -> bytes:
        """Return what was sealed.

        Raises:
            DecryptionError: The key is not here, or the value was changed or belongs elsewhere.
        """
        version = sealed[:VERSION_BYTES]
        cipher = self._ciphers.get(int.from_bytes(version))
        if cipher is None:
            raise DecryptionError("no key of that version")
        body = sealed[VERSION_BYTES:]
        try:
            return cipher.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], version + place.encode())
        except InvalidTag as error:
            raise DecryptionError("changed, or not of this place") from error


def blind_index(key: bytes, *parts: str) -> bytes:
    """Return the keyed hash by which a value is found without being readable; parts can't run together."""
    message = b"".join(len(part.encode()).to_bytes(2) + part.encode() for part in parts)
    return hmac.digest(key, message, "sha256")
