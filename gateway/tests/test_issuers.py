"""Several issuers: each is read as configured, speaks for its own alone, and can't take another's names."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
import standing
from browser import Browser
from echo_service import EchoService
from nats.js.kv import KeyValue
from pydantic import ValidationError
from signing_issuer import SigningIssuer, query_of
from standing import Edge, caller_of

from slussen_gateway.edge.issuer_profiles import IssuerProfile, OtherIssuer, UnusableClaimError
from slussen_gateway.edge.settings import EdgeSettings

CITY = "2120000142"
CITY_ID, CITY_UNIT = UUID(int=0x20), UUID(int=0x2001)
PRESCHOOL = "SE2120000142-FSK1"
TENANT = "11111111-2222-3333-4444-555555555555"
EMPLOYEE = {"sub": "abc", "name": "Pia Pedagog", "tid": TENANT, "roles": ["Slussen.Personal", "Lunchrum"]}


@pytest.fixture
async def city() -> AsyncIterator[SigningIssuer]:
    """A municipality's issuer, which states a tenant and application roles."""
    made = SigningIssuer()
    made.user = dict(EMPLOYEE)
    made.changed_id_claims = dict(EMPLOYEE)
    async with standing.serving(made.app) as port:
        made.url = f"http://127.0.0.1:{port}"
        made.clients["slussen-gateway"] = standing.CLIENT_KEY
        yield made


@pytest.fixture
def environment(
    issuer: SigningIssuer, city: SigningIssuer, service: EchoService, nats_url: str
) -> dict[str, Any]:
    other = {
        "alias": "city",
        "label_sv": "Kommunen",
        "label_en": "The municipality",
        "issuer": city.url,
        "kind": "entra",
        "profile": {
            "roles": {"Slussen.Personal": "staff"},
            "professions": {"Förskollärare": "preschool_teacher"},
            "units": {"Öppna förskolan": PRESCHOOL, "MVC": "SE2321000164-MVC1"},
            "employers": {TENANT: CITY},
            "organisations": [CITY],
        },
    }
    own = standing.environment(issuer, f"unix:{service.socket}", nats_url)
    return own | {"other_issuers": [other], "issuer_label": ["Regionen", "The region"]}


@pytest.fixture
async def browser(edge: Edge, buckets: dict[str, KeyValue]) -> Browser:
    entry = {"authorityId": str(CITY_ID), "countyCode": "18", "authorityType": "municipality", "version": 1}
    unit = standing.UNIT | {"unitId": str(CITY_UNIT), "authorityId": str(CITY_ID)}
    await buckets["directory"].put(f"org.{CITY}", json.dumps(entry).encode())
    await buckets["directory"].put(f"hsa.{PRESCHOOL}", json.dumps(unit).encode())
    return Browser(edge)


async def log_in(browser: Browser, issuer: str = "city") -> None:
    answer = await browser.get(f"/auth/login?issuer={issuer}&returnTo=/")
    await browser.arrive(await browser.at_issuer(answer.headers["location"]))


async def refusal(browser: Browser) -> str:
    return (await browser.get("/auth/session")).json()["refusal"]


async def test_people_choose_where_they_work_and_keep_what_the_login_was_for(browser: Browser) -> None:
    page = await browser.get("/auth/login?returnTo=/consent/pages&acr_values=loa3", accept="text/html")
    assert page.status_code == 200
    assert "Regionen" in page.text
    assert "/auth/login?issuer=city&amp;returnTo=/consent/pages&amp;acr_values=loa3" in page.text
    english = await browser.get("/auth/login?lang=en", accept="text/html")
    assert "The municipality" in english.text


async def test_the_choice_leads_to_the_issuer_that_was_chosen(
    browser: Browser, issuer: SigningIssuer, city: SigningIssuer
) -> None:
    for name, one in (("main", issuer), ("city", city)):
        location = (await browser.get(f"/auth/login?issuer={name}")).headers["location"]
        assert location.startswith(f"{one.url}/authorize?")
        assert query_of(location)["client_id"] == "slussen-gateway"
    assert (await browser.get("/auth/login?issuer=evil")).status_code == 200, (
        "an unknown one is a choice anew"
    )


async def test_an_employee_acts_for_the_employer_with_the_roles_that_are_mapped(
    browser: Browser, service: EchoService
) -> None:
    await log_in(browser)
    assert (await browser.get("/consent/v1/thing")).status_code == 200
    caller = caller_of(service.last)
    assert (caller.subject, caller.client_id) == ("city/abc", "slussen-gateway")
    assert (caller.authority_id, caller.county_code, caller.unit_id) == (CITY_ID, "18", None)
    assert "consent:read" in caller.scopes
    assert caller.assurance_level is None


