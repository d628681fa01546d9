"""The service's own REST surface: own figures live, releases, and the published tables."""

import hashlib
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Transaction, requires
from slussen_contracts.identifiers import CountyCode
from slussen_contracts.statistics import scopes
from slussen_contracts.statistics.api import CatalogueRead, OwnFlowRead, ReleaseCreate, ReleaseRead, TableRead
from slussen_statistics import formats
from slussen_statistics.domain.catalogue import check_selection
from slussen_statistics.domain.labels import Label
from slussen_statistics.routes import answers
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.use_cases import own_figures, published_tables, releases

CSV = "text/csv"
JSON = "application/json"
FRESHNESS = "public, no-cache"
"""A cache may keep a table and asks each time whether it is the newest, which costs a 304."""

router = APIRouter(prefix="/statistics/v1", route_class=TransactionRoute, tags=["statistics"])

Year = Annotated[int, Query(ge=2000, le=2100, description="Kalenderår. / Calendar year.", examples=[2026])]
County = Annotated[
    CountyCode, Query(description="Länskod enligt SCB. / County code of SCB.", examples=["18"])
]


@router.get(
    "/centres/{centre_id}/flow",
    operation_id="readOwnFlow",
    summary="Egna exakta siffror / Own exact figures",
    dependencies=[requires(scopes.READ_OWN)],
)
async def read_own_flow(
    centre_id: UUID, year: Year, session: Transaction, caller: CurrentCaller, now: Now
) -> OwnFlowRead:
    """Centrets slussningar från profession till profession, exakt och just nu.

    Bara för den vars enhet arbetar vid familjecentralen. Intern uppgift: lämna den inte vidare.

    The centre's referrals from profession to profession, exact and as of now; only for those whose unit works at
    the centre. Internal: don't pass it on.
    """
    flow = await own_figures.read_own_flow(session, centre_id, year=year, caller=caller, now=now)
    return answers.own_flow(flow)


@router.post(
    "/releases",
    status_code=201,
    operation_id="makeRelease",
    summary="Publicera länets tabeller / Release the county's tables",
    dependencies=[requires(scopes.RELEASE)],
)
async def make_release(
    body: ReleaseCreate, request: Request, session: Transaction, caller: CurrentCaller, now: Now
) -> ReleaseRead:
    """Publicera det egna länets tabeller till och med den senast avslutade månaden, högst en gång per månad.

    Release the caller's county's tables through the last month that has ended, at most once a month.
    """
    settings: StatisticsSettings = request.app.state.settings
    note = None if body.revision_note is None else Label(body.revision_note.sv, body.revision_note.en)
    release, tables = await releases.make_release(
        session, threshold=settings.threshold, revision_note=note, caller=caller, now=now
    )
    return answers.release(release, tables)


@router.get(
    "/tables",
    operation_id="listTables",
    summary="Publicerade tabeller / Published tables",
    dependencies=[requires(scopes.READ_PUBLISHED)],
)
async def list_tables(session: Transaction) -> CatalogueRead:
    """Alla publicerade tabeller med enhet, källa, senaste och nästa uppdatering. / All published tables."""
    return answers.catalogue(await published_tables.list_released(session))


@router.get(
    "/tables/referral-flow",
    operation_id="readReferralFlow",
    summary="Flödet mellan professioner / The flow between professions",
    dependencies=[requires(scopes.READ_PUBLISHED)],
    response_model=TableRead,
    responses={
        200: {"content": {CSV: {"schema": {"type": "string"}, "example": ",".join(formats.CSV_HEADER)}}},
        304: {"description": "Oförändrad sedan If-None-Match. / Unchanged since If-None-Match."},
    },
)
async def read_referral_flow(
    request: Request,
    session: Transaction,
    county: County,
    year: Year | None = None,
    form: Annotated[Literal["json", "csv"] | None, Query(alias="format")] = None,
) -> Response:
    """Ett läns slussningar från profession till profession under ett år, ur den senaste publiceringen.

    JSON eller CSV, efter `format` eller `Accept`. Dolda tal är `null` med status `..` i JSON och `..` i CSV. Utan
    `year` gäller det senaste publicerade året. Andra urval, till exempel månad, publiceras inte och avvisas.

    A county's referrals from profession to profession in a year, from the newest release; JSON or CSV. Withheld
    counts are `null` with status `..`, in CSV `..`. No other slice is published, and none is given out.
    """
    check_selection(set(request.query_params))
    table = await published_tables.read_referral_flow(session, county, year=year)
    as_csv = form == "csv" or (form is None and CSV in request.headers.get("accept", ""))
    body = formats.to_csv(table) if as_csv else formats.to_read(table).model_dump_json(by_alias=True)
    media_type = f"{CSV}; charset=utf-8; header=present" if as_csv else JSON
    return _cacheable(body.encode(), media_type, request.headers.get("if-none-match", ""))


def _cacheable(body: bytes, media_type: str, if_none_match: str) -> Response:
    """Return the answer with its ETag, or 304 where the reader has it (RFC 9110, 13.1.2)."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": FRESHNESS, "Vary": "Accept"}
    known = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    if known & {etag, "*"}:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
