"""Own exact figures: a centre's tables as they are now, for those who work there, marked as not for publication."""

from datetime import date
from typing import Annotated, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from slussen_chassis.clock import local_day
from slussen_chassis.pages import CurrentPage, page_router
from slussen_chassis.web import CurrentCaller, Now, Transaction, requires
from slussen_contracts.statistics import scopes
from slussen_statistics.domain.catalogue.referrals import REFERRAL_FLOW
from slussen_statistics.domain.exact import MARK, OF_CENTRES, exact_rows
from slussen_statistics.domain.figures import MONTHS
from slussen_statistics.domain.published import Period
from slussen_statistics.outputs.exact_csv import exact_csv
from slussen_statistics.routes.pages.paths import of_own
from slussen_statistics.use_cases import annual_reports, own_figures
from slussen_statistics.use_cases.own_figures import OwnTable

router = page_router("statistics", "/own")
READS_OWN: Final = [requires(scopes.READ_OWN)]
YEARS: Final = 3
"""This year and those before it, of which periods are offered."""

TableChosen = Annotated[str, Query(alias="table", pattern=r"^[a-z][a-z-]{1,60}$")]
PeriodChosen = Annotated[str, Query(alias="period", pattern=r"^(20[0-9]{2}(M(0[1-9]|1[0-2]))?)?$")]


@router.get("", dependencies=READS_OWN)
async def choose_own_centre(
    page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Lead to the reader's centre, or let one be chosen."""
    centres = await annual_reports.list_own_centres(session, caller=caller, now=now)
    if len(centres) == 1:
        return page.go(of_own(centres[0].centre_id))
    return page.show("own_centres.html", centres=centres)


@router.get("/{centre_id}", dependencies=READS_OWN)
async def show_own_table(  # noqa: PLR0913, PLR0917 - the path, the choice, and who asks when
    centre_id: UUID,
    page: CurrentPage,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    table: TableChosen = REFERRAL_FLOW,
    period: PeriodChosen = "",
) -> Response:
    """Show a table of the centre; reading it leaves a trace."""
    chosen = _period(period, local_day(now))
    own = await own_figures.read_own_table(
        session, centre_id, table, year=chosen.year, month=chosen.month or None, caller=caller, now=now
    )
    asked = urlencode({"table": table, "period": chosen.code})
    return page.show(
        "own.html",
        own=own,
        mark=MARK,
        rows=list(exact_rows(own.table, own.shown)),
        tables=OF_CENTRES,
        years=_periods(local_day(now)),
        period=chosen,
        is_of_year=bool(chosen.month) and own.table.is_of_whole_years,
        csv=f"{of_own(centre_id)}/csv?{asked}",
    )


@router.get("/{centre_id}/csv", dependencies=READS_OWN)
async def download_own_table(  # noqa: PLR0913, PLR0917 - same
    centre_id: UUID,
    page: CurrentPage,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    table: TableChosen = REFERRAL_FLOW,
    period: PeriodChosen = "",
) -> Response:
    """Hand out a table of the centre as CSV, marked in its name and in every row; it leaves a trace as well."""
    chosen = _period(period, local_day(now))
    own = await own_figures.read_own_table(
        session, centre_id, table, year=chosen.year, month=chosen.month or None, caller=caller, now=now
    )
    return _file(own, chosen, page.language)


def _file(own: OwnTable, period: Period, language: str) -> Response:
    mark = "exact-not-for-publication" if language == "en" else "exakt-ej-for-publicering"
    headers = {
        "Content-Disposition": f'attachment; filename="{mark}-{own.table.id}-{period.code}.csv"',
        "Content-Language": language,
        "Cache-Control": "no-store",
    }
    body = exact_csv(own, period.code, language)
    return Response(body, media_type="text/csv; charset=utf-8; header=present", headers=headers)


def _period(code: str, today: date) -> Period:
    year, _, month = code.partition("M")
    return Period(int(year), int(month or 0)) if year else Period(today.year)


def _periods(today: date) -> list[list[Period]]:
    """Return the years that are offered, the newest first, each with its months that have begun."""
    return [
        [Period(year), *(Period(year, month) for month in range(1, _last_month(year, today) + 1))]
        for year in range(today.year, today.year - YEARS, -1)
    ]


def _last_month(year: int, today: date) -> int:
    return today.month if year == today.year else MONTHS
