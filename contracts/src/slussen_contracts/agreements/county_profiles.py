"""What the agreements service takes and answers about county profiles, and what a centre would be under each."""

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field

from slussen_contracts.agreements.api import CentreKind, ClassificationReason, ProfileId
from slussen_contracts.events import Model, StrictModel
from slussen_contracts.identifiers import Activity


class ProfileVersionRead(Model):
    """One version of a profile and the days on which it is in force."""

    first_day: date = Field(examples=["2026-03-01"])
    last_day: date | None = Field(default=None, examples=[None])


class ProfileSummary(Model):
    """A county's profile and its versions, the earliest first."""

    id: str = Field(examples=["orebro"])
    name: str = Field(examples=["Örebro län"])
    county_code: str | None = Field(default=None, examples=["18"])
    versions: tuple[ProfileVersionRead, ...]


class ProfileList(Model):
    """All county profiles."""

    items: tuple[ProfileSummary, ...]


class ProfileSettingRead(Model):
    """One value of a profile; where the source is silent there is no value, and that is said."""

    path: str = Field(examples=["agreements.county_notice_months"])
    regulated: bool = Field(
        description="Falskt: länets dokument säger inget. / False: the county's document is silent."
    )
    value: Any = Field(default=None, examples=[6])
    force: str | None = Field(default=None, examples=["must"])
    source: str | None = Field(default=None, examples=["S002 15"])
    sv: str = Field(examples=["ska"])
    en: str = Field(examples=["must"])


class ProfileDefaultRead(Model):
    """One of our own choices where the source is silent; it is no rule of the county's."""

    key: str = Field(examples=["half_day_hours"])
    value: Any = Field(examples=[4])
    borrowed_from: str | None = Field(default=None, examples=["skane"])
    sv: str = Field(examples=["systemets förval"])
    en: str = Field(examples=["this system's default"])


class ProfileCalendarEntryRead(Model):
    """One entry of the county's annual wheel (årshjul)."""

    key: str = Field(examples=["hand_in_annual_report"])
    month: int = Field(examples=[2])
    sv: str = Field(examples=["Lämna in verksamhetsberättelsen"])
    en: str = Field(examples=["Hand in the annual report"])
    responsible: str = Field(examples=["coordinator"])
    due: str | None = Field(default=None, examples=["02-28"])
    iso_weeks: tuple[int, ...] = Field(default=(), examples=[[]])


class ProfileRead(Model):
    """A county's profile at one version: every value with its force and source."""

    id: str = Field(examples=["orebro"])
    name: str = Field(examples=["Örebro län"])
    county_code: str | None = Field(default=None, examples=["18"])
    first_day: date = Field(examples=["2026-03-01"])
    last_day: date | None = Field(default=None, examples=[None])
    first_day_note: str | None = Field(default=None, examples=[None])
    document_kind: str = Field(examples=["agreement"])
    binding: bool
    issued_by: tuple[str, ...] = Field(examples=[["Region Örebro län"]])
    settings: tuple[ProfileSettingRead, ...]
    defaults: tuple[ProfileDefaultRead, ...]
    calendar: tuple[ProfileCalendarEntryRead, ...] = ()


class PresenceExtent(StrEnum):
    """How much of an activity is physically at the centre."""

    NOTHING = "nothing"
    SOME = "some"
    MISSION_PART = "mission_part"
    WHOLE = "whole"


class PresenceWrite(StrictModel):
    """How an activity is, or would be, at the centre."""

    activity: Activity
    extent: PresenceExtent = PresenceExtent.WHOLE
    is_branch: bool = Field(
        default=False, description="Huvudmottagningen ligger på annan plats. / The main site is elsewhere."
    )


class CentreFactsWrite(StrictModel):
    """What a centre is or would be, and under which profiles to look at it; all of them where none is named."""

    activities: tuple[PresenceWrite, ...] = Field(min_length=1, max_length=50)
    one_roof: bool = True
    one_common_door: bool = True
    simultaneous: bool = True
    profile_ids: tuple[ProfileId, ...] | None = Field(default=None, min_length=1, max_length=40)
    on: date | None = Field(
        default=None,
        description="Vilken dags profiler; idag om inget anges. / Which day's profiles; today's.",
    )


class CoLocationRead(Model):
    """Whether the activities are co-located (samlokaliserade) as a profile means it, and if not, why."""

    passes: bool
    reasons: tuple[ClassificationReason, ...] = ()


class WhatIfClassification(Model):
    """What the centre would be under one profile, and why it would be no more."""

    profile_id: str = Field(examples=["orebro"])
    profile_first_day: date = Field(examples=["2026-03-01"])
    kind: CentreKind
    reasons: tuple[ClassificationReason, ...] = ()
    co_location: CoLocationRead


class WhatIfComparison(Model):
    """One and the same centre under each profile, in the order asked for."""

    items: tuple[WhatIfClassification, ...]
