"""Tables that are made from the register as it stood on a day: coverage, agreements, coordinators."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from slussen_contracts.codelists.regions import municipalities
from slussen_statistics.domain.catalogue.register import (
    AGREEMENT_KINDS,
    AGREEMENTS,
    COORDINATORS,
    COVERAGE,
    NOT_STATED,
)
from slussen_statistics.domain.grid import Row
from slussen_statistics.domain.labels import TOTAL, known

BOTH_HEALTH_CARES = frozenset({"maternal_health_care", "child_health_care"})


@dataclass(frozen=True, slots=True)
class Span:
    """The first and last day of something; without a last day it goes on."""

    valid_from: date
    valid_through: date | None

    def holds(self, on: date) -> bool:
        """Tell whether the day lies within."""
        return self.valid_from <= on and (self.valid_through is None or on <= self.valid_through)

    def meets(self, other: "Span") -> bool:
        """Tell whether any day lies within both."""
        first = max(self.valid_from, other.valid_from)
        return self.holds(first) and other.holds(first)


@dataclass(frozen=True, slots=True)
class Centre:
    """A family centre of the register."""

    area: str
    name: str
    municipality_code: str
    activities: frozenset[str]
    days: Span


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement; a county's own names no centre."""

    centre: str | None
    kind: str
    days: Span


@dataclass(frozen=True, slots=True)
class Appointment:
    """A coordinator's appointment; `extent` in per cent of a post, `profession` where it was told."""

    centre: str
    profession: str | None
    extent: int | None
    days: Span


@dataclass(frozen=True, slots=True)
class Register:
    """What is known of a county's centres."""

    county_code: str
    centres: tuple[Centre, ...]
    agreements: tuple[Agreement, ...]
    appointments: tuple[Appointment, ...]

    def areas(self, centre: str | None) -> tuple[str, ...]:
        """Return the areas in which something of a centre counts."""
        found = next((c for c in self.centres if c.area == centre), None)
        if found is None:
            return (self.county_code,)
        return (found.area, found.municipality_code, self.county_code)


Figure = tuple[str, str, Row]
"""Table, area and figure."""


def snapshot(register: Register, *, on: date) -> Iterator[Figure]:
    """Yield the figures of a county on a year's last reported day."""
    yield from _coverage(register, on)
    yield from _agreements(register, on)
    yield from _coordinators(register, on)


def _one(
    table: str, measure: str, areas: Iterable[str], amount: int = 1, *, cells: Iterable[str] = ("",)
) -> Iterator[Figure]:
    for area, cell in product(areas, cells):
        yield table, area, Row(measure, cell, 0, 0, amount)


def _coverage(register: Register, on: date) -> Iterator[Figure]:
    county = register.county_code
    own = [code for code in municipalities() if code.startswith(county)]
    there = [centre for centre in register.centres if centre.days.holds(on)]
    yield from _one(COVERAGE, "municipalities", [county], len(own))
    for code in own:
        yield from _one(COVERAGE, "municipalities", [code])
        if any(centre.municipality_code == code for centre in there):
            yield from _one(COVERAGE, "with_centre", [code, county])
    for centre in there:
        areas = (centre.municipality_code, county)
        yield from _one(COVERAGE, "centres", areas)
        if centre.activities >= BOTH_HEALTH_CARES:
            yield from _one(COVERAGE, "both_health_cares", areas)


def _agreements(register: Register, on: date) -> Iterator[Figure]:
    for agreement in register.agreements:
        areas, days = register.areas(agreement.centre), agreement.days
        cells = (agreement.kind if agreement.kind in AGREEMENT_KINDS else "other", TOTAL)
        if days.holds(on):
            yield from _one(AGREEMENTS, "in_force", areas, cells=cells)
        if days.valid_from.year == on.year and days.valid_from <= on:
            yield from _one(AGREEMENTS, "begun", areas, cells=cells)
        if days.valid_through and days.valid_through.year == on.year and days.valid_through <= on:
            yield from _one(AGREEMENTS, "ended", areas, cells=cells)


def _coordinators(register: Register, on: date) -> Iterator[Figure]:
    for centre in register.centres:
        if centre.days.holds(on):
            areas = register.areas(centre.area)
            posts = [a for a in register.appointments if a.centre == centre.area and a.days.holds(on)]
            yield from _posts(areas, posts, on)
    for appointment in register.appointments:
        if appointment.days.valid_from.year == on.year and appointment.days.valid_from <= on:
            cells, areas = (_profession(appointment), TOTAL), register.areas(appointment.centre)
            yield from _one(COORDINATORS, "appointed", areas, cells=cells)


def _posts(areas: Sequence[str], posts: Sequence[Appointment], on: date) -> Iterator[Figure]:
    """Yield what a centre adds: under each profession that its coordinators have, and once in total."""
    yield from _one(COORDINATORS, "centres", areas, cells=(TOTAL,))
    by_profession: defaultdict[str, list[Appointment]] = defaultdict(list)
    for post in posts:
        by_profession[_profession(post)].append(post)
    for cell, held in {**by_profession, **({TOTAL: posts} if posts else {})}.items():
        yield from _one(COORDINATORS, "with_coordinator", areas, cells=(cell,))
        extents = [p.extent for p in held if p.extent is not None]
        if extents:
            yield from _one(COORDINATORS, "with_extent", areas, cells=(cell,))
            yield from _one(COORDINATORS, "extent", areas, sum(extents), cells=(cell,))
        months = max(whole_months(p.days.valid_from, on) for p in held)
        yield from _one(COORDINATORS, "months", areas, months, cells=(cell,))


def _profession(appointment: Appointment) -> str:
    return known(appointment.profession) if appointment.profession else NOT_STATED


def whole_months(since: date, on: date) -> int:
    """Return how many whole months have passed from one day to another."""
    return (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)
