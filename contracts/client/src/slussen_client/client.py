"""The two clients."""

from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import httpx

from slussen_client.asking import AsyncWay, Way, known
from slussen_client.calls import Maker
from slussen_client.feed import AsyncFeed, Feed
from slussen_client.login import Login, new_binding
from slussen_client.operations import AsyncServices, Services
from slussen_client.problems import Language
from slussen_client.retries import Retries

TIMEOUT_SECONDS = 30.0


class SlussenClient(Services):
    """A machine client of Slussen: `client.<service>.<operation>(...)`.

    It fetches and renews its token, sends the same write with the same idempotency key until it is answered, and waits
    as long as it is asked to. One client is for a whole program and all its threads; close it, or use it in a `with`.
    """

    def __init__(  # noqa: PLR0913 - what a client is told once, by name
        self,
        origin: str,
        *,
        issuer: str | None = None,
        client_id: str | None = None,
        key: Mapping[str, Any] | None = None,
        binds_tokens: bool = False,
        language: Language = "sv",
        timeout: float = TIMEOUT_SECONDS,
        retries: Retries | None = None,
        traceparent: Callable[[], str | None] | None = None,
        http: httpx.Client | None = None,
    ) -> None:
        """Make a client; nothing is sent yet.

        Args:
            origin: Slussen's address, such as `https://slussen.example`.
            issuer: The address of the issuer at which the client is registered, as it writes it itself. Without issuer,
                client_id and key there is no login: published figures are open to everybody.
            client_id: The client's id there.
            key: The client's private key, a JWK.
            binds_tokens: Bind tokens to a key of this process (DPoP), as grants of the level `fapi` demand.
            language: The language of texts for people.
            timeout: Seconds until an attempt is given up.
            retries: How often one asks again, and how long one waits between.
            traceparent: Gives the current trace (W3C Trace Context) at each call.
            http: A client of your own, for a proxy or a client certificate; you close it.
        """
        told = retries or Retries()
        maker = Maker(origin.rstrip("/"), language, timeout, traceparent)
        login = _login(issuer, client_id, key, told, timeout, binds_tokens=binds_tokens)
        super().__init__(Way(maker, login, told, http or httpx.Client()))
        self._is_ours = http is None

    def feed(
        self, after: int = 0, *, types: Sequence[str] = (), counties: Sequence[str] = (), follows: bool = True
    ) -> Feed:
        """Return the events after a position, to go through with `for`."""
        return Feed(self.integration, after, types, counties, follows=follows)

    def access_token(self) -> str:
        """Return a token that is alive, for a call of your own."""
        return self._way.token()

    def assertion(self) -> str:
        """Return a proof of the client's key for a flow of your own, good once and for a minute (RFC 7523)."""
        return known(self._way.login).assertion()

    def close(self) -> None:
        """Close the connections."""
        if self._is_ours:
            self._way.http.close()

    def __enter__(self) -> Self:
        """Return the client, which is closed at the end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


class AsyncSlussenClient(AsyncServices):
    """As `SlussenClient`, with operations to be awaited; one is for a whole program and all its tasks."""

    def __init__(  # noqa: PLR0913 - as above
        self,
        origin: str,
        *,
        issuer: str | None = None,
        client_id: str | None = None,
        key: Mapping[str, Any] | None = None,
        binds_tokens: bool = False,
        language: Language = "sv",
        timeout: float = TIMEOUT_SECONDS,
        retries: Retries | None = None,
        traceparent: Callable[[], str | None] | None = None,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        """Make a client; nothing is sent yet. The arguments are those of `SlussenClient`."""
        told = retries or Retries()
        maker = Maker(origin.rstrip("/"), language, timeout, traceparent)
        login = _login(issuer, client_id, key, told, timeout, binds_tokens=binds_tokens)
        super().__init__(AsyncWay(maker, login, told, http or httpx.AsyncClient()))
        self._is_ours = http is None

    def feed(
        self, after: int = 0, *, types: Sequence[str] = (), counties: Sequence[str] = (), follows: bool = True
    ) -> AsyncFeed:
        """Return the events after a position, to go through with `async for`."""
        return AsyncFeed(self.integration, after, types, counties, follows=follows)

    async def access_token(self) -> str:
        """Return a token that is alive, for a call of your own."""
        return await self._way.token()

    def assertion(self) -> str:
        """Return a proof of the client's key for a flow of your own, good once and for a minute (RFC 7523)."""
        return known(self._way.login).assertion()

    async def close(self) -> None:
        """Close the connections."""
        if self._is_ours:
            await self._way.http.aclose()

    async def __aenter__(self) -> Self:
        """Return the client, which is closed at the end."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        await self.close()


def _login(
    issuer: str | None,
    client_id: str | None,
    key: Mapping[str, Any] | None,
    retries: Retries,
    timeout: float,
    *,
    binds_tokens: bool,
) -> Login | None:
    if issuer is None and client_id is None and key is None:
        return None
    if issuer is None or client_id is None or key is None:
        raise TypeError("a login is issuer, client_id and key; give all three or none")
    return Login(issuer, client_id, key, new_binding() if binds_tokens else None, timeout, retries)
