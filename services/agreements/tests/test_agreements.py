import json
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from agreements_parts import Connect, Register, administrator, events, faults, signatory

from slussen_agreements.domain.tenancy import county_administration
from slussen_chassis.auth import Caller
from slussen_chassis.testing import TestDatabase

ANYTHING = {"If-Match": "*"}


class Draft:
    """A draft for a whole register's centre, and how its parties bring it on."""

    def __init__(self, admin: httpx.AsyncClient, connect: Connect, whole: dict[str, Any]) -> None:
        self.admin = admin
        self.whole = whole
        self.region = connect(signatory(whole["region"]["id"], "region.signatar"))
        self.municipality = connect(signatory(whole["municipality"]["id"], "kommun.signatar"))
        self.id = ""

    def body(self, **more: Any) -> dict[str, Any]:
        parties = [
            {"authorityId": self.whole["region"]["id"], "role": "local_health_centre"},
            {"authorityId": self.whole["municipality"]["id"], "role": "municipality"},
        ]
        centre = self.whole["centre"]["id"]
        return {
            "kind": "local",
            "centreId": centre,
            "parties": parties,
            "validFrom": "2026-03-01",
            **more,
        }

    async def drafted(self) -> dict[str, Any]:
        answer = await self.admin.post("/agreements", json=self.body())
        assert answer.status_code == 201, answer.text
        self.id = answer.json()["id"]
        return dict(answer.json())

    async def filled(self, *, without: str | None = None, **more: str) -> dict[str, Any]:
        catalogue = (await self.admin.get("/clause-catalogue", params={"profileId": "orebro"})).json()
        clauses = {c["key"]: f"Text om {c['label']}" for c in catalogue["clauses"] if c["key"] != without}
        answer = await self.put_clauses({**clauses, **more})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def put_clauses(self, clauses: dict[str, str], **more: Any) -> httpx.Response:
        return await self.admin.put(
            f"/agreements/{self.id}/clauses", json={"clauses": clauses, **more}, headers=ANYTHING
        )

    async def sign(self, client: httpx.AsyncClient, digest: str, **more: Any) -> httpx.Response:
        return await client.post(f"/agreements/{self.id}/signatures", json={"digest": digest, **more})

    async def activate(self) -> httpx.Response:
        return await self.admin.post(f"/agreements/{self.id}/activation")

    async def shown(self) -> dict[str, Any]:
        return dict((await self.admin.get(f"/agreements/{self.id}")).json())

    async def signed_by_all(self) -> dict[str, Any]:
        await self.drafted()
        digest = (await self.filled())["digest"]
        for client in (self.region, self.municipality):
            assert (await self.sign(client, digest)).status_code == 201
        return await self.shown()


@pytest.fixture
async def draft(admin: httpx.AsyncClient, connect: Connect, register: Register) -> Draft:
    return Draft(admin, connect, await register.whole())


async def agreement_events(database: TestDatabase) -> list[dict[str, Any]]:
    """Those that say that an agreement begins or ends to bind."""
    binding = (".agreement.activated.v1", ".agreement.ended.v1")
    return [event for event in await events(database) if event["type"].endswith(binding)]


@pytest.mark.case("AG-01")
async def test_an_agreement_that_lacks_a_clause_is_not_activated_and_the_clause_is_named(
    draft: Draft, database: TestDatabase
) -> None:
    await draft.drafted()
    filled = await draft.filled(without="dispute")
    assert filled["status"] == "draft"
    assert filled["completeness"]["missingClauses"] == [{"key": "dispute", "label": "tvist"}]
    answer = await draft.activate()
    assert answer.json()["code"] == "agreement-not-ready"
    assert faults(answer) == {
        ("clauses.dispute", "clause-missing"),
        ("parties.0", "signature-missing"),
        ("parties.1", "signature-missing"),
    }
    assert "tvist" in answer.json()["detail"]
    assert await draft.shown() == filled
    assert await agreement_events(database) == []


