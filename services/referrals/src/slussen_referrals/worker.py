"""The second process of the referrals service: relay, subscribers and jobs."""

import asyncio

from typing_extensions import override

from slussen_chassis.clock import Clock, SystemClock
from slussen_chassis.serving import work
from slussen_chassis.settings import read_settings
from slussen_chassis.worker import Worker
from slussen_referrals.clients import SELF, ConsentClient, consent_client
from slussen_referrals.jobs import (
    OLD_DRAFTS_SECONDS,
    TIME_LIMITS_SECONDS,
    WAITS_SECONDS,
    look_after_waits,
    remove_old_drafts,
    watch_reviews,
    watch_time_limits,
)
from slussen_referrals.settings import ReferralsSettings
from slussen_referrals.subscribers import subscriptions


class ReferralsWorker(Worker):
    """The worker with its own way to the consent service, which it gives back at the end."""

    def __init__(self, settings: ReferralsSettings, consents: ConsentClient, clock: Clock) -> None:
        super().__init__(
            SELF,
            settings,
            subscriptions=subscriptions(consents, clock),
            jobs=[
                (WAITS_SECONDS, look_after_waits(consents, clock)),
                (TIME_LIMITS_SECONDS, watch_time_limits(clock)),
                (TIME_LIMITS_SECONDS, watch_reviews(clock)),
                (OLD_DRAFTS_SECONDS, remove_old_drafts),
            ],
        )
        self._consents = consents

    @override
    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then finish what is under way."""
        async with self._consents:
            await super().run(stop)


def create_worker(settings: ReferralsSettings, *, clock: Clock | None = None) -> Worker:
    """Return the service's worker."""
    return ReferralsWorker(settings, consent_client(settings), clock or SystemClock())


def main() -> None:
    """Work until told to stop."""
    work(create_worker(read_settings(ReferralsSettings)))


if __name__ == "__main__":
    main()
