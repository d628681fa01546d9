"""Logouts that the issuer tells of (OpenID Connect Back-Channel Logout 1.0), known to every gateway at once.

The issuer posts a signed token that names a session of its own (`sid`) or a user (`sub`). What is kept is a mark in the
bucket `logouts`, under a hash of that name, for as long as a session may live; every gateway follows the bucket and
lets no session on that a mark is for.
"""

import hashlib
import time
from collections.abc import Mapping
from typing import Any, Final

from nats.errors import Error as NatsError

from slussen_gateway.edge.bus import Bus, WatchedBucket
from slussen_gateway.edge.issuer import Issuer, IssuerUnavailableError
from slussen_gateway.edge.problems import INVALID_LOGOUT_TOKEN, NOT_READY, ProblemError
from slussen_gateway.edge.replies import NO_STORE, Reply
from slussen_gateway.edge.sessions import Session
from slussen_gateway.edge.tokens import InvalidTokenError, check_claims, signed_content, stated_issuer

BUCKET: Final = "logouts"
EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
TOKEN_TYPES: Final = frozenset({"logout+jwt", "application/logout+jwt"})
NAMES: Final = ("sid", "sub")


class Logouts:
    """Takes logout tokens, and tells which sessions they have ended."""

    def __init__(self, bus: Bus, clients: Mapping[str, tuple[Issuer, str]]) -> None:
        """Know the issuers by `iss`, each with the edge's client id at it."""
        self._bus = bus
        self._clients = clients
        self.marks = WatchedBucket(bus, BUCKET, float)

    def has_ended(self, session: Session) -> bool:
        """Tell whether the issuer has ended a session: itself, or all that its user had at that moment."""
        issuer, sid = session.claims.get("iss"), session.claims.get("sid")
        if sid is not None and self.marks.get(_key(issuer, "sid", sid)) is not None:
            return True
        if session.issuer_subject is None:
            return False
        ended_at = self.marks.get(_key(issuer, "sub", session.issuer_subject))
        return ended_at is not None and session.created_at <= ended_at

    async def take(self, form: Mapping[str, str]) -> Reply:
        """Take a logout token, and end what it names.

        Raises:
            ProblemError: The token is not one, or it can't be kept.
        """
        try:
            claims = await self._verified(form.get("logout_token", "").encode())
        except InvalidTokenError as error:
            raise ProblemError(INVALID_LOGOUT_TOKEN) from error
        except IssuerUnavailableError as error:
            raise ProblemError(NOT_READY) from error
        name = next(name for name in NAMES if name in claims)
        try:
            bucket = await self._bus.bucket(BUCKET)
            await bucket.put(_key(claims["iss"], name, claims[name]), b"%f" % time.time())
        except (NatsError, TimeoutError) as error:
            raise ProblemError(NOT_READY) from error
        return Reply(200, [NO_STORE])

    async def _verified(self, token: bytes) -> Mapping[str, Any]:
        """Return the claims of a logout token of an issuer that is known here (2.6 of the specification)."""
        issuer, client_id = self._clients.get(stated_issuer(token), (None, ""))
        if issuer is None:
            raise InvalidTokenError("iss")
        header, claims = await signed_content(token, issuer)
        if str(header.get("typ")).lower() not in TOKEN_TYPES:
            raise InvalidTokenError("typ")
        check_claims(claims, issuer.issuer, client_id, time.time())
        events = claims.get("events")
        if not isinstance(events, dict) or EVENT not in events or "nonce" in claims:
            raise InvalidTokenError("events or nonce")
        named = [claims[name] for name in NAMES if name in claims]
        if not named or not all(isinstance(one, str) and one for one in named):
            raise InvalidTokenError("sid or sub")
        return claims


def _key(issuer: object, kind: str, name: object) -> str:
    return hashlib.sha256(f"{issuer}|{kind}|{name}".encode(errors="surrogatepass")).hexdigest()
