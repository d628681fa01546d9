"""What each custodian has answered, and what the answers make together (handbook 5.2 and 5.4)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from slussen_consent.domain.custodians import WHO_MAY_CONSENT, AuthorityDocument, Capacity
from slussen_consent.domain.scope import Request, ScopeItem, allows, concerns, excludes


class PositionValue(StrEnum):
    """What one custodian has answered."""

    YES = "yes"
    NO = "no"
    PARTIAL = "partial"
    NOT_ASKED = "not_asked"


class ConsentValue(StrEnum):
    """What the positions make together (samtycke: ja, nej, delvis); pending blocks."""

    YES = "yes"
    NO = "no"
    PARTIAL = "partial"
    PENDING = "pending"


class Method(StrEnum):
    """How somebody answered; oral is enough in most cases (S000 Samtycke)."""

    ORAL = "oral"
    WRITTEN = "written"
    DIGITAL = "digital"


class CustodyBasis(StrEnum):
    """Who holds the right to decide about the child."""

    JOINT = "joint"
    SOLE = "sole"
    APPOINTED = "appointed"


class CustodySource(StrEnum):
    """By what custody was verified (S000 Fotnot 3)."""

    RECORD_SYSTEM = "record_system"
    SOCIAL_SERVICES = "social_services"
    CIVIL_REGISTER = "civil_register"


class Stance(StrEnum):
    """What a position says about one request."""

    ALLOWS = "allows"
    DENIES = "denies"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Custody:
    """What is known about custody (vårdnad); the default is what demands most.

    `lives_together` tells whether all custodians live with the child; None is unknown and counts as no.
    """

    basis: CustodyBasis = CustodyBasis.JOINT
    lives_together: bool | None = None
    conflicting_interests: bool = False
    verified_on: date | None = None
    source: CustodySource | None = None

    @property
    def needs_all(self) -> bool:
        """Whether every custodian must be asked: conflicting interests, or not all live with the child."""
        return self.basis is CustodyBasis.JOINT and (self.conflicting_interests or not self.lives_together)

    def is_fresh(self, on: date, within: timedelta) -> bool:
        """Whether custody was verified at most `within` before the day `on`."""
        return self.verified_on is not None and on - self.verified_on <= within


_FEWEST_JOINT = 2
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_STRICTNESS = {
    PositionValue.NOT_ASKED: 0,
    PositionValue.YES: 1,
    PositionValue.PARTIAL: 2,
    PositionValue.NO: 3,
}


@dataclass(frozen=True, slots=True)
class Position:
    """One custodian's answer: what, when, how, who spoke in which capacity, and for a partial what it covers.

    `custodian_id` is whose position it is: with a power of attorney somebody else speaks for that custodian.
    For an adult's own data it is that adult.
    """

    custodian_id: UUID
    value: PositionValue
    given_at: datetime | None = None
    method: Method | None = None
    capacity: Capacity = Capacity.CUSTODIAN
    document: AuthorityDocument | None = None
    scope: tuple[ScopeItem, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether the custodian has answered at all."""
        return self.value is not PositionValue.NOT_ASKED

    def may_speak(self, topic: str, on: date) -> bool:
        """Whether the speaker's document, where the capacity needs one, reaches the topic on the day `on`."""
        if WHO_MAY_CONSENT[self.capacity].documents is None:
            return True
        return self.document is not None and self.document.covers(topic, on)

    def stance(self, proposed: Collection[ScopeItem], request: Request, on: date) -> Stance:
        """Return what this position says about a request, in a consent that was asked about `proposed`."""
        if not self.is_answered:
            return Stance.SILENT
        denied = excludes((*proposed, *self.scope), request)
        allowed = not denied and self.value is not PositionValue.NO and allows(proposed, request)
        if self.value is PositionValue.PARTIAL:
            allowed = allowed and allows(self.scope, request)
        if self.value is not PositionValue.YES and not allowed:
            denied = denied or concerns(proposed, request)
        if allowed and self.may_speak(request.topic, on):
            return Stance.ALLOWS
        return Stance.DENIES if denied else Stance.SILENT


def _age(position: Position) -> tuple[datetime, int, str, str, str]:
    """Return what orders a custodian's positions: their moment, the stricter, then anything that tells them apart."""
    return (
        position.given_at or _EARLIEST,
        _STRICTNESS[position.value],
        repr(position.scope),
        f"{position.method} {position.capacity}",
        position.document.reference if position.document else "",
    )


def merge_positions(*groups: Iterable[Position]) -> tuple[Position, ...]:
    """Return each custodian's latest position; at the same moment the stricter one.

    The order in which positions arrive does not matter, nor does hearing one twice.
    """
    latest: dict[UUID, Position] = {}
    for group in groups:
        for position in group:
            held = latest.get(position.custodian_id, position)
            latest[position.custodian_id] = max(held, position, key=_age)
    return tuple(latest[custodian_id] for custodian_id in sorted(latest))


def derive_value(positions: Collection[Position], custody: Custody) -> ConsentValue:
    """Return what the positions make together.

    Any no is a no; where all are needed and one has not answered, it is pending; any partial makes a partial.

    Source: handbook 5.4; föräldrabalken 6 kap. 11 and 13 §§.
    """
    values = {position.value for position in positions}
    if PositionValue.NO in values:
        return ConsentValue.NO
    if awaits_answers(positions, custody):
        return ConsentValue.PENDING
    return ConsentValue.PARTIAL if PositionValue.PARTIAL in values else ConsentValue.YES


def awaits_answers(positions: Collection[Position], custody: Custody) -> bool:
    """Whether an answer is missing: of everybody where all are needed, else of anybody."""
    answered = sum(position.is_answered for position in positions)
    needed = max(_FEWEST_JOINT, len(positions)) if custody.needs_all else 1
    return answered < needed


def missing_custodians(positions: Collection[Position]) -> tuple[UUID, ...]:
    """Return the known custodians who have not been asked or not answered."""
    return tuple(position.custodian_id for position in positions if not position.is_answered)
