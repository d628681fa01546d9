"""A centre with its units and staff, a consent service that answers from a table, and the service between them."""

import contextlib
import json
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

import httpx
import orjson
from consent_service import ConsentService

from slussen_chassis.app import Service
from slussen_chassis.auth import Caller
from slussen_chassis.bus import Delivery, Subscriptions
from slussen_chassis.clock import FixedClock, new_id
from slussen_chassis.database import Context, Database
from slussen_chassis.testing import TestDatabase, client_for, staff
from slussen_chassis.worker import WorkerParts
from slussen_contracts.agreements import events as agreements
from slussen_contracts.consent import events as consent
from slussen_contracts.events import Event
from slussen_contracts.identifiers import Activity, AuthorityType, Branch, Profession
from slussen_referrals.app import create_app
from slussen_referrals.clients import consent_client
from slussen_referrals.jobs import look_after_waits, watch_reviews, watch_time_limits
from slussen_referrals.settings import ReferralsSettings
from slussen_referrals.subscribers import subscriptions

REFERRALS = "/referrals/v1/referrals"
ALL_SCOPES = "referrals:send referrals:receive referrals:read"
FIRST_DAY = date(2026, 1, 1)
SITUATION = "family-support-2026-11"
TODAY = "2026-11-22"
DRAFT_KEYS = json.dumps({"1": b64encode(bytes(range(32))).decode()})


