"""Responsible authorities (huvudmän) and boards (nämnder) over REST."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

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
from slussen_agreements.use_cases import authorities, history
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Page, Paging, RequiredIfMatch, Transaction, set_etag
from slussen_contracts.agreements.api import (
    BoardCreate,
    BoardRead,
    NameChange,
    ResponsibleAuthorityCreate,
    ResponsibleAuthorityRead,
)
from slussen_contracts.agreements.history import BoardSeen, ResponsibleAuthoritySeen
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
    authority_id: UUID, response: Response, session: Transaction, now: Now, as_of: AsOfDay = None
) -> ResponsibleAuthorityRead | ResponsibleAuthoritySeen:
    """Visa en huvudman. / Show a responsible authority."""
    if as_of is not None:
        kept = await history.authority_at(session, authority_id, as_of, now=now)
        return seen(ResponsibleAuthoritySeen, kept, as_of)
    authority = await authorities.get_authority(session, authority_id)
    set_etag(response, authority.version)
    return read(ResponsibleAuthorityRead, authority)


@router.put(
    "/responsible-authorities/{authority_id}",
    operation_id="renameResponsibleAuthority",
    dependencies=ADMINISTERS,
)
async def rename_authority(  # noqa: PLR0913 - what the route takes
    authority_id: UUID,
    wanted: NameChange,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> ResponsibleAuthorityRead:
    """Ändra en huvudmans namn; numret består. / Change an authority's name; its number stays."""
    authority = await authorities.rename_authority(
        session, authority_id, wanted, expected=expected, caller=caller, now=now
    )
    set_etag(response, authority.version)
    return read(ResponsibleAuthorityRead, authority)


@router.post("/boards", operation_id="registerBoard", status_code=201, dependencies=ADMINISTERS)
async def register_board(
    wanted: BoardCreate, response: Response, session: Transaction, caller: CurrentCaller, now: Now
) -> BoardRead:
    """Registrera en nämnd i en kommun. / Enter a municipality's board in the register."""
    board = await authorities.register_board(session, wanted, caller=caller, now=now)
    created(response, f"/boards/{board.id}", board.version)
    return read(BoardRead, board)


@router.get("/boards/{board_id}", operation_id="getBoard", dependencies=READS)
async def get_board(
    board_id: UUID, response: Response, session: Transaction, now: Now, as_of: AsOfDay = None
) -> BoardRead | BoardSeen:
    """Visa en nämnd. / Show a board."""
    if as_of is not None:
        return seen(BoardSeen, await history.board_at(session, board_id, as_of, now=now), as_of)
    board = await authorities.get_board(session, board_id)
    set_etag(response, board.version)
    return read(BoardRead, board)


@router.put("/boards/{board_id}", operation_id="renameBoard", dependencies=ADMINISTERS)
async def rename_board(  # noqa: PLR0913 - what the route takes
    board_id: UUID,
    wanted: NameChange,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> BoardRead:
    """Ändra en nämnds namn. / Change a board's name."""
    board = await authorities.rename_board(
        session, board_id, wanted, expected=expected, caller=caller, now=now
    )
    set_etag(response, board.version)
    return read(BoardRead, board)


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