@pytest.mark.case("AG-02")
async def test_an_agreement_that_lacks_a_signature_keeps_waiting_and_the_party_is_named(
    draft: Draft, database: TestDatabase
) -> None:
    await draft.drafted()
    filled = await draft.filled()
    assert filled["status"] == "ready"
    signed = await draft.sign(draft.municipality, filled["digest"])
    assert signed.json()["status"] == "awaiting_signatures"
    answer = await draft.activate()
    assert faults(answer) == {("parties.0", "signature-missing")}
    assert "Region Örebro län (local_health_centre)" in answer.json()["detail"]
    shown = await draft.shown()
    assert shown["status"] == "awaiting_signatures"
    assert shown["completeness"] == {
        "missingClauses": [],
        "missingSignatures": [{"authorityId": draft.whole["region"]["id"], "role": "local_health_centre"}],
        "unfilledClauses": [],
        "complete": False,
    }
    assert await agreement_events(database) == []


@pytest.mark.case("AG-03")
async def test_a_complete_and_signed_agreement_comes_into_force_and_is_announced(
    draft: Draft, database: TestDatabase
) -> None:
    signed = await draft.signed_by_all()
    assert signed["completeness"]["complete"] is True
    answer = await draft.activate()
    assert (answer.status_code, answer.json()["status"]) == (200, "active")
    [announced] = await agreement_events(database)
    assert announced["type"] == "slussen.agreements.agreement.activated.v1"
    assert announced["aggregate_version"] == answer.json()["version"]
    assert json.loads(announced["data"]) == {
        "kind": "local",
        "centreId": draft.whole["centre"]["id"],
        "profileId": "orebro",
        "profileFirstDay": "2026-03-01",
        "partyAuthorityIds": [draft.whole["region"]["id"], draft.whole["municipality"]["id"]],
        "validFrom": "2026-03-01",
        "validThrough": None,
        "referralTimeLimits": [],
    }
    assert (await draft.activate()).json()["code"] == "agreement-status"


@pytest.mark.case("AG-04")
async def test_orebros_catalogue_has_its_17_clauses_in_the_chapters_order(admin: httpx.AsyncClient) -> None:
    answer = await admin.get("/clause-catalogue", params={"profileId": "orebro"})
    assert [clause["key"] for clause in answer.json()["clauses"]] == [
        "parties_and_location",
        "term",
        "purpose_of_agreement",
        "centre_purpose_goals",
        "quality_assurance",
        "cooperation_conditions_time",
        "joint_responsibility",
        "individual_responsibility",
        "steering_group",
        "coordinator",
        "professions",
        "secrecy_information_transfer",
        "crc_work",
        "economy_joint_budget",
        "changes_additions_regional",
        "dispute",
        "signatures",
    ]
    unknown = await admin.get("/clause-catalogue", params={"profileId": "atlantis"})
    assert faults(unknown) == {("profileId", "unknown")}


@pytest.mark.case("AG-05")
async def test_a_heading_of_the_steering_groups_own_is_accepted(draft: Draft) -> None:
    await draft.drafted()
    answer = await draft.put_clauses(
        {"childrens_voice": "Barnen hörs.", "own_key": "Text", "dispute": "Tvist löses lokalt."},
        headings={"childrens_voice": "Barnens röst"},
    )
    assert answer.status_code == 200
    assert [(c["key"], c["label"], c["required"]) for c in answer.json()["clauses"]] == [
        ("dispute", "tvist", True),
        ("childrens_voice", "Barnens röst", False),
        ("own_key", "own_key", False),
    ]
    full = await draft.filled(childrens_voice="Barnen hörs.")
    assert full["completeness"]["missingClauses"] == []


async def test_a_heading_is_not_given_to_a_profiles_clause_or_to_none(draft: Draft) -> None:
    await draft.drafted()
    answer = await draft.put_clauses({"dispute": "T"}, headings={"dispute": "Bråk", "absent": "Inget"})
    assert faults(answer) == {("headings.dispute", "own-clause"), ("headings.absent", "own-clause")}