async def test_a_unit_is_found_by_what_the_issuer_calls_it(
    browser: Browser, city: SigningIssuer, service: EchoService
) -> None:
    city.changed_id_claims |= {"department": "Öppna förskolan", "jobTitle": "Förskollärare"}
    await log_in(browser)
    await browser.get("/consent/v1/thing")
    caller = caller_of(service.last)
    assert (caller.unit_id, caller.profession) == (CITY_UNIT, "preschool_teacher")


async def test_an_issuer_speaks_for_no_other_authority(browser: Browser, city: SigningIssuer) -> None:
    city.changed_id_claims |= {"department": "MVC"}
    await log_in(browser)
    assert await refusal(browser) == "issuer-not-entitled"
    page = await browser.get("/consent/pages", accept="text/html")
    assert page.status_code == 403


@pytest.mark.parametrize("changed", [{"tid": "another"}, {"tid": None}, {"tid": ""}], ids=str)
async def test_an_employer_that_is_not_mapped_gives_no_access(
    browser: Browser, city: SigningIssuer, changed: dict[str, Any]
) -> None:
    city.changed_id_claims |= changed
    await log_in(browser)
    assert await refusal(browser) == "grant-missing"


async def test_no_issuer_can_take_another_issuers_names(
    browser: Browser,
    edge: Edge,
    issuer: SigningIssuer,
    city: SigningIssuer,
    buckets: dict[str, KeyValue],
) -> None:
    boss = {"subject": "boss", "state": "active", "countyCode": "18", "roles": ["administrator"]}
    await buckets["grants"].put("user.boss", json.dumps(boss).encode())
    city.changed_id_claims |= {"sub": "boss", "roles": []}
    await log_in(browser)
    assert (await browser.get("/auth/session")).json()["scopes"] == []
    for names in ({"sub": "city/abc"}, {"client_id": "city/bi"}):
        claims = issuer.access_claims("someone", "journal") | names
        answer = await edge.http.get(
            "/consent/v1/thing", headers={"authorization": f"Bearer {issuer.sign(claims)}"}
        )
        assert answer.json()["code"] == "invalid-token"


async def test_a_system_of_another_issuer_has_a_grant_under_its_name_there(
    browser: Browser, city: SigningIssuer, service: EchoService, buckets: dict[str, KeyValue]
) -> None:
    bearer = {"authorization": f"Bearer {city.client_token('journal')}"}
    assert (await browser.edge.http.get("/consent/v1/thing", headers=bearer)).json()["code"] == (
        "grant-missing"
    )
    grant = standing.JOURNAL_GRANT | {"organisationNumber": CITY}
    await buckets["grants"].put("client.city/journal", json.dumps(grant).encode())
    while browser.edge.app._register.client_grant("city/journal") is None:
        await browser.get("/health/live")
    assert (await browser.edge.http.get("/consent/v1/thing", headers=bearer)).status_code == 200
    caller = caller_of(service.last)
    assert (caller.client_id, caller.authority_id) == ("city/journal", CITY_ID)


async def test_an_issuers_keys_are_good_for_its_own_tokens_alone(
    browser: Browser, issuer: SigningIssuer, city: SigningIssuer
) -> None:
    forged = city.sign(city.access_claims("x", "x") | {"iss": issuer.url}, key=_stranger("ec-1"))
    swapped = city.sign(city.access_claims("x", "x") | {"iss": "http://127.0.0.1:1"})
    for token in (forged, swapped, "a.b.c", "e30.e30.e30"):
        answer = await browser.edge.http.get(
            "/consent/v1/thing", headers={"authorization": f"Bearer {token}"}
        )
        assert answer.json()["code"] == "invalid-token"


async def test_no_token_of_another_issuer_is_kept(browser: Browser, edge: Edge) -> None:
    await log_in(browser)
    store = edge.app._gatekeeper._authentication._renewal._store
    session = (await store.find(browser.cookies["__Host-slussen"])).session
    assert (session.id_token, session.refresh_token) == ("", None)


async def test_logging_out_leads_to_the_issuer_that_was_logged_in_at(
    browser: Browser, city: SigningIssuer
) -> None:
    await log_in(browser)
    answer = await browser.post("/auth/logout", **{"Slussen-Request": "1"})
    assert answer.json()["location"].startswith(f"{city.url}/logout?")


