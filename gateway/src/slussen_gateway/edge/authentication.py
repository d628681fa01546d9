"""Who sends a request: by bearer token, by session cookie, or nobody in particular where a route is open."""

import logging
from typing import Final

from slussen_chassis.auth import Caller
from slussen_gateway.edge.callers import ANONYMOUS, Callers
from slussen_gateway.edge.exchange import Exchange
from slussen_gateway.edge.incoming import Incoming
from slussen_gateway.edge.issuer import IssuerUnavailableError
from slussen_gateway.edge.login import SESSION_COOKIE
from slussen_gateway.edge.possession import InvalidProofError, Possession
from slussen_gateway.edge.problems import (
    CROSS_SITE,
    FOREIGN_FORM,
    INVALID_PROOF,
    INVALID_TOKEN,
    NOT_FOR_PERSONS,
    NOT_READY,
    SESSION_ENDED,
    UNAUTHENTICATED,
    ProblemError,
)
from slussen_gateway.edge.rate_limit import ClientLimiter
from slussen_gateway.edge.register import Register
from slussen_gateway.edge.renewal import Renewal
from slussen_gateway.edge.replies import cookies
from slussen_gateway.edge.routing import SAFE_METHODS, Route
from slussen_gateway.edge.sessions import Session, SessionsUnavailableError
from slussen_gateway.edge.tokens import AccessToken, AccessTokens, InvalidTokenError

log = logging.getLogger(__name__)

EMBED_COOKIE: Final = "__Host-slussen-embed"
_BEARER: Final = b"bearer "
_SCHEMES: Final = frozenset({b"bearer", b"dpop"})


