"""Grounds besides consent: of each kind the latest word counts, and each reaches only what it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from slussen_consent.domain.consent import JournalReference
from slussen_consent.domain.disclosures import decision_held
from slussen_consent.domain.employment import Employment
from slussen_consent.domain.grounds import (
    Designation,
    DisclosureGround,
    GroundDraft,
    GroundKind,
    NotDesignatedError,
    permitting,
    register_ground,
    selectable,
)
from slussen_consent.domain.scope import Request
from slussen_contracts.identifiers import AuthorityType, Branch, Profession

NOW = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
CHILD, UNIT, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
SENDER = Employment(AuthorityType.REGION, UUID(int=9), UNIT, None, Branch.HEALTH, Profession.MIDWIFE)
DRAFT = GroundDraft(
    kind=GroundKind.HARM_ASSESSMENT,
    subject_id=CHILD,
    situation="talk-1",
    topics=("family",),
    recipient_unit_id=OTHER,
    decided_by="anna",
    decided_at=NOW,
    valid_through=date(2026, 7, 1),
    record=JournalReference("journal", "entry-1", NOW),
)
ANNA = Designation("anna", date(2026, 6, 1), date(2026, 6, 30))


def made(draft: GroundDraft = DRAFT, number: int = 5, at: datetime = NOW) -> DisclosureGround:
    return DisclosureGround(UUID(int=number), 1, UNIT, at, draft)


def found(
    *grounds: DisclosureGround, at: datetime = NOW, sender: Employment = SENDER, **request: object
) -> DisclosureGround | None:
    asked = Request(**{"topic": "family", "unit_id": OTHER, **request})  # type: ignore[arg-type] # by name
    return permitting(grounds, sender, asked, subject_id=CHILD, situation="talk-1", at=at)


def test_a_later_no_takes_an_earlier_yes_away_and_a_later_yes_gives_it_back() -> None:
    yes = made()
    no = made(replace(DRAFT, permits=False, decided_at=NOW + timedelta(hours=1)), 6)
    again = made(replace(DRAFT, decided_at=NOW + timedelta(hours=2)), 7)
    assert found(yes) is yes
    assert found(no, yes) is None
    assert found(again, yes, no) is again


def test_a_no_of_one_kind_leaves_another_kind_alone() -> None:
    statute = made(replace(DRAFT, kind=GroundKind.STATUTORY_DISCLOSURE, statute_id="osl-25-12"), 8)
    assert found(statute, made(replace(DRAFT, permits=False))) is statute


@pytest.mark.parametrize("hours", [-1, 24 * 40])
def test_a_ground_holds_from_its_registration_through_its_last_day(hours: int) -> None:
    assert found(made(), at=NOW + timedelta(hours=hours)) is None


def test_a_ground_holds_on_its_last_day_in_sweden_and_not_after() -> None:
    assert found(made(), at=datetime(2026, 7, 1, 21, 59, tzinfo=UTC)) is not None
    assert found(made(), at=datetime(2026, 7, 1, 22, 0, tzinfo=UTC)) is None


def test_a_ground_does_not_reach_an_unknown_recipient_or_another_profession() -> None:
    for_midwives = made(replace(DRAFT, recipient_profession=Profession.MIDWIFE))
    assert found(for_midwives, profession=Profession.MIDWIFE) is for_midwives
    assert found(for_midwives) is None
    assert found(made(), unit_id=None) is None


def test_a_ground_falls_when_the_sender_is_of_another_law_or_unit() -> None:
    assert found(made(), sender=replace(SENDER, authority_type=AuthorityType.PRIVATE_PROVIDER)) is None
    assert found(made(), sender=replace(SENDER, authority_type=None)) is None
    assert found(made(), sender=replace(SENDER, unit_id=OTHER)) is None


def test_a_designation_covers_the_day_decided_and_the_day_registered() -> None:
    def register(draft: GroundDraft, at: datetime) -> DisclosureGround:
        return register_ground(draft, SENDER, [ANNA], ground_id=UUID(int=5), sender_unit_id=UNIT, at=at)

    assert register(DRAFT, NOW).content is DRAFT
    with pytest.raises(NotDesignatedError):
        register(replace(DRAFT, valid_through=date(2026, 7, 20)), NOW + timedelta(days=21))
    with pytest.raises(NotDesignatedError):
        register(replace(DRAFT, decided_at=NOW - timedelta(days=20)), NOW)


def test_reports_of_concern_are_in_no_list() -> None:
    for branch in Branch:
        assert not {one.id for one in selectable(branch, date(2026, 6, 10))} & {"sol-2025-19-1"}


def test_a_decision_held_where_changes_came_after_it_was_told() -> None:
    later = NOW + timedelta(minutes=1)
    assert decision_held([(CHILD, 1)], [(CHILD, 1, NOW)], NOW)
    assert decision_held([(CHILD, 1)], [(CHILD, 2, later)], NOW)
    assert not decision_held([(CHILD, 1)], [(CHILD, 2, NOW)], NOW)
