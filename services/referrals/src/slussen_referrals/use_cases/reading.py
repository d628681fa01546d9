"""Read referrals: one, its history, the inbox and what was sent; every one shown leaves an audit row."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.auth import Caller
from slussen_chassis.web import PageRequest
from slussen_contracts.referrals.api import Party
from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals import register
from slussen_referrals.domain.referral import Referral
from slussen_referrals.domain.words import USUAL_TERM
from slussen_referrals.repository import directory
from slussen_referrals.repository import referrals as repository
from slussen_referrals.repository.persons import same_person
from slussen_referrals.tables import ReferralStepRow
from slussen_referrals.use_cases.keeping import place_of, reader, trace


@dataclass(frozen=True, slots=True)
class Shown:
    """A referral as one reader sees it: as what the reader takes part, and what places are called."""

    referral: Referral
    parties: frozenset[Party]
    unit_names: dict[UUID, str]
    display_term: str
    today: date


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks, and on which day."""

    caller: Caller
    today: date


async def read_referral(session: AsyncSession, referral_id: UUID, looking: Looking) -> Shown:
    """Return a referral that the caller's unit sends or receives."""
    referral = await repository.get(session, referral_id, visible_to=reader(looking.caller))
    trace(session, "referral.read", referral)
    return (await show(session, [referral], looking))[0]


async def read_history(
    session: AsyncSession, referral_id: UUID, *, caller: Caller
) -> Sequence[ReferralStepRow]:
    """Return what was done with a referral, the oldest first."""
    referral = await repository.get(session, referral_id, visible_to=reader(caller))
    trace(session, "referral.read_history", referral)
    return await repository.list_steps(session, referral.id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which referrals are asked for: what was sent to the unit or made by it, in which states."""

    inbox: bool
    states: Collection[State]
    page: PageRequest


async def list_referrals(session: AsyncSession, wanted: Wanted, looking: Looking) -> list[Shown]:
    """Return the referrals sent to the caller's unit, or made by it, with one more than the page holds."""
    page = wanted.page
    found = await repository.list_for_unit(
        session,
        reader(looking.caller),
        inbox=wanted.inbox,
        states=wanted.states,
        limit=page.limit + 1,
        offset=page.offset,
    )
    for referral in found[: page.limit]:
        trace(session, "referral.list", referral)
    return await show(session, found, looking)


@dataclass(frozen=True, slots=True)
class Search:
    """Which referrals are looked for, of those that the caller's unit sends or receives; None: any."""

    states: Collection[State] | None
    subject_id: UUID | None
    to_unit_id: UUID | None
    from_unit_id: UUID | None
    page: PageRequest


async def search_referrals(session: AsyncSession, wanted: Search, looking: Looking) -> list[Shown]:
    """Return what fits, the newest first, with one more than the page holds.

    A search by person finds the person under all ids, and only what shows the caller about whom it is: that
    something is found tells as much.
    """
    at, page = reader(looking.caller), wanted.page
    found = await repository.search_for_unit(
        session,
        at,
        states=wanted.states,
        subject_ids=await same_person(session, wanted.subject_id) if wanted.subject_id else None,
        to_unit_id=wanted.to_unit_id,
        from_unit_id=wanted.from_unit_id,
        limit=page.limit + 1,
        offset=page.offset,
    )
    if wanted.subject_id:
        place = place_of(looking.caller)
        found = [one for one in found if one.discloses_to(one.parties(place), looking.today)]
    for referral in found[: page.limit]:
        trace(session, "referral.search", referral)
    return await show(session, found, looking)


async def show(session: AsyncSession, referrals: Sequence[Referral], looking: Looking) -> list[Shown]:
    """Return referrals as the caller sees them."""
    units = {unit for r in referrals for unit in (r.from_unit_id, r.to_unit_id) if unit}
    entries = {r.to_entry_id for r in referrals if r.to_entry_id}
    names = await register.unit_names(session, units) | await directory.names(session, entries)
    terms = await register.display_terms(session, {r.centre_id for r in referrals})
    at = place_of(looking.caller)
    return [
        Shown(r, r.parties(at), names, terms.get(r.centre_id, USUAL_TERM), looking.today) for r in referrals
    ]
