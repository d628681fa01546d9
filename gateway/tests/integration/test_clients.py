"""Systems that connect: registered, decided on by another, told to the gateway, and shut out within a minute."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import nats
import pytest
import standing
from hypothesis import given
from hypothesis import strategies as st
from integration_parts import MUNICIPALITY, REGION, Deliver, envelope
from joserfc.jwk import ECKey
from nats.js.errors import NotFoundError
from nats.js.kv import KeyValue

from slussen_chassis.app import Service
from slussen_chassis.auth import Caller
from slussen_chassis.errors import ConflictError, ForbiddenError
from slussen_chassis.testing import client_for, staff
from slussen_chassis.worker import WorkerParts
from slussen_contracts.agreements.events import ResponsibleAuthorityRegistered
from slussen_gateway.integration import publishing
from slussen_gateway.integration.domain import clients as domain
from slussen_gateway.integration.domain.clients import Client
from slussen_gateway.integration.settings import IntegrationSettings

NOW = datetime(2026, 11, 28, 8, tzinfo=UTC)
NUMBER = "2321991818"
KEY = ECKey.generate_key("P-256", {"kid": "2026-11"}, private=True)


def developer(authority: UUID = REGION, name: str = "dag") -> Caller:
    return staff("clients:read clients:register", authority=authority, subject=name)


def administrator(authority: UUID = REGION, name: str = "rut") -> Caller:
    return staff("clients:read clients:approve", authority=authority, subject=name)


async def call(app: Service, caller: Caller, method: str, path: str, body: Any = None) -> Any:
    async with client_for(app, caller, "integration") as http:
        return await http.request(method, f"/integration/v1/clients{path}", json=body)


async def registered(app: Service, **more: Any) -> dict[str, Any]:
    body = {"name": "Journalen", "clientId": "journal-x", "scopes": ["consent:record", "events:read"], **more}
    answer = await call(app, developer(), "POST", "", body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


# The rules -----------------------------------------------------------------------------------------------------

SCOPES = st.frozensets(
    st.sampled_from(["consent:record", "events:read", "statistics:read-published"]), min_size=1
)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "approve", "refuse", "suspend", "resume", "revoke"]),
        st.sampled_from(["dag", "rut", "siv"]),
        SCOPES,
    ),
    max_size=12,
)


def new(scopes: frozenset[str], *, is_sandbox: bool = False) -> Client:
    client = Client(
        *(uuid4(), "x", "X", REGION, "18", "baseline", "requested", frozenset(), scopes, "dag", NOW, NOW)
    )
    return domain.register(client, is_sandbox=is_sandbox)


def acted(client: Client, act: str, by: str, scopes: frozenset[str]) -> Client:
    match act:
        case "ask":
            return domain.ask_for(client, scopes, by=by, at=NOW, is_sandbox=False)
        case "approve":
            return domain.approve(client, by=by, at=NOW)
        case "resume":
            return domain.resume(client, by=by, at=NOW)
    return {"refuse": domain.refuse, "suspend": domain.suspend, "revoke": domain.revoke}[act](
        client, "skäl", by=by, at=NOW
    )


@given(SCOPES, ACTS)
def test_nothing_of_anyone_is_given_without_another_persons_approval(
    scopes: frozenset[str], acts: list[tuple[str, str, frozenset[str]]]
) -> None:
    client = new(scopes)
    approved: frozenset[str] = frozenset()
    askers = dict.fromkeys(client.wanted, "dag")
    for act, by, more in acts:
        asked = client.wanted
        try:
            client = acted(client, act, by, more)
        except (ConflictError, ForbiddenError):
            continue
        if act == "approve":
            assert by not in {askers[scope] for scope in asked}
            approved |= asked
        askers |= dict.fromkeys(client.wanted - asked, by)
        assert client.scopes <= approved | domain.OPEN
        assert not client.scopes & client.wanted
        assert not (client.scopes and client.state == "requested"), "what is given has its effect"


@given(SCOPES, ACTS)
def test_a_grant_that_has_ended_never_comes_back(
    scopes: frozenset[str], acts: list[tuple[str, str, frozenset[str]]]
) -> None:
    ended = domain.revoke(new(scopes), "skäl", by="rut", at=NOW)
    for act, by, more in acts:
        with pytest.raises(ConflictError):
            acted(ended, act, by, more)


def test_in_a_sandbox_all_is_given_at_once() -> None:
    client = new(frozenset({"consent:record"}), is_sandbox=True)
    assert (client.state, client.scopes, client.wanted) == ("active", {"consent:record"}, frozenset())


# Over HTTP -----------------------------------------------------------------------------------------------------


async def test_a_developer_registers_and_another_person_approves(app: Service) -> None:
    found = await registered(app, scopes=["consent:record", "statistics:read-published"])
    assert (found["state"], found["scopes"]) == ("active", ["statistics:read-published"])
    assert found["wantedScopes"] == ["consent:record"]
    own = await call(app, replace(administrator(), subject="dag"), "POST", f"/{found['id']}/approval", {})
    assert (own.status_code, own.json()["code"]) == (403, "own-request")
    answer = await call(app, administrator(), "POST", f"/{found['id']}/approval", {})
    assert answer.json()["scopes"] == ["consent:record", "statistics:read-published"]
    again = await call(app, administrator(), "POST", f"/{found['id']}/approval", {})
    assert again.json()["code"] == "nothing-to-decide"


async def test_another_authority_sees_and_decides_nothing(app: Service) -> None:
    found = await registered(app)
    stranger = administrator(MUNICIPALITY)
    assert (await call(app, stranger, "GET", "")).json()["items"] == []
    for method, path in (("GET", ""), ("POST", "/approval")):
        answer = await call(app, stranger, method, f"/{found['id']}{path}", {} if path else None)
        assert answer.json()["code"] == "client-not-found"
    taken = await call(
        app,
        developer(MUNICIPALITY),
        "POST",
        "",
        {"name": "x", "clientId": "journal-x", "scopes": ["events:read"]},
    )
    assert taken.json()["code"] == "client-exists"


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"clientId": None}, "one-of"),
        ({"publicKey": KEY.as_dict(private=False)}, "one-of"),
        ({"clientId": None, "publicKey": KEY.as_dict(private=True)}, "private"),
        ({"clientId": None, "publicKey": {"kty": "oct", "k": "eA"}}, "private"),
        ({"clientId": None, "publicKey": {"kty": "EC"}}, "jwk"),
        ({"clientId": "a b"}, "string-pattern-mismatch"),
        ({"scopes": ["agreements:administer"]}, "literal-error"),
        ({"scopes": []}, "too-short"),
    ],
    ids=["neither", "both", "private", "secret", "no key", "name", "scope", "no scope"],
)
async def test_what_is_no_registration_is_explained(app: Service, changed: dict[str, Any], rule: str) -> None:
    body = {"name": "x", "clientId": "journal-x", "scopes": ["events:read"], **changed}
    answer = await call(app, developer(), "POST", "", {k: v for k, v in body.items() if v is not None})
    assert answer.status_code == 422
    assert rule in {fault["rule"] for fault in answer.json()["errors"]}


async def test_a_key_alone_needs_an_issuer_that_registers(app: Service) -> None:
    body = {"name": "x", "publicKey": KEY.as_dict(private=False), "scopes": ["events:read"]}
    answer = await call(app, developer(), "POST", "", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "registration-not-offered")


async def test_the_pages_show_and_decide(app: Service) -> None:
    found = await registered(app)
    form = {"content-type": "application/x-www-form-urlencoded"}
    path = f"/integration/pages/clients/{found['id']}"
    async with client_for(app, administrator(), "integration") as http:
        page = await http.get("/integration/pages/clients")
        assert "Journalen" in page.text
        assert "Registrera ett system</h2>" not in page.text, "who decides does not register"
        refused = await http.post(f"{path}/decision", content="act=refuse", headers=form)
        assert refused.status_code == 422
        assert "skriv ett skäl" in refused.text
        answer = await http.post(f"{path}/decision", content="act=approve", headers=form)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{path}?said=client-decided")
        assert "Aktivt" in (await http.get(path)).text
    async with client_for(app, developer(), "integration") as http:
        wrong = await http.post(
            "/integration/pages/clients", content="name=x&scopes=events:read&publicKey=%7B", headers=form
        )
        assert wrong.status_code == 422
        answer = await http.post(f"{path}/scopes", content="scopes=webhooks:manage", headers=form)
        assert answer.status_code == 303
        english = await http.get(path, headers={"accept-language": "en"})
        assert "webhooks:manage" in english.text
        assert (await http.post(f"{path}/decision", content="act=approve", headers=form)).status_code == 403


# To the gateway ------------------------------------------------------------------------------------------------


@pytest.fixture
async def told(
    nats_url: str, settings: IntegrationSettings, worker_database: Any
) -> AsyncIterator[WorkerParts]:
    connection = await nats.connect(nats_url)
    js = connection.jetstream()
    for name in ("sessions", "logouts", "grants", "directory"):
        with contextlib.suppress(NotFoundError):
            await js.delete_key_value(name)
        await js.create_key_value(bucket=name, storage="memory")
    yield WorkerParts(worker_database, connection, settings)
    await connection.close()


@pytest.fixture
async def grants(told: WorkerParts, deliver: Deliver) -> KeyValue:
    event = {
        **envelope(REGION),
        "name": "Regionen",
        "authority_type": "region",
        "organisation_number": NUMBER,
    }
    await deliver(ResponsibleAuthorityRegistered.model_validate(event))
    return await told.nats.jetstream().key_value("grants")


async def grant(grants: KeyValue) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((await grants.get("client.journal-x")).value or b"")
    return found


async def test_a_grant_reaches_the_gateway_and_leaves_it(
    app: Service, told: WorkerParts, grants: KeyValue
) -> None:
    found = await registered(app)
    await publishing.publish_grants(told)
    assert await grants_hold(grants) == 0
    await call(app, administrator(), "POST", f"/{found['id']}/approval", {})
    await publishing.publish_grants(told)
    assert await grant(grants) == {
        "clientId": "journal-x",
        "state": "active",
        "countyCode": "18",
        "organisationNumber": NUMBER,
        "scopes": ["consent:record", "events:read"],
        "level": "baseline",
        "unitHsaId": None,
    }
    for path, method, body, state in (
        ("suspension", "POST", {"reason": "x"}, "suspended"),
        ("suspension", "DELETE", None, "active"),
        ("revocation", "POST", {"reason": "x"}, "suspended"),
    ):
        answer = await call(app, administrator(), method, f"/{found['id']}/{path}", body)
        assert answer.status_code == 200, answer.text
        await publishing.publish_grants(told)
        assert (await grant(grants))["state"] == state


async def grants_hold(grants: KeyValue) -> int:
    return (await grants.status()).values


async def test_what_only_waits_is_told_to_nobody(app: Service, told: WorkerParts, grants: KeyValue) -> None:
    found = await registered(app)
    await call(app, administrator(), "POST", f"/{found['id']}/refusal", {"reason": "x"})
    await publishing.publish_grants(told)
    assert await grants_hold(grants) == 0


async def test_a_client_id_that_is_anothers_is_not_taken_over(
    app: Service, told: WorkerParts, grants: KeyValue
) -> None:
    await grants.put("client.journal-x", b'{"clientId": "journal-x", "state": "active", "countyCode": "12"}')
    found = await registered(app)
    await call(app, administrator(), "POST", f"/{found['id']}/approval", {})
    await publishing.publish_grants(told)
    await publishing.publish_grants(told)
    assert (await grant(grants))["countyCode"] == "12"
    shown = (await call(app, developer(), "GET", f"/{found['id']}")).json()
    assert (shown["state"], shown["scopes"]) == ("refused", [])
    assert "annat system" in shown["reason"]


async def test_a_revocation_shuts_the_system_out_at_the_real_gateway(
    app: Service, told: WorkerParts, grants: KeyValue, nats_url: str, tmp_path: Any
) -> None:
    from echo_service import EchoService
    from signing_issuer import SigningIssuer

    issuer, service = SigningIssuer(), EchoService(tmp_path / "s.sock")
    directory = await told.nats.jetstream().key_value("directory")
    await directory.put(f"org.{NUMBER}", json.dumps({**standing.REGION, "authorityId": str(REGION)}).encode())
    found = await registered(app)
    await call(app, administrator(), "POST", f"/{found['id']}/approval", {})
    async with (
        standing.serving(issuer.app) as port,
        standing.serving(service.app, uds=str(service.socket)),
    ):
        issuer.url = f"http://127.0.0.1:{port}"
        environment = standing.environment(issuer, f"unix:{service.socket}", nats_url)
        async with standing.edge(environment) as edge:
            await standing.until_ready(edge)
            bearer = {"authorization": f"Bearer {issuer.client_token('journal-x')}"}

            async def code() -> str:
                answer = await edge.http.get("/consent/v1/thing", headers=bearer)
                return "" if answer.status_code == 200 else str(answer.json()["code"])

            async def until(wanted: str) -> None:
                async with asyncio.timeout(10):
                    while await code() != wanted:
                        await publishing.publish_grants(told)

            assert await code() == "grant-missing"
            await until("")
            await call(app, administrator(), "POST", f"/{found['id']}/revocation", {"reason": "x"})
            await until("grant-suspended")
