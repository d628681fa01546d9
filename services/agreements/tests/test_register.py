import httpx
import pytest
from agreements_parts import Connect, Register, administrator, events, faults

from slussen_chassis.auth import Caller
from slussen_chassis.testing import TestDatabase


async def test_a_registered_authority_is_found_by_its_number_and_announced(
    admin: httpx.AsyncClient, register: Register, database: TestDatabase
) -> None:
    region = await register.region("232100-0164")
    assert region["organisationNumber"] == "2321000164"
    assert region["countyCode"] == "18"
    found = await admin.get("/responsible-authorities", params={"organisationNumber": "232100-0164"})
    assert found.json()["items"] == [region]
    one = await admin.get(f"/responsible-authorities/{region['id']}")
    assert (one.json(), one.headers["etag"]) == (region, '"v1"')
    announced = await events(database)
    assert [event["type"] for event in announced] == [
        "slussen.agreements.responsible-authority.registered.v1"
    ]


async def test_an_organisation_is_registered_once(register: Register, admin: httpx.AsyncClient) -> None:
    await register.region()
    body = {"name": "B", "authorityType": "region", "organisationNumber": "2321000164"}
    answer = await admin.post("/responsible-authorities", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "organisation-number-taken")
    english = await admin.post("/responsible-authorities", json=body, headers={"Accept-Language": "en"})
    assert "organisation number" in english.json()["title"]


