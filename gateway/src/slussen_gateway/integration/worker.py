"""The second process: every event of the platform into the feeds of those who may know of it."""

from slussen_chassis.serving import work
from slussen_chassis.settings import ServiceSettings, read_settings
from slussen_chassis.worker import Worker
from slussen_gateway.integration.jobs import FORGET_SECONDS, forget_old_events
from slussen_gateway.integration.settings import IntegrationSettings
from slussen_gateway.integration.subscribers import subscriptions


def create_worker(settings: ServiceSettings) -> Worker:
    """Return the app's worker."""
    return Worker("integration", settings, subscriptions, [(FORGET_SECONDS, forget_old_events)])


def main() -> None:
    """Work until told to stop."""
    work(create_worker(read_settings(IntegrationSettings)))


if __name__ == "__main__":
    main()
