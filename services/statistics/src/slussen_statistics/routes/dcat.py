"""The catalogue of data sets for the national portal: DCAT-AP-SE as RDF/XML, which it harvests, and JSON-LD."""

from typing import Annotated, ClassVar, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from slussen_chassis.errors import NotFoundError
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import Transaction, requires
from slussen_contracts.statistics import scopes
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.outputs import rdf
from slussen_statistics.outputs.dcat import Publisher, Released, catalogue
from slussen_statistics.routes.addresses import origin
from slussen_statistics.routes.api import FRESHNESS
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.use_cases import published_tables
from slussen_statistics.use_cases.published_tables import ReleasedPeriods

RDF_XML = "application/rdf+xml"
JSON_LD = "application/ld+json"

router = APIRouter(prefix="/statistics/v1", route_class=TransactionRoute, tags=["statistics"])


class NoPublisherError(NotFoundError):
    """The deployment has not said who publishes, without whom the profile has no catalogue."""

    code: ClassVar[str] = "publisher-not-stated"
    title_sv = "Driften har inte angett vem som publicerar, och utan det finns ingen datakatalog"
    title_en = (
        "The deployment has not said who publishes, and without that there is no catalogue of data sets"
    )


@router.get(
    "/dcat",
    operation_id="readDataCatalogue",
    summary="Datakatalog, DCAT-AP-SE / Catalogue of data sets, DCAT-AP-SE",
    dependencies=[requires(scopes.READ_PUBLISHED)],
    response_class=Response,
    responses={
        200: {
            "description": "Katalogen. / The catalogue.",
            "content": {
                RDF_XML: {"schema": {"type": "string"}, "example": "<rdf:RDF/>"},
                JSON_LD: {"schema": {"type": "object"}, "example": {"@graph": []}},
            },
        }
    },
)
async def read_data_catalogue(
    request: Request,
    session: Transaction,
    form: Annotated[Literal["rdf-xml", "json-ld"] | None, Query(alias="format")] = None,
) -> Response:
    """Alla publicerade tabeller som datamängder enligt DCAT-AP-SE 3, för Sveriges dataportal.

    RDF/XML, som portalen skördar, eller JSON-LD efter `format` eller `Accept`.

    All published tables as data sets by DCAT-AP-SE 3, for the national data portal: RDF/XML, or JSON-LD.
    """
    found = await published_tables.list_released(session)
    things = list(catalogue(origin(request), _publisher(request), _released(found)))
    as_json = form == "json-ld" or (form is None and JSON_LD in request.headers.get("accept", ""))
    body = rdf.to_json_ld(things) if as_json else rdf.to_xml(things)
    headers = {"Cache-Control": FRESHNESS, "Vary": "Accept"}
    return Response(body, media_type=JSON_LD if as_json else RDF_XML, headers=headers)


def _publisher(request: Request) -> Publisher:
    settings: StatisticsSettings = request.app.state.settings
    iri, name, email = settings.publisher_iri, settings.publisher_name, settings.publisher_email
    if not (iri and name and email):
        raise NoPublisherError
    return Publisher(iri, name, email)


def _released(found: list[ReleasedPeriods]) -> list[Released]:
    made = []
    for table in TABLES.values():
        there = [one for one in found if table.id in one.periods]
        if there:
            spans = [one.periods[table.id] for one in there]
            made.append(
                Released(
                    published_tables.about(table, there),
                    min(first for first, _ in spans),
                    max(last for _, last in spans),
                    max(one.release.period_through for one in there),
                )
            )
    return made
