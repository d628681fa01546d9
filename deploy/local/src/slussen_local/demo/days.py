"""Days as they are in Sweden, wherever the machine stands."""

from datetime import UTC, date, datetime

from slussen_chassis.clock import local_day


def today() -> date:
    """Return today's date in Europe/Stockholm."""
    return local_day(datetime.now(UTC))
