from uuid import uuid4

import pytest

from slussen_agreements.domain.agreement import Party
from slussen_agreements.domain.findings import Label, NotRegulated
from slussen_agreements.domain.parties import Copies, dispute_body, identical_copies, required_parties

EDUCATION = Label(
    "education_administration", "barn- och utbildningsförvaltningen", "education administration"
)
SOCIAL = Label("social_administration", "social- och arbetsmarknadsförvaltningen", "social administration")
CARE = Label("primary_care", "primärvården", "primary care")
JAMTLAND = (EDUCATION, SOCIAL, CARE)
MUNICIPALITY, REGION = uuid4(), uuid4()
PARTIES = (Party(MUNICIPALITY, EDUCATION.key), Party(MUNICIPALITY, SOCIAL.key), Party(REGION, CARE.key))


@pytest.mark.case("AG-10")
def test_jamtlands_three_parties_are_required_whoever_is_there_so_far() -> None:
    answer = required_parties(JAMTLAND, PARTIES[:1])
    assert not isinstance(answer, NotRegulated)
    assert [(one.role, one.is_filled) for one in answer] == [
        (EDUCATION, True),
        (SOCIAL, False),
        (CARE, False),
    ]


@pytest.mark.case("AG-11")
def test_three_identical_copies_are_registered_one_for_each_party() -> None:
    answer = identical_copies(PARTIES, 3)
    assert isinstance(answer, Copies)
    assert [(copy.number, copy.party) for copy in answer.copies] == list(enumerate(PARTIES, start=1))
    assert answer.findings == ()


def test_copies_follow_the_parties_where_a_private_provider_is_a_fourth() -> None:
    answer = identical_copies((*PARTIES, Party(uuid4(), "private_provider")), 3)
    assert isinstance(answer, Copies)
    assert (len(answer.copies), [one.rule for one in answer.findings]) == (4, ["copies-follow-parties"])


@pytest.mark.case("AG-12")
def test_jamtlands_disputes_go_to_lako_whatever_else_was_agreed() -> None:
    assert dispute_body("LAKO", None) == "LAKO"
    assert dispute_body("LAKO", "Tingsrätten") == "LAKO"


def test_a_dispute_body_left_to_the_parties_is_theirs() -> None:
    assert dispute_body(None, "Parternas chefer") == "Parternas chefer"


def test_where_the_county_is_silent_nothing_is_made_up() -> None:
    matters = []
    for answer in (
        required_parties(None, PARTIES),
        identical_copies(PARTIES, None),
        dispute_body(None, None),
    ):
        assert isinstance(answer, NotRegulated)
        matters.append(answer.matter)
    assert matters == ["parties", "identical_copies", "dispute_body"]
