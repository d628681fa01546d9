"""The rules alone: coverage, kinds, grounds and the table's own consistency."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from slussen_contracts.identifiers import Branch, Profession
from slussen_contracts.referrals.api import Act, CoreStatus, Party, ReferralForm, ReferralKind, ReferralState
from slussen_referrals.domain.coverage import Agreement, Centre, Unit, is_covered, kind_of, last_ended_on
from slussen_referrals.domain.grounds import (
    Answer,
    DecisionOutcome,
    Ground,
    ReliedConsent,
    relied_on,
)
from slussen_referrals.domain.states import (
    CORE_STATUS,
    STARTS,
    STATES,
    TRANSITIONS,
    WHO_MAY,
    acts_open_to,
    whose_move,
)
from slussen_referrals.domain.words import STATE_TEXTS
from slussen_referrals.use_cases.announcing import EVENT_OF

CENTRE = Centre(
    uuid4(), "18", "1880", "orebro", "slussning", frozenset(), date(2026, 1, 1), date(2026, 12, 31)
)
NO_COUNTIES: frozenset[str] = frozenset()


def _local(first: date, last: date | None) -> Agreement:
    return Agreement(uuid4(), "local", "18", CENTRE.id, first, last)


@pytest.mark.parametrize(
    ("on", "covered"),
    [
        (date(2026, 1, 31), False),
        (date(2026, 2, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ],
)
def test_an_agreement_covers_from_its_first_day_through_its_last(on: date, *, covered: bool) -> None:
    agreements = [_local(date(2026, 2, 1), date(2026, 6, 30))]
    assert is_covered(CENTRE, agreements, on, counties_without_local=NO_COUNTIES) is covered


def test_another_centres_agreement_or_the_countys_does_not_cover() -> None:
    others = [
        Agreement(uuid4(), "local", "18", uuid4(), date(2026, 1, 1), None),
        Agreement(uuid4(), "county", "18", None, date(2026, 1, 1), None),
    ]
    on = date(2026, 3, 1)
    assert not is_covered(CENTRE, others, on, counties_without_local=NO_COUNTIES)
    assert is_covered(CENTRE, others, on, counties_without_local={"18"})
    assert not is_covered(CENTRE, others, on, counties_without_local={"08"})


def test_the_reason_names_the_newest_agreement_that_has_ended() -> None:
    agreements = [
        _local(date(2024, 1, 1), date(2024, 12, 31)),
        _local(date(2025, 1, 1), date(2025, 12, 31)),
        _local(date(2026, 6, 1), None),
    ]
    assert last_ended_on(CENTRE, agreements, date(2026, 3, 1)) == date(2025, 12, 31)
    assert last_ended_on(CENTRE, [], date(2026, 3, 1)) is None


def test_a_centre_is_open_through_its_last_day() -> None:
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [CENTRE.is_open(day) for day in days] == [False, True, True, False]


def _unit(branch: Branch, *centres: UUID) -> Unit:
    return Unit(uuid4(), "En enhet", uuid4(), branch, None, frozenset(), frozenset(centres))


@pytest.mark.parametrize(
    ("recipient", "profession", "kind"),
    [
        (_unit(Branch.HEALTH, CENTRE.id), Profession.CHILD_HEALTH_NURSE, ReferralKind.INTERNAL),
        (_unit(Branch.HEALTH, uuid4()), Profession.CHILD_HEALTH_NURSE, ReferralKind.EXTERNAL),
        (_unit(Branch.SOCIAL_AUTHORITY, CENTRE.id), Profession.SOCIAL_WORKER, ReferralKind.EXTERNAL),
        (
            _unit(Branch.SOCIAL_PREVENTIVE, CENTRE.id),
            Profession.SOCIAL_AUTHORITY_OFFICER,
            ReferralKind.EXTERNAL,
        ),
        (None, Profession.PHYSICIAN, ReferralKind.EXTERNAL),
    ],
)
def test_inside_the_centre_is_internal_and_the_authority_side_never_is(
    recipient: Unit | None, profession: Profession, kind: ReferralKind
) -> None:
    assert kind_of(CENTRE, recipient, profession) is kind


@pytest.mark.parametrize(("later", "holds"), [(0.0, True), (5.0, True), (5.001, False)])
def test_an_answer_holds_five_seconds_from_before_it_was_asked(later: float, *, holds: bool) -> None:
    answer = Answer(Ground(uuid4(), DecisionOutcome.PERMITTED), asked_at=1000.0)
    assert answer.holds(1000.0 + later) is holds


def test_a_ground_is_stale_once_one_of_its_consents_is_withdrawn_at_its_version_or_later() -> None:
    consent = uuid4()
    ground = Ground(uuid4(), DecisionOutcome.PERMITTED, consents=(ReliedConsent(consent, 2),))
    found = [ground.is_stale(withdrawn) for withdrawn in ({}, {consent: 1}, {consent: 2}, {uuid4(): 9})]
    assert found == [False, False, True, False]
    assert relied_on(ground.consents, consent, 2)
    assert not relied_on(ground.consents, consent, 1)


@pytest.mark.parametrize(
    ("outcome", "permits", "may_wait"),
    [
        ("permitted", True, False),
        ("consent_required", False, True),
        ("assessment_required", False, True),
        ("refused", False, False),
    ],
)
def test_only_what_is_missing_is_waited_for(outcome: str, *, permits: bool, may_wait: bool) -> None:
    ground = Ground(uuid4(), DecisionOutcome(outcome))
    assert (ground.permits, ground.may_be_waited_for) == (permits, may_wait)


def test_every_state_can_be_reached_and_every_act_is_in_the_table() -> None:
    assert {row.to for row in TRANSITIONS} - {None} == set(ReferralState)
    assert {row.act for row in TRANSITIONS} == set(Act) == {act for act, _ in WHO_MAY}
    assert set(STATES) == set(STATE_TEXTS) == set(ReferralState)
    assert len({(row.state, row.act) for row in TRANSITIONS}) == len(TRANSITIONS)


def test_a_referral_begins_before_or_at_its_opening() -> None:
    assert set(STARTS) == {
        ReferralState.IDENTIFIED,
        ReferralState.OFFERED,
        ReferralState.AWAITING_PERMISSION,
        ReferralState.OPENED,
    }


def test_every_act_on_an_opened_referral_has_its_event() -> None:
    assert set(Act) - set(EVENT_OF) == {Act.IDENTIFY, Act.OFFER, Act.ASK_PERMISSION}


def test_whose_move_it_is_follows_from_the_state() -> None:
    found = {state: whose_move(state, waits_by_itself=False) for state in ReferralState}
    ended = {state for state in ReferralState if CORE_STATUS[state] is not CoreStatus.OPEN}
    assert {state for state, party in found.items() if party is None} == ended
    assert {state.value for state, party in found.items() if party is Party.RECIPIENT} == {
        "sent",
        "received",
        "accepted",
        "contacted",
        "following_up",
        "on_hold",
    }
    assert whose_move(ReferralState.AWAITING_CONSENT, waits_by_itself=True) is Party.SYSTEM
    recipient, standard = frozenset({Party.RECIPIENT}), ReferralForm.STANDARD
    assert acts_open_to(ReferralState.ON_HOLD, standard, recipient) == [Act.CONTINUE]
