"""Coordinators (samordnare): appointed, changed, and judged against the county's terms."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from slussen_agreements.domain import register_rules
from slussen_agreements.domain.appointments import CoordinatorAppointment, appointment_faults
from slussen_agreements.domain.coordinator import earliest_leaving, ending_findings
from slussen_agreements.domain.findings import Finding, NotRegulated, Weight
from slussen_agreements.domain.profile_rules.governance import coordinator_terms
from slussen_agreements.domain.register import FamilyCentre, require_county
from slussen_agreements.repository import steering as repository
from slussen_agreements.use_cases.centre_visits import Ground, Visit, centre_to_change, ground_on
from slussen_chassis.clock import new_id
from slussen_chassis.outbox import enqueue
from slussen_chassis.web import check_version
from slussen_contracts.agreements import steering as api
from slussen_contracts.agreements.events import (
    CoordinatorAppointed,
    CoordinatorAppointmentChanged,
    CoordinatorEvent,
)


@dataclass(frozen=True, slots=True)
class JudgedAppointment:
    """An appointment with when its holder may leave and what was found when it ended."""

    appointment: CoordinatorAppointment
    earliest_leaving: date | None
    findings: tuple[Finding, ...]


async def appoint(visit: Visit, wanted: api.AppointmentCreate) -> JudgedAppointment:
    """Appoint a coordinator, and announce it without telling who.

    Raises:
        InvalidError: Days are out of order.
        DomainError: The caller may not, as `centre_to_change` says.
    """
    centre = await centre_to_change(visit)
    appointment = CoordinatorAppointment(id=new_id(), centre_id=centre.id, **dict(wanted))
    register_rules.refuse(appointment_faults(appointment, centre.unit_ids, visit.today))
    await repository.add_appointment(visit.session, appointment)
    enqueue(visit.session, _appointed(CoordinatorAppointed, centre, appointment, visit.now))
    return _judged(await ground_on(visit, visit.today), appointment)


async def change_appointment(
    visit: Visit, appointment_id: UUID, wanted: api.AppointmentChange, *, expected: int | None
) -> JudgedAppointment:
    """Change an appointment: its term, extent, that the holder leaves, what is handed over.

    Raises:
        AppointmentNotFoundError: The centre has no such appointment.
        PreconditionFailedError: It has another version than `expected`.
        InvalidError: Days are out of order.
        DomainError: The caller may not, as `centre_to_change` says.
    """
    centre = await centre_to_change(visit)
    before = await repository.get_appointment(visit.session, centre.id, appointment_id)
    check_version(before.version, expected)
    after = replace(before, version=before.version + 1, **dict(wanted))
    register_rules.refuse(appointment_faults(after, centre.unit_ids, visit.today))
    await repository.save_appointment(visit.session, after)
    enqueue(visit.session, _appointed(CoordinatorAppointmentChanged, centre, after, visit.now))
    return _judged(await ground_on(visit, visit.today), after)


async def appointments(visit: Visit) -> list[JudgedAppointment]:
    """Return the centre's appointments; they name staff and are shown in the centre's own county.

    Raises:
        CentreNotFoundError: There is no such centre.
        OtherCountyError: It is another county's.
    """
    ground = await ground_on(visit, visit.today)
    require_county(visit.caller.county_code, ground.centre.county_code)
    found = await repository.appointments(visit.session, visit.centre_id)
    return [_judged(ground, one) for one in found]


def _judged(ground: Ground, appointment: CoordinatorAppointment) -> JudgedAppointment:
    rules = coordinator_terms(ground.profile)
    reported = appointment.leaving_reported_on
    leaving = earliest_leaving(reported, rules) if reported else None
    findings = list(ending_findings(appointment.term, rules))
    if isinstance(leaving, NotRegulated):
        findings.append(Finding(leaving.matter, Weight.NOTICE, leaving.sv, leaving.en))
        leaving = None
    return JudgedAppointment(appointment, leaving, tuple(findings))


def _appointed(
    kind: type[CoordinatorEvent], centre: FamilyCentre, appointment: CoordinatorAppointment, now: datetime
) -> CoordinatorEvent:
    return kind(
        id=new_id(),
        occurred_at=now.astimezone(UTC),
        county_code=centre.county_code,
        aggregate_id=appointment.id,
        aggregate_version=appointment.version,
        centre_id=centre.id,
        profession=appointment.profession,
        extent=appointment.extent,
        valid_from=appointment.valid_from,
        valid_through=appointment.valid_through,
    )
