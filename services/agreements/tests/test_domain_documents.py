"""The agreement's document for every kind under every county's profile, without a database."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from slussen_agreements.domain.agreement import Agreement, Clause, Party
from slussen_agreements.domain.documents.agreement import agreement_document
from slussen_agreements.domain.documents.words import TEXTS
from slussen_agreements.domain.documents.written import (
    EditionLine,
    NamedParty,
    Place,
    Terms,
    WrittenAgreement,
)
from slussen_agreements.domain.kinds import body_for_disputes, notice_terms, revision_rule, rules_of
from slussen_agreements.domain.terms import AgreedTerms, Deviation
from slussen_chassis.documents.blocks import (
    Block,
    Document,
    Facts,
    Heading,
    Items,
    Paragraph,
    SignaturePlace,
    Table,
    ToFill,
)
from slussen_chassis.documents.docx import docx_of
from slussen_chassis.documents.pdf import pdf_of
from slussen_contracts.agreements.api import AgreementKind, AgreementStatus
from slussen_contracts.profiles import profile_ids, versions

NOW = datetime(2026, 9, 1, tzinfo=UTC)
PARTIES = (Party(UUID(int=1), "municipality"), Party(UUID(int=2), "region"))
NAMED = (
    NamedParty("Örebro kommun", "2120001967", "municipality"),
    NamedParty("Regionen", "2321000164", "region"),
)
SKANE = ("management_structure", "content", "cooperation", "individual_responsibility", "financing")
EVERY_KIND = [(profile_id, kind) for profile_id in profile_ids() for kind in AgreementKind]


def written(
    profile_id: str,
    kind: AgreementKind,
    texts: dict[str, str] | None = None,
    *,
    editions: int = 1,
    **more: object,
) -> WrittenAgreement:
    """An agreement with these clauses, or with all that are required."""
    profile = versions(profile_id)[-1]
    required = rules_of(kind, profile).points
    filled = {clause.key: "En text." for clause in required} if texts is None else texts
    agreement = Agreement(
        id=UUID(int=7),
        county_code="18",
        responsible_authority_id=UUID(int=1),
        grants=(UUID(int=1),),
        kind=kind,
        status=AgreementStatus.READY if filled else AgreementStatus.DRAFT,
        centre_id=None,
        profile_id=profile_id,
        profile_first_day=profile.first_day,
        parties=PARTIES,
        clauses=tuple(Clause(key, text) for key, text in filled.items()),
        valid_from=date(2026, 9, 1),
        edition=editions,
        **more,  # type: ignore[arg-type]
    )
    copies = profile.agreements.identical_copies.value
    return WrittenAgreement(
        agreement=agreement,
        required=required,
        suggested=profile.agreements.suggested_clauses.value or (),
        parties=NAMED,
        place=Place("Örebro län", "Örebro", "Familjecentralen Vivalla"),
        profile_name=profile.name,
        terms=Terms(
            notice_terms(kind, profile), body_for_disputes(agreement, profile), revision_rule(profile), copies
        ),
        editions=tuple(EditionLine(n, date(2020 + n, 1, 1), "0" * 64) for n in range(1, editions + 1)),
    )


def made(about: WrittenAgreement) -> Document:
    return agreement_document(about, made_at=NOW)


def headings(document: Document, level: int = 1) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading) and block.level == level]


def of_kind(document: Document, kind: type[Block]) -> list[Block]:
    return [block for block in document.blocks if isinstance(block, kind)]


def facts(document: Document) -> dict[str, str | None]:
    return {key: value for block in document.blocks if isinstance(block, Facts) for key, value in block.rows}


@pytest.mark.parametrize(("profile_id", "kind"), EVERY_KIND)
def test_every_kind_in_every_county_becomes_an_accessible_file_filled_in_or_not(
    profile_id: str, kind: AgreementKind
) -> None:
    full, empty = made(written(profile_id, kind)), made(written(profile_id, kind, {}))
    for document in (full, empty):
        assert pdf_of(document).startswith(b"%PDF-1.7")
        assert docx_of(document).startswith(b"PK")
    if rules_of(kind, versions(profile_id)[-1]).points:
        assert of_kind(full, ToFill) == []
        assert len(of_kind(full, SignaturePlace)) == 2
    assert (empty.mark, of_kind(empty, SignaturePlace)) == ("Utkast", [])
    english = agreement_document(written(profile_id, kind), made_at=NOW, language="en")
    assert len(english.blocks) == len(full.blocks)


def test_orebros_seventeen_points_stand_in_order_and_the_signatures_last() -> None:
    found = headings(made(written("orebro", AgreementKind.LOCAL)))
    numbers = [heading.partition(".")[0] for heading in found if heading[0].isdigit()]
    assert numbers == [str(number) for number in range(1, 18)]
    assert found[-1] == "17. Underskrifter"
    assert found[5].startswith("6. Förutsättningar och tid för samverkan inkl. slussning")


def test_jamtlands_fifteen_headings_and_those_within_them() -> None:
    document = made(written("jamtland", AgreementKind.LOCAL, {}))
    assert headings(document)[:15] == [
        "1. Inledning",
        "2. Parter",
        "3. Syfte",
        "4. Verksamhetens mål och inriktning",
        "5. Upptagningsområde",
        "6. Ansvarsfördelning",
        "7. Ledningsorganisation",
        "8. Utvecklingsfrågor och verksamhetsuppföljning",
        "9. Budget",
        "10. Lokaler",
        "11. Ansvar vid överföring av information",
        "12. Informationsskyldighet",
        "13. Avtalstid",
        "14. Förhandling",
        "15. Tvist",
    ]
    assert headings(document, 2) == [
        "Mödrahälsovården",
        "Barnhälsovården",
        "Barn- och utbildningsförvaltningen (öppen förskola)",
        "Socialtjänstförvaltningen",
        "Psykologisk kompetens",
        "Styrgrupp",
        "Ledningsgrupp vid respektive Familjecentral",
        "Samordnare",
    ]
    assert len(of_kind(document, ToFill)) == 13 + 8
    assert facts(document)["Tvist avgörs av"] == "LAKO"
    assert facts(document)["Uppsägningstid"] == "12 månader"
    assert facts(document)["Likalydande exemplar"] == "3, ett för varje part"


def test_kalmars_headings_stand_under_its_chapters() -> None:
    document = made(written("kalmar", AgreementKind.COUNTY))
    assert headings(document)[:7] == [
        "1. Syfte",
        "2. Mål",
        "3. Familjecentraler i Kalmar län",
        "4. Samverkan",
        "5. Organisation",
        "6. Uppföljning och kvalitetssäkring av familjecentralerna",
        "7. Överenskommelsens giltighet och revidering",
    ]
    assert headings(document, 2)[0] == "3.1 Definition"
    assert headings(document, 2)[-1] == "4.2 Parternas åtaganden och ansvarsfördelning"
    assert facts(document)["Uppsägningstid"] == "Inte reglerat"
    assert facts(document)["Uppföljning och revidering"] == (
        "Vartannat år, vid behov, av Samordnande grupp Barn och unga"
    )


def test_a_suggestion_shows_in_a_draft_and_is_no_part_of_what_is_signed() -> None:
    assert len(of_kind(made(written("socialstyrelsen", AgreementKind.LOCAL, {})), ToFill)) == 6
    document = made(written("socialstyrelsen", AgreementKind.LOCAL, {"premises": "Lokalen delas."}))
    assert headings(document)[0] == "1. Lokalfrågor"
    assert of_kind(document, ToFill) == []


def test_a_place_left_open_within_a_clause_keeps_it_a_draft() -> None:
    text = "Avtalet gäller [[från och med]]."
    document = made(
        written("skane", AgreementKind.LOCAL, {**dict.fromkeys(SKANE, "En text."), "content": text})
    )
    assert (document.mark, of_kind(document, SignaturePlace)) == ("Utkast", [])


def test_a_line_that_is_one_of_the_templates_headings_becomes_one() -> None:
    text = "Allmänt.\nMödrahälsovården:\n- vaccinerar\nBARNHÄLSOVÅRDEN\nväger"
    document = made(written("jamtland", AgreementKind.LOCAL, {"responsibilities": text}))
    start = document.blocks.index(Heading("6. Ansvarsfördelning")) + 1
    assert document.blocks[start : start + 5] == (
        Paragraph("Allmänt."),
        Heading("Mödrahälsovården", 2),
        Items(("vaccinerar",)),
        Heading("Barnhälsovården", 2),
        Paragraph("väger"),
    )


def test_deviations_and_earlier_editions_are_told() -> None:
    terms = AgreedTerms(deviations=(Deviation("dispute", "Tvist avgörs lokalt."),))
    document = made(written("orebro", AgreementKind.LOCAL, editions=2, terms=terms))
    rows = {block.caption: block.rows for block in document.blocks if isinstance(block, Table)}
    assert rows["Avsnitt som avviker"] == (("Tvist", "Tvist avgörs lokalt."),)
    assert rows["Utgåvor"] == (("1", "2021-01-01"), ("2", "2022-01-01"))


def test_every_text_is_there_in_both_languages() -> None:
    assert [key for key, texts in TEXTS.items() if not all(texts)] == []
    fields = {key: tuple(text.count("{") for text in texts) for key, texts in TEXTS.items()}
    assert [key for key, (sv, en) in fields.items() if sv != en] == []
