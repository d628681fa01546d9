"""The intranet as a client of its issuer: its users log in there, as at any municipality."""

from dataclasses import dataclass
from urllib.parse import urlencode

from slussen_client.login import ASSERTION
from slussen_local.demo.answers import expect
from slussen_local.demo.machine import Machine
from slussen_local.parts.identity import RESOURCE


@dataclass
class IssuerOfUsers:
    """Logs users in with the client's own key (authorization code with PKCE, RFC 7636 and 7523)."""

    client: Machine
    redirect_uri: str

    def address(self, state: str, challenge: str) -> str:
        """Return where to send the browser."""
        query = {
            "client_id": self.client.client_id,
            "response_type": "code",
            "scope": "openid profile",
            "resource": RESOURCE,
            "redirect_uri": self.redirect_uri,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self.client.issuer}/auth?{urlencode(query)}"

    async def exchange(self, code: str, verifier: str) -> str:
        """Return the refresh token for a code."""
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        return (await self._tokens(form | {"redirect_uri": self.redirect_uri}))["refresh_token"]

    async def renew(self, refresh_token: str) -> tuple[str, str]:
        """Return a fresh access token of the user, and the refresh token that replaces this one."""
        tokens = await self._tokens({"grant_type": "refresh_token", "refresh_token": refresh_token})
        return tokens["access_token"], tokens["refresh_token"]

    async def _tokens(self, form: dict[str, str]) -> dict[str, str]:
        proof = {"client_assertion_type": ASSERTION, "client_assertion": self.client.slussen.assertion()}
        sent = form | proof | {"client_id": self.client.client_id, "resource": RESOURCE}
        answer = await self.client.http.post(f"{self.client.issuer}/token", data=sent)
        tokens: dict[str, str] = (await expect(answer, None, doing="the intranet logs a user in")).json()
        return tokens
