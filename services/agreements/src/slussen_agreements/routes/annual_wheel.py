"""A centre's annual wheel over REST, the links to its calendar, and the calendar itself."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Path
from starlette.responses import Response

from slussen_agreements.domain.annual_wheel import by_month, parts_missing, remind_on, state
from slussen_agreements.domain.duty_mark import REMINDED_AHEAD
from slussen_agreements.routes.answers import COORDINATES, PREFIX, READS, read
from slussen_agreements.routes.visits import CENTRE, AtCentre, Year
from slussen_agreements.use_cases import annual_wheel, calendars
from slussen_agreements.use_cases.annual_wheel import MarkedDuty, Wheel
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import Now, RequiredIfMatch, Transaction, set_etag
from slussen_contracts.agreements.annual_wheel import (
    AnnualWheelRead,
    CalendarLinkCreate,
    CalendarLinkMade,
    CalendarLinkRead,
    DutyChange,
    DutyRead,
    WheelMonthRead,
)

router = APIRouter(prefix=CENTRE, route_class=TransactionRoute, tags=["annual-wheel"])
calendar_router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["annual-wheel"])

DutyKey = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,63}:\d{4}-\d{2}-\d{2}$")]
Secret = Annotated[str, Path(max_length=100)]


@router.get("/annual-wheel", operation_id="getAnnualWheel", dependencies=READS)
async def get_wheel(visit: AtCentre, year: Year) -> AnnualWheelRead:
    """Visa ett års uppgifter, månad för månad. / Show a year's duties, month by month."""
    return _wheel(visit, await annual_wheel.wheel(visit, year))


@router.put("/annual-wheel/duties/{key}", operation_id="changeDuty", dependencies=COORDINATES)
async def put_duty(
    visit: AtCentre, key: DutyKey, wanted: DutyChange, response: Response, expected: RequiredIfMatch
) -> DutyRead:
    """Markera en uppgift som gjord, eller inte, och vilka delar som är inlämnade. / Mark a duty as done, or not."""
    changed = await annual_wheel.change_duty(visit, key, wanted, expected=expected)
    set_etag(response, changed.mark.version)
    return _duty(visit, changed, shows_owner=True)


@router.post("/calendar-links", operation_id="makeCalendarLink", status_code=201, dependencies=COORDINATES)
async def make_link(
    visit: AtCentre,
    wanted: CalendarLinkCreate,
    response: Response,
    idempotency_key: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> CalendarLinkMade:
    """Skapa en hemlig kalenderlänk; den visas bara nu. / Make a secret calendar link, shown this once."""
    if idempotency_key is not None:
        raise InvalidError(
            FieldProblem(
                "Idempotency-Key",
                "not-here",
                "används inte här: svaret har en hemlighet och sparas inte",
                "is not used here: the answer holds a secret and is not kept",
            )
        )
    made = await calendars.make_link(visit, wanted)
    response.headers["Cache-Control"] = "no-store"
    shown = read(CalendarLinkRead, made.link)
    return CalendarLinkMade(**dict(shown), path=f"{PREFIX}/calendars/{made.secret}.ics")


@router.get("/calendar-links", operation_id="listCalendarLinks", dependencies=COORDINATES)
async def list_links(visit: AtCentre) -> list[CalendarLinkRead]:
    """Lista centralens kalenderlänkar, utan hemligheter. / List the centre's calendar links, without secrets."""
    return [read(CalendarLinkRead, link) for link in await calendars.list_links(visit)]


@router.delete(
    "/calendar-links/{link_id}",
    operation_id="revokeCalendarLink",
    status_code=204,
    dependencies=COORDINATES,
)
async def revoke_link(visit: AtCentre, link_id: UUID) -> None:
    """Återkalla en kalenderlänk. / Revoke a calendar link."""
    await calendars.revoke_link(visit, link_id)


@calendar_router.get(
    "/calendars/{secret}.ics",
    operation_id="getCalendar",
    response_class=Response,
    responses={
        200: {"content": {"text/calendar": {"schema": {"type": "string"}}}},
        304: {"description": "Kalendern är oförändrad. / The calendar has not changed."},
    },
)
async def get_calendar(
    secret: Secret, session: Transaction, now: Now, if_none_match: Annotated[str | None, Header()] = None
) -> Response:
    """Prenumerera på en centrals årshjul; länken är hemlig. / Subscribe to a centre's wheel by a secret link."""
    found = await calendars.calendar(session, secret, now=now)
    headers = {
        "Cache-Control": "private, max-age=900",
        "Referrer-Policy": "no-referrer",
        "ETag": f'W/"{found.tag}"',
    }
    if if_none_match is not None and found.tag in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(found.written, media_type="text/calendar; charset=utf-8", headers=headers)


def _wheel(visit: AtCentre, wheel: Wheel) -> AnnualWheelRead:
    profile = wheel.ground.profile
    of = {one.duty.key: one for one in wheel.duties}
    own = visit.caller.county_code == wheel.ground.centre.county_code
    months = by_month([one.duty for one in wheel.duties])
    return AnnualWheelRead(
        centre_id=visit.centre_id,
        year=wheel.year,
        profile_id=profile.id,
        profile_first_day=profile.first_day,
        months=tuple(
            WheelMonthRead(
                month=month,
                duties=tuple(_duty(visit, of[duty.key], shows_owner=own) for duty in of_month),
            )
            for month, of_month in months.items()
        ),
    )


def _duty(visit: AtCentre, one: MarkedDuty, *, shows_owner: bool) -> DutyRead:
    duty, mark = one.duty, one.mark
    return DutyRead(
        key=duty.key,
        version=mark.version,
        sv=duty.what.sv,
        en=duty.what.en,
        responsible=duty.responsible,
        owner_subject=duty.owner if shows_owner else None,
        first_day=duty.period.first,
        last_day=duty.period.last,
        has_stated_time=duty.has_stated_time,
        remind_on=remind_on(duty, REMINDED_AHEAD),
        state=state(duty, done_on=mark.done_on, today=visit.today),
        done_on=mark.done_on,
        parts=duty.parts,
        parts_missing=parts_missing(duty, mark.handed_in),
    )
