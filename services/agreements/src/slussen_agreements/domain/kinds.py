"""The kinds of agreement: what each is for, whose rules hold for it, and which points it must have.

What a kind must hold follows from values of the county's profile, so that a new county needs no code: a letter for
a municipality without a centre says how the parties contribute to one; a coordinator's agreement by the template of
appendix 2 has that template's headings.

Source: handbook 4.1, 4.3, 4.4, 4.7, 4.8; S002 16; S001 Bilaga 2; S001 Bilaga 1 BUDGET.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from slussen_agreements.domain.agreement import Agreement, RequiredClause
from slussen_agreements.domain.findings import NotRegulated
from slussen_agreements.domain.notice import NoticeTerms
from slussen_agreements.domain.parties import dispute_body
from slussen_agreements.domain.revision import RevisionRule
from slussen_contracts.agreements.api import AgreementKind
from slussen_contracts.profiles import CountyProfile
from slussen_contracts.profiles.agreements import AgreementRule

FOR_A_CENTRE: Final = frozenset({AgreementKind.LOCAL, AgreementKind.PREMISES, AgreementKind.COORDINATOR})
COUNTY_HEADINGS: Final = "headings_of_county_agreement"
LEFT_TO_THE_PARTIES: Final = "local"

LETTER_POINTS: Final[Mapping[str, tuple[RequiredClause, ...]]] = {
    "municipality_without_centre": (
        RequiredClause(
            key="active_contribution", sv="parternas aktiva bidrag till förutsättningar för en familjecentral"
        ),
    ),
}
"""A letter's points by the profile's word for when one is required."""

COORDINATOR_POINTS: Final[Mapping[str, tuple[RequiredClause, ...]]] = {
    "appendix_2": (
        RequiredClause(key="goals_direction", sv="Verksamhetens mål och inriktning"),
        RequiredClause(key="responsibilities", sv="Ansvarsfördelning"),
        RequiredClause(key="development_follow_up", sv="Utvecklingsfrågor och verksamhetsuppföljning"),
        RequiredClause(key="budget", sv="Budget"),
        RequiredClause(key="information_transfer", sv="Ansvar vid överföring av information"),
        RequiredClause(key="duty_to_inform", sv="Informationsskyldighet"),
        RequiredClause(key="term", sv="Avtalstid"),
        RequiredClause(key="negotiation", sv="Förhandling"),
        RequiredClause(key="dispute", sv="Tvist"),
        RequiredClause(key="coordinator_tasks", sv="Samordnarens uppdrag"),
    ),
}
"""A coordinator's agreement's points by the profile's template."""

PREMISES_POINTS: Final[Mapping[str, tuple[RequiredClause, ...]]] = {
    "separate_premises_agreement": (
        RequiredClause(key="rent", sv="hyra"),
        RequiredClause(key="cleaning", sv="städning"),
        RequiredClause(key="consumables", sv="förbrukningsmaterial"),
    ),
}
"""A premises agreement's points by the profile's name for it."""


@dataclass(frozen=True, slots=True)
class KindRules:
    """What a county's profile says about one kind of agreement; None where it is silent."""

    kind: AgreementKind
    is_required: bool | None
    roles: tuple[str, ...] | None
    points: tuple[RequiredClause, ...]


def rules_of(kind: AgreementKind, profile: CountyProfile) -> KindRules:
    """Return what a profile says about a kind of agreement."""
    rule = _rule(kind, profile)
    required = rule.required.value if rule else profile.agreements.county_document.value == "agreement"
    return KindRules(kind, required, rule.parties.value if rule else None, _points(kind, profile))


def notice_terms(kind: AgreementKind, profile: CountyProfile) -> NoticeTerms:
    """Return what the county regulates about notice of a kind of agreement."""
    rules = profile.agreements
    if kind is AgreementKind.COUNTY:
        return NoticeTerms(months=rules.county_notice_months.value, written=rules.county_notice_written.value)
    if kind is AgreementKind.COORDINATOR:
        return NoticeTerms(months=profile.coordinator.notice_months.value)
    if kind is AgreementKind.LOCAL:
        months = rules.notice_months.value
        return NoticeTerms(
            months=None if isinstance(months, str) else months, written=rules.notice_written.value
        )
    return NoticeTerms()


def body_for_disputes(agreement: Agreement, profile: CountyProfile) -> str | NotRegulated:
    """Return who settles a dispute under an agreement: the county's body, else the agreed one."""
    county = profile.agreements.dispute_body.value
    return dispute_body(None if county == LEFT_TO_THE_PARTIES else county, agreement.terms.dispute_body)


def revision_rule(profile: CountyProfile) -> RevisionRule:
    """Return how often a county's agreements are revised."""
    rules = profile.agreements
    return RevisionRule(
        interval_months=rules.revision_interval_months.value,
        on_need=rules.revision_on_need.value,
        by=rules.revised_by.value,
    )


def _rule(kind: AgreementKind, profile: CountyProfile) -> AgreementRule | None:
    rules = profile.agreements
    return {
        AgreementKind.LOCAL: rules.local_agreement,
        AgreementKind.PREMISES: rules.premises_agreement,
        AgreementKind.LETTER_OF_INTENT: rules.letter_of_intent,
        AgreementKind.COORDINATOR: rules.coordinator_agreement,
    }.get(kind)


def _points(kind: AgreementKind, profile: CountyProfile) -> tuple[RequiredClause, ...]:
    rules = profile.agreements
    of_county = rules.required_clauses_basis.value == COUNTY_HEADINGS
    required = rules.required_clauses.value or ()
    return {
        AgreementKind.LOCAL: required,
        AgreementKind.COUNTY: required if of_county else (),
        AgreementKind.PREMISES: PREMISES_POINTS.get(rules.premises_agreement.name.value or "", ()),
        AgreementKind.LETTER_OF_INTENT: LETTER_POINTS.get(rules.letter_of_intent.when.value or "", ()),
        AgreementKind.COORDINATOR: COORDINATOR_POINTS.get(
            rules.coordinator_agreement.template.value or "", ()
        ),
    }[kind]
