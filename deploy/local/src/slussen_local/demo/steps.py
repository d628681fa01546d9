"""The main job in seven steps, each over HTTP through the gateway, as the outside user would do it."""

import asyncio
import csv
import io
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from slussen_client.models.consent import EventOutcome
from slussen_local.demo import journal
from slussen_local.demo.answers import UnexpectedAnswerError
from slussen_local.demo.browser import Browser
from slussen_local.demo.days import today
from slussen_local.demo.persons import Identity, some_child
from slussen_local.demo.places import OREBRO_PLACE, Outside
from slussen_local.demo.register import Registered, register
from slussen_local.people import SKANE

DECISIONS = "/consent/v1/disclosure-decisions"
REFERRALS = "/referrals/v1/referrals"
STATISTICS = "/statistics/v1"
BATCH = 500
PATIENCE_SECONDS = 15.0

Say = Callable[[str], None]


@dataclass
class MainJob:
    """The main job as it goes: who plays, what was registered, what was posted and opened."""

    outside: Outside
    say: Say
    centre_name: str = ""
    anna: Browser | None = None
    sara: Browser | None = None
    registered: Registered | None = None
    child: Identity = field(default_factory=some_child)
    other_child: Identity = field(default_factory=some_child)
    situation: str = field(default_factory=lambda: f"stod-{uuid4().hex[:8]}")
    other_situation: str = field(default_factory=lambda: f"stod-{uuid4().hex[:8]}")
    sent: str = ""
    waiting: str = ""
    other_consent: journal.Event = field(default_factory=dict)
    counted_before: int = 0
    counted_after: int = 0

    @property
    def steps(self) -> list[tuple[str, Callable[[], Awaitable[None]]]]:
        """The steps, in order, with their titles."""
        return [
            ("An administrator registers a county and activates an agreement", self.register),
            ("A journal system posts consent events", self.post_consents),
            ("A midwife asks: may I tell the social worker?", self.ask),
            ("She sends a referral; another waits for its consent", self.refer),
            ("The recipient accepts, makes contact, closes the loop", self.close_loop),
            ("A custodian withdraws: what relies on it is suspended", self.withdraw),
            ("A BI tool pulls protected figures; staff see their own exact ones", self.count),
        ]

    async def register(self) -> None:
        """Step 1."""
        admin, region, municipality = await asyncio.gather(
            *map(self.outside.browser, ("admin.orebro", "region.signatar", "kommun.signatar"))
        )
        self.centre_name = self.centre_name or OREBRO_PLACE.centre_name
        self.registered = await register(
            admin, (region, municipality), OREBRO_PLACE, centre_name=self.centre_name
        )
        centre = (await admin.ask("GET", f"/agreements/v1/family-centres/{self.registered.centre}")).json()
        kind = centre["classification"]["kind"]
        self.say(f"{len(self.registered.authorities)} authorities, {len(self.registered.units)} units")
        self.say(
            f"{centre['name']}: {len(centre['activities'])} activities, classified {kind} under Örebro's profile"
        )
        self.say(
            f"local agreement {self.registered.agreement_status}: all clauses filled, both parties signed"
        )

    async def post_consents(self) -> None:
        """Step 2."""
        system = self.outside.machine("journal-orebro")
        given = self._consent(self.child, self.situation)
        first, again = await journal.post(system, given), await journal.post(system, given)
        record = f"record {first['consentId'][:8]} version {first['version']}"
        self.say(f"one consent, posted twice: {record}, {_same(first, again)}")
        events = journal.many_consents(BATCH, at_unit=self._midwives, to_unit=self._social_workers)
        since = time.monotonic()
        results = await journal.post_many(system, events)
        took = time.monotonic() - since
        repeated = await journal.post_many(system, events)
        self.say(
            f"a batch of {BATCH}: {_statuses(results)} in {took * 1000:.0f} ms; again: {_statuses(repeated)}"
        )

    async def ask(self) -> None:
        """Step 3."""
        self.anna = await self.outside.browser("anna.barnmorska")
        await _until(self._unit_is_known, "the register to reach the consent service")
        for child, situation in ((self.child, self.situation), (self.other_child, self.other_situation)):
            answer = (await self.anna.ask("POST", DECISIONS, json=self._question(child, situation))).json()
            rules = ", ".join(answer["boundary"]["rules"])
            ground = f"ground: {answer['ground']}" if answer["ground"] else "no ground"
            self.say(f"{answer['outcome']} ({ground}; rules {rules})")
            for step in answer["nextSteps"]:
                self.say(f"  - {step['text']}")

    async def refer(self) -> None:
        """Step 4."""
        anna = _there(self.anna)
        self.sara = await self.outside.browser("sara.socionom")
        self.counted_before = await self._own_count()
        self.sent = await self._open(self.child, self.situation)
        await _until(self._one_more_is_counted, "the referral to be counted")
        state = (await anna.ask("POST", f"{REFERRALS}/{self.sent}/sending", json={})).json()["state"]
        self.say(f"with consent: {state}")
        self.waiting = await self._open(self.other_child, self.other_situation)
        armed = {"sendWhenConsented": True}
        state = (await anna.ask("POST", f"{REFERRALS}/{self.waiting}/sending", json=armed)).json()["state"]
        self.say(f"without consent: {state}, armed to go by itself")
        self.other_consent = self._consent(self.other_child, self.other_situation)
        await journal.post(self.outside.machine("journal-orebro"), self.other_consent)
        took = await self._until_state(self.waiting, "sent")
        self.say(f"the consent event arrives: sent by itself after {took * 1000:.0f} ms")

    async def close_loop(self) -> None:
        """Step 5."""
        sara, anna = _there(self.sara), _there(self.anna)
        inbox = (await sara.ask("GET", REFERRALS, params={"box": "inbox", "limit": 200})).json()["items"]
        if self.sent not in {item["id"] for item in inbox}:
            raise UnexpectedAnswerError("the recipient's inbox does not hold the referral")
        self.say("the recipient's inbox holds it")
        place = f"{REFERRALS}/{self.sent}"
        await sara.ask("POST", f"{place}/acceptance", json={})
        await sara.ask("POST", f"{place}/first-contact", json={})
        outcome = {"outcome": "contact_established", "noFollowUp": True}
        await sara.ask("POST", f"{place}/completion", json=outcome)
        seen = (await anna.ask("GET", place)).json()
        self.say(f"the sender sees: {seen['state']}, outcome {seen['outcome']}")

    async def withdraw(self) -> None:
        """Step 6."""
        counted = await _settled(self._own_count)
        since = time.monotonic()
        await journal.post(
            self.outside.machine("journal-orebro"), journal.consent_withdrawn(self.other_consent)
        )
        await self._until_state(self.waiting, "suspended")
        self.say(
            f"the open referral is suspended {(time.monotonic() - since) * 1000:.0f} ms after the withdrawal"
        )
        self.say(f"counted before the withdrawal {counted}, after it {await _settled(self._own_count)}")

    async def count(self) -> None:
        """Step 7."""
        figures = self.outside.machine("bi-client").slussen.statistics
        published = (await figures.read_table("referral-flow", county=SKANE, format="json")).value
        text = (await figures.read_table("referral-flow", county=SKANE, format="csv")).value
        if isinstance(published, str) or not isinstance(text, str):
            raise UnexpectedAnswerError("the published table came in another form than was asked for")
        rows = list(csv.reader(io.StringIO(text)))
        total = next(row[-1] for row in rows if row[7:10] == ["internal", "total", "total"])
        self.say(f"published for county {SKANE}, release {_there(published['release'])['releasedOn']}: "
                 f"{len(rows) - 1} rows as CSV, {total} internal referrals with the noise of that cell")  # fmt: skip
        exact = f"{self.counted_before} -> {self.counted_after} when she opened the first referral"
        self.say(f"staff of {self.centre_name}: exact count {exact}, {await self._own_count()} now")

    # What the steps share -----------------------------------------------------------------------------------

    @property
    def _midwives(self) -> str:
        return OREBRO_PLACE.county.maternal_health_care

    @property
    def _social_workers(self) -> str:
        return str(_there(self.registered).units["preventive_social_services"])

    def _consent(self, child: Identity, situation: str) -> journal.Event:
        return journal.consent_given(
            child, situation=situation, at_unit=self._midwives, to_unit=self._social_workers
        )

    def _question(self, child: Identity, situation: str) -> dict[str, Any]:
        return {
            "subject": child,
            "situation": situation,
            "topics": [journal.TOPIC],
            "recipient": {"unitId": self._social_workers, "profession": "social_worker"},
            "centreId": _there(self.registered).centre,
        }

    async def _unit_is_known(self) -> bool:
        try:
            await _there(self.anna).ask("POST", DECISIONS, json=self._question(self.child, self.situation))
        except UnexpectedAnswerError:
            return False
        return True

    async def _open(self, child: Identity, situation: str) -> str:
        body = {
            **self._question(child, situation),
            "permission": {"givenOn": today().isoformat(), "givenBy": "custodian"},
        }
        made = await _there(self.anna).ask("POST", REFERRALS, json=body, expected=HTTPStatus.CREATED)
        return str(made.json()["id"])

    async def _until_state(self, referral: str, state: str) -> float:
        since = time.monotonic()

        async def reached() -> bool:
            answer = await _there(self.anna).ask("GET", f"{REFERRALS}/{referral}")
            return bool(answer.json()["state"] == state)

        await _until(reached, f"the referral to be {state}")
        return time.monotonic() - since

    async def _one_more_is_counted(self) -> bool:
        self.counted_after = await self._own_count()
        return self.counted_after == self.counted_before + 1

    async def _own_count(self) -> int:
        """Return the centre's exact number of referrals this year, as its staff sees it."""
        return await own_count(_there(self.anna), _there(self.registered).centre)


