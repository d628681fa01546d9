"""The supervisor: starts the parts, keeps them running, and ends them in the right order.

It has no event loop and no thread, since it forks Slussen's own processes. It holds a lock while it lives; what a
killed supervisor left running is ended by the next one before it starts anything.
"""

import contextlib
import fcntl
import os
import select
import signal
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from slussen_local.failure import LocalError, from_log
from slussen_local.layout import Layout
from slussen_local.parts.program import Program, wait_until
from slussen_local.processes import Child, Parent
from slussen_local.record import Record, RunningPart, State

READY_PATIENCE = 40.0
LOCK_PATIENCE = 15.0
LOOK_EVERY = 1.0
PAUSES = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0)
SETTLED_AFTER = 60.0


class Process(Protocol):
    """What `subprocess.Popen` and a forked process have in common."""

    @property
    def pid(self) -> int:
        """The process id."""

    def poll(self) -> int | None:
        """The exit status, or None while it lives."""

    def send_signal(self, number: int, /) -> None:
        """Send a signal."""


class Startable(Protocol):
    """A server or a child that can be launched again."""

    @property
    def process(self) -> Process | None:
        """The process, once launched."""

    def launch(self) -> None:
        """Start without waiting."""

    def stop(self) -> None:
        """End and collect."""

    def is_ready(self) -> bool:
        """Whether it serves."""


@dataclass
class Part:
    """One thing that runs under supervision."""

    name: str
    address: str
    log: str
    runs: Startable
    launched_at: float = 0.0
    deaths: int = 0
    not_before: float = 0.0

    def launch(self) -> None:
        """Start it, now."""
        self.launched_at = time.monotonic()
        self.runs.launch()

    def is_alive(self) -> bool:
        """Whether its process lives."""
        process = self.runs.process
        return process is not None and process.poll() is None

    def ask_to_end(self) -> None:
        """Tell it to end, without waiting."""
        if self.runs.process is not None:
            self.runs.process.send_signal(signal.SIGTERM)

    def recorded(self) -> RunningPart:
        """The line in the record."""
        pid = self.runs.process.pid if self.runs.process else 0
        return RunningPart(self.name, Program.of(pid), self.address, self.log)

    def note_death(self, now: float) -> float:
        """Count a death; return how long to wait before the next start, longer each time it dies early."""
        self.deaths = 1 if now - self.launched_at > SETTLED_AFTER else self.deaths + 1
        pause = PAUSES[min(self.deaths, len(PAUSES)) - 1]
        self.not_before = now + pause
        return pause


@dataclass
class Supervisor:
    """Everything that runs, in the order in which it was started."""

    layout: Layout
    parent: Parent = field(default_factory=Parent)
    parts: list[Part] = field(default_factory=list)
    state: State = "starting"
    ending: bool = False
    lock: int = -1
    waker: tuple[int, int] = (-1, -1)

    def take_over(self) -> None:
        """Become the only supervisor of this folder, and end what an earlier one left."""
        self.lock = os.open(self.layout.run / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        self.parent.private.add(self.lock)
        if not wait_until(self._lock_is_ours, LOCK_PATIENCE, 0.05):
            raise LocalError("Another ./slussen is starting or stopping.", "Try again in a moment.")
        end_left_over(self.layout)
        self._catch_signals()

    def start(self, parts: Sequence[Part]) -> None:
        """Launch parts side by side."""
        for part in parts:
            part.launch()
            self.parts.append(part)
        self.write_down()

    def wait_for(self, parts: Iterable[Part]) -> Iterable[Part]:
        """Give each part back as it becomes ready; a part that dies or takes too long is an error."""
        waiting, end = list(parts), time.monotonic() + READY_PATIENCE
        while waiting:
            if self.ending:
                raise KeyboardInterrupt
            for part in [part for part in waiting if part.runs.is_ready()]:
                waiting.remove(part)
                yield part
            for part in waiting:
                if not part.is_alive() or time.monotonic() > end:
                    raise from_log(part.name, Path(part.log))
            time.sleep(0.01)

    def keep_running(self) -> None:
        """Restart what dies, until told to end."""
        self.state = "ready"
        self.write_down()
        while not self.ending:
            with contextlib.suppress(InterruptedError):
                select.select([self.waker[0]], [], [], LOOK_EVERY)
            with contextlib.suppress(BlockingIOError):
                os.read(self.waker[0], 512)
            for part in self.parts:
                self._revive(part)

    def stop(self) -> None:
        """End everything: first those who take requests, last the servers they stand on."""
        self.state = "stopping"
        self.write_down()
        own = [part for part in self.parts if isinstance(part.runs, Child)]
        for part in own:
            part.ask_to_end()
        for part in [*own, *(part for part in reversed(self.parts) if part not in own)]:
            part.runs.stop()
        (self.layout.run / "record.json").unlink(missing_ok=True)

    def write_down(self) -> None:
        """Keep the record as things stand."""
        lines = [part.recorded() for part in self.parts]
        Record(Program.of(os.getpid()), self.state, self.layout.port_base, lines).save(self.layout.run)

    def _revive(self, part: Part) -> None:
        now = time.monotonic()
        if part.is_alive() or self.ending:
            return
        if not part.not_before:
            print(f"{part.name} died; starting it again in {part.note_death(now)} s", flush=True)
        elif now >= part.not_before:
            part.not_before = 0.0
            try:
                part.launch()
                self.write_down()
            except (LocalError, OSError) as error:
                print(f"{part.name} cannot start: {error}", flush=True)

    def _lock_is_ours(self) -> bool:
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _catch_signals(self) -> None:
        self.waker = os.pipe()
        for end in self.waker:
            os.set_blocking(end, False)
            self.parent.private.add(end)
        signal.set_wakeup_fd(self.waker[1], warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._end)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _end(self, *_: object) -> None:
        self.ending = True


def end_left_over(layout: Layout) -> None:
    """End what a supervisor that was killed left running."""
    record = Record.load(layout.run)
    for left in record.left_over() if record else ():
        left.program.stop(signal.SIGINT if left.name == "postgres" else signal.SIGTERM)
