"""A machine client: a journal system or a BI tool that logs in by its own key and calls the gateway.

It does so by the Python client that we give everyone (`contracts/client`).
"""

from dataclasses import dataclass, field
from typing import Any

import httpx

from slussen_client import AsyncSlussenClient
from slussen_local.demo.answers import expect


@dataclass
class Machine:
    """A client with its key; `slussen` has the operations, `ask` is for what stands in no contract."""

    http: httpx.AsyncClient
    origin: str
    issuer: str
    client_id: str
    key: dict[str, Any] = field(repr=False)
    slussen: AsyncSlussenClient = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Make the client, over the connections that are there."""
        self.slussen = AsyncSlussenClient(
            self.origin, issuer=self.issuer, client_id=self.client_id, key=self.key, http=self.http
        )

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
        return await self.slussen.access_token()
