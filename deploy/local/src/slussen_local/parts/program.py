"""One running program, known by process id and start time so that a reused id is never mistaken for it."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Program:
    """A process that some run of Slussen started, perhaps not this one."""

    pid: int
    started: str

    @classmethod
    def of(cls, pid: int) -> "Program":
        """Describe a process that lives now."""
        return cls(pid, _start_time(pid) or "gone")

    def is_running(self) -> bool:
        """Tell whether exactly this process still lives."""
        return _start_time(self.pid) == self.started

    def stop(self, gently: int = signal.SIGTERM, patience: float = 10.0) -> None:
        """Ask it to end, wait, and kill it when it does not."""
        if not self._send(gently) or wait_until(lambda: not self.is_running(), patience):
            return
        self._send(signal.SIGKILL)
        wait_until(lambda: not self.is_running(), patience)

    def _send(self, number: int) -> bool:
        if not self.is_running():
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)
        return True


def stop_child(
    process: subprocess.Popen[bytes], gently: int = signal.SIGTERM, patience: float = 10.0
) -> None:
    """End a process of our own and collect it."""
    if process.poll() is None:
        process.send_signal(gently)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()


def wait_until(holds: Callable[[], bool], patience: float, pause: float = 0.01) -> bool:
    """Wait until something holds; False when it still does not at the end."""
    end = time.monotonic() + patience
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


def _start_time(pid: int) -> str | None:
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            return None if fields[0] == "Z" else fields[19]
        return None
    answer = subprocess.run(
        ["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip() or None
