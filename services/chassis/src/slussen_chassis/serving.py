"""How a process of a service runs until it is told to stop: requests, or the worker."""

import asyncio
import os
import signal

import uvicorn
from starlette.types import ASGIApp

from slussen_chassis.telemetry import configure_logging
from slussen_chassis.worker import Worker

DRAIN_SECONDS = 10


def serve(app: ASGIApp, service: str) -> None:
    """Serve requests on HOST and PORT until SIGTERM or SIGINT; what is under way is finished."""
    configure_logging(service)
    uvicorn.run(
        app,
        host=os.environ.get("HOST", "0.0.0.0"),  # noqa: S104 - a container's own network
        port=int(os.environ.get("PORT", "8080")),
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


def work(worker: Worker) -> None:
    """Run a worker until SIGTERM or SIGINT; what is under way is finished."""
    configure_logging(worker.service)
    asyncio.run(work_until_told(worker))


async def work_until_told(worker: Worker) -> None:
    """Run a worker in this event loop until the process gets SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await worker.run(stop)
