"""Calls to the consent service: may this be told, and whose number is this.

No answer, a late one, or one that can't be read is None: the caller waits and never sends.
"""

import json
import logging
import time
from collections.abc import Callable
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import httpx
from pydantic import Field, ValidationError

from slussen_chassis.auth import Actor, Caller, InternalTokenSigner
from slussen_chassis.clock import Clock, SystemClock
from slussen_chassis.telemetry import accept_traceparent, traceparent_var
from slussen_contracts.consent.scopes import DECIDE, RESOLVE
from slussen_contracts.events import Model
from slussen_contracts.identifiers import PersonalIdentity
from slussen_referrals.domain.errors import ConsentUnansweredError, GroundUndecidableError, invalid
from slussen_referrals.domain.grounds import (
    Answer,
    DecisionOutcome,
    Ground,
    Question,
    ReliedConsent,
    Side,
)
from slussen_referrals.settings import ReferralsSettings

log = logging.getLogger(__name__)

SELF = "referrals"
CONSENT = "consent"
DECISIONS = "/consent/v1/disclosure-decisions"
SUBJECTS = "/consent/v1/subjects/resolutions"
TIMEOUT = httpx.Timeout(2.0, connect=0.5)
LIMITS = httpx.Limits(max_connections=20, max_keepalive_connections=10, keepalive_expiry=3.0)
SOCKET_PREFIX = "unix:"


class _Consent(Model):
    consent_id: UUID
    version: int


class _Topic(Model):
    topic: str
    outcome: DecisionOutcome
    ground_id: UUID | None = None


class _Step(Model):
    code: str


class _Decision(Model):
    """What we read of the consent service's answer; what else it holds is not ours."""

    decision_id: UUID
    outcome: DecisionOutcome
    ground: str | None = None
    consents: list[_Consent] = Field(default_factory=list)
    topics: list[_Topic] = Field(default_factory=list)
    next_steps: list[_Step] = Field(default_factory=list)

    def to_ground(self) -> Ground:
        permitted = self.outcome is DecisionOutcome.PERMITTED
        return Ground(
            decision_id=self.decision_id,
            outcome=self.outcome,
            ground=self.ground,
            consents=tuple(ReliedConsent(c.consent_id, c.version) for c in self.consents)
            if permitted
            else (),
            ground_ids=tuple(dict.fromkeys(t.ground_id for t in self.topics if t.ground_id and permitted)),
            uncovered_topics=tuple(
                t.topic for t in self.topics if t.outcome is not DecisionOutcome.PERMITTED
            ),
            next_steps=tuple(step.code for step in self.next_steps),
        )


class _Subject(Model):
    subject_id: UUID


class _Subjects(Model):
    subjects: list[_Subject] = Field(min_length=1)


class ConsentClient:
    """The consent service, called with this service's own token, for a user or as the system."""

    def __init__(
        self,
        url: str,
        signer: InternalTokenSigner,
        *,
        clock: Clock | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        socket = url.removeprefix(SOCKET_PREFIX) if url.startswith(SOCKET_PREFIX) else None
        self._http = httpx.AsyncClient(
            base_url="http://consent" if socket else url,
            transport=httpx.AsyncHTTPTransport(uds=socket, limits=LIMITS, retries=1),
            timeout=TIMEOUT,
        )
        self._signer = signer
        self._clock = clock or SystemClock()
        self.monotonic = monotonic

    async def __aenter__(self) -> Self:
        """Return the client."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give every connection back."""
        await self._http.aclose()

    async def ask(self, question: Question, caller: Caller) -> Answer | None:
        """Ask whether the sender may tell the recipient; None where there is no answer that can be relied on.

        Raises:
            GroundUndecidableError: It can't be decided as it was asked.
        """
        asked_at = self.monotonic()
        response = await self._post(DECISIONS, _question_body(question), caller)
        if response is not None and response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            raise GroundUndecidableError
        if response is None or not response.is_success:
            _warn("no decision", response)
            return None
        try:
            decision = _Decision.model_validate_json(response.content)
        except ValidationError:
            _warn("unreadable decision", response)
            return None
        return Answer(decision.to_ground(), asked_at)

    async def resolve(self, identity: PersonalIdentity, caller: Caller) -> UUID:
        """Return the opaque id of the person who has the number; nothing of the number is kept here.

        Raises:
            ConsentUnansweredError: The consent service does not answer.
            InvalidError: It does not take the number.
        """
        body = {"identifiers": [{"system": identity.system.value, "value": identity.value}]}
        response = await self._post(SUBJECTS, body, caller)
        if response is not None and response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            raise invalid(
                "subject.value", "not-accepted", "numret tas inte emot", "the number is not accepted"
            )
        if response is None or not response.is_success:
            _warn("no person", response)
            raise ConsentUnansweredError
        try:
            return _Subjects.model_validate_json(response.content).subjects[0].subject_id
        except ValidationError:
            raise ConsentUnansweredError from None

    async def _post(self, path: str, body: dict[str, Any], caller: Caller) -> httpx.Response | None:
        headers = {
            "Authorization": f"Bearer {self._signer.sign(caller, CONSENT, self._clock.now())}",
            "traceparent": accept_traceparent(traceparent_var.get()),
        }
        try:
            return await self._http.post(path, json=body, headers=headers)
        except httpx.HTTPError as error:
            log.warning("consent service does not answer", extra={"fields": {"reason": type(error).__name__}})
            return None


def consent_client(settings: ReferralsSettings, clock: Clock | None = None) -> ConsentClient:
    """Return the way to the consent service, with this service's own key."""
    signer = InternalTokenSigner(json.loads(settings.signing_key.get_secret_value()), SELF)
    return ConsentClient(settings.consent_url, signer, clock=clock)


def _warn(what: str, response: httpx.Response | None) -> None:
    if response is not None:
        log.warning(what, extra={"fields": {"status": response.status_code}})


def _question_body(question: Question) -> dict[str, Any]:
    return {
        "subjectId": str(question.subject_id),
        "situation": question.situation,
        "topics": list(question.topics),
        "sender": _side(question.sender),
        "recipient": _side(question.recipient),
        "centreId": str(question.centre_id),
    }


def _side(side: Side) -> dict[str, str]:
    unit = {"unitId": str(side.unit_id)} if side.unit_id else {}
    return {**unit, "profession": side.profession.value}


def on_behalf_of(
    user: Caller | None, *, county_code: str, authority_id: UUID | None, unit_id: UUID | None
) -> Caller:
    """Return us as a caller of the consent service, for the sender's authority; `user` is whom we act for."""
    actor = Actor(user.subject, user.kind, user.unit_id, user.authority_id, user.profession) if user else None
    return Caller(
        subject=SELF,
        kind="system",
        scopes=frozenset({DECIDE, RESOLVE} if user else {DECIDE}),
        county_code=county_code,
        authority_id=authority_id,
        unit_id=unit_id,
        acts_for=actor,
    )
