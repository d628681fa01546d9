"""Saved queries: kept under an id that is the same for the same query, and answered from the newest release."""

from typing import Any

from fastapi import Request
from starlette.responses import Response

from slussen_chassis.web import Transaction
from slussen_statistics.domain.personal_numbers import personal_number_faults, texts_in
from slussen_statistics.domain.px.problems import IllegalExpressionError, UnsupportedLanguageError
from slussen_statistics.outputs import format_of, options_of
from slussen_statistics.routes.px.bodies import SavedQuery
from slussen_statistics.routes.px.routing import (
    LANGUAGES,
    ROUTER,
    Language,
    as_json,
    link,
    listed,
)
from slussen_statistics.routes.px.tables import data_as, selection_body
from slussen_statistics.use_cases import px


@ROUTER.post("/savedqueries")
async def create_saved_query(request: Request, session: Transaction, body: SavedQuery) -> Response:
    """Keep a query that can be answered now."""
    if body.language.lower() not in LANGUAGES:
        raise UnsupportedLanguageError
    if personal_number_faults(texts_in(body)):
        raise IllegalExpressionError
    options_of(format_of(body.output_format), body.output_format_params)
    state = await px.read_state(session, body.table_id)
    px.dataset_of(state, body.selection.question(), body.language.lower())
    kept = body.model_dump(by_alias=True, exclude={"id"}, exclude_none=True)
    query_id = await px.save_query(session, kept)
    return as_json(_answer(request, query_id, kept), status=201, language=body.language.lower())


def _answer(request: Request, query_id: str, kept: dict[str, Any]) -> dict[str, Any]:
    language = kept["language"].lower()
    path = f"/savedqueries/{query_id}"
    return {
        "language": language,
        "id": query_id,
        "savedQuery": {"id": query_id, **kept},
        "links": [
            link(request, "self", path, language),
            link(request, "data", f"{path}/data", language),
            link(request, "selection", f"{path}/selection", language),
        ],
    }


@ROUTER.get("/savedqueries/{query_id}")
async def get_saved_query(request: Request, session: Transaction, query_id: str) -> Response:
    """Return a saved query as it was kept."""
    kept = await px.read_query(session, query_id)
    return as_json(_answer(request, query_id, kept), language=kept["language"].lower())


@ROUTER.get("/savedqueries/{query_id}/data")
async def run_saved_query(
    request: Request, session: Transaction, language: Language, query_id: str
) -> Response:
    """Return the cells that a saved query asks for now; format and language may be others."""
    kept = await px.read_query(session, query_id)
    query = SavedQuery.model_validate(kept)
    name = request.query_params.get("outputFormat") or query.output_format
    parameters = list(listed(request, "outputFormatParams"))
    if not parameters and name == query.output_format:
        parameters = query.output_format_params
    spoken = _spoken(request, query, language)
    asked = (query.selection.question(), name, parameters)
    return await data_as(request, session, spoken, query.table_id, asked)


def _spoken(request: Request, query: SavedQuery, language: str) -> str:
    """Return the language that is asked for, else the kept query's."""
    return language if request.query_params.get("lang") else query.language.lower()


@ROUTER.get("/savedqueries/{query_id}/selection")
async def get_saved_selection(
    request: Request, session: Transaction, language: Language, query_id: str
) -> Response:
    """Return the values that a saved query's expressions give now."""
    query = SavedQuery.model_validate(await px.read_query(session, query_id))
    state = await px.read_state(session, query.table_id)
    spoken = _spoken(request, query, language)
    dataset = px.dataset_of(state, query.selection.question(), spoken)
    path = f"/savedqueries/{query_id}/selection"
    body = selection_body(dataset, [link(request, "self", path, spoken)])
    return as_json(body, language=spoken)
