"""What the tests of this service share: callers, a register to work on, and how to read answers and events."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx

from slussen_chassis.auth import Caller
from slussen_chassis.testing import TestDatabase

ADMINISTER = "agreements:administer agreements:read agreements:sign"
V1 = "/agreements/v1"

Connect = Callable[[Caller | None], httpx.AsyncClient]


def administrator(county_code: str = "18") -> Caller:
    return Caller("admin", "user", frozenset(ADMINISTER.split()), county_code)


def signatory(authority_id: str, subject: str = "signatar", **more: Any) -> Caller:
    scopes = frozenset({"agreements:read", "agreements:sign"})
    return Caller(subject, "user", scopes, "18", UUID(authority_id), assurance_level="loa3", **more)


def faults(answer: httpx.Response) -> set[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return {(fault["field"], fault["rule"]) for fault in answer.json()["errors"]}


async def events(database: TestDatabase) -> list[dict[str, Any]]:
    return await database.rows("SELECT type, aggregate_id, aggregate_version, data FROM outbox ORDER BY seq")


class Register:
    """What the register of a test holds, entered over the API by an administrator of county 18."""

    def __init__(self, admin: httpx.AsyncClient) -> None:
        self.admin = admin

    async def made(self, path: str, **body: Any) -> dict[str, Any]:
        answer = await self.admin.post(path, json=body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def region(self, number: str = "2321000164") -> dict[str, Any]:
        return await self.made(
            "/responsible-authorities",
            name="Region Örebro län",
            authorityType="region",
            organisationNumber=number,
        )

    async def municipality(self) -> dict[str, Any]:
        return await self.made(
            "/responsible-authorities",
            name="Örebro kommun",
            authorityType="municipality",
            organisationNumber="2120001967",
            municipalityCode="1880",
        )

    async def unit(self, authority_id: str, activity: str, hsa_id: str, **more: Any) -> dict[str, Any]:
        body = {
            "name": activity,
            "hsaId": hsa_id,
            "authorityId": authority_id,
            "branch": "health",
            "activity": activity,
            "professions": ["midwife"],
            "validFrom": "2026-03-01",
        }
        return await self.made("/units", **{**body, **more})

    async def centre(self, units: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        body = {
            "name": "Familjecentralen Vivalla",
            "municipalityCode": "1880",
            "profileId": "orebro",
            "activities": [{"activity": unit["activity"], "unitId": unit["id"]} for unit in units],
            "validFrom": "2026-03-01",
        }
        return await self.made("/family-centres", **{**body, **more})

    async def whole(self) -> dict[str, Any]:
        """A region, a municipality with two boards, their four units and one centre."""
        region, municipality = await self.region(), await self.municipality()
        education = await self.made("/boards", authorityId=municipality["id"], name="Utbildningsnämnden")
        social = await self.made("/boards", authorityId=municipality["id"], name="Socialnämnden")
        own = {"professions": ["preschool_teacher"], "branch": "education", "boardId": education["id"]}
        preventive = {
            "professions": ["social_worker"],
            "branch": "social_preventive",
            "boardId": social["id"],
        }
        units = [
            await self.unit(region["id"], "maternal_health_care", "SE2321000164-1001"),
            await self.unit(region["id"], "child_health_care", "SE2321000164-1002"),
            await self.unit(municipality["id"], "open_preschool", "SE2120001967-2001", **own),
            await self.unit(
                municipality["id"], "preventive_social_services", "SE2120001967-2002", **preventive
            ),
        ]
        centre = await self.centre(units)
        return {
            "region": region,
            "municipality": municipality,
            "boards": [education, social],
            "units": units,
            "centre": centre,
        }
