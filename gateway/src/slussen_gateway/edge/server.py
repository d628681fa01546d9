"""Running the edge under uvicorn, on the protocol of its own."""

import gc
from typing import Final

import uvicorn

from slussen_gateway.edge.app import create_app
from slussen_gateway.edge.protocol import GuardedProtocol
from slussen_gateway.edge.settings import EdgeSettings

KEEP_ALIVE_SECONDS: Final = 30
DRAIN_SECONDS: Final = 8


def server_config(
    settings: EdgeSettings, *, uds: str | None = None, loop: uvicorn.config.LoopFactoryType = "auto"
) -> uvicorn.Config:
    """Return how uvicorn runs the edge: on TCP as the settings say, or on a Unix socket."""
    return uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        uds=uds,
        http=GuardedProtocol,
        ws="none",
        interface="asgi3",
        loop=loop,
        lifespan="on",
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


def serve(settings: EdgeSettings) -> None:
    """Run the edge until it is told to stop."""
    server = uvicorn.Server(server_config(settings))
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    server.run()
