"""Units (enheter) over REST."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from slussen_agreements.routes.answers import ADMINISTERS, PREFIX, READS, ListedCounty, created, read
from slussen_agreements.use_cases import units
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Page, Paging, RequiredIfMatch, Transaction, set_etag
from slussen_contracts.agreements.api import UnitChange, UnitCreate, UnitRead
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
    hsa_id: Annotated[HsaId | None, Query(alias="hsaId")] = None,
) -> Page[UnitRead]:
    """Lista enheter i ett län, eller sök på HSA-id i alla. / List a county's units, or search all by HSA-id."""
    found = await units.list_units(session, page, county_code=None if hsa_id else county_code, hsa_id=hsa_id)
    return Page[UnitRead].of([read(UnitRead, unit) for unit in found], page)


@router.get("/units/{unit_id}", operation_id="getUnit", dependencies=READS)
async def get_unit(unit_id: UUID, response: Response, session: Transaction) -> UnitRead:
    """Visa en enhet och de familjecentraler den arbetar vid. / Show a unit and the centres it works at."""
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
