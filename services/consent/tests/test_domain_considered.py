"""Why a consent or another ground did or did not apply: one verdict for each."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from slussen_consent.domain.consent import Consent, ConsentStatus, JournalReference
from slussen_consent.domain.considered import VERDICT_TEXTS, Considered, Verdict, considered
from slussen_consent.domain.county import CountyRules
from slussen_consent.domain.custodians import AuthorityDocument, Capacity, DocumentKind, SubjectKind
from slussen_consent.domain.decision import DisclosureFacts, decide_disclosure
from slussen_consent.domain.employment import Employment
from slussen_consent.domain.grounds import DisclosureGround, GroundDraft, GroundKind
from slussen_consent.domain.positions import Custody, CustodyBasis, Position, PositionValue
from slussen_consent.domain.scope import ScopeItem
from slussen_contracts.codelists.statutes import statutes
from slussen_contracts.identifiers import AuthorityType, Branch, Profession

NOW = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
CHILD, MOTHER, CARE, SOCIAL, ID, SECOND, REGION, MUNICIPALITY = (UUID(int=number) for number in range(1, 9))
SENDER = Employment(AuthorityType.REGION, REGION, CARE, None, Branch.HEALTH, Profession.MIDWIFE)
RECIPIENT = Employment(AuthorityType.MUNICIPALITY, MUNICIPALITY, SOCIAL, None, Branch.SOCIAL_PREVENTIVE)
SCOPE = (ScopeItem(unit_id=SOCIAL, topic="family"), ScopeItem(unit_id=SOCIAL, topic="speech"))


POWER = AuthorityDocument(DocumentKind.POWER_OF_ATTORNEY, "dnr 17", None, date(2026, 6, 10))
PAST = AuthorityDocument(DocumentKind.POWER_OF_ATTORNEY, "dnr 17", None, date(2026, 6, 9))
YES_BY_PAST_DOCUMENT = Position(
    MOTHER, PositionValue.YES, NOW, capacity=Capacity.FOSTER_PARENT, document=PAST
)
OTHERS_STATUTE = next(one.id for one in statutes().values() if Branch.HEALTH not in one.selectable_by)
BY_DOCUMENT = Position(MOTHER, PositionValue.NO, NOW, capacity=Capacity.FOSTER_PARENT, document=POWER)


def consent(value: PositionValue = PositionValue.YES, **more: object) -> Consent:
    whole = Consent(
        id=ID,
        version=2,
        subject_id=CHILD,
        subject_kind=SubjectKind.CHILD,
        situation="talk-1",
        scope=SCOPE,
        positions=(Position(MOTHER, value, NOW),),
        custody=Custody(CustodyBasis.SOLE),
        valid_from=date(2026, 6, 1),
        valid_through=date(2026, 7, 1),
        recorded_at=NOW,
        changed_at=NOW,
    )
    return replace(whole, **more)


def ground(**more: object) -> DisclosureGround:
    draft = GroundDraft(
        kind=GroundKind.HARM_ASSESSMENT,
        subject_id=CHILD,
        situation="talk-1",
        topics=("family", "speech"),
        recipient_unit_id=SOCIAL,
        decided_by="anna",
        decided_at=NOW,
        valid_through=date(2026, 7, 1),
        record=JournalReference("journal", "entry-1", NOW),
    )
    of_ground = {name: more.pop(name) for name in ("revoked_at", "registered_at") if name in more}
    made = DisclosureGround(ID, 2, CARE, NOW, replace(draft, **more))
    return replace(made, **of_ground)


def look(
    *consents: Consent, grounds: tuple[DisclosureGround, ...] = (), **more: object
) -> tuple[Considered, ...]:
    facts = DisclosureFacts(
        sender=SENDER,
        recipient=RECIPIENT,
        subject_id=CHILD,
        situation="talk-1",
        topics=("family", "speech"),
        consents=consents,
        county=CountyRules("skane", date(2024, 1, 1)),
        as_of=NOW,
        grounds=grounds,
    )
    asked = replace(facts, **more)
    return considered(asked, decide_disclosure(asked))


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (consent(), Verdict.APPLIED),
        (consent(PositionValue.NO), Verdict.REFUSES),
        (consent(PositionValue.NOT_ASKED), Verdict.AWAITS_ANSWERS),
        (consent(situation="talk-2"), Verdict.OTHER_SITUATION),
        (consent(status=ConsentStatus.WITHDRAWN), Verdict.WITHDRAWN),
        (consent(status=ConsentStatus.EXPIRED), Verdict.EXPIRED),
        (consent(status=ConsentStatus.ANNULLED), Verdict.ANNULLED),
        (consent(status=ConsentStatus.CLOSED), Verdict.CLOSED),
        (consent(situation="talk-2", status=ConsentStatus.CLOSED), Verdict.OTHER_SITUATION),
        (consent(valid_from=date(2026, 6, 11)), Verdict.NOT_YET),
        (consent(valid_from=date(2026, 6, 10), valid_through=date(2026, 6, 10)), Verdict.APPLIED),
        (consent(positions=(BY_DOCUMENT,)), Verdict.REFUSES),
        (consent(positions=(YES_BY_PAST_DOCUMENT,)), Verdict.DOES_NOT_COVER),
        (consent(valid_through=date(2026, 6, 9)), Verdict.LAST_DAY_PASSED),
        (consent(scope=(replace(SCOPE[0], topic="sleep"),)), Verdict.DOES_NOT_COVER),
        (consent(scope=(replace(SCOPE[0], unit_id=CARE), SCOPE[1])), Verdict.APPLIED),
    ],
)
def test_a_consent_has_the_verdict_of_what_stands_in_its_way(one: Consent, verdict: Verdict) -> None:
    (found,) = look(one)
    assert found == Considered("consent", ID, 2, verdict)
    assert found.applied is (verdict in {Verdict.APPLIED, Verdict.REFUSES})


def test_an_older_consent_that_covers_the_same_is_not_needed() -> None:
    older = consent(id=SECOND, changed_at=NOW - timedelta(days=1))
    assert [one.verdict for one in look(older, consent())] == [Verdict.APPLIED, Verdict.NOT_NEEDED]


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (ground(), Verdict.APPLIED),
        (ground(situation="talk-2"), Verdict.OTHER_SITUATION),
        (ground(revoked_at=NOW), Verdict.REVOKED),
        (ground(valid_through=date(2026, 6, 9)), Verdict.LAST_DAY_PASSED),
        (ground(valid_through=date(2026, 6, 9), revoked_at=NOW + timedelta(days=1)), Verdict.LAST_DAY_PASSED),
        (ground(topics=("sleep",)), Verdict.DOES_NOT_COVER),
        (ground(recipient_unit_id=CARE), Verdict.DOES_NOT_COVER),
        (ground(permits=False), Verdict.REFUSES),
        (ground(kind=GroundKind.UNAUTHORISED_DISCLOSURE_ASSESSMENT), Verdict.NOT_THE_SENDERS_LAW),
        (
            ground(kind=GroundKind.STATUTORY_DISCLOSURE, statute_id=OTHERS_STATUTE),
            Verdict.NOT_THE_SENDERS_LAW,
        ),
    ],
)
def test_a_ground_has_the_verdict_of_what_stands_in_its_way(one: DisclosureGround, verdict: Verdict) -> None:
    assert look(grounds=(one,)) == (Considered("ground", ID, 2, verdict),)


def test_a_ground_is_not_needed_where_a_consent_permits() -> None:
    assert [one.verdict for one in look(consent(), grounds=(ground(),))] == [
        Verdict.APPLIED,
        Verdict.NOT_NEEDED,
    ]


def test_what_is_about_somebody_else_is_not_shown() -> None:
    assert look(consent(subject_id=MOTHER), grounds=(ground(subject_id=MOTHER),)) == ()


def test_they_stand_in_the_order_of_their_ids_consents_first() -> None:
    found = look(
        consent(id=SECOND), consent(), grounds=(replace(ground(), id=SECOND), replace(ground(), id=ID))
    )
    assert [(one.kind, one.id) for one in found] == [
        ("consent", ID),
        ("consent", SECOND),
        ("ground", ID),
        ("ground", SECOND),
    ]


def test_every_verdict_is_a_sentence_in_both_languages() -> None:
    assert set(VERDICT_TEXTS) == set(Verdict)
    for verdict in Verdict:
        one = Considered("consent", ID, 1, verdict)
        assert (one.text(swedish=True), one.text(swedish=False)) == VERDICT_TEXTS[verdict]
        assert all(text.endswith(".") for text in VERDICT_TEXTS[verdict])