@pytest.mark.case("AG-15")
async def test_skanes_agreement_without_financing_names_it_among_the_five(connect: Connect) -> None:
    skane = Register(connect(administrator("12")))
    region = await skane.region("2321000255")
    municipality = await skane.made(
        "/responsible-authorities",
        name="Malmö stad",
        authorityType="municipality",
        organisationNumber="2120001124",
        municipalityCode="1280",
    )
    unit = await skane.unit(region["id"], "child_health_care", "SE2321000255-1")
    centre = await skane.centre([unit], municipalityCode="1280", profileId="skane")
    roles = ("region_financed_activities_including_private", "municipality")
    parties = [
        {"authorityId": authority["id"], "role": role}
        for authority, role in zip((region, municipality), roles, strict=True)
    ]
    body = {"kind": "local", "centreId": centre["id"], "parties": parties, "validFrom": "2026-03-01"}
    agreement = await skane.made("/agreements", **body)
    missing = agreement["completeness"]["missingClauses"]
    assert [clause["label"] for clause in missing] == [
        "ledningsstruktur",
        "innehåll",
        "samverkan",
        "respektive parts ansvarsområden",
        "finansiering",
    ]
    clauses = {clause["key"]: "Text" for clause in missing if clause["key"] != "financing"}
    filled = await skane.admin.put(
        f"/agreements/{agreement['id']}/clauses", json={"clauses": clauses}, headers=ANYTHING
    )
    assert filled.json()["completeness"]["missingClauses"] == [{"key": "financing", "label": "finansiering"}]


async def test_a_drafts_faults_are_all_named(draft: Draft, register: Register, connect: Connect) -> None:
    parties = [{"authorityId": str(uuid4()), "role": "landlord"}] * 2
    answer = await draft.admin.post(
        "/agreements", json=draft.body(parties=parties, validThrough="2026-02-01")
    )
    assert faults(answer) == {
        ("validThrough", "order"),
        ("parties", "role-missing"),
        ("parties", "unique"),
        *{(f"parties.{place}.authorityId", "unknown") for place in (0, 1)},
        *{(f"parties.{place}.role", "of-profile") for place in (0, 1)},
    }
    answer = await draft.admin.post("/agreements", json=draft.body(centreId=str(uuid4())))
    assert faults(answer) == {("centreId", "unknown")}
    answer = await draft.admin.post("/agreements", json=draft.body(validFrom="2026-02-28"))
    assert faults(answer) == {("validFrom", "profile-in-force")}
    answer = await connect(administrator("12")).post("/agreements", json=draft.body())
    assert answer.json()["code"] == "other-county"


async def test_who_drafts_for_an_authority_is_a_party(draft: Draft, connect: Connect) -> None:
    scopes = frozenset({"agreements:administer", "agreements:read"})
    stranger = connect(Caller("coordinator", "user", scopes, "18", uuid4()))
    answer = await stranger.post("/agreements", json=draft.body())
    assert faults(answer) == {("parties", "own-authority")}
    own = connect(Caller("coordinator", "user", scopes, "18", UUID(draft.whole["municipality"]["id"])))
    answer = await own.post("/agreements", json=draft.body())
    assert answer.status_code == 201


async def test_an_agreement_is_seen_by_its_parties_and_its_county_alone(
    draft: Draft, connect: Connect, database: TestDatabase
) -> None:
    await draft.drafted()
    path = f"/agreements/{draft.id}"
    for client in (draft.admin, draft.region, draft.municipality):
        assert (await client.get(path)).status_code == 200
        assert [found["id"] for found in (await client.get("/agreements")).json()["items"]] == [draft.id]
    stranger = connect(signatory(str(uuid4()), "stranger"))
    unread = await stranger.get(path)
    absent = await stranger.get(f"/agreements/{uuid4()}")
    assert (unread.status_code, absent.status_code) == (404, 404)
    assert unread.json()["title"] == absent.json()["title"]
    assert (await stranger.get("/agreements")).json()["items"] == []
    assert (await draft.sign(stranger, "0" * 64)).status_code == 404
    assert (await connect(administrator("12")).get(path)).status_code == 404
    nobody = connect(Caller("client", "client", frozenset({"agreements:read"}), "18"))
    assert (await nobody.get(path)).status_code == 404
    denied = await database.rows(
        "SELECT actor, action FROM audit_entry WHERE outcome = 'denied' ORDER BY at LIMIT 1"
    )
    assert denied == [{"actor": "stranger", "action": "getAgreement"}]


