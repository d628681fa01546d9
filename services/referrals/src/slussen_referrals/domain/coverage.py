"""Whether an agreement in force covers an internal referral, and what is inside a centre.

Source: acceptance case SL-15; where a county works without local agreements (Kalmar) the county's own covers.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from slussen_contracts.identifiers import Activity, Branch, Profession
from slussen_contracts.referrals.api import ReferralKind
from slussen_referrals.domain.time_limits import TimeLimits

LOCAL = "local"
COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A collaboration agreement (samverkansavtal) as the register last told of it, with the time limits it holds."""

    id: UUID
    kind: str
    county_code: str
    centre_id: UUID | None
    valid_from: date
    valid_through: date | None
    limits: TimeLimits = field(default_factory=dict)

    def is_in_force(self, on: date) -> bool:
        """Whether the day lies within; the last day counts."""
        return self.valid_from <= on and (self.valid_through is None or on <= self.valid_through)


@dataclass(frozen=True, slots=True)
class Centre:
    """A family centre (familjecentral) as the register last told of it."""

    id: UUID
    county_code: str
    municipality_code: str
    profile_id: str
    display_term: str
    unit_ids: frozenset[UUID]
    valid_from: date
    valid_through: date | None

    def is_open(self, on: date) -> bool:
        """Whether the centre exists on the day."""
        return self.valid_from <= on and (self.valid_through is None or on <= self.valid_through)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit (enhet) as the register last told of it."""

    id: UUID
    name: str
    authority_id: UUID
    branch: Branch
    activity: Activity | None
    professions: frozenset[Profession] = frozenset()
    centre_ids: frozenset[UUID] = field(default_factory=frozenset)
    valid_through: date | None = None

    def is_open(self, on: date) -> bool:
        """Whether the unit still exists on the day."""
        return self.valid_through is None or on <= self.valid_through

    def works_at(self, centre: Centre) -> bool:
        """Whether the unit is one of the centre's."""
        return centre.id in self.centre_ids or self.id in centre.unit_ids

    def has(self, profession: Profession) -> bool:
        """Whether the profession works at the unit; a unit that names none may have any."""
        return not self.professions or profession in self.professions


def kind_of(centre: Centre, recipient: Unit | None, profession: Profession) -> ReferralKind:
    """Return whether a referral stays inside the centre.

    The authority side of social services is always external, wherever it sits (SL-06).
    """
    if recipient is None or not recipient.works_at(centre):
        return ReferralKind.EXTERNAL
    if profession is Profession.SOCIAL_AUTHORITY_OFFICER or recipient.branch is Branch.SOCIAL_AUTHORITY:
        return ReferralKind.EXTERNAL
    return ReferralKind.INTERNAL


def is_covered(
    centre: Centre,
    agreements: Collection[Agreement],
    on: date,
    *,
    counties_without_local: Collection[str],
) -> bool:
    """Whether an agreement that covers the centre's internal referrals is in force on the day."""
    if any(a.kind == LOCAL and a.centre_id == centre.id and a.is_in_force(on) for a in agreements):
        return True
    return centre.county_code in counties_without_local and any(
        a.kind == COUNTY and a.county_code == centre.county_code and a.is_in_force(on) for a in agreements
    )


def last_ended_on(centre: Centre, agreements: Collection[Agreement], on: date) -> date | None:
    """Return the last day of the centre's newest local agreement that has ended, None where none has."""
    days = [
        a.valid_through
        for a in agreements
        if a.kind == LOCAL
        and a.centre_id == centre.id
        and a.valid_through is not None
        and a.valid_through < on
    ]
    return max(days, default=None)
