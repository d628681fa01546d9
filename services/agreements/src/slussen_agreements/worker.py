"""The service's second process: relay and the directory's projection.

`python -m slussen_agreements.worker announce` announces everything again and ends; the relay of a running worker
brings it to the stream.
"""

import asyncio
import sys

from slussen_agreements.agreement_jobs import EVERY_SECONDS, follow_the_clock
from slussen_agreements.jobs import announce_everything, watch_over_centres
from slussen_agreements.settings import AgreementsSettings
from slussen_agreements.subscribers import subscriptions
from slussen_chassis.clock import SystemClock
from slussen_chassis.database import Database
from slussen_chassis.serving import work
from slussen_chassis.settings import ServiceSettings, read_settings
from slussen_chassis.worker import Worker


def create_worker(settings: ServiceSettings) -> Worker:
    """Return the service's worker."""
    return Worker(
        "agreements",
        settings,
        subscriptions,
        jobs=[(EVERY_SECONDS, follow_the_clock), (3600.0, watch_over_centres)],
    )


async def announce(settings: ServiceSettings) -> None:
    """Announce everything again, through the outbox."""
    database = Database.for_worker(settings)
    try:
        await announce_everything(database, SystemClock())
    finally:
        await database.close()


def main(arguments: list[str]) -> None:
    """Work until told to stop, or announce everything and end."""
    settings = read_settings(AgreementsSettings)
    if arguments == ["announce"]:
        asyncio.run(announce(settings))
    elif arguments:
        raise SystemExit("usage: python -m slussen_agreements.worker [announce]")
    else:
        work(create_worker(settings))


if __name__ == "__main__":
    main(sys.argv[1:])
