"""Short messages between the two sides of a referral, while it lasts."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id
from slussen_chassis.database import context_of
from slussen_contracts.referrals.api import CoreStatus, MessageCode
from slussen_referrals.domain.errors import ActNotPossibleError
from slussen_referrals.domain.states import CORE_STATUS
from slussen_referrals.repository import messages
from slussen_referrals.repository import referrals as repository
from slussen_referrals.tables import ReferralMessageRow
from slussen_referrals.use_cases.acting import By
from slussen_referrals.use_cases.keeping import place_of, reader, trace


async def send_message(
    session: AsyncSession, referral_id: UUID, code: MessageCode, about_on: date | None, by: By
) -> ReferralMessageRow:
    """Tell the other side something about the hand-over.

    Raises:
        ActNotPossibleError: Nothing was sent yet, or the referral has ended: there is no other side.
    """
    referral = await repository.get(session, referral_id, visible_to=reader(by.caller))
    if referral.sent_at is None or CORE_STATUS[referral.state] is not CoreStatus.OPEN:
        raise ActNotPossibleError
    at = place_of(by.caller)
    message = ReferralMessageRow(
        id=new_id(),
        referral_id=referral.id,
        county_code=referral.county_code,
        responsible_authority_id=referral.responsible_authority_id,
        party=max(referral.parties(at)).value,
        unit_id=at.unit_id,
        actor=context_of(session).actor,
        code=code.value,
        about_on=about_on,
        at=by.now,
    )
    await messages.add_message(session, message)
    trace(session, "referral.message", referral)
    return message


async def list_messages(
    session: AsyncSession, referral_id: UUID, caller: Caller
) -> Sequence[ReferralMessageRow]:
    """Return a referral's messages, the oldest first."""
    referral = await repository.get(session, referral_id, visible_to=reader(caller))
    trace(session, "referral.read_messages", referral)
    return await messages.list_messages(session, referral.id)
