"""Routes whose answers pages of every site may read, refusals included."""

from typing import Final

from fastapi.routing import APIRoute
from starlette.types import Message, Receive, Scope, Send
from typing_extensions import override

from slussen_chassis.transaction import TransactionRoute

FOR_ALL: Final = (
    (b"access-control-allow-origin", b"*"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
"""Every site may read what is published, without credentials (Fetch Standard, CORS protocol)."""


class OpenRoute(APIRoute):
    """A route whose every answer, a problem too, every site may read: a page elsewhere is told what was wrong."""

    @override
    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def open_to_all(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *FOR_ALL]
            await send(message)

        await super().handle(scope, receive, open_to_all)


class OpenTransactionRoute(OpenRoute, TransactionRoute):
    """The same of a route whose endpoint runs in one transaction."""
