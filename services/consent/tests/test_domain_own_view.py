"""What a custodian sees and answers alone, as pure rules: silence by default, own answers alone, one act at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from slussen_consent.domain.consent import (
    Consent,
    ConsentNotActiveError,
    ConsentStatus,
    Ending,
    EndReason,
    JournalReference,
)
from slussen_consent.domain.custodians import AuthorityDocument, Capacity, DocumentKind, SubjectKind
from slussen_consent.domain.own_view import (
    WITHHELD_TEXTS,
    AnswerInvalidError,
    ConsentWithheldError,
    OwnAnswer,
    Withheld,
    answer,
    awaits_others,
    covered_lines,
    may_still,
    own_position,
    required_position,
)
from slussen_consent.domain.positions import Custody, Method, Position, PositionValue
from slussen_consent.domain.scope import ScopeItem
from slussen_contracts.identifiers import Profession

NOW, LATER = datetime(2026, 6, 10, 9, 0, tzinfo=UTC), datetime(2026, 6, 11, 9, 0, tzinfo=UTC)
TODAY, FRESH = date(2026, 6, 10), timedelta(days=30)
CHILD, MOTHER, FATHER, STRANGER, ID = (UUID(int=number) for number in range(1, 6))
COUNSELLOR = ScopeItem(profession=Profession.SOCIAL_WORKER, topic="family_situation")
SPEECH = ScopeItem(profession=Profession.SPEECH_THERAPIST, topic="speech")
NEVER = ScopeItem(profession=Profession.PSYCHOLOGIST, topic="diagnosis", allowed=False)
YES, NO, PARTIAL, NOT_ASKED = (PositionValue(value) for value in ("yes", "no", "partial", "not_asked"))


def consent(*positions: Position, **more: object) -> Consent:
    whole = Consent(
        id=ID,
        version=3,
        subject_id=CHILD,
        subject_kind=SubjectKind.CHILD,
        situation="talk",
        scope=(NEVER, COUNSELLOR, SPEECH),
        positions=positions,
        custody=Custody(lives_together=False, verified_on=TODAY),
        valid_from=TODAY,
        valid_through=TODAY + timedelta(days=90),
        recorded_at=NOW,
        changed_at=NOW,
        journal=JournalReference("journal-orebro", "entry-1", NOW),
    )
    return replace(whole, **more)


def mothers(value: PositionValue = YES, **more: object) -> Position:
    return replace(Position(MOTHER, value, NOW, Method.ORAL), **more)


def fathers(value: PositionValue = YES) -> Position:
    return Position(FATHER, value, None if value is NOT_ASKED else NOW, Method.ORAL)


def shown(to: UUID, of: Consent, on: date = TODAY) -> Position | Withheld:
    return own_position(of, {to}, on=on, fresh_for=FRESH)


def test_everybody_is_shown_the_own_position_under_any_id_they_are_known_by() -> None:
    both = consent(mothers(), fathers(NO))
    assert shown(MOTHER, both) == mothers()
    assert own_position(both, {STRANGER, FATHER}, on=TODAY, fresh_for=FRESH) == fathers(NO)
    assert shown(STRANGER, both) is Withheld.NOT_ENTITLED


def test_who_has_no_say_is_shown_nothing() -> None:
    assert shown(MOTHER, consent(mothers(capacity=Capacity.FOSTER_PARENT))) is Withheld.NOT_ENTITLED


def test_a_social_board_is_no_private_person_though_it_may_consent() -> None:
    decision = AuthorityDocument(DocumentKind.TAKEOVER_DECISION, "dnr 18")
    of = consent(mothers(capacity=Capacity.SOCIAL_BOARD, document=decision))
    assert shown(MOTHER, of) is Withheld.NOT_ENTITLED


def test_who_speaks_by_a_document_is_shown_it_while_the_document_holds() -> None:
    power = AuthorityDocument(DocumentKind.POWER_OF_ATTORNEY, "dnr 17", date(2026, 1, 1), TODAY)
    of = consent(
        mothers(capacity=Capacity.FOSTER_PARENT, document=power),
        custody=Custody(verified_on=date(2026, 6, 1)),
    )
    assert isinstance(shown(MOTHER, of), Position)
    assert shown(MOTHER, of, TODAY + timedelta(days=1)) is Withheld.NOT_ENTITLED


@pytest.mark.case("CO-37")
def test_co_37_custody_counts_as_known_for_a_while_alone() -> None:
    of = consent(mothers())
    assert isinstance(shown(MOTHER, of, TODAY + FRESH), Position)
    assert shown(MOTHER, of, TODAY + FRESH + timedelta(days=1)) is Withheld.CUSTODY_NOT_VERIFIED
    assert shown(MOTHER, replace(of, custody=Custody())) is Withheld.CUSTODY_NOT_VERIFIED


def test_what_ended_with_custody_is_shown_to_nobody_and_what_ended_otherwise_is() -> None:
    ended = consent(mothers(), status=ConsentStatus.CLOSED, ending=Ending(NOW, EndReason.CUSTODY_CHANGED))
    assert shown(MOTHER, ended) is Withheld.CUSTODY_CHANGED
    assert isinstance(shown(MOTHER, replace(ended, ending=Ending(NOW, EndReason.SITUATION_ENDED))), Position)


@pytest.mark.parametrize(
    ("of", "reason"),
    [
        (consent(fathers()), Withheld.NOT_ENTITLED),
        (consent(mothers(), custody=Custody()), Withheld.CUSTODY_NOT_VERIFIED),
        (consent(mothers(), ending=Ending(NOW, EndReason.CUSTODY_CHANGED)), Withheld.CUSTODY_CHANGED),
    ],
)
def test_a_refusal_says_why_and_whom_to_ask_in_both_languages(of: Consent, reason: Withheld) -> None:
    with pytest.raises(ConsentWithheldError) as caught:
        required_position(of, {MOTHER}, on=TODAY, fresh_for=FRESH)
    assert (caught.value.detail_sv, caught.value.detail_en) == WITHHELD_TEXTS[reason]
    assert "mottagningen" in WITHHELD_TEXTS[reason][0]
    assert "clinic" in WITHHELD_TEXTS[reason][1]


def test_a_position_that_is_shown_is_required_without_a_word() -> None:
    assert required_position(consent(mothers()), {MOTHER}, on=TODAY, fresh_for=FRESH) == mothers()
    late = TODAY + FRESH + timedelta(days=1)
    with pytest.raises(ConsentWithheldError):
        required_position(consent(mothers()), {MOTHER}, on=late, fresh_for=FRESH)


def test_only_somebody_elses_missing_answer_is_awaited() -> None:
    assert awaits_others(consent(mothers(), fathers(NOT_ASKED)), mothers())
    assert not awaits_others(consent(mothers(), fathers()), mothers())
    own_missing = mothers(NOT_ASKED, given_at=None)
    assert not awaits_others(consent(own_missing, fathers()), own_missing)


def test_an_answer_lets_through_what_was_asked_and_never_what_was_barred() -> None:
    of = consent(mothers())
    assert covered_lines(of, mothers()) == (1, 2)
    assert covered_lines(of, mothers(NO)) == ()
    assert covered_lines(of, mothers(NOT_ASKED)) == ()
    assert covered_lines(of, mothers(PARTIAL, scope=(SPEECH, NEVER))) == (2,)
    assert covered_lines(of, mothers(PARTIAL, scope=(replace(SPEECH, allowed=False), COUNSELLOR))) == (1,)
    assert covered_lines(consent(mothers(), scope=(SPEECH, NEVER)), mothers(PARTIAL, scope=(NEVER,))) == ()


def test_an_answer_makes_the_next_version_and_changes_the_own_position_alone() -> None:
    before = consent(mothers(), fathers())
    after = answer(
        before, mothers(), OwnAnswer(PARTIAL, (2, 2, 1)[:2], consequences_understood=True), at=LATER
    )

    own = next(one for one in after.positions if one.custodian_id == MOTHER)
    assert own == Position(MOTHER, PARTIAL, LATER, Method.DIGITAL, scope=(SPEECH,))
    assert fathers() in after.positions
    assert len(after.positions) == 2
    assert (after.version, after.changed_at, after.recorded_at) == (4, LATER, NOW)
    assert after.documentation_missing
    assert (
        replace(after, positions=before.positions, version=3, changed_at=NOW, journal=before.journal)
        == before
    )


@pytest.mark.parametrize("value", [YES, NO])
def test_a_whole_answer_carries_no_lines_of_its_own(value: PositionValue) -> None:
    before = consent(mothers(PARTIAL, scope=(SPEECH,)))
    given = OwnAnswer(value, (1,), consequences_understood=value is YES)
    after = answer(before, before.positions[0], given, at=LATER)
    assert after.positions == (Position(MOTHER, value, LATER, Method.DIGITAL),)


def test_lines_are_kept_once_and_in_the_order_of_what_was_asked() -> None:
    before = consent(
        mothers(), scope=(COUNSELLOR, SPEECH, ScopeItem(topic="x", profession=Profession.MIDWIFE))
    )
    after = answer(before, mothers(), OwnAnswer(PARTIAL, (1, 0, 1), consequences_understood=True), at=LATER)
    assert after.positions[0].scope == (COUNSELLOR, SPEECH)


SOME = ("lines", "some-not-all", "Välj något, men inte allt, av det som frågan gäller.")
READ = ("consequencesUnderstood", "must-be-read", "Bekräfta att du har läst vad svaret leder till.")
IN_ENGLISH = {
    "some-not-all": "Choose some, but not all, of what was asked.",
    "must-be-read": "Confirm that you have read what the answer leads to.",
}


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        (OwnAnswer(PARTIAL, (), consequences_understood=True), [SOME]),
        (OwnAnswer(PARTIAL, (1, 2), consequences_understood=True), [SOME]),
        (OwnAnswer(PARTIAL, (0,), consequences_understood=True), [SOME]),
        (OwnAnswer(PARTIAL, (1, 7), consequences_understood=True), [SOME]),
        (OwnAnswer(PARTIAL, (1,)), [READ]),
        (OwnAnswer(PARTIAL), [SOME, READ]),
        (OwnAnswer(YES), [READ]),
    ],
)
def test_an_answer_that_fits_nothing_or_was_not_read_changes_nothing(
    given: OwnAnswer, problems: list[tuple[str, str, str]]
) -> None:
    with pytest.raises(AnswerInvalidError) as caught:
        answer(consent(mothers()), mothers(), given, at=LATER)
    assert [(one.field, one.rule, one.sv) for one in caught.value.problems] == problems
    assert [one.en for one in caught.value.problems] == [IN_ENGLISH[rule] for _, rule, _ in problems]


def test_a_no_needs_no_reading_and_what_ended_takes_no_answer() -> None:
    assert answer(consent(mothers()), mothers(), OwnAnswer(NO), at=LATER).positions[0].value is NO
    with pytest.raises(ConsentNotActiveError):
        answer(consent(mothers(), status=ConsentStatus.EXPIRED), mothers(), OwnAnswer(NO), at=LATER)


def test_acts_are_open_while_the_consent_is_active_alone() -> None:
    assert may_still(consent(mothers())) == ("change", "withdraw")
    for status in set(ConsentStatus) - {ConsentStatus.ACTIVE}:
        assert may_still(consent(mothers(), status=status)) == ()
