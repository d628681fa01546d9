"""Who works at a centre, by unit and profession and by day; and whether each knows the rules of confidentiality.

Which professions a centre has, and how much of each, is asked for by the local agreement (handbook 4.3 and 4.6, point
11); a change of them can move the boundary of confidentiality (EV-05). That everybody is told of the rules is the
management group's duty in Jämtland (S001 ANSVAR VID ÖVERFÖRING AV INFORMATION); how often is said nowhere, so that a
year is our default.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar, Final
from uuid import UUID

from slussen_agreements.domain.days import MONTHS_A_YEAR, add_months
from slussen_agreements.domain.findings import Finding, Weight
from slussen_agreements.domain.register import Unit
from slussen_chassis.errors import FieldProblem, NotFoundError
from slussen_contracts.identifiers import Profession

RENEWED_AFTER_MONTHS: Final = MONTHS_A_YEAR
SOON_MONTHS: Final = 1


class BriefingNotFoundError(NotFoundError):
    """The centre has no such briefing."""

    title_sv: ClassVar[str] = "Genomgången finns inte vid familjecentralen"
    title_en: ClassVar[str] = "The family centre has no such briefing"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPost:
    """How much of a profession a unit has at a centre, in full-time equivalents."""

    unit_id: UUID
    profession: Profession
    full_time_equivalents: Decimal
    valid_from: date
    valid_through: date | None = None

    def is_filled(self, on: date) -> bool:
        """Whether it is there that day."""
        return self.valid_from <= on and (self.valid_through is None or on <= self.valid_through)


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """That somebody of a unit was told of the rules; `holder_subject` is the employee's id, never a number."""

    id: UUID
    centre_id: UUID
    unit_id: UUID
    profession: Profession
    holder_subject: str | None = None
    briefed_on: date
    renew_by: date

    def is_valid(self, on: date) -> bool:
        """Whether it has been given and need not be renewed yet."""
        return self.briefed_on <= on <= self.renew_by


def present(posts: Iterable[StaffPost], on: date) -> dict[Profession, Decimal]:
    """Return how much of each profession there is on a day, in the professions' order."""
    sums: dict[Profession, Decimal] = {}
    for post in posts:
        if post.is_filled(on):
            sums[post.profession] = sums.get(post.profession, Decimal(0)) + post.full_time_equivalents
    return dict(sorted(sums.items()))


def post_faults(posts: Sequence[StaffPost], units: Mapping[UUID, Unit]) -> Iterator[FieldProblem]:
    """Find what is wrong with a centre's posts; `units` are those that work there."""
    for place, post in enumerate(posts):
        for fault in faults_of_post(post, posts[:place], units):
            yield replace(fault, field=f"posts.{place}.{fault.field}")


def faults_of_post(
    post: StaffPost, others: Iterable[StaffPost], units: Mapping[UUID, Unit]
) -> Iterator[FieldProblem]:
    """Find what is wrong with a post beside the centre's others; `units` are those that work there."""
    if post.valid_through is not None and post.valid_through < post.valid_from:
        yield FieldProblem("validThrough", "order", "ligger före första dagen", "is before the first day")
    unit = units.get(post.unit_id)
    if unit is None:
        yield FieldProblem("unitId", "of-centre", "enheten arbetar inte vid centralen", "does not work there")
    elif post.profession not in unit.professions:
        yield FieldProblem(
            "profession", "of-unit", "enheten har inte den professionen", "the unit has no such"
        )
    if any(_overlap(post, other) for other in others):
        yield FieldProblem(
            "validFrom",
            "overlap",
            "enheten har redan en uppgift om professionen de dagarna",
            "the unit has an entry of the profession on those days already",
        )


def unstaffed(posts: Iterable[StaffPost], units: Iterable[Unit], on: date) -> Iterator[Finding]:
    """Find the units that are said to have nobody at the centre on a day."""
    there = {post.unit_id for post in posts if post.is_filled(on)}
    for unit in units:
        if unit.id not in there:
            yield Finding(
                "unit-without-staff",
                Weight.NOTICE,
                "En enhet har ingen bemanning vid centralen den dagen.",
                "A unit has no staff at the centre on that day.",
                str(unit.id),
            )


def briefing_faults(of: Briefing, units: Mapping[UUID, Unit], today: date) -> Iterator[FieldProblem]:
    """Find what is wrong with a briefing that is said to have been given."""
    if of.briefed_on > today:
        yield FieldProblem("briefedOn", "in-future", "har inte kommit än", "has not come yet")
    if of.renew_by <= of.briefed_on:
        yield FieldProblem("renewBy", "order", "ska ligga efter genomgången", "must be after the briefing")
    unit = units.get(of.unit_id)
    if unit is None:
        yield FieldProblem("unitId", "of-centre", "enheten arbetar inte vid centralen", "does not work there")
    elif of.profession not in unit.professions:
        yield FieldProblem(
            "profession", "of-unit", "enheten har inte den professionen", "the unit has no such"
        )


def briefing_findings(
    given: Collection[Briefing], units: Iterable[Unit], on: date, weight: Weight
) -> Iterator[Finding]:
    """Find the units' professions that nobody has told of the rules, or not lately."""
    soon = add_months(on, SOON_MONTHS)
    for unit in units:
        for profession in unit.professions:
            own = [one for one in given if (one.unit_id, one.profession) == (unit.id, profession)]
            valid = [one for one in own if one.is_valid(on)]
            if not valid:
                yield _not_briefed(unit, profession, weight, was_briefed=bool(own))
            elif all(one.renew_by <= soon for one in valid):
                yield _soon(unit, profession, max(one.renew_by for one in valid))


def _not_briefed(unit: Unit, profession: Profession, weight: Weight, *, was_briefed: bool) -> Finding:
    rule = "briefing-to-be-renewed" if was_briefed else "briefing-missing"
    sv = (
        "Genomgången av sekretessreglerna ska förnyas."
        if was_briefed
        else "Ingen genomgång av sekretessreglerna."
    )
    en = "The briefing is to be renewed." if was_briefed else "No briefing on confidentiality has been given."
    return Finding(rule, weight, sv, en, f"{unit.id}:{profession}")


def _soon(unit: Unit, profession: Profession, last: date) -> Finding:
    return Finding(
        "briefing-renewed-soon",
        Weight.NOTICE,
        f"Genomgången av sekretessreglerna ska förnyas senast {last}.",
        f"The briefing on confidentiality is to be renewed by {last}.",
        f"{unit.id}:{profession}",
    )


def _overlap(one: StaffPost, other: StaffPost) -> bool:
    same = (one.unit_id, one.profession) == (other.unit_id, other.profession)
    return (
        same
        and (other.valid_through is None or one.valid_from <= other.valid_through)
        and (one.valid_through is None or other.valid_from <= one.valid_through)
    )
