"""`./slussen status`: each part's health, address, memory, outbox age and dead letters."""

import argparse
import asyncio
import os
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from slussen_local import health
from slussen_local.layout import SERVICES, Layout
from slussen_local.parts import memory
from slussen_local.record import Record, RunningPart

BACKLOG = (
    "SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8, count(*)"
    " FROM outbox WHERE published_at IS NULL"
)
DEAD_LETTERS = "SELECT count(*) FROM dead_letter WHERE replayed_at IS NULL"
HEADINGS = ("part", "health", "address", "memory", "outbox age", "dead letters")
MIB = 1024 * 1024


@dataclass(frozen=True)
class Backlog:
    """What a service has not yet sent, and what it could not take."""

    oldest_seconds: float
    waiting: int
    dead_letters: int


def run(_: argparse.Namespace) -> int:
    """Print the table; 0 when all parts are healthy, 1 otherwise."""
    layout = Layout.from_environment()
    record = Record.load(layout.run)
    if record is None or not record.supervisor.is_running():
        print("Slussen does not run. Start it with ./slussen up.")
        return 1
    layout = Layout(layout.data, record.port_base)
    backlogs = asyncio.run(read_backlogs(layout))
    states = {part.name: state_of(part) for part in record.parts}
    print_table([row(part, states[part.name], backlogs.get(part.name)) for part in record.parts])
    total = sum(memory.of_tree(part.program.pid) for part in record.parts)
    supervisor = memory.of_process(record.supervisor.pid)
    print(
        f"\nmemory in all: {(total + supervisor) / MIB:.0f} MiB (the supervisor's {supervisor / MIB:.0f} included)"
    )
    return 0 if record.state == "ready" and set(states.values()) == {"healthy"} else 1


def row(part: RunningPart, state: str, backlog: Backlog | None) -> tuple[str, ...]:
    """One part's line."""
    used = f"{memory.of_tree(part.program.pid) / MIB:.0f} MiB"
    if part.name not in SERVICES:
        return (part.name, state, part.address, used, "", "")
    if backlog is None:
        return (part.name, state, part.address, used, "?", "?")
    age = f"{backlog.oldest_seconds:.1f} s ({backlog.waiting})" if backlog.waiting else "-"
    return (part.name, state, part.address, used, age, str(backlog.dead_letters))


def state_of(part: RunningPart) -> str:
    """Ask the part itself where it can be asked."""
    if not part.program.is_running():
        return "dead"
    if part.address == "-":
        return "healthy"
    place, page = where_to_ask(part)
    if page is None:
        return "healthy" if isinstance(place, int) and answers(place) else "silent"
    well, said = health.ask(place, page)
    if well:
        return "healthy"
    faults = [name for name, state in said.get("checks", {}).items() if state not in (True, "ok", "up")]
    return f"unready: {', '.join(faults)}" if faults else "unready"


def where_to_ask(part: RunningPart) -> tuple[Path | int, str | None]:
    """The part's socket or port, and its health page where it has one."""
    if part.address.startswith("unix:"):
        return Path(part.address.removeprefix("unix:")), "/health/ready"
    port = int(part.address.rpartition(":")[2])
    pages = {"identity-provider": "/health", "gateway": "/health/ready"}
    return port, pages.get(part.name)


def answers(port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def read_backlogs(layout: Layout) -> dict[str, Backlog]:
    """Each service's outbox and dead letters; a database that does not answer is left out."""
    if not (os.environ.get("DATABASE_URL") or layout.database_password.exists()):
        return {}  # started with a DATABASE_URL that this shell does not have
    found = await asyncio.gather(*(read_backlog(layout, service) for service in SERVICES))
    return {service: backlog for service, backlog in zip(SERVICES, found, strict=True) if backlog}


async def read_backlog(layout: Layout, service: str) -> Backlog | None:
    """One service's."""
    import asyncpg  # noqa: PLC0415  slow to import, and not needed when nothing runs

    address, _, _ = layout.admin_url.rpartition("/")
    try:
        connection = await asyncpg.connect(f"{address}/slussen_{service}", timeout=3)
    except (OSError, asyncpg.PostgresError, TimeoutError):
        return None
    try:
        age, waiting = await connection.fetchrow(BACKLOG) or (0.0, 0)
        return Backlog(age, waiting, await connection.fetchval(DEAD_LETTERS))
    except asyncpg.PostgresError:
        return None
    finally:
        await connection.close()


def print_table(rows: Iterable[tuple[str, ...]]) -> None:
    """Columns as wide as their content."""
    lines = [HEADINGS, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    for line in lines:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip(
                os.linesep + " "
            )
        )
