"""Notice (uppsägning) over REST."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from slussen_agreements.routes.answers import PREFIX, READS, SIGNS, read
from slussen_agreements.use_cases import notices
from slussen_agreements.use_cases.notices import AgreementNotices
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, IfMatch, Now, Transaction, set_etag
from slussen_contracts.agreements.lifecycle import NoticeList, NoticeRead, NoticeWrite

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["agreements"])


@router.post(
    "/agreements/{agreement_id}/notices", operation_id="giveNotice", status_code=201, dependencies=SIGNS
)
async def give_notice(  # noqa: PLR0913 - what the route takes
    agreement_id: UUID,
    wanted: NoticeWrite,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: IfMatch,
) -> NoticeList:
    """Säg upp avtalet för en part; det gäller till och med sista dagen. / Give notice for a party.

    Att återta en uppsägning, som kräver att alla parter är överens, finns inte i den här versionen.
    / To withdraw notice, which takes all parties, is not in this version.
    """
    found = await notices.give_notice(
        session, agreement_id, wanted, expected=expected, caller=caller, now=now
    )
    return _answer(response, found)


@router.get("/agreements/{agreement_id}/notices", operation_id="listNotices", dependencies=READS)
async def list_notices(
    agreement_id: UUID, response: Response, session: Transaction, caller: CurrentCaller
) -> NoticeList:
    """Visa uppsägningarna och avtalets sista dag. / Show the notice given and the agreement's last day."""
    return _answer(response, await notices.list_notices(session, agreement_id, caller=caller))


def _answer(response: Response, found: AgreementNotices) -> NoticeList:
    set_etag(response, found.agreement.version)
    return NoticeList(
        status=found.agreement.status,
        ends_on=found.agreement.ends_on,
        items=tuple(read(NoticeRead, notice) for notice in found.notices),
    )
