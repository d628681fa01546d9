"""Asking again, documentation, what was told, break-glass, and how long the record is kept: the rules alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from slussen_chassis.errors import DomainError
from slussen_consent.domain.ask_again import (
    AskAgainTask,
    TaskNotOpenError,
    TaskStatus,
    answers_again,
    complete,
    remind,
    supersede,
    task_for,
)
from slussen_consent.domain.consent import Consent, ConsentStatus, EndReason, JournalReference
from slussen_consent.domain.county import CountyRules, county_rules
from slussen_consent.domain.custodians import SubjectKind
from slussen_consent.domain.disclosures import (
    INNER,
    DecidedOn,
    DecidedPair,
    DecisionDoesNotPermitError,
    DisclosureInvalidError,
    Told,
    decision_held,
    pair_told,
)
from slussen_consent.domain.documentation import documentation_of
from slussen_consent.domain.emergency import (
    AlreadyReviewedError,
    EmergencyAccess,
    EmergencyReason,
    Opening,
    OwnReviewError,
    Review,
    ReviewOutcome,
    close_records,
    concerns_unit,
    open_records,
    review_access,
)
from slussen_consent.domain.lawful_basis import earliest_erasure, lawful_basis
from slussen_consent.domain.positions import Custody, CustodyBasis, Position, PositionValue
from slussen_consent.domain.protection import WITHHELD, without_places
from slussen_consent.domain.scope import ScopeItem
from slussen_contracts.identifiers import Profession
from slussen_contracts.profiles import profile

NOW = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
CHILD, MOTHER, UNIT, TASK, ID, OTHER = (UUID(int=number) for number in range(1, 7))
SKANE = county_rules(profile("skane", on=NOW.date()))
KALMAR = county_rules(profile("kalmar", on=NOW.date()))
SPEECH = ScopeItem(unit_id=OTHER, topic="speech")


def consent(value: PositionValue = PositionValue.NO, **more: object) -> Consent:
    whole = Consent(
        id=ID,
        version=3,
        subject_id=CHILD,
        subject_kind=SubjectKind.CHILD,
        situation="talk-1",
        scope=(SPEECH,),
        positions=(Position(MOTHER, value, NOW),),
        custody=Custody(CustodyBasis.SOLE),
        valid_from=NOW.date(),
        valid_through=date(2026, 12, 31),
        recorded_at=NOW,
        changed_at=NOW,
    )
    return replace(whole, **more)


def task() -> AskAgainTask:
    made = task_for(consent(), unit_id=UNIT, after=timedelta(days=30), task_id=TASK, at=LATER)
    assert made is not None
    return made


# Asking again --------------------------------------------------------------------------------------------------


@pytest.mark.case("CO-19")
def test_a_no_and_a_partial_make_a_task_and_a_yes_makes_none() -> None:
    assert task() == AskAgainTask(
        id=TASK,
        version=1,
        consent_id=ID,
        consent_version=3,
        subject_id=CHILD,
        situation="talk-1",
        unit_id=UNIT,
        due_on=date(2026, 7, 10),
        status=TaskStatus.OPEN,
        created_at=LATER,
    )
    for given, makes in ((PositionValue.PARTIAL, True), (PositionValue.YES, False)):
        made = task_for(consent(given), unit_id=UNIT, after=timedelta(days=30), task_id=TASK, at=NOW)
        assert (made is not None) is makes


@pytest.mark.parametrize(
    ("newer", "answers"),
    [
        (consent(PositionValue.YES), True),
        (consent(PositionValue.YES, scope=(SPEECH, replace(SPEECH, topic="sleep"))), True),
        (consent(PositionValue.YES, scope=(replace(SPEECH, topic="sleep"),)), False),
        (consent(PositionValue.YES, situation="talk-2"), False),
        (consent(PositionValue.YES, subject_id=OTHER), False),
        (consent(PositionValue.NOT_ASKED), False),
    ],
)
def test_a_new_answer_answers_everything_that_was_asked(newer: Consent, answers: bool) -> None:
    assert answers_again(newer, consent()) is answers


def test_what_was_excluded_before_need_not_be_asked_again() -> None:
    excluding = consent(scope=(SPEECH, replace(SPEECH, topic="sleep", allowed=False)))
    assert answers_again(consent(PositionValue.YES), excluding)


def test_a_task_ends_once_and_is_reminded_of_without_ending() -> None:
    done, superseded, reminded = (
        complete(task(), at=LATER),
        supersede(task(), at=LATER),
        remind(task(), at=LATER),
    )
    assert (done.status, done.version, done.ended_at) == (TaskStatus.DONE, 2, LATER)
    assert (superseded.status, superseded.version, superseded.ended_at) == (TaskStatus.SUPERSEDED, 2, LATER)
    assert (reminded.status, reminded.version, reminded.reminded_at) == (TaskStatus.OPEN, 2, LATER)
    for ended in (done, superseded):
        for end in (complete, supersede):
            with pytest.raises(TaskNotOpenError):
                end(ended, at=LATER)


# Documentation -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profession", "kind", "county", "place", "source", "sv"),
    [
        pytest.param(
            Profession.CHILD_HEALTH_NURSE,
            SubjectKind.CHILD,
            SKANE,
            "child_record",
            "S000 Dokumentation av samtycke",
            "Samtycket dokumenteras i barnets journal.",
            marks=pytest.mark.case("CO-28"),
        ),
        pytest.param(
            Profession.CHILD_HEALTH_NURSE,
            SubjectKind.ADULT,
            SKANE,
            "guardian_record",
            "S000 Dokumentation av samtycke",
            "Samtycket dokumenteras i vårdnadshavarens journal.",
            marks=pytest.mark.case("CO-38"),
        ),
        pytest.param(
            Profession.MIDWIFE,
            SubjectKind.UNBORN,
            SKANE,
            "guardian_record",
            "S000 Dokumentation av samtycke",
            "Samtycket dokumenteras i vårdnadshavarens journal.",
            marks=pytest.mark.case("CO-39"),
        ),
        (
            Profession.SOCIAL_WORKER,
            SubjectKind.CHILD,
            SKANE,
            None,
            "S000 Dokumentation av samtycke",
            "Länets dokument reglerar inte var samtycket dokumenteras.",
        ),
        (
            Profession.LIBRARIAN,
            SubjectKind.CHILD,
            SKANE,
            None,
            "S000 Dokumentation av samtycke",
            "Länets dokument reglerar inte var samtycket dokumenteras.",
        ),
        (
            None,
            SubjectKind.CHILD,
            KALMAR,
            None,
            "S003 Sekretess och dokumentation",
            "Länets dokument: enligt den egna huvudmannens lag och rutin.",
        ),
        (
            None,
            SubjectKind.CHILD,
            CountyRules("silent", date(2026, 1, 1)),
            None,
            None,
            "Länets dokument reglerar inte var samtycket dokumenteras.",
        ),
    ],
)
def test_where_a_consent_is_documented(
    profession: Profession | None,
    kind: SubjectKind,
    county: CountyRules,
    place: str | None,
    source: str | None,
    sv: str,
) -> None:
    found = documentation_of(profession, kind, county)
    assert (found.place, found.source, found.sv) == (place, source, sv)
    assert found.en.startswith("The c")


# What was told -------------------------------------------------------------------------------------------------

PAIR = DecidedPair(0, UNIT, OTHER, Profession.SOCIAL_WORKER, "permitted", "consent")
ELSEWHERE = DecidedPair(1, UNIT, CHILD, None, "consent_required", "")
DECIDED = DecidedOn(("speech", "sleep"), NOW, NOW, (PAIR,))


def told(*topics: str, at: datetime = LATER, **more: object) -> Told:
    return replace(Told(topics, at), **more)


def test_what_was_told_is_the_decisions_pair() -> None:
    assert pair_told(told("speech"), DECIDED, now=LATER) is PAIR
    assert pair_told(told("speech", "sleep"), DECIDED, now=LATER) is PAIR
    both = replace(DECIDED, pairs=(PAIR, ELSEWHERE))
    assert pair_told(told("speech", recipient_unit_id=OTHER), both, now=LATER) is PAIR
    named = told("speech", recipient_profession=Profession.SOCIAL_WORKER)
    assert pair_told(named, both, now=LATER) is PAIR
    assert pair_told(told("speech", at=NOW), DECIDED, now=NOW) is PAIR


@pytest.mark.parametrize(
    ("what", "decided", "faults"),
    [
        (told("money"), DECIDED, ["topics not-decided"]),
        (told("speech", "money"), DECIDED, ["topics not-decided"]),
        (told("speech", at=NOW - timedelta(seconds=1)), DECIDED, ["toldAt out-of-time"]),
        (told("speech", at=LATER + timedelta(seconds=1)), DECIDED, ["toldAt out-of-time"]),
        (told("speech", recipient_unit_id=UNIT), DECIDED, ["recipient not-decided"]),
        (told("speech", recipient_profession=Profession.MIDWIFE), DECIDED, ["recipient not-decided"]),
        (told("speech"), replace(DECIDED, pairs=(PAIR, ELSEWHERE)), ["recipient not-decided"]),
        (told("speech"), replace(DECIDED, pairs=()), ["recipient not-decided"]),
        (
            told("money", at=LATER + timedelta(days=1), recipient_unit_id=UNIT),
            DECIDED,
            ["topics not-decided", "toldAt out-of-time", "recipient not-decided"],
        ),
    ],
)
def test_only_what_was_decided_can_be_told(what: Told, decided: DecidedOn, faults: list[str]) -> None:
    with pytest.raises(DisclosureInvalidError) as caught:
        pair_told(what, decided, now=LATER)
    assert [f"{problem.field} {problem.rule}" for problem in caught.value.problems] == faults
    texts = {
        "topics": ("Beslutet gäller andra ämnen.", "Other topics."),
        "toldAt": ("Före beslutet eller i framtiden.", "Before it, or not yet."),
        "recipient": ("Ange beslutets mottagare.", "State the decision's recipient."),
    }
    assert all((problem.sv, problem.en) == texts[problem.field] for problem in caught.value.problems)


@pytest.mark.parametrize(
    "decided",
    [
        replace(DECIDED, pairs=(replace(PAIR, outcome="refused"),)),
        replace(DECIDED, as_of=NOW - timedelta(days=1)),
    ],
)
def test_a_refusal_or_an_answer_about_the_past_is_no_permission(decided: DecidedOn) -> None:
    with pytest.raises(DecisionDoesNotPermitError):
        pair_told(told("speech"), decided, now=LATER)


def test_with_a_care_relationship_the_way_of_inner_confidentiality_may_be_chosen() -> None:
    required = replace(PAIR, outcome="consent_required", ground="", alternatives=("ask_for_consent", INNER))
    chosen = pair_told(told("speech", on_inner=True), replace(DECIDED, pairs=(required,)), now=LATER)
    assert (chosen.outcome, chosen.ground, chosen.place) == ("permitted", "inner_confidentiality", 0)
    for pair in (
        replace(required, alternatives=("ask_for_consent",)),
        replace(required, outcome="refused"),
        PAIR,
    ):
        with pytest.raises(DecisionDoesNotPermitError):
            pair_told(told("speech", on_inner=True), replace(DECIDED, pairs=(pair,)), now=LATER)
    with pytest.raises(DecisionDoesNotPermitError):
        pair_told(told("speech"), replace(DECIDED, pairs=(required,)), now=LATER)
    past = replace(DECIDED, pairs=(required,), as_of=NOW - timedelta(days=1))
    with pytest.raises(DecisionDoesNotPermitError):
        pair_told(told("speech", on_inner=True), past, now=LATER)


def test_a_decision_held_where_nothing_had_moved_when_it_was_told() -> None:
    assert decision_held([(ID, 1)], [(ID, 1, NOW)], LATER)
    assert not decision_held([(ID, 1)], [(ID, 2, NOW)], LATER)
    assert not decision_held([(ID, 1)], [(ID, 2, LATER)], LATER)
    assert decision_held([(ID, 1)], [(ID, 2, LATER)], NOW)
    assert not decision_held([], [(ID, 1, NOW)], LATER)


# Break-glass ---------------------------------------------------------------------------------------------------


def opened() -> EmergencyAccess:
    opening = Opening("anna", UNIT, CHILD, EmergencyReason.ACUTE_CARE, "note-1")
    return open_records(opening, access_id=ID, at=NOW)


def test_records_are_open_for_three_hours() -> None:
    access = opened()
    assert access == EmergencyAccess(
        ID, 1, "anna", UNIT, CHILD, EmergencyReason.ACUTE_CARE, NOW, NOW + timedelta(hours=3), "note-1"
    )
    assert access.is_open(NOW)
    assert access.is_open(NOW + timedelta(hours=3) - timedelta(microseconds=1))
    assert not access.is_open(NOW + timedelta(hours=3))
    assert not access.is_open(NOW - timedelta(microseconds=1))


def test_they_are_closed_before_time_once() -> None:
    closed = close_records(opened(), at=LATER)
    assert (closed.version, closed.closes_at) == (2, LATER)
    assert close_records(closed, at=LATER) is closed


@pytest.mark.parametrize(
    ("outcome", "at", "closes_at"),
    [
        (ReviewOutcome.JUSTIFIED, LATER, NOW + timedelta(hours=3)),
        (ReviewOutcome.NOT_JUSTIFIED, LATER, LATER),
        (ReviewOutcome.NOT_JUSTIFIED, NOW + timedelta(hours=9), NOW + timedelta(hours=3)),
    ],
)
def test_what_was_not_justified_closes_at_once(
    outcome: ReviewOutcome, at: datetime, closes_at: datetime
) -> None:
    review = Review("bo", at, outcome, "ref-1")
    reviewed = review_access(opened(), review)
    assert (reviewed.version, reviewed.review, reviewed.closes_at) == (2, review, closes_at)


def test_a_review_is_anothers_and_made_once() -> None:
    review = Review("bo", LATER, ReviewOutcome.JUSTIFIED)
    errors: list[tuple[EmergencyAccess, Review, type[DomainError]]] = [
        (opened(), replace(review, by="anna"), OwnReviewError),
        (review_access(opened(), review), review, AlreadyReviewedError),
    ]
    for access, attempt, error in errors:
        with pytest.raises(error):
            review_access(access, attempt)


def test_a_unit_needs_what_it_recorded_and_what_names_it_as_told() -> None:
    assert concerns_unit(consent(), UNIT, UNIT)
    assert concerns_unit(consent(), UNIT, OTHER)
    assert not concerns_unit(consent(), UNIT, CHILD)
    excluding = consent(scope=(replace(SPEECH, allowed=False),))
    assert not concerns_unit(excluding, UNIT, OTHER)


# In law --------------------------------------------------------------------------------------------------------


def test_a_consent_lifts_secrecy_and_is_no_ground_for_processing() -> None:
    assert lawful_basis(Profession.MIDWIFE).secrecy == ("osl-10-1", "osl-12-2")
    assert lawful_basis(Profession.MIDWIFE).gdpr == ("6.1.e", "9.2.h")
    assert lawful_basis(Profession.SOCIAL_WORKER).gdpr == lawful_basis(None).gdpr == ("6.1.e", "9.2.g")


@pytest.mark.parametrize(
    ("last", "profession", "first"),
    [
        (date(2026, 6, 10), Profession.MIDWIFE, date(2036, 6, 10)),
        (date(2024, 2, 29), Profession.CHILD_HEALTH_NURSE, date(2034, 3, 1)),
        (date(2026, 6, 10), Profession.SOCIAL_WORKER, None),
        (date(2026, 6, 10), None, None),
    ],
)
def test_a_patient_record_is_kept_for_ten_years_at_least(
    last: date, profession: Profession | None, first: date | None
) -> None:
    assert earliest_erasure(last, profession) == first


def test_a_status_that_is_not_active_asks_nothing_again() -> None:
    ended = consent(status=ConsentStatus.CLOSED)
    assert task_for(ended, unit_id=UNIT, after=timedelta(days=30), task_id=TASK, at=NOW) is None


def test_a_protected_persons_consent_names_the_readers_own_unit_alone() -> None:
    both = consent(
        scope=(SPEECH, replace(SPEECH, unit_id=UNIT), ScopeItem(topic="sleep")),
        journal=JournalReference("journal", "entry-1", NOW),
    )
    shown = without_places(both, OTHER)
    assert [line.unit_id for line in shown.scope] == [OTHER, WITHHELD, None]
    assert [line.topic for line in shown.scope] == ["speech", "speech", "sleep"]
    assert shown.journal is None
    system = without_places(both, None)
    assert (system.scope, system.journal) == (both.scope, None)
    assert shown == replace(both, scope=shown.scope, journal=None)


def test_a_protected_persons_partial_names_the_readers_own_unit_alone() -> None:
    partial = Position(MOTHER, PositionValue.PARTIAL, NOW, scope=(SPEECH, replace(SPEECH, unit_id=UNIT)))
    (shown,) = without_places(consent(positions=(partial,)), OTHER).positions
    assert [line.unit_id for line in shown.scope] == [OTHER, WITHHELD]
    assert replace(shown, scope=partial.scope) == partial
    assert without_places(consent(positions=(partial,)), None).positions == (partial,)


@pytest.mark.parametrize(
    ("situation", "reason", "kind", "ends"),
    [
        ("talk-1", EndReason.SITUATION_ENDED, SubjectKind.ADULT, True),
        ("talk-2", EndReason.CUSTODY_CHANGED, SubjectKind.CHILD, False),
        (None, EndReason.CUSTODY_CHANGED, SubjectKind.CHILD, True),
        (None, EndReason.CUSTODY_CHANGED, SubjectKind.UNBORN, False),
        (None, EndReason.CHILD_BORN, SubjectKind.UNBORN, True),
        (None, EndReason.CHILD_BORN, SubjectKind.CHILD, False),
        (None, EndReason.SITUATION_ENDED, SubjectKind.CHILD, False),
    ],
)
def test_a_consent_ends_with_its_situation_or_with_what_it_rests_on(
    situation: str | None, reason: EndReason, kind: SubjectKind, ends: bool
) -> None:
    assert consent(subject_kind=kind).ends_with(situation, reason) is ends
