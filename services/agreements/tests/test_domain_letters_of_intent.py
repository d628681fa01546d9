import pytest

from slussen_agreements.domain.findings import Label
from slussen_agreements.domain.letters_of_intent import (
    LetterRule,
    LetterStatus,
    MunicipalityStanding,
    letter_faults,
    missing_letters,
    status_after_agreement,
)

ACTIVE_CONTRIBUTION = Label("active_contribution", "aktivt bidra till förutsättningar", "contribute actively")
OREBRO = LetterRule(
    is_required=True,
    parties=(
        Label("municipality", "kommunen", "the municipality"),
        Label("health_centre", "vårdcentralen", "the health centre"),
    ),
    clauses=(ACTIVE_CONTRIBUTION,),
)


def municipality(code: str, *, has_centre: bool, letter: LetterStatus | None = None) -> MunicipalityStanding:
    return MunicipalityStanding(code=code, name=f"Kommun {code}", has_centre=has_centre, letter=letter)


@pytest.mark.case("AG-33")
def test_a_municipality_with_neither_centre_nor_signed_letter_is_listed() -> None:
    county = [
        municipality("1880", has_centre=True),
        municipality("1863", has_centre=False),
        municipality("1864", has_centre=False, letter=LetterStatus.DRAFT),
        municipality("1884", has_centre=False, letter=LetterStatus.SIGNED),
    ]
    found = list(missing_letters(county, OREBRO))
    assert [one.subject for one in found] == ["1863", "1864"]
    assert found[0].sv.startswith("Kommun 1863 saknar")
    assert list(missing_letters(county, LetterRule())) == []


@pytest.mark.case("AG-34")
def test_a_letter_without_the_clause_on_active_contribution_is_refused() -> None:
    both = {"municipality", "health_centre"}
    found = list(letter_faults(OREBRO, parties=both, clauses=set()))
    assert [(fault.field, fault.rule) for fault in found] == [
        ("clauses.active_contribution", "clause-missing")
    ]
    assert list(letter_faults(OREBRO, parties=both, clauses={"active_contribution"})) == []


def test_a_letter_without_the_health_centre_is_refused() -> None:
    found = list(letter_faults(OREBRO, parties={"municipality"}, clauses={"active_contribution"}))
    assert [(fault.field, fault.en) for fault in found] == [("parties", "the health centre is no party")]


def test_a_signed_letter_is_fulfilled_when_a_local_agreement_is_in_force() -> None:
    signed, draft = LetterStatus.SIGNED, LetterStatus.DRAFT
    assert status_after_agreement(signed, has_active_agreement=True) is LetterStatus.FULFILLED
    assert status_after_agreement(signed, has_active_agreement=False) is signed
    assert status_after_agreement(draft, has_active_agreement=True) is draft
