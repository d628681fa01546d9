from dataclasses import replace
from datetime import date
from uuid import UUID

from slussen_agreements.domain.agreement import Agreement, Party
from slussen_agreements.domain.edition_terms import TermChange, term_changes
from slussen_agreements.domain.terms import AgreedTerms, Deviation
from slussen_contracts.agreements.api import AgreementKind
from slussen_contracts.agreements.deviations import DeviationEffect

REGION, MUNICIPALITY = UUID(int=1), UUID(int=2)
NAMES = {REGION: "Regionen", MUNICIPALITY: "Kommunen"}
FIRST = Agreement(
    id=UUID(int=3),
    county_code="18",
    responsible_authority_id=REGION,
    grants=(REGION, MUNICIPALITY),
    kind=AgreementKind.LOCAL,
    centre_id=UUID(int=4),
    profile_id="orebro",
    profile_first_day=date(2026, 3, 1),
    parties=(Party(REGION, "region"), Party(MUNICIPALITY, "municipality")),
    terms=AgreedTerms(
        notice_months=9,
        notice_written=True,
        dispute_body="Styrgruppen",
        deviations=(Deviation("ages", "Till åtta år."), Deviation("ages", "Till nio år.")),
    ),
    valid_from=date(2026, 3, 1),
)


def told(after: Agreement) -> list[tuple[str, str, str | None, str | None]]:
    return [shown(change) for change in term_changes(FIRST, after, NAMES, {"ages": "ålder"})]


def shown(change: TermChange) -> tuple[str, str, str | None, str | None]:
    before = change.before.sv if change.before else None
    return change.key, change.change, before, change.after.sv if change.after else None


def test_editions_with_the_same_terms_do_not_differ() -> None:
    assert told(FIRST) == []


def test_what_is_no_longer_agreed_on_is_removed() -> None:
    assert told(replace(FIRST, terms=AgreedTerms())) == [
        ("notice_months", "removed", "9 månader", None),
        ("notice_written", "removed", "Skriftlig", None),
        ("dispute_body", "removed", "Styrgruppen", None),
        ("deviation", "removed", "ålder: Till åtta år.", None),
        ("deviation", "removed", "ålder: Till nio år.", None),
    ]


def test_days_parties_and_terms_that_change_are_told_with_both_wordings() -> None:
    second = replace(
        FIRST,
        valid_through=date(2028, 12, 31),
        parties=(Party(REGION, "region"), Party(MUNICIPALITY, "social_administration")),
        terms=AgreedTerms(
            notice_months=12,
            notice_written=False,
            dispute_body="LAKO",
            deviations=(
                Deviation("ages", "Till åtta år.", effect=DeviationEffect.MORE),
                Deviation("ages", "Till nio år."),
            ),
        ),
    )
    assert told(second) == [
        ("valid_through", "changed", "Tills vidare", "2028-12-31"),
        ("party", "added", None, "Kommunen, social- och arbetsmarknadsförvaltningen"),
        ("notice_months", "changed", "9 månader", "12 månader"),
        ("notice_written", "changed", "Skriftlig", "Valfri form"),
        ("dispute_body", "changed", "Styrgruppen", "LAKO"),
        ("deviation", "changed", "ålder: Till åtta år.", "ålder: Till åtta år. (mer än länet kräver)"),
        ("party", "removed", "Kommunen, kommunen", None),
    ]
