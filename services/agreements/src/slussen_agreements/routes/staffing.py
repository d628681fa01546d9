"""Who works at a centre, its checklists and its briefings on confidentiality, over REST."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from slussen_agreements.domain.staffing import Briefing
from slussen_agreements.routes.answers import COORDINATES, READS
from slussen_agreements.routes.visits import CENTRE, AtCentre, AtCentreThen, found
from slussen_agreements.use_cases import checklists, staffing
from slussen_agreements.use_cases.checklists import CheckedLists
from slussen_agreements.use_cases.staffing import GivenBriefings, Staffing
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import RequiredIfMatch, set_etag
from slussen_contracts.agreements.checklists import (
    ChecklistRead,
    ChecklistsRead,
    ChecklistsWrite,
    PointRead,
)
from slussen_contracts.agreements.staffing import (
    BriefingCreate,
    BriefingRead,
    Briefings,
    StaffedProfession,
    StaffingRead,
    StaffingWrite,
)
from slussen_contracts.clause_library import Checklist

router = APIRouter(prefix=CENTRE, route_class=TransactionRoute, tags=["staffing"])


@router.get("/staffing", operation_id="getStaffing", dependencies=READS)
async def get_staffing(visit: AtCentreThen, response: Response) -> StaffingRead:
    """Visa bemanningen per profession, den dag som frågas om. / Show the staffing by profession on a day."""
    return _staffing(visit, await staffing.staffing(visit), response)


@router.put("/staffing", operation_id="enterStaffing", dependencies=COORDINATES)
async def put_staffing(
    visit: AtCentre, wanted: StaffingWrite, response: Response, expected: RequiredIfMatch
) -> StaffingRead:
    """Lägg in all bemanning, i årsarbetare från och med och till och med. / Enter all posts, with their days."""
    return _staffing(visit, await staffing.enter_staffing(visit, wanted, expected=expected), response)


@router.get("/checklists", operation_id="getChecklists", dependencies=READS)
async def get_checklists(visit: AtCentreThen, response: Response) -> ChecklistsRead:
    """Visa länets checklistor och var centralen står. / Show the county's checklists and where the centre stands."""
    return _checklists(visit, await checklists.checklists(visit), response)


@router.put("/checklists", operation_id="enterChecklists", dependencies=COORDINATES)
async def put_checklists(
    visit: AtCentre, wanted: ChecklistsWrite, response: Response, expected: RequiredIfMatch
) -> ChecklistsRead:
    """Lägg in var centralen står på varje punkt. / Enter where the centre stands on each point."""
    return _checklists(visit, await checklists.enter_checklists(visit, wanted, expected=expected), response)


@router.get("/confidentiality-briefings", operation_id="listConfidentialityBriefings", dependencies=READS)
async def list_briefings(visit: AtCentre) -> Briefings:
    """Visa vilka som fått genomgång av sekretessreglerna. / Show who has been briefed on confidentiality."""
    return _briefings(visit, await staffing.briefings(visit))


@router.post(
    "/confidentiality-briefings",
    operation_id="giveConfidentialityBriefing",
    status_code=201,
    dependencies=COORDINATES,
)
async def give_briefing(visit: AtCentre, wanted: BriefingCreate) -> Briefings:
    """Anteckna en genomgång av sekretessreglerna. / Record a briefing on confidentiality."""
    return _briefings(visit, await staffing.give_briefing(visit, wanted))


@router.delete(
    "/confidentiality-briefings/{briefing_id}",
    operation_id="removeConfidentialityBriefing",
    status_code=204,
    dependencies=COORDINATES,
)
async def remove_briefing(visit: AtCentre, briefing_id: UUID) -> None:
    """Ta bort en genomgång som antecknats av misstag. / Remove a briefing that was entered by mistake."""
    await staffing.remove_briefing(visit, briefing_id)


def _staffing(visit: AtCentre, of: Staffing, response: Response) -> StaffingRead:
    set_etag(response, of.entered.version)
    return StaffingRead(
        centre_id=visit.centre_id,
        version=of.entered.version,
        on=of.on,
        present=tuple(
            StaffedProfession(profession=profession, full_time_equivalents=much)
            for profession, much in of.present.items()
        ),
        findings=found(of.findings),
        **dict(of.entered.content),
    )


def _checklists(visit: AtCentre, of: CheckedLists, response: Response) -> ChecklistsRead:
    set_etag(response, of.entered.version)
    return ChecklistsRead(
        centre_id=visit.centre_id,
        version=of.entered.version,
        checklists=tuple(_checklist(of, one) for one in of.checklists),
        findings=found(of.findings),
    )


def _checklist(of: CheckedLists, one: Checklist) -> ChecklistRead:
    points = []
    for item in one.items:
        known = of.state_of(one.key, item.key)
        points.append(
            PointRead(
                code=item.key,
                sv=item.sv,
                en=item.en,
                state=known.state if known else None,
                assessed_on=known.assessed_on if known else None,
                note=known.note if known else None,
            )
        )
    return ChecklistRead(code=one.key, sv=one.sv, en=one.en, source=one.source, points=tuple(points))


def _briefings(visit: AtCentre, of: GivenBriefings) -> Briefings:
    return Briefings(
        centre_id=visit.centre_id,
        regulated_by=of.regulated_by,
        informed_by=of.informed_by,
        items=tuple(_briefing(one, of.on, shows_holder=of.shows_holders) for one in of.given),
        findings=found(of.findings),
    )


def _briefing(one: Briefing, on: date, *, shows_holder: bool) -> BriefingRead:
    return BriefingRead(
        id=one.id,
        unit_id=one.unit_id,
        profession=one.profession,
        holder_subject=one.holder_subject if shows_holder else None,
        briefed_on=one.briefed_on,
        renew_by=one.renew_by,
        is_valid=one.is_valid(on),
    )
