"""Who employed the coordinator, day by day, from the appointments; so that an appointment in mid-year moves the split.

A cost whose employer was stated keeps it. Where appointments name the unit that employs, and the unit's activity takes
part in the settlement, the cost is divided at the days on which another takes over, and the one that employs is
reimbursed by the others. Source: S002 14.1; acceptance case EV-03.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final
from uuid import UUID

from slussen_agreements.domain.appointments import CoordinatorAppointment
from slussen_agreements.domain.findings import Finding, Weight
from slussen_agreements.domain.register import Unit
from slussen_agreements.domain.settlements import Cost, EmployerChange, SettledCost, Settlement
from slussen_contracts.agreements.settlements import CostKind

FROM_APPOINTMENTS: Final = Finding(
    "employer-from-appointments",
    Weight.NOTICE,
    "Vem som anställt samordnaren är hämtat från förordnandena.",
    "Who employed the coordinator was taken from the appointments.",
)


def with_employers(
    settlement: Settlement, appointments: Sequence[CoordinatorAppointment], units: Mapping[UUID, Unit]
) -> Settlement:
    """Return a settlement whose coordinator costs without an employer have those of the appointments."""
    known = [
        (one.valid_from, one.valid_through, key)
        for one in sorted(appointments, key=lambda each: (each.valid_from, each.id))
        if (key := _participant(settlement, units.get(one.unit_id) if one.unit_id else None)) is not None
    ]
    return replace(settlement, costs=tuple(_with_employer(cost, known) for cost in settlement.costs))


def marked(settled: SettledCost, stated: Cost) -> SettledCost:
    """Return a shared cost with a finding where its employer was taken from appointments."""
    if settled.cost == stated:
        return settled
    return replace(settled, cost=stated, findings=(*settled.findings, FROM_APPOINTMENTS))


def _participant(settlement: Settlement, unit: Unit | None) -> str | None:
    """Return the key of the participant that a unit is: the one of its authority and activity."""
    if unit is None:
        return None
    own = (
        each.key
        for each in settlement.participants
        if (each.authority_id, each.activity) == (unit.authority_id, unit.activity)
    )
    return next(own, None)


def _with_employer(cost: Cost, known: Sequence[tuple[date, date | None, str]]) -> Cost:
    if cost.kind is not CostKind.COORDINATOR or cost.item.employer is not None or cost.changes:
        return cost
    period = cost.item.period
    during = [
        (max(first, period.first), key)
        for first, last, key in known
        if first <= period.last and (last is None or last >= period.first)
    ]
    if not during:
        return cost
    item = replace(cost.item, employer=during[0][1])
    taken_over = [(day, key) for (_, before), (day, key) in pairwise(during) if key != before]
    return replace(cost, item=item, changes=tuple(EmployerChange(key, day) for day, key in taken_over))
