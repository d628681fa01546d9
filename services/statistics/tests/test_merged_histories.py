"""Random histories of persons and families that merge and split, in any order of arrival; recounted from the whole.

The history is played as its owners play it: consent keeps persons, referrals keeps families. What statistics counts
in the end is what is true in the end, whatever came first and whatever the clocks said.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slussen_chassis.clock import new_id
from slussen_chassis.testing import START, TestDatabase
from slussen_contracts.consent.events import SubjectMerged, SubjectSplit
from slussen_contracts.events import Event
from slussen_contracts.referrals.events import FamilyChanged, FamilyFormed, FamilyMerged, FamilySplit
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.worker import rebuild

COUNTS = (
    "SELECT measure, year, cell, sum(count)::integer AS count FROM figure WHERE table_id = 'referral-families'"
    " AND area = '18' AND generation = (SELECT current FROM rebuild_state) GROUP BY 1, 2, 3 HAVING sum(count) <> 0"
)
EMPTY = (
    "WITH a AS (DELETE FROM fact), b AS (DELETE FROM figure), c AS (DELETE FROM presence), d AS (DELETE FROM inbox),"
    " e AS (DELETE FROM pseudonym_key), f AS (DELETE FROM told_person), g AS (DELETE FROM told_member),"
    " h AS (DELETE FROM told_id) DELETE FROM told_family"
)
YEARS = (2025, 2026, 2027)
PERSONS = 4
Found = Counter[tuple[str, int, str]]
Step = tuple[str, int, int, int]


@dataclass
class Referral:
    """A referral in its newest version."""

    id: UUID
    year: int
    subject: UUID
    family: UUID | None = None
    version: int = 0


@dataclass
class History:
    """What the owners hold, and what they have announced."""

    make: SimpleNamespace
    subjects: list[UUID] = field(default_factory=lambda: [uuid4() for _ in range(PERSONS)])
    into: dict[UUID, UUID | None] = field(default_factory=dict)
    versions: Counter[UUID] = field(default_factory=Counter)
    members: dict[UUID, set[UUID]] = field(default_factory=dict)
    referrals: list[Referral] = field(default_factory=list)
    told: list[Event] = field(default_factory=list)

    def kept(self, subject: UUID) -> UUID:
        return self.into.get(subject) or subject

    def ids(self, subject: UUID) -> list[UUID]:
        """All ids of the person, the kept one first."""
        kept = self.kept(subject)
        return [kept, *sorted(s for s in self.subjects if s != kept and self.kept(s) == kept)]

    def family_of(self, subject: UUID) -> UUID | None:
        of = {member: family for family, members in self.members.items() for member in members}
        return next((of[one] for one in self.ids(subject) if one in of), None)

    def family_for(self, subject: UUID) -> UUID:
        family = self.family_of(subject)
        if family is None:
            family = uuid4()
            self.members[family] = {self.kept(subject)}
            self.tell_family(FamilyFormed, family)
        return family

    def tell(self, kind: type[Event], of: UUID, **more: Any) -> None:
        self.versions[of] += 1
        envelope = {"id": new_id(), "occurred_at": START, "county_code": "18", "aggregate_id": of}
        self.told.append(kind.model_validate({**envelope, "aggregate_version": self.versions[of], **more}))

    def tell_family(self, kind: type[Event], family: UUID, **more: Any) -> None:
        self.tell(kind, family, subject_ids=tuple(sorted(self.members[family])), **more)

    def open_referral(self, a: int, b: int, _c: int) -> None:
        self.referrals.append(Referral(new_id(), YEARS[b % len(YEARS)], self.subjects[a]))
        self._step(self.referrals[-1])

    def step(self, a: int, b: int, _c: int) -> None:
        if self.referrals:
            self._step(self.referrals[(a * PERSONS + b) % len(self.referrals)])

    def _step(self, referral: Referral) -> None:
        referral.family, referral.version = self.family_for(referral.subject), referral.version + 1
        sent = self.make.referral(
            aggregate_id=referral.id,
            aggregate_version=referral.version,
            subject_id=referral.subject,
            family_id=referral.family,
            opened_on=date(referral.year, 10, 5),
        )
        self.told.append(sent)

    def merge_persons(self, a: int, b: int, _c: int) -> None:
        kept, merged = self.kept(self.subjects[a]), self.kept(self.subjects[b])
        if kept != merged:
            for moved in [*(s for s in self.subjects if self.into.get(s) == merged), merged]:
                self.into[moved] = kept
                self.tell(SubjectMerged, moved, into_subject_id=kept)

    def split_person(self, a: int, _b: int, _c: int) -> None:
        subject = self.subjects[a]
        kept = self.into.get(subject)
        if kept is not None:
            self.into[subject] = None
            self.tell(SubjectSplit, subject, from_subject_id=kept)

    def merge_families(self, a: int, b: int, _c: int) -> None:
        family, other = (self.family_of(self.subjects[i]) for i in (a, b))
        if family is not None and other is not None and family != other:
            self.members[family] |= self.members.pop(other)
            self.tell_family(FamilyMerged, family, absorbed_family_id=other)

    def add(self, a: int, b: int, _c: int) -> None:
        family = self.family_of(self.subjects[a])
        if family is None:
            return
        before = self.family_for(self.subjects[b])
        if before != family and len(self.members[before]) == 1:
            self.members[family] |= self.members.pop(before)
            self.tell_family(FamilyChanged, family, absorbed_family_id=before)

    def split_family(self, a: int, _b: int, c: int) -> None:
        family = self.family_of(self.subjects[a])
        members = sorted(self.members[family]) if family else []
        if family is None or len(members) == 1:
            return
        leaving = set(members[: 1 + c % (len(members) - 1)])
        new = uuid4()
        self.members[family] -= leaving
        self.members[new] = leaving
        self.tell_family(FamilyChanged, family)
        self.tell_family(FamilySplit, new, from_family_id=family)

    def units(self) -> Iterator[tuple[str, int, UUID]]:
        """Whom each referral counts once for: its person, and the person's family, else the one that it was told."""
        for referral in self.referrals:
            yield "children", referral.year, self.kept(referral.subject)
            family = self.family_of(referral.subject) or referral.family
            if family:
                yield "families", referral.year, family

    def recount(self) -> Found:
        found: Found = Counter()
        for (measure, year, _), referrals in Counter(self.units()).items():
            exactly = {1: ["one"], 2: ["two", "two_or_more"]}.get(referrals, ["three_or_more", "two_or_more"])
            found.update((measure, year, cell) for cell in (*exactly, "total"))
        return found


