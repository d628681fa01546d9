"""One need, several recipients."""

from uuid import UUID

from fastapi import APIRouter, Response

from slussen_chassis.web import InEnglish, Transaction, requires
from slussen_contracts.referrals.api import ReferralGroupCreate, ReferralGroupRead
from slussen_contracts.referrals.scopes import READ, SEND
from slussen_referrals.routes.orders import order_of
from slussen_referrals.routes.parts import Looking, Opener
from slussen_referrals.routes.views import PREFIX, referral_read
from slussen_referrals.routes.worded import WordedRoute
from slussen_referrals.use_cases import groups

router = APIRouter(prefix=PREFIX, route_class=WordedRoute, tags=["referral-groups"])


@router.post(
    "/referral-groups", operation_id="createReferralGroup", status_code=201, dependencies=[requires(SEND)]
)
async def create_group(
    body: ReferralGroupCreate,
    session: Transaction,
    opener: Opener,
    english: InEnglish,
    response: Response,
) -> ReferralGroupRead:
    """Öppna en slussning till var och en av flera mottagare. / Open a referral to each of several recipients.

    Varje skickas, besvaras och avslutas för sig, med eget stöd. / Each is sent, answered and ended by itself.
    """
    recipients = [
        (recipient.unit_id, recipient.entry_id, recipient.profession) for recipient in body.recipients
    ]
    made = await groups.create_group(session, order_of(body, body.recipients[0]), recipients, opener)
    response.headers["Location"] = f"{PREFIX}/referral-groups/{made.id}"
    return _read(made, english=english)


@router.get("/referral-groups/{group_id}", operation_id="readReferralGroup", dependencies=[requires(READ)])
async def read_group(
    group_id: UUID, session: Transaction, looking: Looking, english: InEnglish
) -> ReferralGroupRead:
    """Läs slussningarna till flera mottagare; bara avsändaren. / Read them; the sender alone."""
    return _read(await groups.read_group(session, group_id, looking), english=english)


def _read(group: groups.Group, *, english: bool) -> ReferralGroupRead:
    referrals = [referral_read(shown, english=english) for shown in group.referrals]
    return ReferralGroupRead(id=group.id, core_status=group.core_status, referrals=referrals)
