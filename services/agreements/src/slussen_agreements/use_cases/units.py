"""Units (enheter) of the register."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import register_rules as rules
from slussen_agreements.domain.register import ResponsibleAuthority, Unit, require_county
from slussen_agreements.repository import register
from slussen_agreements.use_cases.announcing import announce_unit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id
from slussen_chassis.errors import InvalidError
from slussen_chassis.web import PageRequest, check_version
from slussen_contracts.agreements.api import UnitChange, UnitCreate


async def register_unit(session: AsyncSession, wanted: UnitCreate, *, caller: Caller, now: datetime) -> Unit:
    """Enter a unit in the caller's county, and announce it.

    Raises:
        OtherCountyError: The caller belongs to no county.
        InvalidError: A rule of the register is broken.
        HsaIdTakenError: The unit is there already.
    """
    unit = Unit(id=new_id(), county_code=require_county(caller.county_code), **dict(wanted))
    authority = await _check(session, unit)
    await register.add_unit(session, unit)
    announce_unit(session, unit, authority.authority_type, now=now)
    return unit


async def change_unit(
    session: AsyncSession,
    unit_id: UUID,
    wanted: UnitChange,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> Unit:
    """Change a unit of the caller's county, and announce it.

    Raises:
        UnitNotFoundError: There is no such unit.
        OtherCountyError: It is another county's.
        PreconditionFailedError: It has another version than `expected`.
        InvalidError: A rule of the register is broken.
    """
    before = await register.get_unit(session, unit_id, for_update=True)
    require_county(caller.county_code, before.county_code)
    check_version(before.version, expected)
    unit = replace(before, version=before.version + 1, **dict(wanted))
    rules.refuse(rules.changed_unit_faults(unit, before))
    authority = await _check(session, unit)
    await register.save_unit(session, unit)
    announce_unit(session, unit, authority.authority_type, now=now)
    return unit


async def _check(session: AsyncSession, unit: Unit) -> ResponsibleAuthority:
    """Refuse a unit that breaks a rule; return its authority."""
    authority = await register.find_authority(session, unit.authority_id)
    if authority is None:
        raise InvalidError(rules.unknown("authorityId"))
    board = await register.find_board(session, unit.board_id) if unit.board_id else None
    has_boards = await register.has_boards(session, unit.authority_id)
    rules.refuse(rules.unit_faults(unit, authority, board=board, has_boards=has_boards))
    return authority


async def get_unit(session: AsyncSession, unit_id: UUID) -> Unit:
    """Return a unit with the centres it works at.

    Raises:
        UnitNotFoundError: There is no such.
    """
    return await register.get_unit(session, unit_id)


async def list_units(
    session: AsyncSession, page: PageRequest, *, county_code: str | None, hsa_id: str | None
) -> list[Unit]:
    """Return units by name, one more than the page holds."""
    return await register.list_units(session, page, county_code=county_code, hsa_id=hsa_id)
