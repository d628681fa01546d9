"""One-time links for recipients outside: short-lived, bound to one referral, opened once with a code of its own.

Link and code go different ways. Five wrong codes end the link. What is kept of the secrets are keyed hashes.
"""

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from slussen_chassis.clock import new_id
from slussen_contracts.referrals.api import Way
from slussen_referrals.domain.errors import LinkNotOpenableError, invalid
from slussen_referrals.domain.referral import Referral

LINK_LASTS = timedelta(days=14)
VISIT_LASTS = timedelta(minutes=30)
MOST_WRONG_CODES = 5
CODE_DIGITS = 6


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
        is_fresh = self.opened_at is None and self.revoked_at is None and at < self.expires_at
        return is_fresh and self.wrong_codes < MOST_WRONG_CODES

    def is_visited(self, at: datetime) -> bool:
        """Whether its one visit lasts."""
        return self.revoked_at is None and self.visit_until is not None and at < self.visit_until


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is handed over, once: the link's key and the code."""

    key: str
    code: str


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
    link_id, secret = new_id(), secrets.token_urlsafe(24)
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
    return link, Secrets(f"{link_id}.{secret}", code)


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
