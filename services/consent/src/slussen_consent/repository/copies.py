"""Our copies of the register, written by its events: the newest version stands, in whatever order they come.

Every version stays in the history too, with the moment from which we had it: a question about the past is answered
by what was known then. Names are for showing alone and have no history.
"""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_consent.tables import (
    AuthorityCopyRow,
    Base,
    CentreCopyRow,
    CentreHistoryRow,
    UnitCopyRow,
    UnitHistoryRow,
)
from slussen_contracts.agreements.events import FamilyCentreState, ResponsibleAuthorityState, UnitState


async def copy_unit(session: AsyncSession, event: UnitState) -> None:
    """Keep a unit's state."""
    await _keep(
        session,
        UnitCopyRow,
        UnitHistoryRow,
        {
            "id": event.aggregate_id,
            "version": event.aggregate_version,
            "hsa_id": event.hsa_id,
            "authority_id": event.authority_id,
            "authority_type": event.authority_type.value,
            "board_id": event.board_id,
            "branch": event.branch.value,
            "activity": event.activity.value if event.activity else None,
            "centre_ids": list(event.centre_ids),
            "county_code": event.county_code,
            "valid_from": event.valid_from,
            "valid_through": event.valid_through,
            "name": event.name,
        },
    )


async def copy_authority(session: AsyncSession, event: ResponsibleAuthorityState) -> None:
    """Keep an authority's name."""
    row = {"id": event.aggregate_id, "version": event.aggregate_version, "name": event.name}
    await _keep_newest(session, AuthorityCopyRow, row)


async def copy_centre(session: AsyncSession, event: FamilyCentreState) -> None:
    """Keep a family centre's state."""
    await _keep(
        session,
        CentreCopyRow,
        CentreHistoryRow,
        {
            "id": event.aggregate_id,
            "version": event.aggregate_version,
            "profile_id": event.profile_id,
            "county_code": event.county_code,
        },
    )


async def find_unit_name(session: AsyncSession, unit_id: UUID) -> str | None:
    """Return a unit's name, where our copy has one."""
    row = await session.get(UnitCopyRow, unit_id)
    return row.name if row else None


async def _keep(session: AsyncSession, kind: type[Base], history: type[Base], row: dict[str, object]) -> None:
    await _keep_newest(session, kind, row)
    columns = history.__table__.c  # type: ignore[attr-defined] # every table row has one
    known = {name: value for name, value in row.items() if name in columns}
    await (await session.connection()).execute(insert(history).values(known).on_conflict_do_nothing())


async def _keep_newest(session: AsyncSession, kind: type[Base], row: dict[str, object]) -> None:
    table = kind.__table__  # type: ignore[attr-defined] # every table row has one
    fresh = insert(table).values(row)
    newer = fresh.on_conflict_do_update(
        index_elements=["id"],
        set_={name: fresh.excluded[name] for name in row if name != "id"},
        where=table.c.version < fresh.excluded.version,
    )
    await (await session.connection()).execute(newer)
