"""The register's things as it had them on a day in Europe/Stockholm."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.classification import Classification, classify
from slussen_agreements.domain.register import (
    AuthorityNotFoundError,
    BoardNotFoundError,
    CentreNotFoundError,
    UnitNotFoundError,
)
from slussen_agreements.domain.register_rules import refuse
from slussen_agreements.repository import history
from slussen_agreements.repository.history import Kept
from slussen_agreements.use_cases.profiles import present_profile
from slussen_chassis.clock import STOCKHOLM, local_day
from slussen_chassis.errors import FieldProblem, NotFoundError
from slussen_chassis.web import PageRequest
from slussen_contracts.identifiers import Activity
from slussen_contracts.profiles import CountyProfile


class NoHistoryError(NotFoundError):
    """The register has no history of the thing for so early a day."""

    code: ClassVar[str] = "no-history"
    title_sv: ClassVar[str] = "Registret har ingen historik för den dagen"
    title_en: ClassVar[str] = "The register has no history of that day"


@dataclass(frozen=True, slots=True)
class CentreThen:
    """A centre as it was, and what it was under its profile that day."""

    kept: Kept
    profile: CountyProfile
    classification: Classification


async def authority_at(session: AsyncSession, authority_id: UUID, as_of: date, *, now: datetime) -> Kept:
    """Return a responsible authority as the register had it at the end of a day; raises as `unit_at`."""
    before = midnight_after(as_of, now)
    return await _at(session, history.AUTHORITY, authority_id, before, AuthorityNotFoundError)


async def board_at(session: AsyncSession, board_id: UUID, as_of: date, *, now: datetime) -> Kept:
    """Return a board as the register had it at the end of a day; raises as `unit_at`."""
    return await _at(session, history.BOARD, board_id, midnight_after(as_of, now), BoardNotFoundError)


async def unit_at(session: AsyncSession, unit_id: UUID, as_of: date, *, now: datetime) -> Kept:
    """Return a unit as the register had it at the end of a day.

    Raises:
        InvalidError: The day has not come.
        NoHistoryError: The register's history of the unit begins later.
        UnitNotFoundError: There is no such unit.
    """
    return await _at(session, history.UNIT, unit_id, midnight_after(as_of, now), UnitNotFoundError)


async def centre_at(session: AsyncSession, centre_id: UUID, as_of: date, *, now: datetime) -> CentreThen:
    """Return a centre as the register had it at the end of a day; raises as `unit_at`."""
    kept = await _at(session, history.CENTRE, centre_id, midnight_after(as_of, now), CentreNotFoundError)
    return _classified(kept, as_of)


async def units_at(
    session: AsyncSession,
    page: PageRequest,
    as_of: date,
    *,
    county_code: str | None,
    hsa_id: str | None,
    now: datetime,
) -> list[Kept]:
    """Return units by name as the register had them at the end of a day, one more than the page holds."""
    member = None if hsa_id is None else ("hsaId", hsa_id)
    return await history.listed_at(
        session, history.UNIT, midnight_after(as_of, now), page, county_code=county_code, member=member
    )


async def centres_at(
    session: AsyncSession,
    page: PageRequest,
    as_of: date,
    *,
    county_code: str | None,
    municipality_code: str | None,
    now: datetime,
) -> list[CentreThen]:
    """Return centres by name as the register had them at the end of a day, one more than the page holds."""
    member = None if municipality_code is None else ("municipalityCode", municipality_code)
    found = await history.listed_at(
        session, history.CENTRE, midnight_after(as_of, now), page, county_code=county_code, member=member
    )
    return [_classified(kept, as_of) for kept in found]


def midnight_after(as_of: date, now: datetime) -> datetime:
    """Return the midnight that ends a day, which is today or earlier.

    Raises:
        InvalidError: The day has not come.
    """
    if as_of > local_day(now):
        refuse(
            [FieldProblem("asOf", "not-in-future", "dagen har inte kommit än", "the day has not come yet")]
        )
    return datetime.combine(as_of + timedelta(days=1), time.min, STOCKHOLM)


async def _at(
    session: AsyncSession, kind: str, thing_id: UUID, before: datetime, missing: type[NotFoundError]
) -> Kept:
    found = await history.kept_at(session, kind, thing_id, before)
    if found is not None:
        return found
    since = await history.history_since(session, kind, thing_id)
    if since is None:
        raise missing
    day = local_day(since)
    raise NoHistoryError(sv=f"Historik finns från och med {day}", en=f"There is history from {day} on")


def _classified(kept: Kept, as_of: date) -> CentreThen:
    state = kept.state
    profile = present_profile(state["profileId"], as_of)
    activities = {Activity(each["activity"]) for each in state["activities"]}
    found = classify(activities, profile, co_located=state["coLocated"], simultaneous=state["simultaneous"])
    return CentreThen(kept, profile, found)
