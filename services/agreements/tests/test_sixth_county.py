"""A county that no source has, asked over the API: its file alone changes what is decided, and no code."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from agreements_parts import Connect, Register, administrator, faults

from slussen_chassis.clock import FixedClock
from slussen_contracts.clause_library import loading as libraries
from slussen_contracts.profiles import loading as profiles

FOLDER = Path(__file__).parents[3] / "contracts" / "tests" / "parts" / "counties"
LIBRARY = """
profile_id: gotland
first_day: 2027-01-01
kinds:
  local:
    origin: county
    clauses:
      - {key: dental_chairs, source: X 4, text: "Vid ${centre} finns [[antal]] tandläkarstolar."}
      - {key: dispute, source: X 4, text: "Tvist avgörs av tandläkaren."}
"""


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clock: FixedClock) -> Iterator[None]:
    (tmp_path / "gotland").mkdir()
    (tmp_path / "gotland" / "2027-01-01.yaml").write_text(LIBRARY, encoding="utf-8")
    monkeypatch.setattr(profiles, "SOURCES", [*profiles.SOURCES, FOLDER])
    monkeypatch.setattr(libraries, "SOURCES", [*libraries.SOURCES, tmp_path])
    clock.moment = datetime(2027, 6, 1, 8, tzinfo=UTC)
    caches = (profiles.profile_ids, profiles.versions, libraries.editions)
    for cache in caches:
        cache.cache_clear()
    yield
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


@pytest.fixture
def admin(connect: Connect, county: None) -> httpx.AsyncClient:
    return connect(administrator("09"))


class Island:
    """A dental company, a municipality and their centre in the made-up county."""

    def __init__(self, admin: httpx.AsyncClient) -> None:
        self.register = Register(admin)
        self.admin = admin

    async def set_up(self) -> "Island":
        made = self.register.made
        self.company = await made(
            "/responsible-authorities",
            name="Tand AB",
            authorityType="private_provider",
            organisationNumber="5560360793",
        )
        self.municipality = await made(
            "/responsible-authorities",
            name="Kommunen",
            authorityType="municipality",
            organisationNumber="2120001967",
            municipalityCode="0980",
        )
        owners = {
            "public_dental_service": self.company,
            "child_health_care": self.company,
            "open_preschool": self.municipality,
        }
        self.units = [
            await self.register.unit(owner["id"], activity, f"SE2321000164-9{place}")
            for place, (activity, owner) in enumerate(owners.items())
        ]
        self.centre = await self.register.centre(
            self.units, municipalityCode="0980", profileId="gotland", validFrom="2027-01-01"
        )
        return self

    async def get(self, path: str, **params: Any) -> dict[str, Any]:
        answer = await self.admin.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


@pytest.fixture
async def island(admin: httpx.AsyncClient) -> Island:
    return await Island(admin).set_up()


async def test_its_centre_is_a_family_centre_under_its_own_profile_alone(island: Island) -> None:
    assert island.centre["classification"]["kind"] == "full"
    shown = await island.get("/county-profiles")
    assert "gotland" in str(shown)
    presences = [{"activity": unit["activity"]} for unit in island.units]
    answer = await island.admin.post("/classifications", json={"activities": presences})
    assert answer.status_code == 200, answer.text
    kinds = {one["profileId"]: one["kind"] for one in answer.json()["items"]}
    assert kinds.pop("gotland") == "full"
    assert "full" not in kinds.values()


async def test_its_agreement_asks_for_its_own_clauses_parties_notice_and_copies(island: Island) -> None:
    body = {"kind": "local", "centreId": island.centre["id"], "validFrom": "2027-01-01"}
    both = (island.company, island.municipality)
    wrong = [{"authorityId": each["id"], "role": "municipality"} for each in both]
    refused = await island.admin.post("/agreements", json={**body, "parties": wrong})
    assert faults(refused) == {("parties", "role-missing")}
    roles = ("dental_company", "municipality")
    parties = [{"authorityId": each["id"], "role": role} for each, role in zip(both, roles, strict=True)]
    agreement = await island.register.made("/agreements", **body, parties=parties)
    missing = [one["key"] for one in agreement["completeness"]["missingClauses"]]
    assert missing == ["dental_chairs", "dispute"]
    path = f"/agreements/{agreement['id']}"
    filled = await island.admin.post(f"{path}/template", json={}, headers={"If-Match": "*"})
    completeness = filled.json()["completeness"]
    assert completeness["missingClauses"] == []
    assert [one["key"] for one in completeness["unfilledClauses"]] == ["dental_chairs"]
    terms = await island.get(f"{path}/terms", on="2027-06-01")
    assert (terms["noticeMonths"], terms["earliestEnd"]) == (7, "2028-01-01")
    assert terms["revision"]["dueOn"] == "2028-07-01"


async def test_its_coordinator_is_shared_by_party_and_agreements_may_depart(island: Island) -> None:
    participants = [
        {"key": unit["activity"], "activity": unit["activity"], "authorityId": unit["authorityId"]}
        for unit in island.units
    ]
    cost = {"kind": "coordinator", "label": "Lön", "amount": "900.00"}
    path = f"/family-centres/{island.centre['id']}/settlements"
    found = await island.register.made(path, year=2027, participants=participants, costs=[cost])
    assert found["sheet"]["costs"][0]["split"] == "equal_by_party"
    bears = {one["authorityId"]: one["bears"] for one in found["sheet"]["byAuthority"]}
    assert bears == {island.company["id"]: "450.00", island.municipality["id"]: "450.00"}


async def test_its_wheel_has_its_own_days(island: Island) -> None:
    wheel = await island.get(f"/family-centres/{island.centre['id']}/annual-wheel", year=2027)
    days = {duty["key"]: duty["lastDay"] for month in wheel["months"] for duty in month["duties"]}
    assert days["tooth_day:2027-04-15"] == "2027-04-15"
    assert days["midsummer_clean:2027-06-14"] == "2027-06-20"
    assert days["dental_survey:2027-02-15"] == "2027-02-21"