async def seen_as(database: TestDatabase, reader: UUID) -> int:
    """How many agreements the application's role sees under a reader, whatever it asks for."""
    connection = await asyncpg.connect(database.urls.app)
    try:
        await connection.execute("SELECT set_config('app.authority', $1, false)", str(reader))
        return int(await connection.fetchval("SELECT count(*) FROM agreement"))
    finally:
        await connection.close()


async def test_row_security_hides_an_agreement_whatever_the_query_says(
    draft: Draft, database: TestDatabase
) -> None:
    await draft.drafted()
    [row] = await database.rows("SELECT responsible_authority_id, grants FROM agreement")
    administration = county_administration("18")
    assert row["responsible_authority_id"] == administration
    region = UUID(draft.whole["region"]["id"])
    assert set(row["grants"]) == {region, UUID(draft.whole["municipality"]["id"]), administration}
    seen = {reader: await seen_as(database, reader) for reader in (*row["grants"], uuid4())}
    assert list(seen.values()) == [1, 1, 1, 0]


async def test_every_access_to_an_agreement_leaves_a_trace(draft: Draft, database: TestDatabase) -> None:
    await draft.signed_by_all()
    await draft.activate()
    await draft.admin.get("/agreements", params={"centreId": draft.whole["centre"]["id"]})
    rows = await database.rows(
        "SELECT action, actor, resource_id FROM audit_entry WHERE outcome = 'permitted' ORDER BY at"
    )
    assert [(row["action"], row["actor"]) for row in rows] == [
        ("agreement.draft", "admin"),
        ("agreement.fill", "admin"),
        ("agreement.sign", "region.signatar"),
        ("agreement.sign", "kommun.signatar"),
        ("agreement.read", "admin"),
        ("agreement.activate", "admin"),
        ("agreement.list", "admin"),
    ]
    assert {row["resource_id"] for row in rows} == {UUID(draft.id), None}


async def test_a_signature_keeps_who_when_and_over_what(draft: Draft, database: TestDatabase) -> None:
    signed = await draft.signed_by_all()
    assert signed["signatures"][0] == {
        "authorityId": draft.whole["region"]["id"],
        "role": "local_health_centre",
        "subject": "region.signatar",
        "assuranceLevel": "loa3",
        "digest": signed["digest"],
        "signedAt": "2026-11-22T08:30:00.000000Z",
    }
    rows = await database.rows("SELECT responsible_authority_id FROM agreement_signature ORDER BY id")
    assert [str(row["responsible_authority_id"]) for row in rows] == [
        draft.whole["region"]["id"],
        draft.whole["municipality"]["id"],
    ]


async def test_only_what_was_read_is_signed(draft: Draft) -> None:
    await draft.drafted()
    incomplete = await draft.filled(without="dispute")
    answer = await draft.sign(draft.region, incomplete["digest"])
    assert faults(answer) == {("clauses.dispute", "clause-missing")}
    complete = await draft.filled()
    assert complete["digest"] != incomplete["digest"]
    answer = await draft.sign(draft.region, incomplete["digest"])
    assert answer.json()["code"] == "digest-mismatch"
    assert (await draft.shown())["signatures"] == []


async def test_a_party_signs_once_and_only_a_person_of_a_party_signs(draft: Draft, connect: Connect) -> None:
    await draft.drafted()
    digest = (await draft.filled())["digest"]
    assert (await draft.sign(draft.region, digest)).status_code == 201
    assert (await draft.sign(draft.region, digest)).json()["code"] == "already-signed"
    assert (await draft.sign(draft.admin, digest)).json()["code"] == "not-a-party"
    machine = connect(
        Caller(
            "journal",
            "client",
            frozenset({"agreements:sign"}),
            "18",
            UUID(draft.whole["municipality"]["id"]),
        )
    )
    assert (await draft.sign(machine, digest)).json()["code"] == "not-a-party"
    answer = await draft.sign(draft.municipality, digest, role="local_health_centre")
    assert answer.json()["code"] == "not-a-party"


