"""Who steers a centre, over REST: seats, meetings, coordinators, and the local agreement's own terms."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from slussen_agreements.repository.centre_sections import Entered
from slussen_agreements.routes.answers import COORDINATES, READS, read
from slussen_agreements.routes.visits import CENTRE, AtCentre, AtCentreThen, Year, found, named
from slussen_agreements.use_cases import coordinators, steering
from slussen_agreements.use_cases.coordinators import JudgedAppointment
from slussen_agreements.use_cases.steering import RuledMeetings, Seats, SteeringYear
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import RequiredIfMatch, set_etag
from slussen_contracts.agreements.steering import (
    AppointmentChange,
    AppointmentCreate,
    AppointmentRead,
    LocalTermsRead,
    LocalTermsWrite,
    MeetingCreate,
    MeetingRead,
    MeetingRuleRead,
    SeatRead,
    SeatsRead,
    SeatsWrite,
    SteeringRead,
)

router = APIRouter(prefix=CENTRE, route_class=TransactionRoute, tags=["steering"])


@router.get("/local-terms", operation_id="getLocalTerms", dependencies=READS)
async def get_local_terms(visit: AtCentreThen, response: Response) -> LocalTermsRead:
    """Visa vad det lokala avtalet säger där länet överlåter det. / Show what the county leaves to the agreement."""
    return _terms(visit, await steering.local_terms(visit), response)


@router.put("/local-terms", operation_id="enterLocalTerms", dependencies=COORDINATES)
async def put_local_terms(
    visit: AtCentre, wanted: LocalTermsWrite, response: Response, expected: RequiredIfMatch
) -> LocalTermsRead:
    """Lägg in vad det lokala avtalet säger. / Enter what the local agreement says."""
    return _terms(visit, await steering.enter_local_terms(visit, wanted, expected=expected), response)


@router.get("/steering", operation_id="getSteering", dependencies=READS)
async def get_steering(visit: AtCentre, year: Year) -> SteeringRead:
    """Visa ett års styrning mot länets minimum. / Show a year of steering against the county's minimums."""
    return _year(await steering.steering_year(visit, year))


@router.get("/steering/seats", operation_id="getSteeringSeats", dependencies=READS)
async def get_seats(visit: AtCentreThen, response: Response) -> SeatsRead:
    """Visa styrgruppens platser. / Show the steering group's seats."""
    return _seats_read(visit, await steering.seats(visit), response)


@router.put("/steering/seats", operation_id="enterSteeringSeats", dependencies=COORDINATES)
async def put_seats(
    visit: AtCentre, wanted: SeatsWrite, response: Response, expected: RequiredIfMatch
) -> SeatsRead:
    """Lägg in vilka platser som är besatta. / Enter which seats are filled."""
    return _seats_read(visit, await steering.enter_seats(visit, wanted, expected=expected), response)


@router.post("/meetings", operation_id="recordMeeting", status_code=201, dependencies=COORDINATES)
async def record_meeting(visit: AtCentre, wanted: MeetingCreate) -> MeetingRead:
    """Anteckna ett möte eller en utvecklingsdag som hållits. / Record a meeting that was held."""
    return read(MeetingRead, await steering.record_meeting(visit, wanted))


@router.delete(
    "/meetings/{meeting_id}", operation_id="removeMeeting", status_code=204, dependencies=COORDINATES
)
async def remove_meeting(visit: AtCentre, meeting_id: UUID) -> None:
    """Ta bort ett möte som antecknats av misstag. / Remove a meeting that was entered by mistake."""
    await steering.remove_meeting(visit, meeting_id)


@router.get("/coordinator-appointments", operation_id="listCoordinatorAppointments", dependencies=READS)
async def list_appointments(visit: AtCentre) -> list[AppointmentRead]:
    """Lista samordnarnas förordnanden. / List the coordinators' appointments."""
    return [_appointment(one) for one in await coordinators.appointments(visit)]


@router.post(
    "/coordinator-appointments",
    operation_id="appointCoordinator",
    status_code=201,
    dependencies=COORDINATES,
)
async def appoint(visit: AtCentre, wanted: AppointmentCreate, response: Response) -> AppointmentRead:
    """Förordna en samordnare. / Appoint a coordinator."""
    made = await coordinators.appoint(visit, wanted)
    set_etag(response, made.appointment.version)
    return _appointment(made)


@router.put(
    "/coordinator-appointments/{appointment_id}",
    operation_id="changeCoordinatorAppointment",
    dependencies=COORDINATES,
)
async def change_appointment(
    visit: AtCentre,
    appointment_id: UUID,
    wanted: AppointmentChange,
    response: Response,
    expected: RequiredIfMatch,
) -> AppointmentRead:
    """Ändra ett förordnande: slutdag, omfattning, överlämning. / Change an appointment."""
    changed = await coordinators.change_appointment(visit, appointment_id, wanted, expected=expected)
    set_etag(response, changed.appointment.version)
    return _appointment(changed)


def _terms(visit: AtCentre, known: Entered[LocalTermsWrite], response: Response) -> LocalTermsRead:
    set_etag(response, known.version)
    return LocalTermsRead(centre_id=visit.centre_id, version=known.version, **dict(known.content))


def _seats_read(visit: AtCentre, seats: Seats, response: Response) -> SeatsRead:
    set_etag(response, seats.version)
    return SeatsRead(
        centre_id=visit.centre_id,
        version=seats.version,
        seats=_seats(seats),
        holders=seats.holders,
        findings=found(seats.findings),
    )


def _seats(seats: Seats) -> tuple[SeatRead, ...]:
    return tuple(SeatRead(**dict(named(seat)), filled=seat.key in seats.filled) for seat in seats.seats)


def _rule(one: RuledMeetings) -> MeetingRuleRead:
    return MeetingRuleRead(
        **dict(named(one.rule.name)),
        regulated_by=one.regulated_by,
        min_per_year=one.rule.min_per_year,
        monthly=one.rule.monthly,
        left=one.left,
    )


def _year(year: SteeringYear) -> SteeringRead:
    return SteeringRead(
        centre_id=year.ground.centre.id,
        year=year.year,
        profile_id=year.ground.profile.id,
        profile_first_day=year.ground.profile.first_day,
        rules=tuple(_rule(one) for one in year.rules),
        seats=_seats(year.seats),
        meetings=tuple(read(MeetingRead, meeting) for meeting in year.meetings),
        has_coordinator=year.has_coordinator,
        professions_not_yet_coordinating=year.not_yet_coordinating,
        findings=found(year.findings),
    )


def _appointment(one: JudgedAppointment) -> AppointmentRead:
    known = one.appointment
    return AppointmentRead(
        id=known.id,
        version=known.version,
        holder_subject=known.holder_subject,
        profession=known.profession,
        unit_id=known.unit_id,
        extent=known.extent,
        valid_from=known.valid_from,
        valid_through=known.valid_through,
        leaving_reported_on=known.leaving_reported_on,
        handed_over=known.handed_over,
        earliest_leaving=one.earliest_leaving,
        findings=found(one.findings),
    )
