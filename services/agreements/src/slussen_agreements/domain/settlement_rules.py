"""What must hold of a settlement before it is kept; each fault names its field and its rule."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from slussen_agreements.domain.cost_keys import REFUSED, key_faults
from slussen_agreements.domain.register_rules import unknown
from slussen_agreements.domain.settlements import Settlement, choose
from slussen_chassis.errors import FieldProblem
from slussen_contracts.agreements.settlements import (
    CostItemWrite,
    CostKind,
    ParticipantWrite,
    SettlementChange,
)
from slussen_contracts.profiles import CountyProfile

FIELDS = {CostKind.COORDINATOR: "localKeys.coordinator", CostKind.OTHER_COMMON: "localKeys.otherCommon"}


def written_faults(wanted: SettlementChange, year: int, known: Collection[UUID]) -> Iterator[FieldProblem]:
    """Find what is wrong with what came in: keys, days and references; `known` are the register's authorities."""
    keys = [each.key for each in wanted.participants]
    if len(set(keys)) < len(keys):
        yield FieldProblem("participants", "unique", "samma nyckel står två gånger", "a key stands twice")
    for place, participant in enumerate(wanted.participants):
        yield from _participant_faults(f"participants.{place}", participant, known)
    for place, cost in enumerate(wanted.costs):
        yield from _cost_faults(f"costs.{place}", cost, keys, year)


def kept_key_faults(
    settlement: Settlement, profile: CountyProfile, *, established_on: date
) -> Iterator[FieldProblem]:
    """Find local keys that are incomplete, or that the county gives no exception for (AG-29)."""
    for kind, local in settlement.local_keys.items():
        groups = {each.counted(local.counts).group for each in settlement.participants}
        for fault in key_faults(local.parts, sorted(groups)):
            yield replace(fault, field=f"{FIELDS[kind]}.{fault.field}")
        if REFUSED in choose(settlement, kind, profile, established_on=established_on).findings:
            yield REFUSED.as_problem(FIELDS[kind])


def _participant_faults(
    field: str, wanted: ParticipantWrite, known: Collection[UUID]
) -> Iterator[FieldProblem]:
    if wanted.authority_id not in known:
        yield unknown(f"{field}.authorityId")
    for place, days in enumerate(wanted.present):
        if days.valid_through is not None and days.valid_through < days.valid_from:
            yield _order(f"{field}.present.{place}.validThrough")


def _cost_faults(
    field: str, wanted: CostItemWrite, keys: Collection[str], year: int
) -> Iterator[FieldProblem]:
    first, last = wanted.first_day or date(year, 1, 1), wanted.last_day or date(year, 12, 31)
    for name, day in (("firstDay", first), ("lastDay", last)):
        if day.year != year:
            yield FieldProblem(f"{field}.{name}", "in-year", "ligger utanför året", "is outside the year")
    if last < first:
        yield _order(f"{field}.lastDay")
    if wanted.employer is not None and wanted.employer not in keys:
        yield _no_participant(f"{field}.employer")
    for place, change in enumerate(wanted.employer_changes):
        if change.employer not in keys:
            yield _no_participant(f"{field}.employerChanges.{place}.employer")
        if not first <= change.valid_from <= last:
            yield FieldProblem(
                f"{field}.employerChanges.{place}.validFrom",
                "in-period",
                "ligger utanför kostnadens dagar",
                "is outside the cost's days",
            )


def _order(field: str) -> FieldProblem:
    return FieldProblem(field, "order", "ligger före första dagen", "is before the first day")


def _no_participant(field: str) -> FieldProblem:
    return FieldProblem(field, "unknown", "är ingen av deltagarna", "is none of the participants")
