"""Demo data: a county for every profile with its year so far, entered through the gateway as by its staff.

Permissions were given on days that have passed (staff may record afterwards), so that there are ended months to
publish, and something in every picture of published figures.
"""

import asyncio
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from slussen_local.demo.answers import UnexpectedAnswerError
from slussen_local.demo.browser import Browser, open_http
from slussen_local.demo.centre_figures import REFLECTIONS, enter_figures
from slussen_local.demo.centre_life import enter_centre_life, enter_hours
from slussen_local.demo.days import today
from slussen_local.demo.journal import consent_of_the_custodians, post
from slussen_local.demo.places import FURTHER_PLACES, OREBRO_PLACE, SKANE_PLACE, Outside
from slussen_local.demo.register import Registered, register
from slussen_local.demo.steps import own_count
from slussen_local.demo.year_of_referrals import FURTHER_FLOWS, PATIENCE_SECONDS, SOCIAL_WORK, Cast, refer
from slussen_local.people import COUNTIES, OREBRO, SKANE

PART_OF_OREBRO = 0.65
"""The main job is played in Örebro, which begins with fewer referrals."""

Say = Callable[[str], None]


async def load(origin: str, issuer: str, secrets: Path, say: Say) -> None:
    """Register the counties, enter their year so far, and publish a release of each."""
    async with open_http() as http:
        outside = Outside(http, origin, issuer, secrets)
        await _enter_skane(outside, say)
        await _enter_orebro(outside, say)
        await asyncio.gather(*(_enter_further(outside, suffix, say) for suffix in FURTHER_PLACES))


async def _enter_skane(outside: Outside, say: Say) -> None:
    admin, region, municipality, coordinator = await asyncio.gather(
        *map(
            outside.browser,
            ("admin.skane", "region.signatar.skane", "kommun.signatar.skane", "karin.samordnare.skane"),
        )
    )
    registered = await register(admin, (region, municipality), SKANE_PLACE)
    say(f"{SKANE_PLACE.centre_name} registered, agreement {registered.agreement_status}")
    await enter_hours(coordinator, registered.centre)
    await _consent(outside, registered)
    say("a consent about the demonstration's child is recorded by its journal")
    cast = Cast(registered, COUNTIES[SKANE], ".skane", "journal-skane")
    await _enter_year(outside, cast, (admin, coordinator), say)


async def _enter_orebro(outside: Outside, say: Say) -> None:
    admin, region, municipality, coordinator = await asyncio.gather(
        *map(outside.browser, ("admin.orebro", "region.signatar", "kommun.signatar", "karin.samordnare"))
    )
    registered = await register(admin, (region, municipality), OREBRO_PLACE)
    await enter_centre_life(coordinator, region, registered)
    say(f"{OREBRO_PLACE.centre_name} registered, with hours, meetings, costs and an agreement to sign")
    cast = Cast(registered, COUNTIES[OREBRO], "", "journal-orebro", part=PART_OF_OREBRO)
    await _enter_year(outside, cast, (admin, coordinator), say)


async def _enter_further(outside: Outside, suffix: str, say: Say) -> None:
    """Enter one of the other counties, unless it has been entered."""
    what, place = FURTHER_PLACES[suffix], suffix.removeprefix(".")
    names = ("region.signatar", "kommun.signatar", "karin.samordnare")
    admin, region, municipality, coordinator = await asyncio.gather(
        *map(outside.browser, (f"admin.{place}", *(name + suffix for name in names)))
    )
    registered = await register(admin, (region, municipality), what)
    await enter_hours(coordinator, registered.centre)
    cast = Cast(registered, what.county, suffix, None, flows=FURTHER_FLOWS)
    say(f"{what.centre_name} registered under the profile {what.profile_id}")
    await _enter_year(outside, cast, (admin, coordinator), say)


async def _enter_year(outside: Outside, cast: Cast, who: tuple[Browser, Browser], say: Say) -> None:
    """Enter a centre's year, and let the county's administrator publish it; `who` are these and the coordinator."""
    admin, coordinator = who
    count = await refer(outside, cast)
    say(f"{count} referrals of the year entered, some accepted and closed")
    centre = cast.registered.centre
    await enter_figures(coordinator, centre)
    say("visits, groups, goals and answers of the year entered, and its report begun")
    release = await _publish(admin, coordinator, cast, count)
    say(f"release of {release['releasedOn']} published, {release['withheldCells']} cells withheld")


async def _consent(outside: Outside, registered: Registered) -> None:
    """Let the journal record what the two custodians who can log in have answered."""
    event = consent_of_the_custodians(
        at_unit=COUNTIES[SKANE].maternal_health_care, to_unit=registered.units[SOCIAL_WORK]
    )
    await post(outside.machine("journal-skane"), event)


async def _publish(admin: Browser, staff: Browser, cast: Cast, expected: int) -> dict[str, Any]:
    """Publish once all referrals have been counted, with what became of them and the weeks of opening."""
    centre, deadline = cast.registered.centre, asyncio.get_running_loop().time() + PATIENCE_SECONDS
    tables = {"opening-hours": 1, "self-reflection": REFLECTIONS} | (
        {"referral-times": 1} if cast.journal else {}
    )
    while (counted := await own_count(staff, centre)) < expected or not await _are_there(
        staff, centre, tables
    ):
        if asyncio.get_running_loop().time() > deadline:
            raise UnexpectedAnswerError(f"only {counted} of {expected} referrals were counted in time")
        await asyncio.sleep(0.05)
    return dict(
        (await admin.ask("POST", "/statistics/v1/releases", json={}, expected=HTTPStatus.CREATED)).json()
    )


async def _are_there(staff: Browser, centre: str, tables: Mapping[str, int]) -> bool:
    """Tell whether the figures of tables have come: in each one of at least so much."""
    for table, least in tables.items():
        path = f"/statistics/v1/centres/{centre}/tables/{table}?year={today().year}"
        values = (await staff.ask("GET", path)).json()["values"]
        if max((value for value in values if value is not None), default=0) < least:
            return False
    return True
