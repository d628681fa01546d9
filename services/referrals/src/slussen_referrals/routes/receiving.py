"""What the recipient does with a referral, from the receipt to the outcome."""

from uuid import UUID

from fastapi import APIRouter

from slussen_chassis.web import Transaction, requires
from slussen_contracts.referrals.api import (
    Act,
    ReferralComplete,
    ReferralDecline,
    ReferralRead,
)
from slussen_contracts.referrals.scopes import RECEIVE
from slussen_referrals.routes.parts import Answer, Asking, By, Settings
from slussen_referrals.routes.views import PREFIX
from slussen_referrals.routes.worded import WordedRoute
from slussen_referrals.use_cases import acting, disclosing

router = APIRouter(prefix=PREFIX, route_class=WordedRoute, tags=["referrals"])


@router.post(
    "/referrals/{referral_id}/receipt", operation_id="receiveReferral", dependencies=[requires(RECEIVE)]
)
async def receive_referral(referral_id: UUID, session: Transaction, by: By, answer: Answer) -> ReferralRead:
    """Notera att enheten har tagit hand om slussningen. / Note that the unit has taken it in hand."""
    made = await acting.note_step(session, referral_id, Act.RECEIVE, by)
    return await answer(made)


@router.post(
    "/referrals/{referral_id}/acceptance", operation_id="acceptReferral", dependencies=[requires(RECEIVE)]
)
async def accept_referral(
    referral_id: UUID, session: Transaction, asking: Asking, answer: Answer
) -> ReferralRead:
    """Ta emot; saknas stöd numera pausas slussningen. / Accept; without a ground by now it is suspended."""
    made = await disclosing.accept_referral(session, referral_id, asking)
    return await answer(made)


@router.post(
    "/referrals/{referral_id}/first-contact", operation_id="contactFamily", dependencies=[requires(RECEIVE)]
)
async def contact_family(referral_id: UUID, session: Transaction, by: By, answer: Answer) -> ReferralRead:
    """Notera första kontakten med familjen. / Record the first contact with the family."""
    made = await acting.contact_family(session, referral_id, by)
    return await answer(made)


@router.post(
    "/referrals/{referral_id}/completion", operation_id="completeReferral", dependencies=[requires(RECEIVE)]
)
async def complete_referral(
    referral_id: UUID,
    body: ReferralComplete,
    session: Transaction,
    by: By,
    settings: Settings,
    answer: Answer,
) -> ReferralRead:
    """Avsluta med utfall och dag för uppföljning, eller ingen. / Close with outcome and follow-up, or none."""
    closing = acting.Closing(body.outcome, body.follow_up_on, body.no_follow_up)
    made = await acting.complete_referral(session, referral_id, closing, by, settings.limits)
    return await answer(made)


@router.post(
    "/referrals/{referral_id}/decline", operation_id="declineReferral", dependencies=[requires(RECEIVE)]
)
async def decline_referral(
    referral_id: UUID, body: ReferralDecline, session: Transaction, by: By, answer: Answer
) -> ReferralRead:
    """Avböj, med skäl. / Decline, with a reason."""
    made = await acting.decline_referral(session, referral_id, body.reason, by)
    return await answer(made)
