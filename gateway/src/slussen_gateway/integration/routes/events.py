"""The feed over HTTP: pulled, waited for, or streamed (server-sent events)."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response, StreamingResponse

from slussen_chassis.auth import Caller
from slussen_chassis.database import Context, Database
from slussen_chassis.transaction import TracedRoute, TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Transaction, requires
from slussen_contracts.catalogue import EVENTS
from slussen_contracts.events import CountyToken
from slussen_contracts.integration.api import (
    EXAMPLE,
    EventCount,
    EventsRead,
    Position,
    ReadingRead,
    ReadingWrite,
)
from slussen_contracts.integration.scopes import READ_EVENTS
from slussen_gateway.integration.domain.feed import Entry, Filter
from slussen_gateway.integration.repository.feed import COUNTED_AT_MOST
from slussen_gateway.integration.use_cases import feed
from slussen_gateway.integration.waiting import head_of

PREFIX = "/events/v1"
BATCH_TYPE = "application/cloudevents-batch+json"
STREAM_TYPE = "text/event-stream"
MOST_EVENTS = 1000
LONGEST_WAIT = 20
STREAM_SECONDS = 900.0
HEARTBEAT_SECONDS = 10.0
STREAMED_AT_ONCE = 200
RECONNECT_MILLISECONDS = 2000

router = APIRouter(prefix=PREFIX, tags=["events"], route_class=TransactionRoute)
lasting = APIRouter(prefix=PREFIX, tags=["events"], route_class=TracedRoute)

TYPES = sorted(EVENTS)
MayRead = requires(READ_EVENTS)
Types = Annotated[
    list[str],
    Query(
        alias="type",
        max_length=len(TYPES),
        description="Händelsetyper; alla där inget anges. / Event types; all where none is given.",
        examples=[["slussen.consent.consent.withdrawn.v1"]],
    ),
]
Counties = Annotated[
    list[CountyToken],
    Query(alias="county", max_length=22, description="Länskoder. / County codes.", examples=[["18"]]),
]
Authorities = Annotated[
    list[UUID],
    Query(
        alias="authority",
        max_length=200,
        description="Huvudmän vars saker händelserna gäller. / Authorities whose things the events are about.",
        examples=[["019b1f62-6c1c-7d1e-9f3a-2f0d6f1f0a05"]],
    ),
]
After = Annotated[
    Position | None,
    Query(
        description="Sista plats du har; utelämnad fortsätter flödet där du sagt att du läst till."
        " / The last position you have; without it the feed goes on from where you said that you had read."
    ),
]

_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "model": EventsRead,
        "content": {
            BATCH_TYPE: {"schema": {"type": "array", "items": {"type": "object"}}, "example": [EXAMPLE]},
            STREAM_TYPE: {"schema": {"type": "string"}},
        },
    }
}


@lasting.get(
    "/events",
    operation_id="readEvents",
    dependencies=[MayRead],
    response_model=EventsRead,
    responses=_ANSWERS,
)
async def read_events(  # noqa: PLR0913  what the route takes
    request: Request,
    caller: CurrentCaller,
    *,
    after: After = None,
    types: Types = [],  # noqa: B006  FastAPI copies it
    counties: Counties = [],  # noqa: B006  same
    authorities: Authorities = [],  # noqa: B006  same
    limit: Annotated[int, Query(ge=1, le=MOST_EVENTS, description="Flest händelser. / Most events.")] = 100,
    wait: Annotated[
        int,
        Query(
            ge=0, le=LONGEST_WAIT, description="Sekunder att vänta på något nytt. / Seconds to wait for news."
        ),
    ] = 0,
    last_event_id: Annotated[
        Position | None, Header(description="Som `after`, i en ström. / As `after`.")
    ] = None,
) -> Response:
    """Läs händelser i ordning: nästa del, med `wait` först när det finns något, eller som en ström.

    `Accept: application/cloudevents-batch+json` ger en ren CloudEvents-batch med `Link: rel="next"`,
    `Accept: text/event-stream` en ström (server-sent events) som fortsätter från `Last-Event-ID`. Varje händelse kan
    komma mer än en gång: `id` är densamma. Ordningen mellan en sak och dess nästa version ges av `aggregateversion`.

    / Read events in order: the next part, with `wait` as soon as there is one, or as a stream. Each event may come
    more than once; `id` is then the same.
    """
    database: Database = request.app.state.database
    wanted = Filter(frozenset(types), frozenset(counties), frozenset(authorities))
    accept = request.headers.get("accept", "")
    reading = _Reading(database, caller, wanted, request)
    if STREAM_TYPE in accept:
        started, _, _ = await reading.part(after if last_event_id is None else last_event_id, 0)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(reading.stream(started), media_type=STREAM_TYPE, headers=headers)
    after, found, has_more = await reading.part(after, limit)
    if not found and wait:
        await head_of(request).wait_beyond(after, wait)
        after, found, has_more = await reading.part(after, limit)
    return _answer(request, found, after, has_more=has_more, as_batch=BATCH_TYPE in accept)


@router.get("/event-counts", operation_id="countEvents", dependencies=[MayRead])
async def count_events(  # noqa: PLR0913  what the route takes
    session: Transaction,
    caller: CurrentCaller,
    *,
    after: Annotated[Position, Query(description="Efter denna plats. / After this position.")],
    through: Annotated[Position | None, Query(description="Till och med. / Up to and including.")] = None,
    types: Types = [],  # noqa: B006  FastAPI copies it
    counties: Counties = [],  # noqa: B006  same
    authorities: Authorities = [],  # noqa: B006  same
) -> EventCount:
    """Räkna hur många händelser en ny läsning av ett intervall ger. / Count what reading a range again would give."""
    wanted = Filter(frozenset(types), frozenset(counties), frozenset(authorities))
    count = await feed.count_events(session, after=after, through=through, wanted=wanted, caller=caller)
    return EventCount(count=count, is_at_least=count >= COUNTED_AT_MOST)


@router.get("/reading", operation_id="getReading", dependencies=[MayRead])
async def get_reading(session: Transaction, caller: CurrentCaller) -> ReadingRead:
    """Visa hur långt klienten sagt att den läst. / Show how far the client has said that it has read."""
    return ReadingRead(position=await feed.find_reading(session, caller=caller))


@router.put("/reading", operation_id="keepReading", dependencies=[MayRead])
async def keep_reading(
    wanted: ReadingWrite, session: Transaction, caller: CurrentCaller, now: Now
) -> ReadingRead:
    """Spara hur långt klienten läst; en tidigare plats gör att den läser om. / Keep how far the client has read."""
    position = await feed.keep_reading(session, wanted.position, caller=caller, now=now)
    return ReadingRead(position=position)


class _Reading:
    """One client's reading: each part in a transaction of its own, none held while it waits."""

    def __init__(self, database: Database, caller: Caller, wanted: Filter, request: Request) -> None:
        self._database = database
        self._caller = caller
        self._wanted = wanted
        self._request = request

    async def part(self, after: int | None, most: int) -> tuple[int, Sequence[Entry], bool]:
        async with self._database.transaction(Context.of(self._caller)) as session:
            return await feed.read_events(
                session,
                after=after,
                wanted=self._wanted,
                most=most,
                caller=self._caller,
                now=self._request.app.state.clock.now(),
            )

    async def stream(self, position: int) -> AsyncIterator[bytes]:
        """Yield what comes, and a sign of life while nothing does; end in time for rights to be looked at anew."""
        ends_at = asyncio.get_running_loop().time() + STREAM_SECONDS
        yield b"retry: %d\n\n" % RECONNECT_MILLISECONDS
        while asyncio.get_running_loop().time() < ends_at:
            _, found, _ = await self.part(position, STREAMED_AT_ONCE)
            for entry in found:
                yield _message(entry)
            if found:
                position = found[-1].position
            elif not await head_of(self._request).wait_beyond(position, HEARTBEAT_SECONDS):
                yield b": \n\n"


def _message(entry: Entry) -> bytes:
    kind = entry.envelope["type"].encode()
    return b"id: %d\nevent: %b\ndata: %b\n\n" % (entry.position, kind, orjson.dumps(entry.envelope))


def _answer(
    request: Request, found: Sequence[Entry], after: int, *, has_more: bool, as_batch: bool
) -> Response:
    envelopes = [entry.envelope for entry in found]
    following = found[-1].position if found else after
    if as_batch:
        address = request.url.include_query_params(after=following)
        link = f'<{address.path}?{address.query}>; rel="next"'
        return Response(orjson.dumps(envelopes), media_type=BATCH_TYPE, headers={"Link": link})
    body = {
        "events": envelopes,
        "next": following,
        "hasMore": has_more,
        "retentionDays": request.app.state.settings.retention_days,
    }
    return Response(orjson.dumps(body), media_type="application/json")
