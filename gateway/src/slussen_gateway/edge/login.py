"""Login in the browser: authorization code with PKCE, state and nonce; the tokens stay behind the gateway.

Each attempt has a state cookie of its own, so that two tabs can log in at once. The issuer sends the browser back
across sites, where a Strict cookie would not travel: the callback leaves a short-lived Lax cookie and a page that
leads to `/auth/arrived`, a hop within the site, which sets the Strict session cookie.
"""

import hashlib
import logging
import re
import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from slussen_gateway.edge.incoming import Incoming
from slussen_gateway.edge.issuer import Issuer, IssuerUnavailableError
from slussen_gateway.edge.issuer_client import GrantRefusedError
from slussen_gateway.edge.languages import language_is_english
from slussen_gateway.edge.login_choice import LoginChoice, choice_page
from slussen_gateway.edge.login_ways import MAIN, PERSON, LoginWay
from slussen_gateway.edge.pages import hop_page
from slussen_gateway.edge.problems import (
    CROSS_SITE,
    LOGIN_FAILED,
    LOGIN_UNAVAILABLE,
    NOT_READY,
    ProblemError,
)
from slussen_gateway.edge.rate_limit import ClientLimiter
from slussen_gateway.edge.replies import (
    Reply,
    cookies,
    json_reply,
    local_path,
    parameters,
    redirect,
    set_cookie,
)
from slussen_gateway.edge.sealing import Keyring
from slussen_gateway.edge.sessions import Session, SessionStore, SessionsUnavailableError
from slussen_gateway.edge.tokens import InvalidTokenError

log = logging.getLogger(__name__)

SESSION_COOKIE: Final = "__Host-slussen"
LOGIN_COOKIE: Final = "__Host-slussen-login-"
ARRIVAL_COOKIE: Final = "__Host-slussen-arrival-"
LOGIN_SECONDS: Final = 600
ARRIVAL_SECONDS: Final = 60
MOST_ATTEMPTS: Final = 6
CALLBACK_PATH: Final = "/auth/callback"
LOGGING_IN: Final = ("Loggar in", "Logging in")
LOGGING_OUT: Final = ("Loggar ut", "Logging out")

_LEVEL: Final = re.compile(r"[A-Za-z0-9:/._-]{1,100}")
_ATTEMPT: Final = re.compile(r"[0-9a-f]{16}")


