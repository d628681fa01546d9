"""Disputes (tvister) over REST."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from slussen_agreements.domain.parties import DISPUTE_NOT_REGULATED
from slussen_agreements.domain.records import Dispute
from slussen_agreements.routes.answers import PREFIX, READS, SIGNS, read
from slussen_agreements.use_cases import disputes
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, IfMatch, Now, Transaction, set_etag
from slussen_contracts.agreements.lifecycle import (
    DisputeList,
    DisputeOutcomeWrite,
    DisputeRead,
    DisputeWrite,
    NotRegulatedRead,
)

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["agreements"])


@router.post(
    "/agreements/{agreement_id}/disputes",
    operation_id="registerDispute",
    status_code=201,
    dependencies=SIGNS,
)
async def register_dispute(
    agreement_id: UUID,
    wanted: DisputeWrite,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> DisputeRead:
    """Registrera en tvist; svaret visar vem som avgör den. / Register a dispute; who settles it is shown."""
    found = await disputes.register_dispute(session, agreement_id, wanted, caller=caller, now=now)
    set_etag(response, found.version)
    return _shown(found)


@router.get("/agreements/{agreement_id}/disputes", operation_id="listDisputes", dependencies=READS)
async def list_disputes(agreement_id: UUID, session: Transaction, caller: CurrentCaller) -> DisputeList:
    """Visa avtalets tvister. / Show the agreement's disputes."""
    found = await disputes.list_disputes(session, agreement_id, caller=caller)
    return DisputeList(items=tuple(_shown(dispute) for dispute in found))


@router.post(
    "/agreements/{agreement_id}/disputes/{dispute_id}/outcome",
    operation_id="settleDispute",
    dependencies=SIGNS,
)
async def settle_dispute(  # noqa: PLR0913 - what the route takes
    agreement_id: UUID,
    dispute_id: UUID,
    wanted: DisputeOutcomeWrite,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: IfMatch,
) -> DisputeRead:
    """Anteckna hur tvisten avgjordes. / Record how the dispute was settled."""
    found = await disputes.settle_dispute(
        session, agreement_id, dispute_id, wanted, expected=expected, caller=caller, now=now
    )
    set_etag(response, found.version)
    return _shown(found)


def _shown(dispute: Dispute) -> DisputeRead:
    silent = read(NotRegulatedRead, DISPUTE_NOT_REGULATED) if dispute.body is None else None
    return DisputeRead(
        id=dispute.id,
        version=dispute.version,
        agreement_id=dispute.agreement_id,
        matter=dispute.matter,
        body=dispute.body,
        not_regulated=silent,
        registered_on=dispute.registered_on,
        settled_on=dispute.settled_on,
        outcome=dispute.outcome,
    )
