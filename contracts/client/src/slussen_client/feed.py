"""The event feed, read in order: every event at least once, from the position that one has kept."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from slussen_client.operations.integration import AsyncIntegration, Integration

Event = dict[str, Any]
"""A CloudEvents 1.0 event without content; read what it is about at its `dataref`."""


@dataclass(slots=True)
class Feed:
    """Events as they happen; keep `position` when you have done what they ask, and begin there the next time.

    Attributes:
        position: The place up to which every event has been handed out.
        types: Event types; all where empty.
        counties: County codes; all where empty.
        wait: Seconds to wait for news in one request, at most 20.
        follows: Whether to go on for ever; else it ends where there is nothing more.
    """

    source: Integration
    position: int = 0
    types: Sequence[str] = ()
    counties: Sequence[str] = ()
    wait: int = 20
    follows: bool = True

    def __iter__(self) -> Iterator[Event]:
        """Yield events, the oldest first."""
        has_more = True
        while has_more or self.follows:
            part = self.source.read_events(
                after=self.position,
                type=list(self.types),
                county=list(self.counties),
                wait=self.wait if self.follows else 0,
            ).value
            yield from part["events"]
            self.position, has_more = part["next"], part["hasMore"]


@dataclass(slots=True)
class AsyncFeed:
    """As `Feed`, for `async for`."""

    source: AsyncIntegration
    position: int = 0
    types: Sequence[str] = ()
    counties: Sequence[str] = ()
    wait: int = 20
    follows: bool = True

    async def __aiter__(self) -> AsyncIterator[Event]:
        """Yield events, the oldest first."""
        has_more = True
        while has_more or self.follows:
            answer = await self.source.read_events(
                after=self.position,
                type=list(self.types),
                county=list(self.counties),
                wait=self.wait if self.follows else 0,
            )
            part = answer.value
            for event in part["events"]:
                yield event
            self.position, has_more = part["next"], part["hasMore"]
