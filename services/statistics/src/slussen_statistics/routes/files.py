"""Addresses that stay: a table as CSV or Parquet, and files that open the feed in Excel and Power BI."""

import asyncio
import hashlib
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import InEnglish, Transaction, requires
from slussen_contracts.identifiers import CountyCode
from slussen_contracts.statistics import scopes
from slussen_statistics.domain.catalogue import TABLES, table_of
from slussen_statistics.outputs import connections
from slussen_statistics.outputs.files import FILE_FORMATS, FileFormat
from slussen_statistics.routes.addresses import origin
from slussen_statistics.routes.api import FRESHNESS, TableId
from slussen_statistics.use_cases import files
from slussen_statistics.use_cases.records import Feed, read_feed

router = APIRouter(prefix="/statistics/v1", route_class=TransactionRoute, tags=["statistics"])

Since = Annotated[
    str,
    Query(
        max_length=36,
        description=(
            "Bara det som ändrats sedan: en dag, eller en publicerings id ur svarshuvudet Slussen-Release. /"
            " Only what has changed since a day, or since a release (its id in the header Slussen-Release)."
        ),
        examples=["2026-11-22"],
    ),
]


@router.get(
    "/tables/{table_id}/files/{form}",
    operation_id="readTableFile",
    summary="En tabell som fil / A table as a file",
    dependencies=[requires(scopes.READ_PUBLISHED)],
    response_class=Response,
    responses={
        200: {
            "description": "Filen. / The file.",
            "content": {
                "text/csv": {"schema": {"type": "string"}, "example": "Region,RegionName,RegionKind"},
                "application/vnd.apache.parquet": {"schema": {"type": "string", "format": "binary"}},
            },
        },
        304: {"description": "Oförändrad sedan If-None-Match. / Unchanged since If-None-Match."},
    },
)
async def read_table_file(  # noqa: PLR0913, PLR0917 - each selection is an argument of its own
    request: Request,
    session: Transaction,
    table_id: TableId,
    form: Literal["csv", "parquet"],
    in_english: InEnglish,
    county: Annotated[
        CountyCode | None, Query(description="Länskod. / County code.", examples=["18"])
    ] = None,
    since: Since | None = None,
) -> Response:
    """Hela tabellen som CSV eller Parquet: en rad per område, period och cell, ur länens senaste publiceringar.

    Adressen står sig. ETag ändras bara när något län publicerar på nytt. Med `since` kommer bara de områden och
    perioder vars siffror ändrats sedan dess; raderna ersätter dem med samma nycklar.

    The whole table as CSV or Parquet: one row for each area, period and cell, from the counties' newest releases.
    The address stays. The ETag changes only when some county releases anew. With `since` only areas and periods
    whose figures have changed come; their rows take the place of those with the same keys.
    """
    feed = await read_feed(session, table_of(table_id), county=county)
    chosen = FILE_FORMATS[form]
    language = "en" if in_english else "sv"
    headers = _headers(feed, chosen, f"{form},{county},{since},{language}", since)
    headers["Content-Language"] = language
    if _is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    content = await files.read_content(session, feed, since=since, language=language)
    body = await asyncio.to_thread(chosen.write, feed.about, content.rows(), language)
    return Response(body, media_type=chosen.media_type, headers=headers)


def _headers(feed: Feed, chosen: FileFormat, asked: str, since: str | None) -> dict[str, str]:
    etag = hashlib.sha256(f"{feed.id},{asked}".encode()).hexdigest()[:32]
    day = feed.updated
    part = f"{day.isoformat()}" if day else "empty"
    name = f"{feed.table.id}-{part}{'-changes' if since else ''}.{chosen.ending}"
    headers = {
        "ETag": f'"{etag}"',
        "Cache-Control": FRESHNESS,
        "Vary": "Accept-Language",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if day is not None and feed.newest is not None:
        headers["Last-Modified"] = _http_date(day)
        headers["Slussen-Release"] = str(feed.newest.id)
    return headers


def _http_date(day: date) -> str:
    """Return the day's beginning as HTTP writes it (RFC 9110, 5.6.7)."""
    return format_datetime(datetime.combine(day, time(), UTC), usegmt=True)


def _is_known(request: Request, etag: str) -> bool:
    known = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    return bool(known & {etag, "*"})


CONNECTION_EXAMPLE = "<html>...</html>"


@router.get(
    "/connections/power-bi",
    operation_id="openInPowerBi",
    summary="Öppna i Power BI / Open in Power BI",
    dependencies=[requires(scopes.READ_PUBLISHED)],
    response_class=Response,
    responses={
        200: {
            "description": "En fil för Power BI Desktop. / A file for Power BI Desktop.",
            "content": {"application/json": {"schema": {"type": "object"}, "example": {"version": "0.1"}}},
        }
    },
)
async def open_in_power_bi(request: Request) -> Response:
    """En fil (`.pbids`) som öppnar Power BI Desktop vid OData-flödet. / A file that opens Power BI at the feed."""
    body = connections.power_bi(_feed(request))
    return _file(body, "application/json", "slussen.pbids")


@router.get(
    "/tables/{table_id}/connections/excel",
    operation_id="openInExcel",
    summary="Öppna i Excel / Open in Excel",
    dependencies=[requires(scopes.READ_PUBLISHED)],
    response_class=Response,
    responses={
        200: {
            "description": "En anslutningsfil för Excel. / A connection file for Excel.",
            "content": {"text/x-ms-odc": {"schema": {"type": "string"}, "example": CONNECTION_EXAMPLE}},
        }
    },
)
async def open_in_excel(request: Request, table_id: TableId, in_english: InEnglish) -> Response:
    """En anslutningsfil (`.odc`) som hämtar tabellen till Excel med Power Query. / A connection file for Excel."""
    table = table_of(table_id)
    body = connections.excel(_feed(request), table, "en" if in_english else "sv")
    return _file(body, "text/x-ms-odc; charset=utf-8", f"{table.id}.odc")


@router.get(
    "/workbook",
    operation_id="readWorkbook",
    summary="Arbetsbok med alla tabellers adresser / Workbook with every table's addresses",
    dependencies=[requires(scopes.READ_PUBLISHED)],
    response_class=Response,
    responses={
        200: {
            "description": "En arbetsbok. / A workbook.",
            "content": {connections.XLSX: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def read_workbook(request: Request, in_english: InEnglish) -> Response:
    """En arbetsbok med varje tabells adresser och hur den hämtas. / A workbook with every table's addresses."""
    language = "en" if in_english else "sv"
    body = await asyncio.to_thread(connections.workbook, origin(request), list(TABLES.values()), language)
    return _file(body, connections.XLSX, "slussen.xlsx")


def _feed(request: Request) -> str:
    return f"{origin(request)}/statistics/odata/v4/"


def _file(body: bytes, media_type: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": FRESHNESS,
        "Vary": "Accept-Language",
    }
    return Response(body, media_type=media_type, headers=headers)
