"""Families: sets of persons that figures count as one (handbook ch. 6.6).

A person belongs to one family at a time: our default, no source says. Who has no family yet has one alone.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from slussen_contracts.referrals.api import FamilyRole
from slussen_referrals.domain.errors import FamilyNotFoundError, invalid


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a family, and whether the reader's authority knows the person."""

    subject_id: UUID
    role: FamilyRole
    is_known: bool


@dataclass(frozen=True, slots=True)
class Family:
    """A family at one version, with all its members, known to the reader or not."""

    id: UUID
    version: int
    county_code: str
    members: tuple[Member, ...]

    @property
    def subject_ids(self) -> tuple[UUID, ...]:
        """All members, in a stable order."""
        return tuple(sorted(member.subject_id for member in self.members))

    @property
    def known(self) -> tuple[Member, ...]:
        """The members that the reader's authority knows; the others are not told of."""
        return tuple(member for member in self.members if member.is_known)

    def check_known(self) -> None:
        """Raise FamilyNotFoundError where the reader's authority knows nobody in it: it is not theirs to see."""
        if not self.known:
            raise FamilyNotFoundError

    def check_splits(self, subject_ids: Collection[UUID]) -> None:
        """Raise where those who are to leave are not all known here, or where nobody would stay.

        Raises:
            InvalidError: Somebody is not in the family, as the reader knows it, or all would leave.
        """
        if not set(subject_ids) <= {member.subject_id for member in self.known}:
            raise invalid(
                "subjectIds", "not-in-family", "någon hör inte dit", "somebody does not belong there"
            )
        if len(set(subject_ids)) == len(self.members):
            raise invalid("subjectIds", "all-leave", "någon måste vara kvar", "somebody must stay")
