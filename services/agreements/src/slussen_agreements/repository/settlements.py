"""Settlements and their costs. Every read names the reader; row security holds the same beneath."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.costs import CostItem
from slussen_agreements.domain.days import Period
from slussen_agreements.domain.settlements import (
    Cost,
    EmployerChange,
    LocalKey,
    Settlement,
    SettlementExistsError,
    SettlementNotFoundError,
    TakesPart,
)
from slussen_agreements.repository import rows
from slussen_agreements.tables import SettlementCostRow, SettlementRow
from slussen_chassis.clock import new_id
from slussen_contracts.agreements.settlements import CostKind, KeyCounts
from slussen_contracts.identifiers import Activity

TAKEN = {"centre_has_one_settlement_a_year": SettlementExistsError}


async def add_settlement(session: AsyncSession, settlement: Settlement) -> None:
    """Insert a new settlement with its costs."""
    await rows.add(session, _row(settlement), TAKEN)
    await _add_costs(session, settlement, settlement.responsible_authority_id)


async def save_settlement(session: AsyncSession, settlement: Settlement, *, writer: UUID) -> None:
    """Write a settlement that was read for update, with its costs; they belong to the writer."""
    await session.exec(delete(SettlementCostRow).where(col(SettlementCostRow.settlement_id) == settlement.id))
    await rows.write(session, _row(settlement))
    await _add_costs(session, settlement, writer)


async def close_settlement(session: AsyncSession, settlement: Settlement) -> None:
    """Write a settlement that is closed now; its costs are left as they are."""
    await rows.write(session, _row(settlement))


async def get_settlement(
    session: AsyncSession, centre_id: UUID, year: int, *, visible_to: UUID, for_update: bool = False
) -> Settlement:
    """Return a centre's settlement of a year.

    Raises:
        SettlementNotFoundError: There is none, or none that the reader may see.
    """
    query = select(SettlementRow).where(
        col(SettlementRow.centre_id) == centre_id,
        col(SettlementRow.year) == year,
        col(SettlementRow.grants).contains([visible_to]),
    )
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = (await session.exec(query)).first()
    if row is None:
        raise SettlementNotFoundError
    cost = SettlementCostRow
    costs = await session.exec(
        select(cost).where(col(cost.settlement_id) == row.id).order_by(col(cost.place))
    )
    return rows.thing(
        Settlement,
        row,
        grants=tuple(row.grants),
        participants=tuple(_participant(each) for each in row.participants),
        local_keys={
            CostKind(kind): LocalKey(KeyCounts(key["counts"]), key["parts"])
            for kind, key in row.local_keys.items()
        },
        costs=tuple(_cost(each) for each in costs),
    )


async def _add_costs(session: AsyncSession, settlement: Settlement, writer: UUID) -> None:
    session.add_all(
        SettlementCostRow(
            id=new_id(),
            county_code=settlement.county_code,
            responsible_authority_id=writer,
            grants=list(settlement.grants),
            settlement_id=settlement.id,
            place=place,
            kind=cost.kind,
            label=cost.label,
            ore=cost.item.ore,
            first_day=cost.item.period.first,
            last_day=cost.item.period.last,
            employer=cost.item.employer,
            employer_changes=[[each.employer, each.valid_from.isoformat()] for each in cost.changes],
        )
        for place, cost in enumerate(settlement.costs)
    )
    await rows.flush(session)


def _row(settlement: Settlement) -> SettlementRow:
    values = rows.columns(SettlementRow, settlement)
    values["grants"] = list(settlement.grants)
    values["participants"] = [
        {
            "key": each.key,
            "activity": each.activity.value,
            "authority_id": str(each.authority_id),
            "present": [[str(days.first), str(days.last)] for days in each.present],
        }
        for each in settlement.participants
    ]
    values["local_keys"] = {
        kind.value: {"counts": key.counts.value, "parts": dict(key.parts)}
        for kind, key in settlement.local_keys.items()
    }
    return SettlementRow(**values)


def _participant(kept: dict[str, Any]) -> TakesPart:
    return TakesPart(
        key=kept["key"],
        activity=Activity(kept["activity"]),
        authority_id=UUID(kept["authority_id"]),
        present=tuple(Period(date.fromisoformat(a), date.fromisoformat(b)) for a, b in kept["present"]),
    )


def _cost(row: SettlementCostRow) -> Cost:
    item = CostItem(ore=row.ore, period=Period(row.first_day, row.last_day), employer=row.employer)
    changes = tuple(EmployerChange(who, date.fromisoformat(day)) for who, day in row.employer_changes)
    return Cost(row.kind, row.label, item, changes)
