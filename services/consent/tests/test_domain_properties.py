"""What holds whatever is said in whatever order: late and reordered events, withdrawals, and answers about the past."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from slussen_consent.domain.boundary_rules import Boundary
from slussen_consent.domain.consent import (
    Consent,
    ConsentNotActiveError,
    ConsentStatus,
    JournalReference,
    withdraw,
)
from slussen_consent.domain.county import CountyRules
from slussen_consent.domain.decision import DisclosureFacts, Outcome, decide_disclosure
from slussen_consent.domain.employment import Employment
from slussen_consent.domain.grounds import DisclosureGround, GroundDraft, GroundKind
from slussen_consent.domain.positions import Custody, Method, PositionValue
from slussen_consent.domain.recording import ConsentDraft, PositionDraft, change, record
from slussen_consent.domain.scope import ScopeItem
from slussen_contracts.identifiers import Activity, AuthorityType, Branch, Profession

START = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
CHILD, MOTHER, FATHER, REGION, MUNICIPALITY, CARE, SOCIAL, CENTRE = (UUID(int=n) for n in range(1, 9))
SKANE = CountyRules("skane", date(2024, 1, 1))
ADDRESSED = (ScopeItem(unit_id=SOCIAL, topic="family"), ScopeItem(unit_id=SOCIAL, topic="speech"))
MIDWIFE = Employment(
    AuthorityType.REGION,
    REGION,
    CARE,
    None,
    Branch.HEALTH,
    Profession.MIDWIFE,
    Activity.MATERNAL_HEALTH_CARE,
    frozenset({CENTRE}),
)
SOCIAL_WORKER = Employment(
    AuthorityType.MUNICIPALITY,
    MUNICIPALITY,
    SOCIAL,
    None,
    Branch.SOCIAL_PREVENTIVE,
    Profession.SOCIAL_WORKER,
    Activity.PREVENTIVE_SOCIAL_SERVICES,
    frozenset({CENTRE}),
)

moments = st.integers(0, 60).map(lambda minutes: START + timedelta(minutes=minutes))
positions = st.builds(
    PositionDraft,
    custodian_id=st.sampled_from([MOTHER, FATHER]),
    value=st.sampled_from([PositionValue.YES, PositionValue.NO]),
    given_at=moments,
    method=st.sampled_from(Method),
)
some_positions = st.lists(positions, min_size=1, max_size=2, unique_by=lambda one: one.custodian_id).map(
    tuple
)
drafts = st.builds(
    ConsentDraft,
    subject_id=st.just(CHILD),
    situation=st.just("talk-1"),
    scope=st.sampled_from([ADDRESSED, ADDRESSED[:1], ADDRESSED[1:]]),
    positions=some_positions,
    custody=st.builds(
        Custody, lives_together=st.booleans(), verified_on=st.sampled_from([None, date(2026, 5, 1)])
    ),
    valid_through=st.dates(date(2026, 7, 1), date(2026, 12, 1)),
    journal=st.sampled_from([None, JournalReference("journal", "entry-1", START)]),
    stated_at=moments,
)
several_drafts = st.lists(drafts, min_size=1, max_size=4, unique_by=lambda one: one.stated_at)
APPLIED = START + timedelta(days=1)


def settled(consent: Consent) -> dict[str, object]:
    """All that a consent says, but not at which version or moment it came to say so."""
    return {
        field.name: getattr(consent, field.name)
        for field in fields(consent)
        if field.name not in {"version", "changed_at"}
    }


def after(first: ConsentDraft, later: list[ConsentDraft]) -> Consent:
    consent = record(first, SKANE, consent_id=UUID(int=99), at=APPLIED)
    for number, draft in enumerate(later):
        consent = change(consent, draft, SKANE, at=APPLIED + timedelta(minutes=number))
    return consent


@given(several_drafts, st.randoms(use_true_random=False))
def test_the_order_in_which_changes_arrive_does_not_change_the_final_state(
    stated: list[ConsentDraft], random: object
) -> None:
    first, *later = stated
    shuffled = list(later)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis gives a random.Random
    assert settled(after(first, later)) == settled(after(first, shuffled))


@given(several_drafts, st.integers(0, 4))
def test_a_withdrawal_stands_wherever_among_the_changes_it_arrives(
    stated: list[ConsentDraft], place: int
) -> None:
    first, *later = stated
    consent = withdraw(after(first, later[:place]), at=APPLIED)
    for draft in later[place:]:
        try:
            consent = change(consent, draft, SKANE, at=APPLIED)
        except ConsentNotActiveError:
            continue
    assert consent.status is ConsentStatus.WITHDRAWN
    assert decide_disclosure(facts(consent)).outcome is Outcome.CONSENT_REQUIRED


def facts(*consents: Consent, at: datetime = APPLIED, **more: object) -> DisclosureFacts:
    asked = DisclosureFacts(
        sender=MIDWIFE,
        recipient=SOCIAL_WORKER,
        subject_id=CHILD,
        situation="talk-1",
        topics=("family",),
        consents=consents,
        county=SKANE,
        as_of=at,
    )
    return replace(asked, **more)


def numbered(draft: ConsentDraft, number: int, at: datetime) -> Consent:
    return record(draft, SKANE, consent_id=UUID(int=number), at=at)


@given(st.lists(drafts, min_size=1, max_size=3), st.integers(0, 2))
def test_where_consent_is_required_a_withdrawal_permits_nothing_that_was_said_before_it(
    stated: list[ConsentDraft], place: int
) -> None:
    whole = tuple(
        numbered(draft, 100 + number, APPLIED + timedelta(minutes=number))
        for number, draft in enumerate(stated)
    )
    before = decide_disclosure(facts(*whole, at=APPLIED + timedelta(hours=1)))
    assert before.boundary.outcome is Boundary.CONSENT_REQUIRED
    one = whole[place % len(whole)]
    withdrawn = withdraw(one, at=APPLIED + timedelta(hours=1))
    left = tuple(withdrawn if consent is one else consent for consent in whole)
    outcome = decide_disclosure(facts(*left, at=APPLIED + timedelta(hours=2))).outcome
    if any(line.topic == "family" for line in one.scope):
        assert outcome in {Outcome.CONSENT_REQUIRED, Outcome.REFUSED}


grounds = st.builds(
    lambda kind, permits, number, minutes: DisclosureGround(
        UUID(int=number),
        1,
        CARE,
        START + timedelta(minutes=minutes),
        GroundDraft(
            kind=kind,
            subject_id=CHILD,
            situation="talk-1",
            topics=("family",),
            recipient_unit_id=SOCIAL,
            decided_by="anna",
            decided_at=START + timedelta(minutes=minutes),
            valid_through=date(2026, 7, 1),
            record=JournalReference("journal", "entry-1", START),
            permits=permits,
            statute_id="osl-25-12" if kind is GroundKind.STATUTORY_DISCLOSURE else None,
        ),
    ),
    st.sampled_from(GroundKind),
    st.booleans(),
    st.integers(200, 220),
    st.integers(0, 60),
)
ground_lists = st.lists(grounds, max_size=3, unique_by=lambda one: one.id).map(tuple)


@given(ground_lists, st.integers(1, 100), st.integers(0, 2))
def test_what_becomes_of_a_ground_later_changes_no_answer_about_before(
    known: tuple[DisclosureGround, ...], minutes: int, place: int
) -> None:
    before = decide_disclosure(facts(grounds=known))
    later = APPLIED + timedelta(minutes=minutes)
    changed = tuple(
        replace(ground, version=2, revoked_at=later) if number == place else ground
        for number, ground in enumerate(known)
    )
    assert decide_disclosure(facts(grounds=changed)) == before


@given(ground_lists)
def test_an_assessment_that_says_no_never_permits_more(known: tuple[DisclosureGround, ...]) -> None:
    no = DisclosureGround(
        UUID(int=300),
        1,
        CARE,
        APPLIED,
        GroundDraft(
            kind=GroundKind.HARM_ASSESSMENT,
            subject_id=CHILD,
            situation="talk-1",
            topics=("family",),
            recipient_unit_id=SOCIAL,
            decided_by="anna",
            decided_at=APPLIED,
            valid_through=date(2026, 7, 1),
            record=JournalReference("journal", "entry-2", START),
            permits=False,
        ),
    )
    without, with_no = (decide_disclosure(facts(grounds=some)) for some in (known, (*known, no)))
    assert without.outcome is Outcome.PERMITTED or with_no.outcome is not Outcome.PERMITTED
