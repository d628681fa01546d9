"""Recording a consent, what the positions make together, and what becomes of a consent: acceptance cases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slussen_chassis.errors import ConflictError
from slussen_consent.domain import recording
from slussen_consent.domain.consent import (
    ChildHeard,
    Consent,
    ConsentAlreadyAnnulledError,
    ConsentAlreadyWithdrawnError,
    ConsentNotActiveError,
    ConsentNotExpiredError,
    ConsentStatus,
    EndReason,
    Information,
    JournalReference,
    annul,
    close,
    expire,
    withdraw,
)
from slussen_consent.domain.county import CountyRules
from slussen_consent.domain.custodians import (
    WHO_MAY_CONSENT,
    AuthorityDocument,
    Capacity,
    DocumentKind,
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
    Stance,
    derive_value,
    merge_positions,
)
from slussen_consent.domain.recording import ConsentDraft, ConsentInvalidError, PositionDraft, change, record
from slussen_consent.domain.scope import Request, ScopeItem, allows, concerns, excludes
from slussen_contracts.identifiers import Activity, Profession

YES, NO, PARTIAL, NOT_ASKED = (
    PositionValue.YES,
    PositionValue.NO,
    PositionValue.PARTIAL,
    PositionValue.NOT_ASKED,
)
NOW = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
TODAY = date(2026, 6, 10)
CHILD, MOTHER, FATHER, ID, UNIT = (UUID(int=number) for number in range(1, 6))
SKANE = CountyRules("skane", date(2024, 1, 1))
KALMAR = replace(SKANE, profile_id="kalmar", consequence_information_required=True)
COUNSELLOR = ScopeItem(profession=Profession.SOCIAL_WORKER, topic="family_situation")
SPEECH = ScopeItem(profession=Profession.SPEECH_THERAPIST, topic="speech")
TOGETHER = Custody(lives_together=True, verified_on=TODAY)
JOURNAL = JournalReference("journal-orebro", "entry-1", NOW)
POWER = AuthorityDocument(DocumentKind.POWER_OF_ATTORNEY, "dnr 17", date(2026, 1, 1), date(2026, 12, 31))


def says(custodian: UUID | None, value: PositionValue, **more: object) -> PositionDraft:
    given_at = None if value is NOT_ASKED else NOW
    return replace(PositionDraft(custodian, value, given_at, Method.ORAL), **more)


def draft(*positions: PositionDraft, **more: object) -> ConsentDraft:
    whole = ConsentDraft(
        subject_id=CHILD,
        situation="talk-with-counsellor",
        scope=(COUNSELLOR,),
        positions=positions,
        custody=TOGETHER,
        valid_through=TODAY + timedelta(days=90),
        journal=JOURNAL,
    )
    return replace(whole, **more)


def recorded(*positions: PositionDraft, county: CountyRules = SKANE, **more: object) -> Consent:
    return record(draft(*positions, **more), county, consent_id=ID, at=NOW)


def faults(what: ConsentDraft, county: CountyRules = SKANE) -> set[tuple[str, str]]:
    with pytest.raises(ConsentInvalidError) as caught:
        record(what, county, consent_id=ID, at=NOW)
    assert all(problem.sv and problem.en for problem in caught.value.problems)
    return {(problem.field, problem.rule) for problem in caught.value.problems}


@pytest.mark.case("CO-16")
@pytest.mark.parametrize(
    ("without", "fault"),
    [
        ({"subject_id": None}, ("subjectId", "required")),
        ({"situation": None}, ("situation", "required")),
        ({"situation": ""}, ("situation", "required")),
        ({"scope": ()}, ("scope", "required")),
        ({"scope": (replace(COUNSELLOR, topic=None),)}, ("scope.0.topic", "topic_required")),
        ({"scope": (COUNSELLOR, ScopeItem(topic="speech"))}, ("scope.1.recipient", "recipient_required")),
        ({"positions": (says(MOTHER, YES, given_at=None),)}, ("positions.0.givenAt", "required")),
        ({"positions": (says(None, YES),)}, ("positions.0.custodianId", "required")),
        ({"positions": ()}, ("positions", "required")),
    ],
)
def test_co_16_a_yes_without_person_topic_or_date_is_refused_and_the_missing_named(
    without: dict[str, object], fault: tuple[str, str]
) -> None:
    assert faults(replace(draft(says(MOTHER, YES)), **without)) == {fault}


def test_a_consent_keeps_everything_that_was_recorded() -> None:
    position = says(MOTHER, PARTIAL, method=Method.WRITTEN, scope=(SPEECH,), capacity=Capacity.CUSTODIAN)
    information = Information("2026-1", "ar", interpreter=True, consequences_explained=True)
    heard = ChildHeard(was_heard=True, journal_entry="entry-2")
    kept = recorded(position, scope=(COUNSELLOR, SPEECH), information=information, child_heard=heard)
    assert kept == Consent(
        id=ID,
        version=1,
        subject_id=CHILD,
        subject_kind=SubjectKind.CHILD,
        situation="talk-with-counsellor",
        scope=(COUNSELLOR, SPEECH),
        positions=(Position(MOTHER, PARTIAL, NOW, Method.WRITTEN, scope=(SPEECH,)),),
        custody=TOGETHER,
        valid_from=TODAY,
        valid_through=TODAY + timedelta(days=90),
        recorded_at=NOW,
        changed_at=NOW,
        information=information,
        child_heard=heard,
        journal=JOURNAL,
        stated_at=NOW,
    )


@pytest.mark.parametrize("missing", ["subject_id", "situation", "valid_through"])
def test_whatever_the_checks_say_nothing_is_recorded_without_person_situation_and_last_day(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "_problems", lambda *_: ())
    with pytest.raises(ConsentInvalidError):
        record(draft(says(MOTHER, YES), **{missing: None}), SKANE, consent_id=ID, at=NOW)


def test_what_was_stated_before_and_comes_late_adds_its_positions_and_its_moment_alone() -> None:
    kept = recorded(says(MOTHER, YES), stated_at=NOW)
    later = NOW + timedelta(hours=1)
    late = draft(
        says(FATHER, NO), stated_at=NOW - timedelta(hours=1), scope=(SPEECH,), valid_from=date(2026, 6, 1)
    )
    changed = change(kept, late, SKANE, at=later)
    father = Position(FATHER, NO, NOW, Method.ORAL)
    assert set(changed.positions) == {*kept.positions, father}
    assert changed == replace(kept, version=2, changed_at=later, positions=changed.positions)


def test_a_change_keeps_the_first_day_unless_it_states_another() -> None:
    kept = recorded(says(MOTHER, YES), valid_from=TODAY - timedelta(days=9))
    later = NOW + timedelta(hours=1)
    assert change(kept, draft(says(MOTHER, YES)), SKANE, at=later).valid_from == kept.valid_from
    stated = draft(says(MOTHER, YES), valid_from=TODAY)
    assert change(kept, stated, SKANE, at=later).valid_from == TODAY


def test_an_adult_and_an_expectant_parent_answer_alone_whatever_is_said_of_custody() -> None:
    own = says(CHILD, YES, capacity=Capacity.ADULT_SELF)
    apart = Custody(lives_together=False)
    kept = recorded(own, subject_kind=SubjectKind.ADULT, custody=apart)
    assert kept.custody == Custody(CustodyBasis.SOLE)
    assert kept.value is ConsentValue.YES


@pytest.mark.case("CO-17")
def test_co_17_a_no_that_does_not_tell_who_agrees_and_who_does_not_is_refused() -> None:
    stated = draft(says(MOTHER, YES), says(FATHER, NOT_ASKED), stated_value=ConsentValue.NO)
    assert faults(stated) == {("positions", "who_agrees_and_who_does_not")}
    nameless = draft(says(MOTHER, YES), says(None, NO), stated_value=ConsentValue.NO)
    assert ("positions.1.custodianId", "required") in faults(nameless)


def test_a_stated_value_must_be_what_the_positions_make() -> None:
    assert faults(draft(says(MOTHER, NO), stated_value=ConsentValue.YES)) == {
        ("value", "differs_from_positions")
    }
    agreed = draft(says(MOTHER, YES), stated_value=ConsentValue.PARTIAL)
    assert faults(agreed) == {("value", "differs_from_positions")}
    assert recorded(says(MOTHER, YES), stated_value=ConsentValue.YES).value is ConsentValue.YES


@pytest.mark.case("CO-18")
def test_co_18_a_partial_without_scope_is_refused() -> None:
    assert faults(draft(says(MOTHER, PARTIAL))) == {("positions.0.scope", "required")}
    empty = says(MOTHER, PARTIAL, scope=(COUNSELLOR, ScopeItem()))
    assert faults(draft(empty)) == {("positions.0.scope.1", "says_nothing")}


@pytest.mark.case("CO-19")
def test_co_19_a_no_and_a_partial_are_asked_again_and_a_yes_is_not() -> None:
    again = TODAY + timedelta(days=30)
    assert recorded(says(MOTHER, NO)).ask_again_on(SKANE.ask_again_after) == again
    assert recorded(says(MOTHER, PARTIAL, scope=(COUNSELLOR,))).ask_again_on(SKANE.ask_again_after) == again
    assert recorded(says(MOTHER, YES)).ask_again_on(SKANE.ask_again_after) is None
    assert withdraw(recorded(says(MOTHER, NO)), at=NOW).ask_again_on(SKANE.ask_again_after) is None


def test_asking_again_counts_from_the_latest_answer() -> None:
    earlier = says(FATHER, YES, given_at=NOW - timedelta(days=9))
    assert recorded(says(MOTHER, NO), earlier).ask_again_on(timedelta(days=1)) == TODAY + timedelta(days=1)


@pytest.mark.case("CO-20")
def test_co_20_one_oral_yes_is_enough_where_both_live_with_the_child_and_do_not_conflict() -> None:
    consent = recorded(says(MOTHER, YES), says(FATHER, NOT_ASKED))
    assert consent.value is ConsentValue.YES
    assert consent.missing_custodians == ()


@pytest.mark.case("CO-21")
@pytest.mark.parametrize("lives_together", [False, None])
def test_co_21_where_one_lives_elsewhere_one_yes_stays_pending(*, lives_together: bool | None) -> None:
    custody = Custody(lives_together=lives_together, verified_on=TODAY)
    consent = recorded(says(MOTHER, YES), says(FATHER, NOT_ASKED), custody=custody)
    assert consent.value is ConsentValue.PENDING
    assert consent.missing_custodians == (FATHER,)
    assert not consent.covers(
        Request("family_situation", profession=Profession.SOCIAL_WORKER),
        situation=consent.situation,
        on=TODAY,
    )


@pytest.mark.case("CO-22")
def test_co_22_where_interests_conflict_one_yes_is_not_enough() -> None:
    custody = replace(TOGETHER, conflicting_interests=True)
    consent = recorded(says(MOTHER, YES), says(FATHER, NOT_ASKED), custody=custody)
    assert (consent.value, consent.missing_custodians) == (ConsentValue.PENDING, (FATHER,))
    both = recorded(says(MOTHER, YES), says(FATHER, YES), custody=custody)
    assert both.value is ConsentValue.YES


def test_joint_custody_is_not_met_by_the_one_custodian_who_is_known() -> None:
    assert recorded(says(MOTHER, YES), custody=Custody()).value is ConsentValue.PENDING
    assert recorded(says(MOTHER, YES), custody=Custody(CustodyBasis.SOLE)).value is ConsentValue.YES


def test_nobody_asked_is_pending() -> None:
    assert recorded(says(MOTHER, NOT_ASKED)).value is ConsentValue.PENDING


def test_any_no_is_a_no_also_where_one_yes_would_have_been_enough() -> None:
    assert recorded(says(MOTHER, YES), says(FATHER, NO)).value is ConsentValue.NO


@pytest.mark.case("CO-23")
@pytest.mark.parametrize("capacity", [Capacity.FOSTER_PARENT, Capacity.RESIDENTIAL_STAFF])
def test_co_23_a_foster_parent_without_appointment_is_refused(capacity: Capacity) -> None:
    fault = ("positions.0.capacity", "appointment_or_power_of_attorney_required")
    assert faults(draft(says(MOTHER, YES, capacity=capacity))) == {fault}
    expired = replace(POWER, valid_through=TODAY - timedelta(days=1))
    assert faults(draft(says(MOTHER, YES, capacity=capacity, document=expired))) == {fault}
    other = replace(POWER, kind=DocumentKind.TAKEOVER_DECISION)
    assert faults(draft(says(MOTHER, YES, capacity=capacity, document=other))) == {fault}


@pytest.mark.case("CO-24")
def test_co_24_a_foster_parent_with_a_power_of_attorney_is_accepted_and_the_document_kept() -> None:
    consent = recorded(says(MOTHER, YES, capacity=Capacity.FOSTER_PARENT, document=POWER))
    assert consent.value is ConsentValue.YES
    assert consent.positions[0].document == POWER


def test_a_power_of_attorney_reaches_its_own_topics_and_days_alone() -> None:
    narrow = replace(POWER, topics=frozenset({"speech"}))
    speaks = Position(MOTHER, YES, NOW, capacity=Capacity.FOSTER_PARENT, document=narrow)
    assert speaks.may_speak("speech", TODAY)
    assert not speaks.may_speak("family_situation", TODAY)
    assert not speaks.may_speak("speech", date(2027, 1, 1))
    assert not speaks.may_speak("speech", date(2025, 12, 31))
    assert not replace(speaks, document=None).may_speak("speech", TODAY)
    consent = recorded(says(MOTHER, YES, capacity=Capacity.FOSTER_PARENT, document=narrow))
    assert not consent.covers(request_of(COUNSELLOR), situation=consent.situation, on=TODAY)


@pytest.mark.case("CO-25")
def test_co_25_the_guardian_of_an_unaccompanied_child_is_accepted_in_that_capacity() -> None:
    appointment = AuthorityDocument(DocumentKind.APPOINTMENT, "dnr 18")
    guardian = says(MOTHER, YES, capacity=Capacity.UNACCOMPANIED_CHILD_GUARDIAN, document=appointment)
    consent = recorded(guardian, custody=Custody(CustodyBasis.APPOINTED, verified_on=TODAY))
    assert consent.value is ConsentValue.YES
    assert consent.positions[0].capacity is Capacity.UNACCOMPANIED_CHILD_GUARDIAN


@pytest.mark.case("CO-26")
def test_co_26_the_social_board_can_not_consent_while_the_parents_remain_custodians() -> None:
    board = says(MOTHER, YES, capacity=Capacity.SOCIAL_BOARD)
    assert faults(draft(board)) == {("positions.0.capacity", "parents_remain_custodians")}
    takeover = AuthorityDocument(DocumentKind.TAKEOVER_DECISION, "dnr 19")
    assert recorded(replace(board, document=takeover)).value is ConsentValue.YES


ADULT_DRAFT = {"subject_kind": SubjectKind.ADULT, "subject_id": MOTHER, "custody": Custody()}


def test_an_adult_answers_about_own_data_and_nobody_else_does() -> None:
    myself = says(MOTHER, YES, capacity=Capacity.ADULT_SELF)
    consent = recorded(myself, stated_value=ConsentValue.YES, **ADULT_DRAFT)
    assert consent.value is ConsentValue.YES
    assert consent.custody_is_fresh(TODAY, timedelta(0))
    other = draft(says(FATHER, YES, capacity=Capacity.ADULT_SELF), **ADULT_DRAFT)
    assert faults(other) == {("positions.0.custodianId", "must_be_oneself")}
    assert faults(draft(says(MOTHER, YES), **ADULT_DRAFT)) == {("positions.0.capacity", "child_only")}


def test_who_may_consent_is_the_handbooks_table() -> None:
    fitting = {kind: AuthorityDocument(kind, "dnr") for kind in DocumentKind}
    may = {
        (capacity, subject, kind)
        for capacity in Capacity
        for subject in SubjectKind
        for kind in (None, *DocumentKind)
        if may_consent(capacity, subject, fitting.get(kind) if kind else None, TODAY)
    }
    appointed = {
        Capacity.TEMPORARY_CUSTODIAN,
        Capacity.SPECIALLY_APPOINTED_GUARDIAN,
        Capacity.UNACCOMPANIED_CHILD_GUARDIAN,
    }
    caretakers = {Capacity.FOSTER_PARENT, Capacity.RESIDENTIAL_STAFF}
    child = SubjectKind.CHILD
    expected = {(capacity, child, DocumentKind.APPOINTMENT) for capacity in appointed | caretakers}
    expected |= {(capacity, child, DocumentKind.POWER_OF_ATTORNEY) for capacity in caretakers}
    expected |= {(Capacity.SOCIAL_BOARD, child, DocumentKind.TAKEOVER_DECISION)}
    for kind in (None, *DocumentKind):
        expected |= {
            (Capacity.CUSTODIAN, child, kind),
            (Capacity.EXPECTANT_PARENT, SubjectKind.UNBORN, kind),
            (Capacity.ADULT_SELF, SubjectKind.ADULT, kind),
        }
    assert may == expected
    assert set(WHO_MAY_CONSENT) == set(Capacity)


@pytest.mark.case("CO-27")
def test_co_27_a_new_situation_needs_a_new_consent() -> None:
    consent = recorded(says(MOTHER, YES))
    assert consent.covers(request_of(COUNSELLOR), situation="talk-with-counsellor", on=TODAY)
    assert not consent.covers(request_of(COUNSELLOR), situation="speech-therapist", on=TODAY)
    with pytest.raises(ConsentInvalidError) as caught:
        change(consent, draft(says(MOTHER, YES), situation="speech-therapist"), SKANE, at=NOW)
    assert [(p.field, p.rule) for p in caught.value.problems] == [("situation", "new_consent_needed")]
    with pytest.raises(ConsentInvalidError) as caught:
        change(consent, draft(says(MOTHER, YES), subject_id=FATHER), SKANE, at=NOW)
    assert [(p.field, p.rule) for p in caught.value.problems] == [("subjectId", "new_consent_needed")]


@pytest.mark.case("CO-34")
def test_co_34_kalmar_demands_that_the_consequences_were_explained() -> None:
    assert faults(draft(says(MOTHER, YES)), KALMAR) == {
        ("information.consequencesExplained", "must_be_explained")
    }
    explained = Information("v1", consequences_explained=True)
    assert recorded(says(MOTHER, YES), county=KALMAR, information=explained).value is ConsentValue.YES


@pytest.mark.case("CO-35")
def test_co_35_unlimited_validity_is_refused() -> None:
    assert faults(draft(says(MOTHER, YES), valid_through=None)) == {("validThrough", "unlimited_validity")}


@pytest.mark.parametrize(("days", "rule"), [(366, "longer_than_allowed"), (-1, "before_first_day")])
def test_a_consent_lasts_at_most_the_longest_time_and_not_backwards(days: int, rule: str) -> None:
    last = TODAY + timedelta(days=days)
    assert faults(draft(says(MOTHER, YES), valid_through=last)) == {("validThrough", rule)}


def test_a_consent_may_last_to_the_very_last_day_that_is_allowed() -> None:
    assert recorded(says(MOTHER, YES), valid_through=TODAY + timedelta(days=365))
    assert recorded(says(MOTHER, YES), valid_through=TODAY)
    later = TODAY + timedelta(days=10)
    assert recorded(says(MOTHER, YES), valid_from=later, valid_through=later).valid_from == later


def test_nothing_is_said_or_verified_in_the_future() -> None:
    late = says(MOTHER, YES, given_at=NOW + timedelta(seconds=1))
    assert faults(draft(late)) == {("positions.0.givenAt", "in_the_future")}
    custody = replace(TOGETHER, verified_on=TODAY + timedelta(days=1))
    assert faults(draft(says(MOTHER, YES), custody=custody)) == {("custody.verifiedOn", "in_the_future")}
    assert recorded(says(MOTHER, YES), custody=Custody(CustodyBasis.SOLE)).custody.verified_on is None


def test_a_custodian_has_one_position() -> None:
    assert faults(draft(says(MOTHER, YES), says(MOTHER, NO))) == {("positions", "given_twice")}


def test_a_no_need_not_say_what_it_is_about_but_a_line_says_something() -> None:
    assert recorded(says(MOTHER, NO), scope=()).value is ConsentValue.NO
    assert recorded(says(MOTHER, NO), scope=(ScopeItem(topic="speech"),)).value is ConsentValue.NO
    assert recorded(says(MOTHER, NO), scope=(ScopeItem(unit_id=UNIT),)).value is ConsentValue.NO
    assert faults(draft(says(MOTHER, NO), scope=(ScopeItem(),))) == {
        ("scope.0.recipient", "recipient_required"),
        ("scope.0.topic", "topic_required"),
    }


def request_of(line: ScopeItem) -> Request:
    return Request(line.topic or "any", UNIT, line.profession, line.activity)


@pytest.mark.case("CO-36")
def test_co_36_a_consent_ends_with_its_last_day() -> None:
    consent = recorded(says(MOTHER, YES))
    last = consent.valid_through
    for on, expected in ((TODAY, True), (last, True), (last + timedelta(days=1), False)):
        assert consent.covers(request_of(COUNSELLOR), situation=consent.situation, on=on) is expected
    assert not consent.is_active(TODAY - timedelta(days=1))
    assert consent.has_passed(last + timedelta(days=1))
    assert not consent.has_passed(last)


@pytest.mark.case("CO-37")
def test_co_37_custody_is_verified_anew_after_the_countys_time() -> None:
    for age, fresh in ((180, True), (181, False)):
        custody = replace(TOGETHER, verified_on=TODAY - timedelta(days=age))
        consent = recorded(says(MOTHER, YES), custody=custody)
        assert consent.custody_is_fresh(TODAY, SKANE.custody_fresh_for) is fresh
    unverified = recorded(says(MOTHER, YES), custody=replace(TOGETHER, verified_on=None))
    assert not unverified.custody_is_fresh(TODAY, SKANE.custody_fresh_for)


@pytest.mark.case("CO-29")
def test_co_29_a_withdrawal_is_a_new_version_to_be_documented_and_the_earlier_one_stays() -> None:
    consent = recorded(says(MOTHER, YES))
    withdrawn = withdraw(consent, at=NOW + timedelta(hours=1), custodian_id=MOTHER)
    assert (withdrawn.version, withdrawn.status) == (2, ConsentStatus.WITHDRAWN)
    assert withdrawn.ending is not None
    assert (withdrawn.ending.reason, withdrawn.ending.custodian_id) == (EndReason.CUSTODIAN_WITHDREW, MOTHER)
    assert withdrawn.documentation_missing
    assert not withdraw(consent, at=NOW, journal=JOURNAL).documentation_missing
    assert (consent.version, consent.status) == (1, ConsentStatus.ACTIVE)
    assert not withdrawn.covers(request_of(COUNSELLOR), situation=consent.situation, on=TODAY)


def test_a_withdrawal_keeps_when_it_was_said_and_never_a_moment_ahead() -> None:
    consent = recorded(says(MOTHER, YES))
    said = NOW - timedelta(hours=2)
    for stated, kept in ((said, said), (None, NOW), (NOW + timedelta(hours=1), NOW)):
        ending = withdraw(consent, at=NOW, given_at=stated, custodian_id=MOTHER).ending
        assert ending is not None
        assert (ending.at, ending.given_at, ending.custodian_id) == (NOW, kept, MOTHER)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"scope": (COUNSELLOR,)}, {"scope": (SPEECH,)}),
        ({"method": Method.ORAL}, {"method": Method.WRITTEN}),
        ({"capacity": Capacity.FOSTER_PARENT}, {"capacity": Capacity.RESIDENTIAL_STAFF}),
        ({"document": POWER}, {"document": replace(POWER, reference="dnr 18")}),
    ],
)
def test_two_words_at_one_moment_give_one_state_in_either_order(
    one: dict[str, object], other: dict[str, object]
) -> None:
    first, second = (replace(Position(MOTHER, PARTIAL, NOW), **more) for more in (one, other))
    assert merge_positions([first, second]) == merge_positions([second, first])


def test_what_a_yes_excludes_it_denies_and_what_it_does_not_name_it_is_silent_on() -> None:
    asked = (COUNSELLOR, replace(SPEECH, allowed=False))
    position = Position(MOTHER, YES, NOW)
    told = {
        topic: position.stance(asked, Request(topic, profession=profession), TODAY)
        for topic, profession in (
            ("family_situation", Profession.SOCIAL_WORKER),
            ("speech", Profession.SPEECH_THERAPIST),
            ("sleep", Profession.SOCIAL_WORKER),
        )
    }
    assert told == {"family_situation": Stance.ALLOWS, "speech": Stance.DENIES, "sleep": Stance.SILENT}


def test_whoever_speaks_by_power_of_attorney_is_silent_on_what_it_does_not_reach() -> None:
    power = replace(POWER, topics=frozenset({"speech"}))
    both = (replace(COUNSELLOR, profession=None), replace(SPEECH, profession=None))
    for value in (YES, PARTIAL):
        position = Position(MOTHER, value, NOW, capacity=Capacity.FOSTER_PARENT, document=power, scope=both)
        stances = [position.stance(both, Request(topic), TODAY) for topic in ("speech", "family_situation")]
        assert stances == [Stance.ALLOWS, Stance.SILENT]


@pytest.mark.parametrize(
    ("held", "stated", "stands"),
    [
        (NOW - timedelta(hours=1), NOW - timedelta(hours=2), False),
        (NOW - timedelta(hours=1), NOW - timedelta(hours=1), True),
        (NOW - timedelta(hours=2), NOW - timedelta(hours=1), True),
        (None, NOW - timedelta(hours=1), False),
        (None, None, True),
    ],
)
def test_of_two_statements_of_one_moment_the_one_that_comes_last_stands(
    held: datetime | None, stated: datetime | None, stands: bool
) -> None:
    known = replace(recorded(says(MOTHER, YES)), stated_at=held)
    later = draft(says(MOTHER, YES), valid_through=TODAY + timedelta(days=10), stated_at=stated)
    changed = change(known, later, SKANE, at=NOW)
    assert (changed.valid_through == later.valid_through) is stands


def test_each_end_keeps_its_moment_and_its_reason() -> None:
    consent, later = recorded(says(MOTHER, YES)), NOW + timedelta(days=91)
    ends = {
        ConsentStatus.EXPIRED: (expire(consent, at=later), EndReason.LAST_DAY_PASSED),
        ConsentStatus.ANNULLED: (annul(consent, at=later), EndReason.RECORDED_BY_MISTAKE),
        ConsentStatus.CLOSED: (close(consent, at=later), EndReason.SITUATION_ENDED),
        ConsentStatus.WITHDRAWN: (withdraw(consent, at=later), EndReason.CUSTODIAN_WITHDREW),
    }
    for status, (ended, reason) in ends.items():
        assert ended.ending is not None
        assert (ended.status, ended.ending.at, ended.ending.reason) == (status, later, reason)
        assert (ended.version, ended.changed_at) == (2, later)


def test_withdrawing_twice_is_a_conflict() -> None:
    withdrawn = withdraw(recorded(says(MOTHER, YES)), at=NOW)
    with pytest.raises(ConsentAlreadyWithdrawnError):
        withdraw(withdrawn, at=NOW)


def test_a_consent_expires_when_its_last_day_has_passed_in_sweden() -> None:
    consent = recorded(says(MOTHER, YES), valid_through=TODAY)
    with pytest.raises(ConsentNotExpiredError):
        expire(consent, at=datetime(2026, 6, 10, 21, 59, 59, tzinfo=UTC))
    expired = expire(consent, at=datetime(2026, 6, 10, 22, 0, tzinfo=UTC))
    assert (expired.status, expired.has_passed(TODAY)) == (ConsentStatus.EXPIRED, True)


@pytest.mark.parametrize(
    "reason", [EndReason.SITUATION_ENDED, EndReason.CUSTODY_CHANGED, EndReason.CHILD_BORN]
)
def test_a_consent_closes_with_its_situation_custody_or_birth(reason: EndReason) -> None:
    closed = close(recorded(says(MOTHER, YES)), at=NOW, reason=reason)
    assert closed.status is ConsentStatus.CLOSED
    assert closed.ending is not None
    assert closed.ending.reason is reason


def test_what_has_ended_can_not_end_or_change_again_but_a_mistake_is_annulled_once() -> None:
    ended = close(recorded(says(MOTHER, YES)), at=NOW)
    late = NOW + timedelta(days=400)
    for act in (
        lambda: withdraw(ended, at=NOW),
        lambda: expire(ended, at=late),
        lambda: close(ended, at=NOW),
        lambda: change(ended, draft(says(MOTHER, NO)), SKANE, at=NOW),
    ):
        with pytest.raises(ConsentNotActiveError):
            act()
    annulled = annul(ended, at=late)
    assert (annulled.status, annulled.version, annulled.changed_at) == (ConsentStatus.ANNULLED, 3, late)
    with pytest.raises(ConsentAlreadyAnnulledError):
        annul(annulled, at=NOW)


def test_a_change_is_a_new_version_with_each_custodians_latest_word() -> None:
    consent = recorded(says(MOTHER, YES), says(FATHER, NOT_ASKED), valid_from=TODAY)
    later = NOW + timedelta(hours=2)
    changed = change(consent, draft(says(FATHER, NO, given_at=later)), SKANE, at=later)
    assert (changed.id, changed.version, changed.recorded_at, changed.changed_at) == (ID, 2, NOW, later)
    assert [position.value for position in changed.positions] == [YES, NO]
    assert changed.value is ConsentValue.NO
    assert changed.valid_from == consent.valid_from
    late_news = change(changed, draft(says(FATHER, YES, given_at=NOW)), SKANE, at=later)
    assert late_news.value is ConsentValue.NO


def test_at_the_same_moment_the_stricter_word_stands() -> None:
    yes, no = Position(MOTHER, YES, NOW), Position(MOTHER, NO, NOW)
    assert merge_positions([yes], [no]) == merge_positions([no], [yes]) == (no,)


moments = st.sampled_from([NOW - timedelta(hours=hours) for hours in range(4)])
lines = st.builds(
    ScopeItem,
    unit_id=st.sampled_from([None, UNIT, ID]),
    profession=st.sampled_from([None, Profession.SOCIAL_WORKER, Profession.MIDWIFE]),
    activity=st.sampled_from([None, *list(Activity)[:2]]),
    topic=st.sampled_from([None, "speech", "family_situation"]),
    allowed=st.booleans(),
)
scopes = st.lists(lines, max_size=3).map(tuple)
positions = st.builds(
    Position,
    custodian_id=st.sampled_from([MOTHER, FATHER]),
    value=st.sampled_from(PositionValue),
    given_at=st.none() | moments,
    scope=scopes,
)
requests = st.builds(
    Request,
    topic=st.sampled_from(["speech", "family_situation"]),
    unit_id=st.sampled_from([None, UNIT]),
    profession=st.sampled_from([None, Profession.SOCIAL_WORKER, Profession.MIDWIFE]),
    activity=st.sampled_from([None, *list(Activity)[:2]]),
)


@given(st.lists(positions, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_positions_arrive_does_not_matter(many: list[Position], random: object) -> None:
    shuffled = list(many)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis gives a random.Random
    assert (
        merge_positions(many) == merge_positions(shuffled) == merge_positions(merge_positions(many), shuffled)
    )


@given(st.lists(positions, max_size=4), st.builds(Custody, lives_together=st.none() | st.booleans()))
def test_adding_a_no_always_makes_a_no(many: list[Position], custody: Custody) -> None:
    assert derive_value([*many, Position(ID, NO, NOW)], custody) is ConsentValue.NO


@given(scopes, st.integers(0, 2), requests)
def test_a_scope_with_an_allowance_less_never_allows_more(
    scope: tuple[ScopeItem, ...], place: int, request: Request
) -> None:
    fewer = tuple(line for at, line in enumerate(scope) if at != place or not line.allowed)
    assert allows(scope, request) or not allows(fewer, request)
    more = (*scope, ScopeItem(topic=request.topic, allowed=False))
    assert not allows(more, request)


def test_what_is_unknown_about_a_recipient_fails_closed() -> None:
    unknown = Request("speech")
    assert not allows([ScopeItem(unit_id=UNIT)], unknown)
    assert excludes([ScopeItem(unit_id=UNIT, allowed=False)], unknown)
    assert concerns([ScopeItem(unit_id=UNIT)], unknown)
    assert concerns([], unknown)
    assert not concerns([ScopeItem(topic="family_situation")], unknown)


@pytest.mark.parametrize("withdrawal_first", [True, False])
def test_a_withdrawal_stands_in_whichever_order_it_and_a_change_arrive(*, withdrawal_first: bool) -> None:
    consent = recorded(says(MOTHER, YES))
    acts = [
        lambda it: withdraw(it, at=NOW),
        lambda it: change(it, draft(says(MOTHER, YES)), SKANE, at=NOW),
    ]
    for act in acts if withdrawal_first else reversed(acts):
        try:
            consent = act(consent)
        except ConflictError:
            continue
    assert consent.status is ConsentStatus.WITHDRAWN
