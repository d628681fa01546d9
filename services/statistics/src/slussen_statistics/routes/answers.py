"""From what use cases return to what the API answers."""

from collections.abc import Sequence

from slussen_contracts.identifiers import Profession
from slussen_contracts.statistics.api import (
    CatalogueRead,
    ExactCell,
    ExactFlow,
    ExactTotal,
    OwnFlowRead,
    ReleasedTable,
    ReleaseRead,
    TableEntry,
    Text,
)
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.flow import TOTAL, Counts, FlowKind, with_totals
from slussen_statistics.domain.published import ReleaseInfo
from slussen_statistics.domain.release import Tables, next_release_from
from slussen_statistics.formats import text_of
from slussen_statistics.use_cases.own_figures import OwnFlow
from slussen_statistics.use_cases.published_tables import ReleasedYears

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


def release(info: ReleaseInfo, tables: Tables) -> ReleaseRead:
    """Return a release as the API answers it: what it covers and how much it withholds, no figure."""
    return ReleaseRead(
        id=info.id,
        county_code=info.county_code,
        released_on=info.released_on,
        period_through=info.period_through,
        next_release_from=next_release_from(info.released_on),
        tables=list(TABLES),
        years=sorted({year for year, _ in tables}),
        threshold=info.threshold,
        withheld_cells=sum(len(table.withheld) for table in tables.values()),
        revision_note=text_of(info.revision_note) if info.revision_note else None,
    )


def catalogue(released: Sequence[ReleasedYears]) -> CatalogueRead:
    """Return the catalogue: every table with what each county has released of it."""
    counties = [
        ReleasedTable(
            county=found.release.county_code,
            years=list(found.years),
            updated=found.release.released_on,
            next_update=next_release_from(found.release.released_on),
            period_through=found.release.period_through,
            note=text_of(TABLES["referral-flow"].note(found.release.threshold)),
        )
        for found in released
    ]
    return CatalogueRead(
        tables=[
            TableEntry(
                id=info.id,
                title=text_of(info.title),
                unit=text_of(info.unit),
                source=text_of(info.source),
                path=f"/statistics/v1/tables/{info.id}",
                formats=["json", "csv"],
                counties=counties,
            )
            for info in TABLES.values()
        ]
    )
