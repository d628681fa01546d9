"""Coverage (avtalstäckning): is the collaboration of two units at a centre covered, and by what."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import AgreementNotFoundError
from slussen_agreements.domain.cover import Cover, Ground, cover
from slussen_agreements.domain.kinds import rules_of
from slussen_agreements.domain.register import FamilyCentre
from slussen_agreements.domain.register_rules import refuse, unknown
from slussen_agreements.domain.tenancy import county_administration
from slussen_agreements.repository import overview, register
from slussen_agreements.use_cases.access import reader_of
from slussen_agreements.use_cases.places import centre_named
from slussen_agreements.use_cases.profiles import present_profile
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day
from slussen_contracts.agreements.api import AgreementKind
from slussen_contracts.agreements.overview import CoverageCheck


@dataclass(frozen=True, slots=True)
class CheckedCover:
    """The answer to a coverage check."""

    cover: Cover
    on: date


async def check_coverage(
    session: AsyncSession, wanted: CoverageCheck, *, caller: Caller, now: datetime
) -> CheckedCover:
    """Return whether a collaboration is covered; asked by one of the two authorities or by the county.

    Raises:
        AgreementNotFoundError: The caller acts for neither, so that a no would say nothing.
        InvalidError: The centre or a unit is not in the register.
    """
    reader = await reader_of(session, caller)
    centre = await centre_named(session, wanted.centre_id)
    wanted_ids = {"fromUnitId": wanted.from_unit_id, "toUnitId": wanted.to_unit_id}
    units = await register.units(session, wanted_ids.values())
    refuse(unknown(field) for field, unit_id in wanted_ids.items() if unit_id not in units)
    authorities = {unit.authority_id for unit in units.values()}
    if reader not in {*authorities, county_administration(centre.county_code)}:
        raise AgreementNotFoundError
    on = wanted.on or local_day(now)
    audit.record(session, "coverage.check", resource_type="family-centre", resource_id=centre.id)
    if not set(units) <= centre.unit_ids:
        return CheckedCover(Cover(Ground.UNIT_NOT_AT_CENTRE), on)
    agreements = await overview.agreements_at(
        session,
        centre.id,
        county_code=centre.county_code,
        visible_to=reader,
        with_county=_county_covers(centre, on),
    )
    return CheckedCover(cover(agreements, authorities, on), on)


def _county_covers(centre: FamilyCentre, on: date) -> bool:
    """Whether the county works without local agreements, so that its own covers."""
    return not rules_of(AgreementKind.LOCAL, present_profile(centre.profile_id, on)).is_required
