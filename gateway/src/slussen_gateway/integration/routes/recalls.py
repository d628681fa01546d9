"""Recalls over HTTP: who is asked, who has not answered, and the answer."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Page, Paging, Transaction, requires, set_etag
from slussen_contracts.integration.recalls import RecallRead, ReceiptWrite
from slussen_contracts.integration.scopes import READ_EVENTS
from slussen_gateway.integration.domain.recalls import Recall
from slussen_gateway.integration.use_cases import recalls

READS = [requires(READ_EVENTS)]
router = APIRouter(prefix="/events/v1", tags=["recalls"], route_class=TransactionRoute)

RecallId = Annotated[UUID, Path(description="Återkallelsens id. / The recall's id.")]


@router.get("/recalls", operation_id="listRecalls", dependencies=READS)
async def list_recalls(
    session: Transaction,
    page: Paging,
    caller: CurrentCaller,
    *,
    unanswered: Annotated[
        bool | None,
        Query(description="Bara de som någon inte svarat på. / Only those that somebody has not answered."),
    ] = None,
) -> Page[RecallRead]:
    """Lista återkallelser: dem som frågar huvudmannens klienter, och dem som gäller dess saker.

    / List recalls: those that ask the authority's clients, and those that are about its things.
    """
    found = await recalls.list_recalls(session, page, unanswered=unanswered, caller=caller)
    return Page[RecallRead].of([_read(recall) for recall in found], page)


@router.get("/recalls/{recall_id}", operation_id="getRecall", dependencies=READS)
async def get_recall(
    recall_id: RecallId, response: Response, session: Transaction, caller: CurrentCaller
) -> RecallRead:
    """Visa en återkallelse: vad som inte längre ska sparas, och vem som svarat vad. / Show a recall."""
    recall = await recalls.get_recall(session, recall_id, caller=caller)
    set_etag(response, recall.version)
    return _read(recall)


@router.post("/recalls/{recall_id}/receipt", operation_id="answerRecall", dependencies=READS)
async def answer_recall(
    recall_id: RecallId, receipt: ReceiptWrite, session: Transaction, caller: CurrentCaller, now: Now
) -> RecallRead:
    """Svara för den egna klienten: raderat, sparat med stöd av lag, eller okänt. / Answer for your own client."""
    return _read(await recalls.answer_recall(session, recall_id, receipt, caller=caller, now=now))


def _read(recall: Recall) -> RecallRead:
    return RecallRead.model_validate(recall, from_attributes=True)
