"""County profiles (länsprofiler) over REST, and the what-if call that compares them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query
from pydantic import TypeAdapter

from slussen_agreements.domain.reason import Reason
from slussen_agreements.routes.answers import PREFIX, READS
from slussen_agreements.use_cases import county_profiles
from slussen_agreements.use_cases.county_profiles import Seen
from slussen_chassis.clock import local_day
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import Now
from slussen_contracts.agreements.api import ClassificationReason
from slussen_contracts.agreements.county_profiles import (
    CentreFactsWrite,
    CoLocationRead,
    ProfileCalendarEntryRead,
    ProfileDefaultRead,
    ProfileList,
    ProfileRead,
    ProfileSettingRead,
    ProfileSummary,
    ProfileVersionRead,
    WhatIfClassification,
    WhatIfComparison,
)
from slussen_contracts.profiles import CountyProfile, Force, Setting

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["county-profiles"])

FORCES: Final[dict[Force | None, tuple[str, str]]] = {
    Force.MUST: ("ska", "must"),
    Force.SHOULD: ("bör", "should"),
    Force.MAY: ("kan", "may"),
    Force.GOAL: ("målsättning", "goal"),
    Force.FACT: ("uppgift", "stated fact"),
    None: ("anges i dokumentet", "stated in the document"),
}
NOT_REGULATED: Final = ("ej reglerat", "not regulated")
OWN_DEFAULT: Final = ("systemets förval, inte länets regel", "this system's default, no rule of the county's")
_PLAIN: Final = TypeAdapter(Any)


@router.get("/county-profiles", operation_id="listCountyProfiles", dependencies=READS)
async def list_profiles() -> ProfileList:
    """Lista länsprofilerna och deras versioner. / List the county profiles and their versions."""
    return ProfileList(
        items=tuple(
            ProfileSummary(
                id=profile_id,
                name=found[-1].name,
                county_code=found[-1].county_code,
                versions=tuple(ProfileVersionRead(first_day=v.first_day, last_day=v.last_day) for v in found),
            )
            for profile_id, found in county_profiles.every_profile().items()
        )
    )


@router.get("/county-profiles/{profile_id}", operation_id="getCountyProfile", dependencies=READS)
async def get_profile(
    profile_id: Annotated[str, Path(pattern=r"^[a-z]{2,40}$", examples=["orebro"])],
    now: Now,
    on: Annotated[date | None, Query(description="Dagens version om inget anges. / Today's.")] = None,
) -> ProfileRead:
    """Visa länsprofilen: varje värde med källa och styrka, även det som inte är reglerat. / Show every value."""
    profile = county_profiles.profile_to_show(profile_id, on, today=local_day(now))
    return ProfileRead(
        id=profile.id,
        name=profile.name,
        county_code=profile.county_code,
        first_day=profile.first_day,
        last_day=profile.last_day,
        first_day_note=profile.first_day_note,
        document_kind=profile.document_kind,
        binding=profile.binding,
        issued_by=profile.issued_by,
        settings=tuple(_setting(path, each) for path, each in profile.settings().items()),
        defaults=tuple(_defaults(profile)),
        calendar=tuple(
            ProfileCalendarEntryRead(
                key=entry.key,
                month=entry.month,
                sv=entry.activity,
                en=entry.en,
                responsible=entry.responsible,
                due=entry.due,
                iso_weeks=entry.iso_weeks,
            )
            for entry in profile.calendar
        ),
    )


@router.post("/classifications", operation_id="compareClassifications", dependencies=READS)
async def compare(wanted: CentreFactsWrite, now: Now) -> WhatIfComparison:
    """Pröva vad en central vore enligt varje länsprofil, och varför. / Try what a centre would be, and why."""
    found = county_profiles.what_if(wanted, today=local_day(now))
    return WhatIfComparison(items=tuple(_seen(each) for each in found))


def _setting(path: str, setting: Setting[Any]) -> ProfileSettingRead:
    sv, en = NOT_REGULATED if setting.is_silent else FORCES[setting.force]
    return ProfileSettingRead(
        path=path,
        regulated=not setting.is_silent,
        value=_PLAIN.dump_python(setting.value, mode="json"),
        force=setting.force.value if setting.force else None,
        source=setting.source,
        sv=sv,
        en=en,
    )


def _defaults(profile: CountyProfile) -> Iterator[ProfileDefaultRead]:
    for key, value in profile.defaults.model_dump(mode="json", exclude={"borrowed_from"}).items():
        if value is not None:
            lender = profile.defaults.borrowed_from.get(key)
            yield ProfileDefaultRead(
                key=key, value=value, borrowed_from=lender, sv=OWN_DEFAULT[0], en=OWN_DEFAULT[1]
            )


def _seen(found: Seen) -> WhatIfClassification:
    house = (*found.co_location.house, *found.co_location.too_little)
    return WhatIfClassification(
        profile_id=found.profile.id,
        profile_first_day=found.profile.first_day,
        kind=found.classification.kind,
        reasons=_reasons(found.classification.reasons),
        co_location=CoLocationRead(passes=found.co_location.passes, reasons=_reasons(house)),
    )


def _reasons(found: Iterable[Reason]) -> tuple[ClassificationReason, ...]:
    return tuple(ClassificationReason(rule=r.rule, subject=r.subject, sv=r.sv, en=r.en) for r in found)
