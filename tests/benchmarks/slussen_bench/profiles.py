"""Where the time goes: a process of the system under load, by py-spy, or by cProfile inside where that is missing.

py-spy (`pip install py-spy`, and `SLUSSEN_PY_SPY=/path/to/it` where it is not on the PATH) looks from outside and
costs nothing. cProfile makes every call dearer, so that small functions look larger than they are.
"""

import os
import pstats
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from slussen_bench.bench import Bench
from slussen_bench.failure import BenchError
from slussen_bench.generators import Generator
from slussen_bench.system import System
from slussen_bench.template import Template

PARTS = ("gateway", "consent", "workers")
TOP = 25
SAMPLES_A_SECOND = 200
LONG_ENOUGH = 60


def profile(target: str, data: Path, generator: Generator, seconds: float) -> None:
    """Print what gateway and consent service spend their time on while a target's requests come."""
    program = os.environ.get("SLUSSEN_PY_SPY") or shutil.which("py-spy")
    if program:
        system = System(data)
        system.up()
        try:
            _from_outside(program, target, Bench(system, generator, seconds, 1))
        finally:
            system.stop()
        return
    folder = data / "profiles"
    folder.mkdir()
    system = System(data, prefix=(sys.executable, str(Path(__file__).with_name("profiled.py")), str(folder)))
    system.up()
    try:
        bench = Bench(system, generator, seconds, 1)
        bench.load(_template(target, bench)).sound(target)
    finally:
        system.stop()
    for part in PARTS:
        print(f"\n{part}, by cProfile: own seconds, calls, function")
        _print(_by_own_time(folder / f"{part}.pstats"))


def _template(target: str, bench: Bench) -> Template:
    made: Mapping[str, Template] = {
        "S1": bench.world.one_event(),
        "S2": bench.world.many_events(),
        "S3": bench.world.question(bench.subjects),
    }
    if target not in made:
        raise BenchError(f"there is a profile of {', '.join(made)}")
    return made[target]


def _from_outside(program: str, target: str, bench: Bench) -> None:
    template = _template(target, bench)
    bench.load(template)
    with tempfile.TemporaryDirectory() as folder:
        looking = [_looker(program, bench, part, f"{folder}/{part}") for part in PARTS]
        load = bench.load(template)
        for one in looking:
            _, said = one.communicate(timeout=LONG_ENOUGH)
            if one.returncode:
                raise BenchError(f"py-spy: {said.decode()[-500:]}")
        print(f"\n{load.rate:,.0f} requests/s while py-spy looked")
        for part in PARTS:
            _print_stacks(part, Path(f"{folder}/{part}").read_text())


def _looker(program: str, bench: Bench, part: str, file: str) -> "subprocess.Popen[bytes]":
    often = f"--rate={SAMPLES_A_SECOND}", f"--duration={max(1, round(bench.seconds))}"
    where = f"--output={file}", f"--pid={bench.system.processes[part]}"
    command = [program, "record", "--format=raw", "--gil", "--function", *often, *where]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _print_stacks(part: str, said: str) -> None:
    own: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for line in said.splitlines():
        stack, _, count = line.rpartition(" ")
        frames = stack.split(";")
        own[frames[-1]] += int(count)
        whole.update(dict.fromkeys(frames, int(count)))
    total = max(1, sum(own.values()))
    print(f"\n{part}, by py-spy while it runs Python: own, with what it calls, function")
    _print(
        f"{count / total:6.1%} {whole[frame] / total:6.1%}  {frame}" for frame, count in own.most_common(TOP)
    )


def _by_own_time(file: Path) -> Iterator[str]:
    found = pstats.Stats(str(file)).get_stats_profile().func_profiles
    for name, one in sorted(found.items(), key=lambda item: -item[1].tottime)[:TOP]:
        yield f"{one.tottime:8.2f} {one.ncalls:>12}  {name} ({Path(one.file_name).name}:{one.line_number})"


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        print(line)
