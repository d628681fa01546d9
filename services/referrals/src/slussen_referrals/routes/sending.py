"""What the sender does with a referral, from the offer to the recall."""

from uuid import UUID

from fastapi import APIRouter

from slussen_chassis.web import Transaction, requires
from slussen_contracts.referrals.api import (
    Act,
    ReferralPermit,
    ReferralRead,
    ReferralRecall,
    ReferralSend,
    StatisticsChoice,
)
from slussen_contracts.referrals.scopes import SEND
from slussen_referrals.domain import referral as domain
from slussen_referrals.routes.parts import Answer, Asking, By, Opener, Settings
from slussen_referrals.routes.views import PREFIX
from slussen_referrals.routes.worded import WordedRoute
from slussen_referrals.use_cases import acting, disclosing, opening

router = APIRouter(prefix=PREFIX, route_class=WordedRoute, tags=["referrals"])


@router.post("/referrals/{referral_id}/offer", operation_id="offerReferral", dependencies=[requires(SEND)])
async def offer_referral(referral_id: UUID, session: Transaction, by: By, answer: Answer) -> ReferralRead:
    """Notera att familjen har erbjudits slussningen. / Note that the family was offered it."""
    made = await acting.note_step(session, referral_id, Act.OFFER, by)
    return await answer(made)


@router.post(
    "/referrals/{referral_id}/permission-request",
    operation_id="askPermission",
    dependencies=[requires(SEND)],
)
async def ask_permission(referral_id: UUID, session: Transaction, by: By, answer: Answer) -> ReferralRead:
    """Notera att föräldern är tillfrågad om medgivande. / Note that the parent was asked for permission."""
    made = await acting.note_step(session, referral_id, Act.ASK_PERMISSION, by)
    return await answer(made)


@router.post(
    "/referrals/{referral_id}/permission", operation_id="permitReferral", dependencies=[requires(SEND)]
)
async def permit_referral(
    referral_id: UUID,
    body: ReferralPermit,
    session: Transaction,
    opener: Opener,
    answer: Answer,
) -> ReferralRead:
    """Registrera förälderns medgivande; slussningen är öppen. / Record the parent's permission; it is open."""
    permission = domain.Permission(body.given_on, body.given_by)
    declines = body.declines_statistics
    made = await opening.permit_referral(
        session, referral_id, permission, opener, declines_statistics=declines
    )
    return await answer(made)


@router.post(
    "/referrals/{referral_id}/statistics-choice",
    operation_id="chooseStatistics",
    dependencies=[requires(SEND)],
)
async def choose_statistics(
    referral_id: UUID, body: StatisticsChoice, session: Transaction, by: By, answer: Answer
) -> ReferralRead:
    """Notera om familjen vill ingå i statistiken. / Note whether the family wants to be counted in statistics.

    Det går i varje läge, även efteråt; siffrorna ändras till nästa publicering.
    / In every state, also afterwards; the figures change by the next release.
    """
    made = await acting.choose_statistics(session, referral_id, by, declines=body.declines_statistics)
    return await answer(made)


@router.post("/referrals/{referral_id}/sending", operation_id="sendReferral", dependencies=[requires(SEND)])
async def send_referral(
    referral_id: UUID,
    session: Transaction,
    asking: Asking,
    settings: Settings,
    answer: Answer,
    body: ReferralSend | None = None,
) -> ReferralRead:
    """Skicka, om det finns stöd; annars väntar slussningen. / Send where there is a ground; else it waits.

    Läget i svaret säger vilket det blev, `ground` varför. / The state tells which, `ground` why.
    """
    body = body or ReferralSend()
    order = disclosing.SendOrder(
        tuple(body.topics) if body.topics else None, body.answers, body.send_when_consented, body.wait_through
    )
    made = await disclosing.send_referral(session, referral_id, order, asking, settings)
    return await answer(made)


@router.post(
    "/referrals/{referral_id}/resumption", operation_id="resumeReferral", dependencies=[requires(SEND)]
)
async def resume_referral(
    referral_id: UUID, session: Transaction, asking: Asking, answer: Answer
) -> ReferralRead:
    """Återuppta en pausad slussning, när det åter finns stöd. / Resume, once there is a ground again."""
    made = await disclosing.resume_referral(session, referral_id, asking)
    return await answer(made)


@router.post("/referrals/{referral_id}/recall", operation_id="recallReferral", dependencies=[requires(SEND)])
async def recall_referral(
    referral_id: UUID, body: ReferralRecall, session: Transaction, by: By, answer: Answer
) -> ReferralRead:
    """Ta tillbaka slussningen. / Take the referral back."""
    made = await acting.recall_referral(session, referral_id, body.reason, by)
    return await answer(made)


@router.post("/referrals/{referral_id}/voiding", operation_id="voidReferral", dependencies=[requires(SEND)])
async def void_referral(referral_id: UUID, session: Transaction, by: By, answer: Answer) -> ReferralRead:
    """Makulera en slussning som registrerats av misstag. / Void a referral that was entered in error."""
    made = await acting.void_referral(session, referral_id, by)
    return await answer(made)
