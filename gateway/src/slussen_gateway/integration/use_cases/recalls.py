"""Recalls: opened when a thing is no longer to be kept, answered by those who were told of it, reminded of."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id
from slussen_chassis.outbox import enqueue
from slussen_chassis.web import PageRequest
from slussen_contracts.events import Event
from slussen_contracts.integration.events import (
    RecallAnswered,
    RecallReminded,
    RecallRequested,
    RecallState,
)
from slussen_contracts.integration.recalls import ReceiptWrite
from slussen_gateway.integration.domain.recalls import (
    LOOKED_BACK,
    RECALLABLE,
    Recall,
    RecallNotFoundError,
    Receiver,
    check_answer,
    next_reminder,
    reason_of,
)
from slussen_gateway.integration.repository import recalls as repository
from slussen_gateway.integration.tables import RecalledThingRow
from slussen_gateway.integration.use_cases.callers import authority_of


async def note_recalled(
    session: AsyncSession, event: Event, owners: Iterable[UUID], position: int, *, now: datetime
) -> None:
    """Remember that an event's thing is no longer to be kept, if that is what it says."""
    reason = reason_of(event)
    if reason is None:
        return
    row = RecalledThingRow(
        thing_id=event.aggregate_id,
        thing=RECALLABLE[event.type],
        reason=reason,
        controller_id=min(owners),
        county_code=event.county_code,
        position=position,
        recalled_at=now,
    )
    await repository.note_recalled(session, row)


async def open_recalls(session: AsyncSession, *, now: datetime) -> int:
    """Ask every client that was told of a recalled thing before, each authority's by one recall; return how many."""
    missing = await repository.list_missing(session, now - LOOKED_BACK)
    for (_, authority), group in groupby(missing, lambda found: (found[0].thing_id, found[1])):
        asked = list(group)
        await _ask(session, asked[0][0], authority, [client for *_, client in asked], now)
    return len(missing)


async def _ask(
    session: AsyncSession, row: RecalledThingRow, authority: UUID, clients: Sequence[str], now: datetime
) -> None:
    recall = await repository.find_of_thing(session, row.thing_id, kept_by=authority)
    if recall is None:
        recall = Recall(
            id=new_id(),
            authority_id=authority,
            controller_id=row.controller_id,
            county_code=row.county_code,
            thing=row.thing,
            thing_id=row.thing_id,
            reason=row.reason,
            opened_at=now,
            next_reminder_at=next_reminder(now, now),
            answered_at=None,
            version=1,
        )
        await repository.add(session, recall)
    else:
        reminder = next_reminder(recall.opened_at, now)
        recall = replace(recall, version=recall.version + 1)
        await repository.change(
            session, recall, next_reminder_at=reminder, answered_at=None, version=recall.version
        )
    await repository.add_receivers(session, recall, clients)
    asked = replace(recall, receivers=[*recall.receivers, *map(Receiver, clients)])
    enqueue(session, _announced(RecallRequested, asked, now))


async def remind(session: AsyncSession, *, now: datetime) -> int:
    """Announce every recall of which somebody is to be reminded; return how many."""
    due = await repository.list_due(session, now)
    for recall in due:
        following = next_reminder(recall.opened_at, now)
        await repository.change(
            session, recall, next_reminder_at=following, answered_at=None, version=recall.version
        )
        enqueue(session, _announced(RecallReminded, recall, now))
    return len(due)


async def list_recalls(
    session: AsyncSession, page: PageRequest, *, unanswered: bool | None, caller: Caller
) -> Sequence[Recall]:
    """Return recalls that ask the authority's clients, or are about its things, one more than the page holds.

    Raises:
        AuthorityMissingError: The caller acts for no authority.
    """
    return await repository.list_recalls(
        session,
        visible_to=authority_of(caller),
        unanswered=unanswered,
        limit=page.limit + 1,
        offset=page.offset,
    )


async def get_recall(session: AsyncSession, recall_id: UUID, *, caller: Caller) -> Recall:
    """Return a recall.

    Raises:
        RecallNotFoundError: It is not there, or concerns others.
    """
    return await repository.get(session, recall_id, visible_to=authority_of(caller))


async def answer_recall(
    session: AsyncSession, recall_id: UUID, receipt: ReceiptWrite, *, caller: Caller, now: datetime
) -> Recall:
    """Keep what a client answers; when all have, that is announced. Return the recall.

    Raises:
        RecallNotFoundError: It does not ask the caller.
        InvalidError: A ground is missing, or stated where there is none.
        RecallAnsweredError: The caller has answered otherwise before.
    """
    recall = await repository.lock(session, recall_id, kept_by=authority_of(caller))
    receiver = next((each for each in recall.receivers if each.client_id == caller.subject), None)
    if receiver is None or caller.kind != "client":
        raise RecallNotFoundError
    if not check_answer(receiver, receipt.answer, receipt.legal_ground):
        return recall
    answered = Receiver(caller.subject, receipt.answer, receipt.legal_ground, now)
    await repository.save_answer(session, recall, answered)
    audit.record(session, "recall.answer", resource_type="recall", resource_id=recall.id)
    return await _after_answer(session, recall, answered, now)


async def _after_answer(session: AsyncSession, recall: Recall, answered: Receiver, now: datetime) -> Recall:
    receivers = [answered if each.client_id == answered.client_id else each for each in recall.receivers]
    is_done = all(each.answer is not None for each in receivers)
    recall = replace(
        recall,
        receivers=receivers,
        version=recall.version + 1,
        answered_at=(recall.answered_at or now) if is_done else None,
        next_reminder_at=None if is_done else recall.next_reminder_at,
    )
    await repository.change(
        session,
        recall,
        next_reminder_at=recall.next_reminder_at,
        answered_at=recall.answered_at,
        version=recall.version,
    )
    if is_done:
        enqueue(session, _announced(RecallAnswered, recall, now))
    return recall


def _announced(kind: type[RecallState], recall: Recall, now: datetime) -> RecallState:
    return kind(
        id=new_id(),
        occurred_at=now,
        county_code=recall.county_code,
        aggregate_id=recall.id,
        aggregate_version=recall.version,
        authority_id=recall.authority_id,
        controller_id=recall.controller_id,
        thing=recall.thing,
        thing_id=recall.thing_id,
        reason=recall.reason,
        unanswered=recall.unanswered,
    )
