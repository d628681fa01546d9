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
    GroundAlreadyRevokedError,
    GroundDraft,
    GroundInvalidError,
    GroundKind,
    NotDesignatedError,
    permitting,
    register_ground,
    revoke,
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


# Registering ---------------------------------------------------------------------------------------------------

ON_STATUTE = replace(
    DRAFT, kind=GroundKind.STATUTORY_DISCLOSURE, statute_id="osl-25-12", reason="necessary_care"
)
PRIVATE = replace(SENDER, authority_type=AuthorityType.PRIVATE_PROVIDER)
SOCIAL = Employment(
    AuthorityType.MUNICIPALITY, UUID(int=8), UNIT, None, Branch.SOCIAL_PREVENTIVE, Profession.SOCIAL_WORKER
)


def registered(draft: GroundDraft, sender: Employment = SENDER, at: datetime = NOW) -> DisclosureGround:
    return register_ground(draft, sender, [ANNA], ground_id=UUID(int=5), sender_unit_id=UNIT, at=at)


def faults(draft: GroundDraft, sender: Employment = SENDER) -> list[str]:
    with pytest.raises(GroundInvalidError) as caught:
        registered(draft, sender)
    for problem in caught.value.problems:
        assert (problem.sv, problem.en) == FAULT_TEXTS[problem.rule]
    return [f"{problem.field} {problem.rule}" for problem in caught.value.problems]


FAULT_TEXTS = {
    "in-the-future": ("Tidpunkten har inte inträffat.", "The moment has not come."),
    "has-passed": ("Sista dagen har passerat.", "The last day has passed."),
    "longer-than-allowed": ("Grunden gäller högst 90 dagar.", "The ground holds for at most 90 days."),
    "not-of-the-senders-law": (
        "Menprövning görs av offentliga verksamheter, prövning av obehörigt röjande av privata.",
        "Public bodies assess harm; private providers assess whether it is an unauthorised disclosure.",
    ),
    "unknown-statute": ("Lagrummet finns inte i listan.", "The statute is not in the list."),
    "has-its-own-channel": (
        "Det här registreras inte här; använd huvudmannens egen kanal.",
        "This is not registered here; use the authority's own channel.",
    ),
    "not-in-force": ("Lagrummet gällde inte den dagen.", "The statute was not in force that day."),
    "not-selectable": (
        "Din verksamhetsgren kan inte välja lagrummet.",
        "Your branch can't choose the statute.",
    ),
    "does-not-fit": (
        "Skälet passar inte lagrummet: en skyldighet eller en möjlighet.",
        "The reason does not fit the statute: a duty, or a possibility.",
    ),
}


def test_a_ground_is_registered_as_it_came_in_at_its_first_version() -> None:
    assert registered(DRAFT) == DisclosureGround(UUID(int=5), 1, UNIT, NOW, DRAFT)
    assert registered(ON_STATUTE).content is ON_STATUTE
    assert registered(replace(ON_STATUTE, statute_id="osl-10-28", reason="duty_by_law")).version == 1


