"""Tables, metadata, default selection, data, code lists and configuration."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from slussen_chassis.clock import local_day
from slussen_chassis.web import Now, Transaction
from slussen_statistics.domain.catalogue import SUBJECTS
from slussen_statistics.domain.catalogue.model import Period
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.px.dataset import Dataset
from slussen_statistics.domain.px.problems import NoSuchCodelistError, NoSuchPageError
from slussen_statistics.domain.px.selection import Question, Selected
from slussen_statistics.outputs import DEFAULT_FORMAT, FORMATS, format_of, json_stat, options_of
from slussen_statistics.routes.px.bodies import VariablesSelection
from slussen_statistics.routes.px.routing import (
    DEFAULT_LANGUAGE,
    FRESHNESS,
    LANGUAGES,
    ROUTER,
    Language,
    address,
    as_json,
    asked_in_query,
    link,
    listed,
    narrows,
    settings_of,
)
from slussen_statistics.use_cases import px

API_VERSION = "2.0.0"
APP_VERSION = "1.0.0"
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
MOST_TABLES = 10_000
"""What the PxWeb 2 client asks for in one page: the whole list."""


@ROUTER.get("/config")
async def get_configuration(request: Request, language: Language) -> Response:
    """Return versions, languages, limits and formats."""
    settings = settings_of(request)
    body = {
        "apiVersion": API_VERSION,
        "appVersion": APP_VERSION,
        "languages": [{"id": code, "label": label} for code, label in LANGUAGES.items()],
        "defaultLanguage": DEFAULT_LANGUAGE,
        "maxDataCells": settings.px_cells,
        "maxCallsPerTimeWindow": settings.px_calls,
        "timeWindow": settings.px_seconds,
        "license": LICENCE,
        "sourceReferences": [
            {"language": "sv", "text": "Källa: Slussen, länets familjecentraler"},
            {"language": "en", "text": "Source: Slussen, the county's family centres"},
        ],
        "defaultDataFormat": DEFAULT_FORMAT,
        "dataFormats": list(FORMATS),
        "features": [{"id": "CORS", "params": [{"key": "enabled", "value": "True"}]}],
    }
    return as_json(body, language=language)


@ROUTER.get("/tables")
async def list_tables(  # noqa: PLR0913, PLR0917 - each parameter of the specification is an argument
    request: Request,
    session: Transaction,
    now: Now,
    language: Language,
    query: Annotated[str, Query(max_length=200)] = "",
    past_days: Annotated[int | None, Query(alias="pastDays", ge=1, le=100_000)] = None,
    with_discontinued: Annotated[bool, Query(alias="includeDiscontinued")] = False,  # noqa: FBT002
    number: Annotated[int, Query(alias="pageNumber", ge=1)] = 1,
    size: Annotated[int, Query(alias="pageSize", ge=1, le=MOST_TABLES)] = 20,
) -> Response:
    """List the tables that fit, a page at a time."""
    search = px.Search(query, past_days, with_discontinued)
    found = await px.list_tables(session, search, today=local_day(now))
    pages = max(1, -(-len(found) // size))
    if number > pages:
        raise NoSuchPageError

    asked = dict(search.asked)

    def page(rel: str, wanted: int) -> dict[str, str]:
        return link(request, rel, "/tables", language, **asked, pageNumber=str(wanted), pageSize=str(size))

    neighbours = [("next", number + 1), ("previous", number - 1), ("last", pages)]
    body = {
        "language": language,
        "tables": [_table(request, one, language) for one in found[(number - 1) * size : number * size]],
        "page": {
            "pageNumber": number,
            "pageSize": size,
            "totalElements": len(found),
            "totalPages": pages,
            "links": [page(rel, wanted) for rel, wanted in neighbours if 1 <= wanted <= pages],
        },
        "links": [page("self", number)],
    }
    return as_json(body, language=language)


def _table(request: Request, found: px.Listed, language: str) -> dict[str, Any]:
    table = found.table

    def text(label: Label) -> str:
        return label.in_language(language)

    path = f"/tables/{table.id}"
    other = next(code for code in LANGUAGES if code != language)
    return {
        "id": table.id,
        "label": text(table.title),
        "description": text(table.counts),
        "tags": list(table.indicators),
        "updated": found.updated.isoformat(),
        "firstPeriod": found.first.code,
        "lastPeriod": found.last.code,
        "category": "public",
        "variableNames": [text(name) for name in found.names],
        "discontinued": table.is_discontinued,
        "source": text(table.source),
        "subjectCode": table.subject,
        "timeUnit": "Monthly" if table.period is Period.MONTH else "Annual",
        "paths": [[{"id": table.subject, "label": text(SUBJECTS[table.subject])}]],
        "links": [
            link(request, "self", path, language),
            link(request, "alternate", path, other),
            link(request, "metadata", f"{path}/metadata", language),
            link(request, "data", f"{path}/data", language),
        ],
    }


@ROUTER.get("/tables/{table_id}")
async def get_table(
    request: Request, session: Transaction, now: Now, language: Language, table_id: str
) -> Response:
    """Return one table of the list."""
    state = await px.read_state(session, table_id)
    found = await px.list_tables(session, px.Search(with_discontinued=True), today=local_day(now))
    one = next(one for one in found if one.table is state.table)
    return as_json({"language": language, **_table(request, one, language)}, language=language)


@ROUTER.get("/tables/{table_id}/metadata")
async def get_metadata(
    request: Request,
    session: Transaction,
    language: Language,
    table_id: str,
    is_default: Annotated[bool, Query(alias="defaultSelection")] = False,  # noqa: FBT002
    saved_query: Annotated[str | None, Query(alias="savedQuery", max_length=60)] = None,
) -> Response:
    """Return all that a table's variables may be asked for, or what a selection would leave of it."""
    state = await px.read_state(session, table_id)
    if saved_query:
        kept = VariablesSelection.model_validate((await px.read_query(session, saved_query))["selection"])
        dataset = px.dataset_of(state, kept.question(), language)
    elif is_default:
        dataset = px.dataset_of(state, Question(), language)
    else:
        dataset = px.whole_dataset(state, asked_in_query(request), language)
    return as_json(json_stat.metadata(dataset, _links(request, dataset, language)), language=language)


