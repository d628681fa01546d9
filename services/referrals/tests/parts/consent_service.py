"""A consent service that answers from a table, on a socket of its own."""

import asyncio
import contextlib
import json
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
import uvicorn
from starlette.types import Receive, Scope, Send

from slussen_chassis.auth import Caller, InternalTokenVerifier
from slussen_chassis.clock import new_id
from slussen_chassis.testing import internal_keys
from slussen_contracts.consent.api import (
    DecisionRead,
    DecisionRequest,
    ResolvedSubjects,
    SubjectReference,
    SubjectResolution,
)
from slussen_contracts.events import Model

FIRST_DAY = date(2026, 1, 1)
BOUNDARY: dict[str, Any] = {
    "outcome": "consent_required",
    "rules": ["B5"],
    "reasons": ["different_principals"],
    "basis": "row",
    "law": [],
    "missing": [],
    "inner_confidentiality": False,
    "tried": [],
}


@dataclass
class ConsentService:
    """A real service on a socket of its own; what it answers stands in `table`, by the recipient's profession.

    It takes and gives what the consent service's contract says, and nothing else.
    """

    verifier: InternalTokenVerifier
    table: dict[str | None, dict[str, Any]] = field(default_factory=dict)
    asked: list[tuple[Caller, dict[str, Any]]] = field(default_factory=list)
    status: int = 200
    garbled: bool = False
    traces: list[str] = field(default_factory=list)
    before_answer: Callable[[], Awaitable[None]] | None = None
    persons: dict[str, UUID] = field(default_factory=dict)

    def says(
        self,
        outcome: str,
        *consents: tuple[UUID, int],
        to: str | None = None,
        steps: tuple[str, ...] = (),
        uncovered: tuple[str, ...] = (),
        rests_on: UUID | None = None,
    ) -> None:
        topics = [{"topic": topic, "outcome": outcome} for topic in uncovered]
        if rests_on:
            topics = [
                {"topic": "any", "outcome": outcome, "ground": "harm_assessment", "ground_id": rests_on}
            ]
        self.table[to] = {
            "outcome": outcome,
            "ground": "consent" if consents else ("same_area" if outcome == "permitted" else None),
            "boundary": BOUNDARY,
            "topics": topics,
            "consents": [{"consent_id": i, "version": v} for i, v in consents],
            "missing_custodians": [],
            "awaiting_consent": False,
            "alternatives": list(steps),
            "flags": [],
            "next_steps": [{"code": code, "text": "Gör så här."} for code in steps],
            "profile": {"id": "orebro", "first_day": FIRST_DAY},
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        caller = self.verifier.verify(headers[b"authorization"].decode()[7:], datetime.now(UTC))
        body = orjson.loads((await receive())["body"])
        self.asked.append((caller, body))
        self.traces.append(headers[b"traceparent"].decode())
        answer = self._persons(body) if scope["path"].endswith("/resolutions") else self._decision(body)
        if self.before_answer is not None:
            hook, self.before_answer = self.before_answer, None
            await hook()
        start = {"type": "http.response.start", "status": self.status}
        await send({**start, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": b"{}" if self.garbled else orjson.dumps(answer)})

    def _decision(self, body: dict[str, Any]) -> dict[str, Any]:
        question = DecisionRequest.model_validate(body)
        found = self.table.get(question.recipient.profession) or self.table[None]
        moment = datetime.now(UTC)
        ids = {"decision_id": new_id(), "subject_id": question.subject_id}
        return _json(DecisionRead.model_validate({**found, **ids, "decided_at": moment, "as_of": moment}))

    def _persons(self, body: dict[str, Any]) -> dict[str, Any]:
        values = [str(one.value) for one in SubjectResolution.model_validate(body).identifiers]
        subjects = [SubjectReference(subject_id=self.persons.setdefault(v, uuid4())) for v in values]
        return _json(ResolvedSubjects(subjects=subjects))


def _json(answer: Model) -> dict[str, Any]:
    return answer.model_dump(mode="json", by_alias=True)


@contextlib.asynccontextmanager
async def serve_consents() -> AsyncIterator[tuple[ConsentService, str]]:
    """A consent service on a Unix socket, and its address."""
    app = ConsentService(InternalTokenVerifier(json.loads(internal_keys()), "consent"))
    app.says("consent_required")
    with tempfile.TemporaryDirectory(prefix="slc-") as folder:
        socket = f"{folder}/c.sock"
        config = uvicorn.Config(app, uds=socket, ws="none", lifespan="off", log_config=None, access_log=False)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.005)
        yield app, f"unix:{socket}"
        server.should_exit = True
        await task
