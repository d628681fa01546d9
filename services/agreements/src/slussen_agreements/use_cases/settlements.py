"""Settlements (avräkningar) of a centre's common costs: opened, changed, looked at, closed.

A caller with an authority acts under it; an administrator, who has none, under the county's administration.
Whoever else asks sees nothing. Every access leaves its trace.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import settlement_rules as rules
from slussen_agreements.domain.costs import CostItem
from slussen_agreements.domain.days import Period
from slussen_agreements.domain.register import FamilyCentre, require_county
from slussen_agreements.domain.register_rules import refuse
from slussen_agreements.domain.settlement_employers import marked, with_employers
from slussen_agreements.domain.settlements import (
    Cost,
    EmployerChange,
    LocalKey,
    Settlement,
    SettlementClosedError,
    SettlementNotFoundError,
    SettlementNotSharedError,
    TakesPart,
    settle,
    whole_ore,
    with_grants,
)
from slussen_agreements.domain.tenancy import county_administration
from slussen_agreements.repository import register, settlements, steering
from slussen_agreements.use_cases.profiles import present_profile
from slussen_agreements.use_cases.settlement_sheets import sheet_of
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id
from slussen_chassis.database import context_of, set_context
from slussen_chassis.errors import FieldProblem
from slussen_chassis.outbox import enqueue
from slussen_chassis.web import check_version
from slussen_contracts.agreements import scopes
from slussen_contracts.agreements.centre_events import (
    SettlementChanged,
    SettlementClosed,
    SettlementEvent,
    SettlementOpened,
)
from slussen_contracts.agreements.settlements import (
    CostItemWrite,
    CostKind,
    LocalKeysWrite,
    ParticipantWrite,
    SettlementChange,
    SettlementCreate,
    SettlementSheet,
)
from slussen_contracts.events import NATIONAL
from slussen_contracts.profiles import CountyProfile

RESOURCE = "settlement"


@dataclass(frozen=True, slots=True)
class SettledYear:
    """A settlement with its sheet: computed while it is open, as it was kept once it is closed."""

    settlement: Settlement
    sheet: SettlementSheet


async def open_settlement(
    session: AsyncSession, centre_id: UUID, wanted: SettlementCreate, *, caller: Caller, now: datetime
) -> SettledYear:
    """Open a centre's settlement of a year; its participants' authorities and the county's administration see it.

    It is announced, without amounts.

    Raises:
        SettlementNotFoundError: The caller acts for no authority at the centre and administers no county.
        CentreNotFoundError: There is no such centre.
        OtherCountyError: It is another county's.
        InvalidError: A participant, day, key or reference is not right; each is named.
        SettlementExistsError: The centre has one for that year.
    """
    opener = await _reader(session, caller)
    centre = await register.get_centre(session, centre_id)
    county_code = require_county(caller.county_code, centre.county_code)
    await _require_part(session, opener, centre)
    settlement = Settlement(
        id=new_id(),
        county_code=county_code,
        responsible_authority_id=opener,
        grants=(),
        centre_id=centre.id,
        year=wanted.year,
        participants=(),
    )
    filled = await _filled(session, settlement, wanted, centre)
    await settlements.add_settlement(session, filled)
    _announce(session, SettlementOpened, filled, now)
    audit.record(session, "settlement.open", resource_type=RESOURCE, resource_id=filled.id)
    return await _with_sheet(session, filled, centre)


async def change_settlement(  # noqa: PLR0913 - what a change takes
    session: AsyncSession,
    centre_id: UUID,
    year: int,
    wanted: SettlementChange,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> SettledYear:
    """Replace what an open settlement is computed from, and announce that it changed.

    Raises:
        SettlementNotFoundError: There is none that the caller may see.
        PreconditionFailedError: It has another version than `expected`.
        SettlementClosedError: It is closed.
        InvalidError: A participant, day, key or reference is not right; each is named.
    """
    reader = await _reader(session, caller)
    before = await _open_one(session, centre_id, year, reader=reader, expected=expected)
    centre = await register.get_centre(session, centre_id)
    next_version = replace(before, version=before.version + 1)
    changed = await _filled(session, next_version, wanted, centre)
    await settlements.save_settlement(session, changed, writer=reader)
    _announce(session, SettlementChanged, changed, now)
    audit.record(session, "settlement.change", resource_type=RESOURCE, resource_id=changed.id)
    return await _with_sheet(session, changed, centre)


async def get_settlement(session: AsyncSession, centre_id: UUID, year: int, *, caller: Caller) -> SettledYear:
    """Return a settlement with its sheet.

    Raises:
        SettlementNotFoundError: There is none that the caller may see.
    """
    reader = await _reader(session, caller)
    found = await settlements.get_settlement(session, centre_id, year, visible_to=reader)
    audit.record(session, "settlement.read", resource_type=RESOURCE, resource_id=found.id)
    return await _with_sheet(session, found, await register.get_centre(session, centre_id))


async def close_settlement(
    session: AsyncSession, centre_id: UUID, year: int, *, expected: int | None, caller: Caller, now: datetime
) -> SettledYear:
    """Close a settlement: its sheet is kept with a digest, and neither changes any more.

    Raises:
        SettlementNotFoundError: There is none that the caller may see.
        PreconditionFailedError: It has another version than `expected`.
        SettlementClosedError: It is closed already.
        SettlementNotSharedError: Some cost is not shared.
    """
    reader = await _reader(session, caller)
    before = await _open_one(session, centre_id, year, reader=reader, expected=expected)
    found = await _with_sheet(session, before, await register.get_centre(session, centre_id))
    if any(not cost.parts for cost in found.sheet.costs):
        raise SettlementNotSharedError
    kept = found.sheet.model_dump_json(by_alias=True)
    digest = hashlib.sha256(kept.encode()).hexdigest()
    closed = replace(before, version=before.version + 1, closed_at=now, digest=digest, sheet=kept)
    await settlements.close_settlement(session, closed)
    _announce(session, SettlementClosed, closed, now)
    audit.record(session, "settlement.close", resource_type=RESOURCE, resource_id=closed.id)
    return SettledYear(closed, found.sheet)


def _announce(session: AsyncSession, kind: type[SettlementEvent], of: Settlement, now: datetime) -> None:
    event = kind(
        id=new_id(),
        occurred_at=now.astimezone(UTC),
        county_code=of.county_code,
        aggregate_id=of.id,
        aggregate_version=of.version,
        centre_id=of.centre_id,
        year=of.year,
    )
    enqueue(session, event)


async def _reader(session: AsyncSession, caller: Caller) -> UUID:
    """Return as whom the caller sees settlements; from here on the transaction works under that."""
    if caller.authority_id is not None:
        return caller.authority_id
    if scopes.ADMINISTER not in caller.scopes or caller.county_code == NATIONAL:
        raise SettlementNotFoundError
    administration = county_administration(caller.county_code)
    await set_context(session, replace(context_of(session), authority_id=administration))
    return administration


async def _require_part(session: AsyncSession, opener: UUID, centre: FamilyCentre) -> None:
    """Refuse an opener that is neither the county's administration nor has a unit at the centre."""
    units = await register.units(session, centre.unit_ids)
    there = {unit.authority_id for unit in units.values()}
    if opener not in {*there, county_administration(centre.county_code)}:
        raise SettlementNotFoundError


