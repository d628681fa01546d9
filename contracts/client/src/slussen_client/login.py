"""Login of a machine client: a token by its own key (private_key_jwt, RFC 7523), bound to a key where asked (DPoP)."""

import base64
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, JWKRegistry

from slussen_client.flow import Flow
from slussen_client.problems import SlussenLoginError
from slussen_client.retries import Retries, persist

ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
RENEW_BEFORE_SECONDS: Final = 30.0
ASSERTION_SECONDS: Final = 60
NONCE: Final = "DPoP-Nonce"
_ALGORITHMS: Final = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "Ed25519": "EdDSA"}


@dataclass(slots=True)
class Login:
    """A client at its issuer, and the token that it has.

    Attributes:
        issuer: The issuer's address, as it writes it itself.
        client_id: The client's id there.
        key: The client's private key, a JWK.
        bound: The key that tokens are bound to (RFC 9449); None where they are plain bearer tokens.
        timeout: Seconds until an attempt is given up.
    """

    issuer: str
    client_id: str
    key: Mapping[str, Any] = field(repr=False)
    bound: ECKey | None = field(repr=False)
    timeout: float
    retries: Retries
    _endpoint: str = ""
    _nonce: str | None = None
    _token: str = field(default="", repr=False)
    _renew_at: float = 0.0

    def usable(self, stale: str | None) -> str | None:
        """Return the token where it lives yet and is another than `stale`."""
        return self._token if self._token != (stale or "") and time.monotonic() < self._renew_at else None

    def fetch(self) -> Flow[str]:
        """Return a new token, and keep it until shortly before it dies.

        Raises:
            SlussenLoginError: The issuer gives none.
            SlussenUnreachableError: It does not answer.
        """
        self._endpoint = self._endpoint or (yield from self._discovered())
        answer = yield from persist(self._request, self.retries, is_repeatable=True)
        if answer.is_client_error and NONCE in answer.headers and self.bound:
            self._nonce = answer.headers[NONCE]
            answer = yield from persist(self._request, self.retries, is_repeatable=True)
        body = _json(answer)
        if not answer.is_success or not body.get("access_token"):
            raise SlussenLoginError(
                answer.status_code, str(body.get("error", "")), str(body.get("error_description", ""))
            )
        lives = float(body.get("expires_in", 2 * RENEW_BEFORE_SECONDS))
        self._token = str(body["access_token"])
        self._renew_at = time.monotonic() + lives - min(RENEW_BEFORE_SECONDS, lives / 2)
        return self._token

    def authorization(self, token: str, method: str, address: str) -> dict[str, str]:
        """Return the headers by which one request shows the token."""
        if self.bound is None:
            return {"Authorization": f"Bearer {token}"}
        digest = base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()
        proof = self._proof(self.bound, method, address.partition("?")[0], {"ath": digest})
        return {"Authorization": f"DPoP {token}", "DPoP": proof}

    def assertion(self) -> str:
        """Return a proof of the client's key, good once and for a minute."""
        now = int(time.time())
        claims = {"iss": self.client_id, "sub": self.client_id, "aud": self.issuer, "jti": str(uuid4())}
        key = JWKRegistry.import_key(dict(self.key))
        header = {"alg": _algorithm(self.key)} | ({"kid": self.key["kid"]} if "kid" in self.key else {})
        return jwt.encode(
            header, {**claims, "iat": now, "exp": now + ASSERTION_SECONDS}, key, [header["alg"]]
        )

    def _discovered(self) -> Flow[str]:
        """Return the token endpoint, as the issuer says (OpenID Connect Discovery 1.0, RFC 8414)."""
        address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        answer = yield from persist(lambda: self._made("GET", address), self.retries, is_repeatable=True)
        body = _json(answer)
        if body.get("issuer") != self.issuer or not body.get("token_endpoint"):
            raise SlussenLoginError(
                answer.status_code, "no-discovery", f"{address} does not describe {self.issuer}"
            )
        return str(body["token_endpoint"])

    def _request(self) -> httpx.Request:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION,
            "client_assertion": self.assertion(),
        }
        more = {"nonce": self._nonce} if self._nonce else {}
        headers = {"DPoP": self._proof(self.bound, "POST", self._endpoint, more)} if self.bound else {}
        return self._made("POST", self._endpoint, data=form, headers=headers)

    def _made(self, method: str, address: str, **more: Any) -> httpx.Request:
        return httpx.Request(
            method, address, extensions={"timeout": httpx.Timeout(self.timeout).as_dict()}, **more
        )

    @staticmethod
    def _proof(key: ECKey, method: str, address: str, more: Mapping[str, str]) -> str:
        header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": key.as_dict(private=False)}
        claims = {"jti": str(uuid4()), "htm": method, "htu": address, "iat": int(time.time()), **more}
        return jwt.encode(header, claims, key)


def new_binding() -> ECKey:
    """Return a fresh key to bind tokens to; it lives as long as the client."""
    return ECKey.generate_key("P-256")


def _algorithm(key: Mapping[str, Any]) -> str:
    return str(key.get("alg") or _ALGORITHMS.get(str(key.get("crv")), "PS256"))


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
