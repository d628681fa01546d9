"""Embedded login: our components in the page of another site act for its user, without a token in the page's reach.

Two ways lead to a single-use code: the site's backend vouches for its user, server to server, with the user's own
access token; or the user logs in to us in a window of its own, which hands the code to the page by `postMessage` to
that origin alone. The component exchanges the code by its own fetch, so that the cookie lands in the partition of the
site that it stands in. What the session may is what user, client's grant and `EMBED_SCOPES` have in common.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

import orjson

from slussen_gateway.edge.authentication import EMBED_COOKIE, Authentication
from slussen_gateway.edge.callers import Callers
from slussen_gateway.edge.commissions import commission_redirect
from slussen_gateway.edge.embed_codes import CODE_SECONDS, EmbedCodes, Vouched
from slussen_gateway.edge.embed_pages import frame_page, handover_page, script
from slussen_gateway.edge.exchange import Exchange
from slussen_gateway.edge.incoming import Incoming
from slussen_gateway.edge.issuer import IssuerUnavailableError
from slussen_gateway.edge.issuer_profiles import Profiles
from slussen_gateway.edge.languages import language_is_english
from slussen_gateway.edge.own_pages import session_document
from slussen_gateway.edge.pages import hop_page
from slussen_gateway.edge.problems import (
    COMMISSION_NOT_CHOSEN,
    CROSS_SITE,
    EMBED_CODE_REFUSED,
    EMBED_MALFORMED,
    EMBED_NOT_GRANTED,
    INVALID_TOKEN,
    METHOD,
    NOT_FOR_PERSONS,
    NOT_FOUND,
    NOT_READY,
    TOO_LARGE,
    UNAUTHENTICATED,
    ProblemError,
)
from slussen_gateway.edge.rate_limit import ClientLimiter
from slussen_gateway.edge.register import ClientGrant, Register
from slussen_gateway.edge.replies import NO_STORE, Reply, json_reply, login_redirect, parameters, set_cookie
from slussen_gateway.edge.sessions import Session, SessionStore, SessionsUnavailableError
from slussen_gateway.edge.tokens import AccessToken, AccessTokens, InvalidTokenError

EMBED_PATHS: Final = b"/embed/"
LARGEST_BODY: Final = 16 * 1024
OPENING: Final = ("Öppnar inloggningen", "Opening the login")

Answerer = Callable[[Exchange], Awaitable[Reply]]


class Embedding:
    """Vouches, hands codes over, and begins and ends embedded sessions."""

    def __init__(  # noqa: PLR0913  the parts of it; the application factory puts them together
        self,
        *,
        origin: str,
        authentication: Authentication,
        callers: Callers,
        register: Register,
        tokens: AccessTokens,
        profiles: Profiles,
        codes: EmbedCodes,
        store: SessionStore,
        limiter: ClientLimiter,
    ) -> None:
        self._origin = origin
        self._authentication = authentication
        self._callers = callers
        self._register = register
        self._tokens = tokens
        self._profiles = profiles
        self._codes = codes
        self._store = store
        self._limiter = limiter
        self._answers: Mapping[tuple[bytes, str], Answerer] = {
            (b"/embed/codes", "POST"): self._vouch,
            (b"/embed/session", "POST"): self._begin,
            (b"/embed/session", "GET"): self._tell,
            (b"/embed/session", "DELETE"): self._end,
            (b"/embed/window", "GET"): self._open_window,
            (b"/embed/handover", "GET"): self._hand_over,
            (b"/embed/handover.js", "GET"): _script,
            (b"/embed/frame", "GET"): self._frame,
        }

    async def answer(self, exchange: Exchange) -> Reply:
        """Return the answer of one of the addresses below `/embed/`.

        Raises:
            ProblemError: It is refused.
        """
        incoming = exchange.incoming
        if not self._register.is_loaded:
            raise ProblemError(NOT_READY)
        found = self._answers.get((incoming.raw_path, incoming.method))
        if found is not None:
            return await found(exchange)
        methods = sorted(method for path, method in self._answers if path == incoming.raw_path)
        if not methods:
            raise ProblemError(NOT_FOUND)
        raise ProblemError(METHOD, (b"allow", ", ".join(methods).encode()))

    # -- by the site's backend --------------------------------------------------------------------------------

    async def _vouch(self, exchange: Exchange) -> Reply:
        """Make a code for the user whose access token the site's backend sends, for pages of one of its origins."""
        incoming = exchange.incoming
        if b"authorization" not in incoming.read:
            raise ProblemError(UNAUTHENTICATED)
        client = await self._authentication.bearer(incoming)
        client_id = client.client_id or ""
        exchange.client_id = client_id
        body = await _json_body(exchange)
        origin = _text(body, "origin")
        if client.kind != "client":
            raise ProblemError(EMBED_NOT_GRANTED)
        self._granted(client_id, origin)
        user = await self._user(_text(body, "subjectToken"), client_id)
        if user.binding is not None and user.binding != self._binding(incoming):
            raise ProblemError(INVALID_TOKEN)
        self._callers.from_claims(user.claims)
        claims = self._profiles.of(user.claims).kept(user.claims)
        code = await self._made(Vouched(claims, origin, client_id, user.subject))
        return json_reply({"code": code, "expiresInSeconds": CODE_SECONDS}, status=201)

    async def _user(self, token: str, client_id: str) -> AccessToken:
        try:
            user = await self._tokens.verify(token.encode())
        except InvalidTokenError as error:
            raise ProblemError(INVALID_TOKEN) from error
        except IssuerUnavailableError as error:
            raise ProblemError(NOT_READY) from error
        if user.client_id != client_id or user.subject == client_id:
            raise ProblemError(INVALID_TOKEN)
        return user

    def _binding(self, incoming: Incoming) -> object:
        """Return the key that the backend has just shown to hold."""
        _, _, token = incoming.read[b"authorization"].partition(b" ")
        own = self._tokens.remembered(token.strip())
        return own.binding if own else None

    # -- by a window of our own -------------------------------------------------------------------------------

    async def _open_window(self, exchange: Exchange) -> Reply:
        """Lead on within the site, so that the browser brings the session that it may have."""
        client_id, origin = self._asked_for(exchange.incoming)
        path = f"/embed/handover?client={quote(client_id)}&origin={quote(origin, safe='')}"
        return hop_page(path, title=OPENING, english=language_is_english(exchange.incoming))

    async def _hand_over(self, exchange: Exchange) -> Reply:
        """Give the page that opened the window a code for whoever is logged in, after a login where nobody is."""
        incoming = exchange.incoming
        client_id, origin = self._asked_for(incoming)
        session = await self._authentication.session(incoming)
        if session is None:
            return login_redirect(incoming, as_person=False)
        if session.known_as:
            raise ProblemError(NOT_FOR_PERSONS)
        try:
            self._callers.of(session)
        except ProblemError as error:
            if error.kind is COMMISSION_NOT_CHOSEN:
                return commission_redirect(incoming)
            raise
        code = await self._made(Vouched(session.claims, origin, client_id, session.issuer_subject))
        return handover_page(code, origin, english=language_is_english(incoming))

    def _asked_for(self, incoming: Incoming) -> tuple[str, str]:
        wish = parameters(incoming)
        client_id, origin = wish.get("client", ""), wish.get("origin", "")
        self._granted(client_id, origin)
        return client_id, origin

    async def _frame(self, exchange: Exchange) -> Reply:
        """Show one component in a page of ours, which the client's sites alone may frame."""
        wish = parameters(exchange.incoming)
        grant = self._granted(wish.get("client", ""), self._origin)
        return frame_page(wish, grant.embed_origins)

    def _granted(self, client_id: str, origin: str) -> ClientGrant:
        """Return the grant by which a client embeds at a site of its own, or in our frame.

        Raises:
            ProblemError: There is none.
        """
        grant = self._register.client_grant(client_id)
        own = origin == self._origin
        if grant is None or not any(
            grant.embeds_at(site) for site in (grant.embed_origins if own else [origin])
        ):
            raise ProblemError(EMBED_NOT_GRANTED)
        return grant

    # -- the session ------------------------------------------------------------------------------------------

    async def _begin(self, exchange: Exchange) -> Reply:
        """Make a session of a code, for the site that it was made for, and tell who is logged in."""
        incoming = exchange.incoming
        exchange.extra.extend(self._limiter.take(incoming))
        origin = incoming.read.get(b"origin", b"").decode("latin-1")
        if not origin or incoming.read.get(b"slussen-request") != b"1":
            raise ProblemError(CROSS_SITE)
        code = _text(await _json_body(exchange), "code")
        vouched = await self._taken(code)
        if vouched is None or vouched.origin != origin:
            raise ProblemError(EMBED_CODE_REFUSED)
        self._granted(vouched.client_id, origin)
        exchange.client_id = vouched.client_id
        session = _session_of(vouched)
        try:
            name = await self._store.create(session)
        except SessionsUnavailableError as error:
            raise ProblemError(NOT_READY) from error
        return self._told(session, set_cookie(EMBED_COOKIE, name, same_site="None"))

    async def _tell(self, exchange: Exchange) -> Reply:
        """Tell who is logged in here, in which employment, with what, and for how long; nothing where nobody is."""
        try:
            session = await self._authentication.embedded(exchange.incoming)
        except ProblemError as error:
            if error.kind is not CROSS_SITE or exchange.incoming.read.get(b"slussen-request") != b"1":
                raise
            session = None  # of our frame in the same site's page, or the other way about
        if session is None:
            return Reply(204, [NO_STORE])
        return self._told(session)

    async def _end(self, exchange: Exchange) -> Reply:
        """End the session that the site's page has."""
        await self._authentication.end_embedded(exchange.incoming)
        gone = set_cookie(EMBED_COOKIE, "", same_site="None", max_age=0)
        return Reply(204, [(b"set-cookie", gone.encode("ascii"))])

    def _told(self, session: Session, cookie: str = "") -> Reply:
        document = session_document(session, self._callers) | {"name": session.claims.get("name")}
        reply = json_reply(document)
        if cookie:
            reply.headers.append((b"set-cookie", cookie.encode("ascii")))
        return reply

    async def _made(self, vouched: Vouched) -> str:
        try:
            return await self._codes.make(vouched)
        except SessionsUnavailableError as error:
            raise ProblemError(NOT_READY) from error

    async def _taken(self, code: str) -> Vouched | None:
        try:
            return await self._codes.take(code)
        except SessionsUnavailableError as error:
            raise ProblemError(NOT_READY) from error


