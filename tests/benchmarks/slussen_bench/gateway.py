"""S5: the gateway with its checks beside nginx without any, both before the same tiny service."""

import contextlib
import multiprocessing
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from slussen_bench.bench import Bench
from slussen_bench.failure import BenchError
from slussen_bench.machine import cpu_seconds
from slussen_bench.quantities import Goal, Load, Missing, Row, alternate, rates
from slussen_bench.template import Template
from slussen_local import processes
from slussen_local.environment import of_local_gateway
from slussen_local.layout import SERVICES
from slussen_local.parts import ports
from slussen_local.parts.program import stop_child, wait_until

ANSWER = b'{"status":"recorded","id":"0199f2ab-7d00-7000-8000-000000000000"}'.ljust(200)
FILLING = "x" * 1000
PATH = "/consent/v1/consent-events"
NGINX = """worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  keepalive_requests 100000000;
  upstream service {{ server unix:{service}; keepalive 64; keepalive_requests 100000000; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection ""; }}
  }}
}}
"""


async def tiny_service(scope: Any, receive: Any, send: Any) -> None:
    """Take 1 KB, answer 200 bytes."""
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    while (await receive()).get("more_body"):
        pass
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"200"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": ANSWER})


def proxies(bench: Bench) -> list[Row | Missing]:
    """Measure both, and the service alone."""
    if not shutil.which("nginx", path=_path()):
        return [Missing("S5", "gateway beside nginx", "nginx is missing (Debian: apt install nginx-light)")]
    with tempfile.TemporaryDirectory(prefix="sb-") as name, contextlib.ExitStack() as running:
        folder = Path(name)
        service = folder / "service.sock"
        running.enter_context(_process(_serve_tiny, str(service)))
        edge_port, edge = running.enter_context(_gateway(bench, service))
        nginx_port, nginx = running.enter_context(_nginx(folder, service))
        template = Template.of(edge_port, PATH, {**bench.world.bearer, "Content-Type": "application/json"},
                               {"filling": FILLING})  # fmt: skip
        spent: dict[str, list[float]] = {"gateway": [], "nginx": []}

        def measured(way: str, port: int, pid: int) -> Callable[[], Load]:
            def run() -> Load:
                bench.system.settle()
                before = cpu_seconds(pid)
                load = bench.generator.run(template.anew(port), bench.seconds)
                spent[way].append((cpu_seconds(pid) - before) / max(1, load.answers) * 1e6)
                return load

            return run

        found = alternate(
            bench.runs,
            {"gateway": measured("gateway", edge_port, edge), "nginx": measured("nginx", nginx_port, nginx)},
        )
    return [
        Row("S5", "gateway, token check included; nginx without any check", "requests/s", rates(found["gateway"]),
            rates(found["nginx"]), Goal("ratio", "least", 0.8)),
        Row("S5", "processor time of the gateway; of nginx", "us/request", spent["gateway"], spent["nginx"],
            Goal("ratio", "most", 2.5)),
    ]  # fmt: skip


@contextlib.contextmanager
def _gateway(bench: Bench, service: Path) -> Iterator[tuple[int, int]]:
    """Run the gateway as `up` runs it, but with the tiny service behind it."""
    port = ports.free_port()
    settings = of_local_gateway(bench.system.layout)
    behind = "{" + ", ".join(f'"{name}": "unix:{service}"' for name in SERVICES) + "}"
    with _process(_serve_gateway, port, {**settings, "SLUSSEN_GATEWAY_SERVICES": behind}) as pid:
        if not wait_until(lambda: _serves(port, bench), 60, 0.1):
            raise BenchError("the gateway before the tiny service did not start")
        yield port, pid


def _serves(port: int, bench: Bench) -> bool:
    """Whether the gateway has its keys and grants, and hands requests on."""
    import httpx

    headers = {**bench.world.bearer, "Content-Type": "application/json"}
    with contextlib.suppress(httpx.HTTPError):
        answer = httpx.post(f"http://127.0.0.1:{port}{PATH}", headers=headers, content=b"{}")
        return answer.status_code == 200
    return False


@contextlib.contextmanager
def _nginx(folder: Path, service: Path) -> Iterator[tuple[int, int]]:
    port = ports.free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(folder=folder, service=service, port=port))
    folder.chmod(0o755)
    service.chmod(0o777)
    program = shutil.which("nginx", path=_path()) or "nginx"
    started = subprocess.Popen([program, "-c", str(configuration)], stderr=subprocess.DEVNULL)
    try:
        if not wait_until(lambda: ports.answers(port), 30):
            raise BenchError(f"nginx did not start: {(folder / 'error.log').read_text()[-500:]}")
        time.sleep(0.2)
        yield port, started.pid
    finally:
        stop_child(started)


@contextlib.contextmanager
def _process(work: Callable[..., None], *arguments: Any) -> Iterator[int]:
    process = multiprocessing.get_context("spawn").Process(target=work, args=arguments, daemon=True)
    process.start()
    try:
        yield process.pid or 0
    finally:
        process.terminate()
        process.join()


def _serve_tiny(socket: str) -> None:
    processes.serve_http(tiny_service, uds=socket)


def _serve_gateway(port: int, settings: Mapping[str, str]) -> None:
    os.environ.update(settings)
    with Path(os.devnull).open("w") as nothing:
        os.dup2(nothing.fileno(), 1)
    processes.run_gateway(port)


def _path() -> str:
    return f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
