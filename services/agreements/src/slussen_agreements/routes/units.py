"""Units (enheter) over REST."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from slussen_agreements.repository.history import Kept
from slussen_agreements.routes.answers import (
    ADMINISTERS,
    PREFIX,
    READS,
    AsOfDay,
    ListedCounty,
    created,
    read,
    seen,
)
from slussen_agreements.use_cases import history, units
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Page, Paging, RequiredIfMatch, Transaction, set_etag
from slussen_contracts.agreements.api import UnitChange, UnitCreate, UnitRead
from slussen_contracts.agreements.history import UnitSeen
from slussen_contracts.identifiers import HsaId

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["register"])


@router.post("/units", operation_id="registerUnit", status_code=201, dependencies=ADMINISTERS)
async def register_unit(
    wanted: UnitCreate, response: Response, session: Transaction, caller: CurrentCaller, now: Now
) -> UnitRead:
    """Registrera en enhet i ditt län. / Enter a unit of your county in the register."""
    unit = await units.register_unit(session, wanted, caller=caller, now=now)
    created(response, f"/units/{unit.id}", unit.version)
    return read(UnitRead, unit)


@router.get("/units", operation_id="listUnits", dependencies=READS)
async def list_units(
    session: Transaction,
    page: Paging,
    county_code: ListedCounty,
    now: Now,
    *,
    hsa_id: Annotated[HsaId | None, Query(alias="hsaId")] = None,
    as_of: AsOfDay = None,
) -> Page[UnitRead] | Page[UnitSeen]:
    """Lista enheter i ett län, eller sök på HSA-id i alla. / List a county's units, or search all by HSA-id."""
    county = None if hsa_id else county_code
    if as_of is not None:
        then = await history.units_at(session, page, as_of, county_code=county, hsa_id=hsa_id, now=now)
        return Page[UnitSeen].of([_seen(kept, as_of) for kept in then], page)
    found = await units.list_units(session, page, county_code=county, hsa_id=hsa_id)
    return Page[UnitRead].of([read(UnitRead, unit) for unit in found], page)


@router.get("/units/{unit_id}", operation_id="getUnit", dependencies=READS)
async def get_unit(
    unit_id: UUID, response: Response, session: Transaction, now: Now, as_of: AsOfDay = None
) -> UnitRead | UnitSeen:
    """Visa en enhet och de familjecentraler den arbetar vid. / Show a unit and the centres it works at."""
    if as_of is not None:
        return _seen(await history.unit_at(session, unit_id, as_of, now=now), as_of)
    unit = await units.get_unit(session, unit_id)
    set_etag(response, unit.version)
    return read(UnitRead, unit)


@router.put("/units/{unit_id}", operation_id="changeUnit", dependencies=ADMINISTERS)
async def change_unit(  # noqa: PLR0913 - what the route takes
    unit_id: UUID,
    wanted: UnitChange,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> UnitRead:
    """Ändra en enhet; HSA-id och huvudman består. / Change a unit; its HSA-id and its authority stay."""
    unit = await units.change_unit(session, unit_id, wanted, expected=expected, caller=caller, now=now)
    set_etag(response, unit.version)
    return read(UnitRead, unit)


def _seen(kept: Kept, as_of: date) -> UnitSeen:
    unit = seen(UnitSeen, kept, as_of)
    ended = unit.valid_through is not None and unit.valid_through < as_of
    return unit.model_copy(update={"valid_that_day": unit.valid_from <= as_of and not ended})
