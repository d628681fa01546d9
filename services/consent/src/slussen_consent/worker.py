"""The consent service's second process: relay, copies of the register, and consents' last days."""

from slussen_chassis.serving import work
from slussen_chassis.settings import read_settings
from slussen_chassis.worker import Job, Worker
from slussen_consent.jobs import (
    EVERY_SECONDS,
    count_decisions,
    expire_consents,
    forget_child_labels,
    forget_migrations,
    remind_of_reviews,
    remind_to_ask_again,
)
from slussen_consent.settings import ConsentSettings
from slussen_consent.subscribers import subscriptions


def create_worker(settings: ConsentSettings) -> Worker:
    """Return the service's worker."""
    jobs: list[tuple[float, Job]] = [
        (EVERY_SECONDS, expire_consents),
        (EVERY_SECONDS, remind_to_ask_again),
        (EVERY_SECONDS, remind_of_reviews),
        (EVERY_SECONDS, forget_migrations),
        (EVERY_SECONDS, forget_child_labels),
        (EVERY_SECONDS, count_decisions),
    ]
    return Worker("consent", settings, subscriptions, jobs)


def main() -> None:
    """Work until told to stop."""
    work(create_worker(read_settings(ConsentSettings)))


if __name__ == "__main__":
    main()
