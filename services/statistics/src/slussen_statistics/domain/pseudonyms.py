"""Pseudonyms of families and children: the same within a year, unlinkable between years.

HMAC-SHA-256 of the opaque id under the secret of the year in which the thing was opened. Each year has a secret of its
own, drawn at random, so that one year's can be destroyed while the others stay; the ids themselves are never stored.

Source: design decisions 1 and 21.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

SECRET_BYTES = 32
PSEUDONYM_BYTES = 16

Whom = Literal["family", "subject"]


def new_secret() -> bytes:
    """Return a new year's secret."""
    return secrets.token_bytes(SECRET_BYTES)


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Makes the pseudonyms of one year."""

    secret: bytes = field(repr=False)

    def of(self, whom: Whom, opaque_id: UUID) -> bytes:
        """Return the 16 bytes that stand for a family or a child."""
        message = whom.encode() + b":" + opaque_id.bytes
        return hmac.digest(self.secret, message, "sha256")[:PSEUDONYM_BYTES]
