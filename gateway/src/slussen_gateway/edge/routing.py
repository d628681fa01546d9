"""The routing table: which service answers below which prefix, what is open to all, each route's limits. Data only."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

KIBI: Final = 1024
MEBI: Final = 1024 * KIBI
GIBI: Final = 1024 * MEBI

SERVICES: Final = ("agreements", "consent", "referrals", "statistics", "integration")
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
WITHOUT_BODY: Final = frozenset({"GET", "HEAD"})
SAFE_METHODS: Final = frozenset({"GET", "HEAD"})
IDEMPOTENT_METHODS: Final = frozenset({"GET", "HEAD", "PUT", "DELETE"})
"""Methods that may be sent again when it is unknown whether they arrived (RFC 9110, 9.2.2)."""

MEDIA_TYPES: Final = frozenset(
    {
        b"application/json",
        b"application/cloudevents+json",
        b"application/cloudevents-batch+json",
        b"application/fhir+json",
        b"application/merge-patch+json",
        b"application/pdf",
        b"application/x-ndjson",
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        b"text/csv",
    }
)
FORM: Final = b"application/x-www-form-urlencoded"
FORMS: Final = frozenset({FORM})


PAGE_METHODS: Final = frozenset({"GET", "HEAD", "POST"})


@dataclass(frozen=True, slots=True)
class Route:
    """Where a path leads.

    Attributes:
        service: The first part of the paths, by which a route is found.
        audience: The service that answers, and for whom the internal token is made.
        path: A regular expression over the whole path as sent.
        body_limit: Most bytes of a request's body.
        answer_seconds: How long the service may take until its answer begins, and between two parts of it.
        is_open: Callers without login may read it, within the rate limit.
        media_types: What a request's body may be.
        is_page: A person's browser alone comes here: by session, with GET or a form of our own.
        open_methods: With which methods they may; a question to PxWebApi is sent with POST and changes nothing.
        for_persons: Private persons may use it; nothing else is there for them but what is open.
        for_every_site: Pages of every site may read its answers, refusals included; it shows the same to everybody.
    """

    service: str
    audience: str
    path: str
    body_limit: int = MEBI
    answer_seconds: float = 30.0
    is_open: bool = False
    media_types: frozenset[bytes] = MEDIA_TYPES
    is_page: bool = False
    open_methods: frozenset[str] = SAFE_METHODS
    for_persons: bool = False
    for_every_site: bool = False

    @property
    def log_name(self) -> str:
        """What the log calls a request that did not reach a known path of the service."""
        return f"/{self.service}/"


def _service_routes(service: str) -> tuple[Route, ...]:
    return (
        Route(service, service, rf"/{service}/v1/(?:openapi\.json|api-info)", is_open=True),
        Route(service, service, rf"/{service}/assets/[0-9a-f]{{16}}/[a-z0-9.-]+", is_open=True),
        Route(service, service, rf"/{service}/pages(?:/.*)?", is_page=True, media_types=FORMS),
        Route(service, service, rf"/{service}/.*"),
    )


ROUTES: Final[tuple[Route, ...]] = (
    Route("consent", "consent", r"/consent/v1/consent-events", body_limit=8 * MEBI, answer_seconds=60.0),
    Route(
        *("consent", "consent", r"/consent/v1/consent-migrations/[0-9a-f-]{36}/rows"),
        body_limit=2 * GIBI,
        answer_seconds=60.0,
    ),
    Route("consent", "consent", r"/consent/v1/fhir/Consent/_search", media_types=frozenset({FORM})),
    Route(
        *("consent", "consent", r"/consent/v1/fhir/(?:metadata|(?:StructureDefinition|CodeSystem)/[a-z-]+)"),
        is_open=True,
    ),
    Route("consent", "consent", r"/consent/v1/fhir/?", body_limit=8 * MEBI, answer_seconds=60.0),
    Route("consent", "consent", r"/consent/v1/own-[a-z-]+(?:/.*)?", for_persons=True),
    Route(
        *("consent", "consent", r"/consent/pages/own(?:/.*)?"),
        is_page=True,
        media_types=FORMS,
        for_persons=True,
    ),
    Route(
        *("consent", "consent", r"/consent/pages/(?:rules|receipts)"),
        is_page=True,
        media_types=FORMS,
        is_open=True,
    ),
    Route("consent", "consent", r"/consent/v1/receipt-keys", is_open=True),
    Route(
        "consent",
        "consent",
        r"/consent/v1/receipt-verifications",
        is_open=True,
        open_methods=frozenset({"POST"}),
    ),
    Route("agreements", "agreements", r"/agreements/v1/document-keys", is_open=True),
    Route(
        "agreements",
        "agreements",
        r"/agreements/v1/(?:document-verifications|agreements/[0-9a-f-]{36}/signed-documents)",
        body_limit=8 * MEBI,
        answer_seconds=60.0,
    ),
    Route(
        *("statistics", "statistics", r"/statistics/v1/px/(?:tables/[A-Za-z-]{1,60}/data|savedqueries)"),
        is_open=True,
        open_methods=SAFE_METHODS | {"POST"},
        for_every_site=True,
    ),
    Route(
        *(
            "statistics",
            "statistics",
            r"/statistics/v1/(?:tables|px|instruments|indicators|connections|workbook|dcat|figures)(?:/.*)?",
        ),
        is_open=True,
        for_every_site=True,
    ),
    Route(*("statistics", "statistics", r"/statistics/odata/v4(?:/.*)?"), is_open=True, for_every_site=True),
    Route(
        *("statistics", "statistics", r"/statistics/web/v1/[a-z-]{1,40}\.js"),
        is_open=True,
        for_every_site=True,
    ),
    Route(
        *("statistics", "statistics", r"/statistics/pages/figures"),
        is_page=True,
        media_types=FORMS,
        is_open=True,
    ),
    Route(
        *("statistics", "statistics", r"/statistics/pages/survey(?:/[A-Za-z0-9_-]{22})?"),
        is_page=True,
        media_types=FORMS,
        is_open=True,
    ),
    Route("referrals", "referrals", r"/referrals/web/v1/.*", is_open=True),
    Route(
        *("referrals", "referrals", r"/referrals/pages/outside(?:/[a-z0-9]{1,20})?"),
        is_page=True,
        media_types=FORMS,
        is_open=True,
    ),
    Route(
        *("referrals", "referrals", r"/referrals/v1/fhir/(?:ServiceRequest|Task)/_search"),
        media_types=frozenset({FORM}),
    ),
    Route(
        *("referrals", "referrals", r"/referrals/v1/fhir/(?:metadata|CodeSystem/referral-state)"),
        is_open=True,
    ),
    Route(
        *("referrals", "referrals", r"/referrals/v1/outside-visits(?:/acts)?"),
        is_open=True,
        open_methods=frozenset({"POST"}),
    ),
    Route("agreements", "agreements", r"/agreements/v1/calendars/[A-Za-z0-9_-]{43}\.ics", is_open=True),
    *(route for service in SERVICES for route in _service_routes(service)),
    Route("events", "integration", r"/events/v1/.*"),
    Route("operations", "integration", r"/operations/v1/.*"),
)
"""Tried in this order within a service."""


class RoutingTable:
    """Finds the route of a path; each service's routes are tried in their order."""

    def __init__(self, routes: tuple[Route, ...] = ROUTES) -> None:
        self._by_service: dict[bytes, list[tuple[re.Pattern[bytes], Route]]] = {}
        for route in routes:
            pattern = re.compile(route.path.encode())
            self._by_service.setdefault(route.service.encode(), []).append((pattern, route))

        self.find = lru_cache(1024)(self._find)

    def _find(self, raw_path: bytes) -> Route | None:
        """Return the route of a plain path, if it leads to a service."""
        for pattern, route in self._by_service.get(raw_path[1:].partition(b"/")[0], ()):
            if pattern.fullmatch(raw_path):
                return route
        return None


_WORD: Final = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.json)?|v\d+|Consent|ServiceRequest|Task|_search|_history")


@lru_cache(1024)
def template_of(raw_path: bytes) -> str:
    """Return a path with everything that may be an identifier replaced, for the log.

    Literal parts of our paths are lower-case words; identifiers are UUIDs, numbers or codes with digits.
    """
    segments = raw_path.decode("ascii").split("/")
    return "/".join(segment if not segment or _WORD.fullmatch(segment) else "{}" for segment in segments)
