"""The command: which targets, how long, what is printed and kept."""

import argparse
import contextlib
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from slussen_bench import gateway, generators, hot_path, lag, machine, profiles, report, start
from slussen_bench.bench import Bench
from slussen_bench.failure import BenchError
from slussen_bench.generators import Generator
from slussen_bench.quantities import Cost, Missing, Row
from slussen_bench.system import System, folder
from slussen_local.layout import ROOT
from slussen_local.parts.postgres import binaries

RECORDED = ROOT / "contracts" / "docs" / "bench.md"
ON_THE_SYSTEM: Mapping[str, Callable[[Bench], Sequence[Row | Missing]]] = {
    "S5": gateway.proxies,
    "S1": hot_path.one_event,
    "S2": hot_path.batches,
    "S3": hot_path.decisions,
    "S6": lag.lags,
}
ALL = ("S9", *ON_THE_SYSTEM)


def main(arguments: Sequence[str]) -> int:
    """Run the bench; 0 unless something broke, whatever the figures are."""
    options = _options(arguments)
    generator = generators.find()
    if isinstance(generator, generators.OwnGenerator):
        print(generators.ADVICE, flush=True)
    try:
        if options.profile:
            with folder() as data:
                profiles.profile(options.profile.upper(), data, generator, options.seconds)
            return 0
        found = _measured(options, generator)
    except BenchError as error:
        print(f"\nThe bench broke: {error}", file=sys.stderr)
        return 1
    print(f"\n{report.as_text(found.rows)}\n")
    if found.costs:
        print(f"{report.aligned(report.cost_lines(found.costs))}\n")
    for note in found.notes:
        print(f"- {note}")
    if options.targets == list(ALL):
        command = shlex.join(["./slussen", "bench", *arguments])
        report.keep(RECORDED, found, command)
        print(f"\nKept in {RECORDED.relative_to(ROOT)}.")
    else:
        print(f"\n{RECORDED.relative_to(ROOT)} is written when all targets are measured.")
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("./slussen bench", description=__doc__)
    parser.add_argument(
        "targets", nargs="*", metavar="S1", help=f"which targets; all of {' '.join(ALL)} if none"
    )
    parser.add_argument("--seconds", type=float, default=4, help="how long each run is (4)")
    parser.add_argument("--runs", type=int, default=3, help="how many runs, each beside its floor (3)")
    parser.add_argument(
        "--profile", metavar="S1", help="no table: where gateway and service spend their time"
    )
    options = parser.parse_args(arguments)
    options.targets = [target.upper() for target in options.targets] or list(ALL)
    if unknown := set(options.targets) - set(ALL):
        parser.error(f"there is no bench of {' '.join(sorted(unknown))}; there are {' '.join(ALL)}")
    return options


def _measured(options: argparse.Namespace, generator: Generator) -> report.Found:
    before, began = machine.busy_before(), machine.Moment.now()
    rows: list[Row | Missing] = []
    costs: list[Cost] = []
    if "S9" in options.targets:
        with _told("S9"):
            rows += start.rows(options.runs)
    if wanted := [target for target in ON_THE_SYSTEM if target in options.targets]:
        with folder() as data:
            bench = Bench(System(data), generator, options.seconds, options.runs)
            rows += _on_the_system(bench, wanted)
            costs += bench.costs
    rows.sort(key=lambda row: row.target)
    notes = [
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores; {options.runs} runs of {options.seconds:g} s each",
        "runs go in turn with their floors; figures are medians, ratios are taken round by round",
        machine.versions(binaries() / "postgres", generator.name),
        f"before the run the machine was {before}; during it {machine.Moment.now().since(began)}",
        "generator, floors, services, PostgreSQL and NATS share the cores; while a floor runs, the system is idle",
    ]
    return report.Found(rows, costs, notes)


def _on_the_system(bench: Bench, targets: Sequence[str]) -> list[Row | Missing]:
    found: list[Row | Missing] = []
    try:
        with _told("start"):
            bench.system.up()
            if "S6" in targets:
                lag.keep_commit_timestamps(bench)
        for target in targets:
            with _told(target):
                found += ON_THE_SYSTEM[target](bench)
    finally:
        bench.system.stop()
    return found


@contextlib.contextmanager
def _told(what: str) -> Iterator[None]:
    began = time.monotonic()
    print(f"{what} ...", end=" ", flush=True)
    yield
    print(f"{time.monotonic() - began:.0f} s", flush=True)