@dataclass
class World:
    """Region and municipality at one centre in Örebro, and what a test wants to do there."""

    service: Service
    consents: ConsentService
    database: TestDatabase
    subscriptions: Subscriptions
    worker: Database
    clock: FixedClock
    settings: ReferralsSettings
    region: UUID = field(default_factory=uuid4)
    municipality: UUID = field(default_factory=uuid4)
    elsewhere: UUID = field(default_factory=uuid4)
    midwives: UUID = field(default_factory=uuid4)
    nurses: UUID = field(default_factory=uuid4)
    social_workers: UUID = field(default_factory=uuid4)
    authority_side: UUID = field(default_factory=uuid4)
    hospital: UUID = field(default_factory=uuid4)
    centre: UUID = field(default_factory=uuid4)
    agreement: UUID = field(default_factory=uuid4)
    subject: UUID = field(default_factory=uuid4)

    # Who calls ---------------------------------------------------------------------------------------------

    def caller(self, authority: UUID, unit: UUID | None, profession: str, **more: Any) -> Caller:
        scopes = more.pop("scopes", ALL_SCOPES)
        return staff(
            scopes, authority=authority, unit=unit, profession=profession, subject=f"{profession}-1", **more
        )

    @cached_property
    def callers(self) -> dict[str, Caller]:
        """Sender, recipient, and those who have nothing to do with it, each by authority and unit."""
        return {
            "sender": self.caller(self.region, self.midwives, "midwife"),
            "recipient": self.caller(self.municipality, self.social_workers, "social_worker"),
            "colleague": self.caller(self.region, self.nurses, "child_health_nurse"),
            "officer": self.caller(self.municipality, self.authority_side, "social_authority_officer"),
            "stranger": self.caller(self.elsewhere, self.hospital, "speech_therapist"),
            "nowhere": self.caller(self.region, None, "midwife"),
            "borrowed": self.caller(self.elsewhere, self.midwives, "midwife"),
            "crossed": self.caller(self.region, self.social_workers, "social_worker"),
        }

    def http(self, who: str | Caller | None = "sender") -> httpx.AsyncClient:
        caller = self.callers[who] if isinstance(who, str) else who
        return client_for(self.service, caller, "referrals")

    async def post(
        self, path: str, body: Any = None, *, who: str | Caller = "sender", **headers: str
    ) -> httpx.Response:
        address = path if path.startswith("/") else f"{REFERRALS}/{path}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.http(who) as client:
            return await client.post(address, json=body, headers=named)

    async def get(self, path: str = "", *, who: str | Caller = "sender") -> httpx.Response:
        async with self.http(who) as client:
            return await client.get(f"{REFERRALS}{path}")

    # What they do ------------------------------------------------------------------------------------------

    def order(self, **more: Any) -> dict[str, Any]:
        return {
            "centreId": str(self.centre),
            "subjectId": str(self.subject),
            "recipient": {"unitId": str(self.social_workers), "profession": "social_worker"},
            "situation": SITUATION,
            "topics": ["parental_support"],
            "needs": [{"topic": "parental_support", "code": "sleep"}],
            "permission": {"givenOn": TODAY, "givenBy": "custodian"},
            **more,
        }

    async def opened(self, **more: Any) -> dict[str, Any]:
        return made(await self.post(REFERRALS, self.order(**more)), 201)

    async def waiting(self, *, armed: bool = False, **more: Any) -> dict[str, Any]:
        self.consents.says("consent_required", steps=("ask_for_consent",))
        referral = await self.opened(**more)
        return made(await self.post(f"{referral['id']}/sending", {"sendWhenConsented": armed}))

    async def sent(self, *consents: tuple[UUID, int], **more: Any) -> dict[str, Any]:
        self.consents.says("permitted", *consents)
        referral = await self.opened(**more)
        return made(await self.post(f"{referral['id']}/sending"))

    async def accepted(self, *consents: tuple[UUID, int]) -> dict[str, Any]:
        referral = await self.sent(*consents)
        return made(await self.post(f"{referral['id']}/acceptance", who="recipient"))

    async def contacted(self, *consents: tuple[UUID, int]) -> dict[str, Any]:
        referral = await self.accepted(*consents)
        return made(await self.post(f"{referral['id']}/first-contact", who="recipient"))

    async def run_jobs(self) -> None:
        """Let the clock's jobs run once."""
        async with consent_client(self.settings) as consents:
            jobs = (
                look_after_waits(consents, self.clock),
                watch_time_limits(self.clock),
                watch_reviews(self.clock),
            )
            for job in jobs:
                await job(WorkerParts(self.worker, None, self.settings))  # type: ignore[arg-type]

    # What others announce ----------------------------------------------------------------------------------

    async def deliver(self, *events: Event) -> None:
        """Let events have their effect as the bus does: one transaction, inbox first."""
        async with self.worker.transaction(Context()) as session:
            deliveries = [Delivery(event, None, None) for event in events]  # type: ignore[arg-type]
            await self.subscriptions.deliver(deliveries, session)

    async def learn_register(self) -> None:
        await self.deliver(
            self.unit(self.midwives, self.region, Branch.HEALTH, Activity.MATERNAL_HEALTH_CARE, "midwife"),
            self.unit(
                self.nurses, self.region, Branch.HEALTH, Activity.CHILD_HEALTH_CARE, "child_health_nurse"
            ),
            self.unit(
                self.social_workers,
                self.municipality,
                Branch.SOCIAL_PREVENTIVE,
                Activity.PREVENTIVE_SOCIAL_SERVICES,
                "social_worker",
            ),
            self.unit(
                self.authority_side,
                self.municipality,
                Branch.SOCIAL_AUTHORITY,
                None,
                "social_authority_officer",
            ),
            self.unit(self.hospital, self.elsewhere, Branch.HEALTH, None, "speech_therapist", centres=()),
            self.centre_event(1),
            self.agreement_event(1),
        )

    def unit(
        self,
        unit_id: UUID,
        authority: UUID,
        branch: Branch,
        activity: Activity | None,
        profession: str,
        *,
        centres: tuple[UUID, ...] | None = None,
        version: int = 1,
    ) -> Event:
        return agreements.UnitRegistered(
            **self.envelope(unit_id, version),
            name=f"Enheten för {profession}",
            hsa_id="SE2321000164-1001",
            authority_id=authority,
            authority_type=AuthorityType.REGION,
            board_id=None,
            branch=branch,
            activity=activity,
            professions=(Profession(profession),),
            centre_ids=(self.centre,) if centres is None else centres,
            valid_from=FIRST_DAY,
        )

    def centre_event(self, version: int, *, county_code: str = "18", **more: Any) -> Event:
        return agreements.FamilyCentreRegistered(
            **self.envelope(self.centre, version, county_code),
            name="Familjecentralen Linden",
            municipality_code="1880",
            profile_id="orebro",
            activities=(),
            display_term=more.pop("display_term", "lotsning"),
            valid_from=more.pop("valid_from", FIRST_DAY),
            **more,
        )

    def agreement_event(self, version: int, **more: Any) -> Event:
        values = {
            "kind": "local",
            "centre_id": self.centre,
            "profile_id": "orebro",
            "profile_first_day": FIRST_DAY,
            "party_authority_ids": (self.region, self.municipality),
            "valid_from": FIRST_DAY,
            **more,
        }
        kind = agreements.AgreementEnded if "valid_through" in more else agreements.AgreementActivated
        return kind(**self.envelope(self.agreement, version), **values)

    def consent_event(
        self, kind: type[consent.ConsentState], consent_id: UUID, version: int = 1, **more: Any
    ) -> Event:
        values = {
            "subject_id": self.subject,
            "situation": SITUATION,
            "value": "yes",
            "status": "active",
            "responsible_authority_id": self.elsewhere,
            "valid_from": FIRST_DAY,
            "valid_through": date(2026, 12, 31),
            **more,
        }
        return kind(**self.envelope(consent_id, version), **values)

    def recorded(self, consent_id: UUID, version: int = 1, **more: Any) -> Event:
        return self.consent_event(consent.ConsentRecorded, consent_id, version, **more)

    def changed(self, consent_id: UUID, version: int = 2, **more: Any) -> Event:
        return self.consent_event(consent.ConsentChanged, consent_id, version, **more)

    def withdrawn(self, consent_id: UUID, version: int = 2) -> Event:
        return self.consent_event(consent.ConsentWithdrawn, consent_id, version, status="withdrawn")

    def ended(self, end: type[consent.ConsentState], consent_id: UUID, version: int = 2) -> Event:
        status = end.type.split(".")[-2]
        return self.consent_event(end, consent_id, version, status=status)

    def envelope(self, aggregate_id: UUID, version: int, county_code: str = "18") -> dict[str, Any]:
        return {
            "id": new_id(),
            "occurred_at": self.clock.now(),
            "county_code": county_code,
            "aggregate_id": aggregate_id,
            "aggregate_version": version,
        }

    # What there is under the hood --------------------------------------------------------------------------

    async def state(self, referral: dict[str, Any]) -> str:
        [row] = await self.database.rows("SELECT state FROM referral WHERE id = $1", UUID(referral["id"]))
        return str(row["state"])

    async def announced(self, of: str = "referral") -> list[tuple[str, dict[str, Any]]]:
        """What the service has announced of a kind of thing: the participle of each event's type, and its data."""
        rows = await self.database.rows("SELECT type, data FROM outbox ORDER BY seq")
        found = [(row["type"].split(".")[2:4], orjson.loads(row["data"])) for row in rows]
        return [(participle, data) for (thing, participle), data in found if thing == of]

    async def denials(self, answer: httpx.Response) -> int:
        """How many audit rows say that the request was refused."""
        query = "SELECT count(*) AS count FROM audit_entry WHERE trace_id = $1 AND outcome = 'denied'"
        [row] = await self.database.rows(query, answer.headers["traceparent"][3:35])
        return int(row["count"])

    async def traces(self, outcome: str = "permitted") -> list[dict[str, Any]]:
        return await self.database.rows("SELECT * FROM audit_entry WHERE outcome = $1 ORDER BY at", outcome)


def made(response: httpx.Response, status: int = 200) -> dict[str, Any]:
    """What a request that succeeded answered."""
    assert response.status_code == status, response.text
    answer: dict[str, Any] = response.json()
    return answer


def refused(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Why a request was refused."""
    assert (response.status_code, response.json()["code"]) == (status, code), response.text
    problem: dict[str, Any] = response.json()
    return problem


@contextlib.asynccontextmanager
async def build_world(
    settings: ReferralsSettings, consents: ConsentService, database: TestDatabase, clock: FixedClock
) -> AsyncIterator[World]:
    """A centre with its staff, known to a running service."""
    service = create_app(settings, clock=clock)
    worker = Database.for_worker(settings)
    async with service.api.router.lifespan_context(service.api), consent_client(settings) as client:
        made = World(service, consents, database, subscriptions(client, clock), worker, clock, settings)
        await made.learn_register()
        yield made
        await worker.close()
