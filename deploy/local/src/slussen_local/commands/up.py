"""`./slussen up`: start everything, say where it is, keep it running."""

import argparse
import asyncio
import importlib.util
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from slussen_local.failure import LocalError, explain, from_log
from slussen_local.layout import Layout
from slussen_local.parts import ports
from slussen_local.people import CUSTODIANS, OREBRO, PEOPLE
from slussen_local.record import Record

if TYPE_CHECKING:
    from slussen_local.processes import ForkedProcess
    from slussen_local.supervisor import Part, Supervisor

STORES = ("postgres", "nats")
DEMO_DATA = "slussen_local.demo_data"
READY, FAILED = b"1", b"0"


class Progress:
    """Says what is ready and how long it took."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    def done(self, what: str) -> None:
        """One line for one step: when it was reached."""
        print(f"  {what:32s}{self.total():6.2f} s", flush=True)

    def total(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started


def run(options: argparse.Namespace) -> int:
    """Start in the foreground, or behind it with --background."""
    progress = Progress()
    layout = Layout.from_environment(options.port_base)
    layout.make_folders()
    if is_running(layout):
        return 0

    def work(tell: Callable[[bytes], None]) -> int:
        return supervise(layout, progress, demo_data=not options.no_demo_data, tell=tell)

    return in_background(work) if options.background else work(_nobody)


def is_running(layout: Layout) -> bool:
    """Say so when everything runs already."""
    record = Record.load(layout.run)
    if record is None or record.state != "ready" or not record.supervisor.is_running():
        return False
    print(f"Slussen runs already: http://localhost:{record.port_base} (see ./slussen status)")
    return True


def supervise(layout: Layout, progress: Progress, *, demo_data: bool, tell: Callable[[bytes], None]) -> int:
    """Start all parts, tell that they are ready, and stay until the end."""
    from slussen_local.supervisor import Supervisor  # noqa: PLC0415  the answer "runs already" needs none of it

    supervisor = Supervisor(layout)
    supervisor.take_over()
    try:
        start(supervisor, progress)
        if demo_data:
            load_demo_data(supervisor)
        say_where(layout)
        tell(READY)
        supervisor.keep_running()
    except OSError as error:
        raise explain(error, "starting Slussen") from error
    finally:
        supervisor.stop()
    print("Stopped. Everything is kept in", layout.data, flush=True)
    return 0


def start(supervisor: "Supervisor", progress: Progress) -> None:
    """Start the servers, prepare what must be there, start Slussen's own processes; importing goes on beside it."""
    from slussen_local import assembly  # noqa: PLC0415  as above

    layout = supervisor.layout
    print(f"Starting Slussen in {layout.data}", flush=True)
    ports.require_free(layout.port_base, "the gateway")
    servers = assembly.servers(layout)
    supervisor.start(servers)
    jobs = _fork_jobs(supervisor, [part for part in servers if part.name in STORES], progress)
    _import(progress)
    _finish(supervisor, jobs, progress)
    own = assembly.own_processes(layout, supervisor.parent)
    supervisor.start(own)
    for part in supervisor.wait_for([part for part in (*servers, *own) if part.name not in STORES]):
        progress.done(part.name)
    print(f"  everything is healthy after {progress.total():.1f} s", flush=True)


def _fork_jobs(
    supervisor: "Supervisor", stores: list["Part"], progress: Progress
) -> dict[str, "ForkedProcess"]:
    """Begin the preparations, each in a child: they use event loops, and this process must not."""
    from slussen_local import prepare  # noqa: PLC0415  as above

    for part in supervisor.wait_for(stores):
        progress.done(part.name)
    log = supervisor.layout.log("prepare")
    jobs = prepare.jobs(supervisor.layout)
    return {name: supervisor.parent.fork(job, {}, log) for name, job in jobs.items()}


def _import(progress: Progress) -> None:
    from slussen_local import processes  # noqa: PLC0415  as above

    processes.import_everything()
    progress.done("code imported")


def _finish(supervisor: "Supervisor", jobs: dict[str, "ForkedProcess"], progress: Progress) -> None:
    while jobs:
        if supervisor.ending:
            raise KeyboardInterrupt
        for name in [name for name, child in jobs.items() if child.poll() is not None]:
            if jobs.pop(name).returncode != 0:
                raise _unprepared(name, from_log(name, supervisor.layout.log("prepare")))
            progress.done(name)
        time.sleep(0.005)


