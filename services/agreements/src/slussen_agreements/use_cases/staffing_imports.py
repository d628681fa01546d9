"""Staffing from a register file: posts are gathered row by row, and each centre's are judged and written once.

A post is known by its centre, unit, profession and first day; what a file does not name stays as it is.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Final, TypeAlias
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import register_rules as rules
from slussen_agreements.domain.register import FamilyCentre
from slussen_agreements.domain.staffing import StaffPost, faults_of_post
from slussen_agreements.repository import register
from slussen_agreements.repository import register_files as files
from slussen_agreements.use_cases.centre_visits import Visit, centre_to_change, known
from slussen_agreements.use_cases.staffing import posts_of, write_staffing
from slussen_chassis.auth import Caller
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_contracts.agreements.register_files import ImportAction, RegisterKind, StaffingEntry
from slussen_contracts.agreements.staffing import MOST_POSTS, Post, StaffingWrite
from slussen_contracts.identifiers import Profession

PostKey: TypeAlias = tuple[UUID, Profession, date]

TOO_MANY: Final = FieldProblem(
    "centre",
    "max-posts",
    f"centralen får fler än {MOST_POSTS} uppgifter",
    f"the centre would have more than {MOST_POSTS} posts",
)


@dataclass(frozen=True, slots=True)
class GatheredPost:
    """A post as a file has it, and the key that people know its row by."""

    key: str
    post: StaffPost


@dataclass(frozen=True, slots=True)
class StaffingImport:
    """One import's posts by centre, those alone that differ from what the centre has entered."""

    session: AsyncSession
    caller: Caller
    now: datetime
    gathered: dict[UUID, list[GatheredPost]] = field(default_factory=dict)

    async def gather(self, entry: StaffingEntry) -> ImportAction:
        """Take a row's post to the others of its centre, and return what it does there.

        Raises:
            InvalidError: The register has no such centre or unit, or several centres of that name.
            DomainError: The caller may not change the centre, as `centre_to_change` says.
        """
        centre = await self._centre(entry)
        units = await files.units_by_hsa_id(self.session, [entry.hsa_id])
        if entry.hsa_id not in units:
            raise InvalidError(rules.unknown("hsaId"))
        post = StaffPost(
            unit_id=units[entry.hsa_id].id,
            **entry.model_dump(exclude={"municipality_code", "centre", "hsa_id"}),
        )
        visit = self._visit(centre.id)
        there = {_key(one): one for one in posts_of((await known(visit, StaffingWrite)).content)}
        if there.get(_key(post)) == post:
            return ImportAction.UNCHANGED
        await centre_to_change(visit)
        self.gathered.setdefault(centre.id, []).append(GatheredPost(entry.key, post))
        return ImportAction.CHANGED if _key(post) in there else ImportAction.CREATED

    async def write(self) -> dict[tuple[RegisterKind, str], list[FieldProblem]]:
        """Write each centre's posts as one new version, and return what hinders it, by the rows' kind and key."""
        faults: dict[str, list[FieldProblem]] = {}
        for centre_id, gathered in self.gathered.items():
            faults |= await self._write(self._visit(centre_id), gathered)
        return {(RegisterKind.STAFFING, key): found for key, found in faults.items()}

    async def _write(self, visit: Visit, gathered: Sequence[GatheredPost]) -> dict[str, list[FieldProblem]]:
        centre = await centre_to_change(visit)
        units = await register.units(visit.session, centre.unit_ids)
        before = {_key(one): one for one in posts_of((await known(visit, StaffingWrite)).content)}
        after = before | {_key(one.post): one.post for one in gathered}
        placed = [post for key, post in before.items() if after[key] == post]
        faults: dict[str, list[FieldProblem]] = {}
        for one in gathered:
            if found := list(faults_of_post(one.post, placed, units)):
                faults[one.key] = found
            placed.append(one.post)
        if len(after) > MOST_POSTS:
            faults.setdefault(gathered[-1].key, []).append(TOO_MANY)
        if not faults:
            wanted = StaffingWrite(posts=tuple(Post(**asdict(post)) for post in after.values()))
            await write_staffing(visit, centre, wanted, expected=None)
        return faults

    async def _centre(self, entry: StaffingEntry) -> FamilyCentre:
        found = await files.centres_by_name(self.session, entry.municipality_code, entry.centre)
        if not found:
            raise InvalidError(rules.unknown("centre"))
        if len(found) > 1:
            raise InvalidError(rules.ambiguous_centre("centre"))
        return found[0]

    def _visit(self, centre_id: UUID) -> Visit:
        return Visit(self.session, centre_id, self.caller, self.now)


def _key(post: StaffPost) -> PostKey:
    return post.unit_id, post.profession, post.valid_from
