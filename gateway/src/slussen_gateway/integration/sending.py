"""One request to a webhook: only where it may lead, by one address that was checked, and never for long.

The name is resolved once; every address that it stands for must be allowed, and the connection goes to one of these
very addresses, so that nothing can change between the check and the use. Redirects are not followed, proxies of the
environment not used, connections not kept (one that was proved to be a host's must not serve another's name), and of
the answer no more is read than is needed to tell how it went.
"""

import asyncio
import ipaddress
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

import httpx

from slussen_gateway.integration.domain.addresses import (
    Address,
    AddressNotAllowedError,
    Rules,
    all_may_be_reached,
    check_url,
)

MOST_SECONDS = 15.0
MOST_READ = 16 * 1024
KEPT_HEADERS = ("content-type", "content-length", "date", "retry-after", "server")
LONGEST_KEPT = 200
_TIMEOUT = httpx.Timeout(10.0, connect=5.0)
_LIMITS = httpx.Limits(max_connections=64, max_keepalive_connections=0)

Resolve = Callable[[str, int], Awaitable[Sequence[Address]]]
"""Every address that a name stands for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request came to; the body is never kept."""

    outcome: str
    milliseconds: int
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    bytes_read: int = 0


async def resolve(host: str, port: int) -> Sequence[Address]:
    """Return every address that a name stands for, as the machine's resolver tells."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(str(sockaddr[0])) for *_, sockaddr in found]


class Sender:
    """Sends webhooks' requests; one for a process."""

    def __init__(
        self, rules: Rules, *, names: Resolve = resolve, trust: ssl.SSLContext | None = None
    ) -> None:
        self._rules = rules
        self._names = names
        transport = httpx.AsyncHTTPTransport(verify=trust or ssl.create_default_context(), limits=_LIMITS)
        self._http = httpx.AsyncClient(
            transport=transport, timeout=_TIMEOUT, follow_redirects=False, trust_env=False
        )

    async def close(self) -> None:
        """Let go of every connection."""
        await self._http.aclose()

    async def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Post `body`, and return what became of it; whatever goes wrong is an outcome."""
        started = time.monotonic()
        try:
            async with asyncio.timeout(MOST_SECONDS):
                return await self._post(await self._pinned(url, headers, body), started)
        except AddressNotAllowedError:
            outcome = "address_not_allowed"
        except (TimeoutError, httpx.TimeoutException):
            outcome = "timeout"
        except (OSError, httpx.HTTPError, httpx.InvalidURL, ValueError):
            outcome = "unreachable"
        return Answer(outcome, _since(started))

    async def _pinned(self, url: str, headers: Mapping[str, str], body: bytes) -> httpx.Request:
        """Return the request, addressed to one of the addresses that were checked, in the host's name."""
        check_url(url, self._rules)
        target = httpx.URL(url)
        addresses = await self._names(target.host, target.port or (443 if target.scheme == "https" else 80))
        if addresses and not all_may_be_reached(addresses, self._rules):
            raise AddressNotAllowedError
        if not addresses:
            raise OSError("the name stands for nothing")
        return self._http.build_request(
            "POST",
            target.copy_with(host=str(addresses[0])),
            headers={**headers, "Host": target.netloc.decode("ascii")},
            content=body,
            extensions={"sni_hostname": target.host},
        )

    async def _post(self, request: httpx.Request, started: float) -> Answer:
        response = await self._http.send(request, stream=True)
        try:
            read = 0
            async for part in response.aiter_raw():
                read += len(part)
                if read >= MOST_READ:
                    break
        finally:
            await response.aclose()
        kept = {n: response.headers[n][:LONGEST_KEPT] for n in KEPT_HEADERS if n in response.headers}
        return Answer(outcome_of(response.status_code), _since(started), response.status_code, kept, read)


def outcome_of(status: int) -> str:
    """Return what a status means for a delivery; only one of the two hundreds says that it arrived."""
    if httpx.codes.is_success(status):
        return "delivered"
    if status == httpx.codes.GONE:
        return "gone"
    if status in {httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE}:
        return "busy"
    return "redirected" if httpx.codes.is_redirect(status) else "refused"


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
