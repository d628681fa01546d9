"""The feed: events as an outside receiver gets them, thin, in one order, each only where it may be known.

A thin event says that something happened and where it is read: opaque ids, no content. What is read then is read with
rights checked, so that an event kept for a week tells no more than it did on the first day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from slussen_chassis.errors import ForbiddenError
from slussen_contracts.audience import EVERYONE, dataref, known_to, responsible_for
from slussen_contracts.events import Event, to_cloud_event

EVERYBODY: Final = UUID(int=0)
"""Stands in the place of an authority for events that everyone who is connected may know."""


class AuthorityMissingError(ForbiddenError):
    """A caller without an authority has no events of its own to read."""

    code: ClassVar[str] = "authority-missing"
    title_sv = "Åtkomsten gäller ingen huvudman, och då finns inga händelser att läsa"
    title_en = "The access is for no authority, so there are no events to read"


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in the feed.

    Attributes:
        position: Its place in the order; grows with every event, and may have gaps.
        envelope: The thin CloudEvent.
    """

    position: int
    envelope: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which of the events that one may know one wants; empty means all."""

    types: frozenset[str] = frozenset()
    counties: frozenset[str] = frozenset()
    authorities: frozenset[UUID] = frozenset()


def thin(event: Event) -> dict[str, Any]:
    """Return the event as it leaves the platform: its envelope and where its thing is read, without content."""
    envelope = to_cloud_event(event)
    for member in ("data", "datacontenttype", "dataschema"):
        del envelope[member]
    envelope["dataclassification"] = event.data_classification
    reference = dataref(event)
    return envelope if reference is None else {**envelope, "dataref": reference}


def readers(event: Event, authority_of_unit: Mapping[UUID, UUID]) -> frozenset[UUID]:
    """Return the authorities in whose feeds an event stands.

    `authority_of_unit` tells the responsible authority of each unit that the register knows. An id that is no unit
    in it is taken for an authority's; that of a unit nobody knows opens no feed, since no client acts for it.
    """
    told = known_to(event)
    if told == EVERYONE:
        return frozenset({EVERYBODY})
    return frozenset(authority_of_unit.get(each, each) for each in told)


def responsible(event: Event, authority_of_unit: Mapping[UUID, UUID]) -> frozenset[UUID]:
    """Return the authorities whose the event's thing is; by these a reader may narrow what it gets."""
    return frozenset(authority_of_unit.get(each, each) for each in responsible_for(event))


def oldest_kept(now: datetime, kept_days: int) -> datetime:
    """Return the moment before which the feed forgets."""
    return now - timedelta(days=kept_days)
