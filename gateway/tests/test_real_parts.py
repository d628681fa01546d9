"""The edge with the identity provider and the bus that `./slussen up` starts, as their users see them."""

import asyncio
import base64
import hashlib
import json
import re
import secrets
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import nats
import pytest
import standing
from browser import ORIGIN, Browser, led_to
from echo_service import EchoService
from joserfc import jwt
from joserfc.jwk import ECKey
from nats.aio.client import Client
from standing import Edge, caller_of

from slussen_chassis.streams import ensure_streams
from slussen_local.grants import write
from slussen_local.parts.identity import RESOURCE, IdentityProvider, client_key
from slussen_local.parts.nats import Nats
from slussen_local.parts.nats_users import new_seed, users
from slussen_local.people import PEOPLE
from slussen_local.vault import Vault

pytestmark = pytest.mark.timeout(120)
MIDWIFE = next(person for person in PEOPLE if person.profession == "midwife")


@pytest.fixture
def vault(folder: Path) -> Vault:
    return Vault(folder / "vault")


@pytest.fixture
def provider(folder: Path, vault: Vault) -> Any:
    (folder / "idp").mkdir()
    made = IdentityProvider(folder / "idp", vault, [ORIGIN])
    made.start()
    yield made
    made.stop()


@pytest.fixture
def seeds() -> dict[str, str]:
    return {name: new_seed() for name in ("gateway", "admin", "agreements")}


@pytest.fixture
def server(folder: Path, seeds: dict[str, str]) -> Any:
    made = Nats(folder / "nats", users=users(seeds))
    made.start()
    yield made
    made.stop()


@pytest.fixture
async def admin(server: Nats, seeds: dict[str, str]) -> AsyncIterator[Client]:
    client = await nats.connect(server.url, nkeys_seed_str=seeds["admin"], reconnect_time_wait=0.1)
    await ensure_streams(client, max_bytes=64 * 2**20)
    await write(client.jetstream(), "http://intranet.localhost:8402")
    directory = await client.jetstream().key_value("directory")
    for person in PEOPLE:
        if person.unit_hsa_id:
            await directory.put(f"hsa.{person.unit_hsa_id}", json.dumps(standing.UNIT).encode())
        if person.organisation_number:
            await directory.put(f"org.{person.organisation_number}", json.dumps(standing.REGION).encode())
    yield client
    await client.close()


@pytest.fixture
async def real(
    provider: IdentityProvider,
    server: Nats,
    admin: Client,
    vault: Vault,
    seeds: dict[str, str],
    service: EchoService,
) -> AsyncIterator[Edge]:
    environment = {
        **standing.fixed_environment(f"unix:{service.socket}", server.url),
        "issuer": provider.issuer,
        "client_key": json.dumps(vault.signing_key(client_key("slussen-gateway"))),
        "nats_seed": seeds["gateway"],
    }
    async with standing.edge(environment) as made:
        await standing.until_ready(made)
        yield made


async def fill_in(url: str) -> str:
    """Log in at the provider as a person would; return the callback's path and query."""
    async with httpx.AsyncClient(verify=standing.PLAIN) as http:
        answer = await http.get(url)
        while answer.is_redirect:
            if answer.headers["location"].startswith(ORIGIN):
                return str(answer.headers["location"]).removeprefix(ORIGIN)
            answer = await http.get(answer.next_request.url if answer.next_request else "")
            if answer.status_code == 200:
                form = {"username": MIDWIFE.username, "password": MIDWIFE.password}
                answer = await http.post(answer.url, data=form)
    raise AssertionError(answer.text)


async def test_a_midwife_logs_in_works_and_logs_out(
    real: Edge, service: EchoService, provider: IdentityProvider
) -> None:
    browser = Browser(real)
    answer = await browser.arrive(await fill_in(await browser.begin("/consent/v1/thing")))
    assert answer.headers["location"] == "/consent/v1/thing"
    assert (await browser.get("/consent/v1/thing")).status_code == 200
    caller = caller_of(service.last)
    assert (caller.subject, caller.profession) == (MIDWIFE.subject, "midwife")
    assert caller.assurance_level
    session = (await browser.get("/auth/session")).json()
    assert session["name"] == MIDWIFE.name
    end = led_to(await browser.post("/auth/logout"))
    async with httpx.AsyncClient(verify=standing.PLAIN) as http:
        page = await http.get(end)
    assert (page.status_code, "form" in page.text) == (200, True)