async def test_the_same_key_registers_once_and_gets_the_same_answer(
    admin: httpx.AsyncClient, database: TestDatabase
) -> None:
    body = {"name": "R", "authorityType": "region", "organisationNumber": "2321000164"}
    key = {"Idempotency-Key": "register-region"}
    first = await admin.post("/responsible-authorities", json=body, headers=key)
    second = await admin.post("/responsible-authorities", json=body, headers=key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["location"] == first.headers["location"]
    assert len(await events(database)) == 1


async def test_a_municipality_needs_its_code_and_a_region_has_none(admin: httpx.AsyncClient) -> None:
    body = {"name": "K", "organisationNumber": "2120001967"}
    wanted = {**body, "authorityType": "municipality"}
    assert faults(await admin.post("/responsible-authorities", json=wanted)) == {
        ("municipalityCode", "required")
    }
    wanted = {**body, "authorityType": "region", "municipalityCode": "1880"}
    assert faults(await admin.post("/responsible-authorities", json=wanted)) == {
        ("municipalityCode", "not-allowed")
    }
    wanted = {**body, "authorityType": "municipality", "municipalityCode": "1280"}
    assert faults(await admin.post("/responsible-authorities", json=wanted)) == {
        ("municipalityCode", "in-county")
    }


async def test_bad_identifiers_name_field_and_rule(admin: httpx.AsyncClient) -> None:
    body = {"name": "R", "authorityType": "region", "organisationNumber": "2321000165"}
    assert faults(await admin.post("/responsible-authorities", json=body)) == {
        ("organisationNumber", "check-digit")
    }


async def test_only_a_municipality_of_the_county_has_boards(
    register: Register, admin: httpx.AsyncClient, connect: Connect
) -> None:
    region, municipality = await register.region(), await register.municipality()
    answer = await admin.post("/boards", json={"authorityId": region["id"], "name": "N"})
    assert faults(answer) == {("authorityId", "municipality-only")}
    answer = await admin.post("/boards", json={"authorityId": "0" * 32, "name": "N"})
    assert faults(answer) == {("authorityId", "unknown")}
    other = connect(administrator("12"))
    answer = await other.post("/boards", json={"authorityId": municipality["id"], "name": "N"})
    assert faults(answer) == {("authorityId", "in-county")}


async def test_a_municipalitys_boards_have_different_names(
    register: Register, admin: httpx.AsyncClient
) -> None:
    municipality = await register.municipality()
    body = {"authorityId": municipality["id"], "name": "Socialnämnden"}
    board = await register.made("/boards", **body)
    answer = await admin.post("/boards", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "board-name-taken")
    listed = await admin.get("/boards", params={"authorityId": municipality["id"]})
    assert listed.json()["items"] == [board]
    assert (await admin.get("/boards")).json()["items"] == [board]


async def test_a_unit_of_a_municipality_with_boards_needs_one_of_them(
    register: Register, admin: httpx.AsyncClient
) -> None:
    whole = await register.whole()
    body = {
        "name": "Ö",
        "hsaId": "SE2120001967-9",
        "authorityId": whole["municipality"]["id"],
        "branch": "education",
        "validFrom": "2026-03-01",
    }
    assert faults(await admin.post("/units", json=body)) == {("boardId", "required")}
    foreign = {**body, "authorityId": whole["region"]["id"], "boardId": whole["boards"][0]["id"]}
    assert faults(await admin.post("/units", json=foreign)) == {("boardId", "of-authority")}


async def test_a_units_faults_are_all_named(register: Register, admin: httpx.AsyncClient) -> None:
    region = await register.region()
    body = {
        "name": "B",
        "hsaId": "SE2321000164-1",
        "authorityId": region["id"],
        "branch": "health",
        "professions": ["midwife", "midwife"],
        "municipalityCode": "1280",
        "validFrom": "2026-03-02",
        "validThrough": "2026-03-01",
    }
    assert faults(await admin.post("/units", json=body)) == {
        ("validThrough", "order"),
        ("municipalityCode", "in-county"),
        ("professions", "unique"),
    }
    assert faults(await admin.post("/units", json={**body, "authorityId": "0" * 32})) == {
        ("authorityId", "unknown")
    }


async def test_a_regions_units_lie_in_its_county_and_a_private_providers_anywhere(
    register: Register, connect: Connect
) -> None:
    region = await register.region()
    private = await register.made(
        "/responsible-authorities",
        name="Vård AB",
        authorityType="private_provider",
        organisationNumber="5560360793",
    )
    skane = Register(connect(administrator("12")))
    body = {
        "name": "B",
        "hsaId": "SE2321000164-1",
        "authorityId": region["id"],
        "branch": "health",
        "validFrom": "2026-03-01",
    }
    assert faults(await skane.admin.post("/units", json=body)) == {("authorityId", "in-county")}
    unit = await skane.made("/units", **{**body, "authorityId": private["id"]})
    assert unit["countyCode"] == "12"


async def test_a_unit_is_found_by_its_hsa_id_and_registered_once(
    register: Register, admin: httpx.AsyncClient
) -> None:
    region = await register.region()
    unit = await register.unit(region["id"], "child_health_care", "SE2321000164-1002")
    found = await admin.get("/units", params={"hsaId": "se2321000164-1002"})
    assert found.json()["items"] == [unit]
    body = {
        "name": "B",
        "hsaId": "SE2321000164-1002",
        "authorityId": region["id"],
        "branch": "health",
        "validFrom": "2026-03-01",
    }
    answer = await admin.post("/units", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "hsa-id-taken")


async def test_a_list_comes_in_pages_and_holds_ones_own_county(
    register: Register, admin: httpx.AsyncClient, connect: Connect
) -> None:
    region = await register.region()
    for number in range(3):
        await register.unit(region["id"], "child_health_care", f"SE2321000164-{number}", name=f"B{number}")
    first = (await admin.get("/units", params={"limit": 2})).json()
    assert ([unit["name"] for unit in first["items"]], first["nextOffset"]) == (["B0", "B1"], 2)
    rest = (await admin.get("/units", params={"limit": 2, "offset": 2})).json()
    assert ([unit["name"] for unit in rest["items"]], rest["nextOffset"]) == (["B2"], None)
    skane = connect(administrator("12"))
    assert (await skane.get("/units")).json()["items"] == []
    assert len((await skane.get("/units", params={"countyCode": "18"})).json()["items"]) == 3
    national = connect(administrator("00"))
    assert len((await national.get("/responsible-authorities")).json()["items"]) == 1


async def test_a_change_is_announced_with_the_whole_state_and_the_next_version(
    register: Register, admin: httpx.AsyncClient, database: TestDatabase
) -> None:
    region = await register.region()
    unit = await register.unit(region["id"], "child_health_care", "SE2321000164-1002")
    body = {
        "name": "BVC Nya",
        "branch": "health",
        "activity": "child_health_care",
        "professions": ["child_health_nurse", "physician"],
        "validFrom": "2026-03-01",
    }
    answer = await admin.put(f"/units/{unit['id']}", json=body, headers={"If-Match": '"v1"'})
    assert (answer.status_code, answer.headers["etag"]) == (200, '"v2"')
    assert (await admin.get(f"/units/{unit['id']}")).json() == answer.json()
    last = (await events(database))[-1]
    assert (last["type"], last["aggregate_version"]) == ("slussen.agreements.unit.changed.v1", 2)
    assert '"professions": ["child_health_nurse", "physician"]' in last["data"]
    assert '"hsaId": "SE2321000164-1002"' in last["data"]
    assert '"authorityType": "region"' in last["data"]


async def test_of_two_changes_to_one_version_the_second_is_refused(
    register: Register, admin: httpx.AsyncClient, database: TestDatabase
) -> None:
    region = await register.region()
    unit = await register.unit(region["id"], "child_health_care", "SE2321000164-1002")
    body = {"name": "A", "branch": "health", "activity": "child_health_care", "validFrom": "2026-03-01"}
    read = {"If-Match": '"v1"'}
    first = await admin.put(f"/units/{unit['id']}", json=body, headers=read)
    second = await admin.put(f"/units/{unit['id']}", json={**body, "name": "B"}, headers=read)
    assert (first.status_code, second.status_code) == (200, 412)
    assert (await admin.get(f"/units/{unit['id']}")).json()["name"] == "A"
    assert len(await events(database)) == 3
    blind = await admin.put(f"/units/{unit['id']}", json=body)
    assert (blind.status_code, blind.json()["code"]) == (428, "precondition-required")


async def test_a_county_changes_only_its_own_register(
    register: Register, connect: Connect, database: TestDatabase
) -> None:
    whole = await register.whole()
    skane = connect(administrator("12"))
    unit = whole["units"][1]
    body = {"name": "A", "branch": "health", "activity": "child_health_care", "validFrom": "2026-03-01"}
    answer = await skane.put(f"/units/{unit['id']}", json=body, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["code"]) == (403, "other-county")
    centre = {
        "name": "C",
        "municipalityCode": "1280",
        "profileId": "skane",
        "activities": [{"activity": "child_health_care", "unitId": unit["id"]}],
        "validFrom": "2026-03-01",
    }
    answer = await skane.put(
        f"/family-centres/{whole['centre']['id']}", json=centre, headers={"If-Match": "*"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "other-county")
    assert faults(await skane.post("/family-centres", json=centre)) == {("activities.0.unitId", "in-county")}
    national = connect(administrator("00"))
    body = {"name": "R", "authorityType": "other", "organisationNumber": "5560360793"}
    assert (await national.post("/responsible-authorities", json=body)).status_code == 403
    denied = await database.rows("SELECT action FROM audit_entry WHERE outcome = 'denied' ORDER BY at")
    assert [row["action"] for row in denied] == [
        "changeUnit",
        "changeFamilyCentre",
        "registerResponsibleAuthority",
    ]


@pytest.mark.parametrize("path", ["/responsible-authorities", "/units", "/family-centres"])
async def test_what_is_not_there_is_a_404(admin: httpx.AsyncClient, path: str) -> None:
    assert (await admin.get(f"{path}/{'0' * 32}")).status_code == 404


async def test_every_route_asks_for_its_scope(connect: Connect) -> None:
    reader = connect(Caller("reader", "user", frozenset({"agreements:read"}), "18"))
    assert (await reader.get("/units")).status_code == 200
    body = {"name": "R", "authorityType": "region", "organisationNumber": "2321000164"}
    answer = await reader.post("/responsible-authorities", json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")
    nobody = connect(Caller("nobody", "client", frozenset(), "18"))
    for path in ("/units", "/boards", "/responsible-authorities", "/family-centres", "/agreements"):
        assert (await nobody.get(path)).status_code == 403
    assert (await connect(None).get("/units")).status_code == 401
