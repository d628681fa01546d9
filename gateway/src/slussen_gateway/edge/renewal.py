"""Keeping a session's claims fresh: when the access token has expired the issuer is asked again, by one process."""

import asyncio
import dataclasses
import time
from typing import Final

from slussen_gateway.edge.issuer import IssuerUnavailableError
from slussen_gateway.edge.issuer_client import GrantRefusedError, IssuerClient
from slussen_gateway.edge.issuer_profiles import IssuerProfile
from slussen_gateway.edge.logouts import Logouts
from slussen_gateway.edge.sessions import Session, SessionStore, SessionsUnavailableError, StoredSession
from slussen_gateway.edge.tokens import AccessTokens, InvalidTokenError

RENEW_BEFORE_SECONDS: Final = 10.0
GRACE_SECONDS: Final = 600.0
"""How long a session outlives its access token while the issuer does not answer."""
LEASE_SECONDS: Final = 15.0
WAIT_SECONDS: Final = 0.2


class Renewal:
    """Finds sessions and renews them where that is due."""

    def __init__(
        self,
        store: SessionStore,
        client: IssuerClient,
        tokens: AccessTokens,
        profile: IssuerProfile,
        logouts: Logouts,
    ) -> None:
        self._store = store
        self._client = client
        self._tokens = tokens
        self._profile = profile
        self._logouts = logouts

    async def session(self, name: str) -> StoredSession | None:
        """Return the session of that name, renewed if it was due; None where it has ended.

        Raises:
            SessionsUnavailableError: It is unknown whether there is one.
            IssuerUnavailableError: The issuer has not answered for too long.
        """
        if not self._logouts.marks.is_loaded:
            raise SessionsUnavailableError
        stored = await self._store.find(name)
        if stored is not None and self._logouts.has_ended(stored.session):
            await self._store.end(stored)
            return None
        while stored is not None and _is_due(stored.session):
            if stored.session.renewing_until <= time.time():
                leased = await self._store.replace(stored, _leased(stored.session))
                if leased is not None:
                    return await self._renew(leased)
            elif _is_usable(stored.session):
                return stored
            else:
                await asyncio.sleep(WAIT_SECONDS)
            stored = await self._store.reload(stored.key)
        return stored

    async def end(self, name: str) -> None:
        """End the session of that name, if there is one.

        Raises:
            SessionsUnavailableError: It is unknown whether there is one.
        """
        stored = await self._store.find(name)
        if stored is not None:
            await self._store.end(stored)

    async def _renew(self, stored: StoredSession) -> StoredSession | None:
        """Ask the issuer; while it does not answer the session goes on for a time; the lease spaces attempts."""
        try:
            renewed = await self._ask(stored.session)
        except (GrantRefusedError, InvalidTokenError):
            await self._store.end(stored)
            return None
        except IssuerUnavailableError:
            if _is_usable(stored.session):
                return stored
            await self._store.replace(stored, dataclasses.replace(stored.session, renewing_until=0.0))
            raise
        return await self._store.replace(stored, renewed) or stored

    async def _ask(self, session: Session) -> Session:
        tokens = await self._client.renew(session.refresh_token or "")
        access = await self._tokens.verify(tokens.access_token.encode())
        if access.subject != session.claims["sub"]:
            raise InvalidTokenError("sub")
        claims = session.claims | self._profile.kept(access.claims)
        if not self._profile.still_holds(claims):
            raise InvalidTokenError("the commission has ended")
        return dataclasses.replace(
            session,
            claims=claims,
            access_expires_at=access.expires_at,
            refresh_token=tokens.refresh_token or session.refresh_token,
            renewing_until=0.0,
        )


def _is_due(session: Session) -> bool:
    return (
        session.refresh_token is not None and session.access_expires_at < time.time() + RENEW_BEFORE_SECONDS
    )


def _is_usable(session: Session) -> bool:
    return time.time() < session.access_expires_at + GRACE_SECONDS


def _leased(session: Session) -> Session:
    return dataclasses.replace(session, renewing_until=time.time() + LEASE_SECONDS)
