"""The inbox as it changes: server-sent events that say what to read again."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from slussen_chassis.transaction import TracedRoute
from slussen_chassis.web import CurrentCaller, requires
from slussen_contracts.referrals.scopes import READ
from slussen_referrals.repository.referrals import AtUnit
from slussen_referrals.routes.views import PREFIX
from slussen_referrals.use_cases.watching import Change, Watch

STREAM_TYPE = "text/event-stream"
STREAM_SECONDS = 300.0
HEARTBEAT_SECONDS = 10.0
RECONNECT_MILLISECONDS = 2000

router = APIRouter(prefix=PREFIX, tags=["referrals"], route_class=TracedRoute)

_ANSWERS: dict[int | str, dict[str, Any]] = {200: {"content": {STREAM_TYPE: {"schema": {"type": "string"}}}}}


@router.get(
    "/inbox/stream",
    operation_id="watchInbox",
    dependencies=[requires(READ)],
    response_class=StreamingResponse,
    responses=_ANSWERS,
)
async def watch_inbox(request: Request, caller: CurrentCaller) -> Response:
    """Följ din enhets slussningar: `changed` med id, version och kärnläge; läs sedan om det som ändrats.

    Först kommer `ready`: läs om allt då, även efter ett avbrott. Strömmen avslutas efter fem minuter, så att
    behörigheten prövas på nytt. / Watch your unit's referrals: `changed` with id, version and core status; read again
    what has changed. First comes `ready`: read everything then, after an interruption too. The stream ends after five
    minutes, so that rights are looked at anew.
    """
    watch: Watch = request.app.state.watch
    unit = await watch.begin(caller)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_stream(watch, unit), media_type=STREAM_TYPE, headers=headers)


async def _stream(watch: Watch, unit: AtUnit) -> AsyncGenerator[bytes, None]:
    """Yield what changes, and a sign of life while nothing does."""
    ends_at = asyncio.get_running_loop().time() + STREAM_SECONDS
    async with watch.changes(unit) as queue:
        yield b"retry: %d\nevent: ready\ndata: {}\n\n" % RECONNECT_MILLISECONDS
        while asyncio.get_running_loop().time() < ends_at:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    change = await queue.get()
            except TimeoutError:
                yield b": \n\n"
            else:
                yield _message(change)


def _message(change: Change) -> bytes:
    data = {"id": str(change.referral_id), "version": change.version, "coreStatus": change.core_status.value}
    return b"event: changed\ndata: %b\n\n" % orjson.dumps(data)
