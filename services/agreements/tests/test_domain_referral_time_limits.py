from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.edition_terms import term_changes
from slussen_agreements.domain.referral_time_limits import ReferralTimeLimit, limit_faults
from slussen_agreements.domain.terms import AgreedTerms
from slussen_contracts.agreements.api import AgreementKind
from slussen_contracts.agreements.time_limits import LimitedState
from slussen_contracts.profiles.practice import TimeLimit

SENT = ReferralTimeLimit(LimitedState.SENT, 5, 60)
ACCEPTED = ReferralTimeLimit(LimitedState.ACCEPTED, 1)
AGREEMENT = Agreement(
    id=UUID(int=3),
    county_code="18",
    responsible_authority_id=UUID(int=1),
    grants=(UUID(int=1),),
    kind=AgreementKind.LOCAL,
    centre_id=UUID(int=4),
    profile_id="orebro",
    profile_first_day=date(2026, 3, 1),
    parties=(),
    terms=AgreedTerms(notice_months=9),
    valid_from=date(2026, 3, 1),
)
DIGEST_BEFORE_TIME_LIMITS = "c4791f6bc5bb7361f0f6101791662226631aa55939db9b7be2c019e863727adb"


def found(
    *limits: ReferralTimeLimit, kind: AgreementKind = AgreementKind.LOCAL, **county: TimeLimit
) -> list[tuple[str, str]]:
    return [(fault.field, fault.rule) for fault in limit_faults(limits, kind, county)]


def test_where_the_county_is_silent_the_parties_agree_as_they_like() -> None:
    assert found() == []
    assert found(SENT, ACCEPTED, ReferralTimeLimit(LimitedState.RECEIVED, 366, 1830)) == []
    assert found(SENT, kind=AgreementKind.COUNTY) == []


def test_no_limit_is_longer_than_the_countys() -> None:
    assert found(SENT, sent=TimeLimit(due_days=5, expire_days=60)) == []
    assert found(SENT, sent=TimeLimit(due_days=5)) == []
    assert found(SENT, received=TimeLimit(due_days=1)) == []
    assert found(ACCEPTED, SENT, sent=TimeLimit(due_days=4, expire_days=59)) == [
        ("referralTimeLimits.1.dueDays", "county-limit"),
        ("referralTimeLimits.1.expireDays", "county-limit"),
    ]


def test_a_state_stands_once_and_its_time_is_out_after_the_step_was_due() -> None:
    assert found(SENT, replace(SENT, due_days=4)) == [
        ("referralTimeLimits.0.state", "unique"),
        ("referralTimeLimits.1.state", "unique"),
    ]
    assert found(replace(SENT, expire_days=5)) == [("referralTimeLimits.0.expireDays", "order")]


@pytest.mark.parametrize(
    "kind", [AgreementKind.PREMISES, AgreementKind.LETTER_OF_INTENT, AgreementKind.COORDINATOR]
)
def test_only_agreements_that_referrals_are_made_under_have_limits(kind: AgreementKind) -> None:
    assert found(SENT, kind=kind) == [("referralTimeLimits", "local-or-county")]
    assert found(kind=kind) == []


def test_limits_are_signed_and_what_was_signed_without_them_keeps_its_digest() -> None:
    assert AGREEMENT.digest == DIGEST_BEFORE_TIME_LIMITS
    limited = replace(AGREEMENT, terms=AgreedTerms(notice_months=9, referral_time_limits=(SENT,)))
    assert limited.digest != AGREEMENT.digest
    assert AgreedTerms.of(limited.terms.content()) == limited.terms
    assert AgreedTerms.of(AGREEMENT.terms.content()) == AGREEMENT.terms


def test_what_differs_from_the_edition_before_is_told_state_by_state() -> None:
    before = replace(AGREEMENT, terms=AgreedTerms(referral_time_limits=(SENT, ACCEPTED)))
    received = ReferralTimeLimit(LimitedState.RECEIVED, 10)
    after = replace(before, terms=AgreedTerms(referral_time_limits=(replace(SENT, due_days=3), received)))
    changes = term_changes(before, after, {}, {})
    assert {change.key for change in changes} == {"referral_time_limit"}
    assert [
        (change.change, change.before and change.before.sv, change.after and change.after.en)
        for change in changes
    ] == [
        (
            "changed",
            "Skickad: nästa steg inom 5 dagar, tiden är ute efter 60 dagar",
            "Sent: the next step within 3 days, time is out after 60 days",
        ),
        ("added", None, "Received: the next step within 10 days"),
        ("removed", "Mottagaren har tackat ja: nästa steg inom 1 dag", None),
    ]
