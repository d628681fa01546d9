"""A centre's annual wheel: drawn, told month by month, and duties marked as done."""

import re
from datetime import date
from typing import Annotated, Any

from fastapi import Path, Query
from starlette.responses import Response

from slussen_agreements.domain.annual_wheel import by_month, parts_missing
from slussen_agreements.drawing.year_wheel import Dot, year_wheel
from slussen_agreements.routes.answers import COORDINATES, READS
from slussen_agreements.routes.pages.centres import framed
from slussen_agreements.routes.pages.paths import HOME, of_centre
from slussen_agreements.routes.pages.wording import stands
from slussen_agreements.routes.visits import AtCentre
from slussen_agreements.use_cases import annual_wheel
from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_contracts.agreements.annual_wheel import DutyChange

router = page_router("agreements", "/centres/{centre_id}/wheel")

AnyYear = Annotated[int | None, Query(ge=2000, le=2200)]
DutyKey = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,63}:\d{4}-\d{2}-\d{2}$")]


class DutyForm(FormModel):
    """What becomes of a duty; `back` tells where the button stood."""

    version: int
    done: str | None = None
    done_on: date | None = None
    handed_in: tuple[str, ...] = ()
    back: str | None = None


@router.get("", dependencies=READS)
async def show_wheel(page: CurrentPage, visit: AtCentre, year: AnyYear = None) -> Response:
    """Show a year's wheel."""
    return await _shown(page, visit, year or visit.today.year, page.form())


@router.post("/{key}", dependencies=COORDINATES)
async def mark_duty(page: CurrentPage, visit: AtCentre, key: DutyKey) -> Response:
    """Mark a duty as done, or not, and go back to where the button stood."""
    form = await page.entered(DutyForm)
    year = int(key.rpartition(":")[2][:4])
    if content := form.content:
        async with form.attempt(visit.session):
            done_on = (content.done_on or visit.today) if content.done else None
            wanted = DutyChange(done_on=done_on, handed_in=content.handed_in)
            await annual_wheel.change_duty(visit, key, wanted, expected=content.version)
            return page.go(_back(content, visit, year), said="duty-done" if content.done else "duty-stored")
    return await _shown(page, visit, year, form)


def _back(content: DutyForm, visit: AtCentre, year: int) -> str:
    """Return where the button stood: one of our own pages, else the wheel."""
    if content.back and re.fullmatch(rf"{HOME}(?:/[a-z0-9-]+)*", content.back):
        return content.back
    return f"{of_centre(visit.centre_id, 'wheel')}?year={year}"


async def _shown(page: WebPage, visit: AtCentre, year: int, form: Form[Any]) -> Response:
    found = await annual_wheel.wheel(visit, year)
    duties = {one.duty.key: one for one in found.duties}
    months = by_month([one.duty for one in found.duties])
    dots = {
        month: [
            Dot(stands(duties[duty.key], visit.today), duty.what.en if page.english else duty.what.sv)
            for duty in of_month
        ]
        for month, of_month in months.items()
    }
    names = page.wording
    present = visit.today.month if visit.today.year == year else None
    return page.show(
        "wheel.html",
        form=form,
        year=year,
        months={month: [duties[duty.key] for duty in of_month] for month, of_month in months.items()},
        picture=year_wheel(dots, [names.month(n) for n in range(1, 13)], year=year, present=present),
        parts_missing=parts_missing,
        **await framed(visit),
    )
