"""The service on a port of its own: real HTTP, for clients that bring their own connections."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import uvicorn

from slussen_chassis.app import Service


@contextlib.asynccontextmanager
async def served(service: Service) -> AsyncIterator[tuple[str, int]]:
    """Serve on 127.0.0.1; give host and port."""
    config = uvicorn.Config(service, port=0, lifespan="off", log_config=None, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    task = asyncio.ensure_future(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    try:
        yield host, port
    finally:
        server.should_exit = True
        await task
