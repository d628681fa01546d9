"""Family centres (familjecentraler) over REST."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from slussen_agreements.routes.answers import ADMINISTERS, PREFIX, READS, ListedCounty, created
from slussen_agreements.use_cases import centres
from slussen_agreements.use_cases.centres import ClassifiedCentre
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Page, Paging, RequiredIfMatch, Transaction, set_etag
from slussen_contracts.agreements.api import (
    CentreActivityRead,
    ClassificationRead,
    ClassificationReason,
    FamilyCentreRead,
    FamilyCentreWrite,
)
from slussen_contracts.identifiers import MunicipalityCode

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["family-centres"])


@router.post(
    "/family-centres", operation_id="registerFamilyCentre", status_code=201, dependencies=ADMINISTERS
)
async def register_centre(
    wanted: FamilyCentreWrite, response: Response, session: Transaction, caller: CurrentCaller, now: Now
) -> FamilyCentreRead:
    """Registrera en familjecentral med dess verksamheter. / Enter a family centre with its activities."""
    found = await centres.register_centre(session, wanted, caller=caller, now=now)
    created(response, f"/family-centres/{found.centre.id}", found.centre.version)
    return shown(found)


@router.get("/family-centres", operation_id="listFamilyCentres", dependencies=READS)
async def list_centres(
    session: Transaction,
    page: Paging,
    county_code: ListedCounty,
    now: Now,
    municipality_code: Annotated[MunicipalityCode | None, Query(alias="municipalityCode")] = None,
) -> Page[FamilyCentreRead]:
    """Lista familjecentraler i ett län eller en kommun. / List a county's or a municipality's family centres."""
    found = await centres.list_centres(
        session, page, county_code=county_code, municipality_code=municipality_code, now=now
    )
    return Page[FamilyCentreRead].of([shown(centre) for centre in found], page)


@router.get("/family-centres/{centre_id}", operation_id="getFamilyCentre", dependencies=READS)
async def get_centre(centre_id: UUID, response: Response, session: Transaction, now: Now) -> FamilyCentreRead:
    """Visa en familjecentral och vad den är enligt länets profil. / Show a centre and what it is under its profile."""
    found = await centres.get_centre(session, centre_id, now=now)
    set_etag(response, found.centre.version)
    return shown(found)


@router.put("/family-centres/{centre_id}", operation_id="changeFamilyCentre", dependencies=ADMINISTERS)
async def change_centre(  # noqa: PLR0913 - what the route takes
    centre_id: UUID,
    wanted: FamilyCentreWrite,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> FamilyCentreRead:
    """Ändra en familjecentral. / Change a family centre."""
    found = await centres.change_centre(session, centre_id, wanted, expected=expected, caller=caller, now=now)
    set_etag(response, found.centre.version)
    return shown(found)


def shown(found: ClassifiedCentre) -> FamilyCentreRead:
    """Return a centre as the API shows it."""
    centre = found.centre
    return FamilyCentreRead(
        id=centre.id,
        version=centre.version,
        county_code=centre.county_code,
        name=centre.name,
        municipality_code=centre.municipality_code,
        profile_id=centre.profile_id,
        activities=tuple(
            CentreActivityRead(activity=entry.activity, unit_id=entry.unit_id) for entry in centre.activities
        ),
        display_term=centre.display_term,
        co_located=centre.co_located,
        simultaneous=centre.simultaneous,
        valid_from=centre.valid_from,
        valid_through=centre.valid_through,
        classification=ClassificationRead(
            kind=found.classification.kind,
            profile_id=found.profile.id,
            profile_first_day=found.profile.first_day,
            reasons=tuple(
                ClassificationReason(rule=r.rule, subject=r.subject, sv=r.sv, en=r.en)
                for r in found.classification.reasons
            ),
        ),
    )
