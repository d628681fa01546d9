"""A route that opens its own transactions, since what it does is longer than one; its refusals leave a trace too."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response
from typing_extensions import override

from slussen_chassis import audit
from slussen_chassis.database import Context
from slussen_chassis.errors import ForbiddenError, NotFoundError
from slussen_chassis.transaction import caller_of


class TracedRoute(APIRoute):
    """A route without a transaction of the request's; a refused attempt leaves an audit row."""

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def traced(request: Request) -> Response:
            caller = caller_of(request)
            try:
                return await answer(request)
            except (ForbiddenError, NotFoundError) as refusal:
                async with request.app.state.database.transaction(Context.of(caller)) as session:
                    action = self.operation_id or self.name
                    audit.record(session, action, resource_type=refusal.code, outcome="denied")
                raise

        return traced
