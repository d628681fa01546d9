"""pgbench running the same statement: what PostgreSQL itself can do on this machine, and so the measure of a floor."""

import os
import re
import subprocess
import tempfile
from collections.abc import Mapping
from urllib.parse import urlsplit

from slussen_bench.failure import BenchError
from slussen_bench.quantities import Load
from slussen_local.parts.postgres import binaries

CLIENTS, THREADS = 32, 2
NUMBERS = "\\set some random(1, 9000000000000000000)\n\\set person random(1, 1000)\n"
_RATE = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)
_DELAY = re.compile(r"^latency average = ([\d.]+) ms", re.MULTILINE)
_DONE = re.compile(r"^number of transactions actually processed: (\d+)", re.MULTILINE)
_FAILED = re.compile(r"^number of failed transactions: (\d+)", re.MULTILINE)


def run(
    url: str, script: str, variables: Mapping[str, str], seconds: float, *, clients: int = CLIENTS
) -> Load:
    """Run a script of statements over and over, prepared once in each connection."""
    place = urlsplit(url)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(NUMBERS + script)
        file.flush()
        command = [
            *(str(binaries() / "pgbench"), "--no-vacuum", "--protocol=prepared", f"--file={file.name}"),
            *(f"--client={clients}", f"--jobs={min(THREADS, clients)}", f"--time={max(1, round(seconds))}"),
            *(f"--define={name}={value}" for name, value in variables.items()),
            *(f"--host={place.hostname}", f"--port={place.port}", f"--username={place.username}"),
            place.path.removeprefix("/"),
        ]
        environment = {**os.environ, "PGPASSWORD": place.password or ""}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise BenchError(f"pgbench failed: {done.stderr[-800:]}")
    return _read(done.stdout)


def _read(said: str) -> Load:
    rate, delay, count, failed = (pattern.search(said) for pattern in (_RATE, _DELAY, _DONE, _FAILED))
    if rate is None or delay is None or count is None:
        raise BenchError(f"pgbench said: {said[-500:]}")
    failures = int(failed[1]) if failed else 0
    return Load(float(rate[1]), float(delay[1]), float("nan"), int(count[1]), failures)
