"""What a centre offers and in which premises, entered as a whole and checked against its profile."""

from collections.abc import Iterator
from dataclasses import dataclass

from slussen_agreements.domain import register_rules
from slussen_agreements.domain.classification import classify
from slussen_agreements.domain.findings import Finding
from slussen_agreements.domain.offer import Ages, Offer, age_findings, service_findings
from slussen_agreements.domain.premises import PremisesFacts, PremisesRule, premises_findings
from slussen_agreements.domain.profile_rules import offering
from slussen_agreements.repository.centre_sections import Entered
from slussen_agreements.use_cases.centre_visits import Ground, Visit, enter, ground_on, known
from slussen_chassis.errors import FieldProblem
from slussen_contracts.agreements.findings import RegulatedBy
from slussen_contracts.agreements.offer import OfferWrite, PremisesWrite


@dataclass(frozen=True, slots=True)
class CheckedOffer:
    """What a centre offers, what was found, and the services that could not be told."""

    known: Entered[OfferWrite]
    findings: tuple[Finding, ...]
    not_checked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedPremises:
    """A centre's premises, the county's rule and what they lack."""

    known: Entered[PremisesWrite]
    rule: PremisesRule
    regulated_by: RegulatedBy
    findings: tuple[Finding, ...]


async def offer(visit: Visit) -> CheckedOffer:
    """Return what the centre offers.

    Raises:
        CentreNotFoundError: There is no such centre.
        InvalidError: The day that is asked about has not come.
    """
    ground = await ground_on(visit, visit.day)
    return _checked_offer(ground, await known(visit, OfferWrite))


async def enter_offer(visit: Visit, wanted: OfferWrite, *, expected: int | None) -> CheckedOffer:
    """Write all that the centre offers; what departs from the profile is found and not refused.

    Raises:
        InvalidError: A key stands twice, ages are out of order, or an activity is not the centre's.
        DomainError: The caller may not, or another version is there, as `enter` says.
    """
    ground = await ground_on(visit, visit.today)
    register_rules.refuse(_faults(ground, wanted))
    return _checked_offer(ground, await enter(visit, wanted, expected=expected))


async def premises(visit: Visit) -> CheckedPremises:
    """Return the centre's premises.

    Raises:
        CentreNotFoundError: There is no such centre.
        InvalidError: The day that is asked about has not come.
    """
    ground = await ground_on(visit, visit.day)
    return _checked_premises(ground, await known(visit, PremisesWrite))


async def enter_premises(visit: Visit, wanted: PremisesWrite, *, expected: int | None) -> CheckedPremises:
    """Write the centre's premises; what they lack is found and not refused.

    Raises:
        InvalidError: A kind of room stands twice.
        DomainError: The caller may not, or another version is there, as `enter` says.
    """
    ground = await ground_on(visit, visit.today)
    keys = [one.room for one in wanted.rooms]
    register_rules.refuse(_twice("rooms", "room", keys))
    return _checked_premises(ground, await enter(visit, wanted, expected=expected))


def _faults(ground: Ground, wanted: OfferWrite) -> Iterator[FieldProblem]:
    yield from _twice("offers", "key", [one.key for one in wanted.offers])
    for place, one in enumerate(wanted.offers):
        if one.ages and one.ages.last < one.ages.first:
            yield FieldProblem(
                f"offers.{place}.ages.last", "order", "är före den första", "is before the first"
            )
        if set(one.activities) - ground.activities:
            yield FieldProblem(
                f"offers.{place}.activities",
                "of-centre",
                "har en verksamhet som inte är centralens",
                "has an activity that is not the centre's",
            )


def _twice(name: str, member: str, keys: list[str]) -> Iterator[FieldProblem]:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            yield FieldProblem(f"{name}.{place}.{member}", "unique", "finns redan", "is there already")


def _checked_offer(ground: Ground, found: Entered[OfferWrite]) -> CheckedOffer:
    profile, centre = ground.profile, ground.centre
    offers = [
        Offer(
            key=one.key,
            kind=one.kind,
            activities=frozenset(one.activities),
            stages=frozenset(one.stages),
            ages=Ages(one.ages.first, one.ages.last) if one.ages else None,
        )
        for one in found.content.offers
    ]
    kind = classify(
        set(ground.activities), profile, co_located=centre.co_located, simultaneous=centre.simultaneous
    ).kind
    required = offering.required_services(profile)
    findings = (
        *age_findings(offers, offering.age_rule(profile), agreed=ground.terms.ages),
        *service_findings(kind, ground.activities, offers, required),
    )
    return CheckedOffer(found, findings, offering.services_not_checked(profile))


def _checked_premises(ground: Ground, found: Entered[PremisesWrite]) -> CheckedPremises:
    rule = offering.premises_rule(ground.profile)
    rooms = {one.room: one.count for one in found.content.rooms}
    facts = PremisesFacts(rooms=rooms, equal_access=found.content.equal_access)
    regulated_by = offering.premises_regulated_by(ground.profile)
    return CheckedPremises(found, rule, regulated_by, tuple(premises_findings(rule, facts)))
