"""The register's copies as the tables of snapshots read them."""

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_statistics.domain.snapshots import Agreement, Appointment, Centre, Register, Span
from slussen_statistics.repository import register


async def read_register(session: AsyncSession, county_code: str) -> Register:
    """Return a county's centres, agreements and coordinators, past ones included."""
    centres = [
        Centre(
            str(row.centre_id),
            row.name,
            row.municipality_code,
            frozenset(row.activities or ()),
            Span(row.valid_from, row.valid_through),
        )
        for row in await register.list_centres(session, county_code)
    ]
    agreements = [
        Agreement(
            None if row.centre_id is None else str(row.centre_id),
            row.kind,
            Span(row.valid_from, row.valid_through),
        )
        for row in await register.list_agreements(session, county_code)
    ]
    appointments = [
        Appointment(str(row.centre_id), row.profession, row.extent, Span(row.valid_from, row.valid_through))
        for row in await register.list_coordinators(session, county_code)
    ]
    return Register(county_code, tuple(centres), tuple(agreements), tuple(appointments))
