"""What a centre offers: for which ages, when in pregnancy or after birth, checked against the county's profile.

Source: handbook 3.4 and 3.6; S002 8 (other ages only by the local agreement); S000 Gemensamt ansvar 3 (parent
groups in pregnancy and after birth; a centre that is like one, without maternal health care, is exempt from the first).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from slussen_agreements.domain.findings import Finding, Label, Weight
from slussen_contracts.agreements.api import CentreKind
from slussen_contracts.agreements.codes import OfferKind, Stage
from slussen_contracts.identifiers import Activity

__all__ = [
    "LAST_YEAR_OF_CHILDHOOD",
    "AgeRule",
    "Ages",
    "Offer",
    "OfferKind",
    "RequiredService",
    "Stage",
    "age_findings",
    "service_findings",
]

LAST_YEAR_OF_CHILDHOOD: Final = 17
"""A child is everybody below 18 (the Convention on the Rights of the Child, article 1)."""


@dataclass(frozen=True, slots=True)
class Ages:
    """Whole years that children are to be in, both included; without a limit through the last year of childhood."""

    first: int
    last: int = LAST_YEAR_OF_CHILDHOOD

    def __contains__(self, age: int) -> bool:
        """Whether children of that age are included."""
        return self.first <= age <= self.last

    def are_within(self, others: "Sequence[Ages]") -> bool:
        """Whether each of these ages is among the others, taken together."""
        return all(any(age in other for other in others) for age in range(self.first, self.last + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One thing that a centre offers (verksamhet, grupp, utökat hembesök); `ages` None: it is not for children."""

    key: str
    kind: OfferKind
    activities: frozenset[Activity]
    stages: frozenset[Stage] = frozenset()
    ages: Ages | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeRule:
    """The county's ages; `others_by_agreement`: other ages are allowed where the local agreement regulates them."""

    ages: Ages | None = None
    others_by_agreement: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredService:
    """A service that centres must give together; a centre that is like one and lacks `exempt_without` is exempt."""

    name: Label
    kind: OfferKind
    stage: Stage
    weight: Weight = Weight.BREACH
    exempt_without: Activity | None = None

    def is_asked_of(self, kind: CentreKind, activities: Collection[Activity]) -> bool:
        """Whether a centre with these activities must give it."""
        exempt = self.exempt_without is not None and self.exempt_without not in activities
        return not (exempt and kind is CentreKind.LIKE)


def age_findings(offers: Sequence[Offer], rule: AgeRule, *, agreed: Sequence[Ages] = ()) -> Iterator[Finding]:
    """Find what is offered to other ages than the county's, without the local agreement's word for it (AG-44)."""
    allowed = [*([rule.ages] if rule.ages else []), *(agreed if rule.others_by_agreement else ())]
    for offer in offers if rule.ages else ():
        if offer.ages and not offer.ages.are_within(allowed):
            yield _other_ages(offer.key, by_agreement=rule.others_by_agreement)


def service_findings(
    kind: CentreKind,
    activities: Collection[Activity],
    offers: Sequence[Offer],
    required: Sequence[RequiredService],
) -> Iterator[Finding]:
    """Find the joint services that a centre must give and does not (AG-45)."""
    given = {(offer.kind, stage) for offer in offers for stage in offer.stages}
    for service in required:
        if service.is_asked_of(kind, activities) and (service.kind, service.stage) not in given:
            yield Finding(
                "service-missing",
                service.weight,
                f"Centralen ger inte {service.name.sv}.",
                f"The centre does not give {service.name.en}.",
                service.name.key,
            )


def _other_ages(key: str, *, by_agreement: bool) -> Finding:
    if by_agreement:
        return Finding(
            "ages-not-agreed",
            Weight.BREACH,
            "Verksamhet för andra åldrar ska regleras i det lokala avtalet.",
            "What is offered to other ages must be regulated in the local agreement.",
            key,
        )
    return Finding(
        "ages-outside-target",
        Weight.NOTICE,
        "Verksamheten är för andra åldrar än länets målgrupp.",
        "It is offered to other ages than the county's target group.",
        key,
    )
