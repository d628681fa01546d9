"""Who may do what: every route has a scope, and each role is let in by its own scopes and no others."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from agreements_parts import Connect, Register, events
from centre_parts import Centre
from lifecycle_parts import ANYTHING, LOCAL_ROLES, County

from slussen_chassis.app import Service
from slussen_chassis.auth import Caller
from slussen_chassis.testing import TestDatabase

ADMINISTER, COORDINATE = "agreements:administer", "agreements:coordinate"
READ, SIGN = "agreements:read", "agreements:sign"
IN_PATH = {"year": "2026", "edition": "1", "key": "annual_report:2026-01-01"}
OPEN = {("get", "/calendars/{secret}.ics"), ("get", "/api-info"), ("get", "/document-keys")}


def of_role(*scopes: str, **more: Any) -> Caller:
    return Caller("nn", "user", frozenset(scopes), "18", **more)


def operations(service: Service) -> list[tuple[str, str, tuple[str, ...]]]:
    paths = service.api.openapi()["paths"]
    found = [
        (method, path, tuple(operation.get("x-required-scopes", ())))
        for path, methods in paths.items()
        for method, operation in methods.items()
        if method in {"get", "put", "post", "delete"}
    ]
    assert len(found) > 80
    return found


async def answers(http: httpx.AsyncClient, method: str, path: str) -> httpx.Response:
    parts = (
        IN_PATH.get(part.strip("{}"), str(uuid4())) if part.startswith("{") else part
        for part in path.split("/")
    )
    made = "/".join(part.removesuffix("}") for part in parts).replace("{year}", "2026")
    body = {} if method == "get" else {"headers": ANYTHING}
    return await http.request(method, made, **body)  # type: ignore[arg-type]


def test_every_route_but_the_secret_calendar_asks_for_a_scope(service: Service) -> None:
    known = {ADMINISTER, COORDINATE, READ, SIGN}
    for method, path, scopes in operations(service):
        if (method, path) not in OPEN:
            assert len(scopes) == 1, path
            assert set(scopes) <= known, path
            is_read = (method == "get" and path not in READ_BY_WRITERS) or path in READING_POSTS
            assert (scopes == (READ,)) is is_read, (method, path)


READING_POSTS = {"/classifications", "/coverage-checks", "/document-verifications"}
READ_BY_WRITERS = {"/county-overview", "/family-centres/{centreId}/calendar-links"}


@pytest.mark.parametrize(
    ("held", "lets_in"),
    [
        ((READ,), {READ}),
        ((READ, SIGN), {READ, SIGN}),
        ((READ, COORDINATE), {READ, COORDINATE}),
        ((READ, ADMINISTER), {READ, COORDINATE, ADMINISTER}),
        ((), set()),
    ],
)
async def test_each_role_is_let_in_by_its_own_scopes_and_no_others(
    service: Service, connect: Connect, held: tuple[str, ...], lets_in: set[str]
) -> None:
    http = connect(of_role(*held))
    for method, path, scopes in operations(service):
        if not scopes or path.endswith("/csv"):
            continue
        answer = await answers(http, method, path)
        code = answer.json().get("code") if "json" in answer.headers.get("content-type", "") else None
        assert (code == "scope-missing") is (scopes[0] not in lets_in), (method, path, answer.text)
        assert answer.status_code < 500, (method, path)


def coordinator(authority_id: str, unit_id: str | None = None) -> Caller:
    return of_role(
        READ, COORDINATE, authority_id=UUID(authority_id), unit_id=UUID(unit_id) if unit_id else None
    )


async def test_a_coordinator_keeps_its_own_centre_and_never_the_register(
    register: Register, connect: Connect
) -> None:
    whole = await register.whole()
    unit, path = whole["units"][0], f"/family-centres/{whole['centre']['id']}"
    own = Centre(connect(coordinator(whole["region"]["id"], unit["id"])), whole["centre"])
    await own.put("/premises", rooms=[])
    await own.post("/meetings", kind="house_meeting", heldOn="2026-11-20")
    for method, where in (
        ("POST", "/units"),
        ("PUT", f"/units/{unit['id']}"),
        ("PUT", path),
        ("POST", "/county-goals"),
    ):
        refused = await own.http.request(method, where, json={}, headers=ANYTHING)
        assert refused.json()["code"] == "scope-missing", where
    for caller in (coordinator(str(uuid4())), of_role(READ, COORDINATE)):
        stranger = Centre(connect(caller), whole["centre"])
        refused = await stranger.try_put("/premises", rooms=[])
        assert (refused.status_code, refused.json()["code"]) == (403, "not-at-centre")


async def test_a_coordinator_prepares_an_agreement_of_its_own_authority_alone_and_ends_none(
    connect: Connect, database: TestDatabase
) -> None:
    county = await County(connect, "18", "orebro").set_up()
    http = connect(coordinator(county.region["id"]))
    body = {
        "kind": "local",
        "centreId": county.centre["id"],
        "parties": county.parties(*LOCAL_ROLES["orebro"]),
        "validFrom": "2026-03-01",
    }
    drafted = (await http.post("/agreements", json=body)).json()
    filled = await http.post(f"/agreements/{drafted['id']}/template", json={}, headers=ANYTHING)
    assert filled.status_code == 200, filled.text
    stranger = connect(coordinator(str(uuid4())))
    assert (await stranger.get(f"/agreements/{drafted['id']}")).status_code == 404
    refused = await stranger.post("/agreements", json=body)
    assert refused.status_code == 422
    ending = await http.post(f"/agreements/{drafted['id']}/ending", json={"lastDay": "2026-11-22"})
    assert ending.json()["code"] == "scope-missing"
    signing = await http.post(f"/agreements/{drafted['id']}/signatures", json={"digest": "0" * 64})
    assert signing.json()["code"] == "scope-missing"
    told = [event["type"].split(".")[2:4] for event in (await events(database))[-2:]]
    assert told == [["agreement", "drafted"], ["agreement", "changed"]]


async def test_every_step_of_an_agreement_is_told_of(connect: Connect, database: TestDatabase) -> None:
    county = await County(connect, "12", "skane").set_up()
    agreement = await county.active("local", LOCAL_ROLES["skane"], "2025-01-01")
    path = f"/agreements/{agreement['id']}"
    await county.admin.post(f"{path}/reviews", json={"reviewedOn": "2026-11-20"}, headers=ANYTHING)
    told = [
        event for event in await events(database) if event["type"].startswith("slussen.agreements.agreement.")
    ]
    steps = ["drafted", "changed", "signed", "signed", "activated", "reviewed"]
    assert [event["type"].split(".")[3] for event in told] == steps
    assert [event["aggregate_version"] for event in told] == [1, 2, 3, 4, 5, 6]
    assert "Text om" not in str(told)