class Login:
    """Begins and ends sessions."""

    def __init__(
        self,
        *,
        origin: str,
        ways: Mapping[str, LoginWay],
        choices: Sequence[LoginChoice],
        store: SessionStore,
        keyring: Keyring,
        limiter: ClientLimiter,
    ) -> None:
        self._origin = origin
        self._ways = ways
        self._choices = choices
        self._store = store
        self._keyring = keyring
        self._limiter = limiter

    async def begin(self, incoming: Incoming) -> Reply:
        """Send the browser to the issuer; `as=person` logs in a private person by national eID.

        Where there are several issuers, `issuer` names one; without it people choose on a page. `acr_values` asks
        for the assurance level that a service has called for.
        """
        self._limiter.take(incoming)
        wish = parameters(incoming)
        way = self._way_of(wish)
        if way is None:
            return choice_page(self._choices, incoming, english=language_is_english(incoming))
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        attempt = _attempt(state)
        memo = {"state": state, "nonce": nonce, "verifier": verifier, "way": way}
        memo["returnTo"] = local_path(wish.get("returnTo"))
        try:
            location = await self._ways[way].client.authorization_url(
                state=state,
                nonce=nonce,
                challenge=create_s256_code_challenge(verifier),
                redirect_uri=self._origin + CALLBACK_PATH,
                level=_level(wish.get("acr_values")),
            )
        except IssuerUnavailableError as error:
            raise ProblemError(LOGIN_UNAVAILABLE) from error
        cookie = self._sealed_cookie(LOGIN_COOKIE + attempt, memo, LOGIN_SECONDS)
        return redirect(location, *_forgotten_attempts(incoming), cookie)

    def _way_of(self, wish: Mapping[str, str]) -> str | None:
        """Return the way that a login asks for; None where people have to choose."""
        if wish.get("as") == PERSON:
            return PERSON
        named = wish.get("issuer")
        if named in {choice.way for choice in self._choices}:
            return named
        return MAIN if len(self._choices) == 1 else None

    async def call_back(self, incoming: Incoming) -> Reply:
        """Take the issuer's answer, make a session of it, and lead the browser on within the site."""
        answer = parameters(incoming)
        attempt = _attempt(answer.get("state", ""))
        memo = self._memo(incoming, LOGIN_COOKIE + attempt)
        way = self._ways.get(memo["way"]) if memo else None
        if memo is None or way is None or memo["state"] != answer.get("state"):
            raise ProblemError(LOGIN_FAILED)
        if not _is_from(way.issuer, answer):
            raise ProblemError(LOGIN_FAILED)
        if "code" not in answer:
            log.info("the issuer ended a login", extra={"fields": {"state": attempt}})
            return redirect("/", _forget(LOGIN_COOKIE + attempt))
        session = await self._session(way, answer["code"], memo)
        try:
            name = await self._store.create(session)
        except SessionsUnavailableError as error:
            raise ProblemError(NOT_READY) from error
        arrival = {"session": name, "returnTo": memo["returnTo"]}
        cookie = self._sealed_cookie(ARRIVAL_COOKIE + attempt, arrival, ARRIVAL_SECONDS)
        path = f"/auth/arrived?attempt={attempt}"
        page = hop_page(path, title=LOGGING_IN, english=language_is_english(incoming))
        for value in (_forget(LOGIN_COOKIE + attempt), cookie):
            page.headers.append((b"set-cookie", value.encode("ascii")))
        return page

    async def _session(self, way: LoginWay, code: str, memo: dict[str, Any]) -> Session:
        try:
            tokens = await way.client.exchange(
                code=code, verifier=memo["verifier"], redirect_uri=self._origin + CALLBACK_PATH
            )
            return await way.session(tokens, memo["nonce"])
        except (GrantRefusedError, InvalidTokenError) as error:
            log.warning("a login was refused", extra={"fields": {"reason": str(error)}})
            raise ProblemError(LOGIN_FAILED) from error
        except IssuerUnavailableError as error:
            raise ProblemError(LOGIN_UNAVAILABLE) from error

    async def arrive(self, incoming: Incoming) -> Reply:
        """Set the session's Strict cookie and end the session that the browser had before."""
        attempt = parameters(incoming).get("attempt", "")
        arrival = self._memo(incoming, ARRIVAL_COOKIE + attempt) if _ATTEMPT.fullmatch(attempt) else None
        if arrival is None:
            raise ProblemError(LOGIN_FAILED)
        await self.end_session(incoming)
        cookie = set_cookie(SESSION_COOKIE, arrival["session"], same_site="Strict")
        return redirect(local_path(arrival["returnTo"]), _forget(ARRIVAL_COOKIE + attempt), cookie)

    async def leave(self, incoming: Incoming) -> Reply:
        """End the session here, and lead on to its end at the issuer."""
        if incoming.read.get(b"origin") != self._origin.encode():
            raise ProblemError(CROSS_SITE)
        location = f"{self._origin}/"
        session = await self.end_session(incoming)
        if session is not None:
            try:
                client = self._way_back(session).client
                location = client.end_session_url(session.id_token, location) or location
            except IssuerUnavailableError:
                log.info("logged out here alone: the issuer has not been reached")
        if b"slussen-request" in incoming.read:
            reply = json_reply({"location": location})
        else:  # a page, since a form may lead to no other site, not even by redirection (form-action)
            reply = hop_page(location, title=LOGGING_OUT, english=language_is_english(incoming))
        reply.headers.append(
            (b"set-cookie", set_cookie(SESSION_COOKIE, "", same_site="Strict", max_age=0).encode())
        )
        return reply

    def _way_back(self, session: Session) -> LoginWay:
        """Return the way by which a session came in."""
        if session.known_as:
            return self._ways[PERSON]
        stated = session.claims.get("iss")
        staff = (self._ways[choice.way] for choice in self._choices)
        return next((way for way in staff if way.issuer.issuer == stated), self._ways[MAIN])

    async def end_session(self, incoming: Incoming) -> Session | None:
        """End the session that the browser has, and return what it was.

        Raises:
            ProblemError: It is unknown whether it has one.
        """
        name = cookies(incoming).get(SESSION_COOKIE)
        if name is None:
            return None
        try:
            stored = await self._store.find(name)
            if stored is not None:
                await self._store.end(stored)
        except SessionsUnavailableError as error:
            raise ProblemError(NOT_READY) from error
        return stored.session if stored else None

    def _sealed_cookie(self, name: str, memo: dict[str, Any], seconds: int) -> str:
        content = orjson.dumps(memo | {"expiresAt": time.time() + seconds})
        sealed = self._keyring.seal_text(content, name.encode())
        return set_cookie(name, sealed, same_site="Lax", max_age=seconds)

    def _memo(self, incoming: Incoming, name: str) -> dict[str, Any] | None:
        """Return what a cookie of ours remembers, unless it is too old, changed, or absent."""
        content = self._keyring.open_text(cookies(incoming).get(name, ""), name.encode())
        if content is None:
            return None
        memo: dict[str, Any] = orjson.loads(content)
        return memo if memo["expiresAt"] > time.time() else None


def _is_from(issuer: Issuer, answer: dict[str, str]) -> bool:
    """Tell whether the answer names the issuer (RFC 9207), where it names its issuer at all."""
    stated = answer.get("iss")
    if stated is None:
        return not issuer.metadata.states_issuer_in_answer
    return stated == issuer.issuer


def _level(wanted: str | None) -> str | None:
    """Return the assurance level that is asked for, where it has the form of one."""
    return wanted if wanted is not None and _LEVEL.fullmatch(wanted) else None


def _attempt(state: str) -> str:
    return hashlib.sha256(state.encode(errors="surrogatepass")).hexdigest()[:16]


def _forget(name: str) -> str:
    return set_cookie(name, "", same_site="Lax", max_age=0)


def _forgotten_attempts(incoming: Incoming) -> list[str]:
    """Forget attempts that were never finished, before they fill the request's headers."""
    attempts = [name for name in cookies(incoming) if name.startswith(LOGIN_COOKIE)]
    attempts = [name for name in attempts if _ATTEMPT.fullmatch(name.removeprefix(LOGIN_COOKIE))]
    return [_forget(name) for name in attempts] if len(attempts) >= MOST_ATTEMPTS else []
