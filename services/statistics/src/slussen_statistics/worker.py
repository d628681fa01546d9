"""The second process: relay and subscribers. Also `rebuild`, which makes the roll-ups anew from the ledger.

python -m slussen_statistics.worker            work until told to stop
python -m slussen_statistics.worker rebuild    rebuild the roll-ups while everything runs, and end
"""

import asyncio
import sys

from slussen_chassis.database import Database
from slussen_chassis.serving import work
from slussen_chassis.settings import read_settings
from slussen_chassis.worker import Worker
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.subscribers import subscriptions_with
from slussen_statistics.use_cases.ledger import rebuild_rollups


def create_worker(settings: StatisticsSettings) -> Worker:
    """Return the service's worker."""
    return Worker("statistics", settings, subscriptions_with(settings.pseudonyms()))


async def rebuild(settings: StatisticsSettings) -> int:
    """Rebuild the roll-ups and show each month as it is done; return the number of months."""
    database = Database.for_worker(settings)
    try:
        return await rebuild_rollups(database, _show)
    finally:
        await database.close()


def _show(done: int, months: int, year: int, month: int) -> None:
    sys.stdout.write(f"{done}/{months} {year}-{month:02d}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> None:
    """Work until told to stop, or rebuild the roll-ups and end."""
    settings = read_settings(StatisticsSettings)
    if arguments == ["rebuild"]:
        months = asyncio.run(rebuild(settings))
        sys.stdout.write(f"rebuilt {months} months\n")
    elif arguments:
        raise SystemExit("usage: python -m slussen_statistics.worker [rebuild]")
    else:
        work(create_worker(settings))


if __name__ == "__main__":
    main(sys.argv[1:])
