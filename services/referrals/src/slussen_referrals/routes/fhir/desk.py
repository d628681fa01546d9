"""One request's interactions: from a resource to a resource, within its transaction, by the API's own use cases."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Request
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.auth import Caller
from slussen_chassis.clock import Clock, local_day
from slussen_chassis.fhir.speaking import version_of
from slussen_chassis.transaction import caller_of
from slussen_chassis.web import ScopeMissingError
from slussen_contracts.referrals.api import (
    Act,
    DeclineReason,
    FailReason,
    HoldReason,
    RecallReason,
    ReturnReason,
)
from slussen_contracts.referrals.scopes import READ, RECEIVE, SEND
from slussen_referrals.clients import ConsentClient
from slussen_referrals.domain.errors import ActNotPossibleError
from slussen_referrals.domain.referral import Referral
from slussen_referrals.domain.words import STATE_TEXTS
from slussen_referrals.fhir import incoming, outgoing
from slussen_referrals.fhir.faults import fault, value_of
from slussen_referrals.fhir.outgoing import Json
from slussen_referrals.fhir.resources import ServiceRequest, Task
from slussen_referrals.fhir.states import act_towards
from slussen_referrals.routes.views import referral_read
from slussen_referrals.settings import ReferralsSettings
from slussen_referrals.use_cases import acting, disclosing, opening, reading, working
from slussen_referrals.use_cases.reading import Shown

_SCOPES = {
    **dict.fromkeys((Act.SEND, Act.RESUME, Act.RECALL, Act.VOID), (SEND,)),
    Act.FAIL: (SEND, RECEIVE),
}
_WITH_REASON = frozenset({Act.DECLINE, Act.RETURN, Act.HOLD, Act.RECALL, Act.FAIL})


@dataclass(frozen=True, slots=True)
class Desk:
    """What one request's interactions rest on."""

    session: AsyncSession
    caller: Caller
    consents: ConsentClient
    settings: ReferralsSettings
    now: datetime

    @classmethod
    def of(cls, request: Request) -> "Desk":
        """Return the desk of a request in a transaction."""
        state = request.app.state
        clock: Clock = state.clock
        return cls(request.state.session, caller_of(request), state.consents, state.settings, clock.now())

    def require(self, *scopes: str) -> None:
        """Refuse a caller with none of the scopes.

        Raises:
            ScopeMissingError: The caller lacks them.
        """
        if not self.caller.scopes & set(scopes):
            named_sv, named_en = " eller ".join(scopes), " or ".join(scopes)
            raise ScopeMissingError(
                sv=f"Behörigheten {named_sv} saknas", en=f"The scope {named_en} is missing"
            )

    @property
    def looking(self) -> reading.Looking:
        """Who looks, and on which day."""
        return reading.Looking(self.caller, local_day(self.now))

    async def read(self, kind: str, referral_id: UUID) -> Json:
        """Return one of the two views of a referral.

        Raises:
            ReferralNotFoundError: There is none that the caller's unit sends or receives.
        """
        self.require(READ)
        return as_fhir(kind, await reading.read_referral(self.session, referral_id, self.looking))

    async def create(self, request: ServiceRequest, task: Task | None) -> Shown:
        """Open a referral, and send it where its task is `requested`."""
        self.require(SEND)
        if task is not None and task.status not in {"draft", "requested"}:
            raise fault("Task.status", "status-differs")
        opener = opening.Opener(self.caller, self.consents, self.settings, self.now)
        made = await opening.create_referral(self.session, incoming.order_of(request, task), opener)
        if task is not None and task.status == "requested":
            made = await self._send(made.id, task, None)
        return await self._shown(made)

    async def update(self, referral_id: UUID, task: Task, if_match: str | None) -> Shown:
        """Take the step that a task asks for; one that asks for what is there already changes nothing.

        Raises:
            ActNotPossibleError: No step leads there from the state that the referral is in.
            NotYourActError: It belongs to the other side.
        """
        if task.id != referral_id:
            raise fault("Task.id", "id-differs")
        expected = version_of(if_match, task.meta.version_id if task.meta else None)
        self.require(READ)
        before = await reading.read_referral(self.session, referral_id, self.looking)
        incoming.check_unchanged(task, as_fhir("Task", before))
        wanted = incoming.wanted_states(task, before.referral)
        if before.referral.state in wanted:
            return before
        act = act_towards(before.referral, wanted)
        if act is None:
            sv, en = STATE_TEXTS[before.referral.state]
            raise ActNotPossibleError(sv=f"Det går inte nu. {sv}.", en=f"That can't be done now. {en}.")
        self.require(*_SCOPES.get(act, (RECEIVE,)))
        return await self._shown(await self._done(act, referral_id, task, expected))

    async def _shown(self, referral: Referral) -> Shown:
        return (await reading.show(self.session, [referral], self.looking))[0]

    async def _send(self, referral_id: UUID, task: Task, expected: int | None) -> Referral:
        order = disclosing.SendOrder(answers=incoming.answers_in(task))
        asking = disclosing.Asking(self.caller, self.consents, self.now, expected)
        return await disclosing.send_referral(self.session, referral_id, order, asking, self.settings)

    async def _done(self, act: Act, referral_id: UUID, task: Task, expected: int) -> Referral:
        if act is Act.SEND:
            return await self._send(referral_id, task, expected)
        by = acting.By(self.caller, self.now, expected)
        if act in _WITH_REASON:
            return await self._with_reason(act, referral_id, task, by)
        if act is Act.COMPLETE:
            ended = incoming.ending_in(task)
            closing = acting.Closing(ended.outcome, ended.follow_up_on, ended.no_follow_up)
            return await acting.complete_referral(
                self.session, referral_id, closing, by, self.settings.limits
            )
        return await self._plain(act, referral_id, by)

    async def _plain(self, act: Act, referral_id: UUID, by: acting.By) -> Referral:
        """Take a step that carries nothing but itself."""
        where = (self.session, referral_id)
        if act in {Act.ACCEPT, Act.RESUME}:
            asking = disclosing.Asking(self.caller, self.consents, self.now, by.expected)
            ask = disclosing.accept_referral if act is Act.ACCEPT else disclosing.resume_referral
            return await ask(*where, asking)
        steps = {
            Act.CONTACT: acting.contact_family,
            Act.CONTINUE: working.continue_referral,
            Act.VOID: acting.void_referral,
        }
        if step := steps.get(act):
            return await step(*where, by)
        return await acting.note_step(*where, act, by)

    async def _with_reason(self, act: Act, referral_id: UUID, task: Task, by: acting.By) -> Referral:
        where, at = (self.session, referral_id), "Task.statusReason"
        code = incoming.reason_in(task)
        match act:
            case Act.DECLINE:
                return await acting.decline_referral(*where, value_of(DeclineReason, code, at), by)
            case Act.RETURN:
                return await working.return_referral(*where, value_of(ReturnReason, code, at), by)
            case Act.RECALL:
                return await acting.recall_referral(*where, value_of(RecallReason, code, at), by)
            case Act.FAIL:
                return await working.fail_referral(*where, value_of(FailReason, code, at), by)
            case _:
                rest = working.Rest(value_of(HoldReason, code, at), incoming.through_in(task))
                return await working.hold_referral(*where, rest, by, self.settings.limits)


def as_fhir(kind: str, shown: Shown) -> Json:
    """Return one of the two views of a referral, as its reader may see it."""
    read: Any = referral_read(shown)
    make = outgoing.task if kind == "Task" else outgoing.service_request
    return make(read, shown.referral)
