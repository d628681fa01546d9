"""The second process: every event of the platform into the feeds of those who may know of it, and to their webhooks."""

from slussen_chassis.serving import work
from slussen_chassis.settings import read_settings
from slussen_chassis.worker import Worker
from slussen_gateway.integration import dispatching, publishing, usage_intake
from slussen_gateway.integration.dispatching import Dispatcher
from slussen_gateway.integration.jobs import (
    FORGET_SECONDS,
    RECALL_SECONDS,
    WATCH_SECONDS,
    follow_recalls,
    forget_old_events,
    forget_old_usage,
    watch_stream,
)
from slussen_gateway.integration.sending import Sender
from slussen_gateway.integration.settings import IntegrationSettings
from slussen_gateway.integration.subscribers import subscriptions
from slussen_gateway.integration.usage_intake import UsageIntake


def create_worker(settings: IntegrationSettings) -> Worker:
    """Return the app's worker."""
    dispatcher = Dispatcher(Sender(settings.webhook_rules), settings.webhook_keyring())
    jobs = [
        (FORGET_SECONDS, forget_old_events(settings)),
        (FORGET_SECONDS, forget_old_usage),
        (RECALL_SECONDS, follow_recalls),
        (WATCH_SECONDS, watch_stream),
        (dispatching.EVERY_SECONDS, dispatcher.send_due),
        (publishing.EVERY_SECONDS, publishing.publish_grants),
        (usage_intake.EVERY_SECONDS, UsageIntake().take_usage),
    ]
    return Worker("integration", settings, subscriptions, jobs)


def main() -> None:
    """Work until told to stop."""
    work(create_worker(read_settings(IntegrationSettings)))


if __name__ == "__main__":
    main()
