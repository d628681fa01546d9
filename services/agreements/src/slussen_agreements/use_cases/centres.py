"""Family centres (familjecentraler): their activities, and what they are under their county's profile."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import register_rules as rules
from slussen_agreements.domain.classification import Classification, classify
from slussen_agreements.domain.register import CentreActivity, FamilyCentre, require_county
from slussen_agreements.repository import register
from slussen_agreements.use_cases.announcing import announce_centre, announce_unit
from slussen_agreements.use_cases.profiles import present_profile
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.web import PageRequest, check_version
from slussen_contracts.agreements.api import FamilyCentreWrite
from slussen_contracts.profiles import CountyProfile

USUAL_TERM = "slussning"


@dataclass(frozen=True, slots=True)
class ClassifiedCentre:
    """A centre with what it is under the profile that it was looked at with."""

    centre: FamilyCentre
    classification: Classification
    profile: CountyProfile


async def register_centre(
    session: AsyncSession, wanted: FamilyCentreWrite, *, caller: Caller, now: datetime
) -> ClassifiedCentre:
    """Enter a family centre in the caller's county; announce it and the units that now work there.

    Raises:
        OtherCountyError: The caller belongs to no county.
        InvalidError: A rule of the register is broken.
    """
    county_code = require_county(caller.county_code)
    wanted_centre = FamilyCentre(id=new_id(), county_code=county_code, **_members(wanted, now))
    centre = await _checked(session, wanted_centre)
    await register.add_centre(session, centre)
    announce_centre(session, centre, now=now)
    await _announce_units(session, centre.unit_ids, now=now)
    return _classified(centre, now)


async def change_centre(
    session: AsyncSession,
    centre_id: UUID,
    wanted: FamilyCentreWrite,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> ClassifiedCentre:
    """Change a family centre of the caller's county; announce it and the units that came or left.

    Raises:
        CentreNotFoundError: There is no such centre.
        OtherCountyError: It is another county's.
        PreconditionFailedError: It has another version than `expected`.
        InvalidError: A rule of the register is broken.
    """
    before = await register.get_centre(session, centre_id, for_update=True)
    require_county(caller.county_code, before.county_code)
    check_version(before.version, expected)
    wanted_centre = replace(before, version=before.version + 1, **_members(wanted, now))
    centre = await _checked(session, wanted_centre)
    await register.save_centre(session, centre)
    announce_centre(session, centre, now=now)
    await _announce_units(session, before.unit_ids ^ centre.unit_ids, now=now)
    return _classified(centre, now)


async def get_centre(session: AsyncSession, centre_id: UUID, *, now: datetime) -> ClassifiedCentre:
    """Return a family centre with its classification.

    Raises:
        CentreNotFoundError: There is no such.
    """
    return _classified(await register.get_centre(session, centre_id), now)


async def list_centres(
    session: AsyncSession,
    page: PageRequest,
    *,
    county_code: str | None,
    municipality_code: str | None,
    now: datetime,
) -> list[ClassifiedCentre]:
    """Return family centres by name, one more than the page holds."""
    found = await register.list_centres(
        session, page, county_code=county_code, municipality_code=municipality_code
    )
    return [_classified(centre, now) for centre in found]


def _members(wanted: FamilyCentreWrite, now: datetime) -> dict[str, Any]:
    """Return the centre's members as wanted; its word for a referral is the profile's first if none is given."""
    terms = present_profile(wanted.profile_id, local_day(now)).referral.display_terms.value or (USUAL_TERM,)
    activities = tuple(CentreActivity(entry.activity, entry.unit_id) for entry in wanted.activities)
    return {**dict(wanted), "activities": activities, "display_term": wanted.display_term or terms[0]}


async def _checked(session: AsyncSession, centre: FamilyCentre) -> FamilyCentre:
    """Return a centre that breaks no rule, its activities in order; its units stay locked, their events are next."""
    units = await register.units(session, centre.unit_ids, for_update=True)
    rules.refuse(rules.centre_faults(centre, units))
    return replace(centre, activities=tuple(sorted(centre.activities)))


async def _announce_units(session: AsyncSession, unit_ids: Collection[UUID], *, now: datetime) -> None:
    """Give each unit whose centres changed a new version, and announce it."""
    units = await register.units(session, unit_ids, for_update=True)
    authorities = await register.authorities(session, {unit.authority_id for unit in units.values()})
    for unit in units.values():
        changed = replace(unit, version=unit.version + 1)
        await register.save_unit(session, changed)
        announce_unit(session, changed, authorities[unit.authority_id].authority_type, now=now)


def _classified(centre: FamilyCentre, now: datetime) -> ClassifiedCentre:
    profile = present_profile(centre.profile_id, local_day(now))
    activities = {entry.activity for entry in centre.activities}
    found = classify(activities, profile, co_located=centre.co_located, simultaneous=centre.simultaneous)
    return ClassifiedCentre(centre, found, profile)
