"""What is recorded beside an agreement: notice that was given, and disputes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from slussen_chassis.errors import ConflictError, NotFoundError


class NoticeGivenError(ConflictError):
    """A party gives notice once; to withdraw it takes all parties, and is not in this version."""

    code: ClassVar[str] = "notice-given"
    title_sv: ClassVar[str] = "Parten har redan sagt upp avtalet"
    title_en: ClassVar[str] = "The party has given notice already"


class AlreadyRejectedError(ConflictError):
    """A wording is rejected once."""

    code: ClassVar[str] = "already-rejected"
    title_sv: ClassVar[str] = "Lydelsen är redan avböjd"
    title_en: ClassVar[str] = "The wording is rejected already"


class DisputeNotFoundError(NotFoundError):
    """The agreement has no such dispute."""

    title_sv: ClassVar[str] = "Tvisten finns inte under avtalet"
    title_en: ClassVar[str] = "The agreement has no such dispute"


class DisputeSettledError(ConflictError):
    """A dispute is settled once."""

    code: ClassVar[str] = "dispute-settled"
    title_sv: ClassVar[str] = "Tvisten är redan avgjord"
    title_en: ClassVar[str] = "The dispute is settled already"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedNotice:
    """Notice (uppsägning) as it was registered, and the last day that follows from it."""

    id: UUID
    agreement_id: UUID
    authority_id: UUID
    subject: str
    given_on: date
    form: str
    months: int | None
    last_day: date
    registered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A dispute (tvist): its matter, the body that settles it if one is regulated, and its outcome."""

    id: UUID
    version: int = 1
    agreement_id: UUID
    matter: str
    body: str | None
    registered_on: date
    settled_on: date | None = None
    outcome: str | None = None
