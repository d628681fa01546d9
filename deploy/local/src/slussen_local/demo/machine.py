"""A machine client: a journal system or a BI tool that logs in by its own key and calls the gateway."""

import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey

from slussen_local.demo.answers import expect

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
RENEW_BEFORE_SECONDS = 30


@dataclass
class Machine:
    """A client with its key; tokens are fetched when needed (RFC 7523, client_credentials)."""

    http: httpx.AsyncClient
    origin: str
    issuer: str
    client_id: str
    key: dict[str, Any]
    token: str = ""
    dies_at: float = field(default=0.0)

    async def ask(
        self, method: str, path: str, *, expected: int | None = None, **more: Any
    ) -> httpx.Response:
        """Return the gateway's answer to a call with a bearer token.

        Raises:
            UnexpectedAnswerError: It is another status than `expected` (any success where None).
        """
        headers = {"Authorization": f"Bearer {await self.bearer()}", **more.pop("headers", {})}
        answer = await self.http.request(method, f"{self.origin}{path}", headers=headers, **more)
        return await expect(answer, expected, doing=f"{method} {path}")

    async def bearer(self) -> str:
        """Return an access token that is alive."""
        if time.monotonic() > self.dies_at - RENEW_BEFORE_SECONDS:
            form = {
                "grant_type": "client_credentials",
                "client_assertion_type": ASSERTION,
                "client_assertion": self.assertion(),
            }
            answer = await self.http.post(f"{self.issuer}/token", data=form)
            body = (await expect(answer, None, doing=f"{self.client_id} asks for a token")).json()
            self.token, self.dies_at = body["access_token"], time.monotonic() + body["expires_in"]
        return self.token

    def assertion(self) -> str:
        """Return a proof of the client's key."""
        now = int(time.time())
        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": self.issuer,
            "iat": now,
            "exp": now + 60,
        }
        key = ECKey.import_key(self.key)
        return jwt.encode({"alg": "ES256", "kid": self.key["kid"]}, {**claims, "jti": str(uuid.uuid4())}, key)
