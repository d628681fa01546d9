"""The long form by hand: a million rows through the gateway in one stream, beside batches of 500 of the same events.

`PYTHONPATH=tests/benchmarks .venv/bin/python -m slussen_bench.migration [--rows 1000000]`
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence

import httpx

from slussen_bench import machine, world
from slussen_bench.system import System, folder
from slussen_bench.template import MARK

MIGRATIONS = "/consent/v1/consent-migrations"
ROWS_AT_ONCE = 200
BATCHES = 40
LOOK_EVERY = 100_000
PATIENCE = httpx.Timeout(120.0)


def main(arguments: Sequence[str]) -> int:
    """Run it; 0 where every row was accepted."""
    parser = argparse.ArgumentParser("slussen_bench.migration", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows: int = parser.parse_args(arguments).rows
    with folder() as data:
        system = System(data)
        system.up()
        try:
            made = world.make(system)
            with httpx.Client(base_url=f"http://localhost:{system.port}", timeout=PATIENCE) as http:
                print(f"batches of {world.BATCH}: {_batches(http, made):,.0f} rows/s", flush=True)
                return _migrate(http, made, system, rows)
        finally:
            system.stop()


def _batches(http: httpx.Client, made: world.World) -> float:
    template = made.many_events().anew()
    began = time.perf_counter()
    for number in range(BATCHES):
        answer = http.post(template.path, content=template.body(number), headers=dict(template.headers))
        answer.raise_for_status()
    return BATCHES * world.BATCH / (time.perf_counter() - began)


def _migrate(http: httpx.Client, made: world.World, system: System, rows: int) -> int:
    consent = system.processes["consent"]
    bearer = dict(made.bearer)
    opened = http.post(MIGRATIONS, json={"expectedRows": rows}, headers=bearer).raise_for_status().json()
    before, began = machine.memory(consent)[0], time.perf_counter()
    answer = http.post(
        f"{MIGRATIONS}/{opened['id']}/rows",
        content=_watched(_stream(made, rows), consent),
        headers={**bearer, "Content-Type": "application/x-ndjson"},
    )
    took, after = time.perf_counter() - began, machine.memory(consent)[0]
    answer.raise_for_status()
    settled = answer.json()
    print(f"one stream: {rows / took:,.0f} rows/s; {rows:,} rows in {took:,.0f} s")
    print(
        f"accepted {settled['accepted']:,}, duplicates {settled['duplicates']}, rejected {settled['rejected']}"
    )
    print(f"memory of the consent service (PSS): {before:.0f} MiB before, {after:.0f} MiB after")
    return 0 if settled["accepted"] == rows else 1


def _watched(parts: Iterator[bytes], consent: int) -> Iterator[bytes]:
    """Pass the stream on, and tell the service's memory on the way."""
    began = time.perf_counter()
    for number, part in enumerate(parts):
        if number and number * ROWS_AT_ONCE % LOOK_EVERY == 0:
            memory, took = machine.memory(consent)[0], time.perf_counter() - began
            print(f"  after {number * ROWS_AT_ONCE:,} rows, {took:,.0f} s: {memory:.0f} MiB", flush=True)
        yield part


def _stream(made: world.World, rows: int) -> Iterator[bytes]:
    """Yield rows about children that nobody has heard of, some at a time."""
    before, *between, after = (json.dumps(made.event(), separators=(",", ":")) + "\n").split(MARK)
    run = f"M{time.time_ns():X}"
    for first in range(0, rows, ROWS_AT_ONCE):
        lines = []
        for number in range(first, min(first + ROWS_AT_ONCE, rows)):
            name = f"{run}-{number}"
            lines.append(name.join((before, *between, after)))
        yield "".join(lines).encode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
