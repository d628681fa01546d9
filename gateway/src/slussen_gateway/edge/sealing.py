"""What the edge hands out or stores encrypted: AES-256-GCM under a keyring, each sealed thing bound to its context."""

import base64
import json
import secrets
from collections.abc import Mapping
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


class Keyring:
    """Keys by number; the highest seals, all open, so that a key can be replaced without ending what it sealed."""

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys.values()):
            raise ValueError("a keyring holds keys of 32 bytes")
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}
        self._newest = max(keys)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read `{"1": "<base64 of 32 bytes>", ...}`.

        Raises:
            ValueError: It is something else.
        """
        document = json.loads(text)
        if not isinstance(document, dict):
            raise ValueError("a keyring is a JSON object")  # noqa: TRY004  the caller expects ValueError
        return cls({int(number): base64.b64decode(key, validate=True) for number, key in document.items()})

    def seal(self, content: bytes, context: bytes) -> bytes:
        """Encrypt; what comes out opens in the same context only."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        number = b"%d" % self._newest
        return (
            number
            + b"."
            + nonce
            + self._ciphers[self._newest].encrypt(nonce, content, number + b"|" + context)
        )

    def open(self, sealed: bytes, context: bytes) -> bytes | None:
        """Decrypt; None where it was changed, sealed for another context, or by a key that is gone."""
        number, _, rest = sealed.partition(b".")
        cipher = self._ciphers.get(int(number)) if number.isdigit() and len(number) < 10 else None  # noqa: PLR2004
        if cipher is None or len(rest) <= NONCE_BYTES:
            return None
        try:
            return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], number + b"|" + context)
        except InvalidTag:
            return None

    def seal_text(self, content: bytes, context: bytes) -> str:
        """Encrypt into a cookie's alphabet."""
        return base64.urlsafe_b64encode(self.seal(content, context)).rstrip(b"=").decode()

    def open_text(self, sealed: str, context: bytes) -> bytes | None:
        """Decrypt what `seal_text` made."""
        try:
            return self.open(base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)), context)
        except ValueError:
            return None
