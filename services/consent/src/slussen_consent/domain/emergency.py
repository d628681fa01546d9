"""Break-glass (nödöppning): the own authority's records under inner confidentiality, for three hours, and a review.

It opens what inner confidentiality (inre sekretess) keeps apart inside one authority. It is never a ground for
telling another authority anything (design decision 10).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from slussen_chassis.errors import ConflictError, ForbiddenError, NotFoundError
from slussen_consent.domain.consent import Consent

LONGEST = timedelta(hours=3)
"""How long it is open at most (design decision 10)."""


class EmergencyReason(StrEnum):
    """Why the records had to be opened at once."""

    ACUTE_CARE = "acute_care"
    PROTECTION_OF_CHILD = "protection_of_child"
    PROTECTION_OF_EXPECTED_CHILD = "protection_of_expected_child"
    DANGER_TO_LIFE_OR_HEALTH = "danger_to_life_or_health"


class ReviewOutcome(StrEnum):
    """What a reviewer found."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"


class EmergencyAccessNotFoundError(NotFoundError):
    """No such access that the caller may see."""

    code: ClassVar[str] = "emergency-access-not-found"
    title_sv: ClassVar[str] = "Nödöppningen finns inte här"
    title_en: ClassVar[str] = "The emergency access is not here"


class NotAtAUnitError(ForbiddenError):
    """Records are opened in an emergency by a person at a unit, who can answer for it."""

    code: ClassVar[str] = "not-at-a-unit"
    title_sv: ClassVar[str] = "En nödöppning görs av en person vid en enhet"
    title_en: ClassVar[str] = "An emergency access is made by a person at a unit"


class OwnReviewError(ForbiddenError):
    """Nobody reviews the own access."""

    code: ClassVar[str] = "own-review"
    title_sv: ClassVar[str] = "Ingen granskar sin egen nödöppning"
    title_en: ClassVar[str] = "Nobody reviews the own emergency access"


class AlreadyReviewedError(ConflictError):
    """An access is reviewed once; the first outcome stands."""

    code: ClassVar[str] = "emergency-access-already-reviewed"
    title_sv: ClassVar[str] = "Nödöppningen är redan granskad"
    title_en: ClassVar[str] = "The emergency access is reviewed already"


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewer found, when; the reasons stand where the reference points."""

    by: str
    at: datetime
    outcome: ReviewOutcome
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class EmergencyAccess:
    """That somebody opened what is kept about a person at other units of the own authority, and why."""

    id: UUID
    version: int
    person: str
    unit_id: UUID
    subject_id: UUID
    reason: EmergencyReason
    opened_at: datetime
    closes_at: datetime
    reference: str | None = None
    review: Review | None = None

    def is_open(self, at: datetime) -> bool:
        """Whether it opens anything at a moment; at the moment it closes it does not."""
        return self.opened_at <= at < self.closes_at


@dataclass(frozen=True, slots=True)
class Opening:
    """Who opens what is kept about whom, and why; `reference` is where it is documented."""

    person: str
    unit_id: UUID
    subject_id: UUID
    reason: EmergencyReason
    reference: str | None = None


def open_records(opening: Opening, *, access_id: UUID, at: datetime) -> EmergencyAccess:
    """Open the records from now, for three hours at most."""
    return EmergencyAccess(
        id=access_id,
        version=1,
        person=opening.person,
        unit_id=opening.unit_id,
        subject_id=opening.subject_id,
        reason=opening.reason,
        opened_at=at,
        closes_at=at + LONGEST,
        reference=opening.reference,
    )


def close_records(access: EmergencyAccess, *, at: datetime) -> EmergencyAccess:
    """Close it before its time; one that has closed stays as it is."""
    if not access.is_open(at):
        return access
    return replace(access, version=access.version + 1, closes_at=at)


def review_access(access: EmergencyAccess, review: Review) -> EmergencyAccess:
    """Review an access; it closes at once where it was not justified.

    Raises:
        OwnReviewError: The reviewer is the one who opened the records.
        AlreadyReviewedError: It was reviewed before.
    """
    if review.by == access.person:
        raise OwnReviewError
    if access.review is not None:
        raise AlreadyReviewedError
    unjustified = review.outcome is ReviewOutcome.NOT_JUSTIFIED and access.is_open(review.at)
    closes_at = review.at if unjustified else access.closes_at
    return replace(access, version=access.version + 1, review=review, closes_at=closes_at)


def concerns_unit(consent: Consent, recorded_at_unit: UUID, unit_id: UUID) -> bool:
    """Whether a unit needs a consent for its own work: it recorded it, or is named as one that may be told.

    Source: handbook 5.7; patientdatalagen (2008:355) 4 kap. 1 §.
    """
    told = any(line.allowed and line.unit_id == unit_id for line in consent.scope)
    return told or recorded_at_unit == unit_id
