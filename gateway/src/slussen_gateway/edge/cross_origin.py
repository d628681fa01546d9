"""What pages of other sites may ask with the browser's fetch (CORS, Fetch Standard).

A site that a grant names is let in with credentials, by its exact origin, never by pattern. Its requests count as its
components' (see `embedding`), never as those of our own login. What is published for everybody is read by pages of
every site, without credentials; refusals too, so that a page can tell its reader what was wrong or when to ask again.
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
TOLD_TO_ALL: Final = (
    b"content-language, deprecation, etag, last-modified, link, odata-version, ratelimit, ratelimit-policy,"
    b" retry-after, slussen-release, sunset"
)
ASKED_BY_ALL: Final = (
    b"accept-language, content-type, if-modified-since, if-none-match, odata-maxversion, odata-version, range,"
    b" traceparent"
)
FOR_EVERY_SITE: Final[Headers] = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", TOLD_TO_ALL),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
OPEN_PREFLIGHT: Final = Reply(
    204,
    [
        (b"access-control-allow-methods", b"GET, HEAD, POST"),
        (b"access-control-allow-headers", ASKED_BY_ALL),
        (b"access-control-max-age", REMEMBERED_SECONDS),
        NO_STORE,
    ],
)


class CrossOrigin:
    """Adds what lets an embedding site's page read an answer."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def headers(self, incoming: Incoming, route: Route | None) -> Headers:
        """Return what lets the asking page read an answer of a route; none where it may not."""
        if route is not None and route.for_every_site:
            return FOR_EVERY_SITE
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
        """Answer a browser that asks before it sends; None where it is no such question, or of no site that may."""
        if incoming.method != "OPTIONS" or b"access-control-request-method" not in incoming.read:
            return None
        if route is not None and route.for_every_site:
            return OPEN_PREFLIGHT
        if not self.headers(incoming, route):
            return None
        return Reply(
            204,
            [
                (b"access-control-allow-methods", METHODS),
                (b"access-control-allow-headers", ASKED),
                (b"access-control-max-age", REMEMBERED_SECONDS),
                NO_STORE,
            ],
        )
