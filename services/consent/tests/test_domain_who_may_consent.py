"""Who may consent for whom and on which document, against the handbook's own table (5.3)."""

from datetime import date

import pytest
from handbook_tables import lines

from slussen_consent.domain.custodians import (
    WHO_MAY_CONSENT,
    AuthorityDocument,
    Capacity,
    DocumentKind,
    SubjectKind,
    may_consent,
)

TODAY = date(2026, 6, 10)
SENTENCES = {
    "appointment_required": (
        "Den som är förordnad lämnar samtycke med hänvisning till sitt förordnande.",
        "Somebody who is appointed consents with a reference to the appointment.",
    ),
    "appointment_or_power_of_attorney_required": (
        "Familjehemsförälder och boendepersonal får inte samtycka utan förordnande eller fullmakt.",
        "Foster parents and residential staff can't consent without an appointment or a power of attorney.",
    ),
}
FOOTNOTE = {
    *("temporary_custodian", "specially_appointed_guardian", "unaccompanied_child_guardian", "social_board"),
    *("foster_parent", "residential_staff", "other_adult"),
}


@pytest.mark.parametrize("line", lines("who-may-consent"), ids=lambda line: "-".join(list(line.values())[:3]))
def test_who_may_consent_is_the_handbooks(line: dict[str, str]) -> None:
    capacity = Capacity(line["capacity"])
    kind = line["document"]
    document = None if kind == "none" else AuthorityDocument(DocumentKind(kind), "dnr 1")
    may = may_consent(capacity, SubjectKind(line["subject"]), document, TODAY)
    assert may is (line["answer"] == "yes")
    if not may:
        assert WHO_MAY_CONSENT[capacity].rule == line["rule"]


def test_every_capacity_stands_in_the_table_and_tells_its_rule_in_both_languages() -> None:
    assert {line["capacity"] for line in lines("who-may-consent")} == set(Capacity)
    for capacity, rule in WHO_MAY_CONSENT.items():
        sv, en = SENTENCES.get(rule.rule, (rule.sv, rule.en))
        assert (rule.sv, rule.en) == (sv, en)
        assert sv.endswith(".")
        assert en.endswith(".")
        assert (rule.source == "S000 Fotnot 3") is (capacity in FOOTNOTE)
    never = WHO_MAY_CONSENT[Capacity.PARENT_WITHOUT_CUSTODY]
    assert (never.source, never.documents) == ("S000 Samtycke", None)
    assert never.sv == "En förälder utan vårdnad kan inte samtycka för barnet."
    assert never.en == "A parent without custody can't consent for the child."


@pytest.mark.parametrize(
    ("valid_from", "valid_through", "valid"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (date(2026, 6, 11), None, False),
        (None, date(2026, 6, 9), False),
        (date(2026, 1, 1), date(2026, 12, 31), True),
    ],
)
def test_a_document_is_valid_through_its_last_day(
    valid_from: date | None, valid_through: date | None, valid: bool
) -> None:
    document = AuthorityDocument(DocumentKind.APPOINTMENT, "dnr 1", valid_from, valid_through)
    assert document.is_valid(TODAY) is valid
    assert may_consent(Capacity.TEMPORARY_CUSTODIAN, SubjectKind.CHILD, document, TODAY) is valid


def test_a_power_of_attorney_reaches_the_topics_that_it_names() -> None:
    document = AuthorityDocument(DocumentKind.POWER_OF_ATTORNEY, "dnr 1", topics=frozenset({"speech"}))
    assert document.covers("speech", TODAY)
    assert not document.covers("sleep", TODAY)
    assert AuthorityDocument(DocumentKind.POWER_OF_ATTORNEY, "dnr 1").covers("sleep", TODAY)
