"""A random history of acts at a centre, over HTTP through the gateway, and what each act answered."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from slussen_local.demo.browser import Browser
from slussen_local.demo.days import today
from slussen_local.demo.persons import WOMAN, Identity, test_person
from slussen_local.demo.places import Outside
from slussen_local.demo.register import FIRST_DAY, Registered
from tests.system.acts import (
    AT_WORK,
    CHOICE,
    COUNTED,
    DECLINES,
    ENDS,
    HERE,
    LASTING,
    OUTSIDE,
    PATHS,
    THERE,
    TOPIC,
    Answer,
    body_of,
    consent_body,
    permission,
    plan_body,
    profession_at,
)

REFERRALS = "/referrals/v1/referrals"
PLANS = "/referrals/v1/joint-plans"
CONSENTS = "/consent/v1/consents"
CENTRES = "/agreements/v1/family-centres"
COORDINATOR = "karin.samordnare"
CHILDREN = 6
MEETINGS = ("steering_group", "house_meeting", "development_day")
SERVER_ERROR = 500
MOSTLY = 0.9
SELDOM = 0.2
ActOnce = Callable[[], Awaitable[Answer | None]]


@dataclass
class History:
    """What is done at one centre, and the newest answer about each thing."""

    rng: Random
    people: dict[str, Browser]
    registered: Registered
    referrals: dict[str, Answer] = field(default_factory=dict)
    plans: dict[str, Answer] = field(default_factory=dict)
    consents: dict[str, Answer] = field(default_factory=dict)
    meetings: dict[str, Answer] = field(default_factory=dict)
    sides: dict[str, tuple[str, str]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    @classmethod
    async def cast(cls, outside: Outside, suffix: str) -> dict[str, Browser]:
        names = (COORDINATOR, *(name for name, _ in AT_WORK.values()))
        return {name: await outside.browser(name + suffix) for name in names}

    def __post_init__(self) -> None:
        self.centre = self.registered.centre
        self.situation = f"stod-{self.rng.getrandbits(32):08x}"
        days = self.rng.sample(range(1500), CHILDREN)
        born = today() - timedelta(days=1600)
        self.children = [test_person(born + timedelta(days=day), WOMAN) for day in days]

    # Playing -------------------------------------------------------------------------------------------------

    async def is_known(self) -> bool:
        """Tell whether every service that is asked here knows the centre."""
        opened = await self.open_referral(HERE, THERE)
        return opened is not None and await self.record_consent(self.children[0], "yes") is not None

    async def play_one_of_each(self) -> None:
        """Play each act once, so that every history has them all."""
        for path in PATHS:
            opened = await self.open_referral(HERE, THERE)
            for activity, act in path:
                assert opened
                assert await self.act_on(opened["id"], activity, act), f"{act} was refused"
        asked = await self.open_referral(HERE, THERE, stage="awaiting_permission") or {}
        other = await self.record_consent(self.children[1], "yes")
        plans = (
            *(self.open_plan, self.choose_of_plan, self.close_plan, self.choose_of_plan),
            *(partial(self.open_plan, other), self.void_plan),
        )
        acts: tuple[ActOnce, ...] = (
            partial(self.act_on, asked["id"], HERE, "permission"),
            *plans,
            *(self.open_plan, self.choose_of_plan),
            *(self.hold_meeting, self.remove_meeting, self.hold_meeting),
            *(self.do_duty, self.reopen_duty, self.do_duty),
            *(self.withdraw_consent, self.record_some_consent, self.annul_consent),
        )
        for one in acts:
            assert await one() is not None, f"an act was refused after {dict(self.done)}"

    async def play(self, acts: int) -> None:
        """Play so many acts at random; what is refused changes nothing."""
        often: dict[ActOnce, int] = {
            self.open_some_referral: 8,
            self.go_on: 22,
            self.record_some_consent: 5,
            self.withdraw_consent: 2,
            self.annul_consent: 1,
            self.open_plan: 3,
            self.close_plan: 1,
            self.void_plan: 1,
            self.choose_of_plan: 2,
            self.hold_meeting: 3,
            self.remove_meeting: 1,
            self.do_duty: 4,
            self.reopen_duty: 2,
        }
        for act in self.rng.choices(list(often), weights=list(often.values()), k=acts):
            await act()

    async def ask(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Answer | None:
        """Return what was answered; None where it was refused."""
        browser = self.people[who]
        answer = await browser._send(
            method, f"{browser.origin}{path}", headers={**browser.page_headers, **headers}, json=body
        )
        assert answer.status_code < SERVER_ERROR, answer.text
        if not answer.is_success:
            return None
        if method != "GET":
            self.done[f"{method} {path.split('/')[3]}"] += 1
        return dict(answer.json()) if answer.content else {}

    # Referrals -----------------------------------------------------------------------------------------------

    async def open_some_referral(self) -> Answer | None:
        here = self.rng.choice(list(AT_WORK))
        there = self.rng.choice([one for one in (*AT_WORK, OUTSIDE) if one != here])
        return await self.open_referral(
            here,
            there,
            child=self.rng.choice(self.children),
            form=self.rng.choice(["standard", "standard", "standard", "warm", "advice"]),
            stage=self.rng.choice(["opened", "opened", "opened", "offered"]),
            days_ago=self.rng.randrange(40),
            declines=self.rng.random() < SELDOM,
        )

    async def open_referral(
        self,
        here: str,
        there: str,
        *,
        child: Identity | None = None,
        form: str = "standard",
        stage: str = "opened",
        days_ago: int = 0,
        declines: bool = False,
    ) -> Answer | None:
        who, _ = AT_WORK[here]
        body = {
            "centreId": self.centre,
            "subject": child or self.children[0],
            "recipient": {"unitId": self.registered.units[there], "profession": profession_at(there)},
            "form": form,
            "situation": self.situation,
            "topics": [TOPIC],
            "stage": stage,
            "permission": permission(days_ago) if stage == "opened" else None,
            DECLINES: declines,
        }
        made = await self.ask(who, "POST", REFERRALS, body)
        if made is not None:
            self.referrals[made["id"]] = made
            self.sides[made["id"]] = (here, there)
        return made

    async def go_on(self) -> Answer | None:
        """Do something that a reader of a referral is told to be possible; what ends it, seldom."""
        referral = self.rng.choice(list(self.referrals))
        activity = self.rng.choice([one for one in self.sides[referral] if one != OUTSIDE])
        seen = await self.ask(AT_WORK[activity][0], "GET", f"{REFERRALS}/{referral}")
        acts = [one["href"].rpartition("/")[2] for one in (seen or {"nextActs": []})["nextActs"]]
        if not acts or (set(acts) <= LASTING and self.rng.random() < MOSTLY):
            return None
        weights = [1 if act in ENDS else 2 if act == CHOICE else 8 for act in acts]
        return await self.act_on(referral, activity, self.rng.choices(acts, weights)[0])

    async def act_on(self, referral: str, activity: str, act: str) -> Answer | None:
        """Do an act; the family's choice about statistics is each time another than before."""
        kept = self.referrals[referral]
        body = {DECLINES: not kept[DECLINES]} if act == CHOICE else body_of(act)
        made = await self.ask(AT_WORK[activity][0], "POST", f"{REFERRALS}/{referral}/{act}", body)
        if made is not None:
            kept |= {name: made[name] for name in COUNTED}
            if activity == self.sides[referral][0]:
                kept[DECLINES] = made[DECLINES]
        return made

    # Joint plans ---------------------------------------------------------------------------------------------

    async def open_plan(self, consent: Answer | None = None) -> Answer | None:
        """Open a plan for a child of whom there is a consent that holds."""
        holding = [
            one for one in self.consents.values() if (one["status"], one["value"]) == ("active", "yes")
        ]
        relied = consent or self.rng.choice(holding or [None])
        if relied is None:
            return None
        body = plan_body(self.registered, relied["subjectId"], self.situation)
        return self._keep(self.plans, await self.ask(AT_WORK[HERE][0], "POST", PLANS, body))

    async def close_plan(self) -> Answer | None:
        return await self._end_plan("closure", {"outcome": "goals_reached"})

    async def void_plan(self) -> Answer | None:
        return await self._end_plan("voiding", None)

    async def choose_of_plan(self) -> Answer | None:
        """Let a family that is counted decline, or one that has declined be counted, also when the plan is closed."""
        known = [one for one in self.plans.values() if one["state"] != "entered_in_error"]
        if not known:
            return None
        plan = self.rng.choice(known)
        path = f"{PLANS}/{plan['id']}/{CHOICE}"
        return self._keep(
            self.plans, await self.ask(AT_WORK[HERE][0], "POST", path, {DECLINES: not plan[DECLINES]})
        )

    async def _end_plan(self, act: str, body: Any) -> Answer | None:
        plan = self.rng.choice([one for one in self.plans.values() if one["state"] == "open"] or [None])
        if plan is None:
            return None
        return self._keep(
            self.plans, await self.ask(AT_WORK[HERE][0], "POST", f"{PLANS}/{plan['id']}/{act}", body)
        )

    # Consents ------------------------------------------------------------------------------------------------

    async def record_some_consent(self) -> Answer | None:
        return await self.record_consent(
            self.rng.choice(self.children), self.rng.choice(["yes", "yes", "yes", "no"])
        )

    async def record_consent(self, child: Identity, value: str) -> Answer | None:
        body = consent_body(self.registered, child, self.situation, value)
        return self._keep(self.consents, await self.ask(AT_WORK[HERE][0], "POST", CONSENTS, body))

    async def withdraw_consent(self) -> Answer | None:
        return await self._end_consent("withdrawal", {})

    async def annul_consent(self) -> Answer | None:
        return await self._end_consent("annulment", None)

    async def _end_consent(self, act: str, body: Any) -> Answer | None:
        consent = self.rng.choice(list(self.consents.values()))
        path = f"{CONSENTS}/{consent['id']}/{act}"
        return self._keep(self.consents, await self.ask(AT_WORK[HERE][0], "POST", path, body))

    # Meetings and duties -------------------------------------------------------------------------------------

    async def hold_meeting(self) -> Answer | None:
        body = {
            "kind": self.rng.choice(MEETINGS),
            "heldOn": self._some_day().isoformat(),
            "purpose": self.rng.choice([None, "Verksamhetsplanen"]),
            "documented": self.rng.choice([None, True, False]),
        }
        path = f"{CENTRES}/{self.centre}/meetings"
        return self._keep(self.meetings, await self.ask(COORDINATOR, "POST", path, body))

    async def remove_meeting(self) -> Answer | None:
        if not self.meetings:
            return None
        meeting = self.rng.choice(list(self.meetings))
        gone = await self.ask(COORDINATOR, "DELETE", f"{CENTRES}/{self.centre}/meetings/{meeting}")
        if gone is not None:
            del self.meetings[meeting]
        return gone

    async def do_duty(self) -> Answer | None:
        return await self._mark_duty(self._some_day().isoformat())

    async def reopen_duty(self) -> Answer | None:
        return await self._mark_duty(None)

    async def _mark_duty(self, done_on: str | None) -> Answer | None:
        """Mark a duty as done, or one that is done as not."""
        known = [
            one
            for one in await self._duties(today().year)
            if (one["doneOn"] is None) == (done_on is not None)
        ]
        if not known:
            return None
        duty = self.rng.choice(known)
        path = f"{CENTRES}/{self.centre}/annual-wheel/duties/{duty['key']}"
        body = {"doneOn": done_on, "handedIn": duty["parts"] if done_on else []}
        return await self.ask(COORDINATOR, "PUT", path, body, **{"If-Match": f'"v{duty["version"]}"'})

    async def told_duties(self) -> list[Answer]:
        """Return the duties to which anything has happened."""
        year = today().year
        return [one for of in (year - 1, year, year + 1) for one in await self._duties(of) if one["version"]]

    async def _duties(self, year: int) -> list[Answer]:
        wheel = await self.ask(COORDINATOR, "GET", f"{CENTRES}/{self.centre}/annual-wheel?year={year}")
        assert wheel
        return [duty for month in wheel["months"] for duty in month["duties"]]

    def _some_day(self) -> date:
        """Return a day since the centre opened."""
        return FIRST_DAY + timedelta(days=self.rng.randrange((today() - FIRST_DAY).days + 1))

    @staticmethod
    def _keep(kept: dict[str, Answer], made: Answer | None) -> Answer | None:
        if made is not None:
            kept[made["id"]] = made
        return made
