"""Read referrals: one, its history, the inbox and what was sent; every one shown leaves an audit row."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.auth import Caller
from slussen_chassis.web import PageRequest
from slussen_contracts.referrals.api import Party
from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals import register, repository
from slussen_referrals.domain.referral import Referral
from slussen_referrals.tables import ReferralStepRow
from slussen_referrals.use_cases.keeping import reader, trace, unit_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A referral as one reader sees it: as what the reader takes part, and what places are called."""

    referral: Referral
    parties: frozenset[Party]
    unit_names: dict[UUID, str]
    display_term: str


async def read_referral(session: AsyncSession, referral_id: UUID, *, caller: Caller) -> Shown:
    """Return a referral that the caller's unit sends or receives."""
    referral = await repository.get(session, referral_id, visible_to=reader(caller))
    trace(session, "referral.read", referral)
    return (await show(session, [referral], caller=caller))[0]


async def read_history(
    session: AsyncSession, referral_id: UUID, *, caller: Caller
) -> Sequence[ReferralStepRow]:
    """Return what was done with a referral, the oldest first."""
    referral = await repository.get(session, referral_id, visible_to=reader(caller))
    trace(session, "referral.read_history", referral)
    return await repository.list_steps(session, referral.id)


async def list_referrals(
    session: AsyncSession, *, caller: Caller, inbox: bool, states: Collection[State], page: PageRequest
) -> list[Shown]:
    """Return the referrals sent to the caller's unit, or made by it, with one more than the page holds."""
    found = await repository.list_for_unit(
        session,
        unit_of(caller),
        inbox=inbox,
        states=states,
        limit=page.limit + 1,
        offset=page.offset,
    )
    for referral in found[: page.limit]:
        trace(session, "referral.list", referral)
    return await show(session, found, caller=caller)


async def show(session: AsyncSession, referrals: Sequence[Referral], *, caller: Caller) -> list[Shown]:
    """Return referrals as the caller sees them."""
    units = {unit for r in referrals for unit in (r.from_unit_id, r.to_unit_id) if unit}
    names = await register.unit_names(session, units)
    terms = await register.display_terms(session, {r.centre_id for r in referrals})
    unit_id = unit_of(caller)
    return [Shown(r, r.parties(unit_id), names, terms.get(r.centre_id, "slussning")) for r in referrals]
