"""`./slussen dead-letters`: what services could not take, read where each keeps it, and let them try again."""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from slussen_local.environment import database_url
from slussen_local.failure import LocalError
from slussen_local.layout import SERVICES, Layout
from slussen_local.record import Record

READ = (
    "SELECT id, event_type, event_id, stream_sequence, reason, digest, deliveries, created_at, replayed_at"
    " FROM dead_letter ORDER BY created_at, id"
)
WAIT_SECONDS = 15.0


@dataclass(frozen=True)
class Letter:
    """A dead letter of a service, as its database holds it."""

    service: str
    row: dict[str, Any]

    @property
    def id(self) -> UUID:
        """Its id."""
        found: UUID = self.row["id"]
        return found

    @property
    def is_taken(self) -> bool:
        """The event has had its effect since."""
        return self.row["replayed_at"] is not None


def run(options: argparse.Namespace) -> int:
    """Do what is asked; 0 where that went well and nothing asked for is left."""
    layout = Layout.from_environment()
    record = Record.load(layout.run)
    if record is None or not record.supervisor.is_running():
        print("Slussen does not run. Start it with ./slussen up.")
        return 1
    layout = Layout(layout.data, record.port_base)
    acts = {"list": list_letters, "show": show_letter, "replay": replay_letters}
    return asyncio.run(acts[options.act](layout, options))


async def list_letters(layout: Layout, options: argparse.Namespace) -> int:
    """Print a line for each."""
    letters = [each for each in await read(layout, options.service) if options.all or not each.is_taken]
    for letter in letters:
        state = "taken" if letter.is_taken else "waits"
        kind = letter.row["event_type"] or "unreadable"
        print(f"{letter.id}  {letter.service:12s} {state:6s} {kind}: {letter.row['reason']}")
    print(f"{len(letters)} in all" if letters else "Nothing waits: every event was taken.")
    return 0


async def show_letter(layout: Layout, options: argparse.Namespace) -> int:
    """Print what is known of one, which is nothing of what it holds."""
    letter = chosen(await read(layout, None), options.letter)
    print(f"service          {letter.service}")
    for name, value in letter.row.items():
        print(f"{name.replace('_', ' '):16s} {value if value is not None else '-'}")
    return 0


async def replay_letters(layout: Layout, options: argparse.Namespace) -> int:
    """Ask the services to try again, wait for what comes of it, and print that; 0 where all were taken."""
    letters = await read(layout, options.service)
    if options.all == (options.letter is not None):
        raise LocalError("Which one?", "Name a letter by its id, or say --all.")
    asked = (
        [each for each in letters if not each.is_taken] if options.all else [chosen(letters, options.letter)]
    )
    await ask(layout, [letter for letter in asked if not letter.is_taken])
    left = [letter for letter in await outcome(layout, asked) if not letter.is_taken]
    print(f"{len(asked) - len(left)} taken, {len(left)} not")
    for letter in left:
        print(f"{letter.id}  {letter.service}: {letter.row['reason']}")
    return 1 if left else 0


def chosen(letters: Sequence[Letter], wanted: str) -> Letter:
    """Return the letter that is meant.

    Raises:
        LocalError: It is none, or several.
    """
    found = [letter for letter in letters if str(letter.id).endswith(wanted.lower())]
    if len(found) != 1:
        several = "Several letters' ids end so." if found else "There is no such letter."
        raise LocalError(several, "./slussen dead-letters list --all shows them.")
    return found[0]


async def read(layout: Layout, service: str | None) -> list[Letter]:
    """Return every service's dead letters, or one's.

    Raises:
        LocalError: There is no such service, or its database can't be read.
    """
    import asyncpg  # noqa: PLC0415  slow to import, and not needed for help

    if service is not None and service not in SERVICES:
        raise LocalError(f"{service} is no service.", f"Services are {', '.join(SERVICES)}.")
    letters = []
    for name in (service,) if service else SERVICES:
        try:
            connection = await asyncpg.connect(database_url(layout, name, "worker"), timeout=5)
        except (OSError, asyncpg.PostgresError) as error:
            raise LocalError(
                f"The database of {name} could not be read ({type(error).__name__}).", "See ./slussen status."
            ) from error
        try:
            letters += [Letter(name, dict(row)) for row in await connection.fetch(READ)]
        finally:
            await connection.close()
    return letters


async def ask(layout: Layout, letters: Sequence[Letter]) -> None:
    """Announce the operators' wish through the integration app's outbox, as its page does."""
    from slussen_chassis import outbox  # noqa: PLC0415  slow to import
    from slussen_chassis.database import Context, Database  # noqa: PLC0415  as above
    from slussen_gateway.integration.use_cases.dead_letters import request_for  # noqa: PLC0415  as above

    url = database_url(layout, "integration", "worker")
    database = Database(url, pool_size=1, pool_timeout_seconds=5)
    try:
        async with database.transaction(Context(actor="dead-letters")) as session:
            for letter in letters:
                version = letter.row["deliveries"]
                outbox.enqueue(
                    session, request_for(letter.id, letter.service, version, now=datetime.now(UTC))
                )
    finally:
        await database.close()


async def outcome(layout: Layout, asked: Sequence[Letter]) -> list[Letter]:
    """Return the letters as they are when each was tried once more, or when time is up."""
    before = {letter.id: letter.row["deliveries"] for letter in asked}
    deadline = asyncio.get_running_loop().time() + WAIT_SECONDS
    while True:
        now = [letter for letter in await read(layout, None) if letter.id in before]
        is_done = all(each.is_taken or each.row["deliveries"] > before[each.id] for each in now)
        if is_done or asyncio.get_running_loop().time() > deadline:
            return now
        await asyncio.sleep(0.2)