async def own_count(staff: Browser, centre: str) -> int:
    """Return a centre's exact number of referrals this year, as one of its staff sees it."""
    path = f"{STATISTICS}/centres/{centre}/flow?year={today().year}"
    flows = (await staff.ask("GET", path)).json()["flows"]
    return sum(int(flow["total"]) for flow in flows)


async def _until(condition: Callable[[], Awaitable[bool]], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not await condition():
        if time.monotonic() > deadline:
            raise UnexpectedAnswerError(f"waited {PATIENCE_SECONDS:.0f} s in vain for {what}")
        await asyncio.sleep(0.02)


async def _settled(measure: Callable[[], Awaitable[int]]) -> int:
    """Return a figure once it has stood still for half a second."""
    figure, since = await measure(), time.monotonic()
    while time.monotonic() - since < 0.5:  # noqa: PLR2004 - half a second
        await asyncio.sleep(0.1)
        newer = await measure()
        if newer != figure:
            figure, since = newer, time.monotonic()
    return figure


def _same(first: object, again: object) -> str:
    return "the same answer" if first == again else "ANOTHER ANSWER"


def _statuses(results: Sequence[EventOutcome]) -> str:
    counts: dict[str, int] = {}
    for result in results:
        counts[result["status"]] = counts.get(result["status"], 0) + 1
    return ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))


def _there(value: Any) -> Any:
    """Return what an earlier step has made."""
    if value is None:
        raise UnexpectedAnswerError("an earlier step was left out")
    return value
