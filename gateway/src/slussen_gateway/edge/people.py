"""Private persons: a login by national eID, from which the session keeps opaque ids and never the number.

The claims are those of the Swedish OpenID Connect profile (oidc.se, Claims and Scopes 1.0); numbers have twelve
digits. The number goes once to the consent service, server to server, and what comes back is all that is kept.
"""

import logging
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final

import httpx

from slussen_chassis.auth import Caller, InternalTokenSigner
from slussen_gateway.edge.identity import verified_identity
from slussen_gateway.edge.issuer import Issuer
from slussen_gateway.edge.issuer_client import IssuerClient, Tokens
from slussen_gateway.edge.problems import LOGIN_UNAVAILABLE, PERSON_NOT_IDENTIFIED, ProblemError
from slussen_gateway.edge.sessions import Session
from slussen_gateway.edge.settings import PersonSettings
from slussen_gateway.edge.upstream import Address

log = logging.getLogger(__name__)

CLAIM: Final = "https://id.oidc.se/claim/"
SERVICE: Final = "consent"
RESOLUTIONS: Final = "/consent/v1/person-resolutions"
SYSTEMS: Final = {
    "personalIdentityNumber": "http://electronichealth.se/identifier/personnummer",
    "coordinationNumber": "http://electronichealth.se/identifier/samordningsnummer",
    "previousCoordinationNumber": "http://electronichealth.se/identifier/samordningsnummer",
}
CONFIRMED: Final = "confirmed"
SECONDS: Final = 3.0

_ASKING: Final = Caller("gateway", "system", scopes=frozenset({"persons:resolve"}))


def wanted_of(levels: tuple[str, ...]) -> Mapping[str, str]:
    """Return what a person's login asks the issuer for: the number, at one of these levels, and no standing session."""
    scope = "openid https://id.oidc.se/scope/naturalPersonNumber"
    return {"scope": scope, "prompt": "login", "acr_values": " ".join(levels)}


class People:
    """Turns a login of a private person into a session."""

    def __init__(
        self,
        issuer: Issuer,
        client: IssuerClient,
        settings: PersonSettings,
        *,
        service: Address,
        signer: InternalTokenSigner,
    ) -> None:
        self.issuer = issuer
        self.client = client
        self._settings = settings
        self._signer = signer
        transport = httpx.AsyncHTTPTransport(uds=service.socket_path, retries=1)
        address = "http://consent" if service.socket_path else f"http://{service.host}:{service.port}"
        self._http = httpx.AsyncClient(base_url=address, transport=transport, timeout=SECONDS)

    async def session(self, tokens: Tokens, nonce: str) -> Session:
        """Return the session of whoever has logged in.

        Neither the ID token, which holds the number, nor the name is kept: the session can't tell who it is.

        Raises:
            InvalidTokenError: The ID token proves nothing.
            ProblemError: The login names nobody well enough, or the consent service does not answer.
        """
        client_id = self._settings.client_id
        claims = await verified_identity(tokens.id_token or "", self.issuer, client_id, nonce)
        if claims.get("acr") not in self._settings.levels:
            log.warning("a person's login was too weak")
            raise ProblemError(PERSON_NOT_IDENTIFIED)
        known_as = await self._resolve(_identifiers(claims))
        now = time.time()
        return Session(
            claims={"sub": known_as[0], "client_id": client_id, "acr": claims["acr"], **_told_of(claims)},
            created_at=now,
            seen_at=now,
            access_expires_at=now,
            id_token="",
            known_as=known_as,
        )

    async def _resolve(self, identifiers: list[dict[str, str]]) -> list[str]:
        if not identifiers:
            raise ProblemError(PERSON_NOT_IDENTIFIED)
        token = self._signer.sign(_ASKING, SERVICE, datetime.now(UTC))
        try:
            answer = await self._http.post(
                RESOLUTIONS,
                json={"identifiers": identifiers},
                headers={"authorization": f"Bearer {token}", "accept": "application/json"},
            )
        except httpx.HTTPError as error:
            raise ProblemError(LOGIN_UNAVAILABLE) from error
        if answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            raise ProblemError(PERSON_NOT_IDENTIFIED)
        if answer.status_code != HTTPStatus.OK:
            log.error(
                "a person could not be looked up", extra={"fields": {"status": str(answer.status_code)}}
            )
            raise ProblemError(LOGIN_UNAVAILABLE)
        found: list[str] = answer.json()["knownAs"]
        return found

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()


def _told_of(claims: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the issuer will call the session when it tells of its end: an opaque name of the login alone."""
    return {name: claims[name] for name in ("iss", "sid") if name in claims}


def _identifiers(claims: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the numbers that the login proves, the present one first.

    A coordination number counts where the identity behind it is confirmed (styrkt, lag 2022:1697); one that has
    become a personal number counts beside that.
    """
    stated = {name: claims.get(CLAIM + name) for name in SYSTEMS}
    if claims.get(CLAIM + "coordinationNumberLevel") != CONFIRMED:
        del stated["coordinationNumber"]
    if not (stated["personalIdentityNumber"] or stated.get("coordinationNumber")):
        return []  # an earlier number alone proves nobody
    return [
        {"system": SYSTEMS[name], "value": value}
        for name, value in stated.items()
        if isinstance(value, str) and value
    ]
