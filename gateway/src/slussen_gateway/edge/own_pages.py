"""The addresses that the edge answers itself: start page, login, session, health, style sheet."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from slussen_gateway.edge.authentication import Authentication
from slussen_gateway.edge.callers import Callers
from slussen_gateway.edge.commissions import COMMISSION_PATH, Commissions, may_choose
from slussen_gateway.edge.health import Health
from slussen_gateway.edge.incoming import Incoming
from slussen_gateway.edge.issuer_profiles import Profiles
from slussen_gateway.edge.languages import LANGUAGES, choose, language_is_english
from slussen_gateway.edge.login import CALLBACK_PATH, Login
from slussen_gateway.edge.logouts import Logouts
from slussen_gateway.edge.pages import Visitor, start_page, stylesheet
from slussen_gateway.edge.problems import METHOD, NOT_FOUND, UNAUTHENTICATED, ProblemError
from slussen_gateway.edge.reference_site import ReferenceSite
from slussen_gateway.edge.replies import Reply, json_reply
from slussen_gateway.edge.sessions import IDLE_SECONDS, Session

Answerer = Callable[[Incoming], Awaitable[Reply]]

READ: Final = "GET, HEAD"


@dataclass(frozen=True, slots=True)
class _Page:
    methods: str
    answer: Answerer


class OwnPages:
    """Finds and gives the edge's own answers."""

    def __init__(  # noqa: PLR0913  what answers; the application factory puts them together
        self,
        *,
        login: Login,
        authentication: Authentication,
        callers: Callers,
        health: Health,
        commissions: Commissions,
        logouts: Logouts,
        profiles: Profiles,
        reference: ReferenceSite,
    ) -> None:
        self._authentication = authentication
        self._callers = callers
        self._health = health
        self._commissions = commissions
        self._logouts = logouts
        self._profiles = profiles
        self._reference = reference
        self._pages: Mapping[bytes, _Page] = {
            b"/": _Page(READ, self._start),
            b"/assets/edge.css": _Page(READ, _stylesheet),
            b"/auth/login": _Page("GET", login.begin),
            CALLBACK_PATH.encode(): _Page("GET", login.call_back),
            b"/auth/arrived": _Page("GET", login.arrive),
            b"/auth/logout": _Page("POST", login.leave),
            b"/auth/session": _Page(READ, self._session),
            COMMISSION_PATH.encode(): _Page("GET, POST", self._commission),
            b"/auth/backchannel-logout": _Page("POST", self._back_channel),
            **{f"/language/{code}".encode(): _Page("GET", partial(choose, code)) for code in LANGUAGES},
            b"/health": _Page(READ, self._everything),
            b"/health/live": _Page(READ, _live),
            b"/health/ready": _Page(READ, self._ready),
        }

    async def answer(self, incoming: Incoming) -> Reply:
        """Return the answer of one of the edge's own addresses.

        Raises:
            ProblemError: There is no such address, or not with this method.
        """
        page = self._pages.get(incoming.raw_path) or self._in_reference(incoming)
        if page is None:
            raise ProblemError(NOT_FOUND)
        if incoming.method not in page.methods.split(", "):
            raise ProblemError(METHOD, (b"allow", page.methods.encode()))
        return await page.answer(incoming)

    def _in_reference(self, incoming: Incoming) -> _Page | None:
        found = self._reference.find(incoming)
        if found is None:
            return None

        async def answer(_: Incoming) -> Reply:
            return found

        return _Page(READ, answer)

    async def _start(self, incoming: Incoming) -> Reply:
        session = await self._authentication.session(incoming)
        visitor = self._visitor(session) if session is not None else None
        return start_page(visitor, english=language_is_english(incoming))

    def _visitor(self, session: Session) -> Visitor:
        claims = session.claims
        profile = self._profiles.of(claims)
        name, acting = claims.get("name"), claims.get(profile.names.commission_name)
        return Visitor(
            name=name if isinstance(name, str) else claims["sub"],
            roles=sorted(profile.roles_of(claims)),
            scopes=self._scopes(session),
            refusal=self._refusal(session),
            commission=acting if isinstance(acting, str) else None,
            may_choose=may_choose(session, self._profiles),
            is_person=bool(session.known_as),
        )

    async def _commission(self, incoming: Incoming) -> Reply:
        return await (
            self._commissions.choose(incoming)
            if incoming.method == "POST"
            else self._commissions.show(incoming)
        )

    async def _back_channel(self, incoming: Incoming) -> Reply:
        return await self._logouts.take(incoming.form)

    def _scopes(self, session: Session) -> frozenset[str]:
        try:
            return self._callers.user(session.claims).scopes
        except ProblemError:
            return frozenset()

    def _refusal(self, session: Session) -> Any:
        try:
            self._callers.of(session)
        except ProblemError as error:
            return error.kind
        return None

    async def _session(self, incoming: Incoming) -> Reply:
        """Tell a logged-in browser who is logged in, in which employment, and for how long."""
        session = await self._authentication.session(incoming)
        if session is None:
            raise ProblemError(UNAUTHENTICATED)
        visitor = self._visitor(session)
        document = session_document(session, self._callers)
        return json_reply(document | {"name": visitor.name, "roles": visitor.roles})

    async def _ready(self, _: Incoming) -> Reply:
        return await self._health.ready()

    async def _everything(self, _: Incoming) -> Reply:
        return await self._health.everything()


async def _live(_: Incoming) -> Reply:
    return json_reply({"status": "up"})


async def _stylesheet(incoming: Incoming) -> Reply:
    return stylesheet(incoming.read.get(b"if-none-match"))


def session_document(session: Session, callers: Callers) -> dict[str, Any]:
    """Return who is logged in, in which employment, with what, and for how long."""
    document: dict[str, Any] = {
        "subject": session.claims["sub"],
        "idleAfterSeconds": IDLE_SECONDS,
        "endsAt": int(session.ends_at),
        "refusal": None,
    }
    try:
        caller = callers.of(session)
    except ProblemError as error:
        return document | {"refusal": error.kind.code}
    return document | {
        "scopes": sorted(caller.scopes),
        "countyCode": caller.county_code,
        "authorityId": caller.authority_id,
        "unitId": caller.unit_id,
        "centreId": caller.centre_id,
        "profession": caller.profession,
        "activity": caller.activity,
    }
