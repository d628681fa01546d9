"""Agreements of any kind in any county, brought as far as a test wants them, over the API."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
from agreements_parts import Connect, Register, administrator

from slussen_chassis.auth import Caller
from slussen_chassis.authentication import Authentication

ANYTHING = {"If-Match": "*"}
MUNICIPALITIES = {"18": "1880", "12": "1280", "23": "2380", "08": "0880"}


LOGIN = Authentication("https://idp.example", ("pwd", "otp"), datetime(2026, 11, 22, 7, 55, tzinfo=UTC))


def person(authority_id: str, county_code: str, level: str | None = "loa3") -> Caller:
    scopes = frozenset({"agreements:read", "agreements:sign"})
    return Caller(
        f"signatar-{authority_id[-4:]}",
        "user",
        scopes,
        county_code,
        UUID(authority_id),
        assurance_level=level,
        authentication=LOGIN,
    )


class County:
    """A county with a region, a municipality, one centre of two units, and who acts there."""

    def __init__(self, connect: Connect, code: str, profile_id: str) -> None:
        self.connect = connect
        self.code = code
        self.profile_id = profile_id
        self.admin = connect(administrator(code))
        self.register = Register(self.admin)

    async def set_up(self) -> "County":
        municipality = MUNICIPALITIES[self.code]
        self.region = await self.register.region("2321000164")
        self.municipality = await self.register.made(
            "/responsible-authorities",
            name="Kommunen",
            authorityType="municipality",
            organisationNumber="2120001967",
            municipalityCode=municipality,
        )
        since = {"validFrom": "2022-01-01"}
        self.units = [
            await self.register.unit(self.region["id"], "child_health_care", "SE2321000164-1001", **since),
            await self.register.unit(self.municipality["id"], "open_preschool", "SE2120001967-2001", **since),
        ]
        self.centre = await self.register.centre(
            self.units, municipalityCode=municipality, profileId=self.profile_id, **since
        )
        self.people = {
            authority["id"]: self.connect(person(authority["id"], self.code))
            for authority in (self.region, self.municipality)
        }
        return self

    def parties(self, *roles: str) -> list[dict[str, str]]:
        """Parties in these roles, the region last."""
        *first, last = roles
        own = [{"authorityId": self.municipality["id"], "role": role} for role in first]
        return [*own, {"authorityId": self.region["id"], "role": last}]

    async def drafted(
        self, kind: str, roles: tuple[str, ...], valid_from: str, **more: Any
    ) -> dict[str, Any]:
        body = {"kind": kind, "parties": self.parties(*roles), "validFrom": valid_from, **more}
        if kind not in {"county", "letter_of_intent"}:
            body["centreId"] = self.centre["id"]
        return await self.register.made("/agreements", **body)

    async def filled(self, agreement: dict[str, Any], **more: str) -> dict[str, Any]:
        missing = agreement["completeness"]["missingClauses"]
        clauses = {clause["key"]: f"Text om {clause['label']}." for clause in missing}
        answer = await self.admin.put(
            f"/agreements/{agreement['id']}/clauses", json={"clauses": {**clauses, **more}}, headers=ANYTHING
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def sign(self, agreement: dict[str, Any], place: int) -> httpx.Response:
        party = agreement["parties"][place]
        return await self.people[party["authorityId"]].post(
            f"/agreements/{agreement['id']}/signatures",
            json={"digest": agreement["digest"], "role": party["role"]},
        )

    async def in_force(self, agreement: dict[str, Any]) -> dict[str, Any]:
        """Sign for every party, and activate."""
        for place in range(len(agreement["parties"])):
            answer = await self.sign(agreement, place)
            assert answer.status_code == 201, answer.text
        answer = await self.admin.post(f"/agreements/{agreement['id']}/activation")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def active(self, kind: str, roles: tuple[str, ...], valid_from: str, **more: Any) -> dict[str, Any]:
        return await self.in_force(await self.filled(await self.drafted(kind, roles, valid_from, **more)))


LOCAL_ROLES = {
    "orebro": ("municipality", "local_health_centre"),
    "jamtland": ("education_administration", "social_administration", "primary_care"),
    "skane": ("municipality", "region_financed_activities_including_private"),
}
