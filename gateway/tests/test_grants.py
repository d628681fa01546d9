import asyncio
import json
from typing import Any

import pytest
from echo_service import EchoService
from nats.js.kv import KeyValue
from signing_issuer import SigningIssuer
from standing import JOURNAL_GRANT, REGION, UNIT, Edge, caller_of

Buckets = dict[str, KeyValue]
ADMINISTRATOR = {"subject": "admin", "state": "active", "countyCode": "18", "roles": ["administrator"]}


async def ask(edge: Edge, token: str) -> tuple[int, str]:
    answer = await edge.http.get("/consent/v1/thing", headers={"authorization": f"Bearer {token}"})
    return answer.status_code, answer.json().get("code", "")


async def put(bucket: KeyValue, key: str, value: Any) -> None:
    await bucket.put(key, json.dumps(value).encode())
    await asyncio.sleep(0.05)


async def test_a_suspended_client_is_refused_at_once_with_a_token_that_still_lives(
    edge: Edge, buckets: Buckets, issuer: SigningIssuer
) -> None:
    token = issuer.client_token("journal")
    assert (await ask(edge, token))[0] == 200
    await put(buckets["grants"], "client.journal", JOURNAL_GRANT | {"state": "suspended"})
    assert await ask(edge, token) == (403, "grant-suspended")
    await put(buckets["grants"], "client.journal", JOURNAL_GRANT)
    assert (await ask(edge, token))[0] == 200
    await buckets["grants"].delete("client.journal")
    await asyncio.sleep(0.05)
    assert await ask(edge, token) == (403, "grant-missing")


async def test_rights_come_from_the_grant_and_never_from_the_token(
    edge: Edge, service: EchoService, issuer: SigningIssuer
) -> None:
    token = issuer.client_token(
        "journal", scope="agreements:administer", roles=["administrator"], countyCode="12"
    )
    assert (await ask(edge, token))[0] == 200
    caller = caller_of(service.last)
    assert (caller.scopes, caller.county_code) == (frozenset({"consent:record"}), "18")


async def test_a_client_without_grant_or_with_an_unreadable_one_is_refused(
    edge: Edge, buckets: Buckets, issuer: SigningIssuer
) -> None:
    assert await ask(edge, issuer.client_token("stranger")) == (403, "grant-missing")
    await put(buckets["grants"], "client.journal", {"clientId": "journal", "state": "maybe"})
    assert await ask(edge, issuer.client_token("journal")) == (403, "grant-missing")
    await buckets["grants"].put("client.journal", b"not json")
    assert await ask(edge, issuer.client_token("journal")) == (403, "grant-missing")


async def test_a_users_grant_gives_a_client_of_the_same_name_nothing(
    edge: Edge, buckets: Buckets, issuer: SigningIssuer
) -> None:
    await put(buckets["grants"], "client.admin", ADMINISTRATOR)
    assert await ask(edge, issuer.client_token("admin")) == (403, "grant-missing")


async def test_a_clients_organisation_and_unit_must_be_in_the_register(
    edge: Edge, buckets: Buckets, service: EchoService, issuer: SigningIssuer
) -> None:
    await put(buckets["grants"], "client.a", JOURNAL_GRANT | {"organisationNumber": "2120000000"})
    assert await ask(edge, issuer.client_token("a")) == (403, "authority-unknown")
    await put(buckets["directory"], "org.2120000000", REGION)
    assert (await ask(edge, issuer.client_token("a")))[0] == 200
    await put(buckets["grants"], "client.b", JOURNAL_GRANT | {"unitHsaId": "SE2321000164-NONE"})
    assert await ask(edge, issuer.client_token("b")) == (403, "unit-unknown")
    await put(buckets["grants"], "client.b", JOURNAL_GRANT | {"unitHsaId": "SE2321000164-MVC1"})
    assert (await ask(edge, issuer.client_token("b")))[0] == 200
    assert caller_of(service.last).activity == "maternal_health_care"


async def test_a_reader_of_published_figures_needs_no_registered_organisation(
    edge: Edge, buckets: Buckets, service: EchoService, issuer: SigningIssuer
) -> None:
    grant = JOURNAL_GRANT | {"organisationNumber": "2120000000", "scopes": ["statistics:read-published"]}
    await put(buckets["grants"], "client.bi", grant)
    assert (await ask(edge, issuer.client_token("bi")))[0] == 200
    assert caller_of(service.last).authority_id is None


async def test_an_administrator_without_unit_acts_by_grant_even_before_the_organisation_is_registered(
    edge: Edge, buckets: Buckets, service: EchoService, issuer: SigningIssuer
) -> None:
    issuer.user = {"sub": "admin", "name": "Administratör", "roles": ["administrator"]}
    assert await ask(edge, issuer.user_token()) == (403, "grant-missing")
    await put(buckets["grants"], "user.admin", ADMINISTRATOR | {"organisationNumber": "2120000000"})
    assert (await ask(edge, issuer.user_token()))[0] == 200
    caller = caller_of(service.last)
    assert (caller.authority_id, caller.unit_id, caller.county_code) == (None, None, "18")
    assert "agreements:administer" in caller.scopes


