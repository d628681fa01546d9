"""Pictures of published figures: each as JSON with its table, as SVG, PNG and CSV, and what embeds it elsewhere."""

import base64
import hashlib
from importlib import resources
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from slussen_chassis.documents.picture import make_png
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import InEnglish, Transaction, requires
from slussen_contracts.identifiers import CountyCode
from slussen_contracts.statistics import scopes
from slussen_contracts.statistics.figures import (
    FigureColumn,
    FigureEntry,
    FigureRead,
    FiguresRead,
    FigureTableRow,
)
from slussen_statistics.domain.pictures.catalogue import FIGURES, Kind, kind_of
from slussen_statistics.drawing import WIDTHS, draw
from slussen_statistics.drawing.svg import MARGIN
from slussen_statistics.formats import text_of
from slussen_statistics.outputs.figure_csv import figure_csv
from slussen_statistics.routes.addresses import origin
from slussen_statistics.routes.api import FRESHNESS, AreaCode
from slussen_statistics.use_cases import pictures
from slussen_statistics.use_cases.pictures import Chosen, Picture

router = APIRouter(prefix="/statistics/v1/figures", route_class=TransactionRoute, tags=["statistics"])
component = APIRouter(prefix="/statistics/web", include_in_schema=False)

SCRIPT: Final = (resources.files("slussen_statistics") / "web" / "slussen-figure.js").read_bytes()
SCRIPT_PATH: Final = "/statistics/web/v1/slussen-figure.js"
INTEGRITY: Final = "sha384-" + base64.b64encode(hashlib.sha384(SCRIPT).digest()).decode()

FigureId = Annotated[str, Path(pattern=r"^[a-z][a-z-]{1,40}$", examples=["flow"])]
County = Annotated[CountyCode, Query(description="Länskod. / County code.", examples=["18"])]
FigureYear = Annotated[
    int,
    Query(ge=2000, le=2100, description="År; annars det senaste. / Year; else the latest.", examples=[2026]),
]
Lang = Annotated[
    Literal["sv", "en"],
    Query(
        description="Språk; annars enligt Accept-Language. / Language; else by Accept-Language.",
        examples=["sv"],
    ),
]
Size = Annotated[
    Literal["wide", "narrow"],
    Query(description="Bred, eller smal för små skärmar. / Wide, or narrow for small screens."),
]


@router.get(
    "",
    operation_id="listFigures",
    summary="Bilder som finns / Figures that there are",
    dependencies=[requires(scopes.READ_PUBLISHED)],
)
async def list_figures(response: Response) -> FiguresRead:
    """Bilderna och modulen som bäddar in dem på en annan webbplats. / The figures, and what embeds them elsewhere."""
    response.headers["Cache-Control"] = FRESHNESS
    found = [
        FigureEntry(id=kind.id, title=text_of(kind.title), table=kind.table_id) for kind in FIGURES.values()
    ]
    return FiguresRead(figures=found, script=SCRIPT_PATH, integrity=INTEGRITY)


@router.get(
    "/{figure_id}",
    operation_id="readFigure",
    summary="En bild som tabell och adresser / A figure as table and addresses",
    dependencies=[requires(scopes.READ_PUBLISHED)],
    response_model=FigureRead,
)
async def read_figure(  # noqa: PLR0913, PLR0917 - each selection is an argument of its own
    request: Request,
    session: Transaction,
    figure_id: FigureId,
    county: County,
    in_english: InEnglish,
    area: AreaCode | None = None,
    year: FigureYear | None = None,
    lang: Lang | None = None,
) -> Response:
    """Bildens huvudresultat i ord, dess tabell, och var den finns som SVG, PNG och CSV.

    The figure's main finding in words, its table, and where it is as SVG, PNG and CSV.
    """
    kind, language = kind_of(figure_id), lang or _language(in_english)
    chosen = await pictures.choose(session, county, area)
    headers = _headers(chosen, kind, "json", language, year)
    if _is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    picture = await pictures.read_picture(session, chosen, kind, language=language, year=year)
    body = _answer(picture, chosen, f"{origin(request)}/statistics/v1/figures/{kind.id}", year)
    return Response(body.model_dump_json(by_alias=True), media_type="application/json", headers=headers)


