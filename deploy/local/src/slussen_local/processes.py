"""Slussen's own processes: children forked from one parent that has imported everything once.

Forking shares the imported code's memory between all of them and makes a start a matter of milliseconds. The
parent has no event loop and no thread, so that nothing of either is carried over.
"""

import asyncio
import gc
import importlib
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from slussen_local.layout import SERVICES, Layout, package_of
from slussen_local.parts.program import wait_until

if TYPE_CHECKING:
    from slussen_chassis.settings import ServiceSettings

GRACE_SECONDS = 8
MOST_CONNECTIONS = 2000
KEEP_ALIVE_SECONDS = 75


def import_everything() -> None:
    """Import what the children need, once, and keep the collector from touching (and so copying) it.

    Without the collector the import itself is a tenth quicker.
    """
    gc.disable()
    for name in ("uvicorn", "uvloop", "httptools", "slussen_gateway.edge.server"):
        importlib.import_module(name)
    for service in SERVICES:
        for module in ("app", "settings", "worker"):
            importlib.import_module(f"{package_of(service)}.{module}")
    gc.freeze()
    gc.enable()


def serve_http(app: Any, *, uds: str | None = None, host: str = "127.0.0.1", port: int = 0) -> None:
    """Serve an ASGI application until SIGTERM; requests under way are finished first."""
    import uvicorn  # noqa: PLC0415  imported by import_everything, and not by the light commands

    config = uvicorn.Config(
        app,
        uds=uds,
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    uvicorn.Server(config).run()


def run_service(service: str, uds: Path) -> None:
    """The HTTP process of a service."""
    _log_as(service)
    module = importlib.import_module(f"{package_of(service)}.app")
    serve_http(module.create_app(_settings(service)), uds=str(uds))


def run_gateway(port: int) -> None:
    """The gateway, with its own limits for heads, connections and draining."""
    _log_as("gateway")
    server = importlib.import_module("slussen_gateway.edge.server")
    settings = importlib.import_module("slussen_gateway.edge.settings")
    server.serve(settings.read_settings().model_copy(update={"port": port}))


def run_intranet(layout: Layout) -> None:
    """The demonstration's intranet, a site of its own."""
    _log_as("intranet")
    from slussen_local.intranet.app import create_app  # noqa: PLC0415  as above

    serve_http(create_app(layout), port=layout.intranet_port)


def run_workers(ready: Path) -> None:
    """Relay, subscribers and jobs of all services in one process; `ready` then holds its id."""
    import uvloop  # noqa: PLC0415  as above

    _log_as("workers")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_work(ready))


async def _work(ready: Path) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    modules = {service: importlib.import_module(f"{package_of(service)}.worker") for service in SERVICES}
    workers = [module.create_worker(_settings(service)) for service, module in modules.items()]
    async with asyncio.TaskGroup() as tasks:
        for worker in workers:
            tasks.create_task(worker.run(stop))
        for worker in workers:
            await worker.started.wait()
        _say_ready(ready)


def _log_as(process: str) -> None:
    from slussen_chassis.telemetry import configure_logging  # noqa: PLC0415  as above

    configure_logging(process)


def _say_ready(file: Path) -> None:
    file.write_text(str(os.getpid()))


def _settings(service: str) -> "ServiceSettings":
    from slussen_chassis.settings import read_settings  # noqa: PLC0415  as above

    module = importlib.import_module(f"{package_of(service)}.settings")
    settings: ServiceSettings = read_settings(getattr(module, f"{service.title()}Settings"))
    return settings


@dataclass
class ForkedProcess:
    """A forked child, with the few methods of `subprocess.Popen` that its owner needs."""

    pid: int
    returncode: int | None = None

    def poll(self) -> int | None:
        """The exit status, or None while it lives."""
        if self.returncode is None:
            try:
                done, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                self.returncode = 0
            else:
                self.returncode = os.waitstatus_to_exitcode(status) if done else None
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to a child that still lives."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def end(self, patience: float) -> None:
        """Ask it to end; kill it when it does not."""
        self.send_signal(signal.SIGTERM)
        if not wait_until(lambda: self.poll() is not None, patience):
            self.send_signal(signal.SIGKILL)
            wait_until(lambda: self.poll() is not None, patience)


class Parent:
    """The process that forks; its children end when it ends, even when it was killed.

    They see that by a pipe whose writing end only the parent holds. Descriptors in `private` (a lock, the signal
    pipe) are closed in them.
    """

    def __init__(self) -> None:
        self._lifeline, writing = os.pipe()
        self.private = {writing}

    def fork(self, work: Callable[[], None], settings: Mapping[str, str], log: Path | None) -> ForkedProcess:
        """Run `work` in a child with its own settings and log file; without a log it speaks where we speak."""
        sys.stdout.flush()
        pid = os.fork()
        if not pid:
            self._be_a_child(work, settings, log)
        return ForkedProcess(pid)

    def _be_a_child(
        self, work: Callable[[], None], settings: Mapping[str, str], log: Path | None
    ) -> NoReturn:
        status = 1
        try:
            os.setsid()
            _take_default_signals()
            for descriptor in self.private:
                os.close(descriptor)
            _redirect(log)
            threading.Thread(target=self._outlive_nobody, name="lifeline", daemon=True).start()
            os.environ.update(settings)
            work()
            status = 0
        except SystemExit as leaving:
            status = _status_of(leaving)
        except BaseException:  # noqa: BLE001  the child's last words, whatever happened
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _outlive_nobody(self) -> None:
        os.read(self._lifeline, 1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS + 2)
        os._exit(1)


@dataclass
class Child:
    """One of Slussen's own processes: what it runs, with which settings, and how one sees that it is ready."""

    parent: Parent
    work: Callable[[], None]
    settings: Mapping[str, str]
    log: Path
    ready: Callable[[int], bool]
    process: ForkedProcess | None = field(default=None, repr=False)

    def launch(self) -> None:
        """Fork."""
        self.process = self.parent.fork(self.work, self.settings, self.log)

    def is_ready(self) -> bool:
        """Whether it serves."""
        return self.process is not None and self.ready(self.process.pid)

    def stop(self) -> None:
        """Let it finish what is under way, and collect it."""
        if self.process is not None:
            self.process.end(GRACE_SECONDS + 2)


def _take_default_signals() -> None:
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)


def _redirect(log: Path | None) -> None:
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    if log is not None:
        with log.open("ab") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)


def _status_of(leaving: SystemExit) -> int:
    if isinstance(leaving.code, str):
        print(leaving.code, file=sys.stderr)
        return 1
    return leaving.code or 0
