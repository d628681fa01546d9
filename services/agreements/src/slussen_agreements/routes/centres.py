"""Family centres (familjecentraler) over REST."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from slussen_agreements.domain.reason import Reason
from slussen_agreements.routes.answers import ADMINISTERS, PREFIX, READS, AsOfDay, ListedCounty, created
from slussen_agreements.use_cases import centres, history
from slussen_agreements.use_cases.centres import ClassifiedCentre
from slussen_agreements.use_cases.history import CentreThen
from slussen_chassis.clock import local_day
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Page, Paging, RequiredIfMatch, Transaction, set_etag
from slussen_contracts.agreements.api import (
    CentreActivityRead,
    ClassificationRead,
    ClassificationReason,
    FamilyCentreRead,
    FamilyCentreWrite,
)
from slussen_contracts.agreements.history import FamilyCentreSeen
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
    *,
    municipality_code: Annotated[MunicipalityCode | None, Query(alias="municipalityCode")] = None,
    as_of: AsOfDay = None,
) -> Page[FamilyCentreRead] | Page[FamilyCentreSeen]:
    """Lista familjecentraler i ett län eller en kommun. / List a county's or a municipality's family centres."""
    asked = {"county_code": county_code, "municipality_code": municipality_code}
    if as_of is not None:
        then = await history.centres_at(session, page, as_of, **asked, now=now)
        return Page[FamilyCentreSeen].of([_seen(each, as_of) for each in then], page)
    found = await centres.list_centres(session, page, **asked, now=now)
    return Page[FamilyCentreRead].of([shown(centre) for centre in found], page)


@router.get("/family-centres/{centre_id}", operation_id="getFamilyCentre", dependencies=READS)
async def get_centre(
    centre_id: UUID, response: Response, session: Transaction, now: Now, as_of: AsOfDay = None
) -> FamilyCentreRead | FamilyCentreSeen:
    """Visa en familjecentral och vad den är enligt länets profil. / Show a centre and what it is under its profile."""
    if as_of is not None:
        return _seen(await history.centre_at(session, centre_id, as_of, now=now), as_of)
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
            reasons=_reasons(found.classification.reasons),
        ),
    )


def _seen(then: CentreThen, as_of: date) -> FamilyCentreSeen:
    classification = ClassificationRead(
        kind=then.classification.kind,
        profile_id=then.profile.id,
        profile_first_day=then.profile.first_day,
        reasons=_reasons(then.classification.reasons),
    )
    members = {**then.kept.members, "asOf": as_of, "historyFrom": local_day(then.kept.since)}
    centre = FamilyCentreSeen.model_validate({**members, "classification": classification})
    ended = centre.valid_through is not None and centre.valid_through < as_of
    return centre.model_copy(update={"valid_that_day": centre.valid_from <= as_of and not ended})


def _reasons(found: Iterable[Reason]) -> tuple[ClassificationReason, ...]:
    return tuple(ClassificationReason(rule=r.rule, subject=r.subject, sv=r.sv, en=r.en) for r in found)
