"""A small world for the consent service's tests: a region and a municipality at one centre in Örebro."""

import json
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

import httpx

from slussen_chassis.app import Service
from slussen_chassis.auth import Caller
from slussen_chassis.clock import FixedClock, new_id
from slussen_chassis.testing import TestDatabase, client_for, staff

CHILD = "201701012393"
MOTHER = "198501012382"
FATHER = "198501012390"
OTHER_CHILD = "201501012395"
PERSONNUMMER = "http://electronichealth.se/identifier/personnummer"
SINGLE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"


@dataclass
class Unit:
    """A unit of the world, and the staff who work there."""

    authority_id: UUID
    authority_type: str
    branch: str
    activity: str
    hsa_id: str
    centre_ids: list[UUID]
    county_code: str = "18"
    board_id: UUID | None = None
    version: int = 1
    id: UUID = field(default_factory=new_id)


class World:
    """The service with its register filled, and ways to ask it things."""

    def __init__(self, service: Service, database: TestDatabase, clock: FixedClock) -> None:
        self.service = service
        self.database = database
        self.clock = clock
        self.region, self.municipality, self.provider = new_id(), new_id(), new_id()
        self.centre = new_id()
        self.midwives = self._unit(self.region, "region", "health", "maternal_health_care", "1001")
        self.nurses = self._unit(self.region, "region", "health", "child_health_care", "1002")
        self.social = self._unit(
            self.municipality,
            "municipality",
            "social_preventive",
            "preventive_social_services",
            "2001",
            board_id=new_id(),
        )
        self.private = self._unit(self.provider, "private_provider", "health", "child_health_care", "3001")
        self.units = [self.midwives, self.nurses, self.social, self.private]

    def _unit(
        self,
        authority: UUID,
        kind: str,
        branch: str,
        activity: str,
        suffix: str,
        board_id: UUID | None = None,
    ) -> Unit:
        hsa_id = f"SE2321000164-{suffix}"
        return Unit(authority, kind, branch, activity, hsa_id, [self.centre], board_id=board_id)

    def another(self, unit: Unit, **changes: Any) -> Unit:
        """Another unit like one, with an id of its own."""
        return replace(
            unit, **{"id": new_id(), "hsa_id": f"SE2321000164-{new_id().hex[-6:].upper()}", **changes}
        )

    async def fill(self) -> None:
        await self.put_centre(self.centre, "orebro", "18")
        for unit in self.units:
            await self.put_unit(unit)

    async def put_centre(self, centre_id: UUID, profile_id: str, county_code: str) -> None:
        await self.database.rows(
            "INSERT INTO centre_copy VALUES ($1, 1, $2, $3)"
            " ON CONFLICT (id) DO UPDATE SET profile_id = EXCLUDED.profile_id",
            centre_id,
            profile_id,
            county_code,
        )
        await self.database.rows(
            "INSERT INTO centre_history SELECT $1, 1 + count(*), $2, $3, $4 FROM centre_history WHERE id = $1",
            centre_id,
            self.clock.moment,
            profile_id,
            county_code,
        )

    async def put_unit(self, unit: Unit) -> None:
        await self.database.rows(
            "INSERT INTO unit_copy VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL)"
            " ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, board_id = EXCLUDED.board_id,"
            " centre_ids = EXCLUDED.centre_ids, branch = EXCLUDED.branch",
            unit.id,
            unit.version,
            unit.hsa_id,
            unit.authority_id,
            unit.authority_type,
            unit.board_id,
            unit.branch,
            unit.activity,
            unit.centre_ids,
            unit.county_code,
            date(2026, 1, 1),
        )
        await self.database.rows(
            "INSERT INTO unit_history SELECT id, version, $2, hsa_id, authority_id, authority_type, board_id, branch,"
            " activity, centre_ids, county_code, valid_from, valid_through FROM unit_copy WHERE id = $1"
            " ON CONFLICT DO NOTHING",
            unit.id,
            self.clock.moment,
        )

    def journal(self, *, authority: UUID | None = None, client_id: str = "journal-orebro") -> Caller:
        return staff(
            "consent:record subjects:resolve",
            authority=authority or self.region,
            kind="client",
            client_id=client_id,
            subject=client_id,
        )

    def worker_at(self, unit: Unit, profession: str, **more: Any) -> Caller:
        scopes = more.pop("scopes", "consent:record consent:decide consent:read subjects:resolve")
        return staff(scopes, authority=unit.authority_id, unit=unit.id, profession=profession, **more)

    @property
    def midwife(self) -> Caller:
        return self.worker_at(self.midwives, "midwife")

    @property
    def social_worker(self) -> Caller:
        return self.worker_at(self.social, "social_worker", subject="user-2")

    def client(self, caller: Caller | None) -> httpx.AsyncClient:
        return client_for(self.service, caller, "consent")

    def content(self, **changes: Any) -> dict[str, Any]:
        """A yes from two custodians that lets the preventive social services know about parental support."""
        given = "2026-11-20T09:00:00Z"
        return {
            "situation": "family-support-1",
            "topics": ["parental_support"],
            "recipients": [{"hsaId": self.social.hsa_id}],
            "positions": [
                {"custodian": person(MOTHER), "value": "yes", "givenAt": given, "method": "oral"},
                {"custodian": person(FATHER), "value": "yes", "givenAt": given, "method": "oral"},
            ],
            "livesApart": False,
            "custodyVerifiedOn": "2026-11-20",
            "custodySource": "civil_register",
            "validThrough": "2027-03-31",
            "journalReference": {
                "system": "journal-orebro",
                "documentId": "anteckning-1",
                "documentedAt": given,
                "recordOwner": "child",
            },
            "informationGiven": {"version": "2026-1", "consequencesExplained": True},
            **changes,
        }

    def event(self, event_id: str = "evt-1", kind: str = "recorded", **changes: Any) -> dict[str, Any]:
        data = {
            "externalId": "samtycke-1",
            "subject": person(CHILD),
            "recordedBy": {"hsaId": self.midwives.hsa_id, "profession": "midwife"},
            **self.content(),
            **changes,
        }
        return envelope(event_id, kind, {name: value for name, value in data.items() if value is not ...})

    def withdrawal(self, event_id: str = "evt-2", external_id: str = "samtycke-1") -> dict[str, Any]:
        return envelope(event_id, "withdrawn", {"externalId": external_id})

    async def post(self, event: Any, caller: Caller | None = None, kind: str = SINGLE) -> httpx.Response:
        async with self.client(caller or self.journal()) as client:
            return await client.post(
                "/consent/v1/consent-events", content=json.dumps(event), headers={"Content-Type": kind}
            )

    async def recorded(self, event_id: str = "evt-1", **changes: Any) -> UUID:
        answer = await self.post(self.event(event_id, **changes))
        assert answer.status_code == 201, answer.text
        return UUID(answer.json()["consentId"])

    async def ask(self, caller: Caller | None = None, **question: Any) -> httpx.Response:
        body = {
            "subject": person(CHILD),
            "situation": "family-support-1",
            "topics": ["parental_support"],
            "recipient": {"unitId": str(self.social.id), "profession": "social_worker"},
            **question,
        }
        body = {name: value for name, value in body.items() if value is not ...}
        async with self.client(caller or self.midwife) as client:
            return await client.post(
                "/consent/v1/disclosure-decisions", json=body, headers={"Accept-Language": "en"}
            )

    async def one(self, query: str, *arguments: Any) -> Any:
        """The only value that a query gives, as the superuser sees it."""
        (row,) = await self.database.rows(query, *arguments)
        return next(iter(row.values()))


def person(number: str, system: str = PERSONNUMMER) -> dict[str, str]:
    return {"system": system, "value": number}


def envelope(event_id: str, kind: str, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": event_id,
        "source": "https://journal.example/orebro",
        "type": f"slussen.journal.consent.{kind}.v1",
        "time": "2026-11-22T08:00:00Z",
        "datacontenttype": "application/json",
        "data": data,
    }
