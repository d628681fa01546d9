"""The second process: relay, subscribers, jobs. Also the commands that work on the ledger while everything runs.

python -m slussen_statistics.worker                      work until told to stop
python -m slussen_statistics.worker rebuild              make every figure anew from the ledger, and end
python -m slussen_statistics.worker forget-year 2019     destroy the secret of a year's pseudonyms, and end
"""

import asyncio
import sys
from datetime import UTC, datetime

from slussen_chassis.database import Context, Database
from slussen_chassis.serving import work
from slussen_chassis.settings import read_settings
from slussen_chassis.worker import Job, Worker, WorkerParts
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.subscribers import subscriptions_with
from slussen_statistics.use_cases.pseudonyms import destroy_pseudonyms
from slussen_statistics.use_cases.rebuild import finish_rebuild, rebuild_figures

USAGE = "usage: python -m slussen_statistics.worker [rebuild | forget-year <year>]"
FINISH_SECONDS = 60.0


def create_worker(settings: StatisticsSettings) -> Worker:
    """Return the service's worker."""
    jobs: list[tuple[float, Job]] = [(FINISH_SECONDS, go_on_with_rebuild)]
    return Worker("statistics", settings, subscriptions_with(settings.keyring()), jobs)


async def go_on_with_rebuild(parts: WorkerParts) -> None:
    """Go on with a rebuild that was broken off, or that a migration asks for."""
    await finish_rebuild(parts.database, lambda _done, _total: None)


async def rebuild(settings: StatisticsSettings) -> int:
    """Make every figure anew and show the progress; return the number of facts."""
    database = Database.for_worker(settings)
    try:
        return await rebuild_figures(database, _show)
    finally:
        await database.close()


async def forget_year(settings: StatisticsSettings, year: int) -> None:
    """Destroy the secret of a year's pseudonyms."""
    database = Database.for_worker(settings)
    try:
        async with database.transaction(Context()) as session:
            await destroy_pseudonyms(session, year, now=datetime.now(UTC))
    finally:
        await database.close()


def _show(done: int, total: int) -> None:
    sys.stdout.write(f"{done}/{total}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> None:
    """Work until told to stop, or do what the arguments say and end."""
    settings = read_settings(StatisticsSettings)
    match arguments:
        case []:
            work(create_worker(settings))
        case ["rebuild"]:
            facts = asyncio.run(rebuild(settings))
            sys.stdout.write(f"rebuilt from {facts} facts\n")
        case ["forget-year", year] if year.isdigit():
            asyncio.run(forget_year(settings, int(year)))
            sys.stdout.write(f"the pseudonyms of {year} are forgotten\n")
        case _:
            raise SystemExit(USAGE)


if __name__ == "__main__":
    main(sys.argv[1:])