async def test_an_authority_that_is_a_party_twice_says_in_which_role_it_signs(draft: Draft) -> None:
    municipality = draft.whole["municipality"]["id"]
    parties = [*draft.body()["parties"], {"authorityId": municipality, "role": "other"}]
    answer = await draft.admin.post("/agreements", json=draft.body(parties=parties))
    draft.id = answer.json()["id"]
    digest = (await draft.filled())["digest"]
    assert faults(await draft.sign(draft.municipality, digest)) == {("role", "required")}
    for role in ("municipality", "other"):
        assert (await draft.sign(draft.municipality, digest, role=role)).status_code == 201
    assert len((await draft.shown())["completeness"]["missingSignatures"]) == 1


async def test_a_signed_agreement_is_not_edited(draft: Draft) -> None:
    await draft.drafted()
    digest = (await draft.filled())["digest"]
    await draft.sign(draft.region, digest)
    answer = await draft.put_clauses({"dispute": "Något annat"})
    assert (answer.status_code, answer.json()["code"]) == (409, "agreement-signed")
    assert (await draft.shown())["digest"] == digest


async def test_of_two_edits_of_one_version_the_second_is_refused(draft: Draft) -> None:
    drafted = await draft.drafted()
    path, read = f"/agreements/{draft.id}/clauses", {"If-Match": f'"v{drafted["version"]}"'}
    first = await draft.admin.put(path, json={"clauses": {"dispute": "A"}}, headers=read)
    second = await draft.admin.put(path, json={"clauses": {"dispute": "B"}}, headers=read)
    assert (first.status_code, second.status_code) == (200, 412)
    assert first.headers["etag"] == '"v2"'
    assert (await draft.shown())["clauses"][0]["text"] == "A"
    assert (await draft.admin.put(path, json={"clauses": {}})).status_code == 428


async def test_a_failing_activation_leaves_nothing(draft: Draft, database: TestDatabase) -> None:
    await draft.drafted()
    before = await database.rows("SELECT * FROM agreement")
    answer = await draft.admin.post(
        f"/agreements/{draft.id}/activation", headers={"Idempotency-Key": "activate"}
    )
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == 19
    assert await database.rows("SELECT * FROM agreement") == before
    assert await database.rows("SELECT * FROM idempotency_key") == []
    assert await agreement_events(database) == []


async def test_the_same_key_activates_once(draft: Draft, database: TestDatabase) -> None:
    await draft.signed_by_all()
    path, key = f"/agreements/{draft.id}/activation", {"Idempotency-Key": "activate"}
    first = await draft.admin.post(path, headers=key)
    second = await draft.admin.post(path, headers=key)
    assert first.content == second.content
    assert second.headers["etag"] == first.headers["etag"]
    assert len(await agreement_events(database)) == 1


async def end(draft: Draft, last_day: str) -> httpx.Response:
    return await draft.admin.post(f"/agreements/{draft.id}/ending", json={"lastDay": last_day})


async def test_an_agreement_ends_on_a_day_that_has_come_and_that_is_announced(
    draft: Draft, database: TestDatabase
) -> None:
    await draft.signed_by_all()
    assert (await end(draft, "2026-11-22")).json()["code"] == "agreement-status"
    await draft.activate()
    assert faults(await end(draft, "2026-11-23")) == {("lastDay", "has-come")}
    assert faults(await end(draft, "2026-02-28")) == {("lastDay", "order")}
    answer = await end(draft, "2026-11-22")
    assert (answer.json()["status"], answer.json()["validThrough"]) == ("ended", "2026-11-22")
    last = (await agreement_events(database))[-1]
    assert last["type"] == "slussen.agreements.agreement.ended.v1"
    assert json.loads(last["data"])["validThrough"] == "2026-11-22"
    assert (await draft.sign(draft.region, answer.json()["digest"])).json()["code"] == "agreement-status"
    assert (await draft.put_clauses({})).json()["code"] == "agreement-signed"
