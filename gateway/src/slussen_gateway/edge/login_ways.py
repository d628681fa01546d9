"""The ways to log in: at the main issuer, at another one, or as a private person; each makes a session of an answer."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from slussen_gateway.edge.identity import verified_identity
from slussen_gateway.edge.issuer import Issuer
from slussen_gateway.edge.issuer_client import IssuerClient, Tokens
from slussen_gateway.edge.issuer_profiles import IssuerProfile, OtherIssuer
from slussen_gateway.edge.sessions import Session
from slussen_gateway.edge.tokens import AccessTokens, InvalidTokenError

MAIN: Final = "main"
PERSON: Final = "person"
"""The name of the way for private persons, and what `as` in a login's query says for it."""


class LoginWay(Protocol):
    """One way to log in."""

    @property
    def issuer(self) -> Issuer:
        """Where it leads."""

    @property
    def client(self) -> IssuerClient:
        """The edge as a client of it."""

    async def session(self, tokens: Tokens, nonce: str) -> Session:
        """Return the session of whoever has logged in.

        Raises:
            InvalidTokenError: The tokens prove nothing.
            ProblemError: They do not name anyone well enough.
        """


@dataclass(frozen=True, slots=True)
class MainWay:
    """The main issuer's: its access token is for us, and its refresh token keeps the session's claims fresh."""

    issuer: Issuer
    client: IssuerClient
    client_id: str
    tokens: AccessTokens
    profile: IssuerProfile

    async def session(self, tokens: Tokens, nonce: str) -> Session:
        """Return a session of tokens that belong to this attempt (OpenID Connect Core 1.0, 3.1.3.7)."""
        access = await self.tokens.verify(tokens.access_token.encode())
        identity = await verified_identity(tokens.id_token or "", self.issuer, self.client_id, nonce)
        if access.client_id != self.client_id:
            raise InvalidTokenError("another client")
        if identity.get("sub") != access.subject:
            raise InvalidTokenError("sub")
        now = time.time()
        return Session(
            claims=self.profile.settled(self.profile.kept(identity) | self.profile.kept(access.claims)),
            created_at=now,
            seen_at=now,
            access_expires_at=access.expires_at,
            id_token=tokens.id_token or "",
            refresh_token=tokens.refresh_token,
            issuer_subject=access.subject,
        )


@dataclass(frozen=True, slots=True)
class OtherWay:
    """Another issuer's: its ID token alone says who it is.

    No token of it is kept, since its ID token may hold a personal number. So the session's claims stay as they
    were; it ends idle, by age, by a grant's suspension, or when the issuer tells of a logout.
    """

    issuer: Issuer
    client: IssuerClient
    settings: OtherIssuer
    own_client_id: str

    async def session(self, tokens: Tokens, nonce: str) -> Session:
        """Return a session of an ID token that belongs to this attempt."""
        client_id = self.settings.client_id
        identity = await verified_identity(tokens.id_token or "", self.issuer, client_id, nonce)
        subject = identity.get("sub")
        if not isinstance(subject, str) or not subject:
            raise InvalidTokenError("sub")
        profile = self.settings.reading
        named: Mapping[str, Any] = {"sub": self.settings.own(subject), "client_id": self.own_client_id}
        now = time.time()
        return Session(
            claims=profile.settled({**profile.kept(identity), **named}),
            created_at=now,
            seen_at=now,
            access_expires_at=now,
            id_token="",
            issuer_subject=subject,
        )
