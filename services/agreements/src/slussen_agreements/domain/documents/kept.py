"""A document that was handed out to be signed: kept byte for byte, with its seal beside it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from slussen_chassis.errors import ConflictError


class NotYetADocumentError(ConflictError):
    """Only what may be signed is kept and sealed."""

    code: ClassVar[str] = "document-is-draft"
    title_sv: ClassVar[str] = "Avtalet är ett utkast; dess dokument får sigill när inget avsnitt saknas"
    title_en: ClassVar[str] = "The agreement is a draft; its document is sealed when no clause is missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDocument:
    """The document of one wording of an agreement; `content_digest` is the agreement's own."""

    id: UUID
    agreement_id: UUID
    content_digest: str
    made_at: datetime
    pdf: bytes
    sha256: str
    key_id: str
    seal: str
