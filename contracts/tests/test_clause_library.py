"""The clause libraries beside the profiles that they serve."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from slussen_contracts.agreements.api import AgreementKind
from slussen_contracts.clause_library import Origin, blanks, editions, library, loading
from slussen_contracts.clause_library.model import ClauseLibrary, LibraryClause
from slussen_contracts.profiles import profile_ids, versions
from slussen_contracts.profiles.setting import Force

DOCUMENTS = {
    "skane": "S000",
    "jamtland": "S001",
    "orebro": "S002",
    "kalmar": "S003",
    "socialstyrelsen": "S004",
}
VALUES = {
    "parties": "A och B",
    "centre": "Linden",
    "municipality": "Örebro kommun",
    "valid_from": "2026-03-01",
}


def test_every_profile_has_a_library() -> None:
    assert all(editions(profile_id) for profile_id in profile_ids())


@pytest.mark.parametrize("profile_id", DOCUMENTS)
def test_it_has_a_text_for_every_clause_that_the_profile_requires_in_its_order(profile_id: str) -> None:
    profile = versions(profile_id)[-1]
    rules = profile.agreements
    required = [clause.key for clause in rules.required_clauses.value or ()]
    of_county = rules.required_clauses_basis.value == "headings_of_county_agreement"
    found = editions(profile_id)[-1].clauses(AgreementKind.COUNTY if of_county else AgreementKind.LOCAL)
    assert [clause.key for clause in found if clause.force is Force.MUST] == required
    assert not any(clause.sv for clause in found if clause.force is Force.MUST)
    assert all(clause.sv for clause in found if clause.force is not Force.MUST)


def test_the_suggested_and_recommended_clauses_are_the_profiles() -> None:
    national = editions("socialstyrelsen")[-1].clauses(AgreementKind.LOCAL)
    suggested = versions("socialstyrelsen")[-1].agreements.suggested_clauses.value or ()
    assert [(clause.key, clause.sv) for clause in national] == [(one.key, one.sv) for one in suggested]
    jamtland = editions("jamtland")[-1].clauses(AgreementKind.LOCAL)
    recommended = versions("jamtland")[-1].agreements.recommended_content.value
    assert tuple(clause.key for clause in jamtland if clause.force is Force.SHOULD) == recommended


@pytest.mark.parametrize("profile_id", DOCUMENTS)
def test_every_text_quotes_its_own_document_and_fills_without_remainder(profile_id: str) -> None:
    for kind in editions(profile_id)[-1].kinds.values():
        for clause in kind.clauses:
            assert clause.source.startswith(DOCUMENTS[profile_id])
            assert "$" not in clause.filled(VALUES)
            assert blanks(clause.text) == blanks(clause.filled(VALUES))


def test_whose_words_a_text_is_in_is_said() -> None:
    origins = {
        each: {kind: found.origin for kind, found in editions(each)[-1].kinds.items()} for each in DOCUMENTS
    }
    assert origins["jamtland"][AgreementKind.LOCAL] is Origin.COUNTY
    assert origins["kalmar"] == {AgreementKind.COUNTY: Origin.COUNTY}
    assert set(origins["orebro"].values()) == {Origin.OURS}


def test_orebros_nine_preconditions_are_a_checklist() -> None:
    (found,) = editions("orebro")[-1].checklists
    assert (found.key, len(found.items)) == ("cooperation_preconditions", 9)
    assert not any(editions(each)[-1].checklists for each in DOCUMENTS if each != "orebro")


def test_the_edition_in_use_is_the_newest_that_has_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "orebro"
    folder.mkdir()
    (folder / "2027-01-01.yaml").write_text(
        "profile_id: orebro\nfirst_day: 2027-01-01\nlast_day: 2027-06-30\n"
    )
    monkeypatch.setattr(loading, "SOURCES", [*loading.SOURCES, tmp_path])
    loading.editions.cache_clear()
    try:
        days = (date(2026, 2, 28), date(2026, 12, 31), date(2027, 1, 1), date(2027, 7, 1))
        found = [library("orebro", on=day) for day in days]
        assert [one and one.first_day.year for one in found] == [None, 2026, 2027, 2026]
        (folder / "2027-01-01.yaml").rename(folder / "2027-02-01.yaml")
        loading.editions.cache_clear()
        with pytest.raises(ValueError, match="named by its profile"):
            editions("orebro")
    finally:
        monkeypatch.undo()
        loading.editions.cache_clear()


def test_what_a_library_can_not_be_is_refused() -> None:
    clause = {"key": "a_key", "source": "S", "text": "Text."}
    with pytest.raises(ValidationError, match="placeholder"):
        LibraryClause.model_validate({**clause, "text": "${secret}"})
    with pytest.raises(ValidationError, match="placeholder"):
        LibraryClause.model_validate({**clause, "text": "$"})
    twice = {"local": {"origin": "ours", "clauses": [clause, clause]}}
    with pytest.raises(ValidationError, match="same key"):
        ClauseLibrary.model_validate({"profile_id": "x", "first_day": "2026-01-01", "kinds": twice})
    with pytest.raises(ValidationError, match="last_day"):
        ClauseLibrary.model_validate({"profile_id": "x", "first_day": "2026-01-01", "last_day": "2025-01-01"})
