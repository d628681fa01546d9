"""The service's own REST surface: own figures live, releases, and the published tables."""

import hashlib
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Transaction, requires
from slussen_contracts.identifiers import CountyCode
from slussen_contracts.statistics import scopes
from slussen_contracts.statistics.api import (
    CatalogueRead,
    OwnFlowRead,
    OwnTableRead,
    ReleaseCreate,
    ReleaseRead,
    TableRead,
)
from slussen_statistics import formats
from slussen_statistics.domain.catalogue import TABLES, check_selection
from slussen_statistics.domain.catalogue.referrals import REFERRAL_FLOW
from slussen_statistics.domain.labels import Label
from slussen_statistics.routes import answers
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.use_cases import own_figures, published_tables, releases
from slussen_statistics.use_cases.published_tables import Asked

CSV = "text/csv"
JSON = "application/json"
FRESHNESS = "public, no-cache"
"""A cache may keep a table and asks each time whether it is the newest, which costs a 304."""

router = APIRouter(prefix="/statistics/v1", route_class=TransactionRoute, tags=["statistics"])

Year = Annotated[int, Query(ge=2000, le=2100, description="Kalenderår. / Calendar year.", examples=[2026])]
Month = Annotated[int, Query(ge=1, le=12, description="Månad. / Month.", examples=[10])]
TableId = Annotated[str, Path(pattern=r"^[a-z][a-z-]{1,60}$", examples=["referral-flow"])]
AreaCode = Annotated[
    str,
    Query(
        pattern=r"^([0-9]{2}|[0-9]{4}|[0-9a-f-]{36})$",
        description="Länskod, kommunkod eller familjecentralens id. / County, municipality or centre.",
        examples=["1880"],
    ),
]
PeriodCode = Annotated[
    str,
    Query(
        pattern=r"^20[0-9]{2}(M(0[1-9]|1[0-2]))?$",
        description="År eller månad, till exempel 2026 eller 2026M10. / Year or month.",
        examples=["2026"],
    ),
]
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


@router.get(
    "/centres/{centre_id}/tables/{table_id}",
    operation_id="readOwnTable",
    summary="En tabell med egna exakta siffror / A table with own exact figures",
    dependencies=[requires(scopes.READ_OWN)],
)
async def read_own_table(  # noqa: PLR0913, PLR0917 - the path, the query, and who asks when
    centre_id: UUID,
    table_id: TableId,
    year: Year,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    month: Month | None = None,
) -> OwnTableRead:
    """En av tabellerna med centrets egna siffror, exakta och just nu, för ett år eller en av dess månader.

    Bara för den vars enhet arbetar vid familjecentralen. Intern uppgift: lämna den inte vidare.

    One of the tables with the centre's own figures, exact and as of now; only for those whose unit works at the
    centre. Internal: don't pass it on.
    """
    own = await own_figures.read_own_table(
        session, centre_id, table_id, year=year, month=month, caller=caller, now=now
    )
    return answers.own_table(own)


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
    made = await releases.make_release(
        session, protection=settings.protection(), revision_note=note, caller=caller, now=now
    )
    return answers.release(made)


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
    "/tables/{table_id}",
    operation_id="readTable",
    summary="En publicerad tabell / A published table",
    dependencies=[requires(scopes.READ_PUBLISHED)],
    response_model=TableRead,
    responses={
        200: {
            "content": {
                CSV: {
                    "schema": {"type": "string"},
                    "example": ",".join(formats.csv_header(TABLES[REFERRAL_FLOW])),
                }
            }
        },
        304: {"description": "Oförändrad sedan If-None-Match. / Unchanged since If-None-Match."},
    },
)
async def read_table(  # noqa: PLR0913, PLR0917 - each selection is an argument of its own
    request: Request,
    session: Transaction,
    table_id: TableId,
    county: County,
    area: AreaCode | None = None,
    year: Year | None = None,
    period: PeriodCode | None = None,
    form: Annotated[Literal["json", "csv"] | None, Query(alias="format")] = None,
) -> Response:
    """En tabell för ett län eller ett av dess områden under en period, ur länets senaste publicering.

    JSON eller CSV, efter `format` eller `Accept`. Dolda tal är `null` med status `..` i JSON och `..` i CSV. Utan
    `area` gäller hela länet, utan `year` eller `period` den senaste perioden. Andra urval finns i PxWebApi.

    A table of a county or one of its areas (a municipality's code, a centre's id) in a period, from the county's
    newest release; JSON or CSV. Withheld figures are `null` with status `..`, in CSV `..`. PxWebApi takes other
    selections.
    """
    check_selection(set(request.query_params))
    asked = Asked(county, area, *_years_and_months(year, period))
    block, found = await published_tables.read_table(session, table_id, asked)
    as_csv = form == "csv" or (form is None and CSV in request.headers.get("accept", ""))
    body = formats.to_csv(block) if as_csv else formats.to_read(block, found).model_dump_json(by_alias=True)
    media_type = f"{CSV}; charset=utf-8; header=present" if as_csv else JSON
    return _cacheable(body.encode(), media_type, request.headers.get("if-none-match", ""))


def _years_and_months(year: int | None, period: str | None) -> tuple[int | None, int | None]:
    if period is None:
        return year, None
    of_year, _, month = period.partition("M")
    return int(of_year), int(month) if month else None


def _cacheable(body: bytes, media_type: str, if_none_match: str) -> Response:
    """Return the answer with its ETag, or 304 where the reader has it (RFC 9110, 13.1.2)."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": FRESHNESS, "Vary": "Accept"}
    known = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    if known & {etag, "*"}:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
