"""Referrals over REST: opened, listed, read; rights, rules and queries are further in."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response

from slussen_chassis.web import CurrentCaller, InEnglish, Page, Paging, Transaction, requires, set_etag
from slussen_contracts.referrals.api import ReferralCreate, ReferralRead, ReferralState, ReferralStep
from slussen_contracts.referrals.scopes import READ, SEND
from slussen_referrals.routes.orders import order_of
from slussen_referrals.routes.parts import Answer, Looking, Opener
from slussen_referrals.routes.views import PREFIX, address_of, referral_read, step_read
from slussen_referrals.routes.worded import WordedRoute
from slussen_referrals.use_cases import drafts, opening, reading

router = APIRouter(prefix=PREFIX, route_class=WordedRoute, tags=["referrals"])


@router.post("/referrals", operation_id="createReferral", status_code=201, dependencies=[requires(SEND)])
async def create_referral(
    body: ReferralCreate, session: Transaction, opener: Opener, response: Response, answer: Answer
) -> ReferralRead:
    """Öppna en slussning, eller notera ett behov. / Open a referral, or note a need.

    Den räknas från det att förälderns medgivande är registrerat. Ingen fritext och inga bilagor.
    / It counts from the parent's permission. No free text, no attachments.
    """
    draft = await drafts.take_draft(session, body.draft_id, opener.caller) if body.draft_id else None
    made = await opening.create_referral(session, order_of(body, body.recipient), opener)
    if draft is not None:
        await drafts.mark_sent(session, draft, made.id)
    response.headers["Location"] = address_of(made.id)
    return await answer(made)


@router.get("/referrals", operation_id="listReferrals", dependencies=[requires(READ)])
async def list_referrals(
    session: Transaction,
    looking: Looking,
    english: InEnglish,
    page: Paging,
    box: Annotated[
        Literal["inbox", "sent"], Query(description="Till eller från din enhet. / To or from your unit.")
    ] = "inbox",
    state: Annotated[list[ReferralState] | None, Query(description="Bara dessa lägen. / Only these.")] = None,
) -> Page[ReferralRead]:
    """Lista slussningar till eller från din enhet, de nyaste först. / List your unit's referrals, newest first."""
    wanted = reading.Wanted(box == "inbox", state or (), page)
    found = await reading.list_referrals(session, wanted, looking)
    return Page[ReferralRead].of([referral_read(shown, english=english) for shown in found], page)


@router.get("/referrals/{referral_id}", operation_id="readReferral", dependencies=[requires(READ)])
async def read_referral(
    referral_id: UUID,
    session: Transaction,
    looking: Looking,
    english: InEnglish,
    response: Response,
) -> ReferralRead:
    """Läs en slussning; avsändaren ser utfallet. / Read a referral; the sender sees the outcome."""
    shown = await reading.read_referral(session, referral_id, looking)
    set_etag(response, shown.referral.version)
    return referral_read(shown, english=english)


@router.get(
    "/referrals/{referral_id}/history", operation_id="readReferralHistory", dependencies=[requires(READ)]
)
async def read_history(referral_id: UUID, session: Transaction, caller: CurrentCaller) -> list[ReferralStep]:
    """Läs vad som gjorts med slussningen, det äldsta först. / Read what was done, the oldest first."""
    return [step_read(step) for step in await reading.read_history(session, referral_id, caller=caller)]
