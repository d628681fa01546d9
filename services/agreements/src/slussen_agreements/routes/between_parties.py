"""What parties owe each other under an agreement in force, over REST: negotiation and information."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.between_parties import Information, Renegotiation, renegotiation_findings
from slussen_agreements.routes.answers import PREFIX, READS, SIGNS, read
from slussen_agreements.routes.visits import found
from slussen_agreements.use_cases import information, renegotiations
from slussen_chassis.clock import local_day
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, RequiredIfMatch, Transaction, set_etag
from slussen_contracts.agreements.between_parties import (
    InformationCreate,
    InformationList,
    InformationRead,
    ReceiptCreate,
    ReceiptRead,
    RenegotiationChange,
    RenegotiationCreate,
    RenegotiationList,
    RenegotiationRead,
)
from slussen_contracts.agreements.lifecycle import NotRegulatedRead

router = APIRouter(
    prefix=f"{PREFIX}/agreements/{{agreement_id}}", route_class=TransactionRoute, tags=["between-parties"]
)


@router.post("/renegotiations", operation_id="requestRenegotiation", status_code=201, dependencies=SIGNS)
async def request_renegotiation(
    agreement_id: UUID,
    wanted: RenegotiationCreate,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> RenegotiationRead:
    """Påkalla förhandling om avtalets villkor; avtalet gäller som det är. / Ask for negotiation of the terms."""
    made = await renegotiations.request_renegotiation(session, agreement_id, wanted, caller=caller, now=now)
    set_etag(response, made.version)
    return _renegotiation(made, local_day(now))


@router.get("/renegotiations", operation_id="listRenegotiations", dependencies=READS)
async def list_renegotiations(
    agreement_id: UUID, session: Transaction, caller: CurrentCaller, now: Now
) -> RenegotiationList:
    """Visa begärda förhandlingar och var de står. / Show the requests for negotiation and where they stand."""
    asked = await renegotiations.list_renegotiations(session, agreement_id, caller=caller, now=now)
    return RenegotiationList(
        items=tuple(_renegotiation(one, asked.today) for one in asked.found),
        not_regulated=read(NotRegulatedRead, asked.silent) if asked.silent else None,
    )


@router.put("/renegotiations/{request_id}", operation_id="changeRenegotiation", dependencies=SIGNS)
async def change_renegotiation(  # noqa: PLR0913 - what the route takes
    agreement_id: UUID,
    request_id: UUID,
    wanted: RenegotiationChange,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> RenegotiationRead:
    """Anteckna var förhandlingen står, och hur den slutade. / Say where the negotiation has come."""
    after = await renegotiations.change_renegotiation(
        session, agreement_id, request_id, wanted, expected=expected, caller=caller, now=now
    )
    set_etag(response, after.version)
    return _renegotiation(after, local_day(now))


@router.post("/information", operation_id="informParties", status_code=201, dependencies=SIGNS)
async def inform_parties(
    agreement_id: UUID, wanted: InformationCreate, session: Transaction, caller: CurrentCaller, now: Now
) -> InformationRead:
    """Informera de andra parterna om en planerad åtgärd. / Tell the other parties of a planned measure."""
    told = await information.inform_parties(session, agreement_id, wanted, caller=caller, now=now)
    return _information(told.found[0], told.agreement)


@router.get("/information", operation_id="listInformation", dependencies=READS)
async def list_information(
    agreement_id: UUID, session: Transaction, caller: CurrentCaller
) -> InformationList:
    """Visa vad parterna har informerat om, och vem som tagit del. / Show what parties told, and who has read it."""
    told = await information.list_information(session, agreement_id, caller=caller)
    return InformationList(
        items=tuple(_information(one, told.agreement) for one in told.found),
        not_regulated=read(NotRegulatedRead, told.silent) if told.silent else None,
    )


@router.post(
    "/information/{information_id}/receipts",
    operation_id="acknowledgeInformation",
    status_code=201,
    dependencies=SIGNS,
)
async def acknowledge_information(
    agreement_id: UUID,
    information_id: UUID,
    wanted: ReceiptCreate,
    *,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> InformationRead:
    """Bekräfta att parten tagit del. / Confirm that a party has taken part of it."""
    told = await information.acknowledge_information(
        session, agreement_id, information_id, wanted, caller=caller, now=now
    )
    return _information(told.found[0], told.agreement)


def _renegotiation(of: Renegotiation, today: date) -> RenegotiationRead:
    return RenegotiationRead(
        id=of.id,
        version=of.version,
        agreement_id=of.agreement_id,
        authority_id=of.authority_id,
        reason=of.reason,
        asked_on=of.asked_on,
        answer_by=of.answer_by,
        state=of.state,
        closed_on=of.closed_on,
        outcome=of.outcome,
        findings=found(renegotiation_findings(of, today)),
    )


def _information(of: Information, agreement: Agreement) -> InformationRead:
    return InformationRead(
        id=of.id,
        agreement_id=of.agreement_id,
        authority_id=of.authority_id,
        measure=of.measure,
        told_on=of.told_on,
        planned_from=of.planned_from,
        receipts=tuple(read(ReceiptRead, receipt) for receipt in of.receipts),
        waiting_for=of.waiting_for(agreement),
    )
