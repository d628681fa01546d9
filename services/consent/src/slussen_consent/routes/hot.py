"""The hot path: which lean routes there are, and what they work with once the service stands."""

from fastapi import FastAPI

from slussen_chassis.app import LeanHandler
from slussen_chassis.clock import Clock
from slussen_chassis.database import Database
from slussen_consent.resources import Resources
from slussen_consent.routes import decisions, events
from slussen_consent.routes.lean import Lean
from slussen_contracts.consent import scopes

PREFIX = "/consent/v1"


class HotRoutes:
    """The lean routes; they are named before the service is made and get its resources after."""

    def __init__(self) -> None:
        self._api: FastAPI | None = None
        asked = decisions.Decisions(self._resources, self._clock)
        posted = events.EventsIn(self._resources, self._clock)
        self.record_consent_events = Lean(
            "recordConsentEvents", scopes.RECORD, events.LONGEST_BODY, posted.answer, self._database
        )
        self.decide_disclosure = Lean(
            "decideDisclosure", scopes.DECIDE, decisions.LONGEST_BODY, asked.answer, self._database
        )
        self.decide_disclosures = Lean(
            "decideDisclosures", scopes.DECIDE, decisions.LONGEST_BATCH, asked.answer_many, self._database
        )
        self.decide_meeting = Lean(
            "decideMeeting", scopes.DECIDE, decisions.LONGEST_BODY, asked.answer_meeting, self._database
        )

    def attach(self, api: FastAPI) -> None:
        """Work with the resources of a service from now on."""
        self._api = api

    def lean(self) -> dict[tuple[str, str], LeanHandler]:
        """Return the ASGI functions by method and path."""
        return {
            ("POST", f"{PREFIX}/consent-events"): self.record_consent_events.handler(),
            ("POST", f"{PREFIX}/disclosure-decisions"): self.decide_disclosure.handler(),
            ("POST", f"{PREFIX}/disclosure-decisions/batches"): self.decide_disclosures.handler(),
            ("POST", f"{PREFIX}/disclosure-decisions/meetings"): self.decide_meeting.handler(),
        }

    @property
    def _attached(self) -> FastAPI:
        if self._api is None:
            raise RuntimeError("the hot routes serve no service yet")
        return self._api

    def _resources(self) -> Resources:
        resources: Resources = self._attached.state.resources
        return resources

    def _clock(self) -> Clock:
        clock: Clock = self._attached.state.clock
        return clock

    def _database(self) -> Database:
        database: Database = self._attached.state.database
        return database