@pytest.mark.parametrize(
    ("draft", "sender", "expected"),
    [
        (replace(DRAFT, decided_at=NOW + timedelta(seconds=1)), SENDER, ["decidedAt in-the-future"]),
        (replace(DRAFT, valid_through=date(2026, 6, 9)), SENDER, ["validThrough has-passed"]),
        (replace(DRAFT, valid_through=date(2026, 9, 9)), SENDER, ["validThrough longer-than-allowed"]),
        (DRAFT, PRIVATE, ["kind not-of-the-senders-law"]),
        (DRAFT, replace(SENDER, authority_type=None), ["kind not-of-the-senders-law"]),
        (DRAFT, replace(SENDER, authority_type=AuthorityType.OTHER), ["kind not-of-the-senders-law"]),
        (
            replace(DRAFT, kind=GroundKind.UNAUTHORISED_DISCLOSURE_ASSESSMENT),
            SENDER,
            ["kind not-of-the-senders-law"],
        ),
        (replace(ON_STATUTE, statute_id=None), SENDER, ["statuteId unknown-statute"]),
        (replace(ON_STATUTE, statute_id="osl-99-9"), SENDER, ["statuteId unknown-statute"]),
        (replace(ON_STATUTE, statute_id="sol-2025-19-1"), SENDER, ["statuteId has-its-own-channel"]),
        (replace(ON_STATUTE, statute_id="sol-2001-14-1"), SENDER, ["statuteId has-its-own-channel"]),
        (
            replace(ON_STATUTE, statute_id="osl-10-15a", decided_at=datetime(2025, 11, 30, 9, tzinfo=UTC)),
            SENDER,
            ["statuteId not-in-force"],
        ),
        (replace(ON_STATUTE, statute_id="osl-26-9"), SENDER, ["statuteId not-selectable"]),
        (replace(ON_STATUTE, statute_id="osl-10-2"), SENDER, ["statuteId not-selectable"]),
        (ON_STATUTE, SOCIAL, ["statuteId not-selectable"]),
        (replace(ON_STATUTE, reason="duty_by_law"), SENDER, ["reasonCode does-not-fit"]),
        (replace(ON_STATUTE, statute_id="osl-10-28"), SENDER, ["reasonCode does-not-fit"]),
        (
            replace(DRAFT, decided_at=NOW + timedelta(days=1), valid_through=date(2026, 6, 9)),
            PRIVATE,
            ["decidedAt in-the-future", "validThrough has-passed", "kind not-of-the-senders-law"],
        ),
    ],
)
def test_what_is_no_ground_is_refused_and_every_fault_named(
    draft: GroundDraft, sender: Employment, expected: list[str]
) -> None:
    assert faults(draft, sender) == expected


@pytest.mark.parametrize("last", [date(2026, 6, 10), date(2026, 9, 8)])
def test_a_ground_may_hold_from_today_through_ninety_days(last: date) -> None:
    assert registered(replace(DRAFT, valid_through=last)).content.valid_through == last


def test_a_private_provider_assesses_by_its_own_law_without_being_designated() -> None:
    own = replace(DRAFT, kind=GroundKind.UNAUTHORISED_DISCLOSURE_ASSESSMENT, decided_by="bo")
    assert registered(own, PRIVATE).content.kind is GroundKind.UNAUTHORISED_DISCLOSURE_ASSESSMENT
    with pytest.raises(NotDesignatedError):
        registered(replace(DRAFT, decided_by="bo"))


def test_a_ground_is_revoked_once_as_its_next_version() -> None:
    revoked = revoke(registered(DRAFT), at=NOW)
    assert (revoked.version, revoked.revoked_at) == (2, NOW)
    with pytest.raises(GroundAlreadyRevokedError):
        revoke(revoked, at=NOW)


def test_a_ground_is_about_the_same_person_by_another_id() -> None:
    assert registered(DRAFT).about(OTHER) == registered(replace(DRAFT, subject_id=OTHER))


@pytest.mark.parametrize(
    ("day", "covered"),
    [
        (date(2026, 5, 31), False),
        (date(2026, 6, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ],
)
def test_a_designation_covers_its_first_and_last_day(day: date, covered: bool) -> None:
    assert ANNA.covers(day) is covered
    assert Designation("anna", date(2026, 6, 1)).covers(date(2030, 1, 1))


def test_a_statute_permits_only_whose_branch_may_choose_it() -> None:
    theirs = replace(ON_STATUTE, statute_id="osl-26-9")
    assert found(made(ON_STATUTE)) is not None
    assert found(made(theirs)) is None
    assert found(made(theirs), sender=SOCIAL) is not None
    assert found(made(replace(ON_STATUTE, statute_id="sol-2025-19-1"))) is None
