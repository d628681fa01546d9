"""One-time links for recipients outside: short-lived, bound to one referral, opened once with a code of its own.

Link and code go different ways. Five wrong codes end the link. What is kept of the secrets are keyed hashes. A page's
address holds a short reference that opens nothing without the code; the link's id follows from it by a keyed hash, so
that an id, wherever it stands, tells no reference.
"""

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from slussen_contracts.referrals.api import Way
from slussen_referrals.domain.errors import LinkNotOpenableError, invalid
from slussen_referrals.domain.referral import Referral

LINK_LASTS = timedelta(days=14)
VISIT_LASTS = timedelta(minutes=30)
MOST_WRONG_CODES = 5
CODE_DIGITS = 6
ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""What a reference is written in: nothing in it is easily taken for another."""
REFERENCE_LENGTH: Final = 10
REFERENCE: Final = rf"^[2-9][{ALPHABET}]{{{REFERENCE_LENGTH - 1}}}$"
"""It begins with a digit, so that no log takes it for a word of an address."""


class Standing(StrEnum):
    """Whether a link opens, and if not why; told to those who have its reference."""

    READY = "ready"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class OutsideLink:
    """A link as it is kept."""

    id: UUID
    county_code: str
    responsible_authority_id: UUID
    referral_id: UUID
    link_way: Way
    code_way: Way
    secret_hash: bytes
    code_hash: bytes
    created_at: datetime
    expires_at: datetime
    wrong_codes: int = 0
    visit_hash: bytes | None = None
    opened_at: datetime | None = None
    visit_until: datetime | None = None
    revoked_at: datetime | None = None

    def may_be_opened(self, at: datetime) -> bool:
        """Whether it was not opened, revoked or tried too often, and its time is not out."""
        return self.standing(at) is Standing.READY

    def standing(self, at: datetime) -> Standing:
        """Return whether it opens, and if not why: what its sender did comes first."""
        found = (
            (self.revoked_at is not None, Standing.REVOKED),
            (self.opened_at is not None, Standing.USED),
            (self.wrong_codes >= MOST_WRONG_CODES, Standing.BLOCKED),
            (at >= self.expires_at, Standing.EXPIRED),
        )
        return next((standing for holds, standing in found if holds), Standing.READY)

    def is_visited(self, at: datetime) -> bool:
        """Whether its one visit lasts."""
        return self.revoked_at is None and self.visit_until is not None and at < self.visit_until


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is handed over, once: the link's key or its page's reference, and the code."""

    key: str
    code: str
    reference: str


def issue(
    referral: Referral, link_way: Way, code_way: Way, pepper: bytes, at: datetime
) -> tuple[OutsideLink, Secrets]:
    """Return a new link for a referral whose recipient has no unit here, and what is handed over.

    Raises:
        InvalidError: Both go the same way.
        LinkNotOpenableError: The recipient has a unit here, or nothing was sent yet.
    """
    if link_way is code_way:
        raise invalid(
            "codeWay", "same-way", "länk och kod ska gå olika vägar", "link and code go different ways"
        )
    if referral.to_unit_id is not None or referral.sent_at is None:
        raise LinkNotOpenableError
    reference = secrets.choice(ALPHABET[:8])
    reference += "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH - 1))
    link_id, secret = link_id_of(pepper, reference), secrets.token_urlsafe(24)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    link = OutsideLink(
        id=link_id,
        county_code=referral.county_code,
        responsible_authority_id=referral.responsible_authority_id,
        referral_id=referral.id,
        link_way=link_way,
        code_way=code_way,
        secret_hash=digest(pepper, link_id, secret),
        code_hash=digest(pepper, link_id, code),
        created_at=at,
        expires_at=at + LINK_LASTS,
    )
    return link, Secrets(f"{link_id}.{secret}", code, reference)


def link_id_of(pepper: bytes, reference: str) -> UUID:
    """Return the id of the link with a reference: its keyed hash, as a UUID of version 8 (RFC 9562, 5.8)."""
    made = bytearray(hmac.digest(pepper, b"reference:" + reference.encode(), "sha256")[:16])
    made[6] = made[6] & 0x0F | 0x80
    made[8] = made[8] & 0x3F | 0x80
    return UUID(bytes=bytes(made))


def digest(pepper: bytes, link_id: UUID, secret: str) -> bytes:
    """Return the keyed hash of a secret, bound to its link."""
    return hmac.digest(pepper, link_id.bytes + secret.encode(), "sha256")


def matches(kept: bytes | None, given: bytes) -> bool:
    """Whether a secret is the kept one, in a time that tells nothing."""
    return kept is not None and hmac.compare_digest(kept, given)


def open_visit(link: OutsideLink, pepper: bytes, at: datetime) -> tuple[OutsideLink, str]:
    """Use the link up: return it with its one visit, and the visit's key."""
    secret = secrets.token_urlsafe(24)
    visit = digest(pepper, link.id, secret)
    used = replace(link, opened_at=at, visit_hash=visit, visit_until=at + VISIT_LASTS)
    return used, f"{link.id}.{secret}"
