"""Short messages over REST."""

from uuid import UUID

from fastapi import APIRouter

from slussen_chassis.web import CurrentCaller, Transaction, requires
from slussen_contracts.referrals.api import MessageCreate, MessageRead
from slussen_contracts.referrals.scopes import READ
from slussen_referrals.routes.parts import By
from slussen_referrals.routes.views import PREFIX
from slussen_referrals.routes.worded import WordedRoute
from slussen_referrals.use_cases import messages

router = APIRouter(prefix=PREFIX, route_class=WordedRoute, tags=["messages"])


@router.post(
    "/referrals/{referral_id}/messages",
    operation_id="sendMessage",
    status_code=201,
    dependencies=[requires(READ)],
)
async def send_message(referral_id: UUID, body: MessageCreate, session: Transaction, by: By) -> MessageRead:
    """Säg något kort till andra sidan: en kod och en dag. / Tell the other side something short.

    Ingen fritext och inga bilagor i denna version. / No free text and no attachments in this version.
    """
    sent = await messages.send_message(session, referral_id, body.code, body.about_on, by)
    return MessageRead.model_validate(sent, from_attributes=True)


@router.get("/referrals/{referral_id}/messages", operation_id="listMessages", dependencies=[requires(READ)])
async def list_messages(referral_id: UUID, session: Transaction, caller: CurrentCaller) -> list[MessageRead]:
    """Läs meddelandena, det äldsta först. / Read the messages, the oldest first."""
    found = await messages.list_messages(session, referral_id, caller)
    return [MessageRead.model_validate(message, from_attributes=True) for message in found]