def test_rs256_is_an_issuers_own_algorithm_where_the_configuration_says_so() -> None:
    issuer = SigningIssuer()
    from slussen_gateway.edge.issuer import _keys

    jwks = {"keys": [issuer.rsa.as_dict(private=False), issuer.ec.as_dict(private=False)]}
    assert {key.algorithm for key in _keys(jwks, "RS256").values()} == {"RS256", "ES256"}
    assert {key.algorithm for key in _keys(jwks, "PS256").values()} == {"PS256", "ES256"}


async def test_an_id_token_signed_with_rs256_is_taken_from_such_an_issuer_and_no_access_token(
    environment: dict[str, Any], buckets: dict[str, KeyValue], city: SigningIssuer
) -> None:
    environment["other_issuers"][0]["signs_with_rs256"] = True
    async with standing.edge(environment) as edge:
        await standing.until_ready(edge)
        browser = Browser(edge)
        signed = city.sign
        city.sign = lambda claims, **how: signed(  # type: ignore[method-assign]
            claims, **(how | ({"alg": "RS256"} if how.get("alg") == "PS256" else {}))
        )
        await log_in(browser)
        assert (await browser.get("/auth/session")).status_code == 200
        token = signed(city.access_claims("x", "x"), key=city.rsa, alg="RS256")
        bearer = {"authorization": f"Bearer {token}"}
        assert (await edge.http.get("/consent/v1/thing", headers=bearer)).json()["code"] == "invalid-token"


async def test_an_id_token_signed_with_rs256_is_refused_elsewhere(
    browser: Browser, city: SigningIssuer
) -> None:
    signed = city.sign
    city.sign = lambda claims, **how: signed(  # type: ignore[method-assign]
        claims, **(how | ({"alg": "RS256"} if how.get("alg") == "PS256" else {}))
    )
    location = (await browser.get("/auth/login?issuer=city")).headers["location"]
    assert (await browser.get(await browser.at_issuer(location))).json()["code"] == "login-failed"


@pytest.mark.parametrize(
    "changed",
    [[{"alias": "main"}], [{"alias": "person"}], [{"alias": "Åsa"}], [{}, {}], [{}, {"alias": "b"}]],
    ids=str,
)
def test_issuers_that_could_be_taken_for_each_other_are_refused_at_start(
    environment: dict[str, Any], changed: list[dict[str, str]]
) -> None:
    (other,) = environment["other_issuers"]
    with pytest.raises(ValidationError):
        EdgeSettings(**environment | {"other_issuers": [other | one for one in changed]})


def test_production_takes_no_issuer_over_plain_http(environment: dict[str, Any]) -> None:
    safe = {"environment": "production", "issuer": "https://a.example", "public_origin": "https://b.example"}
    with pytest.raises(ValidationError, match="HTTPS"):
        EdgeSettings(**environment | safe)


def test_ineras_claims_are_read_by_their_names_and_licences_by_their_codes() -> None:
    other = OtherIssuer(
        alias="inera",
        label_sv="SITHS",
        label_en="SITHS",
        issuer="https://idp.example",
        kind="inera",
        profile=IssuerProfile(
            professions={"BM": "midwife", "SJ": "child_health_nurse"}, common_roles=frozenset({"staff"})
        ),
    )
    claims = {
        "healthCareUnitHsaId": "SE2321000164-MVC1",
        "healthcareProfessionalLicense": ["LK", "BM"],
        "acr": "http://id.sambi.se/loa/loa3",
    }
    profile = other.reading
    assert profile.unit(claims) == "SE2321000164-MVC1"
    assert profile.profession(claims) == "midwife"
    assert profile.roles_of(claims) == {"staff"}
    assert profile.roles_of({}) == set(), "who has no unit has no common role"
    assert profile.organisation(claims) is None


def test_the_swedish_profile_states_an_organisation_that_counts_where_the_issuer_speaks_for_it() -> None:
    profile = OtherIssuer(
        alias="eid",
        label_sv="a",
        label_en="a",
        issuer="https://idp.example",
        kind="oidc_se",
        profile=IssuerProfile(organisations=frozenset({CITY})),
    ).reading
    claim = "https://id.oidc.se/claim/orgNumber"
    assert profile.organisation({claim: CITY}) == CITY
    assert profile.organisation({claim: "2321000164"}) is None
    with pytest.raises(UnusableClaimError):
        profile.organisation({claim: ["x"]})


def _stranger(kid: str) -> Any:
    from joserfc.jwk import ECKey

    return ECKey.generate_key("P-256", {"kid": kid}, private=True)
