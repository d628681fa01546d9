"""What the statistics service announces."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from slussen_contracts.events import Event


class ReleasePublished(Event):
    """A dated release of the published tables is out; between releases no published figure moves."""

    type: ClassVar[str] = "slussen.statistics.release.published.v1"

    released_on: date
    period_through: date
    tables: tuple[str, ...]


class EntryState(Event):
    """What a centre has entered, as it is from now on: its counted codes and numbers, no text.

    `codes` and `numbers` have the members of the entry's kind; an entry that is void counts nowhere.
    """

    kind: str = Field(examples=["visits"])
    centre_id: UUID
    municipality_code: str
    on: date
    codes: dict[str, str] = Field(default_factory=dict, examples=[{"group_type": "themed"}])
    numbers: dict[str, int] = Field(default_factory=dict, examples=[{"adults": 14, "children": 17}])
    is_void: bool = False


class EntryRecorded(EntryState):
    """A centre has entered figures or an answer."""

    type: ClassVar[str] = "slussen.statistics.entry.recorded.v1"


class EntryCorrected(EntryState):
    """An entry was corrected, or is void."""

    type: ClassVar[str] = "slussen.statistics.entry.corrected.v1"


EVENTS: tuple[type[Event], ...] = (ReleasePublished, EntryRecorded, EntryCorrected)
