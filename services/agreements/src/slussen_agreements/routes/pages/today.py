"""Where the pages open: today."""

from uuid import UUID

from starlette.responses import Response

from slussen_agreements.domain.attention import Ask
from slussen_agreements.routes.answers import READS
from slussen_agreements.routes.pages.agreements import coordinates, places_of
from slussen_agreements.use_cases import today
from slussen_agreements.use_cases.annual_wheel import MarkedDuty
from slussen_chassis.pages import CurrentPage, page_router
from slussen_chassis.web import CurrentCaller, Now, Transaction

router = page_router("agreements")


@router.get("", dependencies=READS)
async def show_today(page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now) -> Response:
    """Show what is mine, what is late, the next meeting, and what the agreements ask for."""
    found = await today.today(session, caller=caller, now=now)
    late = [(day.centre, one) for day in found.in_full for one in day.late]
    to_sign = [matter for matter in found.matters if matter.ask is Ask.SIGN]
    mine = [
        (day.centre, one)
        for day in found.in_full
        for one in (*day.open, *day.soon)
        if today.is_mine(one, caller)
    ]
    return page.show(
        "today.html",
        day=found,
        may_change=coordinates(caller),
        late=late,
        mine=mine,
        ahead=_ahead(found, {one.duty.key for _, one in mine}),
        to_sign=to_sign,
        places=await places_of(session, [matter.agreement for matter in found.matters]),
        other=[matter for matter in found.matters if matter.ask is not Ask.SIGN],
    )


def _ahead(found: today.Today, told: set[str]) -> dict[UUID, list[MarkedDuty]]:
    """Return each centre's duties that are open or near and have not been told as the reader's own."""
    return {
        day.centre.id: [one for one in (*day.open, *day.soon) if one.duty.key not in told]
        for day in found.in_full
    }
