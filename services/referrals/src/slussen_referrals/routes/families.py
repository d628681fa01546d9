"""Families over REST: read, added to, merged, split."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from slussen_chassis.web import CurrentCaller, Now, Transaction, requires
from slussen_contracts.referrals import api
from slussen_contracts.referrals.scopes import READ, SEND
from slussen_referrals.domain.families import Family
from slussen_referrals.routes.views import PREFIX
from slussen_referrals.routes.worded import WordedRoute
from slussen_referrals.use_cases import families

router = APIRouter(prefix=PREFIX, route_class=WordedRoute, tags=["families"])


def _keeper(caller: CurrentCaller, now: Now) -> families.Keeper:
    return families.Keeper(caller, now)


Keeper = Annotated[families.Keeper, Depends(_keeper)]


@router.get("/families/{family_id}", operation_id="readFamily", dependencies=[requires(READ)])
async def read_family(family_id: UUID, session: Transaction, keeper: Keeper) -> api.FamilyRead:
    """Läs en familj, så långt din huvudman känner den. / Read a family, as far as your authority knows it."""
    return _read(await families.read_family(session, family_id, keeper))


@router.get("/families/{family_id}/history", operation_id="readFamilyHistory", dependencies=[requires(READ)])
async def read_history(family_id: UUID, session: Transaction, keeper: Keeper) -> list[api.FamilyStep]:
    """Läs vad din huvudman gjort med familjen. / Read what your authority did with the family."""
    steps = await families.read_history(session, family_id, keeper)
    return [api.FamilyStep.model_validate(step, from_attributes=True) for step in steps]


@router.post("/families/{family_id}/members", operation_id="addFamilyMember", dependencies=[requires(SEND)])
async def add_person(
    family_id: UUID, body: api.FamilyMemberCreate, session: Transaction, keeper: Keeper
) -> api.FamilyRead:
    """Låt ett barn eller en vårdnadshavare höra till familjen. / Let a child or custodian belong to the family."""
    made = await families.add_person(session, family_id, (body.subject_id, body.role), keeper)
    return _read(made)


@router.post("/families/{family_id}/merger", operation_id="mergeFamilies", dependencies=[requires(SEND)])
async def merge_families(
    family_id: UUID, body: api.FamilyMerger, session: Transaction, keeper: Keeper
) -> api.FamilyRead:
    """Slå ihop två familjer till en. / Make one family of two."""
    return _read(await families.merge_families(session, family_id, body.family_id, keeper))


@router.post("/families/{family_id}/split", operation_id="splitFamily", dependencies=[requires(SEND)])
async def split_family(
    family_id: UUID, body: api.FamilySplitOff, session: Transaction, keeper: Keeper
) -> api.FamilyRead:
    """Dela familjen; svaret är den nya. / Split the family; the answer is the new one."""
    subject_ids = tuple(dict.fromkeys(body.subject_ids))
    return _read(await families.split_family(session, family_id, subject_ids, keeper))


def _read(family: Family) -> api.FamilyRead:
    members = [api.FamilyMemberRead(subject_id=m.subject_id, role=m.role) for m in family.known]
    return api.FamilyRead(id=family.id, version=family.version, members=members)