def _unprepared(name: str, error: LocalError) -> LocalError:
    """Name the server that was given and can't be used, where the failed preparation needs one."""
    setting = "DATABASE_URL" if name.startswith("database") else "NATS_URL"
    if not os.environ.get(setting):
        return error
    return LocalError(f"The server that {setting} names can't be used ({name}).", error.advice)


def load_demo_data(supervisor: "Supervisor") -> None:
    """Load the demonstration's data, once for each data folder."""
    layout = supervisor.layout
    marker = layout.data / "demo-data-loaded"
    if os.environ.get("OIDC_ISSUER"):
        print("  no demo data: their people are not known to the provider of OIDC_ISSUER", flush=True)
        return
    if marker.exists() or importlib.util.find_spec(DEMO_DATA) is None:
        return
    child = supervisor.parent.fork(lambda: _load(layout), {}, None)
    while child.poll() is None:
        if supervisor.ending:
            child.end(1)
            raise KeyboardInterrupt
        time.sleep(0.02)
    if child.returncode == 0:
        marker.touch()
    else:
        log = layout.log("demo-data")
        print(f"The demo data could not be loaded (see {log}); everything else works.", flush=True)


def _load(layout: Layout) -> None:
    with layout.log("demo-data").open("ab") as log:
        os.dup2(log.fileno(), sys.stderr.fileno())
    demo_data = importlib.import_module(DEMO_DATA)
    asyncio.run(demo_data.load(layout.origin, layout.issuer, layout.vault.folder, _say_demo))


def _say_demo(words: str) -> None:
    print(f"  demo data: {words}", flush=True)


def say_where(layout: Layout) -> None:
    """Print addresses, logins and the next thing to try."""
    print(f"\nSlussen is at {layout.origin}")
    if not os.environ.get("OIDC_ISSUER"):
        print(f"Identity provider: {layout.issuer}   PostgreSQL: port {layout.database_port}", end="   ")
        print(f"NATS: port {layout.nats_port}\n\nDemo logins (made-up people):")
        for person in (person for person in PEOPLE if person.county_code == OREBRO):
            print(f"  {person.username:18s} {person.password:16s} {person.title_en}")
        print(
            "  and the same for Skåne, Kalmar, Jämtland and Uppsala: admin.skane, anna.barnmorska.skane, ..."
        )
        print("As a custodian, with a national eID (made up as well):")
        for custodian in CUSTODIANS:
            print(f"  {custodian.username:18s} {custodian.password:16s} {custodian.title_en}")
        print(f"\nPages: {layout.origin}/agreements/pages (coordinators, signatories)")
        print(f"       {layout.origin}/statistics/pages (staff; every county has a year's figures)")
        print(
            f"       {layout.origin}/consent/pages (staff)   {layout.origin}/consent/pages/own (custodians)"
        )
        print(
            f"       {layout.origin}/consent/pages/rules   {layout.origin}/consent/pages/receipts (open to all)"
        )
        print(f"Demo intranet with the referral form and inbox: {layout.intranet}")
        print(f"\nTry: {layout.origin}/agreements/pages as karin.samordnare, or run ./slussen demo")
    print("See: ./slussen status, ./slussen logs, ./slussen stop", flush=True)


def in_background(work: Callable[[Callable[[bytes], None]], int]) -> int:
    """Fork, show the child's progress, and come back when it is ready; it then speaks to its log alone."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    if os.fork():
        os.close(writing)
        return 0 if os.read(reading, 1) == READY else 1
    os.setsid()
    status = 1
    try:
        status = work(lambda word: _go_silent(writing, word))
    except LocalError as error:
        print(f"\n{error.message}\n{error.advice}".rstrip(), file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        status = 130
    finally:
        os._exit(status)


def _go_silent(writing: int, word: bytes) -> None:
    log = Layout.from_environment().log("supervisor")
    with log.open("ab") as file, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    os.write(writing, word)
    os.close(writing)


def _nobody(_: bytes) -> None:
    """In the foreground nobody waits to be told."""
