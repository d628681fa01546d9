"""Families: known by their first referral, merged and split by hand, with history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id
from slussen_chassis.database import context_of
from slussen_chassis.outbox import enqueue
from slussen_contracts.referrals import events
from slussen_contracts.referrals.api import FamilyAct, FamilyRole
from slussen_referrals.domain.errors import FamilyNotFoundError, invalid
from slussen_referrals.domain.families import Family
from slussen_referrals.repository import families as repository
from slussen_referrals.tables import FamilyStepRow

PersonIn = tuple[UUID, FamilyRole]
"""A person, and as what the person belongs to the family."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who changes a family, and when."""

    caller: Caller
    now: datetime

    @property
    def authority_id(self) -> UUID:
        """The caller's authority.

        Raises:
            FamilyNotFoundError: The caller acts for no authority, and so knows no family.
        """
        if self.caller.authority_id is None:
            raise FamilyNotFoundError
        return self.caller.authority_id


async def family_for(
    session: AsyncSession, person: PersonIn, *, authority_id: UUID, county_code: str, now: datetime
) -> UUID:
    """Return the family of a person, whom the authority knows from now on; a new one of its own where there is none."""
    subject_id, role = person
    found, is_new = await repository.know_family(
        session, subject_id, role, authority_id=authority_id, county_code=county_code
    )
    if is_new:
        formed = events.FamilyFormed(
            id=new_id(),
            occurred_at=now,
            county_code=county_code,
            aggregate_id=found,
            aggregate_version=1,
            subject_ids=(subject_id,),
        )
        enqueue(session, formed)
    return found


async def read_family(session: AsyncSession, family_id: UUID, keeper: Keeper) -> Family:
    """Return a family as far as the caller's authority knows it."""
    family = await repository.get_family(session, family_id, visible_to=keeper.authority_id)
    _trace(session, "family.read", family)
    return family


async def read_history(session: AsyncSession, family_id: UUID, keeper: Keeper) -> Sequence[FamilyStepRow]:
    """Return what the caller's authority has done with a family, the oldest first."""
    family = await repository.get_family(session, family_id, visible_to=keeper.authority_id)
    _trace(session, "family.read_history", family)
    return await repository.list_steps(session, family_id, visible_to=keeper.authority_id)


async def add_person(session: AsyncSession, family_id: UUID, person: PersonIn, keeper: Keeper) -> Family:
    """Let a person belong to a family: one who belonged to none, or was alone in one.

    Raises:
        InvalidError: The person belongs to a family with others; merge the families instead.
    """
    family = await repository.get_family(session, family_id, visible_to=keeper.authority_id)
    before = await family_for(
        session,
        person,
        authority_id=keeper.authority_id,
        county_code=family.county_code,
        now=keeper.now,
    )
    if before == family_id:
        return family
    alone = await repository.get_family(session, before, visible_to=keeper.authority_id)
    if len(alone.members) > 1:
        raise invalid(
            "subjectId", "in-another-family", "personen hör till en annan familj", "belongs to another family"
        )
    await repository.move(session, alone.subject_ids, of=before, to=family_id)
    return await _changed(session, family, FamilyAct.ADD, alone.subject_ids, keeper, other=before)


async def merge_families(session: AsyncSession, family_id: UUID, other_id: UUID, keeper: Keeper) -> Family:
    """Make one family of two: all members of the other belong to this one.

    Raises:
        FamilyNotFoundError: The caller's authority knows nobody in one of them.
        InvalidError: They are the same.
    """
    if family_id == other_id:
        raise invalid("familyId", "same", "familjen är densamma", "the family is the same")
    for one in sorted((family_id, other_id)):
        await repository.get_family(session, one, visible_to=keeper.authority_id)
    family = await repository.get_family(session, family_id, visible_to=keeper.authority_id)
    other = await repository.get_family(session, other_id, visible_to=keeper.authority_id)
    await repository.move(session, other.subject_ids, of=other_id, to=family_id)
    return await _changed(session, family, FamilyAct.MERGE, other.subject_ids, keeper, other=other_id)


async def split_family(
    session: AsyncSession, family_id: UUID, subject_ids: Sequence[UUID], keeper: Keeper
) -> Family:
    """Let some members leave and be a family of their own; return the new one.

    Raises:
        InvalidError: Somebody is not in the family, as the caller's authority knows it, or nobody would stay.
    """
    family = await repository.get_family(session, family_id, visible_to=keeper.authority_id)
    family.check_splits(subject_ids)
    new = await repository.add_family(session, family.county_code)
    await repository.move(session, subject_ids, of=family_id, to=new)
    await _changed(session, family, FamilyAct.LEAVE, subject_ids, keeper, other=new)
    made = await repository.get_family(session, new, visible_to=keeper.authority_id)
    await _announce(session, made, FamilyAct.SPLIT, keeper, other=family_id)
    await _note(session, made, FamilyAct.SPLIT, subject_ids, keeper, other=family_id)
    return made


async def _changed(
    session: AsyncSession,
    before: Family,
    act: FamilyAct,
    subject_ids: Sequence[UUID],
    keeper: Keeper,
    *,
    other: UUID,
) -> Family:
    await repository.next_version(session, before)
    family = await repository.get_family(session, before.id, visible_to=keeper.authority_id)
    await _announce(session, family, act, keeper, other=other)
    await _note(session, family, act, subject_ids, keeper, other=other)
    return family


async def _announce(
    session: AsyncSession, family: Family, act: FamilyAct, keeper: Keeper, *, other: UUID
) -> None:
    told = {
        "id": new_id(),
        "occurred_at": keeper.now,
        "county_code": family.county_code,
        "aggregate_id": family.id,
        "aggregate_version": family.version,
        "subject_ids": family.subject_ids,
    }
    if act is FamilyAct.MERGE:
        enqueue(session, events.FamilyMerged.model_validate({**told, "absorbed_family_id": other}))
    elif act is FamilyAct.SPLIT:
        enqueue(session, events.FamilySplit.model_validate({**told, "from_family_id": other}))
    else:
        emptied = other if act is FamilyAct.ADD else None
        enqueue(session, events.FamilyChanged.model_validate({**told, "absorbed_family_id": emptied}))


async def _note(
    session: AsyncSession,
    family: Family,
    act: FamilyAct,
    subject_ids: Sequence[UUID],
    keeper: Keeper,
    *,
    other: UUID,
) -> None:
    context = context_of(session)
    step = FamilyStepRow(
        family_id=family.id,
        version=family.version,
        county_code=family.county_code,
        responsible_authority_id=keeper.authority_id,
        act=act.value,
        subject_ids=list(subject_ids),
        other_family_id=other,
        unit_id=context.unit_id,
        actor=context.actor,
        at=keeper.now,
    )
    await repository.add_step(session, step)
    _trace(session, f"family.{act.value}", family)


def _trace(session: AsyncSession, action: str, family: Family) -> None:
    """Leave an audit row for each member that the reader's authority knows."""
    for member in family.known:
        audit.record(
            session,
            action,
            resource_type="family",
            resource_id=family.id,
            subject_id=member.subject_id,
        )
