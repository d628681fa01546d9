"""A consent (samtycke) and what becomes of it: immutable, each change is a new version of the whole.

The journal (or akt) stays the legal record; a consent here mirrors it and keeps a reference to the entry.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from slussen_chassis.clock import local_day
from slussen_chassis.errors import ConflictError, NotFoundError
from slussen_consent.domain.custodians import SubjectKind
from slussen_consent.domain.positions import (
    ConsentValue,
    Custody,
    Position,
    Stance,
    derive_value,
    missing_custodians,
)
from slussen_consent.domain.scope import Request, ScopeItem


class ConsentStatus(StrEnum):
    """Where a consent is in its life; only an active one can be relied on."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    ANNULLED = "annulled"
    CLOSED = "closed"


class EndReason(StrEnum):
    """Why a consent ended."""

    CUSTODIAN_WITHDREW = "custodian_withdrew"
    LAST_DAY_PASSED = "last_day_passed"
    RECORDED_BY_MISTAKE = "recorded_by_mistake"
    SITUATION_ENDED = "situation_ended"
    CUSTODY_CHANGED = "custody_changed"
    CHILD_BORN = "child_born"


class ConsentNotFoundError(NotFoundError):
    """No such consent that the caller may see."""

    code: ClassVar[str] = "consent-not-found"
    title_sv: ClassVar[str] = "Samtycket finns inte här"
    title_en: ClassVar[str] = "The consent is not here"


class ConsentNotActiveError(ConflictError):
    """A consent that has ended can't be changed or end once more; record a new one."""

    code: ClassVar[str] = "consent-not-active"
    title_sv: ClassVar[str] = "Samtycket gäller inte längre; registrera ett nytt"
    title_en: ClassVar[str] = "The consent is no longer active; record a new one"


class ConsentAlreadyWithdrawnError(ConsentNotActiveError):
    """A withdrawn consent can't be withdrawn again; its first moment of withdrawal stands."""

    code: ClassVar[str] = "consent-already-withdrawn"
    title_sv: ClassVar[str] = "Samtycket är redan återkallat"
    title_en: ClassVar[str] = "The consent is already withdrawn"


class ConsentNotExpiredError(ConflictError):
    """The consent's last day has not passed."""

    code: ClassVar[str] = "consent-not-expired"
    title_sv: ClassVar[str] = "Samtyckets sista dag har inte passerat"
    title_en: ClassVar[str] = "The consent's last day has not passed"


class ConsentAlreadyAnnulledError(ConflictError):
    """A consent is annulled once."""

    code: ClassVar[str] = "consent-already-annulled"
    title_sv: ClassVar[str] = "Samtycket är redan makulerat"
    title_en: ClassVar[str] = "The consent is already annulled"


@dataclass(frozen=True, slots=True)
class Information:
    """What the custodians were told: which text, in which language, and what yes, no and partial lead to."""

    version: str | None = None
    language: str = "sv"
    interpreter: bool = False
    consequences_explained: bool = False


@dataclass(frozen=True, slots=True)
class ChildHeard:
    """Whether the child was heard (lag 2018:1197, article 12); the opinion itself stays in the record."""

    was_heard: bool = False
    journal_entry: str | None = None


