"""A centre's common costs of a year: what each bears, and costs entered until the settlement is closed."""

import contextlib
import re
from typing import Annotated, Any

from fastapi import Path
from pydantic import Field
from starlette.responses import Response

from slussen_agreements.domain.settlements import SettlementNotFoundError
from slussen_agreements.drawing.bars import Bar, bars
from slussen_agreements.repository import register
from slussen_agreements.routes.answers import COORDINATES, READS
from slussen_agreements.routes.pages.centres import framed
from slussen_agreements.routes.pages.paths import of_centre
from slussen_agreements.routes.settlements import shown as as_api
from slussen_agreements.routes.visits import AtCentre
from slussen_agreements.use_cases import settlements
from slussen_agreements.use_cases.settlements import SettledYear
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_contracts.agreements.settlements import (
    CostItemWrite,
    CostKind,
    ParticipantWrite,
    SettlementChange,
    SettlementCreate,
)

router = page_router("agreements", "/centres/{centre_id}/costs")

YearInPath = Annotated[int, Path(ge=2000, le=2999)]
ORE = 100
_AMOUNT = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?")


class CostForm(FormModel):
    """A cost of the year, its amount as people write it: `12 345,50`."""

    kind: CostKind
    label: str = Field(min_length=1, max_length=200)
    amount: str = Field(max_length=30)
    employer: str | None = None
    version: int


class VersionForm(FormModel):
    """The version that a button was pressed on; `place` which cost it stood at."""

    version: int
    place: int | None = None


@router.get("", dependencies=READS)
async def show_this_year(page: CurrentPage, visit: AtCentre) -> Response:
    """Lead on to this year's costs."""
    return page.go(of_centre(visit.centre_id, f"costs/{visit.today.year}"))


@router.get("/{year}", dependencies=READS)
async def show_costs(page: CurrentPage, visit: AtCentre, year: YearInPath) -> Response:
    """Show a year's settlement, or that there is none yet."""
    return await _shown(page, visit, year, page.form({"kind": "coordinator"}))


@router.post("/{year}", dependencies=COORDINATES)
async def open_settlement(page: CurrentPage, visit: AtCentre, year: YearInPath) -> Response:
    """Open a year's settlement between the activities of the centre."""
    form = await page.entered(FormModel)
    async with form.attempt(visit.session):
        centre = await register.get_centre(visit.session, visit.centre_id)
        units = await register.units(visit.session, centre.unit_ids)
        taking_part = tuple(
            ParticipantWrite(
                key=f"{entry.activity.value}-{number}"[:40],
                activity=entry.activity,
                authority_id=units[entry.unit_id].authority_id,
            )
            for number, entry in enumerate(centre.activities, 1)
        )
        wanted = SettlementCreate(year=year, participants=taking_part)
        await settlements.open_settlement(
            visit.session, visit.centre_id, wanted, caller=visit.caller, now=visit.now
        )
        return page.go(of_centre(visit.centre_id, f"costs/{year}"), said="settlement-opened")
    return await _shown(page, visit, year, form)


@router.post("/{year}/costs", dependencies=COORDINATES)
async def add_cost(page: CurrentPage, visit: AtCentre, year: YearInPath) -> Response:
    """Add a cost."""
    form = await page.entered(CostForm)
    if content := form.content:
        async with form.attempt(visit.session):
            known = await _known(visit, year)
            cost = CostItemWrite(
                kind=content.kind,
                label=content.label,
                amount=_amount(content.amount),
                employer=content.employer,
            )
            await _change(visit, year, known, (*known.costs, cost), content.version)
            return page.go(of_centre(visit.centre_id, f"costs/{year}"), said="cost-added")
    for name in [name for name in form.errors if name.startswith("costs.")]:
        form.errors[name.rpartition(".")[2]] = form.errors.pop(name)
    return await _shown(page, visit, year, form)


