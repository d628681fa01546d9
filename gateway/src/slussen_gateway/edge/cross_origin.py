"""What pages of other sites may ask with the browser's fetch: those sites alone that a grant names (CORS).

A site is let in with credentials, by its exact origin, never by pattern. Its requests count as its components' (see
`embedding`), never as those of our own login.
"""

from typing import Final

from slussen_gateway.edge.incoming import Incoming
from slussen_gateway.edge.register import Register
from slussen_gateway.edge.replies import NO_STORE, Headers, Reply
from slussen_gateway.edge.routing import Route

METHODS: Final = b"GET, HEAD, POST, PUT, DELETE"
ASKED: Final = (
    b"accept-language, content-type, idempotency-key, if-match, if-none-match, last-event-id, slussen-request"
)
TOLD: Final = (
    b"content-language, deprecation, etag, idempotency-replayed, link, location, retry-after, sunset"
)
REMEMBERED_SECONDS: Final = b"600"
OPEN_PREFLIGHT: Final = Reply(
    204,
    [
        (b"access-control-allow-origin", b"*"),
        (b"access-control-allow-methods", b"GET, HEAD, POST"),
        (b"access-control-allow-headers", b"accept-language, content-type, if-none-match, traceparent"),
        (b"access-control-max-age", REMEMBERED_SECONDS),
        NO_STORE,
    ],
)


class CrossOrigin:
    """Adds what lets an embedding site's page read an answer."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def headers(self, incoming: Incoming) -> Headers:
        """Return the headers for an answer to a page of an embedding site; none for anybody else."""
        origin = incoming.read.get(b"origin")
        if origin is None or not self._register.is_embedding_site(origin.decode("latin-1")):
            return []
        return [
            (b"access-control-allow-origin", origin),
            (b"access-control-allow-credentials", b"true"),
            (b"access-control-expose-headers", TOLD),
            (b"vary", b"Origin"),
        ]

    def preflight(self, incoming: Incoming, route: Route | None) -> Reply | None:
        """Answer a browser that asks before it sends; None where it is no such question, or of no site that may.

        Any site may ask an open route a question in a body: without credentials, as anybody can.
        """
        if incoming.method != "OPTIONS" or b"access-control-request-method" not in incoming.read:
            return None
        if not self.headers(incoming):
            return (
                OPEN_PREFLIGHT
                if route is not None and route.is_open and "POST" in route.open_methods
                else None
            )
        return Reply(
            204,
            [
                (b"access-control-allow-methods", METHODS),
                (b"access-control-allow-headers", ASKED),
                (b"access-control-max-age", REMEMBERED_SECONDS),
                NO_STORE,
            ],
        )
