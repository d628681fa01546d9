"""The feed's resources: service document, `$metadata`, entity sets, their counts, and single rows by key."""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.responses import Response

from slussen_chassis.web import Transaction
from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.odata.problems import (
    InvalidOptionError,
    NoSuchResourceError,
    NotAcceptableError,
    NotOfferedError,
)
from slussen_statistics.domain.odata.query import Query, query_of
from slussen_statistics.domain.records import Column, columns_of
from slussen_statistics.outputs import csdl
from slussen_statistics.routes.odata.routing import (
    FRESHNESS,
    ROUTER,
    VERSION,
    address,
    as_json,
    language_of,
    level_of,
    next_link,
)
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.use_cases import odata, published_tables
from slussen_statistics.use_cases.odata import Limits

_KEYED = re.compile(r"([A-Za-z]{1,80})\((.{1,1500})\)")
_PART = re.compile(r"\s*([A-Za-z]+)\s*=\s*('(?:[^']|'')*')\s*(?:,|\Z)")


@ROUTER.get("")
@ROUTER.get("/")
async def get_service_document(request: Request) -> Response:
    """Return the entity sets."""
    level, language = level_of(request), language_of(request)
    body = csdl.service_document(address(request, "$metadata"), language)
    if level == "none":
        del body["@odata.context"]
    return as_json(body, level, language)


@ROUTER.get("/$metadata")
async def get_metadata(request: Request, session: Transaction) -> Response:
    """Return the description of all entity sets as CSDL XML."""
    form = request.query_params.get("$format")
    if form not in {None, "xml", "application/xml"}:
        raise NotAcceptableError("The description is there as XML", "$format")
    language = language_of(request)
    headers = {**VERSION, "Content-Language": language, "Cache-Control": FRESHNESS, "Vary": "Accept-Language"}
    body = csdl.metadata(await published_tables.describe_all(session), language)
    return Response(body, media_type="application/xml;charset=utf-8", headers=headers)


@ROUTER.get("/{name}/$count")
async def count_rows(request: Request, session: Transaction, name: str) -> Response:
    """Return how many rows an entity set has, as plain text."""
    table = _table(name)
    query = query_of(table, request.query_params.multi_items())
    count = await odata.count_rows(session, table, query, limits=_limits(request))
    return Response(str(count), media_type="text/plain;charset=utf-8", headers=VERSION)


@ROUTER.get("/{name}")
async def get_rows(request: Request, session: Transaction, name: str) -> Response:
    """Return rows of an entity set, or the one row that a key names."""
    keyed = _KEYED.fullmatch(name)
    if keyed:
        return await _one(request, session, keyed[1], keyed[2])
    table = _table(name)
    level, language = level_of(request), language_of(request)
    query = query_of(table, request.query_params.multi_items())
    answer = await odata.read_page(session, table, query, language=language, limits=_limits(request))
    body: dict[str, Any] = {}
    if level == "minimal":
        body["@odata.context"] = f"{address(request, '$metadata')}#{name}{_projection(table, query)}"
    if answer.count is not None:
        body["@odata.count"] = answer.count
    body["value"] = answer.rows
    if answer.following is not None:
        body["@odata.nextLink"] = next_link(request, name, answer.following.token)
    return as_json(body, level, language)


@ROUTER.get("/{name}/{rest:path}")
async def refuse_further(name: str) -> Response:
    """Refuse what lies below a row: there is nothing to go on to."""
    _table(name.partition("(")[0])
    raise NotOfferedError("Rows are read whole; select properties with $select")


async def _one(request: Request, session: Transaction, name: str, key: str) -> Response:
    table = _table(name)
    level, language = level_of(request), language_of(request)
    wanted = _condition(key, columns_of(table.id))
    options = [(n, v) for n, v in request.query_params.multi_items() if n in {"$select", "$format"}]
    query = query_of(table, [*options, ("$filter", wanted)])
    answer = await odata.read_page(session, table, query, language=language, limits=_limits(request))
    if not answer.rows:
        raise NoSuchResourceError("There is no row with that key")
    body: dict[str, Any] = dict(answer.rows[0])
    if level == "minimal":
        context = f"{address(request, '$metadata')}#{name}{_projection(table, query)}/$entity"
        body = {"@odata.context": context, **body}
    return as_json(body, level, language)


def _condition(key: str, columns: Mapping[str, Column]) -> str:
    """Return the filter that a key stands for."""
    found, at = {}, 0
    while at < len(key):
        part = _PART.match(key, at)
        if part is None or part[1] in found:
            raise InvalidOptionError("The key is not written as OData has it")
        found[part[1]] = part[2]
        at = part.end()
    if set(found) != {name for name, column in columns.items() if column.is_key}:
        raise InvalidOptionError("A key names each of the key's properties once")
    return " and ".join(f"{name} eq {value}" for name, value in found.items())


def _table(name: str) -> Table:
    found = csdl.ENTITY_SETS.get(name)
    if found is None:
        raise NoSuchResourceError("There is no such entity set")
    return found


def _projection(table: Table, query: Query) -> str:
    """Return the list of properties of the context URL where not all stand (OData 4.0 part 1, 10.7)."""
    if query.grouping is None and len(query.selected) == len(columns_of(table.id)):
        return ""
    return f"({','.join(query.selected)})"


def _limits(request: Request) -> Limits:
    settings: StatisticsSettings = request.app.state.settings
    return Limits(settings.px_cells)
