"""From what use cases return to what the API answers."""

from collections.abc import Sequence

from slussen_contracts.identifiers import Profession
from slussen_contracts.statistics.api import (
    CatalogueRead,
    ExactCell,
    ExactFlow,
    ExactTotal,
    OwnFlowRead,
    OwnTableRead,
    ReleasedTable,
    ReleaseRead,
    TableEntry,
    Text,
)
from slussen_statistics.domain.catalogue import SUBJECTS, TABLES
from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.flow import Counts, FlowKind, with_totals
from slussen_statistics.domain.labels import TOTAL
from slussen_statistics.domain.release import next_release_from
from slussen_statistics.formats import dimensions_of, measures_of, notes_text, text_of, values_of
from slussen_statistics.outputs import FORMATS
from slussen_statistics.outputs.files import FILE_FORMATS
from slussen_statistics.use_cases.own_figures import OwnFlow, OwnTable
from slussen_statistics.use_cases.published_tables import ReleasedPeriods, about
from slussen_statistics.use_cases.releases import Made

INTERNAL_NOTE = Text(
    sv="Exakta siffror för dig som arbetar vid familjecentralen. De är inte skyddade: lämna dem inte vidare.",
    en="Exact figures for those who work at the centre. They are not protected: don't pass them on.",
)


def own_flow(flow: OwnFlow) -> OwnFlowRead:
    """Return a centre's exact figures as the API answers them; both kinds are always there."""
    return OwnFlowRead(
        centre_id=flow.centre_id,
        centre_name=flow.centre_name,
        year=flow.year,
        at=flow.at,
        note=INTERNAL_NOTE,
        flows=[_exact(kind, flow.flows.get(kind, {})) for kind in FlowKind],
    )


def _exact(kind: FlowKind, counts: Counts) -> ExactFlow:
    totals = with_totals(counts)
    return ExactFlow(
        kind=kind.value,
        cells=[
            ExactCell(from_profession=Profession(a), to_profession=Profession(b), count=count)
            for (a, b), count in sorted(counts.items())
        ],
        from_totals=[
            ExactTotal(profession=Profession(a), count=count)
            for (a, b), count in sorted(totals.items())
            if b == TOTAL != a
        ],
        to_totals=[
            ExactTotal(profession=Profession(b), count=count)
            for (a, b), count in sorted(totals.items())
            if a == TOTAL != b
        ],
        total=totals.get((TOTAL, TOTAL), 0),
    )


def own_table(own: OwnTable) -> OwnTableRead:
    """Return a table with a centre's exact figures as the API answers it."""
    values, statuses = values_of(own.shown)
    dimensions = dimensions_of(own.table)
    return OwnTableRead(
        id=own.table.id,
        title=text_of(own.table.title),
        centre_id=own.centre_id,
        centre_name=own.centre_name,
        year=own.year,
        month=own.month,
        at=own.at,
        note=INTERNAL_NOTE,
        measures=measures_of(own.table),
        dimensions=dimensions,
        size=[len(dimension.categories) for dimension in dimensions],
        values=values,
        statuses=statuses,
    )


def release(made: Made) -> ReleaseRead:
    """Return a release as the API answers it: what it covers and how much it withholds, no figure."""
    info = made.release
    return ReleaseRead(
        id=info.id,
        county_code=info.county_code,
        released_on=info.released_on,
        period_through=info.period_through,
        next_release_from=next_release_from(info.released_on),
        tables=list(TABLES),
        years=list(made.years),
        threshold=info.threshold,
        withheld_cells=made.withheld,
        revision_note=text_of(info.revision_note) if info.revision_note else None,
    )


def catalogue(released: Sequence[ReleasedPeriods]) -> CatalogueRead:
    """Return the catalogue: every table with what each county has released of it."""
    return CatalogueRead(tables=[_entry(table, released) for table in TABLES.values()])


def _entry(table: Table, released: Sequence[ReleasedPeriods]) -> TableEntry:
    told = about(table, released)
    return TableEntry(
        id=table.id,
        title=text_of(table.title),
        unit=text_of(table.counts),
        source=text_of(table.source),
        subject=text_of(SUBJECTS[table.subject]),
        note=notes_text(told.notes),
        measures=measures_of(table),
        dimensions=dimensions_of(table),
        period=table.period.value,
        protection=sorted(protection.value for protection in table.protections),
        indicators=list(table.indicators),
        discontinued=table.is_discontinued,
        path=f"/statistics/v1/tables/{table.id}",
        formats=list(dict.fromkeys(("json", "csv", *FILE_FORMATS, *FORMATS, "odata"))),
        counties=[_released(table, found) for found in released if table.id in found.periods],
    )


def _released(table: Table, found: ReleasedPeriods) -> ReleasedTable:
    info = found.release
    first, last = found.periods[table.id]
    told = about(table, [found])
    return ReleasedTable(
        county=info.county_code,
        years=list(range(first.year, last.year + 1)),
        updated=info.released_on,
        next_update=next_release_from(info.released_on),
        period_through=info.period_through,
        note=notes_text(told.notes),
    )
