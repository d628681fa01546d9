"""Pseudonyms of families and children: the same within a year, unlinkable between years.

HMAC-SHA-256 of the opaque id under the key of the year in which the referral was opened; a year's key is itself
derived from the service's secret. The ids themselves are never stored.

Source: design decision 1 (statistics stores HMAC(id, key of the year) and nothing else).
"""

import hashlib
import hmac
from typing import Literal
from uuid import UUID

SHORTEST_SECRET = 32
PSEUDONYM_BYTES = 16

Whom = Literal["family", "subject"]


class Pseudonyms:
    """Makes pseudonyms from the service's secret."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise ValueError("the pseudonym secret must have at least 32 bytes")
        self._secret = secret
        self._keys: dict[int, bytes] = {}

    def of(self, whom: Whom, opaque_id: UUID, *, year: int) -> bytes:
        """Return the 16 bytes that stand for a family or a child in one year."""
        message = whom.encode() + b":" + opaque_id.bytes
        return hmac.new(self._key(year), message, hashlib.sha256).digest()[:PSEUDONYM_BYTES]

    def _key(self, year: int) -> bytes:
        if year not in self._keys:
            label = f"slussen.statistics.pseudonyms.{year}".encode()
            self._keys[year] = hmac.new(self._secret, label, hashlib.sha256).digest()
        return self._keys[year]
