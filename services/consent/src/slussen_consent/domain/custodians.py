"""Who may consent for whom, in which capacity and on which document, as data (handbook 5.3)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SubjectKind(StrEnum):
    """Whom a consent is about."""

    CHILD = "child"
    UNBORN = "unborn"
    """An unborn child, held on the pregnant person."""
    ADULT = "adult"
    """An adult about own data, for example parental support."""


class Capacity(StrEnum):
    """In which capacity somebody answers."""

    CUSTODIAN = "custodian"
    """Vårdnadshavare, also of a child placed voluntarily or under LVU."""
    TEMPORARY_CUSTODIAN = "temporary_custodian"
    """Tillfälligt förordnad vårdnadshavare."""
    SPECIALLY_APPOINTED_GUARDIAN = "specially_appointed_guardian"
    """Särskilt förordnad vårdnadshavare."""
    UNACCOMPANIED_CHILD_GUARDIAN = "unaccompanied_child_guardian"
    """God man för ensamkommande barn."""
    SOCIAL_BOARD = "social_board"
    """Socialnämnd that has taken over the right to decide (annan förmyndare)."""
    FOSTER_PARENT = "foster_parent"
    """Familjehemsförälder."""
    RESIDENTIAL_STAFF = "residential_staff"
    """Boendepersonal."""
    PARENT_WITHOUT_CUSTODY = "parent_without_custody"
    CHILD = "child"
    OTHER_ADULT = "other_adult"
    EXPECTANT_PARENT = "expectant_parent"
    ADULT_SELF = "adult_self"


class DocumentKind(StrEnum):
    """A document that gives somebody the right to answer."""

    APPOINTMENT = "appointment"
    """Förordnande."""
    POWER_OF_ATTORNEY = "power_of_attorney"
    """Fullmakt."""
    TAKEOVER_DECISION = "takeover_decision"
    """The social board's decision to take over the right to decide, for example under LVU."""


@dataclass(frozen=True, slots=True)
class AuthorityDocument:
    """A reference to the document, never its text; `topics` empty means that it sets no such limit."""

    kind: DocumentKind
    reference: str
    valid_from: date | None = None
    valid_through: date | None = None
    topics: frozenset[str] = frozenset()

    def is_valid(self, on: date) -> bool:
        """Whether the document is valid on the day `on`, its last day included."""
        return (self.valid_from or on) <= on <= (self.valid_through or on)

    def covers(self, topic: str, on: date) -> bool:
        """Whether somebody with this document may answer about the topic on the day `on`."""
        return self.is_valid(on) and (not self.topics or topic in self.topics)


@dataclass(frozen=True, slots=True)
class CapacityRule:
    """May somebody in this capacity consent: for whom, and on which documents; `documents` None needs none.

    An empty `subjects` means never. `rule` is the code of the refusal.
    """

    subjects: frozenset[SubjectKind]
    documents: frozenset[DocumentKind] | None
    rule: str
    sv: str
    en: str
    source: str


_CHILD = frozenset({SubjectKind.CHILD})
_NEVER: frozenset[SubjectKind] = frozenset()
_APPOINTMENT = frozenset({DocumentKind.APPOINTMENT})
_SPECIAL = frozenset({DocumentKind.APPOINTMENT, DocumentKind.POWER_OF_ATTORNEY})
_FOOTNOTE = "S000 Fotnot 3"


def _appointed() -> CapacityRule:
    return CapacityRule(
        _CHILD,
        _APPOINTMENT,
        "appointment_required",
        "Den som är förordnad lämnar samtycke med hänvisning till sitt förordnande.",
        "Somebody who is appointed consents with a reference to the appointment.",
        _FOOTNOTE,
    )


def _caretaker() -> CapacityRule:
    return CapacityRule(
        _CHILD,
        _SPECIAL,
        "appointment_or_power_of_attorney_required",
        "Familjehemsförälder och boendepersonal får inte samtycka utan förordnande eller fullmakt.",
        "Foster parents and residential staff can't consent without an appointment or a power of attorney.",
        _FOOTNOTE,
    )


def _never(sv: str, en: str, source: str) -> CapacityRule:
    return CapacityRule(_NEVER, None, "may_not_consent", sv, en, source)


WHO_MAY_CONSENT: dict[Capacity, CapacityRule] = {
    Capacity.CUSTODIAN: CapacityRule(
        _CHILD,
        None,
        "child_only",
        "En vårdnadshavare samtycker för sitt barn.",
        "A custodian consents for the own child.",
        "S000 Samtycke",
    ),
    Capacity.TEMPORARY_CUSTODIAN: _appointed(),
    Capacity.SPECIALLY_APPOINTED_GUARDIAN: _appointed(),
    Capacity.UNACCOMPANIED_CHILD_GUARDIAN: _appointed(),
    Capacity.SOCIAL_BOARD: CapacityRule(
        _CHILD,
        frozenset({DocumentKind.TAKEOVER_DECISION}),
        "parents_remain_custodians",
        "Föräldrarna är vårdnadshavare om inte socialnämnden har beslutat att ta över bestämmanderätten.",
        "The parents remain custodians unless the social board has decided to take over the right to decide.",
        _FOOTNOTE,
    ),
    Capacity.FOSTER_PARENT: _caretaker(),
    Capacity.RESIDENTIAL_STAFF: _caretaker(),
    Capacity.PARENT_WITHOUT_CUSTODY: _never(
        "En förälder utan vårdnad kan inte samtycka för barnet.",
        "A parent without custody can't consent for the child.",
        "S000 Samtycke",
    ),
    Capacity.CHILD: _never(
        "Barnets eget samtycke prövas inte här; fråga en jurist.",
        "The child's own consent is not decided here; ask a lawyer.",
        "Handbook 5.3",
    ),
    Capacity.OTHER_ADULT: _never(
        "En annan medföljande vuxen kan inte samtycka för barnet.",
        "Another accompanying adult can't consent for the child.",
        _FOOTNOTE,
    ),
    Capacity.EXPECTANT_PARENT: CapacityRule(
        frozenset({SubjectKind.UNBORN}),
        None,
        "unborn_child_only",
        "En blivande förälder samtycker för sig själv och det väntade barnet.",
        "An expectant parent consents for herself and the expected child.",
        "S000 Dokumentation",
    ),
    Capacity.ADULT_SELF: CapacityRule(
        frozenset({SubjectKind.ADULT}),
        None,
        "own_data_only",
        "En vuxen samtycker för egna uppgifter.",
        "An adult consents for own data.",
        "S002 13.3; S001 Bilaga 1",
    ),
}


def may_consent(
    capacity: Capacity, subject_kind: SubjectKind, document: AuthorityDocument | None, on: date
) -> bool:
    """Whether somebody in this capacity may consent for such a person on the day `on`, with this document."""
    rule = WHO_MAY_CONSENT[capacity]
    if subject_kind not in rule.subjects:
        return False
    if rule.documents is None:
        return True
    return document is not None and document.kind in rule.documents and document.is_valid(on)