async def _open_one(
    session: AsyncSession, centre_id: UUID, year: int, *, reader: UUID, expected: int | None
) -> Settlement:
    found = await settlements.get_settlement(session, centre_id, year, visible_to=reader, for_update=True)
    check_version(found.version, expected)
    if found.closed_at is not None:
        raise SettlementClosedError
    return found


async def _filled(
    session: AsyncSession, settlement: Settlement, wanted: SettlementChange, centre: FamilyCentre
) -> Settlement:
    """Return a settlement computed from what came in, that breaks no rule."""
    asked = {each.authority_id for each in wanted.participants}
    known = await register.authorities(session, asked)
    refuse(rules.written_faults(wanted, settlement.year, known.keys()))
    filled = replace(
        settlement,
        participants=tuple(_takes_part(each) for each in wanted.participants),
        costs=tuple(_cost(each, settlement.year) for each in wanted.costs),
        local_keys=_local_keys(wanted.local_keys),
    )
    profile = _profile(centre, settlement.year)
    refuse(rules.kept_key_faults(filled, profile, established_on=centre.valid_from))
    administration = county_administration(settlement.county_code)
    seen = with_grants(filled, administration=administration)
    refuse(_opener_faults(seen))
    return seen


def _opener_faults(settlement: Settlement) -> list[FieldProblem]:
    """Find that the one who opened the settlement would no longer see it."""
    if settlement.responsible_authority_id in settlement.grants:
        return []
    return [
        FieldProblem(
            "participants",
            "opener",
            "den huvudman som öppnade avräkningen ska delta",
            "the authority that opened the settlement must take part",
        )
    ]


async def _with_sheet(session: AsyncSession, settlement: Settlement, centre: FamilyCentre) -> SettledYear:
    if settlement.sheet is not None:
        return SettledYear(settlement, SettlementSheet.model_validate_json(settlement.sheet))
    profile = _profile(centre, settlement.year)
    appointments = await steering.appointments(session, centre.id)
    units = await register.units(session, {one.unit_id for one in appointments if one.unit_id})
    known = with_employers(settlement, appointments, units)
    settled = settle(known, profile, established_on=centre.valid_from)
    settled = tuple(marked(one, cost) for one, cost in zip(settled, settlement.costs, strict=True))
    parties = {each.authority_id for each in settlement.participants}
    names = {each.id: each.name for each in (await register.authorities(session, parties)).values()}
    return SettledYear(settlement, sheet_of(settlement, settled, centre, profile, names))


def _profile(centre: FamilyCentre, year: int) -> CountyProfile:
    """Return the version of the centre's profile that a year is settled by: the one on its last day."""
    return present_profile(centre.profile_id, date(year, 12, 31))


def _takes_part(wanted: ParticipantWrite) -> TakesPart:
    return TakesPart(
        key=wanted.key,
        activity=wanted.activity,
        authority_id=wanted.authority_id,
        present=tuple(Period(days.valid_from, days.valid_through or date.max) for days in wanted.present),
    )


def _cost(wanted: CostItemWrite, year: int) -> Cost:
    whole = Period.of_year(year)
    period = Period(wanted.first_day or whole.first, wanted.last_day or whole.last)
    item = CostItem(ore=whole_ore(wanted.amount), period=period, employer=wanted.employer)
    changes = tuple(EmployerChange(each.employer, each.valid_from) for each in wanted.employer_changes)
    return Cost(wanted.kind, wanted.label, item, changes)


def _local_keys(wanted: LocalKeysWrite) -> dict[CostKind, LocalKey]:
    given = {CostKind.COORDINATOR: wanted.coordinator, CostKind.OTHER_COMMON: wanted.other_common}
    return {kind: LocalKey(key.counts, key.parts) for kind, key in given.items() if key is not None}