async def test_her_session_is_renewed_with_a_rotated_refresh_token(
    real: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(real)
    await browser.arrive(await fill_in(await browser.begin()))
    monkeypatch.setattr("slussen_gateway.edge.renewal.RENEW_BEFORE_SECONDS", 400)
    for _ in range(3):
        assert (await browser.get("/consent/v1/thing")).status_code == 200


async def test_a_journal_system_gets_a_token_for_its_key_and_reaches_its_service(
    real: Edge, service: EchoService, provider: IdentityProvider, vault: Vault
) -> None:
    headers = {"authorization": f"Bearer {await machine_token(provider, vault)}"}
    answer = await real.http.post("/consent/v1/consent-events", json={}, headers=headers)
    assert answer.status_code == 200
    caller = caller_of(service.last)
    assert (caller.kind, caller.client_id) == ("client", "journal-orebro")
    assert "consent:record" in caller.scopes


async def test_a_token_that_the_issuer_bound_to_a_key_needs_that_key(
    real: Edge, provider: IdentityProvider, vault: Vault
) -> None:
    key = ECKey.generate_key("P-256", private=True)
    token = await machine_token(provider, vault, dpop=proof(key, "POST", f"{provider.issuer}/token"))
    address = "/consent/v1/thing"
    ath = base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()
    headers = {"authorization": f"DPoP {token}", "dpop": proof(key, "GET", f"{ORIGIN}{address}", ath=ath)}
    assert (await real.http.get(address, headers=headers)).status_code == 200
    assert (await real.http.get(address, headers=headers)).json()["code"] == "invalid-dpop-proof"
    stolen = await real.http.get(address, headers={"authorization": f"Bearer {token}"})
    assert (stolen.status_code, stolen.json()["code"]) == (401, "invalid-token")


def proof(key: ECKey, method: str, address: str, **claims: str) -> str:
    """A DPoP proof as a client makes it (RFC 9449, 4.2)."""
    header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": key.as_dict(private=False)}
    content = {"htm": method, "htu": address, "iat": int(time.time()), "jti": secrets.token_hex(8)} | claims
    return jwt.encode(header, content, key)


async def machine_token(provider: IdentityProvider, vault: Vault, **headers: str) -> str:
    name = "journal-orebro"
    key = ECKey.import_key(vault.signing_key(client_key(name)))
    now = int(time.time())
    claims = {"iss": name, "sub": name, "aud": provider.issuer, "iat": now, "exp": now + 60}
    assertion = jwt.encode({"alg": "ES256", "kid": key.kid}, claims | {"jti": secrets.token_hex(8)}, key)
    form = {
        "grant_type": "client_credentials",
        "resource": RESOURCE,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion,
    }
    async with httpx.AsyncClient(verify=standing.PLAIN) as http:
        answer = await http.post(f"{provider.issuer}/token", data=form, headers=headers)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


async def test_requests_go_on_while_the_bus_is_dead_and_a_suspension_is_seen_when_it_is_back(
    real: Edge, provider: IdentityProvider, vault: Vault, server: Nats, admin: Client
) -> None:
    headers = {"authorization": f"Bearer {await machine_token(provider, vault)}"}
    browser = Browser(real)
    await browser.arrive(await fill_in(await browser.begin()))
    assert server.process is not None
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()
    await asyncio.sleep(0.3)
    assert (await real.http.get("/consent/v1/thing", headers=headers)).status_code == 200
    server.start()
    async with asyncio.timeout(30):
        while not admin.is_connected:
            await asyncio.sleep(0.05)
        grants = await admin.jetstream().key_value("grants")
        grant = json.loads((await grants.get("client.journal-orebro")).value or b"")
        await grants.put("client.journal-orebro", json.dumps(grant | {"state": "suspended"}).encode())
        while (await real.http.get("/consent/v1/thing", headers=headers)).status_code != 403:
            await asyncio.sleep(0.05)
        while (await browser.get("/auth/session")).status_code != 200:
            await asyncio.sleep(0.05)


async def test_a_session_of_a_dead_bus_is_neither_believed_nor_denied(
    real: Edge, server: Nats, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(real)
    await browser.arrive(await fill_in(await browser.begin()))
    monkeypatch.setattr("slussen_gateway.edge.sessions.REMEMBERED_SECONDS", 0)
    assert (await browser.get("/auth/session")).status_code == 200
    assert server.process is not None
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()
    await asyncio.sleep(0.3)
    answer = await browser.get("/auth/session")
    assert (answer.status_code, answer.json()["code"]) == (503, "not-ready")
    assert re.search(r'"sessions":"down"', (await real.http.get("/health/ready")).text)
