"""The register of a county as a file that can be imported again."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.repository import centre_sections, register, register_files
from slussen_chassis.web import PageRequest
from slussen_contracts.agreements.register_files import (
    AuthorityEntry,
    BoardEntry,
    CentreActivityEntry,
    CentreEntry,
    RegisterFile,
    RegisterKind,
    StaffingEntry,
    UnitEntry,
)
from slussen_contracts.agreements.staffing import StaffingWrite
from slussen_contracts.events import StrictModel

BATCH = 200
ThingT = TypeVar("ThingT")


async def exported(
    session: AsyncSession, kind: RegisterKind, *, county_code: str | None
) -> list[StrictModel]:
    """Return all rows of one kind in a county, by name; None: of every county."""
    return await EXPORTS[kind](session, county_code)


async def exported_file(
    session: AsyncSession, kinds: Sequence[RegisterKind], *, county_code: str | None
) -> RegisterFile:
    """Return all rows of some kinds in a county."""
    found = {kind.value: tuple(await exported(session, kind, county_code=county_code)) for kind in kinds}
    return RegisterFile.model_validate(found)


async def _authorities(session: AsyncSession, county_code: str | None) -> list[StrictModel]:
    found = await _all(register.list_authorities, session, county_code=county_code, organisation_number=None)
    return [AuthorityEntry.model_validate(_members(AuthorityEntry, each)) for each in found]


async def _boards(session: AsyncSession, county_code: str | None) -> list[StrictModel]:
    found = await _all(register.list_boards, session, county_code=county_code, authority_id=None)
    owners = await register.authorities(session, {each.authority_id for each in found})
    return [
        BoardEntry(organisation_number=owners[each.authority_id].organisation_number, name=each.name)
        for each in found
    ]


async def _units(session: AsyncSession, county_code: str | None) -> list[StrictModel]:
    found = await _all(register.list_units, session, county_code=county_code, hsa_id=None)
    owners = await register.authorities(session, {each.authority_id for each in found})
    boards = await register_files.boards(session, {each.board_id for each in found if each.board_id})
    return [
        UnitEntry.model_validate(
            {
                **_members(UnitEntry, each),
                "organisation_number": owners[each.authority_id].organisation_number,
                "board": boards[each.board_id].name if each.board_id else None,
            }
        )
        for each in found
    ]


async def _centres(session: AsyncSession, county_code: str | None) -> list[StrictModel]:
    found = await _all(register.list_centres, session, county_code=county_code, municipality_code=None)
    units = await register.units(session, {unit_id for each in found for unit_id in each.unit_ids})
    return [
        CentreEntry.model_validate(
            {
                **_members(CentreEntry, each),
                "activities": [
                    CentreActivityEntry(activity=entry.activity, hsa_id=units[entry.unit_id].hsa_id)
                    for entry in each.activities
                ],
            }
        )
        for each in found
    ]


async def _staffing(session: AsyncSession, county_code: str | None) -> list[StrictModel]:
    centres = await _all(register.list_centres, session, county_code=county_code, municipality_code=None)
    written = await centre_sections.entered_by_centre(session, {each.id for each in centres}, StaffingWrite)
    posts = [
        (each, post) for each in centres if each.id in written for post in written[each.id].content.posts
    ]
    units = await register.units(session, {post.unit_id for _, post in posts})
    return [
        StaffingEntry.model_validate(
            {
                **_members(StaffingEntry, post),
                "municipality_code": centre.municipality_code,
                "centre": centre.name,
                "hsa_id": units[post.unit_id].hsa_id,
            }
        )
        for centre, post in posts
    ]


Export = Callable[[AsyncSession, str | None], Awaitable[list[StrictModel]]]

EXPORTS: dict[RegisterKind, Export] = {
    RegisterKind.AUTHORITIES: _authorities,
    RegisterKind.BOARDS: _boards,
    RegisterKind.UNITS: _units,
    RegisterKind.CENTRES: _centres,
    RegisterKind.STAFFING: _staffing,
}


async def _all(
    listed: Callable[..., Awaitable[list[ThingT]]], session: AsyncSession, **conditions: Any
) -> list[ThingT]:
    """Return all of a list, batch by batch."""
    found: list[ThingT] = []
    while True:
        batch = await listed(session, PageRequest(BATCH, len(found)), **conditions)
        found += batch[:BATCH]
        if len(batch) <= BATCH:
            return found


def _members(kind: type[StrictModel], thing: Any) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in kind.model_fields if hasattr(thing, name)}
