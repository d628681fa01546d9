"""One request, one transaction, committed before the answer leaves.

`TransactionRoute` opens the transaction, runs the endpoint, makes the whole answer, stores it under the
request's `Idempotency-Key` if it has one, commits, and only then lets the answer go. (A `yield` dependency
commits after the answer has left: a failed commit would still have answered 200.)

A refusal (403, 404, a call for a surer login) rolls the transaction back and then leaves an audit row of its own, so
that attempts show.
"""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response
from typing_extensions import override

from slussen_chassis import audit, idempotency
from slussen_chassis.auth import Caller
from slussen_chassis.database import Context, Database
from slussen_chassis.errors import (
    DomainError,
    ForbiddenError,
    NotFoundError,
    StepUpRequiredError,
    UnauthenticatedError,
)
from slussen_chassis.problems import from_database

log = logging.getLogger(__name__)
PURPOSE_HEADER = "slussen-purpose"


class TransactionRoute(APIRoute):
    """A route whose endpoint runs in one transaction under the caller's context."""

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def in_transaction(request: Request) -> Response:
            caller = caller_of(request)
            database: Database = request.app.state.database
            context = Context.of(caller, request.headers.get(PURPOSE_HEADER, "")[:100])
            try:
                async with database.transaction(context) as session:
                    request.state.session = session
                    return await idempotency.once(request, caller, session, answer)
            except (ForbiddenError, NotFoundError, StepUpRequiredError) as refusal:
                await _trace_refusal(database, context, request, refusal)
                raise
            except DomainError:
                raise
            except Exception as error:
                known = from_database(error)
                if known is None:
                    raise
                raise known from error

        return in_transaction


class TracedRoute(APIRoute):
    """A route that opens its own transactions, since it lasts longer than one; its refusals leave a trace too."""

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def traced(request: Request) -> Response:
            context = Context.of(caller_of(request))
            try:
                return await answer(request)
            except (ForbiddenError, NotFoundError, StepUpRequiredError) as refusal:
                await _trace_refusal(request.app.state.database, context, request, refusal)
                raise

        return traced


def caller_of(request: Request) -> Caller:
    """Return the verified caller.

    Raises:
        UnauthenticatedError: No valid internal token came with the request.
    """
    caller: Caller | None = request.scope.get("state", {}).get("caller")
    if caller is None:
        raise UnauthenticatedError
    return caller


async def _trace_refusal(
    database: Database, context: Context, request: Request, refusal: DomainError
) -> None:
    route = request.scope.get("route")
    action = getattr(route, "operation_id", None) or getattr(route, "name", None) or "unknown"
    async with database.transaction(context) as session:
        audit.record(session, action, resource_type=refusal.code, outcome="denied")
