"""The outside of the system under test: who calls it, registered through the gateway as the demonstration does it."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from slussen_bench.failure import BenchError
from slussen_bench.system import System
from slussen_bench.template import MARK, Template
from slussen_contracts.identifiers import IdentitySystem
from slussen_local.demo import journal
from slussen_local.demo.browser import Browser, open_http
from slussen_local.demo.places import OREBRO_PLACE, Outside
from slussen_local.demo.register import register
from slussen_local.people import COUNTIES, OREBRO

DECISIONS = "/consent/v1/disclosure-decisions"
REFERRALS = "/referrals/v1/referrals"
SITUATION = "bench-1"
KNOWN_WITHIN = 30.0
JOURNAL = "journal-orebro"
MIDWIFE = "anna.barnmorska"
BATCH = 500


@dataclass(frozen=True, slots=True)
class World:
    """Everything that requests need.

    Attributes:
        bearer: The journal system's header.
        session: The headers of the midwife's browser.
        units: The units' ids by activity.
    """

    port: int
    bearer: Mapping[str, str]
    session: Mapping[str, str]
    centre: str
    units: Mapping[str, str]

    def event(self) -> dict[str, Any]:
        """Return a consent event about a child that nobody has heard of."""
        child = {"system": IdentitySystem.SYNTHETIC.value, "value": MARK}
        given = journal.consent_given(
            child,
            situation=SITUATION,
            at_unit=COUNTIES[OREBRO].maternal_health_care,
            to_unit=self.units["preventive_social_services"],
        )
        return {**given, "id": MARK, "data": {**given["data"], "externalId": f"samtycke-{MARK}"}}

    def one_event(self) -> Template:
        """Return the posting of one event."""
        return Template.of(
            self.port, journal.EVENTS, {**self.bearer, "Content-Type": journal.ONE}, self.event()
        )

    def many_events(self) -> Template:
        """Return the posting of a batch."""
        headers = {**self.bearer, "Content-Type": journal.MANY}
        return Template.of(self.port, journal.EVENTS, headers, self.event(), items=BATCH)

    def question(self, subjects: list[str]) -> Template:
        """Return the midwife's question: may the social worker be told?"""
        return Template.of(self.port, DECISIONS, self.session, self._asked(MARK), values=subjects)

    def questions(self, subject: str, pairs: int) -> Template:
        """Return the same question about many pairs."""
        asked = self._asked(subject)
        recipient = asked.pop("recipient")
        professions = ("social_worker", "social_authority_officer", "psychologist", "special_educator")
        told = [
            {**recipient, "profession": professions[number % len(professions)]} for number in range(pairs)
        ]
        body = {**asked, "pairs": [{"recipient": one} for one in told]}
        return Template.of(self.port, f"{DECISIONS}/batches", self.session, body)

    def referral(self, subjects: list[str]) -> Template:
        """Return the midwife's opening of a referral to the social worker, with the parent's permission."""
        body = {
            **self._asked(MARK),
            "centreId": self.centre,
            "permission": {"givenOn": datetime.now(UTC).date().isoformat(), "givenBy": "custodian"},
        }
        return Template.of(self.port, REFERRALS, self.session, body, values=subjects)

    def _asked(self, subject: str) -> dict[str, Any]:
        recipient = {"unitId": self.units["preventive_social_services"], "profession": "social_worker"}
        return {
            "subjectId": subject,
            "situation": SITUATION,
            "topics": [journal.TOPIC],
            "recipient": recipient,
        }


def make(system: System) -> World:
    """Register a county, log everybody in, and wait until the other services know the county."""
    return asyncio.run(_make(system))


async def _make(system: System) -> World:
    layout = system.layout
    async with open_http() as http:
        outside = Outside(http, layout.origin, layout.issuer, layout.vault.folder)
        admin = await outside.browser("admin.orebro")
        signatories = (await outside.browser("region.signatar"), await outside.browser("kommun.signatar"))
        registered = await register(admin, signatories, OREBRO_PLACE)
        midwife = await outside.browser(MIDWIFE)
        bearer = {"Authorization": f"Bearer {await outside.machine(JOURNAL).bearer()}"}
        session = _session_headers(midwife)
        made = World(layout.port_base, bearer, session, registered.centre, registered.units)
        await _until_known(http, layout.origin, made)
    return made


def _session_headers(browser: Browser) -> dict[str, str]:
    jar = browser.cookies[browser.origin.removeprefix("http://")]
    return {
        "Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()),
        "Origin": browser.origin,
        "Slussen-Request": "1",
        "Content-Type": "application/json",
    }


async def _until_known(http: httpx.AsyncClient, origin: str, world: World) -> None:
    """Post one event until it is taken: then the register has reached the consent service."""
    template = world.one_event().anew()
    until = time.monotonic() + KNOWN_WITHIN
    while True:
        url = f"{origin}{template.path}"
        answer = await http.post(url, content=template.body(0), headers=dict(template.headers))
        if answer.is_success:
            return
        if time.monotonic() > until:
            raise BenchError(f"no event is taken: {answer.status_code} {answer.text[:300]}")
        await asyncio.sleep(0.1)


def ask_once(template: Template) -> bytes:
    """Send a template's first request; return the answer's body."""
    url = f"http://localhost:{template.port}{template.path}"
    answer = httpx.post(url, content=template.body(0), headers=dict(template.headers), timeout=30)
    if not answer.is_success:
        raise BenchError(f"{template.path} answered {answer.status_code}: {answer.text[:300]}")
    return answer.content
