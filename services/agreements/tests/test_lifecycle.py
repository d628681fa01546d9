from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from slussen_agreements.domain import lifecycle
from slussen_agreements.domain.agreement import Agreement, Clause, NotAPartyError, Party, Signature
from slussen_agreements.use_cases.profiles import present_profile, profile_version
from slussen_contracts.agreements.api import AgreementKind

FIRST = date(2026, 3, 1)
MUNICIPALITY, REGION = uuid4(), uuid4()

JAMTLAND_ROLES = ("education_administration", "social_administration", "primary_care")


def agreement(**more: object) -> Agreement:
    made = Agreement(
        id=UUID(int=1),
        county_code="18",
        responsible_authority_id=REGION,
        grants=(REGION, MUNICIPALITY),
        kind=AgreementKind.LOCAL,
        centre_id=UUID(int=2),
        profile_id="orebro",
        profile_first_day=FIRST,
        parties=(Party(REGION, "local_health_centre"), Party(MUNICIPALITY, "municipality")),
        valid_from=FIRST,
    )
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.case("AG-10")
def test_every_role_that_the_profile_names_is_required() -> None:
    parties = [Party(MUNICIPALITY, "education_administration")]
    found = lifecycle.party_faults(parties, JAMTLAND_ROLES, {MUNICIPALITY: "Kommunen"})
    assert [fault.en for fault in found] == [
        "a party as social_administration is required",
        "a party as primary_care is required",
    ]
    whole = [*parties, Party(MUNICIPALITY, "social_administration"), Party(REGION, "primary_care")]
    known = {MUNICIPALITY: "Kommunen", REGION: "Regionen"}
    assert list(lifecycle.party_faults(whole, JAMTLAND_ROLES, known)) == []


def test_where_the_profile_is_silent_any_role_will_do() -> None:
    assert list(lifecycle.party_faults([Party(REGION, "landlord")], None, {REGION: "Regionen"})) == []


def test_the_digest_is_of_the_content_and_not_of_the_order_in_which_it_was_written() -> None:
    one, other = Clause("a", "A"), Clause("b", "B", "Rubrik")
    digest = agreement(clauses=(one, other)).digest
    assert agreement(clauses=(other, one), version=7).digest == digest
    assert agreement(clauses=(one, Clause("b", "B"))).digest != digest
    assert agreement(clauses=(one, other), valid_through=FIRST).digest != digest


def test_what_is_signed_is_the_digest_of_this_text() -> None:
    party = Party(UUID(int=3), "municipality")
    known = agreement(parties=(party,), clauses=(Clause("dispute", "Tvist löses i samförstånd."),))
    text = (
        '{"centre":"00000000-0000-0000-0000-000000000002",'
        '"clauses":{"dispute":[null,"Tvist löses i samförstånd."]},'
        '"id":"00000000-0000-0000-0000-000000000001","kind":"local",'
        '"parties":[["00000000-0000-0000-0000-000000000003","municipality"]],'
        '"profile":"orebro/2026-03-01","validFrom":"2026-03-01","validThrough":null}'
    )
    assert known.digest == sha256(text.encode()).hexdigest()


def test_before_its_first_version_a_profile_is_shown_as_that_version() -> None:
    assert present_profile("orebro", date(2020, 1, 1)).first_day == FIRST
    assert profile_version("orebro", FIRST).id == "orebro"


def test_nobody_signs_for_a_stranger() -> None:
    signature = Signature(
        id=uuid4(),
        party=Party(uuid4(), "municipality"),
        subject="stranger",
        assurance_level=None,
        digest="",
        signed_at=datetime(2026, 11, 22, tzinfo=UTC),
    )
    with pytest.raises(NotAPartyError):
        lifecycle.sign(agreement(), signature, ())