class Authentication:
    """Proves who sends a request."""

    def __init__(  # noqa: PLR0913  what it asks; the application factory puts it together
        self,
        *,
        origin: str,
        tokens: AccessTokens,
        possession: Possession,
        renewal: Renewal,
        register: Register,
        callers: Callers,
        limiter: ClientLimiter,
    ) -> None:
        self._origin = origin.encode()
        self._tokens = tokens
        self._possession = possession
        self._renewal = renewal
        self._register = register
        self._callers = callers
        self._limiter = limiter

    def known(self, exchange: Exchange) -> Caller | None:
        """Return who sends the request, where its token was verified before and nothing has changed since.

        A token that is bound to a key is never enough: its sender proves anew with each request that it holds it.
        """
        authorization = exchange.incoming.read.get(b"authorization")
        if authorization is None or authorization[:7].lower() != _BEARER:
            return None
        access = self._tokens.remembered(authorization[7:].strip())
        if (
            access is None
            or access.binding is not None
            or access.generation != self._register.generation
            or not self._register.is_loaded
        ):
            return None
        exchange.client_id = access.client_id
        return access.caller

    async def caller(self, exchange: Exchange, route: Route) -> Caller:
        """Return who sends the request.

        Raises:
            ProblemError: Nobody who may.
        """
        if not self._register.is_loaded:
            raise ProblemError(NOT_READY)
        read = exchange.incoming.read
        if b"authorization" in read:
            access = await self._verified(exchange.incoming)
            exchange.client_id = access.client_id
            caller = self._entitled(exchange.incoming, access)
        else:
            caller = await self._visitor(exchange, route)
        exchange.client_id = caller.client_id
        return caller

    async def reader(self, exchange: Exchange, route: Route) -> Caller | None:
        """Return whose browser asks for a page, or sends a form; None for nobody, who has to log in first.

        A page that is open to all needs no login; a private person is nobody in particular there.

        Pages are for browsers: a bearer token opens none.

        Raises:
            ProblemError: The form came from elsewhere or without a session, or the user may do nothing here.
        """
        if not self._register.is_loaded:
            raise ProblemError(NOT_READY)
        incoming = exchange.incoming
        if incoming.method not in SAFE_METHODS:
            self.refuse_foreign_form(incoming)
        session = await self.session(incoming)
        if route.is_open and (session is None or session.known_as):
            exchange.extra.extend(self._limiter.take(incoming))
            return ANONYMOUS
        if session is None:
            if incoming.method not in SAFE_METHODS:
                raise ProblemError(SESSION_ENDED)
            return None
        if session.known_as and not route.for_persons:
            raise ProblemError(NOT_FOR_PERSONS)
        caller = self._callers.of(session)
        exchange.client_id = caller.client_id
        return caller

    def refuse_foreign_form(self, incoming: Incoming) -> None:
        """Refuse a form unless both `Origin` and `Sec-Fetch-Site` say that it stood on a page of ours.

        Raises:
            ProblemError: They do not.
        """
        read = incoming.read
        if read.get(b"origin") != self._origin or read.get(b"sec-fetch-site") != b"same-origin":
            raise ProblemError(FOREIGN_FORM)

    async def bearer(self, incoming: Incoming) -> Caller:
        """Return whom the token in `Authorization` stands for.

        Raises:
            ProblemError: Nobody who may.
        """
        return self._entitled(incoming, await self._verified(incoming))

    async def _verified(self, incoming: Incoming) -> AccessToken:
        """Return what the token in `Authorization` says; whether its sender may use it is still to be seen.

        Raises:
            ProblemError: It proves nothing.
        """
        scheme, token = _credential(incoming)
        if scheme not in _SCHEMES:
            raise ProblemError(UNAUTHENTICATED)
        try:
            return self._tokens.remembered(token) or await self._tokens.verify(token)
        except InvalidTokenError as error:
            log.info("a token was refused", extra={"fields": {"reason": str(error)}})
            raise ProblemError(INVALID_TOKEN) from error
        except IssuerUnavailableError as error:
            raise ProblemError(NOT_READY) from error

    def _entitled(self, incoming: Incoming, access: AccessToken) -> Caller:
        """Return whom a verified token stands for.

        Raises:
            ProblemError: Its sender does not hold its key, or may do nothing here.
        """
        scheme, token = _credential(incoming)
        try:
            self._possession.check(incoming, scheme, token, access)
        except InvalidTokenError as error:
            log.info("a token was refused", extra={"fields": {"reason": str(error)}})
            raise ProblemError(INVALID_TOKEN) from error
        except InvalidProofError as error:
            log.info("a proof of possession was refused", extra={"fields": {"reason": str(error)}})
            raise ProblemError(INVALID_PROOF) from error
        generation = self._register.generation
        access.caller = self._callers.from_claims(access.claims)
        access.generation = generation
        return access.caller

    async def _visitor(self, exchange: Exchange, route: Route) -> Caller:
        incoming = exchange.incoming
        may_be_anybody = route.is_open and incoming.method in route.open_methods
        session = await self.session(incoming)
        if session is None and not (may_be_anybody and b"slussen-request" not in incoming.read):
            session = await self.embedded(incoming)
        if session is not None and session.embedded_by:
            return self._callers.of(session)
        if self._is_foreign(incoming) and SESSION_COOKIE in cookies(incoming):
            raise ProblemError(CROSS_SITE)
        if session is not None and (route.for_persons or not session.known_as):
            self._refuse_cross_site(exchange.incoming)
            return self._callers.of(session)
        if may_be_anybody:
            exchange.extra.extend(self._limiter.take(exchange.incoming))
            return ANONYMOUS
        raise ProblemError(UNAUTHENTICATED if session is None else NOT_FOR_PERSONS)

    async def session(self, incoming: Incoming) -> Session | None:
        """Return the session that the request's cookie names, if it is alive.

        Raises:
            ProblemError: It is unknown whether it is.
        """
        if b"cookie" not in incoming.read:
            return None
        if self._is_foreign(incoming):
            return None  # a page of another site, which our own login is nothing for
        found = await self._find(cookies(incoming).get(SESSION_COOKIE))
        return found if found is not None and not found.embedded_by else None

    async def embedded(self, incoming: Incoming) -> Session | None:
        """Return the session in which our components act in the page of the site that the request comes from.

        Raises:
            ProblemError: It is unknown whether there is one, or the request does not show that it is theirs.
        """
        found = await self._find(cookies(incoming).get(EMBED_COOKIE)) if b"cookie" in incoming.read else None
        if found is None or not found.embedded_by:
            return None
        if found.embedded_at != self.site_of(incoming) or incoming.read.get(b"slussen-request") != b"1":
            raise ProblemError(CROSS_SITE)
        return found

    async def end_embedded(self, incoming: Incoming) -> None:
        """End the session in which our components act in the page that the request comes from, if there is one.

        Raises:
            ProblemError: It is unknown whether there is one, or the request does not show that it is theirs.
        """
        if await self.embedded(incoming) is not None:
            try:
                await self._renewal.end(cookies(incoming)[EMBED_COOKIE])
            except SessionsUnavailableError as error:
                raise ProblemError(NOT_READY) from error

    def _is_foreign(self, incoming: Incoming) -> bool:
        return incoming.read.get(b"origin", self._origin) != self._origin

    def site_of(self, incoming: Incoming) -> str:
        """Return the origin of the page that sent a request; browsers leave it out of a reading of one's own site."""
        read = incoming.read
        if b"origin" in read:
            return read[b"origin"].decode("latin-1")
        return self._origin.decode() if read.get(b"sec-fetch-site") == b"same-origin" else ""

    async def _find(self, name: str | None) -> Session | None:
        if name is None:
            return None
        try:
            stored = await self._renewal.session(name)
        except (SessionsUnavailableError, IssuerUnavailableError) as error:
            raise ProblemError(NOT_READY) from error
        return stored.session if stored else None

    def _refuse_cross_site(self, incoming: Incoming) -> None:
        """Refuse a change that another site's page may have sent with our cookie."""
        if incoming.method in SAFE_METHODS:
            return
        read = incoming.read
        if read.get(b"origin") != self._origin or read.get(b"slussen-request") != b"1":
            raise ProblemError(CROSS_SITE)


def _credential(incoming: Incoming) -> tuple[bytes, bytes]:
    """Return the scheme, in lower case, and the token of `Authorization`."""
    scheme, _, token = incoming.read[b"authorization"].partition(b" ")
    return scheme.lower(), token.strip()
