"""May this be told? Acceptance cases of the disclosure decision, and what never may loosen it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slussen_chassis.errors import FieldProblem
from slussen_consent.domain.boundary_rules import Boundary, Reason
from slussen_consent.domain.consent import Consent, ConsentStatus, ConsentVersion, JournalReference, withdraw
from slussen_consent.domain.county import CountyRules, county_rules
from slussen_consent.domain.custodians import AuthorityDocument, Capacity, DocumentKind, SubjectKind
from slussen_consent.domain.decision import (
    Decision,
    DisclosureFacts,
    Ground,
    NoTopicError,
    Outcome,
    boundary_decided,
    decide_disclosure,
    decide_strictest,
    strictest_decision,
)
from slussen_consent.domain.employment import Employment
from slussen_consent.domain.grounds import DisclosureGround, GroundDraft, GroundKind
from slussen_consent.domain.next_steps import Alternative, Flag, next_steps
from slussen_consent.domain.positions import ConsentValue, Custody, CustodyBasis, Position, PositionValue
from slussen_consent.domain.scope import Request, ScopeItem
from slussen_contracts.identifiers import Activity, AuthorityType, Branch, Profession
from slussen_contracts.profiles import profile

YES, NO, PARTIAL, NOT_ASKED = (
    PositionValue.YES,
    PositionValue.NO,
    PositionValue.PARTIAL,
    PositionValue.NOT_ASKED,
)
STRICTNESS = [Outcome.PERMITTED, Outcome.ASSESSMENT_REQUIRED, Outcome.CONSENT_REQUIRED, Outcome.REFUSED]
NOW = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
TODAY = date(2026, 6, 10)
CHILD, MOTHER, FATHER, REGION, MUNICIPALITY, CARE_UNIT, SOCIAL_UNIT, CENTRE, PROVIDER = (
    UUID(int=number) for number in range(1, 10)
)
OREBRO = county_rules(profile("orebro", on=TODAY))
SKANE = county_rules(profile("skane", on=TODAY))
JOURNAL = JournalReference("journal-orebro", "entry-1", NOW)
SITUATION, TOPIC = "talk-with-counsellor", "family_situation"

MIDWIFE = Employment(
    AuthorityType.REGION,
    REGION,
    CARE_UNIT,
    None,
    Branch.HEALTH,
    Profession.MIDWIFE,
    Activity.MATERNAL_HEALTH_CARE,
    frozenset({CENTRE}),
)
NURSE = replace(MIDWIFE, profession=Profession.CHILD_HEALTH_NURSE, activity=Activity.CHILD_HEALTH_CARE)
COUNSELLOR = Employment(
    AuthorityType.MUNICIPALITY,
    MUNICIPALITY,
    SOCIAL_UNIT,
    PROVIDER,
    Branch.SOCIAL_PREVENTIVE,
    Profession.SOCIAL_WORKER,
    Activity.PREVENTIVE_SOCIAL_SERVICES,
    frozenset({CENTRE}),
)
SPEECH_THERAPIST = replace(
    MIDWIFE, unit_id=UUID(int=20), profession=Profession.SPEECH_THERAPIST, activity=None
)
PRIVATE_NURSE = replace(NURSE, authority_type=AuthorityType.PRIVATE_PROVIDER, authority_id=PROVIDER)
PRIVATE_MIDWIFE = replace(PRIVATE_NURSE, authority_id=UUID(int=21), profession=Profession.MIDWIFE)

TO_COUNSELLOR = ScopeItem(profession=Profession.SOCIAL_WORKER, topic=TOPIC)
TO_SPEECH_THERAPIST = ScopeItem(profession=Profession.SPEECH_THERAPIST, topic=TOPIC)


def consent(*positions: Position, number: int = 100, **more: object) -> Consent:
    whole = Consent(
        id=UUID(int=number),
        version=1,
        subject_id=CHILD,
        subject_kind=SubjectKind.CHILD,
        situation=SITUATION,
        scope=(TO_COUNSELLOR, TO_SPEECH_THERAPIST),
        positions=positions,
        custody=Custody(lives_together=True, verified_on=TODAY),
        valid_from=TODAY - timedelta(days=60),
        valid_through=TODAY + timedelta(days=60),
        recorded_at=NOW,
        changed_at=NOW,
        journal=JOURNAL,
    )
    return replace(whole, **more)


def says(
    custodian: UUID, value: PositionValue, hours_ago: int = 1, scope: tuple[ScopeItem, ...] = ()
) -> Position:
    return Position(custodian, value, NOW - timedelta(hours=hours_ago), scope=scope)


def facts(*consents: Consent, sender: Employment = MIDWIFE, **more: object) -> DisclosureFacts:
    whole = DisclosureFacts(
        sender=sender,
        recipient=COUNSELLOR,
        subject_id=CHILD,
        situation=SITUATION,
        topics=(TOPIC,),
        consents=consents,
        county=OREBRO,
        as_of=NOW,
    )
    return replace(whole, **more)


def decide(*consents: Consent, **more: object) -> Decision:
    return decide_disclosure(facts(*consents, **more))


@pytest.mark.case("SL-03")
def test_sl_03_a_yes_that_covers_recipient_and_topic_permits_and_is_relied_on() -> None:
    decision = decide(consent(says(MOTHER, YES)))
    assert (decision.outcome, decision.ground) == (Outcome.PERMITTED, Ground.CONSENT)
    assert decision.relied_on == (ConsentVersion(UUID(int=100), 1),)
    assert (decision.profile_id, decision.profile_first_day) == ("orebro", date(2026, 3, 1))
    assert (decision.alternatives, decision.flags, decision.next_steps) == ((), (), ())
    assert decision.boundary.outcome is Boundary.CONSENT_REQUIRED
    assert not decision.inner_confidentiality


@pytest.mark.case("SL-04")
def test_sl_04_a_partial_for_the_counsellor_refuses_the_speech_therapist() -> None:
    partial = consent(says(MOTHER, PARTIAL, scope=(TO_COUNSELLOR,)))
    assert decide(partial).outcome is Outcome.PERMITTED
    refused = decide(partial, recipient=SPEECH_THERAPIST)
    assert (refused.outcome, refused.topics[0].consent) == (Outcome.REFUSED, partial.reference)
    assert refused.relied_on == ()
    assert refused.ground is None


@pytest.mark.case("SL-05")
@pytest.mark.case("CO-30")
def test_co_30_a_no_and_a_public_sender_leave_re_ask_statute_and_harm_assessment() -> None:
    decision = decide(consent(says(MOTHER, NO)))
    assert decision.outcome is Outcome.REFUSED
    assert decision.alternatives == (
        Alternative.ASK_AGAIN,
        Alternative.STATUTORY_DISCLOSURE,
        Alternative.HARM_ASSESSMENT,
    )
    assert [step.code for step in decision.next_steps] == [
        "ask_again",
        "statutory_disclosure",
        "harm_assessment",
    ]


@pytest.mark.case("CO-31")
def test_co_31_a_no_and_a_private_sender_leave_the_unauthorised_disclosure_assessment() -> None:
    decision = decide(consent(says(MOTHER, NO)), sender=PRIVATE_NURSE)
    assert decision.alternatives == (
        Alternative.ASK_AGAIN,
        Alternative.STATUTORY_DISCLOSURE,
        Alternative.UNAUTHORISED_DISCLOSURE_ASSESSMENT,
    )


@pytest.mark.parametrize("kind", [AuthorityType.OTHER, None])
def test_a_sender_under_no_known_law_of_secrecy_is_offered_no_test(kind: AuthorityType | None) -> None:
    decision = decide(sender=replace(MIDWIFE, authority_type=kind))
    assert decision.alternatives == (Alternative.ASK_FOR_CONSENT, Alternative.STATUTORY_DISCLOSURE)


def test_without_any_consent_it_is_to_be_asked_for() -> None:
    decision = decide()
    assert (decision.outcome, decision.ground) == (Outcome.CONSENT_REQUIRED, None)
    assert decision.alternatives[0] is Alternative.ASK_FOR_CONSENT
    assert Flag.VERIFY_CUSTODY not in decision.flags


@pytest.mark.case("CO-21")
def test_co_21_a_pending_consent_blocks_and_names_who_is_missing() -> None:
    custody = Custody(lives_together=False, verified_on=TODAY)
    decision = decide(consent(says(MOTHER, YES), Position(FATHER, NOT_ASKED), custody=custody))
    assert decision.outcome is Outcome.CONSENT_REQUIRED
    assert decision.missing_custodians == (FATHER,)
    assert decision.flags == (Flag.DEFAULT_USED, Flag.ANSWER_MISSING)
    alone = Custody(CustodyBasis.SOLE, verified_on=TODAY)
    assert decide(consent(Position(MOTHER, NOT_ASKED), custody=alone)).flags == (Flag.ANSWER_MISSING,)
    skane = decide(consent(says(MOTHER, YES), Position(FATHER, NOT_ASKED), custody=custody), county=SKANE)
    assert skane.flags == (Flag.ANSWER_MISSING,)


def test_a_newer_consent_that_waits_for_an_answer_blocks_an_older_yes() -> None:
    custody = Custody(lives_together=False, verified_on=TODAY)
    waiting = consent(
        says(MOTHER, YES),
        Position(FATHER, NOT_ASKED),
        number=101,
        custody=custody,
        changed_at=NOW + timedelta(1),
    )
    assert decide(consent(says(MOTHER, YES)), waiting).outcome is Outcome.CONSENT_REQUIRED
    older = replace(waiting, changed_at=NOW - timedelta(1))
    assert decide(consent(says(MOTHER, YES)), older).outcome is Outcome.PERMITTED


@pytest.mark.case("CO-27")
def test_co_27_a_yes_in_another_situation_permits_nothing() -> None:
    assert decide(consent(says(MOTHER, YES)), situation="another").outcome is Outcome.CONSENT_REQUIRED


def test_a_consent_about_somebody_else_permits_and_flags_nothing() -> None:
    decision = decide(consent(says(MOTHER, YES), subject_id=FATHER, journal=None))
    assert (decision.outcome, decision.flags) == (Outcome.CONSENT_REQUIRED, ())


@pytest.mark.case("CO-36")
def test_co_36_a_consent_whose_last_day_has_passed_blocks() -> None:
    passed = consent(says(MOTHER, YES), valid_through=TODAY - timedelta(days=1))
    decision = decide(passed)
    assert (decision.outcome, decision.flags) == (Outcome.CONSENT_REQUIRED, (Flag.CONSENT_EXPIRED,))
    assert decide(passed, as_of=NOW - timedelta(days=1)).outcome is Outcome.PERMITTED


@pytest.mark.case("CO-37")
def test_co_37_old_custody_information_is_flagged_and_never_passes_in_silence() -> None:
    custody = Custody(lives_together=True, verified_on=TODAY - timedelta(days=181))
    decision = decide(consent(says(MOTHER, YES), custody=custody))
    assert (decision.outcome, decision.flags) == (Outcome.PERMITTED, (Flag.VERIFY_CUSTODY,))
    assert "vårdnadshavare" in decision.next_steps[0].sv


@pytest.mark.case("CO-29")
def test_co_29_a_withdrawn_consent_permits_nothing_more() -> None:
    withdrawn = withdraw(consent(says(MOTHER, YES)), at=NOW)
    decision = decide(withdrawn)
    assert (decision.outcome, decision.flags) == (Outcome.CONSENT_REQUIRED, (Flag.CONSENT_WITHDRAWN,))


@pytest.mark.case("CO-40")
def test_co_40_in_one_area_it_is_permitted_under_inner_confidentiality_without_consent() -> None:
    decision = decide(recipient=NURSE, county=SKANE)
    assert (decision.outcome, decision.ground) == (Outcome.PERMITTED, Ground.SAME_AREA)
    assert decision.inner_confidentiality
    assert decision.relied_on == ()


@pytest.mark.case("CO-41")
def test_co_41_in_orebro_the_same_pair_needs_consent_because_the_activities_differ() -> None:
    decision = decide(recipient=NURSE)
    assert decision.outcome is Outcome.CONSENT_REQUIRED
    assert decision.boundary.reasons == (Reason.DIFFERENT_ACTIVITIES,)


def test_an_explicit_no_is_refused_also_where_no_boundary_stands() -> None:
    everything = consent(says(MOTHER, NO), scope=())
    assert decide(everything, recipient=NURSE, county=SKANE).outcome is Outcome.REFUSED


@pytest.mark.case("CO-11")
def test_co_11_two_private_providers_assess_and_a_consent_permits_at_once() -> None:
    to_midwife = ScopeItem(profession=Profession.MIDWIFE, topic=TOPIC)
    decision = decide(sender=PRIVATE_NURSE, recipient=PRIVATE_MIDWIFE, county=SKANE)
    assert decision.outcome is Outcome.ASSESSMENT_REQUIRED
    assert Alternative.UNAUTHORISED_DISCLOSURE_ASSESSMENT in decision.alternatives
    permitted = decide(
        consent(says(MOTHER, YES), scope=(to_midwife,)),
        sender=PRIVATE_NURSE,
        recipient=PRIVATE_MIDWIFE,
        county=SKANE,
    )
    assert (permitted.outcome, permitted.ground) == (Outcome.PERMITTED, Ground.CONSENT)


@pytest.mark.case("CO-04")
def test_co_04_a_care_relationship_shows_the_way_of_inner_confidentiality() -> None:
    other_unit = replace(NURSE, unit_id=SOCIAL_UNIT)
    decision = decide(recipient=other_unit, county=SKANE, care_relationship=True)
    assert decision.outcome is Outcome.CONSENT_REQUIRED
    assert decision.alternatives[1] is Alternative.INNER_CONFIDENTIALITY
    refused = decide(
        consent(says(MOTHER, NO), scope=()), recipient=other_unit, county=SKANE, care_relationship=True
    )
    assert Alternative.INNER_CONFIDENTIALITY not in refused.alternatives


def test_every_topic_must_be_permitted_and_each_is_answered() -> None:
    decision = decide(consent(says(MOTHER, YES)), topics=(TOPIC, "speech"))
    assert decision.outcome is Outcome.CONSENT_REQUIRED
    assert [topic.outcome for topic in decision.topics] == [Outcome.PERMITTED, Outcome.CONSENT_REQUIRED]


def test_a_decision_is_about_something() -> None:
    with pytest.raises(NoTopicError) as caught:
        decide(topics=())
    assert caught.value.problems == (
        FieldProblem("topics", "required", "Ange vad som ska lämnas.", "State what is to be told."),
    )


def test_a_decision_names_its_moment_and_each_topic_in_order() -> None:
    yes, no = consent(says(MOTHER, YES)), consent(says(MOTHER, NO))
    for of, more in (((yes,), {}), ((no,), {}), ((), {}), ((), {"recipient": NURSE, "county": SKANE})):
        decision = decide(*of, topics=("speech", TOPIC), **more)
        assert decision.as_of == NOW
        assert [topic.topic for topic in decision.topics] == ["speech", TOPIC]


def test_a_withdrawal_takes_away_what_was_said_before_it_in_the_same_situation_alone() -> None:
    older = consent(says(MOTHER, YES))
    withdrawn = consent(
        says(MOTHER, YES), number=101, changed_at=NOW + timedelta(hours=1), status=ConsentStatus.WITHDRAWN
    )
    assert decide(older, withdrawn).outcome is Outcome.CONSENT_REQUIRED
    for elsewhere in ({"situation": "another"}, {"subject_id": MOTHER}):
        assert decide(older, replace(withdrawn, **elsewhere)).outcome is Outcome.PERMITTED
    for status in (ConsentStatus.CLOSED, ConsentStatus.EXPIRED):
        assert decide(older, replace(withdrawn, status=status)).outcome is Outcome.PERMITTED
    asked_anew = consent(says(MOTHER, YES), number=102, changed_at=NOW + timedelta(hours=2))
    assert decide(older, withdrawn, asked_anew).relied_on == (asked_anew.reference,)


def test_who_is_silent_hides_nobody_who_refuses() -> None:
    silent = says(FATHER, PositionValue.NOT_ASKED)
    for positions in ((silent, says(MOTHER, NO)), (says(MOTHER, NO), silent)):
        assert decide(consent(*positions)).outcome is Outcome.REFUSED


def test_the_same_word_twice_is_the_newer_consents() -> None:
    older = consent(says(MOTHER, NO), changed_at=NOW - timedelta(days=1))
    newer = consent(says(MOTHER, NO), number=101)
    assert decide(older, newer).topics[0].consent == decide(newer, older).topics[0].consent == newer.reference


def test_who_speaks_by_a_document_refuses_while_it_holds() -> None:
    power = AuthorityDocument(DocumentKind.POWER_OF_ATTORNEY, "dnr 17", None, TODAY)
    spoken = replace(says(MOTHER, NO), capacity=Capacity.FOSTER_PARENT, document=power)
    assert decide(consent(spoken)).outcome is Outcome.REFUSED


def test_flags_read_this_person_in_this_situation_and_the_very_day() -> None:
    ended = consent(says(MOTHER, YES), status=ConsentStatus.WITHDRAWN)
    assert Flag.CONSENT_WITHDRAWN in decide(ended).flags
    for elsewhere in ({"situation": "another"}, {"subject_id": MOTHER}):
        assert Flag.CONSENT_WITHDRAWN not in decide(replace(ended, **elsewhere)).flags
    due_today = consent(says(MOTHER, NO, hours_ago=24 * 30))
    assert Flag.ASK_AGAIN_DUE in decide(due_today).flags
    assert Flag.ASK_AGAIN_DUE not in decide(consent(says(MOTHER, NO, hours_ago=24 * 29))).flags


def test_asked_again_a_custodian_may_have_changed_a_no_into_a_yes_but_nobody_else_may() -> None:
    first = consent(says(MOTHER, NO, hours_ago=5))
    again = consent(says(MOTHER, YES, hours_ago=1), number=101)
    assert decide(first, again).relied_on == (again.reference,)
    others = consent(says(FATHER, YES, hours_ago=1), number=101)
    assert decide(first, others).outcome is Outcome.REFUSED
    same_moment = consent(says(MOTHER, YES, hours_ago=5), number=101)
    assert decide(first, same_moment).outcome is decide(same_moment, first).outcome is Outcome.REFUSED


def test_an_older_no_of_another_consent_does_not_hide_behind_the_order_of_consents() -> None:
    newer_no = consent(says(MOTHER, NO, hours_ago=1), changed_at=NOW - timedelta(days=2))
    older_yes = consent(says(MOTHER, YES, hours_ago=5), number=101)
    assert decide(newer_no, older_yes).outcome is Outcome.REFUSED


def test_a_no_about_other_recipients_leaves_the_question_open() -> None:
    assert decide(consent(says(MOTHER, NO), scope=(TO_SPEECH_THERAPIST,))).outcome is Outcome.CONSENT_REQUIRED


def test_what_is_to_be_done_besides_is_flagged() -> None:
    asked_long_ago = consent(says(MOTHER, NO, hours_ago=24 * 31), journal=None)
    decision = decide(asked_long_ago)
    assert decision.flags == (Flag.ASK_AGAIN_DUE, Flag.DOCUMENTATION_MISSING)
    unknown = decide(sender=replace(MIDWIFE, authority_id=None), recipient=NURSE)
    assert unknown.flags == (Flag.DEFAULT_USED, Flag.ATTRIBUTE_MISSING)


def test_only_the_consent_relied_on_is_flagged_where_one_permits() -> None:
    stale = consent(
        says(MOTHER, YES, hours_ago=9), number=99, journal=None, changed_at=NOW - timedelta(days=3)
    )
    assert decide(stale, consent(says(MOTHER, YES))).flags == ()


def test_of_two_employments_and_of_a_whole_meeting_the_strictest_holds() -> None:
    colleague, counsellor = facts(county=SKANE, recipient=NURSE), facts(county=SKANE)
    read, strictest = decide_strictest([colleague, counsellor, counsellor])
    assert read is counsellor
    assert strictest.outcome is Outcome.CONSENT_REQUIRED
    decisions = [decide(recipient=NURSE, county=SKANE), decide(county=SKANE)]
    assert strictest_decision(decisions) is decisions[1]


def test_of_many_pairs_the_boundary_is_the_strictest_of_those_that_are_decided_most_strictly() -> None:
    same_area = decide(recipient=NURSE, county=SKANE)
    required = decide(county=SKANE)
    by_consent = decide(consent(says(MOTHER, YES)), county=SKANE)
    assert by_consent.outcome is same_area.outcome is Outcome.PERMITTED
    assert boundary_decided([same_area]) is Boundary.CONSENT_NOT_REQUIRED
    for pairs in ([same_area, by_consent], [by_consent, same_area], [same_area, required]):
        assert boundary_decided(pairs) is Boundary.CONSENT_REQUIRED
    refused_in_one_area = replace(same_area, outcome=Outcome.REFUSED)
    assert boundary_decided([required, refused_in_one_area]) is Boundary.CONSENT_NOT_REQUIRED


def test_every_alternative_and_flag_has_a_sentence_in_both_languages() -> None:
    steps = next_steps(Alternative, Flag)
    assert [step.code for step in steps] == [*Alternative, *Flag]
    assert all(step.sv.endswith(".") and step.en.endswith(".") and step.sv != step.en for step in steps)


custodians = st.sampled_from([MOTHER, FATHER])
lines = st.builds(
    ScopeItem,
    profession=st.sampled_from([None, Profession.SOCIAL_WORKER, Profession.MIDWIFE]),
    topic=st.sampled_from([None, TOPIC, "speech"]),
    allowed=st.booleans(),
)
scopes = st.lists(lines, max_size=3).map(tuple)
answers = st.builds(says, custodians, st.sampled_from(PositionValue), st.integers(0, 5), scope=scopes)
some_consents = st.builds(
    consent,
    answers,
    number=st.integers(100, 120),
    scope=scopes,
    situation=st.sampled_from([SITUATION, "another"]),
    status=st.sampled_from([ConsentStatus.ACTIVE, ConsentStatus.WITHDRAWN]),
    custody=st.builds(Custody, basis=st.sampled_from(CustodyBasis), lives_together=st.none() | st.booleans()),
)
consent_lists = st.lists(some_consents, max_size=3, unique_by=lambda it: it.id)
people = st.sampled_from(
    [MIDWIFE, NURSE, COUNSELLOR, PRIVATE_NURSE, PRIVATE_MIDWIFE, SPEECH_THERAPIST, Employment()]
)
all_facts = st.builds(
    lambda consents, sender, recipient, county: facts(
        *consents, sender=sender, recipient=recipient, county=county
    ),
    consent_lists,
    people,
    people,
    st.sampled_from([SKANE, OREBRO]),
)


def at_least_as_strict(one: Decision, other: Decision) -> bool:
    return STRICTNESS.index(one.outcome) >= STRICTNESS.index(other.outcome)


@given(all_facts, custodians, st.integers(0, 5), scopes)
def test_adding_a_no_never_permits_more(
    given_facts: DisclosureFacts, custodian: UUID, hours_ago: int, scope: tuple[ScopeItem, ...]
) -> None:
    refusal = consent(says(custodian, NO, hours_ago), number=999, scope=scope)
    more = replace(given_facts, consents=(*given_facts.consents, refusal))
    assert at_least_as_strict(decide_disclosure(more), decide_disclosure(given_facts))


def without_allowance(scope: tuple[ScopeItem, ...], place: int) -> tuple[ScopeItem, ...]:
    return tuple(line for at, line in enumerate(scope) if at != place or not line.allowed)


def narrowed(whole: Consent, place: int) -> Consent:
    """Take one allowance away: from what a yes covers, or from what a partial allows."""
    if whole.value is ConsentValue.YES:
        return replace(whole, scope=without_allowance(whole.scope, place))
    fewer = (
        replace(position, scope=without_allowance(position.scope, place)) for position in whole.positions
    )
    return replace(whole, positions=tuple(fewer))


@given(all_facts, st.integers(0, 2))
def test_removing_scope_never_permits_more(given_facts: DisclosureFacts, place: int) -> None:
    fewer = replace(given_facts, consents=tuple(narrowed(each, place) for each in given_facts.consents))
    assert at_least_as_strict(decide_disclosure(fewer), decide_disclosure(given_facts))


@given(all_facts, st.randoms(use_true_random=False))
def test_the_same_facts_in_any_order_give_the_same_decision(
    given_facts: DisclosureFacts, random: object
) -> None:
    shuffled = list(given_facts.consents)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis gives a random.Random
    one = decide_disclosure(given_facts)
    assert one == decide_disclosure(given_facts)
    assert one == decide_disclosure(replace(given_facts, consents=tuple(shuffled)))


@given(all_facts)
def test_a_permission_rests_on_a_consent_or_on_one_area(given_facts: DisclosureFacts) -> None:
    decision = decide_disclosure(given_facts)
    assert (decision.outcome is Outcome.PERMITTED) is (decision.ground is not None)
    assert bool(decision.relied_on) is (decision.ground is Ground.CONSENT)


def test_the_facts_read_the_recipients_unit_profession_and_activity() -> None:
    assert facts().request("speech") == Request(
        "speech", SOCIAL_UNIT, Profession.SOCIAL_WORKER, Activity.PREVENTIVE_SOCIAL_SERVICES
    )


def test_the_law_is_the_boundarys_and_that_of_every_ground_relied_on() -> None:
    alone = decide()
    assert alone.law == alone.boundary.law == ("osl-8-1", "osl-10-1")
    draft = GroundDraft(
        kind=GroundKind.STATUTORY_DISCLOSURE,
        subject_id=CHILD,
        situation=SITUATION,
        topics=(TOPIC,),
        recipient_unit_id=SOCIAL_UNIT,
        decided_by="anna",
        decided_at=NOW,
        valid_through=TODAY,
        record=JOURNAL,
        statute_id="osl-25-12",
    )
    ground = DisclosureGround(UUID(int=70), 1, CARE_UNIT, NOW, draft)
    decision = decide_disclosure(replace(facts(), grounds=(ground,)))
    assert decision.outcome is Outcome.PERMITTED
    assert decision.law == ("osl-8-1", "osl-10-1", "osl-25-12")
    (topic,) = decision.topics
    assert (topic.ground, topic.ground_id, topic.statute_id) == (
        Ground.STATUTORY_DISCLOSURE,
        ground.id,
        "osl-25-12",
    )


def test_a_yes_by_a_document_that_no_longer_holds_takes_back_no_no() -> None:
    first = consent(says(MOTHER, NO, hours_ago=5))
    for last_day, outcome in ((TODAY, Outcome.PERMITTED), (TODAY - timedelta(days=1), Outcome.REFUSED)):
        power = AuthorityDocument(DocumentKind.POWER_OF_ATTORNEY, "dnr 17", None, last_day)
        spoken = replace(says(MOTHER, YES), capacity=Capacity.FOSTER_PARENT, document=power)
        assert decide(first, consent(spoken, number=101)).outcome is outcome


def test_of_several_topics_the_ground_that_stands_furthest_from_consent_is_named() -> None:
    draft = GroundDraft(
        kind=GroundKind.HARM_ASSESSMENT,
        subject_id=CHILD,
        situation=SITUATION,
        topics=("speech",),
        recipient_unit_id=SOCIAL_UNIT,
        decided_by="anna",
        decided_at=NOW,
        valid_through=TODAY,
        record=JOURNAL,
    )
    by_law = replace(draft, kind=GroundKind.STATUTORY_DISCLOSURE, topics=("sleep",), statute_id="osl-25-12")
    grounds = tuple(
        DisclosureGround(UUID(int=number), 1, CARE_UNIT, NOW, content)
        for number, content in ((70, draft), (71, by_law))
    )
    decision = decide_disclosure(
        facts(consent(says(MOTHER, YES)), grounds=grounds, topics=("sleep", "speech", TOPIC))
    )
    found = [Ground.STATUTORY_DISCLOSURE, Ground.HARM_ASSESSMENT, Ground.CONSENT]
    assert [topic.ground for topic in decision.topics] == found
    assert [topic.topic for topic in decision.topics] == ["sleep", "speech", TOPIC]
    assert decision.ground is Ground.HARM_ASSESSMENT


def test_a_silent_county_leaves_the_national_rules_alone() -> None:
    silent = CountyRules("socialstyrelsen", date(2026, 1, 1))
    assert decide(recipient=NURSE, county=silent).outcome is Outcome.PERMITTED