@router.get(
    "/{figure_id}/{form}",
    operation_id="readFigureFile",
    summary="En bild som fil / A figure as a file",
    dependencies=[requires(scopes.READ_PUBLISHED)],
    response_class=Response,
    responses={
        200: {
            "description": "Filen. / The file.",
            "content": {
                "image/svg+xml": {"schema": {"type": "string"}, "example": "<svg></svg>"},
                "image/png": {"schema": {"type": "string", "format": "binary"}},
                "text/csv": {"schema": {"type": "string"}, "example": "from,to,number"},
            },
        },
        304: {"description": "Oförändrad sedan If-None-Match. / Unchanged since If-None-Match."},
    },
)
async def read_figure_file(  # noqa: PLR0913, PLR0917 - same
    request: Request,
    session: Transaction,
    figure_id: FigureId,
    form: Literal["svg", "png", "csv"],
    county: County,
    in_english: InEnglish,
    area: AreaCode | None = None,
    year: FigureYear | None = None,
    lang: Lang | None = None,
    size: Size = "wide",
) -> Response:
    """Bilden som SVG eller PNG, eller dess tabell som CSV; adressen står sig och ETag ändras när länet publicerar.

    The figure as SVG or PNG, or its table as CSV; the address stays, and the ETag changes when the county releases.
    """
    kind, language = kind_of(figure_id), lang or _language(in_english)
    chosen = await pictures.choose(session, county, area)
    headers = _headers(chosen, kind, f"{form}{size}", language, year)
    if _is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    picture = await pictures.read_picture(session, chosen, kind, language=language, year=year)
    name = f"{kind.id}-{chosen.release.released_on}.{form}"
    headers["Content-Disposition"] = f'inline; filename="{name}"'
    return await _file(picture, form, size, headers)


async def _file(picture: Picture, form: str, size: str, headers: dict[str, str]) -> Response:
    if form == "csv":
        body = figure_csv(picture.figure)
        return Response(body, media_type="text/csv; charset=utf-8; header=present", headers=headers)
    svg = draw(picture.figure, size)
    if form == "svg":
        return Response(svg, media_type="image/svg+xml", headers=headers)
    return Response(await make_png(svg, WIDTHS[size] + 2 * MARGIN), media_type="image/png", headers=headers)


def _headers(chosen: Chosen, kind: Kind, form: str, language: str, year: int | None) -> dict[str, str]:
    tag = chosen.tag(kind.id, form, language, year, DRAWN)
    return {
        "ETag": f'"{tag}"',
        "Cache-Control": FRESHNESS,
        "Content-Language": language,
        "Vary": "Accept-Language",
    }


DRAWN: Final = 5
"""Raised when pictures are drawn otherwise, so that no cache keeps the former drawing."""


def _answer(picture: Picture, chosen: Chosen, path: str, year: int | None) -> FigureRead:
    figure = picture.figure
    language = figure.language
    asked: dict[str, str | int] = {"county": chosen.release.county_code, "lang": language}
    if not chosen.area.is_county:
        asked["area"] = chosen.area.code
    if year is not None:
        asked["year"] = year
    query = urlencode(asked)
    return FigureRead(
        id=figure.id,
        title=figure.title,
        place=figure.place,
        finding=figure.finding,
        source=figure.source,
        notes=[note.in_language(language) for note in picture.notes],
        released_on=chosen.release.released_on,
        headings=list(figure.headings),
        columns=[FigureColumn(label=c.label, is_county=c.side == "county") for c in figure.columns],
        rows=[
            FigureTableRow(
                headings=list(row.headings),
                values=list(row.values),
                said=said,
                statuses=[c.status for c in row.cells],
            )
            for row, (_, said) in zip(figure.rows, figure.said_rows(), strict=True)
        ],
        svg=f"{path}/svg?{query}",
        narrow_svg=f"{path}/svg?{query}&size=narrow",
        png=f"{path}/png?{query}",
        csv=f"{path}/csv?{query}",
    )


def _language(in_english: bool) -> str:  # noqa: FBT001 - what the reader prefers
    return "en" if in_english else "sv"


def _is_known(request: Request, etag: str) -> bool:
    known = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    return bool(known & {etag, "*"})


@component.get("/v1/slussen-figure.js")
async def read_component(request: Request) -> Response:
    """Return the module that embeds a figure on another site; `INTEGRITY` is its hash."""
    headers = {"ETag": f'"{INTEGRITY[7:39]}"', "Cache-Control": "public, max-age=3600"}
    if _is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(SCRIPT, media_type="text/javascript; charset=utf-8", headers=headers)
