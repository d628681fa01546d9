"""The operators' desk over HTTP: events that services could not take, and their replay."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import Now, Page, Paging, Transaction, requires
from slussen_contracts.operations.api import (
    DeadLetterRead,
    LetterState,
    ReplayAllOrdered,
    ReplayAllWrite,
    ServiceName,
)
from slussen_contracts.operations.scopes import MEND_DEAD_LETTERS
from slussen_gateway.integration.domain.dead_letters import DeadLetter
from slussen_gateway.integration.use_cases import dead_letters

MENDS = [requires(MEND_DEAD_LETTERS)]
router = APIRouter(prefix="/operations/v1", tags=["operations"], route_class=TransactionRoute)

LetterId = Annotated[UUID, Path(description="Brevets id. / The letter's id.")]


@router.get("/dead-letters", operation_id="listDeadLetters", dependencies=MENDS)
async def list_dead_letters(
    session: Transaction,
    page: Paging,
    *,
    service: Annotated[ServiceName | None, Query(description="Tjänst. / Service.")] = None,
    state: Annotated[LetterState | None, Query(description="Läge. / State.")] = None,
) -> Page[DeadLetterRead]:
    """Lista händelser som en tjänst inte kunnat ta emot, utan innehåll. / List events that a service could not take."""
    found = await dead_letters.list_letters(session, page, service=service, state=state)
    return Page[DeadLetterRead].of([_read(letter) for letter in found], page)


@router.get("/dead-letters/{letter_id}", operation_id="getDeadLetter", dependencies=MENDS)
async def get_dead_letter(letter_id: LetterId, session: Transaction) -> DeadLetterRead:
    """Visa varför en händelse inte kunnat tas emot, och fältens namn utan värden. / Show why an event was not taken."""
    return _read(await dead_letters.get_letter(session, letter_id))


@router.post("/dead-letters/{letter_id}/replay", operation_id="replayDeadLetter", dependencies=MENDS)
async def replay_dead_letter(letter_id: LetterId, session: Transaction, now: Now) -> DeadLetterRead:
    """Be tjänsten försöka igen; händelsen får sin verkan en gång. / Ask the service to try again; the effect is one."""
    return _read(await dead_letters.replay_letter(session, letter_id, now=now))


@router.post("/dead-letter-replays", operation_id="replayAllDeadLetters", dependencies=MENDS)
async def replay_all(wanted: ReplayAllWrite, session: Transaction, now: Now) -> ReplayAllOrdered:
    """Försök igen med alla som väntar; ange antalet. / Try again all that wait; state their number."""
    return ReplayAllOrdered(count=await dead_letters.replay_all(session, wanted, now=now))


def _read(letter: DeadLetter) -> DeadLetterRead:
    return DeadLetterRead.model_validate(letter, from_attributes=True)
