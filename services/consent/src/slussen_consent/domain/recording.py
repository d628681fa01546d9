"""What somebody wants to record, checked as a whole: every fault is named by field and rule (handbook 5.2 to 5.4)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from slussen_chassis.clock import local_day
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_consent.domain.consent import (
    ChildHeard,
    Consent,
    Information,
    JournalReference,
    next_version,
    require_active,
)
from slussen_consent.domain.county import CountyRules
from slussen_consent.domain.custodians import (
    WHO_MAY_CONSENT,
    AuthorityDocument,
    Capacity,
    SubjectKind,
    may_consent,
)
from slussen_consent.domain.positions import (
    ConsentValue,
    Custody,
    CustodyBasis,
    Method,
    Position,
    PositionValue,
    derive_value,
    merge_positions,
)
from slussen_consent.domain.scope import ScopeItem


class ConsentInvalidError(InvalidError):
    """What was to be recorded is not a consent as the sources demand it."""

    code: ClassVar[str] = "consent-invalid"
    title_sv: ClassVar[str] = "Samtycket kan inte registreras som det är"
    title_en: ClassVar[str] = "The consent can't be recorded as it is"


@dataclass(frozen=True, slots=True)
class PositionDraft:
    """A custodian's answer as it came in: nothing is certain yet."""

    custodian_id: UUID | None = None
    value: PositionValue = PositionValue.NOT_ASKED
    given_at: datetime | None = None
    method: Method | None = None
    capacity: Capacity = Capacity.CUSTODIAN
    document: AuthorityDocument | None = None
    scope: tuple[ScopeItem, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsentDraft:
    """A consent as it came in; `stated_value` is what the sender says that the positions make together.

    `valid_from` None means the day of recording. `valid_through` has no default: none is unlimited time.
    `stated_at` None means the moment of recording; it never lies after it.
    """

    subject_id: UUID | None = None
    subject_kind: SubjectKind = SubjectKind.CHILD
    situation: str | None = None
    scope: tuple[ScopeItem, ...] = ()
    positions: tuple[PositionDraft, ...] = ()
    custody: Custody = field(default_factory=Custody)
    valid_from: date | None = None
    valid_through: date | None = None
    information: Information = field(default_factory=Information)
    child_heard: ChildHeard = field(default_factory=ChildHeard)
    journal: JournalReference | None = None
    stated_value: ConsentValue | None = None
    stated_at: datetime | None = None


def record(draft: ConsentDraft, county: CountyRules, *, consent_id: UUID, at: datetime) -> Consent:
    """Record a consent as its first version.

    Raises:
        ConsentInvalidError: Something is missing or breaks a rule; all faults are named.
    """
    problems = tuple(_problems(draft, county, at))
    if problems or draft.subject_id is None or draft.situation is None or draft.valid_through is None:
        raise ConsentInvalidError(*problems)
    return Consent(
        id=consent_id,
        version=1,
        subject_id=draft.subject_id,
        subject_kind=draft.subject_kind,
        situation=draft.situation,
        scope=draft.scope,
        positions=merge_positions(_positions(draft)),
        custody=_custody(draft),
        valid_from=draft.valid_from or local_day(at),
        valid_through=draft.valid_through,
        recorded_at=at,
        changed_at=at,
        information=draft.information,
        child_heard=draft.child_heard,
        journal=draft.journal,
        stated_at=min(draft.stated_at or at, at),
    )


def change(consent: Consent, draft: ConsentDraft, county: CountyRules, *, at: datetime) -> Consent:
    """Change a consent: of each custodian the latest position stands, all else is as the draft has it.

    A draft that was stated before what the consent holds comes late: it adds its positions alone. So the changes of
    a consent lead to the same state in whatever order they arrive.

    Raises:
        ConsentNotActiveError: The consent has ended.
        ConsentInvalidError: Something breaks a rule, or the draft is about another person or situation.
    """
    require_active(consent)
    drafted = record(draft, county, consent_id=consent.id, at=at)
    elsewhere = tuple(
        _problem(name, "new_consent_needed")
        for name, same in (
            ("subjectId", drafted.subject_id == consent.subject_id),
            ("situation", drafted.situation == consent.situation),
        )
        if not same
    )
    if elsewhere:
        raise ConsentInvalidError(*elsewhere)
    positions = merge_positions(consent.positions, drafted.positions)
    if _comes_late(drafted, consent):
        return next_version(consent, at=at, positions=positions)
    return replace(
        drafted,
        version=consent.version + 1,
        positions=positions,
        valid_from=draft.valid_from or consent.valid_from,
        recorded_at=consent.recorded_at,
    )


def _comes_late(drafted: Consent, consent: Consent) -> bool:
    return (drafted.stated_at or drafted.changed_at) < (consent.stated_at or consent.recorded_at)


_TEXTS: dict[str, tuple[str, str]] = {
    "required": ("Uppgiften saknas.", "It is missing."),
    "recipient_required": ("Ange vem som får ta del av uppgifterna.", "State who may be told."),
    "topic_required": ("Ange vad samtycket gäller.", "State what the consent is about."),
    "says_nothing": (
        "Raden anger varken mottagare eller ämne.",
        "The line names neither recipient nor topic.",
    ),
    "in_the_future": ("Tidpunkten har inte inträffat.", "The moment has not come."),
    "unlimited_validity": (
        "Ett samtycke gäller inte utan tidsgräns; ange en sista dag.",
        "A consent is not unlimited in time; state a last day.",
    ),
    "before_first_day": ("Sista dagen är före den första.", "The last day is before the first."),
    "longer_than_allowed": (
        "Samtycket är längre än den längsta tiden.",
        "The consent is longer than the longest time.",
    ),
    "given_twice": (
        "Samma vårdnadshavare har mer än en ståndpunkt.",
        "The same custodian has more than one position.",
    ),
    "who_agrees_and_who_does_not": (
        "Ange vem som samtycker och vem som inte gör det.",
        "State who agrees and who does not.",
    ),
    "differs_from_positions": (
        "Det angivna värdet stämmer inte med ståndpunkterna.",
        "The stated value is not what the positions make.",
    ),
    "must_be_explained": (
        "Länet kräver att den som samtycker har fått veta vad ja, nej och delvis leder till.",
        "The county demands that the custodian was told what yes, no and partial lead to.",
    ),
    "must_be_oneself": (
        "Egna uppgifter samtycker personen själv till.",
        "Own data are the person's own to consent to.",
    ),
    "new_consent_needed": (
        "En annan person eller situation kräver ett nytt samtycke.",
        "Another person or situation needs a new consent.",
    ),
}
_AGREEING = frozenset({PositionValue.YES, PositionValue.PARTIAL})
_OWN = frozenset({Capacity.ADULT_SELF, Capacity.EXPECTANT_PARENT})


def _problem(name: str, rule: str) -> FieldProblem:
    sv, en = _TEXTS[rule]
    return FieldProblem(field=name, rule=rule, sv=sv, en=en)


def _problems(draft: ConsentDraft, county: CountyRules, at: datetime) -> Iterator[FieldProblem]:
    """Yield every fault of a draft, in the order of its fields."""
    required = {"subjectId": draft.subject_id, "situation": draft.situation, "positions": draft.positions}
    yield from (_problem(name, "required") for name, value in required.items() if not value)
    yield from _scope_problems(draft)
    for place, position in enumerate(draft.positions):
        yield from _position_problems(position, f"positions.{place}", draft, at)
    yield from _joint_problems(draft)
    yield from _day_problems(draft, county, at)
    if county.consequence_information_required and not draft.information.consequences_explained:
        yield _problem("information.consequencesExplained", "must_be_explained")


def _scope_problems(draft: ConsentDraft) -> Iterator[FieldProblem]:
    """A yes and a partial say who may be told about what; a no may leave it open."""
    agrees = any(position.value in _AGREEING for position in draft.positions)
    if agrees and not draft.scope:
        yield _problem("scope", "required")
    for place, line in enumerate(draft.scope):
        if (agrees or line.is_empty) and not line.names_recipient:
            yield _problem(f"scope.{place}.recipient", "recipient_required")
        if (agrees or line.is_empty) and line.topic is None:
            yield _problem(f"scope.{place}.topic", "topic_required")


def _position_problems(
    position: PositionDraft, name: str, draft: ConsentDraft, at: datetime
) -> Iterator[FieldProblem]:
    if position.custodian_id is None:
        yield _problem(f"{name}.custodianId", "required")
    if position.value is PositionValue.NOT_ASKED:
        return
    if position.given_at is None:
        yield _problem(f"{name}.givenAt", "required")
    elif position.given_at > at:
        yield _problem(f"{name}.givenAt", "in_the_future")
    if position.value is PositionValue.PARTIAL:
        yield from _partial_problems(position, f"{name}.scope")
    yield from _capacity_problems(position, name, draft, local_day(position.given_at or at))


def _partial_problems(position: PositionDraft, name: str) -> Iterator[FieldProblem]:
    if not position.scope:
        yield _problem(name, "required")
    yield from (
        _problem(f"{name}.{place}", "says_nothing")
        for place, line in enumerate(position.scope)
        if line.is_empty
    )


def _capacity_problems(
    position: PositionDraft, name: str, draft: ConsentDraft, on: date
) -> Iterator[FieldProblem]:
    """Refuse who may not consent (handbook 5.3)."""
    if not may_consent(position.capacity, draft.subject_kind, position.document, on):
        rule = WHO_MAY_CONSENT[position.capacity]
        yield FieldProblem(field=f"{name}.capacity", rule=rule.rule, sv=rule.sv, en=rule.en)
    if position.capacity in _OWN and position.custodian_id != draft.subject_id:
        yield _problem(f"{name}.custodianId", "must_be_oneself")


def _joint_problems(draft: ConsentDraft) -> Iterator[FieldProblem]:
    """Check the positions together: one for each custodian, and what they are said to make."""
    known = [position.custodian_id for position in draft.positions if position.custodian_id is not None]
    if len(set(known)) < len(known):
        yield _problem("positions", "given_twice")
    positions = _positions(draft)
    stated = draft.stated_value
    if stated is None or stated is derive_value(positions, _custody(draft)):
        return
    nobody_refuses = all(position.value is not PositionValue.NO for position in positions)
    if stated is ConsentValue.NO and nobody_refuses:
        yield _problem("positions", "who_agrees_and_who_does_not")
    else:
        yield _problem("value", "differs_from_positions")


def _day_problems(draft: ConsentDraft, county: CountyRules, at: datetime) -> Iterator[FieldProblem]:
    first = draft.valid_from or local_day(at)
    if draft.custody.verified_on is not None and draft.custody.verified_on > local_day(at):
        yield _problem("custody.verifiedOn", "in_the_future")
    if draft.valid_through is None:
        yield _problem("validThrough", "unlimited_validity")
    elif draft.valid_through < first:
        yield _problem("validThrough", "before_first_day")
    elif draft.valid_through - first > county.longest:
        yield _problem("validThrough", "longer_than_allowed")


def _custody(draft: ConsentDraft) -> Custody:
    """Return what is known about custody; an adult and an expectant parent answer alone."""
    return draft.custody if draft.subject_kind is SubjectKind.CHILD else Custody(CustodyBasis.SOLE)


def _positions(draft: ConsentDraft) -> tuple[Position, ...]:
    """Return the positions of which it is known whose they are."""
    return tuple(
        Position(
            custodian_id=position.custodian_id,
            value=position.value,
            given_at=position.given_at,
            method=position.method,
            capacity=position.capacity,
            document=position.document,
            scope=position.scope,
        )
        for position in draft.positions
        if position.custodian_id is not None
    )
