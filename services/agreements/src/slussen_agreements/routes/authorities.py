"""Responsible authorities (huvudmän) and boards (nämnder) over REST."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from slussen_agreements.routes.answers import ADMINISTERS, PREFIX, READS, ListedCounty, created, read
from slussen_agreements.use_cases import authorities
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Page, Paging, Transaction, set_etag
from slussen_contracts.agreements.api import (
    BoardCreate,
    BoardRead,
    ResponsibleAuthorityCreate,
    ResponsibleAuthorityRead,
)
from slussen_contracts.identifiers import OrganisationNumber

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["register"])


@router.post(
    "/responsible-authorities",
    operation_id="registerResponsibleAuthority",
    status_code=201,
    dependencies=ADMINISTERS,
)
async def register_authority(
    wanted: ResponsibleAuthorityCreate,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> ResponsibleAuthorityRead:
    """Registrera en huvudman i ditt län. / Enter a responsible authority of your county in the register."""
    authority = await authorities.register_authority(session, wanted, caller=caller, now=now)
    created(response, f"/responsible-authorities/{authority.id}", authority.version)
    return read(ResponsibleAuthorityRead, authority)


@router.get("/responsible-authorities", operation_id="listResponsibleAuthorities", dependencies=READS)
async def list_authorities(
    session: Transaction,
    page: Paging,
    county_code: ListedCounty,
    organisation_number: Annotated[OrganisationNumber | None, Query(alias="organisationNumber")] = None,
) -> Page[ResponsibleAuthorityRead]:
    """Lista huvudmän i ett län, eller sök på organisationsnummer i alla. / List a county's, or search all."""
    found = await authorities.list_authorities(
        session,
        page,
        county_code=None if organisation_number else county_code,
        organisation_number=organisation_number,
    )
    return Page[ResponsibleAuthorityRead].of([read(ResponsibleAuthorityRead, a) for a in found], page)


@router.get(
    "/responsible-authorities/{authority_id}", operation_id="getResponsibleAuthority", dependencies=READS
)
async def get_authority(
    authority_id: UUID, response: Response, session: Transaction
) -> ResponsibleAuthorityRead:
    """Visa en huvudman. / Show a responsible authority."""
    authority = await authorities.get_authority(session, authority_id)
    set_etag(response, authority.version)
    return read(ResponsibleAuthorityRead, authority)


@router.post("/boards", operation_id="registerBoard", status_code=201, dependencies=ADMINISTERS)
async def register_board(wanted: BoardCreate, session: Transaction, caller: CurrentCaller) -> BoardRead:
    """Registrera en nämnd i en kommun. / Enter a municipality's board in the register."""
    return read(BoardRead, await authorities.register_board(session, wanted, caller=caller))


@router.get("/boards", operation_id="listBoards", dependencies=READS)
async def list_boards(
    session: Transaction,
    page: Paging,
    county_code: ListedCounty,
    authority_id: Annotated[UUID | None, Query(alias="authorityId")] = None,
) -> Page[BoardRead]:
    """Lista nämnder i ett län eller hos en huvudman. / List the boards of a county or an authority."""
    found = await authorities.list_boards(
        session, page, county_code=None if authority_id else county_code, authority_id=authority_id
    )
    return Page[BoardRead].of([read(BoardRead, board) for board in found], page)
