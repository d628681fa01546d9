"""Events in: every step of a referral into the ledger, units and centres into their copies.

The chassis marks each event in the inbox, in the transaction of its effect; versions take care of order.
"""

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.bus import Subscriptions
from slussen_contracts.agreements import events as agreements
from slussen_contracts.referrals import events as referrals
from slussen_statistics.domain.pseudonyms import Pseudonyms
from slussen_statistics.use_cases import ledger, register

CONSUMER = "statistics"


def subscriptions_with(pseudonyms: Pseudonyms) -> Subscriptions:
    """Return what statistics does with others' events; `pseudonyms` stand for families and children."""
    subscriptions = Subscriptions(CONSUMER)

    @subscriptions.on(*referrals.EVENTS)
    async def record_referral(event: referrals.ReferralState, session: AsyncSession) -> None:
        """Count the referral as it now is."""
        await ledger.record_referral(session, event, pseudonyms)

    @subscriptions.on(agreements.UnitRegistered, agreements.UnitChanged)
    async def copy_unit(event: agreements.UnitState, session: AsyncSession) -> None:
        """Learn at which centres the unit works."""
        await register.copy_unit(session, event)

    @subscriptions.on(agreements.FamilyCentreRegistered, agreements.FamilyCentreChanged)
    async def copy_centre(event: agreements.FamilyCentreState, session: AsyncSession) -> None:
        """Learn the centre's name and place."""
        await register.copy_centre(session, event)

    return subscriptions