def _session_of(vouched: Vouched) -> Session:
    now = time.time()
    return Session(
        vouched.claims,
        created_at=now,
        seen_at=now,
        access_expires_at=now,
        id_token="",
        issuer_subject=vouched.issuer_subject,
        embedded_at=vouched.origin,
        embedded_by=vouched.client_id,
    )


async def _json_body(exchange: Exchange) -> Mapping[str, Any]:
    """Return the object that a small JSON body holds.

    Raises:
        ProblemError: It is too large, or something else.
    """
    incoming = exchange.incoming
    content_type = incoming.read.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if content_type != b"application/json" or not incoming.has_body:
        raise ProblemError(EMBED_MALFORMED)
    body, more = b"", True
    while more:
        part, more = await exchange.next_part()
        body += part
        if len(body) > LARGEST_BODY:
            raise ProblemError(TOO_LARGE)
    try:
        document = orjson.loads(body)
    except ValueError:
        raise ProblemError(EMBED_MALFORMED) from None
    if not isinstance(document, dict):
        raise ProblemError(EMBED_MALFORMED)
    return document


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value:
        raise ProblemError(EMBED_MALFORMED)
    return value


async def _script(exchange: Exchange) -> Reply:
    return script(exchange.incoming.read.get(b"if-none-match"))
