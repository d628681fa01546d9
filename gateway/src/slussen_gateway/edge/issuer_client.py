"""What the edge asks the issuer for as a client: pushed authorization requests, tokens, their renewal, logout.

The protocol's pieces are Authlib's (the client's proof, addresses, PKCE); the posts go over our own
bounded transport, and the login's state is ours: Authlib's session integration has no pushed authorization requests,
keeps its state under one name, so that two tabs collide, and wants a framework.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7523 import private_key_jwt_sign
from authlib.oauth2.rfc7523.client import ASSERTION_TYPE
from joserfc.jwk import Key, import_key

from slussen_gateway.edge.issuer import Issuer, IssuerUnavailableError, ask_json

ASSERTION_SECONDS: Final = 60
SCOPE: Final = "openid profile"

_ALGORITHMS: Final = {"RSA": "PS256", "EC": "ES256", "OKP": "EdDSA"}


class GrantRefusedError(Exception):
    """The issuer answered, and said no: the code or the refresh token is not good (any more)."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the issuer handed out."""

    access_token: str
    id_token: str | None
    refresh_token: str | None


class IssuerClient:
    """The edge as a client of the issuer, known by its key (`private_key_jwt`, RFC 7523)."""

    def __init__(
        self,
        issuer: Issuer,
        http: httpx.AsyncClient,
        *,
        client_id: str,
        key: Mapping[str, Any],
        audience: str = "",
        wanted: Mapping[str, str] | None = None,
    ) -> None:
        self._issuer = issuer
        self._http = http
        self._client_id = client_id
        self._key: Key = import_key(dict(key))
        self._algorithm = _ALGORITHMS[self._key.key_type]
        self._target = {"resource": audience} if audience else {}
        self._wanted = wanted or {"scope": SCOPE}

    async def authorization_url(
        self, *, state: str, nonce: str, challenge: str, redirect_uri: str, level: str | None = None
    ) -> str:
        """Return where to send the browser to log in; the request is pushed first where the issuer takes it (RFC 9126).

        A `level` is asked for as the wanted assurance (`acr_values`), by a login of its own (RFC 9470, 5).

        Raises:
            IssuerUnavailableError: The issuer does not answer.
        """
        metadata = self._issuer.metadata
        request = {
            "client_id": self._client_id,
            "response_type": "code",
            **self._wanted,
            **self._target,
            "redirect_uri": redirect_uri,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        if level is not None:
            request |= {"acr_values": level, "prompt": "login"}
        if metadata.pushed_authorization_endpoint is not None:
            request = await self._push(metadata.pushed_authorization_endpoint, request)
        return _with(metadata.authorization_endpoint, request)

    async def _push(self, endpoint: str, request: dict[str, str]) -> dict[str, str]:
        status, document = await ask_json(self._http, "POST", endpoint, request | self._proof())
        uri = document.get("request_uri")
        if status != httpx.codes.CREATED or not isinstance(uri, str):
            raise IssuerUnavailableError("the pushed request was refused")
        return {"client_id": self._client_id, "request_uri": uri}

    async def exchange(self, *, code: str, verifier: str, redirect_uri: str) -> Tokens:
        """Return the tokens for a code (RFC 6749, 4.1.3).

        Raises:
            GrantRefusedError: The code is not good.
            IssuerUnavailableError: The issuer does not answer.
        """
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        return await self._tokens(form | {"redirect_uri": redirect_uri})

    async def renew(self, refresh_token: str) -> Tokens:
        """Return new tokens for a refresh token, which may be replaced by another (RFC 6749, 6).

        Raises:
            GrantRefusedError: The issuer has ended it.
            IssuerUnavailableError: The issuer does not answer.
        """
        return await self._tokens({"grant_type": "refresh_token", "refresh_token": refresh_token})

    async def _tokens(self, form: dict[str, str]) -> Tokens:
        form |= {"client_id": self._client_id, **self._target}
        status, document = await ask_json(
            self._http, "POST", self._issuer.metadata.token_endpoint, form | self._proof()
        )
        if document.get("error") == "invalid_grant":
            raise GrantRefusedError
        access_token = document.get("access_token")
        if status != httpx.codes.OK or not isinstance(access_token, str):
            raise IssuerUnavailableError("unexpected answer")
        return Tokens(access_token, _text(document, "id_token"), _text(document, "refresh_token"))

    def end_session_url(self, id_token: str, return_to: str) -> str | None:
        """Return where to send the browser to log out at the issuer, if it offers that (RP-Initiated Logout 1.0)."""
        endpoint = self._issuer.metadata.end_session_endpoint
        if endpoint is None:
            return None
        query = {"client_id": self._client_id, "post_logout_redirect_uri": return_to}
        if id_token:
            query["id_token_hint"] = id_token
        return _with(endpoint, query)

    def _proof(self) -> dict[str, str]:
        assertion = private_key_jwt_sign(
            self._key,
            self._client_id,
            self._issuer.issuer,
            alg=self._algorithm,
            header={"typ": "JWT", "kid": self._key.kid},
            expires_in=ASSERTION_SECONDS,
        )
        return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}


def _with(address: str, query: Mapping[str, str]) -> str:
    """Return an address with a query added to the one that it may have."""
    added: str = add_params_to_uri(address, list(query.items()))
    return added


def _text(document: Mapping[str, Any], name: str) -> str | None:
    value = document.get(name)
    return value if isinstance(value, str) else None
