"""A secret, revocable link to a centre's calendar: whoever has it reads, so it is kept as a hash alone.

The secret has 256 bits of chance, so that a plain hash is as safe as a slow one.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from slussen_chassis.errors import NotFoundError


class CalendarLinkNotFoundError(NotFoundError):
    """There is no such link, or it has been revoked: the answer is the same."""

    title_sv: ClassVar[str] = "Kalenderlänken finns inte eller är återkallad"
    title_en: ClassVar[str] = "There is no such calendar link, or it has been revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarLink:
    """A link; with `responsible` it shows that role's duties alone, with `owner_subject` one person's."""

    id: UUID
    centre_id: UUID
    label: str
    responsible: str | None = None
    owner_subject: str | None = None
    secret_hash: str
    created_at: datetime
    revoked_at: datetime | None = None

    def shows(self, responsible: str, owner: str | None) -> bool:
        """Whether a duty is in its calendar, by the role that answers for it and by who has that role."""
        return self.responsible in {None, responsible} and self.owner_subject in {None, owner}


def hash_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
