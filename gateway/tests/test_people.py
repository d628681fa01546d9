"""Private persons: a login by national eID opens their own view and nothing else, and leaves no number behind."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from browser import ORIGIN, Browser
from echo_service import EchoService
from nats.js.kv import KeyValue
from signing_issuer import SigningIssuer, query_of
from standing import Edge, caller_of

CLAIM = "https://id.oidc.se/claim/"
LOA3 = "http://id.elegnamnden.se/loa/1.0/loa3"
NUMBER = "198501012382"
EARLIER = "189001619809"
CUSTODIAN = "2f1c9d0e-5a77-8b1e-9c55-0a6f2f6f7b11"
SUBJECT = "5e0f5c0e-9f1c-4d4e-8a55-0c6f2f6f7b11"
OWN = "/consent/v1/own-consents"
ROOT = Path(__file__).parents[2]
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def browser(edge: Edge, issuer: SigningIssuer, service: EchoService) -> Browser:
    """A browser whose user will prove a personal number at the issuer."""
    issuer.changed_id_claims = {"acr": LOA3, CLAIM + "personalIdentityNumber": NUMBER}
    service.known_as = [CUSTODIAN, SUBJECT]
    return Browser(edge)


async def begin(browser: Browser) -> str:
    answer = await browser.get(f"/auth/login?as=person&returnTo={OWN}")
    return answer.headers["location"]


async def come_back(browser: Browser) -> Any:
    return await browser.get(await browser.at_issuer(await begin(browser)), accept="text/html")


async def log_in(browser: Browser) -> None:
    answer = await browser.arrive(await browser.at_issuer(await begin(browser)))
    assert (answer.status_code, answer.headers["location"]) == (303, OWN)


async def test_a_person_is_asked_for_number_and_level_at_the_issuer_and_logs_in_anew(
    browser: Browser, issuer: SigningIssuer
) -> None:
    pushed = issuer._requests[query_of(await begin(browser))["request_uri"]]
    assert pushed["scope"] == "openid https://id.oidc.se/scope/naturalPersonNumber"
    assert LOA3 in pushed["acr_values"].split()
    assert pushed["prompt"] == "login"
    assert "resource" not in pushed


async def test_the_service_sees_opaque_ids_and_one_scope(browser: Browser, service: EchoService) -> None:
    await log_in(browser)
    assert (await browser.get(OWN)).status_code == 200
    caller = caller_of(service.last)
    assert (caller.kind, caller.subject, caller.scopes) == ("person", CUSTODIAN, {"consent:own"})
    assert list(map(str, caller.known_as)) == [CUSTODIAN, SUBJECT]
    assert (caller.authority_id, caller.unit_id, caller.assurance_level) == (None, None, LOA3)


async def test_the_number_goes_to_the_consent_service_once_and_from_the_system_alone(
    browser: Browser, service: EchoService
) -> None:
    await log_in(browser)
    (asked,) = [one for one in service.requests if one["path"] == "/consent/v1/person-resolutions"]
    assert json.loads(asked["body"])["identifiers"] == [
        {"system": "http://electronichealth.se/identifier/personnummer", "value": NUMBER}
    ]
    caller = caller_of(asked)
    assert (caller.kind, caller.scopes) == ("system", {"persons:resolve"})
    await browser.get(OWN)
    assert NUMBER not in json.dumps([one for one in service.requests if one is not asked])


async def test_neither_the_session_nor_what_is_told_of_it_holds_number_name_or_token(
    browser: Browser, edge: Edge
) -> None:
    await log_in(browser)
    store = edge.app._gatekeeper._authentication._renewal._store
    stored = await store.find(browser.cookies["__Host-slussen"])
    kept = repr(stored.session)
    assert NUMBER not in kept
    assert "Anna" not in kept
    assert stored.session.id_token == ""
    assert stored.session.refresh_token is None
    told = (await browser.get("/auth/session")).text
    assert NUMBER not in told
    assert json.loads(told)["scopes"] == ["consent:own"]


async def test_an_earlier_coordination_number_counts_beside_the_present_number(
    browser: Browser, issuer: SigningIssuer, service: EchoService
) -> None:
    issuer.changed_id_claims[CLAIM + "previousCoordinationNumber"] = EARLIER
    await log_in(browser)
    (asked,) = [one for one in service.requests if one["path"] == "/consent/v1/person-resolutions"]
    assert [one["value"] for one in json.loads(asked["body"])["identifiers"]] == [NUMBER, EARLIER]


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"acr": LOA3}, id="no number"),
        pytest.param({"acr": LOA3, CLAIM + "previousCoordinationNumber": EARLIER}, id="an earlier one alone"),
        pytest.param({"acr": LOA3, CLAIM + "coordinationNumber": EARLIER}, id="coordination, level unknown"),
        pytest.param(
            {
                "acr": LOA3,
                CLAIM + "coordinationNumber": EARLIER,
                CLAIM + "coordinationNumberLevel": "probable",
            },
            id="coordination, probable",
        ),
        pytest.param({CLAIM + "personalIdentityNumber": NUMBER}, id="no level"),
        pytest.param(
            {"acr": "http://id.elegnamnden.se/loa/1.0/loa2", CLAIM + "personalIdentityNumber": NUMBER},
            id="level 2",
        ),
    ],
)
async def test_a_login_that_does_not_show_who_it_is_is_refused_before_anybody_is_asked(
    browser: Browser, issuer: SigningIssuer, service: EchoService, claims: dict[str, str]
) -> None:
    issuer.changed_id_claims = claims
    answer = await come_back(browser)
    assert answer.status_code == 403
    assert NUMBER not in answer.text
    assert "__Host-slussen" not in browser.cookies
    assert service.requests == []


async def test_while_the_consent_service_does_not_answer_nobody_is_let_in(
    browser: Browser, service: EchoService
) -> None:
    service.known_as = []
    assert (await come_back(browser)).status_code == 503
    assert "__Host-slussen" not in browser.cookies


async def test_staff_who_log_in_as_a_person_have_no_more_than_a_person(
    browser: Browser, service: EchoService
) -> None:
    """The test issuer's user is a midwife with a unit and roles; the kind of login decides."""
    await log_in(browser)
    await browser.get(OWN)
    assert caller_of(service.last).scopes == {"consent:own"}


