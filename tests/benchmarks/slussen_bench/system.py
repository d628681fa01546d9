"""The whole system as `./slussen up` starts it, in a folder and on ports of its own."""

import asyncio
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg

from slussen_bench.failure import BenchError
from slussen_local.layout import ROOT, SERVICES, Layout
from slussen_local.parts import ports
from slussen_local.record import Record

STARTS_WITHIN = 120.0
SETTLES_WITHIN = 180.0
FOLDERS = Path("/var/tmp")  # noqa: S108  a disk, where /tmp may be memory; the folder's name is random
NAMED_BY_THE_USER = ("DATABASE_URL", "NATS_URL", "OIDC_ISSUER")
BACKLOG = "SELECT count(*) FROM outbox WHERE published_at IS NULL"


class System:
    """One system: where it is, and how to start, stop, watch and ask it."""

    def __init__(self, data: Path, *, prefix: tuple[str, ...] = ()) -> None:
        self.layout = Layout(data, _free_base())
        self._command = prefix or (str(ROOT / "slussen"),)
        kept = {name: value for name, value in os.environ.items() if name not in NAMED_BY_THE_USER}
        self._environment = {**kept, "SLUSSEN_DATA": str(data)}

    def up(self) -> float:
        """Start everything; return the seconds until all is healthy, as the one who typed the command sees it."""
        began = time.perf_counter()
        said = self._run("up", "--background", "--no-demo-data", "--port-base", str(self.layout.port_base))
        took = time.perf_counter() - began
        if said.returncode:
            raise BenchError(f"./slussen up failed: {(said.stderr or said.stdout)[-1000:]}")
        return took

    def stop(self) -> None:
        """Stop everything."""
        self._run("stop")

    def _run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
            # Files and no pipes: what runs on in the background would hold a pipe open.
            done = subprocess.run(
                [*self._command, *words],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=errors,
                timeout=STARTS_WITHIN,
                check=False,
            )
            out.seek(0)
            errors.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, out.read(), errors.read())

    @property
    def port(self) -> int:
        """The gateway's."""
        return self.layout.port_base

    @property
    def supervisor(self) -> int:
        """The process that started all others."""
        return self._record().supervisor.pid

    @property
    def processes(self) -> dict[str, int]:
        """Each part's process id."""
        return {part.name: part.program.pid for part in self._record().parts}

    def _record(self) -> Record:
        record = Record.load(self.layout.run)
        if record is None:
            raise BenchError("the system does not run")
        return record

    @contextlib.contextmanager
    def without_pipeline(self) -> Iterator[None]:
        """Hold relays and subscribers still for a while."""
        workers = self.processes["workers"]
        os.kill(workers, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(workers, signal.SIGCONT)

    def database(self, name: str) -> str:
        """Return the superuser's address of a database."""
        return f"{self.layout.admin_url.rpartition('/')[0]}/{name}"

    def ask(self, database: str, query: str, *arguments: Any) -> list[asyncpg.Record]:
        """Return the rows of a query, asked as the superuser."""

        async def asked() -> list[asyncpg.Record]:
            connection = await asyncpg.connect(self.database(database), timeout=10)
            try:
                return list(await connection.fetch(query, *arguments))
            finally:
                await connection.close()

        return asyncio.run(asked())

    def settle(self) -> float:
        """Wait until all that was announced has had its effect, and clear the tables; return the seconds."""
        began = time.perf_counter()
        while self._under_way():
            if time.perf_counter() - began > SETTLES_WITHIN:
                raise BenchError(f"the pipeline still has {self._under_way()} events under way")
            time.sleep(0.2)
        self.ask("postgres", "CHECKPOINT")
        return time.perf_counter() - began

    def _under_way(self) -> int:
        unsent = sum(self.ask(f"slussen_{service}", BACKLOG)[0][0] for service in SERVICES)
        return int(unsent) + self._not_taken()

    def _not_taken(self) -> int:
        """Return how many messages of the stream the services have not yet taken."""
        page = f"http://127.0.0.1:{self.layout.nats_port + 1}/jsz?accounts=1&streams=1&consumers=1"
        with urllib.request.urlopen(page, timeout=5) as answer:
            found = json.load(answer)
        streams = [
            stream for account in found["account_details"] for stream in account.get("stream_detail", [])
        ]
        consumers = [
            one
            for stream in streams
            if stream["name"] == "SLUSSEN"
            for one in stream.get("consumer_detail", [])
        ]
        return sum(one["num_pending"] + one["num_ack_pending"] for one in consumers)


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """Give a new folder on a disk, and remove it at the end."""
    made = Path(tempfile.mkdtemp(prefix="slussen-bench-", dir=FOLDERS if FOLDERS.is_dir() else None))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _free_base() -> int:
    """Return a first port such that all ports of a system are free."""
    for _ in range(200):
        base = random.randrange(20000, 30000, 20)  # noqa: S311  no secret
        if not any(ports.answers(base + offset) for offset in (0, 1, 2, 10, 11, 12)):
            return base
    raise BenchError("there are no free ports")
