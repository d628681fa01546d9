"""Load: by wrk where it is installed, else by a small generator of our own, which costs more of the machine."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from slussen_bench.failure import BenchError
from slussen_bench.quantities import Load
from slussen_bench.template import Template

HERE = Path(__file__).resolve().parent
CONNECTIONS = 32
MORE_PATIENCE = 60.0
ADVICE = "wrk is missing (Debian: apt install wrk); an own generator in Python is used, which takes more of the CPU"


class Generator(Protocol):
    """Something that asks as fast as it is answered, over so many connections."""

    name: str

    def run(self, template: Template, seconds: float, connections: int = CONNECTIONS) -> Load:
        """Return what came of it."""


class Wrk:
    """wrk with one thread; it takes a few per cent of a core."""

    def __init__(self) -> None:
        self._program = shutil.which("wrk") or "wrk"
        said = subprocess.run([self._program, "-v"], capture_output=True, text=True, check=False).stdout
        self.name = " ".join(said.split()[:2])

    def run(self, template: Template, seconds: float, connections: int = CONNECTIONS) -> Load:
        """Run wrk once, with ids that never were before."""
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
            file.write(f"return {_lua(template.anew())}")
            file.flush()
            command = [
                *(
                    self._program,
                    "-t1",
                    f"-c{connections}",
                    f"-d{max(1, round(seconds))}s",
                    "--timeout",
                    "10s",
                ),
                *("--latency", "-s", str(HERE / "load.lua"), f"http://127.0.0.1:{template.port}"),
            ]
            said = _output(command, seconds, {"SLUSSEN_BENCH_SPEC": file.name})
        return _read_wrk(said)


class OwnGenerator:
    """`own_load` in a process of its own."""

    name = "own generator (Python)"

    def run(self, template: Template, seconds: float, connections: int = CONNECTIONS) -> Load:
        """Run it once, with ids that never were before."""
        return paced(template, seconds, connections, rate=None)


def paced(template: Template, seconds: float, connections: int, rate: float | None) -> Load:
    """Ask `rate` times a second, whether it is answered or not (as fast as answered where None); wait for all."""
    fresh = template.anew()
    spec = {name: getattr(fresh, name) for name in fresh.__slots__}
    asked = json.dumps({"template": spec, "seconds": seconds, "connections": connections, "rate": rate})
    said = _output([sys.executable, "-m", "slussen_bench.own_load"], seconds, {}, asked)
    return Load(**json.loads(said))


def find() -> Generator:
    """Return the best generator that is installed."""
    return Wrk() if shutil.which("wrk") else OwnGenerator()


def _output(command: list[str], seconds: float, more: dict[str, str], given: str = "") -> str:
    done = subprocess.run(
        command,
        input=given,
        capture_output=True,
        text=True,
        cwd=HERE.parent,
        timeout=seconds + MORE_PATIENCE,
        env={**os.environ, **more},
        check=False,
    )
    if done.returncode or done.stderr:
        raise BenchError(f"the load generator failed: {(done.stderr or done.stdout)[-500:]}")
    return done.stdout


def _read_wrk(said: str) -> Load:
    lines = [line.removeprefix("RESULT ") for line in said.splitlines() if line.startswith("RESULT ")]
    if not lines:
        raise BenchError(f"wrk gave no result: {said[-500:]}")
    found = json.loads(lines[0])
    return Load(
        rate=found["answers"] / found["microseconds"] * 1e6,
        p50_ms=found["p50"] / 1000,
        p99_ms=found["p99"] / 1000,
        answers=found["answers"],
        failures=found["refused"] + found["broken"] + found["late"],
    )


def _lua(template: Template) -> str:
    headers = ", ".join(f"[ {_quoted(name)} ] = {_quoted(value)}" for name, value in template.headers.items())
    return (
        f"{{ method = {_quoted(template.method)}, path = {_quoted(template.path)}, headers = {{ {headers} }},"
        f" parts = {_listed(template.parts)}, values = {_listed(template.values)}, items = {template.items},"
        f" run = {_quoted(template.run)} }}"
    )


def _listed(texts: Sequence[str]) -> str:
    return "{ " + ", ".join(map(_quoted, texts)) + " }"


def _quoted(text: str) -> str:
    return f"[==[{text}]==]"
