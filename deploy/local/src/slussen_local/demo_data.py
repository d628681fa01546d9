"""Demo data: a county for every profile, one with a year's history, entered through the gateway as by its staff.

Permissions were given on days that have passed (staff may record afterwards), so that there are ended months to
publish: some flows over the threshold, some under it, which the release withholds.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator
from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

from slussen_local.demo.answers import UnexpectedAnswerError
from slussen_local.demo.browser import Browser, open_http
from slussen_local.demo.centre_figures import enter_figures
from slussen_local.demo.centre_life import enter_centre_life
from slussen_local.demo.days import today
from slussen_local.demo.journal import consent_of_the_custodians, post
from slussen_local.demo.persons import some_child
from slussen_local.demo.places import FURTHER_PLACES, OREBRO_PLACE, SKANE_PLACE, Outside
from slussen_local.demo.register import Registered, register
from slussen_local.demo.steps import own_count
from slussen_local.people import COUNTIES, SKANE

REFERRALS = "/referrals/v1/referrals"
AT_ONCE = 4
PATIENCE_SECONDS = 20.0

FLOWS: tuple[tuple[str, str, str, int], ...] = (
    ("anna.barnmorska.skane", "preventive_social_services", "social_worker", 14),
    ("anna.barnmorska.skane", "open_preschool", "preschool_teacher", 9),
    ("anna.barnmorska.skane", "child_health_care", "child_health_nurse", 11),
    ("bea.bvc.skane", "preventive_social_services", "social_worker", 12),
    ("bea.bvc.skane", "open_preschool", "preschool_teacher", 16),
    ("pia.pedagog.skane", "preventive_social_services", "social_worker", 7),
    ("pia.pedagog.skane", "child_health_care", "child_health_nurse", 3),
    ("sara.socionom.skane", "open_preschool", "preschool_teacher", 2),
    ("sara.socionom.skane", "child_health_care", "child_health_nurse", 6),
)
"""Who refers to whom, and how often this year so far; two of the flows are too small to be shown."""
FURTHER_FLOWS: tuple[tuple[str, str, str, int], ...] = (
    ("anna.barnmorska", "preventive_social_services", "social_worker", 5),
    ("bea.bvc", "open_preschool", "preschool_teacher", 4),
)
"""The same in each of the other counties."""


async def load(origin: str, issuer: str, secrets: Path, say: Callable[[str], None]) -> None:
    """Register the counties, enter Skåne's referrals of the year so far, and publish a release."""
    async with open_http() as http:
        outside = Outside(http, origin, issuer, secrets)
        admin, region, municipality = await asyncio.gather(
            *map(outside.browser, ("admin.skane", "region.signatar.skane", "kommun.signatar.skane"))
        )
        registered = await register(admin, (region, municipality), SKANE_PLACE)
        say(f"{SKANE_PLACE.centre_name} registered, agreement {registered.agreement_status}")
        await _register_orebro(outside, say)
        count = await _refer(outside, registered, FLOWS)
        say(f"{count} referrals of the year entered")
        await enter_figures(await outside.browser("karin.samordnare.skane"), registered.centre)
        say("visits, groups, goals and answers of the year entered, and its report begun")
        await asyncio.gather(*(_further(outside, suffix, say) for suffix in FURTHER_PLACES))
        await _consent(outside, registered)
        say("a consent about the demonstration's child is recorded by its journal")
        release = await _publish(outside, admin, registered.centre, count)
        say(f"release of {release['releasedOn']} published, {release['withheldCells']} cells withheld")


async def _register_orebro(outside: Outside, say: Callable[[str], None]) -> None:
    """Register the county Örebro, and what its centre's coordinator has entered so far."""
    admin, region, municipality, coordinator = await asyncio.gather(
        *map(outside.browser, ("admin.orebro", "region.signatar", "kommun.signatar", "karin.samordnare"))
    )
    registered = await register(admin, (region, municipality), OREBRO_PLACE)
    await enter_centre_life(coordinator, region, registered)
    say(f"{OREBRO_PLACE.centre_name} registered, with hours, meetings, costs and an agreement to sign")


async def _further(outside: Outside, suffix: str, say: Callable[[str], None]) -> None:
    """Register one of the other counties, with some referrals and what its coordinator has entered."""
    what = FURTHER_PLACES[suffix]
    place = suffix.removeprefix(".")
    admin, region, municipality, coordinator = await asyncio.gather(
        *map(
            outside.browser,
            (
                f"admin.{place}",
                f"region.signatar{suffix}",
                f"kommun.signatar{suffix}",
                f"karin.samordnare{suffix}",
            ),
        )
    )
    registered = await register(admin, (region, municipality), what)
    if await enter_figures(coordinator, registered.centre):
        flows = [(username + suffix, to, who, times) for username, to, who, times in FURTHER_FLOWS]
        await _refer(outside, registered, flows)
    say(f"{what.centre_name} registered under the profile {what.profile_id}, with referrals and figures")


async def _refer(outside: Outside, registered: Registered, flows: Iterable[tuple[str, str, str, int]]) -> int:
    gate = asyncio.Semaphore(AT_ONCE)

    async def open_one(sender: Browser, to: str, profession: str, day: date) -> None:
        body = {
            "centreId": registered.centre,
            "subject": some_child(),
            "recipient": {"unitId": registered.units[to], "profession": profession},
            "situation": f"demo-{day:%m}",
            "topics": ["parental_support"],
            "permission": {"givenOn": day.isoformat(), "givenBy": "custodian"},
        }
        async with gate:
            await sender.ask("POST", REFERRALS, json=body, expected=HTTPStatus.CREATED)

    work: list[Coroutine[Any, Any, None]] = []
    for username, to, profession, times in flows:
        sender = await outside.browser(username)
        if not work:
            await _until_known(sender, registered.centre)
        work += [open_one(sender, to, profession, day) for day in _days(times)]
    await asyncio.gather(*work)
    return len(work)


async def _consent(outside: Outside, registered: Registered) -> None:
    """Let the journal record what the two custodians who can log in have answered."""
    skane = COUNTIES[SKANE]
    event = consent_of_the_custodians(
        at_unit=skane.maternal_health_care, to_unit=registered.units["preventive_social_services"]
    )
    await post(outside.machine("journal-skane"), event)


async def _until_known(sender: Browser, centre: str) -> None:
    """Wait until the register has reached the other services."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while True:
        try:
            await sender.ask("GET", f"/statistics/v1/centres/{centre}/flow?year={today().year}")
        except UnexpectedAnswerError:
            if asyncio.get_running_loop().time() > deadline:
                raise
            await asyncio.sleep(0.1)
        else:
            return


async def _publish(outside: Outside, admin: Browser, centre: str, expected: int) -> dict[str, Any]:
    """Publish once all referrals have been counted."""
    staff = await outside.browser("anna.barnmorska.skane")
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while (counted := await own_count(staff, centre)) < expected:
        if asyncio.get_running_loop().time() > deadline:
            raise UnexpectedAnswerError(f"only {counted} of {expected} referrals were counted in time")
        await asyncio.sleep(0.05)
    return dict(
        (await admin.ask("POST", "/statistics/v1/releases", json={}, expected=HTTPStatus.CREATED)).json()
    )


def _days(times: int) -> Iterator[date]:
    """Return days of the ended months of this year, spread evenly; last year's in January."""
    last = today().replace(day=1) - timedelta(days=1)
    first = date(last.year, 1, 1)
    span = (last - first).days + 1
    return (first + timedelta(days=(number * span) // times) for number in range(times))
