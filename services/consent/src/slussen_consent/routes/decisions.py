"""Decisions on the hot path: one question, or the same one for many pairs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from uuid import UUID

import orjson
from pydantic import TypeAdapter

from slussen_chassis.clock import Clock
from slussen_consent.domain.boundary import BoundaryFinding, RuleTried
from slussen_consent.domain.consent import ConsentVersion
from slussen_consent.domain.considered import Considered
from slussen_consent.domain.decision import Decision, strictest_decision
from slussen_consent.domain.next_steps import Flag
from slussen_consent.resources import Resources
from slussen_consent.routes.lean import Answer, Asked
from slussen_consent.use_cases.acting import Acting
from slussen_consent.use_cases.decide import Answered, decide, decide_meeting
from slussen_contracts.codelists.statutes import statutes
from slussen_contracts.consent.api import DecisionBatch, DecisionRequest, MeetingRequest

JSON = "application/json"
LONGEST_BODY = {JSON: 64 * 1024}
LONGEST_BATCH = {JSON: 1024 * 1024}
FOR_ONE_ACT = "PT5S"
FOR_NO_ACT = "PT0S"

_REQUEST = TypeAdapter(DecisionRequest)
_BATCH = TypeAdapter(DecisionBatch)
_MEETING = TypeAdapter(MeetingRequest)


@dataclass(frozen=True, slots=True)
class Decisions:
    """Answers questions about disclosure."""

    resources: Callable[[], Resources]
    clock: Callable[[], Clock]

    async def answer(self, asked: Asked) -> Answer:
        """Answer one question, with the whole explanation."""
        acting = Acting.of(asked.caller, asked.purpose)
        question = _REQUEST.validate_json(asked.body)
        answered = await decide(
            question, [question], acting=acting, resources=self.resources(), now=self.clock().now()
        )
        return _json(_decision(answered, english=asked.english), english=asked.english)

    async def answer_many(self, asked: Asked) -> Answer:
        """Answer the same question for many pairs, each in short."""
        acting = Acting.of(asked.caller, asked.purpose)
        batch = _BATCH.validate_json(asked.body)
        answered = await decide(
            batch, batch.pairs, acting=acting, resources=self.resources(), now=self.clock().now()
        )
        return _json(_decision_set(answered), english=asked.english)

    async def answer_meeting(self, asked: Asked) -> Answer:
        """Answer for a meeting: each of the participants may tell each of the others."""
        acting = Acting.of(asked.caller, asked.purpose)
        meeting = _MEETING.validate_json(asked.body)
        answered, places = await decide_meeting(
            meeting, acting=acting, resources=self.resources(), now=self.clock().now()
        )
        body = {
            **_frame(answered, strictest_decision(answered.decisions)),
            "pairs": [
                {"teller": teller, "told": told, **_in_short(answered.decisions[place])}
                for (teller, told), place in zip(places, answered.order, strict=True)
            ],
        }
        return _json(body, english=asked.english)


def _json(body: dict[str, Any], *, english: bool) -> Answer:
    return Answer(HTTPStatus.OK, orjson.dumps(body, option=orjson.OPT_UTC_Z), "en" if english else "sv")


def _decision(answered: Answered, *, english: bool) -> dict[str, Any]:
    decision = answered.decisions[0]
    return {
        **_frame(answered, decision),
        "ground": decision.ground,
        "boundary": _boundary(decision.boundary, english=english),
        "topics": [
            {
                "topic": topic.topic,
                "outcome": topic.outcome,
                "consentId": topic.consent.consent_id if topic.consent else None,
                "version": topic.consent.version if topic.consent else None,
                "ground": topic.ground,
                "groundId": topic.ground_id,
                "statuteId": topic.statute_id,
            }
            for topic in decision.topics
        ],
        "considered": [_considered(one, english=english) for one in answered.considered],
        "statutes": [_statute(statute_id, english) for statute_id in decision.law],
        "consents": [_version(version) for version in decision.relied_on],
        "missingCustodians": _relations(answered, decision),
        "awaitingConsent": Flag.ANSWER_MISSING in decision.flags,
        "alternatives": decision.alternatives,
        "flags": decision.flags,
        "nextSteps": [
            {"code": step.code, "text": step.en if english else step.sv} for step in decision.next_steps
        ],
        "profile": {"id": decision.profile_id, "firstDay": decision.profile_first_day},
    }


def _decision_set(answered: Answered) -> dict[str, Any]:
    made = [orjson.Fragment(orjson.dumps(_in_short(decision))) for decision in answered.decisions]
    return {
        **_frame(answered, strictest_decision(answered.decisions)),
        "pairs": [made[place] for place in answered.order],
    }


def _frame(answered: Answered, decision: Decision) -> dict[str, Any]:
    return {
        "decisionId": answered.id,
        "subjectId": answered.subject_id,
        "outcome": decision.outcome,
        "decidedAt": answered.decided_at,
        "asOf": answered.as_of,
        "validFor": FOR_ONE_ACT if answered.is_present else FOR_NO_ACT,
    }


def _in_short(decision: Decision) -> dict[str, Any]:
    return {
        "outcome": decision.outcome,
        "ground": decision.ground,
        "boundary": decision.boundary.outcome,
        "rules": [rule.id for rule in decision.boundary.deciding],
        "reasons": decision.boundary.reasons,
        "consents": [_version(version) for version in decision.relied_on],
        "alternatives": decision.alternatives,
        "flags": decision.flags,
    }


def _version(version: ConsentVersion) -> dict[str, Any]:
    return {"consentId": version.consent_id, "version": version.version}


def _considered(one: Considered, *, english: bool) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "id": one.id,
        "version": one.version,
        "applied": one.applied,
        "verdict": one.verdict,
        "text": one.text(swedish=not english),
    }


@lru_cache(maxsize=256)
def _statute(statute_id: str, english: bool) -> orjson.Fragment:  # noqa: FBT001 - a cache's key
    statute = statutes()[statute_id]
    return orjson.Fragment(
        orjson.dumps(
            {
                "id": statute.id,
                "reference": statute.reference,
                "text": statute.en if english else statute.sv,
                "firstDay": statute.first_day,
                "lastDay": statute.last_day,
                "confirmed": statute.confirmed,
            }
        )
    )


def _relations(answered: Answered, decision: Decision) -> list[str]:
    """Return the relations of the custodians who have not answered, never who they are."""
    missing: frozenset[UUID] = frozenset(decision.missing_custodians)
    relations = {
        position.custodian_id: position.capacity.value
        for consent in answered.known.consents
        for position in consent.positions
        if position.custodian_id in missing
    }
    return sorted(relations.values())


def _boundary(finding: BoundaryFinding, *, english: bool) -> dict[str, Any]:
    return {
        "outcome": finding.outcome,
        "rules": [rule.id for rule in finding.deciding],
        "reasons": finding.reasons,
        "basis": finding.basis,
        "law": finding.law,
        "missing": finding.missing,
        "innerConfidentiality": finding.inner_confidentiality,
        "tried": orjson.Fragment(b"[" + b",".join(_tried(tried, english) for tried in finding.tried) + b"]"),
    }


@lru_cache(maxsize=4096)
def _tried(tried: RuleTried, english: bool) -> bytes:  # noqa: FBT001 - a cache's key
    rule = tried.rule
    return orjson.dumps(
        {
            "rule": rule.id,
            "applied": tried.applied,
            "text": rule.en if english else rule.sv,
            "source": rule.source,
            "why": [condition.text(swedish=not english) for condition in tried.why],
        }
    )
