"""Responsible authorities (huvudmän) and their boards (nämnder)."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import register_rules as rules
from slussen_agreements.domain.register import Board, ResponsibleAuthority, require_county
from slussen_agreements.repository import register
from slussen_agreements.use_cases.announcing import announce_authority, announce_board
from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id
from slussen_chassis.errors import InvalidError
from slussen_chassis.web import PageRequest, check_version
from slussen_contracts.agreements.api import BoardCreate, NameChange, ResponsibleAuthorityCreate


async def register_authority(
    session: AsyncSession, wanted: ResponsibleAuthorityCreate, *, caller: Caller, now: datetime
) -> ResponsibleAuthority:
    """Enter a responsible authority in the caller's county, and announce it.

    Raises:
        OtherCountyError: The caller belongs to no county.
        InvalidError: A rule of the register is broken.
        OrganisationNumberTakenError: The organisation is there already.
    """
    county_code = require_county(caller.county_code)
    authority = ResponsibleAuthority(id=new_id(), county_code=county_code, **dict(wanted))
    rules.refuse(rules.authority_faults(authority))
    await register.add_authority(session, authority)
    announce_authority(session, authority, now=now)
    return authority


async def rename_authority(
    session: AsyncSession,
    authority_id: UUID,
    wanted: NameChange,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> ResponsibleAuthority:
    """Give a responsible authority of the caller's county another name, and announce it.

    Raises:
        AuthorityNotFoundError: There is no such authority.
        OtherCountyError: It is another county's.
        PreconditionFailedError: It has another version than `expected`.
    """
    before = await register.get_authority(session, authority_id, for_update=True)
    require_county(caller.county_code, before.county_code)
    check_version(before.version, expected)
    authority = replace(before, version=before.version + 1, name=wanted.name)
    await register.save_authority(session, authority)
    announce_authority(session, authority, now=now)
    return authority


async def get_authority(session: AsyncSession, authority_id: UUID) -> ResponsibleAuthority:
    """Return a responsible authority.

    Raises:
        AuthorityNotFoundError: There is no such.
    """
    return await register.get_authority(session, authority_id)


async def list_authorities(
    session: AsyncSession, page: PageRequest, *, county_code: str | None, organisation_number: str | None
) -> list[ResponsibleAuthority]:
    """Return responsible authorities by name, one more than the page holds."""
    return await register.list_authorities(
        session, page, county_code=county_code, organisation_number=organisation_number
    )


async def register_board(
    session: AsyncSession, wanted: BoardCreate, *, caller: Caller, now: datetime
) -> Board:
    """Enter a municipality's board, and announce it.

    Raises:
        OtherCountyError: The caller belongs to no county.
        InvalidError: The authority is no municipality of the caller's county.
        BoardNameTakenError: The municipality has a board of that name.
    """
    board = Board(id=new_id(), county_code=require_county(caller.county_code), **dict(wanted))
    authority = await register.find_authority(session, board.authority_id)
    if authority is None:
        raise InvalidError(rules.unknown("authorityId"))
    rules.refuse(rules.board_faults(board, authority))
    await register.add_board(session, board)
    announce_board(session, board, now=now)
    return board


async def rename_board(
    session: AsyncSession,
    board_id: UUID,
    wanted: NameChange,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> Board:
    """Give a board of the caller's county another name, and announce it.

    Raises:
        BoardNotFoundError: There is no such board.
        OtherCountyError: It is another county's.
        PreconditionFailedError: It has another version than `expected`.
        BoardNameTakenError: The municipality has a board of that name.
    """
    before = await register.get_board(session, board_id, for_update=True)
    require_county(caller.county_code, before.county_code)
    check_version(before.version, expected)
    board = replace(before, version=before.version + 1, name=wanted.name)
    await register.save_board(session, board)
    announce_board(session, board, now=now)
    return board


async def get_board(session: AsyncSession, board_id: UUID) -> Board:
    """Return a board.

    Raises:
        BoardNotFoundError: There is no such board.
    """
    return await register.get_board(session, board_id)


async def list_boards(
    session: AsyncSession, page: PageRequest, *, county_code: str | None, authority_id: UUID | None
) -> list[Board]:
    """Return boards by name, one more than the page holds."""
    return await register.list_boards(session, page, county_code=county_code, authority_id=authority_id)
