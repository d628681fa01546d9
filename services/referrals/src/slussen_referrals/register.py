"""Copies of the register: units, centres and agreements as the agreements service last told of them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_contracts.agreements.events import AgreementState, FamilyCentreState, UnitState
from slussen_contracts.identifiers import Activity, Branch, Profession
from slussen_contracts.referrals.api import ReferralState
from slussen_referrals.domain.coverage import Agreement, Centre, Unit
from slussen_referrals.domain.time_limits import DEFAULT_LIMITS, TimeLimit
from slussen_referrals.tables import AgreementRow, CentreRow, UnitRow

_LIMITED = frozenset(state.value for state in DEFAULT_LIMITS)

CopyRow = type[UnitRow] | type[CentreRow] | type[AgreementRow]


async def find_unit(session: AsyncSession, unit_id: UUID) -> Unit | None:
    """Return a unit, None where the register has not told of it."""
    row = await session.get(UnitRow, unit_id)
    return unit_of(row) if row else None


def unit_of(row: UnitRow) -> Unit:
    """Return the unit that a row holds."""
    return Unit(
        id=row.id,
        name=row.name,
        authority_id=row.authority_id,
        branch=Branch(row.branch),
        activity=Activity(row.activity) if row.activity else None,
        professions=frozenset(map(Profession, row.professions)),
        centre_ids=frozenset(row.centre_ids),
        valid_through=row.valid_through,
    )


async def find_centre(session: AsyncSession, centre_id: UUID) -> Centre | None:
    """Return a family centre, None where the register has not told of it."""
    row = await session.get(CentreRow, centre_id)
    if row is None:
        return None
    return Centre(
        id=row.id,
        county_code=row.county_code,
        municipality_code=row.municipality_code,
        profile_id=row.profile_id,
        display_term=row.display_term,
        unit_ids=frozenset(row.unit_ids),
        valid_from=row.valid_from,
        valid_through=row.valid_through,
    )


async def list_agreements(session: AsyncSession, centre: Centre) -> list[Agreement]:
    """Return the agreements that may cover a centre: its own, and its county's."""
    return await agreements_at(session, centre.id, centre.county_code)


async def agreements_at(session: AsyncSession, centre_id: UUID, county_code: str) -> list[Agreement]:
    """Return the agreements of a centre and of a county."""
    at_centre = col(AgreementRow.centre_id) == centre_id
    of_county = col(AgreementRow.centre_id).is_(None) & (col(AgreementRow.county_code) == county_code)
    rows = await session.exec(select(AgreementRow).where(or_(at_centre, of_county)))
    return [
        Agreement(
            id=row.id,
            kind=row.kind,
            county_code=row.county_code,
            centre_id=row.centre_id,
            valid_from=row.valid_from,
            valid_through=row.valid_through,
            limits={ReferralState(state): TimeLimit(**days) for state, days in row.time_limits.items()},
        )
        for row in rows
    ]


async def unit_names(session: AsyncSession, unit_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of units."""
    query = select(UnitRow.id, UnitRow.name).where(col(UnitRow.id).in_(unit_ids))
    return dict((await session.exec(query)).all())


async def display_terms(session: AsyncSession, centre_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the word that each centre has for a referral (slussning, lotsning, hänvisning, länkning)."""
    query = select(CentreRow.id, CentreRow.display_term).where(col(CentreRow.id).in_(centre_ids))
    return dict((await session.exec(query)).all())


async def keep_unit(session: AsyncSession, unit: UnitState) -> None:
    """Keep a unit's newest state; an older one changes nothing."""
    values = {
        "name": unit.name,
        "authority_id": unit.authority_id,
        "branch": unit.branch.value,
        "activity": unit.activity.value if unit.activity else None,
        "professions": [profession.value for profession in unit.professions],
        "centre_ids": list(unit.centre_ids),
        "municipality_code": unit.municipality_code,
        "valid_through": unit.valid_through,
    }
    await _keep(session, UnitRow, unit, values)


async def keep_centre(session: AsyncSession, centre: FamilyCentreState) -> None:
    """Keep a centre's newest state; an older one changes nothing."""
    values = {
        "municipality_code": centre.municipality_code,
        "profile_id": centre.profile_id,
        "name": centre.name,
        "display_term": centre.display_term,
        "unit_ids": [activity.unit_id for activity in centre.activities],
        "valid_from": centre.valid_from,
        "valid_through": centre.valid_through,
    }
    await _keep(session, CentreRow, centre, values)


async def keep_agreement(session: AsyncSession, agreement: AgreementState) -> None:
    """Keep an agreement's newest state; an older one changes nothing. A limit for a state unknown here is left out."""
    values = {
        "kind": agreement.kind,
        "centre_id": agreement.centre_id,
        "valid_from": agreement.valid_from,
        "valid_through": agreement.valid_through,
        "time_limits": {
            limit.state: {"due_days": limit.due_days, "expire_days": limit.expire_days}
            for limit in agreement.referral_time_limits
            if limit.state in _LIMITED
        },
    }
    await _keep(session, AgreementRow, agreement, values)


async def _keep(
    session: AsyncSession,
    table: CopyRow,
    event: UnitState | FamilyCentreState | AgreementState,
    values: dict[str, Any],
) -> None:
    """Write a copy unless a newer one stands there.

    The same version is written again: announced again, it fills in what an earlier release of ours did not keep.
    """
    row = {
        "id": event.aggregate_id,
        "version": event.aggregate_version,
        "county_code": event.county_code,
        **values,
    }
    statement = insert(table).values(row)
    await session.exec(
        statement.on_conflict_do_update(
            index_elements=["id"],
            set_={name: statement.excluded[name] for name in row},
            where=statement.excluded["version"] >= col(table.version),
        )
    )