@router.post("/{year}/removal", dependencies=COORDINATES)
async def remove_cost(page: CurrentPage, visit: AtCentre, year: YearInPath) -> Response:
    """Take a cost away."""
    form = await page.entered(VersionForm)
    if content := form.content:
        async with form.attempt(visit.session):
            known = await _known(visit, year)
            costs = tuple(one for place, one in enumerate(known.costs) if place != content.place)
            await _change(visit, year, known, costs, content.version)
            return page.go(of_centre(visit.centre_id, f"costs/{year}"), said="cost-removed")
    return await _shown(page, visit, year, form)


@router.post("/{year}/closing", dependencies=COORDINATES)
async def close_settlement(page: CurrentPage, visit: AtCentre, year: YearInPath) -> Response:
    """Close a year's settlement."""
    form = await page.entered(VersionForm)
    if content := form.content:
        async with form.attempt(visit.session):
            await settlements.close_settlement(
                visit.session,
                visit.centre_id,
                year,
                expected=content.version,
                caller=visit.caller,
                now=visit.now,
            )
            return page.go(of_centre(visit.centre_id, f"costs/{year}"), said="settlement-closed")
    return await _shown(page, visit, year, form)


async def _known(visit: AtCentre, year: int) -> Any:
    found = await settlements.get_settlement(visit.session, visit.centre_id, year, caller=visit.caller)
    return as_api(found)


async def _change(
    visit: AtCentre, year: int, known: Any, costs: tuple[CostItemWrite, ...], version: int
) -> None:
    wanted = SettlementChange(
        participants=tuple(ParticipantWrite(**dict(one)) for one in known.participants),
        costs=costs,
        local_keys=known.local_keys,
    )
    await settlements.change_settlement(
        visit.session, visit.centre_id, year, wanted, expected=version, caller=visit.caller, now=visit.now
    )


def _amount(written: str) -> str:
    """Return an amount as the interface takes it, from what people write.

    Raises:
        InvalidError: It is no amount.
    """
    found = _AMOUNT.fullmatch(re.sub(r"\s|kr$", "", written))
    if found is None:
        fault = FieldProblem(
            "amount", "form", "skriv ett belopp, till exempel 12 500", "write an amount, such as 12 500"
        )
        raise InvalidError(fault)
    return f"{int(found[1])}.{(found[2] or '').ljust(2, '0')}"


def ore_of(amount: str) -> int:
    """Return the öre of an amount of the sheet."""
    sign = -1 if amount.startswith("-") else 1
    whole, _, rest = amount.lstrip("-").partition(".")
    return sign * (int(whole) * ORE + int(rest))


async def _shown(page: WebPage, visit: AtCentre, year: int, form: Form[Any]) -> Response:
    found: SettledYear | None = None
    with contextlib.suppress(SettlementNotFoundError):
        found = await settlements.get_settlement(visit.session, visit.centre_id, year, caller=visit.caller)
    return page.show(
        "costs.html",
        form=form,
        year=year,
        found=found,
        ore=ore_of,
        employers=_employers(page, found) if found else (),
        picture=_picture(page, found) if found else None,
        **await framed(visit),
    )


def _employers(page: WebPage, found: SettledYear) -> list[tuple[str, str]]:
    """Return who may have paid a cost, as a form offers them."""
    return [
        (one.key, page.t(f"activity.{one.activity.value}").capitalize())
        for one in found.settlement.participants
    ]


def _picture(page: WebPage, found: SettledYear) -> Any:
    """Draw what each activity bears."""
    wording = page.wording
    sums = [(one.activity.value, ore_of(one.amount)) for one in found.sheet.by_activity]
    most = max((ore for _, ore in sums), default=0)
    shown = [
        Bar(page.wording.capital(page.t(f"activity.{code}")), ore, most, wording.kronor(ore))
        for code, ore in sums
    ]
    return bars(shown, title=page.t("costs.picture", year=found.settlement.year)) if most else None
