"""Random acts by random callers, legal and illegal, against the real service, beside a model of the handbook's matrix.

The model reads `parts/referral_matrix.yaml`, which was written by hand; it knows nothing of the service's own table.
"""

import asyncio
import contextlib
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from consent_service import serve_consents
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from referral_states import ACTS, BODIES, FORMS, rules_of, whose
from referral_world import DRAFT_KEYS, World, build_world, made

from slussen_chassis.clock import FixedClock
from slussen_chassis.testing import START, copy_database, drop_database, settings_environment
from slussen_referrals.settings import ReferralsSettings

SIDES = ("sender", "recipient")
OUTSIDERS = ("colleague", "officer", "stranger", "nowhere", "borrowed", "crossed")
NEEDS_GROUND = {"sending", "acceptance", "information", "resumption"}
RESTS = {"information-request", "hold"}
ENDS = {"voiding", "recall", "failure", "decline", "completion"}
STAGES = ("identified", "offered", "awaiting_permission", "opened")

FEW = settings(
    max_examples=8,
    stateful_step_count=25,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
"""Each step is a few requests to the real service; a failure is shown as it was found: shrinking takes minutes."""


@dataclass
class Model:
    """A referral as the matrix has it."""

    form: str
    state: str
    returns_to: str | None = None
    suspended_from: str | None = None
    is_shown: bool = False
    was_accepted: bool = False
    version: int = 1
    consent: UUID | None = None
    relies_on: UUID | None = None

    def is_hidden_from(self, who: str) -> bool:
        taken_back = self.state in {"recalled", "entered_in_error", "failed", "expired"}
        gone = not self.is_shown or (taken_back and not self.was_accepted)
        return who in OUTSIDERS or (who == "recipient" and gone)

    def answer_to(self, act: str, who: str) -> int:
        """Return the status with which the act is answered, and become what it leads to."""
        if self.is_hidden_from(who):
            return 404
        sides = whose(act, self.form)
        if sides and who not in sides:
            return 403
        target = rules_of(self.state, self.form, who).get(act)
        if target is None:
            return 409
        if act in NEEDS_GROUND and self.consent is None:
            return self._without_ground(act)
        self._become(act, target)
        return 200

    def _without_ground(self, act: str) -> int:
        """Sending waits, accepting suspends, anything else is refused (handbook 6.4)."""
        if act == "sending":
            self._move("awaiting_consent")
        elif act == "acceptance":
            self.suspended_from = self.state
            self._move("suspended")
        else:
            return 409
        return 200

    def _become(self, act: str, target: str) -> None:
        if target == "back":
            target = self._back()
        if act in NEEDS_GROUND:
            self.relies_on = self.consent
        if act in RESTS:
            self.returns_to = self.state
        if act == "sending":
            self.is_shown, self.was_accepted = True, False
        if act == "conversion":
            self.form, self.is_shown, self.relies_on = "standard", False, None
        self.was_accepted = self.was_accepted or act == "acceptance"
        self._move(target)

    def _back(self) -> str:
        if self.state == "suspended":
            found, self.suspended_from = self.suspended_from, None
        else:
            found, self.returns_to = self.returns_to or self.state, None
        assert found is not None
        return found

    def system(self, act: str) -> None:
        """Let the system do an act where the matrix has it."""
        target = rules_of(self.state, self.form, "system").get(act)
        if target is not None:
            if act == "suspend":
                self.suspended_from = self.state
            self._move(target)

    def _move(self, state: str) -> None:
        self.state = state
        self.version += 1


class Bench:
    """A running service on a database of its own, driven from synchronous rules."""

    def __init__(self, postgres_url: str, nats_url: str, template: str) -> None:
        self.runner = asyncio.Runner()
        self.stack = contextlib.AsyncExitStack()
        self.world: World = self.runner.run(self._build(postgres_url, nats_url, template))

    async def _build(self, postgres_url: str, nats_url: str, template: str) -> World:
        database = await copy_database(postgres_url, "referrals", template)
        self.stack.push_async_callback(drop_database, postgres_url, database.name)
        consents, address = await self.stack.enter_async_context(serve_consents())
        told = ReferralsSettings(
            **settings_environment(database, nats_url), consent_url=address, draft_keys=DRAFT_KEYS
        )
        clock = FixedClock(START)
        return await self.stack.enter_async_context(build_world(told, consents, database, clock))

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def close(self) -> None:
        self.runner.run(self.stack.aclose())
        self.runner.close()


class ReferralMachine(RuleBasedStateMachine):
    bench: ClassVar[Bench]
    model: Model
    referral: str

    @initialize(form=st.sampled_from(FORMS), stage=st.sampled_from(STAGES))
    def begin(self, form: str, stage: str) -> None:
        self.bench.world.clock.moment = START
        self.model = Model(form, stage)
        self.give_consent()
        more = {} if stage == "opened" else {"permission": None, "stage": stage}
        self.referral = self.bench.run(self.bench.world.opened(form=form, **more))["id"]

    @rule(act=st.sampled_from(ACTS), who=st.sampled_from((*SIDES * 3, *OUTSIDERS)))
    def act(self, act: str, who: str) -> None:
        before, expected = self.model.state, self.model.answer_to(act, who)
        answer = self.bench.run(self.bench.world.post(f"{self.referral}/{act}", BODIES.get(act), who=who))
        assert answer.status_code == expected, (before, act, who, answer.text)
        assert self.bench.run(self.bench.world.denials(answer)) == int(expected in {403, 404})

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        """An act that the matrix has and that does not end it, so that referrals come far."""
        model = self.model
        legal = [(who, act) for who in SIDES for act in rules_of(model.state, model.form, who)]
        if lasting := [(who, act) for who, act in legal if act not in ENDS]:
            who, act = data.draw(st.sampled_from(lasting))
            self.act(act, who)

    @rule()
    def give_consent(self) -> None:
        self.model.consent = uuid4()
        self.bench.world.consents.says("permitted", (self.model.consent, 1))

    @rule()
    def lack_consent(self) -> None:
        self.model.consent = None
        self.bench.world.consents.says("consent_required")

    @rule()
    def withdraw_what_is_relied_on(self) -> None:
        if self.model.relies_on is None:
            return
        self.bench.run(self.bench.world.deliver(self.bench.world.withdrawn(self.model.relies_on)))
        self.model.system("suspend")
        if self.model.consent == self.model.relies_on:
            self.lack_consent()

    @rule()
    def withdraw_another_consent(self) -> None:
        self.bench.run(self.bench.world.deliver(self.bench.world.withdrawn(uuid4())))

    @rule()
    def let_half_a_year_pass(self) -> None:
        """Everything whose time can run out has run out; a reminder and its being overdue come first."""
        self.bench.world.clock.moment += timedelta(days=181)
        for _ in range(3):
            self.bench.run(self.bench.world.run_jobs())
        self.model.system("expire")
        self.bench.world.clock.moment = START

    @invariant()
    def everybody_sees_what_the_model_has(self) -> None:
        for who in SIDES:
            seen = self.bench.run(self.bench.world.get(f"/{self.referral}", who=who))
            if self.model.is_hidden_from(who):
                assert seen.status_code == 404
                continue
            found = made(seen)
            assert (found["state"], found["version"]) == (self.model.state, self.model.version)
            named = {act["href"].rpartition("/")[2] for act in found["nextActs"]}
            assert named == set(rules_of(self.model.state, self.model.form, who))


@pytest.mark.timeout(300)
def test_random_acts_by_random_callers_are_answered_as_the_handbook_has_it(
    postgres_url: str, nats_url: str, template_database: str
) -> None:
    ReferralMachine.bench = bench = Bench(postgres_url, nats_url, template_database)
    try:
        run_state_machine_as_test(ReferralMachine, settings=FEW)
    finally:
        bench.close()
