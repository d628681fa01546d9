"""Families and their members, across authorities by reference alone."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.clock import new_person_id
from slussen_chassis.database import context_of, set_context
from slussen_contracts.referrals.api import FamilyRole
from slussen_referrals.domain.families import Family, Member
from slussen_referrals.repository.persons import same_person
from slussen_referrals.tables import FamilyMemberRow, FamilyRow, FamilyStepRow

_OF = text("SELECT family_of(:person)")
_KNOW = text("SELECT know_family(:person, :role, :family, :authority, :county)")


async def family_of(session: AsyncSession, subject_id: UUID) -> UUID | None:
    """Return the family that a person belongs to under any of the person's ids, whoever knows it."""
    known = await _known(session, await same_person(session, subject_id))
    return known[1] if known else None


async def _known(session: AsyncSession, ids: Sequence[UUID]) -> tuple[UUID, UUID] | None:
    """Return the first of a person's ids that belongs to a family, and the family."""
    connection = await session.connection()
    for one in ids:
        found = (await connection.execute(_OF, {"person": one})).scalar_one()
        if found:
            return one, UUID(int=found.int)
    return None


async def know_family(
    session: AsyncSession, subject_id: UUID, role: FamilyRole, *, authority_id: UUID, county_code: str
) -> tuple[UUID, bool]:
    """Return the family of a person that the authority knows from now on, and whether it is new."""
    alone = new_person_id()
    ids = await same_person(session, subject_id)
    known = await _known(session, ids)
    asked = {"person": known[0] if known else ids[0], "role": role.value, "family": alone}
    asked |= {"authority": authority_id, "county": county_code}
    found = (await (await session.connection()).execute(_KNOW, asked)).scalar_one()
    return UUID(int=found.int), found == alone


async def get_family(session: AsyncSession, family_id: UUID, *, visible_to: UUID) -> Family:
    """Return a family with all its members, locked until the transaction ends; those that `visible_to` knows marked.

    Raises:
        FamilyNotFoundError: The authority knows nobody in it.
    """
    async with _referring_to(session, family_id):
        query = select(FamilyRow).where(col(FamilyRow.id) == family_id).with_for_update()
        row = (await session.exec(query.execution_options(populate_existing=True))).first()
        members = select(FamilyMemberRow).where(col(FamilyMemberRow.family_id) == family_id)
        rows = (await session.exec(members.execution_options(populate_existing=True))).all()
    found = tuple(Member(m.subject_id, FamilyRole(m.role), visible_to in m.grants) for m in rows)
    family = Family(family_id, row.version if row else 0, row.county_code if row else "", found)
    family.check_known()
    return family


async def move(session: AsyncSession, subject_ids: Sequence[UUID], *, of: UUID, to: UUID) -> None:
    """Let persons of one family belong to another, whoever knows them."""
    async with _referring_to(session, of):
        statement = (
            update(FamilyMemberRow)
            .where(col(FamilyMemberRow.family_id) == of, col(FamilyMemberRow.subject_id).in_(subject_ids))
            .values(family_id=to)
            .execution_options(synchronize_session=False)
        )
        await session.exec(statement)


async def add_family(session: AsyncSession, county_code: str) -> UUID:
    """Make a family with nobody in it yet."""
    row = FamilyRow(id=new_person_id(), version=1, county_code=county_code)
    session.add(row)
    await session.flush()
    return row.id


async def next_version(session: AsyncSession, family: Family) -> int:
    """Count a family's version up."""
    row = await session.get_one(FamilyRow, family.id)
    row.version = family.version + 1
    await session.flush()
    return row.version


async def add_step(session: AsyncSession, step: FamilyStepRow) -> None:
    """Add what was done to a family's history."""
    session.add(step)
    await session.flush()


async def list_steps(session: AsyncSession, family_id: UUID, *, visible_to: UUID) -> Sequence[FamilyStepRow]:
    """Return what the authority has done with a family, the oldest first."""
    query = (
        select(FamilyStepRow)
        .where(
            col(FamilyStepRow.family_id) == family_id,
            col(FamilyStepRow.responsible_authority_id) == visible_to,
        )
        .order_by(col(FamilyStepRow.version))
    )
    return (await session.exec(query)).all()


@contextlib.asynccontextmanager
async def _referring_to(session: AsyncSession, reference: UUID) -> AsyncIterator[None]:
    """Let row security find what belongs to `reference`, whoever knows it, for as long as the block lasts."""
    before = context_of(session)
    await set_context(session, replace(before, reference=reference))
    yield
    await set_context(session, before)
