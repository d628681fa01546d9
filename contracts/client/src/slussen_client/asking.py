"""Between the generated operations and the wire: how one asks, and how one goes through all pages."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx

from slussen_client.calls import UNCHANGED, Answer, Call, Maker, Operation, Options, decoded
from slussen_client.flow import Flow, NeedToken, Pause, Send, T, log, pause, pause_async, send, send_async
from slussen_client.login import Login
from slussen_client.problems import SlussenError, SlussenProblem
from slussen_client.retries import Retries, persist

UNAUTHENTICATED = 401


def asking(call: Call, login: Login | None, retries: Retries) -> Flow[httpx.Response]:
    """Ask, with a token where there is a login, and once more with a new one where it has died before its time.

    Raises:
        SlussenProblem: The answer says no.
        SlussenLoginError: There is no token to be had.
        SlussenUnreachableError: No answer came.
    """
    token = (yield NeedToken()) if login else None
    response = yield from _with_token(call, login, token, retries)
    if login and response.status_code == UNAUTHENTICATED:
        response = yield from _with_token(call, login, (yield NeedToken(stale=token)), retries)
    log.debug(
        "answered",
        extra={"fields": {"operation": call.operation.name, "status": response.status_code}},
    )
    if response.is_success or response.status_code == UNCHANGED:
        return response
    raise SlussenProblem(call.operation.name, response)


def _with_token(call: Call, login: Login | None, token: str | None, retries: Retries) -> Flow[httpx.Response]:
    def make() -> httpx.Request:
        shown = login.authorization(token, call.operation.method, call.address) if login and token else {}
        return call.request(shown)

    return (yield from persist(make, retries, is_repeatable=call.operation.repeatable))


def known(login: Login | None) -> Login:
    """Return a client's login.

    Raises:
        SlussenError: It has none.
    """
    if login is None:
        raise SlussenError("this client has no login: it was made without issuer, client_id and key")
    return login


class Way:
    """The way to Slussen, for one client: its login, its connections, one token for all threads."""

    def __init__(self, maker: Maker, login: Login | None, retries: Retries, http: httpx.Client) -> None:
        self.maker, self.login, self.retries, self.http = maker, login, retries, http
        self._one_at_a_time = threading.Lock()

    def run(self, flow: Flow[T]) -> T:
        """Carry out a flow's steps; return what it returns."""
        came: Any = None
        while True:
            try:
                step = flow.send(came)
            except StopIteration as ended:
                result: T = ended.value
                return result
            match step:
                case Send(request):
                    came = send(self.http, request)
                case Pause():
                    pause(step)
                case NeedToken(stale):
                    came = self.token(stale)

    def token(self, stale: str | None = None) -> str:
        """Return a token that is alive."""
        with self._one_at_a_time:
            login = known(self.login)
            usable = login.usable(stale)
            return self.run(login.fetch()) if usable is None else usable


class AsyncWay:
    """The way to Slussen, for one asynchronous client: its login, its connections, one token for all tasks."""

    def __init__(self, maker: Maker, login: Login | None, retries: Retries, http: httpx.AsyncClient) -> None:
        self.maker, self.login, self.retries, self.http = maker, login, retries, http
        self._one_at_a_time = asyncio.Lock()

    async def run(self, flow: Flow[T]) -> T:
        """Carry out a flow's steps; return what it returns."""
        came: Any = None
        while True:
            try:
                step = flow.send(came)
            except StopIteration as ended:
                result: T = ended.value
                return result
            match step:
                case Send(request):
                    came = await send_async(self.http, request)
                case Pause():
                    await pause_async(step)
                case NeedToken(stale):
                    came = await self.token(stale)

    async def token(self, stale: str | None = None) -> str:
        """Return a token that is alive."""
        async with self._one_at_a_time:
            login = known(self.login)
            usable = login.usable(stale)
            return await self.run(login.fetch()) if usable is None else usable


class Asker:
    """Asks for the operations of a service; what they have in common."""

    def __init__(self, way: Way) -> None:
        self._way = way

    def _ask(self, operation: Operation, *, options: Options, **parts: Any) -> Answer[Any]:
        call = self._way.maker.call(operation, options, **parts)
        return decoded(self._way.run(asking(call, self._way.login, self._way.retries)))

    def _iterate(self, operation: Operation, *, options: Options, **parts: Any) -> Iterator[Any]:
        query: dict[str, Any] = parts.pop("query", {})
        offset: int | None = 0
        while offset is not None:
            page = self._ask(operation, options=options, query={**query, "offset": offset}, **parts).value
            yield from page["items"]
            offset = page.get("nextOffset")


class AsyncAsker:
    """Asks for the operations of a service and awaits them; what they have in common."""

    def __init__(self, way: AsyncWay) -> None:
        self._way = way

    async def _ask(self, operation: Operation, *, options: Options, **parts: Any) -> Answer[Any]:
        call = self._way.maker.call(operation, options, **parts)
        return decoded(await self._way.run(asking(call, self._way.login, self._way.retries)))

    async def _iterate(self, operation: Operation, *, options: Options, **parts: Any) -> AsyncIterator[Any]:
        query: dict[str, Any] = parts.pop("query", {})
        offset: int | None = 0
        while offset is not None:
            page = (
                await self._ask(operation, options=options, query={**query, "offset": offset}, **parts)
            ).value
            for one in page["items"]:
                yield one
            offset = page.get("nextOffset")