async def test_a_number_in_a_staff_login_is_not_read(browser: Browser, service: EchoService) -> None:
    await browser.log_in()
    await browser.get("/consent/v1/consents")
    caller = caller_of(service.last)
    assert (caller.kind, caller.known_as) == ("user", ())
    assert all(one["path"] != "/consent/v1/person-resolutions" for one in service.requests)


async def test_forms_of_persons_and_of_anyone_reach_the_service(
    browser: Browser, service: EchoService, edge: Edge
) -> None:
    """The own pages' forms with a person's session, the verification of a receipt with none."""
    form = {
        "content-type": "application/x-www-form-urlencoded",
        "sec-fetch-site": "same-origin",
        "origin": ORIGIN,
    }
    answer = await edge.http.post("/consent/pages/receipts", content="receipt=x", headers=form)
    assert (answer.status_code, caller_of(service.last).kind) == (200, "anonymous")
    nobody = await edge.http.post("/consent/pages/own/x", content="version=1", headers=form)
    assert nobody.status_code in {401, 403}
    await log_in(browser)
    cookie = {"cookie": f"__Host-slussen={browser.cookies['__Host-slussen']}"}
    own = await edge.http.post("/consent/pages/own/x", content="version=1", headers=form | cookie)
    assert (own.status_code, caller_of(service.last).kind) == (200, "person")
    staffs = await edge.http.post("/consent/pages", content="number=x", headers=form | cookie)
    assert staffs.status_code == 403


def operations() -> list[tuple[str, str]]:
    """Every operation of every service, as the contracts describe it."""
    found = []
    for file in sorted((ROOT / "contracts" / "openapi").glob("*.json")):
        document = json.loads(file.read_text("utf-8"))
        for path, methods in document["paths"].items():
            plain = "/".join("x" if part.startswith("{") else part for part in path.split("/"))
            base = f"/{file.stem}/v1"
            found += [
                (method.upper(), f"{base}{plain.removeprefix(base)}") for method in METHODS & methods.keys()
            ]
    return found


async def test_every_other_route_of_every_service_refuses_a_person(
    browser: Browser, service: EchoService
) -> None:
    await log_in(browser)
    headers = {"Origin": ORIGIN, "Slussen-Request": "1"}
    tried = [(method, path) for method, path in operations() if "/v1/own-" not in path]
    assert len(tried) > 80
    for method, path in tried:
        before = len(service.requests)
        answer = await browser.send(method, path, headers)
        if answer.status_code == 403:
            assert answer.json()["code"] == "not-for-private-persons"
            assert len(service.requests) == before
        elif (
            answer.status_code != 429
        ):  # an open route is open to a person too, who is nobody in particular there
            assert caller_of(service.last, path.split("/")[1]).kind == "anonymous", (method, path)


async def test_logging_out_ends_a_persons_session_without_a_hint_of_who_it_was(browser: Browser) -> None:
    await log_in(browser)
    answer = await browser.post("/auth/logout", **{"Slussen-Request": "1"})
    query = parse_qs(urlsplit(answer.json()["location"]).query)
    assert "id_token_hint" not in query
    assert query["client_id"] == ["slussen-gateway"]
    assert (await browser.get(OWN)).status_code == 401


async def test_a_session_that_another_process_wrote_before_persons_were_known_still_opens(
    browser: Browser, buckets: dict[str, KeyValue], edge: Edge
) -> None:
    await browser.log_in()
    store = edge.app._gatekeeper._authentication._renewal._store
    stored = await store.find(browser.cookies["__Host-slussen"])
    assert stored.session.known_as == []