STEPS: dict[str, Callable[[History, int, int, int], None]] = {
    "open": History.open_referral,
    "step": History.step,
    "merge persons": History.merge_persons,
    "split person": History.split_person,
    "merge families": History.merge_families,
    "add": History.add,
    "split family": History.split_family,
}
NUMBERS = st.integers(0, PERSONS - 1)
OPENINGS = st.tuples(st.just("open"), NUMBERS, NUMBERS, NUMBERS)
ANY_STEP = st.tuples(st.sampled_from(sorted(STEPS)), NUMBERS, NUMBERS, NUMBERS)


async def counted(database: TestDatabase) -> Found:
    return Counter({(r["measure"], r["year"], r["cell"]): r["count"] for r in await database.rows(COUNTS)})


@given(
    steps=st.tuples(st.lists(OPENINGS, min_size=2, max_size=4), st.lists(ANY_STEP, min_size=2, max_size=10)),
    data=st.data(),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_order_of_merges_splits_and_facts_gives_what_is_true_in_the_end_and_so_does_a_rebuild(
    steps: tuple[list[Step], list[Step]],
    data: st.DataObject,
    database: TestDatabase,
    deliver: Any,
    make: SimpleNamespace,
    settings: StatisticsSettings,
) -> None:
    await database.rows(EMPTY)
    history = History(make)
    for name, *numbers in [*steps[0], *steps[1]]:
        STEPS[name](history, *numbers)
    skews = data.draw(st.lists(st.integers(-2, 2), min_size=len(history.told), max_size=len(history.told)))
    skewed = [
        event.model_copy(update={"occurred_at": START + timedelta(minutes=skew)})
        for event, skew in zip(history.told, skews, strict=True)
    ]
    arriving = data.draw(st.permutations(skewed))
    together = data.draw(st.booleans())
    for batch in [arriving] if together else [[event] for event in arriving]:
        await deliver(*batch)
    assert await counted(database) == history.recount()
    await rebuild(settings)
    assert await counted(database) == history.recount()
