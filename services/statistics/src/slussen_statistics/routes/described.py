"""Instruments and indicators as the API answers them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from fastapi import Path

from slussen_chassis.clock import local_day
from slussen_chassis.errors import NotFoundError
from slussen_contracts.profiles.loading import UnknownProfileError, profile
from slussen_contracts.statistics.entries import (
    IndicatorRead,
    IndicatorsRead,
    InstrumentRead,
    ItemGroupRead,
    ItemRead,
    ScaleRead,
)
from slussen_statistics.domain.catalogue.indicators import INDICATORS, tables_of
from slussen_statistics.domain.instruments import Group, Instrument, Scale, instruments
from slussen_statistics.formats import text_of

InstrumentId = Annotated[str, Path(pattern=r"^[a-z][a-z_]{0,40}$", examples=["self_reflection"])]


def known(instrument_id: str) -> Instrument:
    """Return an instrument.

    Raises:
        NotFoundError: There is none of that id.
    """
    found = instruments().get(instrument_id)
    if found is None:
        raise NotFoundError
    return found


def instrument(one: Instrument, activities: Iterable[str] | None = None) -> InstrumentRead:
    """Return an instrument; with the activities of a centre, each item tells whether it applies there."""
    there = None if activities is None else frozenset(activities)
    applies = {item.code for item in (one.items if there is None else one.applicable(there))}
    return InstrumentRead(
        id=one.id,
        version=one.version,
        kind=one.kind,
        title=text_of(one.label),
        source=one.source,
        profiles=list(one.profiles),
        note=text_of(one.note),
        is_instrument=one.is_instrument,
        scale=_scale(one.scale),
        respondents=[_group(group, applies) for group in one.respondents],
        steps=[_group(group, applies) for group in one.steps],
        groups=[_group(group, applies) for group in one.groups],
    )


def _group(group: Group, applies: set[str]) -> ItemGroupRead:
    items = [ItemRead(code=i.code, label=text_of(i.label), applies=i.code in applies) for i in group.items]
    return ItemGroupRead(code=group.code, label=text_of(group.label), items=items)


def _scale(scale: Scale | None) -> ScaleRead | None:
    if scale is None:
        return None
    return ScaleRead(
        points=scale.points, low=text_of(scale.low), high=text_of(scale.high), is_default=scale.is_default
    )


def indicators(profile_id: str | None, now: datetime) -> IndicatorsRead:
    """Return all indicators; with a profile, whether the county's document asks for each."""
    asked = None if profile_id is None else _asked(profile_id, now)
    return IndicatorsRead(
        indicators=[
            IndicatorRead(
                id=code,
                label=text_of(label),
                tables=list(tables_of(code)),
                is_in_profile=None if asked is None else code in asked,
            )
            for code, label in INDICATORS.items()
        ]
    )


def _asked(profile_id: str, now: datetime) -> frozenset[str]:
    try:
        return frozenset(profile(profile_id, on=local_day(now)).statistics.indicators.value or ())
    except UnknownProfileError:
        return frozenset()
