"""The service directory over REST."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.web import Page, Paging, Transaction, requires, set_etag
from slussen_contracts.identifiers import Branch, Profession
from slussen_contracts.referrals import api
from slussen_contracts.referrals.scopes import READ, RECEIVE, SEND
from slussen_referrals import register
from slussen_referrals.domain.coverage import kind_of
from slussen_referrals.domain.directory import Entry, Suiting
from slussen_referrals.routes.parts import By, Looking
from slussen_referrals.routes.views import PREFIX
from slussen_referrals.routes.worded import WordedRoute
from slussen_referrals.use_cases import directory

router = APIRouter(prefix=PREFIX, route_class=WordedRoute, tags=["directory"])
CONCERN = "/consent/v1/contact-channels"
"""Where a concern for a child is pointed to; it is asked for like anything else, and tells nothing of why."""


def _suiting(
    profession: Annotated[Profession | None, Query(description="Yrke. / Profession.")] = None,
    age_months: Annotated[
        int | None, Query(alias="ageMonths", ge=0, le=240, description="Barnets ålder. / The child's age.")
    ] = None,
    municipality_code: Annotated[
        str | None, Query(alias="municipalityCode", pattern=r"^\d{4}$", description="Kommun. / Municipality.")
    ] = None,
    language: Annotated[
        str | None, Query(pattern=r"^[a-z]{2,3}$", description="Språk, ISO 639. / Language, ISO 639.")
    ] = None,
) -> Suiting:
    return Suiting(profession, age_months, municipality_code, language)


@router.get("/directory-entries", operation_id="listDirectoryEntries", dependencies=[requires(READ)])
async def list_entries(
    session: Transaction,
    looking: Looking,
    suiting: Annotated[Suiting, Depends(_suiting)],
    page: Paging,
    centre_id: Annotated[
        UUID | None, Query(alias="centreId", description="Säger om den är intern där. / Internal there?")
    ] = None,
) -> Page[api.DirectoryEntryRead]:
    """Sök mottagare i länet, efter namn: för vem, hur de nås, om det finns plats. / Look for one, by name."""
    found = await directory.list_entries(session, suiting, looking.caller, page)
    entries = [await _read(session, entry, looking.today, centre_id) for entry in found]
    return Page[api.DirectoryEntryRead].of(entries, page)


@router.get("/directory-entries/{entry_id}", operation_id="readDirectoryEntry", dependencies=[requires(READ)])
async def read_entry(
    entry_id: UUID, session: Transaction, looking: Looking, response: Response
) -> api.DirectoryEntryRead:
    """Läs om en mottagare. / Read about a recipient."""
    entry = await directory.read_entry(session, entry_id, looking.caller)
    return await _answer(session, entry, looking, response)


@router.post(
    "/directory-entries", operation_id="enterService", status_code=201, dependencies=[requires(SEND)]
)
async def enter_service(
    body: api.OwnEntryWrite, session: Transaction, by: By, looking: Looking, response: Response
) -> api.DirectoryEntryRead:
    """Lägg in en tjänst utanför registret. / Enter a service outside the register."""
    own = directory.OwnEntry(body.name, tuple(body.professions), body.centre_id, body.details)
    made = await directory.enter_service(session, own, by, looking.today)
    response.headers["Location"] = f"{PREFIX}/directory-entries/{made.id}"
    return await _answer(session, made, looking, response)


@router.put(
    "/directory-entries/{entry_id}/details", operation_id="describeService", dependencies=[requires(RECEIVE)]
)
async def describe(
    entry_id: UUID,
    body: api.DirectoryDetails,
    session: Transaction,
    by: By,
    looking: Looking,
    response: Response,
) -> api.DirectoryEntryRead:
    """Berätta för vem tjänsten är och hur den nås. / Say for whom it is and how to reach it."""
    made = await directory.describe(session, entry_id, body, by)
    return await _answer(session, made, looking, response)


@router.put(
    "/directory-entries/{entry_id}/capacity", operation_id="stateCapacity", dependencies=[requires(RECEIVE)]
)
async def state_capacity(
    entry_id: UUID,
    body: api.CapacityWrite,
    session: Transaction,
    by: By,
    looking: Looking,
    response: Response,
) -> api.DirectoryEntryRead:
    """Säg om det finns plats, och annars till när det är fullt. / Say whether there is room."""
    made = await directory.state_capacity(session, entry_id, body.capacity, body.full_through, by)
    return await _answer(session, made, looking, response)


@router.put(
    "/directory-entries/{entry_id}/content-form",
    operation_id="declareContent",
    dependencies=[requires(RECEIVE)],
)
async def declare_content(
    entry_id: UUID,
    body: api.ContentFormWrite,
    session: Transaction,
    by: By,
    looking: Looking,
    response: Response,
) -> api.DirectoryEntryRead:
    """Säg vad mottagaren behöver veta; varje ändring är en ny version. / Say what the recipient needs to know."""
    made = await directory.declare_content(session, entry_id, body.fields, by)
    return await _answer(session, made, looking, response)


async def _answer(
    session: AsyncSession, entry: Entry, looking: Looking, response: Response
) -> api.DirectoryEntryRead:
    set_etag(response, entry.version)
    return await _read(session, entry, looking.today, None)


async def _read(
    session: AsyncSession, entry: Entry, today: date, centre_id: UUID | None
) -> api.DirectoryEntryRead:
    centre = await register.find_centre(session, centre_id) if centre_id else None
    officer = Profession.SOCIAL_AUTHORITY_OFFICER
    is_authority_side = officer in entry.professions or (
        entry.unit is not None and entry.unit.branch is Branch.SOCIAL_AUTHORITY
    )
    profession = next(iter(entry.professions), Profession.OTHER)
    return api.DirectoryEntryRead(
        id=entry.id,
        version=entry.version,
        unit_id=entry.unit.id if entry.unit else None,
        name=entry.name,
        activity=entry.unit.activity if entry.unit else None,
        professions=list(entry.professions),
        kind=kind_of(centre, entry.unit, profession) if centre else None,
        details=entry.details,
        capacity=entry.capacity_on(today),
        full_through=entry.full_through if entry.is_full(today) else None,
        content_form=entry.form,
        report_of_concern=CONCERN if is_authority_side else None,
        changed_at=entry.changed_at,
    )
