"""The application factory: from a service's parts to an ASGI application.

One pure ASGI layer does what every request needs (trace context, internal token, lean routes); everything else
is FastAPI. What can be done at start is done at start.
"""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson
from fastapi import APIRouter, FastAPI
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from slussen_chassis import openapi, problems
from slussen_chassis.auth import Caller, InternalTokenVerifier, InvalidTokenError
from slussen_chassis.clock import Clock, SystemClock
from slussen_chassis.database import Database
from slussen_chassis.errors import DomainError, UnauthenticatedError
from slussen_chassis.pages import route as page_routes
from slussen_chassis.pages.site import Site
from slussen_chassis.phase_outs import Headers, PhaseOuts
from slussen_chassis.settings import ServiceSettings
from slussen_chassis.telemetry import accept_traceparent, traceparent_var

Check = Callable[[], Awaitable[bool]]
LeanHandler = Callable[[Scope, Receive, Send, Caller], Awaitable[None]]
"""A route on the hot path: straight from bytes to bytes, described in OpenAPI by an ordinary route beside it."""

GC_THRESHOLD = 50_000


@dataclass(frozen=True, slots=True)
class Part:
    """What a service brings to the factory.

    Attributes:
        name: The service's name, which is also its audience and the first segment of its paths.
        about: Its description for OpenAPI and `/api-info`.
        routers: Its routes, under `/<name>/v1`.
        lean: Routes on the hot path by (method, path).
        resources: Opened at start and closed at the end; each gets the app.
        checks: What else must answer for the service to be ready.
        site: Its pages, where people look at it in a browser.
    """

    name: str
    about: openapi.About
    routers: Sequence[APIRouter]
    lean: Mapping[tuple[str, str], LeanHandler] = field(default_factory=dict)
    resources: Sequence[Callable[[FastAPI], contextlib.AbstractAsyncContextManager[None]]] = ()
    checks: Mapping[str, Check] = field(default_factory=dict)
    site: Site | None = None


def create_service(part: Part, settings: ServiceSettings, *, clock: Clock | None = None) -> "Service":
    """Return the ASGI application of a service."""
    SystemClock.follow(settings.sandbox_clock)
    prefix = f"/{part.name}/v1"
    api = FastAPI(
        title=part.about.title,
        description=part.about.description,
        version=part.about.version,
        openapi_url=f"{prefix}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(part),
        redirect_slashes=False,
    )
    api.state.settings = settings
    api.state.clock = clock or SystemClock()
    api.state.database = Database.for_requests(settings)
    problems.install(api)
    for router in part.routers:
        api.include_router(router)
    if part.site is not None:
        page_routes.install(api, part.site)
    api.include_router(_about_router(part, prefix))
    api.include_router(_health_router(part, api))
    openapi.install(api, part.about, prefix, keyless=part.lean.keys())
    return Service(api, InternalTokenVerifier(settings.trusted_keys(), part.name), part.lean)


def _lifespan(part: Part) -> Callable[[FastAPI], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(api: FastAPI) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(api.state.database.close)
            for resource in part.resources:
                await stack.enter_async_context(resource(api))
            gc.collect()
            gc.freeze()
            gc.set_threshold(GC_THRESHOLD, 50, 50)
            yield

    return lifespan


def _about_router(part: Part, prefix: str) -> APIRouter:
    router = APIRouter(prefix=prefix, tags=["api-info"])

    @router.get("/api-info", operation_id="getApiInfo", summary="Om API:et / About the API")
    async def get_api_info() -> openapi.ApiInfo:
        """Om API:et: namn, version, status och dokumentation. / About the API (REST API profile, VER.06)."""
        return openapi.ApiInfo(
            api_name=part.about.title,
            api_version=part.about.version,
            api_released=part.about.released,
            api_documentation=f"{prefix}/openapi.json",
            api_status="active",
        )

    return router


def _health_router(part: Part, api: FastAPI) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/health/live")
    async def live() -> Response:
        return Response(b'{"status":"up"}', media_type="application/json")

    @router.get("/health/ready")
    async def ready() -> Response:
        checks: dict[str, Check] = {"database": api.state.database.is_ready, **part.checks}
        found = dict(zip(checks, await asyncio.gather(*(check() for check in checks.values())), strict=True))
        body = {
            "status": "up" if all(found.values()) else "down",
            "service": part.name,
            "checks": {name: "up" if is_up else "down" for name, is_up in found.items()},
            "at": datetime.now(UTC),
        }
        return Response(
            orjson.dumps(body), status_code=200 if all(found.values()) else 503, media_type="application/json"
        )

    return router


class Service:
    """The outermost layer: trace context in, internal token verified, lean routes first, then FastAPI."""

    def __init__(
        self, api: FastAPI, verifier: InternalTokenVerifier, lean: Mapping[tuple[str, str], LeanHandler]
    ) -> None:
        self.api = api
        self._inner: ASGIApp = api
        self._verifier = verifier
        self._lean = lean
        self._phase_outs = PhaseOuts(api.routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI 3)."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_content(send)
        token, trace, language = _headers(scope["headers"])
        traceparent = accept_traceparent(trace)
        traceparent_var.set(traceparent)
        traced = _telling(send, [(b"traceparent", traceparent.encode()), *self._phase_outs.headers(scope)])
        caller = self._verified(token)
        if caller is not None:
            scope.setdefault("state", {})["caller"] = caller
        lean = self._lean.get((scope["method"], scope["path"]))
        if lean is None:
            await self._inner(scope, receive, traced)
            return
        try:
            if caller is None:
                raise UnauthenticatedError
            await lean(scope, receive, traced, caller)
        except DomainError as error:
            await problems.problem_response(error, language)(scope, receive, traced)

    def _verified(self, token: str | None) -> Caller | None:
        if token is None:
            return None
        try:
            return self._verifier.verify(token, datetime.now(UTC))
        except InvalidTokenError:
            return None


def _headers(headers: list[tuple[bytes, bytes]]) -> tuple[str | None, str | None, str | None]:
    """Return the bearer token, the trace context and the language, in one walk over the headers."""
    token = trace = language = None
    for name, value in headers:
        if name == b"authorization":
            if value[:7].lower() == b"bearer ":
                token = value[7:].decode("latin-1")
        elif name == b"traceparent":
            trace = value.decode("latin-1")
        elif name == b"accept-language":
            language = value.decode("latin-1")
    return token, trace, language


def _without_content(send: Send) -> Send:
    """Return `send` for an answer to HEAD: that to GET, without its content (RFC 9110, 9.3.2)."""

    async def head_alone(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
            await send({"type": "http.response.body"})

    return head_alone


def _telling(send: Send, told: Headers) -> Send:
    """Return `send` with what every answer to this request tells in its headers."""

    async def traced(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers: list[Any] = message.setdefault("headers", [])
            headers.extend(told)
            if not any(name == b"cache-control" for name, _ in headers):
                headers.append((b"cache-control", b"no-store"))
        await send(message)

    return traced
