"""Answering PxWebApi: tables, their metadata and their cells, from each county's newest release."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.domain.about import About
from slussen_statistics.domain.catalogue import SUBJECTS, TABLES
from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.published import Area, Period, ReleaseInfo
from slussen_statistics.domain.px.dataset import (
    Dataset,
    Source,
    areas_of,
    cell_count,
    cells,
    is_joined,
    periods_behind,
    permuted,
    releases_by_area,
)
from slussen_statistics.domain.px.problems import (
    NoSuchQueryError,
    NoSuchTableError,
    TooManyCellsError,
    UnknownCodelistError,
    UnknownVariableError,
)
from slussen_statistics.domain.px.selection import Question, Selected, placed, selected
from slussen_statistics.domain.px.variables import (
    Codelist,
    Variable,
    region_lists,
    sector_lists,
    time_lists,
    variables_of,
)
from slussen_statistics.repository import releases, saved_queries

ID_LENGTH = 20


@dataclass(frozen=True, slots=True)
class TableState:
    """A table as it is released: its variables, the releases behind it, the first and last period."""

    table: Table
    areas: Sequence[Area]
    periods: Mapping[str, frozenset[Period]]
    found: Sequence[ReleaseInfo]

    @property
    def all_periods(self) -> list[Period]:
        """Return the periods that some county has released."""
        return sorted(set().union(*self.periods.values()))

    @property
    def variables(self) -> list[Variable]:
        """Return its variables."""
        return variables_of(self.table, self.areas, self.all_periods)


@dataclass(frozen=True, slots=True)
class Listed:
    """A table in the list of tables."""

    table: Table
    updated: date
    first: Period
    last: Period
    names: Sequence[Label]


@dataclass(frozen=True, slots=True)
class Search:
    """What tables are looked for."""

    query: str = ""
    past_days: int | None = None
    with_discontinued: bool = False

    @property
    def asked(self) -> dict[str, str]:
        """Return the parameters that ask for it, without those that ask for nothing."""
        found = {"query": self.query, "pastDays": "" if self.past_days is None else str(self.past_days)}
        found["includeDiscontinued"] = "true" if self.with_discontinued else ""
        return {name: value for name, value in found.items() if value}


async def list_tables(session: AsyncSession, search: Search, *, today: date) -> list[Listed]:
    """Return the released tables that fit, in the catalogue's order."""
    found = await releases.list_newest(session)
    spans: dict[str, list[tuple[ReleaseInfo, Period, Period]]] = {}
    for release in found:
        for table_id, (first, last) in (await releases.list_table_periods(session, [release])).items():
            spans.setdefault(table_id, []).append((release, first, last))
    listed = [_listed(table, spans[table.id]) for table in TABLES.values() if table.id in spans]
    return [one for one in listed if _fits(one, search, today)]


def _listed(table: Table, spans: Sequence[tuple[ReleaseInfo, Period, Period]]) -> Listed:
    names = [variable.label for variable in variables_of(table, [], [])]
    updated = max(release.released_on for release, _, _ in spans)
    return Listed(table, updated, min(f for _, f, _ in spans), max(last for _, _, last in spans), names)


def _fits(listed: Listed, search: Search, today: date) -> bool:
    table = listed.table
    if table.is_discontinued and not search.with_discontinued:
        return False
    if search.past_days is not None and listed.updated < today - timedelta(days=search.past_days):
        return False
    labels = (table.title, table.counts, SUBJECTS[table.subject], *listed.names)
    categories = (c.label for d in table.dimensions for c in d.categories)
    measures = (m.label for m in table.measures)
    texts = [t for label in (*labels, *categories, *measures) for t in (label.sv, label.en)]
    words = " ".join([table.id, *table.indicators, *texts]).casefold()
    return all(word in words for word in search.query.casefold().split())


async def read_state(session: AsyncSession, table_id: str) -> TableState:
    """Return a table as it is released.

    Raises:
        NoSuchTableError: There is no such table, or nothing of it has been released.
    """
    table = TABLES.get(table_id.lower())
    if table is None:
        raise NoSuchTableError
    newest = await releases.list_newest(session)
    periods = {r.county_code: frozenset(await releases.list_periods(session, [r], table.id)) for r in newest}
    found = [release for release in newest if periods[release.county_code]]
    if not found:
        raise NoSuchTableError
    areas = await releases.list_areas(session, found)
    there = {county: some for county, some in periods.items() if some}
    return TableState(table, areas, there, found)