async def test_a_signatory_of_an_unregistered_organisation_is_told_so(
    edge: Edge, buckets: Buckets, issuer: SigningIssuer
) -> None:
    issuer.user = {"sub": "signer", "name": "Firmatecknare", "roles": ["signatory"]}
    grant = {"subject": "signer", "state": "active", "countyCode": "18", "organisationNumber": "2120000000"}
    await put(buckets["grants"], "user.signer", grant)
    assert await ask(edge, issuer.user_token()) == (403, "authority-unknown")


async def test_a_user_of_an_unknown_unit_is_told_what_is_missing_and_no_value_is_echoed(
    edge: Edge, issuer: SigningIssuer
) -> None:
    issuer.user["healthCareUnitHsaId"] = "SE2321000164-GONE"
    headers = {"authorization": f"Bearer {issuer.user_token()}", "accept-language": "en"}
    answer = await edge.http.get("/consent/v1/thing", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "unit-unknown")
    assert "register" in answer.json()["detail"]
    assert "GONE" not in answer.text


async def test_a_suspended_user_is_refused_whatever_the_issuer_says(
    edge: Edge, buckets: Buckets, issuer: SigningIssuer
) -> None:
    token = issuer.user_token()
    assert (await ask(edge, token))[0] == 200
    suspended = {"subject": issuer.user["sub"], "state": "suspended", "countyCode": "18"}
    await put(buckets["grants"], f"user.{issuer.user['sub']}", suspended)
    assert await ask(edge, token) == (403, "grant-suspended")


async def test_a_unit_that_moves_takes_its_people_along(
    edge: Edge, buckets: Buckets, service: EchoService, issuer: SigningIssuer
) -> None:
    token = issuer.user_token()
    await ask(edge, token)
    centres = ["00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"]
    await put(
        buckets["directory"], "hsa.SE2321000164-MVC1", UNIT | {"countyCode": "12", "centreIds": centres}
    )
    await ask(edge, token)
    caller = caller_of(service.last)
    assert (caller.county_code, caller.centre_id) == ("12", None)


async def test_a_user_comes_through_another_client_only_within_that_clients_grant(
    edge: Edge, service: EchoService, issuer: SigningIssuer
) -> None:
    assert await ask(edge, issuer.user_token("stranger")) == (403, "grant-missing")
    assert (await ask(edge, issuer.user_token("journal")))[0] == 200
    caller = caller_of(service.last)
    assert (caller.kind, caller.scopes) == ("user", frozenset({"consent:record"}))


@pytest.mark.parametrize(
    "claim", [{"profession": ["midwife"]}, {"healthCareUnitHsaId": 7}, {"acr": "x" * 300}], ids=str
)
async def test_claims_of_another_kind_than_text_are_refused(
    edge: Edge, issuer: SigningIssuer, claim: dict[str, Any]
) -> None:
    assert await ask(edge, issuer.user_token(**claim)) == (401, "invalid-token")


async def test_roles_that_mean_nothing_here_give_nothing(
    edge: Edge, service: EchoService, issuer: SigningIssuer
) -> None:
    await ask(edge, issuer.user_token(roles=["root", 7, "signatory"]))
    signing = {"agreements:read", "agreements:sign", "clients:read", "clients:approve"}
    assert caller_of(service.last).scopes == signing
    await ask(edge, issuer.user_token(roles="administrator"))
    assert caller_of(service.last).scopes == frozenset()


async def test_a_copy_that_missed_something_is_loaded_anew(
    edge: Edge, buckets: Buckets, issuer: SigningIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slussen_gateway.edge.bus.CONFIRM_SECONDS", 0.0)
    monkeypatch.setattr("slussen_gateway.edge.bus.POLL_SECONDS", 0.05)
    grants = edge.app._register.grants
    grants._values.clear()  # as if a change had been missed
    assert await ask(edge, issuer.client_token("journal")) == (403, "grant-missing")
    grants._revision = 0
    async with asyncio.timeout(5):
        while (await ask(edge, issuer.client_token("journal")))[0] != 200:
            await asyncio.sleep(0.05)


async def test_a_copy_that_nobody_has_confirmed_for_too_long_is_not_relied_on(
    edge: Edge, issuer: SigningIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slussen_gateway.edge.bus.STALE_SECONDS", -1.0)
    assert await ask(edge, issuer.client_token("journal")) == (503, "not-ready")
    monkeypatch.setattr("slussen_gateway.edge.bus.STALE_SECONDS", 900.0)
    assert (await ask(edge, issuer.client_token("journal")))[0] == 200