def _links(request: Request, dataset: Dataset, language: str) -> dict[str, Any]:
    lists = {codelist.id for s in dataset.chosen for codelist in s.variable.codelists}
    found: dict[str, Any] = {
        name: [link(request, "metadata", f"/codelists/{name}", language)] for name in lists
    }
    asked = {name: value for name, value in request.query_params.items() if narrows(name)}
    found["self"] = address(request, f"/tables/{dataset.table.id}/metadata", language, **asked)
    return found


@ROUTER.get("/tables/{table_id}/defaultselection")
async def get_default_selection(
    request: Request, session: Transaction, language: Language, table_id: str
) -> Response:
    """Return the selection that a question without one is answered by."""
    state = await px.read_state(session, table_id)
    dataset = px.dataset_of(state, Question(), language)
    path = f"/tables/{state.table.id}/defaultselection"
    body = selection_body(dataset, [link(request, "self", path, language)])
    return as_json(body, language=language)


def selection_body(dataset: Dataset, links: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Return a selection with its expressions turned into values."""
    return {
        "language": dataset.language,
        "selection": [_selection(s) for s in dataset.chosen if not s.is_eliminated],
        "placement": {"heading": list(dataset.heading), "stub": list(dataset.stub)},
        "links": list(links),
    }


def _selection(chosen: Selected) -> dict[str, Any]:
    return {
        "variableCode": chosen.variable.code,
        "codelist": chosen.codelist.id if chosen.codelist else None,
        "valueCodes": [value.code for value in chosen.values],
    }


@ROUTER.get("/tables/{table_id}/data")
async def get_data(request: Request, session: Transaction, language: Language, table_id: str) -> Response:
    """Return the cells that the parameters ask for."""
    return await answer_data(request, session, language, table_id, asked_in_query(request))


@ROUTER.post("/tables/{table_id}/data")
async def post_data(
    request: Request,
    session: Transaction,
    language: Language,
    table_id: str,
    body: VariablesSelection | None = None,
) -> Response:
    """Return the cells that the body asks for."""
    question = body.question() if body else Question()
    return await answer_data(request, session, language, table_id, question)


async def answer_data(
    request: Request, session: Transaction, language: str, table_id: str, question: Question
) -> Response:
    """Return the cells that a question asks for, in the format that the parameters ask for."""
    name = request.query_params.get("outputFormat")
    return await data_as(
        request, session, language, table_id, (question, name, list(listed(request, "outputFormatParams")))
    )


async def data_as(
    request: Request,
    session: Transaction,
    language: str,
    table_id: str,
    asked: tuple[Question, str | None, list[str]],
) -> Response:
    """Return the cells that a question asks for in a format with its parameters."""
    question, name, parameters = asked
    chosen = format_of(name)
    options = options_of(chosen, parameters)
    state = await px.read_state(session, table_id)
    most = settings_of(request).px_cells
    dataset = await px.read_dataset(session, state, question, language=language, most_cells=most)
    headers = {
        "Content-Disposition": f'inline; filename="{state.table.id}.{chosen.ending}"',
        "Content-Language": language,
        "Cache-Control": FRESHNESS,
    }
    return Response(chosen.write(dataset, options), media_type=chosen.media_type, headers=headers)


@ROUTER.get("/codelists/{codelist_id}")
async def get_codelist(
    request: Request, session: Transaction, language: Language, codelist_id: str
) -> Response:
    """Return a code list with what each of its values is made of."""
    found = await px.find_codelist(session, codelist_id)
    if found is None:
        raise NoSuchCodelistError
    body = {
        "id": found.id,
        "label": found.label.in_language(language),
        "language": language,
        "languages": list(LANGUAGES),
        "elimination": False,
        "type": "Aggregation" if found.is_aggregation else "Valueset",
        "values": [
            {
                "code": value.code,
                "label": value.label.in_language(language),
                "valueMap": list(value.members or (value.code,)),
            }
            for value in found.values
        ],
        "links": [link(request, "self", f"/codelists/{found.id}", language)],
    }
    return as_json(body, language=language)
