"""What the statistics service announces."""

from datetime import date
from typing import ClassVar

from slussen_contracts.events import Event


class ReleasePublished(Event):
    """A dated release of the published tables is out; between releases no published figure moves."""

    type: ClassVar[str] = "slussen.statistics.release.published.v1"

    released_on: date
    period_through: date
    tables: tuple[str, ...]


EVENTS: tuple[type[Event], ...] = (ReleasePublished,)
