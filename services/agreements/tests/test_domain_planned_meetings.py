"""The agenda that builds itself, what an agreement asks for, and decisions that are duties."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from slussen_agreements.domain.agreement import Agreement, Clause, Party, RequiredClause, Signature
from slussen_agreements.domain.annual_wheel import Duty
from slussen_agreements.domain.attention import Ask, Matter, matters
from slussen_agreements.domain.days import Period
from slussen_agreements.domain.duty_mark import DutyMark
from slussen_agreements.domain.findings import Label
from slussen_agreements.domain.planned_meetings import (
    Decision,
    Ground,
    MinutesClosedError,
    PlannedMeeting,
    agenda,
    decision_faults,
    require_open,
)
from slussen_agreements.domain.revision import RevisionRule
from slussen_contracts.agreements.api import AgreementKind, AgreementStatus
from slussen_contracts.agreements.codes import MeetingKind

TODAY = date(2026, 11, 22)
CENTRE, REGION, MUNICIPALITY = UUID(int=1), UUID(int=2), UUID(int=3)
OWNED = {"county_code": "18", "responsible_authority_id": REGION, "grants": (REGION,), "centre_id": CENTRE}
MEETING = PlannedMeeting(
    id=UUID(int=9), kind=MeetingKind.STEERING_GROUP, planned_on=date(2026, 12, 3), **OWNED
)


def duty(key: str, last: date) -> Duty:
    return Duty(what=Label(key, key, key), responsible="coordinator", period=Period(last, last))


def decision(due_on: date | None, owner: str | None = "Karin") -> Decision:
    return Decision(
        id=UUID(int=7),
        planned_meeting_id=MEETING.id,
        text="Ny skylt",
        owner=owner,
        due_on=due_on,
        decided_on=TODAY,
        **OWNED,
    )


AGREEMENT = Agreement(
    id=UUID(int=5),
    kind=AgreementKind.LOCAL,
    profile_id="orebro",
    profile_first_day=date(2026, 3, 1),
    parties=(Party(REGION, "a"), Party(MUNICIPALITY, "b")),
    clauses=(Clause("aim", "Text"),),
    valid_from=date(2026, 12, 1),
    **OWNED,
)
REQUIRED = (RequiredClause(key="aim", sv="syfte"),)
YEARLY = RevisionRule(interval_months=12)


def signed(agreement: Agreement, *authorities: UUID) -> Agreement:
    signatures = tuple(
        Signature(
            id=UUID(int=number),
            party=party,
            subject="s",
            assurance_level="loa3",
            digest=agreement.digest,
            signed_at=None,
        )
        for number, party in enumerate(agreement.parties)
        if party.authority_id in authorities
    )
    return replace(agreement, signatures=signatures)


def asked(agreement: Agreement, signs_for: UUID | None = None) -> list[tuple[Ask, date | None]]:
    found = matters(agreement, REQUIRED, YEARLY, signs_for=signs_for, today=TODAY)
    return [(one.ask, one.day) for one in found]


def test_the_agenda_tells_what_is_late_first_then_what_falls_due_and_leaves_out_what_is_done_or_far_off() -> (
    None
):
    late, soon, done, far = (
        duty("late", date(2026, 11, 1)),
        duty("soon", date(2027, 1, 10)),
        duty("done", date(2026, 11, 1)),
        duty("far", date(2027, 3, 1)),
    )
    marks = {"done": DutyMark(centre_id=CENTRE, key=done.key, done_on=TODAY)}
    points = agenda(
        MEETING,
        duties=[
            (one, marks.get(one.what.key, DutyMark(centre_id=CENTRE, key=one.key)))
            for one in (soon, far, late, done)
        ],
        decisions=[decision(None), decision(date(2026, 12, 1))],
        matters=[Matter(Ask.ENDS, AGREEMENT, date(2027, 1, 1))],
        today=TODAY,
    )
    assert [(point.ground, point.about) for point in points] == [
        (Ground.LATE, late),
        (Ground.DUE, soon),
        (Ground.DECIDED, decision(None)),
        (Ground.AGREEMENT, points[-1].about),
    ]


def test_a_decision_with_a_day_is_a_duty_of_whoever_it_names() -> None:
    made = decision(date(2027, 1, 15)).duty
    assert made
    assert (made.key, made.owner) == (f"own_{UUID(int=7).hex}:2027-01-15", "Karin")
    assert decision(None).duty is None


@pytest.mark.parametrize(
    ("due_on", "owner", "rules"),
    [
        (None, None, []),
        (date(2026, 12, 3), "Karin", []),
        (date(2026, 12, 2), "Karin", [("dueOn", "order")]),
        (date(2026, 12, 4), None, [("owner", "required")]),
    ],
)
def test_a_duty_needs_somebody_and_a_day_that_is_not_before_the_meeting(
    due_on: date | None, owner: str | None, rules: list[tuple[str, str]]
) -> None:
    assert [(one.field, one.rule) for one in decision_faults(MEETING, due_on, owner)] == rules


def test_minutes_that_are_closed_do_not_change() -> None:
    require_open(MEETING)
    with pytest.raises(MinutesClosedError):
        require_open(replace(MEETING, held_on=TODAY, meeting_id=UUID(int=4)))


def test_an_agreement_asks_to_be_filled_signed_in_turn_awaited_and_put_into_force() -> None:
    assert asked(replace(AGREEMENT, clauses=())) == [(Ask.FILL, None)]
    assert asked(AGREEMENT, MUNICIPALITY) == [(Ask.SIGN, None)]
    assert asked(AGREEMENT) == [(Ask.AWAIT, None)]
    in_order = replace(AGREEMENT, sign_in_order=True, sign_by=TODAY)
    assert asked(in_order, MUNICIPALITY) == [(Ask.AWAIT, TODAY)]
    assert asked(signed(in_order, REGION), MUNICIPALITY) == [(Ask.SIGN, TODAY)]
    assert asked(signed(AGREEMENT, REGION, MUNICIPALITY)) == [(Ask.ACTIVATE, date(2026, 12, 1))]


def test_an_agreement_in_force_asks_when_it_ends_and_when_it_is_to_be_looked_over() -> None:
    active = replace(AGREEMENT, status=AgreementStatus.ACTIVE, valid_from=date(2025, 12, 1))
    assert asked(active) == [(Ask.REVISE, date(2026, 12, 1))]
    ending = replace(active, last_day=date(2027, 1, 31), reviewed_on=date(2026, 11, 1))
    assert asked(ending) == [(Ask.ENDS, date(2027, 1, 31))]
    assert not Matter(Ask.ENDS, ending, date(2027, 1, 31)).is_late(TODAY)
    assert asked(replace(active, status=AgreementStatus.ENDED)) == []