@dataclass(frozen=True, slots=True)
class JournalReference:
    """Where the consent is documented: the system and its entry, never the entry's text."""

    system: str
    document_id: str
    documented_at: datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """When and why a consent ended, which custodian withdrew it, and when that was said (`given_at`)."""

    at: datetime
    reason: EndReason
    custodian_id: UUID | None = None
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConsentVersion:
    """A consent's id and version, as a decision relies on it."""

    consent_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Consent:
    """One consent in one situation about one person, at one version; `scope` is what was asked about.

    `situation` is a code or reference that means one situation alone: a new situation needs a new consent.
    `stated_at` is when its source stated it like this: an older statement that comes late never overwrites a newer.
    """

    id: UUID
    version: int
    subject_id: UUID
    subject_kind: SubjectKind
    situation: str
    scope: tuple[ScopeItem, ...]
    positions: tuple[Position, ...]
    custody: Custody
    valid_from: date
    valid_through: date
    recorded_at: datetime
    changed_at: datetime
    information: Information = Information()
    child_heard: ChildHeard = ChildHeard()
    journal: JournalReference | None = None
    status: ConsentStatus = ConsentStatus.ACTIVE
    ending: Ending | None = None
    stated_at: datetime | None = None

    @property
    def value(self) -> ConsentValue:
        """What the positions make together."""
        return derive_value(self.positions, self.custody)

    @property
    def reference(self) -> ConsentVersion:
        """The id and version by which a decision relies on this consent."""
        return ConsentVersion(self.id, self.version)

    @property
    def documentation_missing(self) -> bool:
        """Whether the journal system must be asked where this version is documented."""
        return self.journal is None

    @property
    def missing_custodians(self) -> tuple[UUID, ...]:
        """The known custodians whose answer a pending consent waits for."""
        return missing_custodians(self.positions) if self.value is ConsentValue.PENDING else ()

    def is_active(self, on: date) -> bool:
        """Whether the consent can be relied on that day; its last day counts (Europe/Stockholm)."""
        return self.status is ConsentStatus.ACTIVE and self.valid_from <= on <= self.valid_through

    def has_passed(self, on: date) -> bool:
        """Whether the last day has passed, marked as expired or not."""
        return self.status is ConsentStatus.EXPIRED or (
            self.status is ConsentStatus.ACTIVE and on > self.valid_through
        )

    def ends_with(self, situation: str | None, reason: EndReason) -> bool:
        """Whether the consent rests on what has ended: its situation, or in any situation custody or pregnancy.

        Source: handbook 5.12; S000 Samtycke (a new situation needs a new consent).
        """
        if situation is not None:
            return self.situation == situation
        rests_on = {EndReason.CUSTODY_CHANGED: SubjectKind.CHILD, EndReason.CHILD_BORN: SubjectKind.UNBORN}
        return rests_on.get(reason) is self.subject_kind

    def covers(self, request: Request, *, situation: str, on: date) -> bool:
        """Whether this consent alone permits the request in the situation on that day."""
        if situation != self.situation or not self.is_active(on):
            return False
        if self.value not in {ConsentValue.YES, ConsentValue.PARTIAL}:
            return False
        answered = [position for position in self.positions if position.is_answered]
        return all(position.stance(self.scope, request, on) is Stance.ALLOWS for position in answered)

    def custody_is_fresh(self, on: date, within: timedelta) -> bool:
        """Whether custody needs no verification; nobody has custody of an adult or an unborn child."""
        return self.subject_kind is not SubjectKind.CHILD or self.custody.is_fresh(on, within)

    def ask_again_on(self, after: timedelta) -> date | None:
        """Return the day on which a no or a partial is asked again; None where nothing is to be asked.

        Source: S000 Dokumentation av samtycke; the period is our default.
        """
        if self.status is not ConsentStatus.ACTIVE or self.value not in {
            ConsentValue.NO,
            ConsentValue.PARTIAL,
        }:
            return None
        given = (position.given_at for position in self.positions if position.given_at is not None)
        return local_day(max(given, default=self.changed_at)) + after


def withdraw(
    consent: Consent,
    *,
    at: datetime,
    given_at: datetime | None = None,
    custodian_id: UUID | None = None,
    journal: JournalReference | None = None,
) -> Consent:
    """Withdraw a consent: from now on nothing may rely on it; what was lawful before stays so.

    `given_at` is when the custodian said so, the moment of recording where that is not stated or lies ahead.
    Without a new journal reference the withdrawal is still to be documented (HSLF-FS 2016:40 5 kap. 5 §).

    Raises:
        ConsentAlreadyWithdrawnError: It was withdrawn before.
        ConsentNotActiveError: It ended in another way.
    """
    if consent.status is ConsentStatus.WITHDRAWN:
        raise ConsentAlreadyWithdrawnError
    said = min(given_at or at, at)
    ending = Ending(at, EndReason.CUSTODIAN_WITHDREW, custodian_id, said)
    return replace(_end(consent, ConsentStatus.WITHDRAWN, ending), journal=journal)


def expire(consent: Consent, *, at: datetime) -> Consent:
    """End a consent whose last day has passed in Europe/Stockholm.

    Raises:
        ConsentNotExpiredError: The last day has not passed.
        ConsentNotActiveError: It has ended already.
    """
    if local_day(at) <= consent.valid_through:
        raise ConsentNotExpiredError
    return _end(consent, ConsentStatus.EXPIRED, Ending(at, EndReason.LAST_DAY_PASSED))


def close(consent: Consent, *, at: datetime, reason: EndReason = EndReason.SITUATION_ENDED) -> Consent:
    """End a consent because its situation ended, custody changed or the child was born.

    Raises:
        ConsentNotActiveError: It has ended already.
    """
    return _end(consent, ConsentStatus.CLOSED, Ending(at, reason))


def annul(consent: Consent, *, at: datetime) -> Consent:
    """Annul a consent that was recorded by mistake, whatever became of it; it stays readable.

    Raises:
        ConsentAlreadyAnnulledError: It was annulled before.
    """
    if consent.status is ConsentStatus.ANNULLED:
        raise ConsentAlreadyAnnulledError
    ending = Ending(at, EndReason.RECORDED_BY_MISTAKE)
    return next_version(consent, at=at, status=ConsentStatus.ANNULLED, ending=ending)


def require_active(consent: Consent) -> None:
    """Refuse what only an active consent allows.

    Raises:
        ConsentNotActiveError: The consent has ended.
    """
    if consent.status is not ConsentStatus.ACTIVE:
        raise ConsentNotActiveError


def next_version(consent: Consent, *, at: datetime, **changes: object) -> Consent:
    """Return the consent's next version; the one given stays as it is."""
    return replace(consent, version=consent.version + 1, changed_at=at, **changes)  # type: ignore[arg-type] # fields by name


def _end(consent: Consent, status: ConsentStatus, ending: Ending) -> Consent:
    require_active(consent)
    return next_version(consent, at=ending.at, status=status, ending=ending)
