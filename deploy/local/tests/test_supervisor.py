import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from slussen_local.layout import Layout
from slussen_local.parts.program import Program, wait_until
from slussen_local.processes import Child, Parent
from slussen_local.record import Record, RunningPart
from slussen_local.supervisor import Part, Supervisor, end_left_over


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    made = Layout(tmp_path / "d")
    made.make_folders()
    return made


def sleep_for_ever() -> None:
    signal.pause()


def sleeper(layout: Layout, parent: Parent) -> Child:
    return Child(parent, sleep_for_ever, {"SLUSSEN_TOLD": "yes"}, layout.log("sleeper"), lambda _: True)


def test_a_part_that_is_killed_is_started_again(layout: Layout) -> None:
    supervisor = Supervisor(layout)
    child = sleeper(layout, supervisor.parent)
    part = Part("sleeper", "-", str(child.log), child)
    supervisor.start([part])
    first = child.process
    assert first is not None
    os.kill(first.pid, signal.SIGKILL)
    assert wait_until(lambda: not part.is_alive(), 5)
    for _ in range(2):
        supervisor._revive(part)
        time.sleep(0.15)
    assert child.process is not None
    assert child.process.pid != first.pid
    assert part.is_alive()
    supervisor.stop()
    assert not part.is_alive()


def test_a_part_that_keeps_dying_waits_longer_each_time(layout: Layout) -> None:
    part = Part("p", "-", "", sleeper(layout, Parent()), launched_at=time.monotonic())
    pauses = [part.note_death(time.monotonic()) for _ in range(8)]
    assert pauses == [0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 10.0, 10.0]


def test_a_child_has_its_settings_and_the_parent_has_not(layout: Layout) -> None:
    log = layout.log("told")

    def tell() -> None:
        os.write(1, os.environ["SLUSSEN_TOLD"].encode())

    child = Parent().fork(tell, {"SLUSSEN_TOLD": "secret"}, log)
    assert wait_until(lambda: child.poll() is not None, 5)
    assert log.read_text() == "secret"
    assert "SLUSSEN_TOLD" not in os.environ


def test_children_end_when_their_parent_is_killed() -> None:
    script = (
        "import signal, time; from pathlib import Path; from slussen_local.processes import Parent\n"
        "child = Parent().fork(signal.pause, {}, None); print(child.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = Program.of(int(parent.stdout.readline()))
    assert child.is_running()
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert wait_until(lambda: not child.is_running(), 5)


def test_what_a_killed_supervisor_left_is_ended_by_the_next(layout: Layout) -> None:
    with subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"]) as left:
        part = RunningPart("nats", Program.of(left.pid), "-", "")
        Record(Program(1, "gone"), "ready", 8400, [part]).save(layout.run)
        end_left_over(layout)
        assert left.wait(5) == -signal.SIGTERM


def test_a_process_id_that_was_used_again_is_not_mistaken() -> None:
    assert not Program(os.getpid(), "another start time").is_running()
    assert Program.of(os.getpid()).is_running()


def test_only_one_supervisor_holds_a_folder(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slussen_local.supervisor.LOCK_PATIENCE", 0.1)
    monkeypatch.setattr(Supervisor, "_catch_signals", lambda _: None)
    Supervisor(layout).take_over()
    with pytest.raises(Exception, match=r"Another \./slussen is starting or stopping"):
        Supervisor(layout).take_over()
