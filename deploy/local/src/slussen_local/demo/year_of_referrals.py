"""A county's referrals of the year so far: opened on days that have passed, some of them taken all the way."""

import asyncio
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any, Final

from slussen_local.demo.answers import UnexpectedAnswerError
from slussen_local.demo.browser import Browser
from slussen_local.demo.days import today
from slussen_local.demo.journal import TOPIC, consent_given, post
from slussen_local.demo.persons import Identity, some_child
from slussen_local.demo.places import Outside
from slussen_local.demo.register import Registered
from slussen_local.people import DemoAuthorities

REFERRALS: Final = "/referrals/v1/referrals"
AT_ONCE: Final = 4
PATIENCE_SECONDS: Final = 20.0
SOCIAL_WORK: Final = "preventive_social_services"
OUTSIDE: Final = "private_child_health_care"

FLOWS: Final[tuple[tuple[str, str, str, int], ...]] = (
    ("anna.barnmorska", SOCIAL_WORK, "social_worker", 14),
    ("anna.barnmorska", "open_preschool", "preschool_teacher", 9),
    ("anna.barnmorska", "child_health_care", "child_health_nurse", 11),
    ("bea.bvc", SOCIAL_WORK, "social_worker", 12),
    ("bea.bvc", "open_preschool", "preschool_teacher", 16),
    ("pia.pedagog", SOCIAL_WORK, "social_worker", 7),
    ("pia.pedagog", "child_health_care", "child_health_nurse", 3),
    ("sara.socionom", "open_preschool", "preschool_teacher", 2),
    ("sara.socionom", "child_health_care", "child_health_nurse", 6),
    ("anna.barnmorska", OUTSIDE, "child_health_nurse", 8),
)
"""Who refers to whom, and how often this year so far; the last go out of the centre."""
FURTHER_FLOWS: Final[tuple[tuple[str, str, str, int], ...]] = (
    ("anna.barnmorska", SOCIAL_WORK, "social_worker", 14),
    ("bea.bvc", "open_preschool", "preschool_teacher", 6),
    ("anna.barnmorska", OUTSIDE, "child_health_nurse", 6),
)
"""The same in the counties that the main job is not played in."""
FOLLOWED: Final = frozenset({"anna.barnmorska", "bea.bvc"})
"""Whose referrals to the social worker have a consent, and are accepted; two of three are closed as well."""
CLOSED_OF = 3


@dataclass(frozen=True)
class Cast:
    """Where referrals are made, by whom, and by which journal their consents are recorded, if by any."""

    registered: Registered
    county: DemoAuthorities
    suffix: str
    journal: str | None
    flows: tuple[tuple[str, str, str, int], ...] = FLOWS
    part: float = 1.0
    """How much of the flows is played."""


async def refer(outside: Outside, cast: Cast) -> int:
    """Open the year's referrals, and take some of them all the way; return how many there are."""
    gate = asyncio.Semaphore(AT_ONCE)
    play = _Play(outside, cast, gate, await outside.browser(f"sara.socionom{cast.suffix}"))
    work: list[Coroutine[Any, Any, None]] = []
    for username, to, profession, times in cast.flows:
        sender = await outside.browser(username + cast.suffix)
        if not work:
            await _until_known(sender, cast.registered.centre)
        journal = cast.journal if to == SOCIAL_WORK and username in FOLLOWED else None
        for number, day in enumerate(_days(round(times * cast.part))):
            if journal:
                work.append(play.follow(sender, day, journal, is_closed=number % CLOSED_OF > 0))
            else:
                work.append(play.open(sender, to, profession, day))
    await asyncio.gather(*work)
    return len(work)


@dataclass(frozen=True)
class _Play:
    outside: Outside
    cast: Cast
    gate: asyncio.Semaphore
    social_worker: Browser

    async def open(self, sender: Browser, to: str, profession: str, day: date) -> None:
        """Open a referral on a day that has passed."""
        async with self.gate:
            await self._opened(sender, to, profession, day, some_child())

    async def follow(self, sender: Browser, day: date, journal: str, *, is_closed: bool) -> None:
        """Record a consent, open the referral and send it; the social worker accepts it, and may close it."""
        async with self.gate:
            child, units = some_child(), self.cast.registered.units
            given = consent_given(
                child,
                situation=_situation(day),
                at_unit=self.cast.county.maternal_health_care,
                to_unit=units[SOCIAL_WORK],
            )
            await post(self.outside.machine(journal), given)
            place = f"{REFERRALS}/{await self._opened(sender, SOCIAL_WORK, 'social_worker', day, child)}"
            await sender.ask("POST", f"{place}/sending", json={})
            await self.social_worker.ask("POST", f"{place}/acceptance", json={})
            if is_closed:
                await self.social_worker.ask("POST", f"{place}/first-contact", json={})
                outcome = {"outcome": "contact_established", "noFollowUp": True}
                await self.social_worker.ask("POST", f"{place}/completion", json=outcome)

    async def _opened(self, sender: Browser, to: str, profession: str, day: date, child: Identity) -> str:
        body = {
            "centreId": self.cast.registered.centre,
            "subject": child,
            "recipient": {"unitId": self.cast.registered.units[to], "profession": profession},
            "situation": _situation(day),
            "topics": [TOPIC],
            "permission": {"givenOn": day.isoformat(), "givenBy": "custodian"},
        }
        made = await sender.ask("POST", REFERRALS, json=body, expected=HTTPStatus.CREATED)
        return str(made.json()["id"])


def _situation(day: date) -> str:
    return f"demo-{day:%m}"


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


def _days(times: int) -> Iterator[date]:
    """Return days of the ended months of this year, spread evenly; last year's in January."""
    last = today().replace(day=1) - timedelta(days=1)
    first = date(last.year, 1, 1)
    span = (last - first).days + 1
    return (first + timedelta(days=(number * span) // times) for number in range(times))
