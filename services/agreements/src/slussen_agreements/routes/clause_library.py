"""The clause library over REST: its editions, a county's additions, and drafts filled from it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from slussen_agreements.domain.library import Addition, Offered
from slussen_agreements.routes.agreements import answer
from slussen_agreements.routes.answers import ADMINISTERS, COORDINATES, PREFIX, READS, ListedCounty, read
from slussen_agreements.use_cases import clause_library
from slussen_agreements.use_cases.profiles import present_profile
from slussen_chassis.clock import local_day
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, RequiredIfMatch, Transaction, set_etag
from slussen_contracts.agreements.api import AgreementKind, AgreementRead, ProfileId
from slussen_contracts.agreements.clause_library import (
    AdditionCreate,
    AdditionEnding,
    AdditionList,
    AdditionRead,
    ClauseLibraryRead,
    LibraryClauseRead,
    LibraryEditionRead,
    LibraryEditions,
    TemplateWrite,
)
from slussen_contracts.clause_library import blanks, editions

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["clause-library"])

OfProfile = Annotated[ProfileId, Query(alias="profileId")]
OnDay = Annotated[
    date | None, Query(description="Idag om inget anges. / Today by default.", examples=["2026-11-22"])
]


@router.get("/clause-library", operation_id="getClauseLibrary", dependencies=READS)
async def get_clause_library(
    profile_id: OfProfile,
    session: Transaction,
    county_code: ListedCounty,
    now: Now,
    *,
    kind: AgreementKind = AgreementKind.LOCAL,
    on: OnDay = None,
) -> ClauseLibraryRead:
    """Visa länets texter för ett slags avtal, och länets egna tillägg. / Show a county's texts for an agreement."""
    found = await clause_library.offered_clauses(
        session, profile_id, kind, on=on, county_code=county_code, now=now
    )
    texts = found.edition.kinds.get(kind) if found.edition else None
    return ClauseLibraryRead(
        profile_id=found.profile_id,
        kind=found.kind,
        first_day=found.edition.first_day if found.edition else None,
        last_day=found.edition.last_day if found.edition else None,
        origin=texts.origin if texts else None,
        clauses=tuple(_clause(one) for one in found.clauses),
    )


@router.get("/clause-library/editions", operation_id="listLibraryEditions", dependencies=READS)
async def list_editions(profile_id: OfProfile, now: Now) -> LibraryEditions:
    """Visa bibliotekets utgåvor med första och sista dag. / Show the library's editions and their days."""
    known = present_profile(profile_id, local_day(now)).id
    found = (
        LibraryEditionRead(first_day=one.first_day, last_day=one.last_day, kinds=tuple(one.kinds))
        for one in editions(known)
    )
    return LibraryEditions(profile_id=known, items=tuple(found))


@router.post(
    "/clause-library/additions", operation_id="addLibraryClause", status_code=201, dependencies=ADMINISTERS
)
async def add_clause(
    wanted: AdditionCreate, response: Response, session: Transaction, caller: CurrentCaller, now: Now
) -> AdditionRead:
    """Lägg till ett eget avsnitt i länets bibliotek. / Add a clause to the county's library."""
    made = await clause_library.add_clause(session, wanted, caller=caller, now=now)
    return _addition(response, made)


@router.get("/clause-library/additions", operation_id="listLibraryAdditions", dependencies=READS)
async def list_additions(session: Transaction, county_code: ListedCounty) -> AdditionList:
    """Visa allt som ett län har lagt till, även det som upphört. / Show all that a county has added."""
    found = await clause_library.list_additions(session, county_code) if county_code else []
    return AdditionList(items=tuple(read(AdditionRead, one) for one in found))


@router.post(
    "/clause-library/additions/{addition_id}/ending",
    operation_id="endLibraryClause",
    dependencies=ADMINISTERS,
)
async def end_clause(  # noqa: PLR0913 - what the route takes
    addition_id: UUID,
    wanted: AdditionEnding,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> AdditionRead:
    """Ange ett tilläggs sista dag. / Give an addition its last day."""
    ended = await clause_library.end_clause(
        session, addition_id, wanted, expected=expected, caller=caller, now=now
    )
    return _addition(response, ended)


@router.post("/agreements/{agreement_id}/template", operation_id="fillFromLibrary", dependencies=COORDINATES)
async def fill_from_library(  # noqa: PLR0913 - what the route takes
    agreement_id: UUID,
    wanted: TemplateWrite,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> AgreementRead:
    """Fyll utkastets tomma avsnitt med bibliotekets texter. / Fill a draft's empty clauses from the library."""
    found = await clause_library.fill_from_library(
        session, agreement_id, wanted, expected=expected, caller=caller, now=now
    )
    return answer(response, found)


def _clause(one: Offered) -> LibraryClauseRead:
    return LibraryClauseRead(
        key=one.key,
        label=one.label,
        force=one.force,
        source=one.source,
        text=one.text,
        blanks=blanks(one.text),
        addition_id=one.addition_id,
    )


def _addition(response: Response, one: Addition) -> AdditionRead:
    set_etag(response, one.version)
    return read(AdditionRead, one)