def dataset_of(state: TableState, question: Question, language: str) -> Dataset:
    """Return a table's metadata with the chosen values and no cells.

    Raises:
        PxProblemError: The question names what does not exist, or leaves out what it must not.
    """
    chosen = selected(state.variables, question)
    stub, heading = placed(chosen, question)
    return _described(state, chosen, stub, heading, language)


def whole_dataset(state: TableState, question: Question, language: str) -> Dataset:
    """Return a table's metadata with all its values and no cells; where code lists are named, with theirs.

    Raises:
        UnknownVariableError: The table has no such variable.
        UnknownCodelistError: The variable has no such code list.
    """
    names = {variable.code.lower() for variable in state.variables}
    if any(name.lower() not in names for name in question.choices):
        raise UnknownVariableError
    wanted = {name.lower(): choice.codelist for name, choice in question.choices.items()}
    chosen = [_whole(variable, wanted.get(variable.code.lower())) for variable in state.variables]
    stub, heading = placed(chosen, Question())
    return _described(state, chosen, stub, heading, language)


def _whole(variable: Variable, codelist_id: str | None) -> Selected:
    if not codelist_id:
        return Selected(variable, variable.values)
    codelist = variable.codelist(codelist_id)
    if codelist is None:
        raise UnknownCodelistError
    return Selected(variable, codelist.values, codelist)


def _described(
    state: TableState, chosen: Sequence[Selected], stub: list[str], heading: list[str], language: str
) -> Dataset:
    return Dataset(
        state.table,
        language,
        tuple(chosen),
        tuple(stub),
        tuple(heading),
        About(state.table, state.found),
    )


async def read_dataset(
    session: AsyncSession, state: TableState, question: Question, *, language: str, most_cells: int
) -> Dataset:
    """Return the chosen cells of a table.

    Raises:
        TooManyCellsError: There are more of them than one answer holds.
        PxProblemError: The question names what does not exist, or leaves out what it must not.
    """
    described = dataset_of(state, question, language)
    if cell_count(described.chosen) > most_cells:
        raise TooManyCellsError
    blocks = await releases.list_blocks(
        session,
        state.found,
        state.table.id,
        areas=areas_of(described.chosen),
        periods=periods_behind(described.chosen),
        with_counts=is_joined(described.chosen),
    )
    release_of = releases_by_area(state.areas, state.found)
    by_place = {(b.area, b.period): b for b in blocks if b.release == release_of[b.area]}
    source = Source(state.table, lambda area, period: by_place.get((area, period)), release_of, state.periods)
    values, statuses = cells(source, described.chosen)
    filled = replace(described, values=values, statuses=statuses)
    turned, of_turned = permuted(filled)
    return replace(described, values=turned, statuses=of_turned)


async def find_codelist(session: AsyncSession, codelist_id: str) -> Codelist | None:
    """Return a code list; None where there is none of that id."""
    found = await releases.list_newest(session)
    months = {
        period
        for table in TABLES.values()
        if table.period == "month"
        for period in await releases.list_periods(session, found, table.id)
    }
    lists = {
        **region_lists(await releases.list_areas(session, found)),
        **time_lists(sorted(months)),
        **sector_lists(TABLES.values()),
    }
    return next((one for name, one in lists.items() if name.lower() == codelist_id.lower()), None)


async def save_query(session: AsyncSession, query: dict[str, Any]) -> str:
    """Keep a query; return its id, which is the same for the same query."""
    written = orjson.dumps(query, option=orjson.OPT_SORT_KEYS)
    query_id = hashlib.sha256(written).hexdigest()[:ID_LENGTH]
    await saved_queries.keep(session, query_id, query)
    return query_id


async def read_query(session: AsyncSession, query_id: str) -> dict[str, Any]:
    """Return a saved query.

    Raises:
        NoSuchQueryError: There is none of that id.
    """
    found = await saved_queries.find(session, query_id)
    if found is None:
        raise NoSuchQueryError
    return found
