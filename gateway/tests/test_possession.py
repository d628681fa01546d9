"""Tokens bound to a key of their sender: DPoP (RFC 9449) and client certificates (RFC 8705), on the real edge."""

import base64
import hashlib
import json
import secrets
import time
from typing import Any

import httpx
import pytest
from echo_service import EchoService
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry
from nats.js.kv import KeyValue
from signing_issuer import SigningIssuer
from standing import JOURNAL_GRANT, Edge

from slussen_gateway.edge import possession
from slussen_gateway.edge.possession import SeenProofs
from slussen_gateway.edge.problems import ProblemError

KEY = ECKey.generate_key("P-256", private=True)
STRANGER = ECKey.generate_key("P-256", private=True)
PATH = "/consent/v1/thing"
ADDRESS = f"http://localhost:8400{PATH}"
CERTIFICATE = b"a client certificate, in DER"


def digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def bound_token(issuer: SigningIssuer, key: Any = KEY) -> str:
    return issuer.client_token("journal", cnf={"jkt": key.thumbprint()})


def proof(token: str, *, key: Any = KEY, alg: str = "ES256", head: Any = None, **changed: Any) -> str:
    header = {"typ": "dpop+jwt", "alg": alg, "jwk": key.as_dict(private=False)} | (head or {})
    claims = {"htm": "GET", "htu": ADDRESS, "ath": digest(token.encode()), "jti": secrets.token_hex(8)}
    claims |= {"iat": int(time.time()) - changed.pop("age", 0)} | changed
    registry = JWSRegistry(algorithms=[alg], strict_check_header=False)
    kept = [{n: v for n, v in part.items() if v is not ...} for part in (header, claims)]
    return jwt.encode(kept[0], kept[1], key, registry=registry, default_type=None)


async def ask(
    edge: Edge, token: str, *proofs: str, scheme: str = "DPoP", method: str = "GET"
) -> httpx.Response:
    headers = [("authorization", f"{scheme} {token}"), *(("dpop", each) for each in proofs)]
    return await edge.http.request(method, PATH, headers=headers)


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # what clients may still send (RFC 9864)
@pytest.mark.parametrize(
    ("key", "alg"),
    [
        (KEY, "ES256"),
        (RSAKey.generate_key(2048, private=True), "PS256"),
        (OKPKey.generate_key("Ed25519", private=True), "EdDSA"),
    ],
    ids=["ES256", "PS256", "EdDSA"],
)
async def test_whoever_holds_the_key_is_let_in_again_and_again(
    edge: Edge, service: EchoService, issuer: SigningIssuer, key: Any, alg: str
) -> None:
    token = bound_token(issuer, key)
    for _ in range(3):
        answer = await ask(edge, token, proof(token, key=key, alg=alg))
        assert answer.status_code == 200
    sent = dict(service.last["headers"])
    assert "dpop" not in sent
    assert token not in sent["authorization"]


@pytest.mark.parametrize(
    "address",
    [ADDRESS, ADDRESS + "?a=b#c", "HTTP://LOCALHOST:8400/consent/v1/thing"],
    ids=["plain", "query and fragment do not count", "case of scheme and host"],
)
async def test_an_address_may_be_written_in_several_ways(
    edge: Edge, issuer: SigningIssuer, address: str
) -> None:
    token = bound_token(issuer)
    assert (await ask(edge, token, proof(token, htu=address))).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"htm": "POST"},
        {"htm": "get"},
        {"htm": ...},
        {"htu": "http://localhost:8400/consent/v1/other"},
        {"htu": "https://localhost:8400/consent/v1/thing"},
        {"htu": "http://evil.example/consent/v1/thing"},
        {"htu": "http://a@localhost:8400/consent/v1/thing"},
        {"htu": "http://localhost:x/consent/v1/thing"},
        {"htu": "/consent/v1/thing"},
        {"htu": ...},
        {"htu": 7},
        {"ath": digest(b"another token")},
        {"ath": ...},
        {"age": 61},
        {"age": -600},
        {"iat": "1795826825"},
        {"iat": True},
        {"iat": ...},
        {"jti": ""},
        {"jti": "x" * 257},
        {"jti": 7},
        {"jti": ...},
    ],
    ids=lambda changed: "-".join(f"{n}:{str(v)[-20:]}" for n, v in changed.items()),
)
async def test_a_proof_for_something_else_proves_nothing(
    edge: Edge, service: EchoService, issuer: SigningIssuer, changed: dict[str, Any]
) -> None:
    token = bound_token(issuer)
    await refused(edge, token, proof(token, **changed))
    assert not service.requests


@pytest.mark.parametrize(
    "head",
    [
        {"typ": "JWT"},
        {"typ": ...},
        {"jwk": ...},
        {"jwk": "text"},
        {"jwk": KEY.as_dict(private=True)},
        {"jwk": STRANGER.as_dict(private=False)},
        {"jwk": OctKey.generate_key(256).as_dict(private=True)},
        {"jwk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}},
        {"crit": ["exp"]},
    ],
    ids=["type", "no type", "no key", "text", "secret part", "stranger", "shared", "no point", "crit"],
)
async def test_a_proof_with_another_head_proves_nothing(
    edge: Edge, issuer: SigningIssuer, head: dict[str, Any]
) -> None:
    token = bound_token(issuer)
    whole = proof(token).split(".")
    content = {"typ": "dpop+jwt", "alg": "ES256", "jwk": KEY.as_dict(private=False)} | head
    kept = json.dumps({name: value for name, value in content.items() if value is not ...}).encode()
    forged = base64.urlsafe_b64encode(kept).rstrip(b"=").decode()
    await refused(edge, token, ".".join([forged, *whole[1:]]))


async def test_a_stolen_token_is_of_no_use(edge: Edge, service: EchoService, issuer: SigningIssuer) -> None:
    token = bound_token(issuer)
    await refused(edge, token)
    await refused(edge, token, proof(token, key=STRANGER))
    await refused(edge, token, "x")
    await refused(edge, token, "a" * 5000)
    header, payload, signature = proof(token).split(".")
    await refused(edge, token, f"{header}.{payload}.{signature[:-4]}AAAA")
    as_bearer = await ask(edge, token, scheme="Bearer")
    assert (as_bearer.status_code, as_bearer.json()["code"]) == (401, "invalid-token")
    assert not service.requests


async def test_a_proof_is_good_once_although_its_token_is_good_for_long(
    edge: Edge, issuer: SigningIssuer
) -> None:
    token = bound_token(issuer)
    once = proof(token)
    assert (await ask(edge, token, once)).status_code == 200
    await refused(edge, token, once)


async def test_two_proofs_could_be_read_in_two_ways(edge: Edge, issuer: SigningIssuer) -> None:
    token = bound_token(issuer)
    answer = await ask(edge, token, proof(token), proof(token))
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-request")


async def test_an_unbound_token_is_no_bound_one(edge: Edge, issuer: SigningIssuer) -> None:
    token = issuer.client_token("journal")
    answer = await ask(edge, token, proof(token))
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid-token")


async def test_a_client_of_the_level_fapi_needs_bound_tokens(
    edge: Edge, issuer: SigningIssuer, buckets: dict[str, KeyValue]
) -> None:
    await buckets["grants"].put(
        "client.strict", json.dumps(JOURNAL_GRANT | {"clientId": "strict", "level": "fapi"}).encode()
    )
    plain = issuer.client_token("strict")
    while (answer := await ask(edge, plain, scheme="Bearer")).json()["code"] == "grant-missing":
        pass
    assert (answer.status_code, answer.json()["code"]) == (401, "token-not-bound")
    assert answer.headers["www-authenticate"].startswith("DPoP ")
    token = issuer.client_token("strict", cnf={"jkt": KEY.thumbprint()})
    assert (await ask(edge, token, proof(token))).status_code == 200


@pytest.mark.parametrize(
    "confirmation",
    [{}, "x", {"jkt": "x"}, {"jkt": 7}, {"jwk": {}}, {"jkt": "A" * 43, "x5t#S256": "A" * 43}],
    ids=["nothing", "text", "short", "number", "by value", "two"],
)
async def test_a_binding_that_is_not_understood_refuses_the_token(
    edge: Edge, issuer: SigningIssuer, confirmation: Any
) -> None:
    token = issuer.client_token("journal", cnf=confirmation)
    answer = await ask(edge, token, proof(token))
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid-token")


class TestCertificates:
    @pytest.fixture
    def environment(self, environment: dict[str, Any]) -> dict[str, Any]:
        return environment | {"trusted_proxies": ["127.0.0.1/32"]}

    @pytest.fixture
    def token(self, issuer: SigningIssuer) -> str:
        return issuer.client_token("journal", cnf={"x5t#S256": digest(CERTIFICATE)})

    async def test_the_holder_of_the_certificate_is_let_in(self, edge: Edge, token: str) -> None:
        assert (await self.ask(edge, token, CERTIFICATE)).status_code == 200

    @pytest.mark.parametrize("value", [b"", b":", b"::", b":***:", base64.b64encode(CERTIFICATE)])
    async def test_no_certificate_proves_nothing(self, edge: Edge, token: str, value: bytes) -> None:
        answer = await edge.http.get(
            PATH, headers=[(b"authorization", f"Bearer {token}".encode()), (b"client-cert", value)]
        )
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid-dpop-proof")

    async def test_another_certificate_proves_nothing(self, edge: Edge, token: str) -> None:
        assert (await self.ask(edge, token, b"another")).status_code == 401

    async def ask(self, edge: Edge, token: str, certificate: bytes) -> httpx.Response:
        value = b":" + base64.b64encode(certificate) + b":"
        headers = [(b"authorization", f"Bearer {token}".encode()), (b"client-cert", value)]
        return await edge.http.get(PATH, headers=headers)


async def test_a_certificate_that_no_terminator_of_ours_tells_of_proves_nothing(
    edge: Edge, issuer: SigningIssuer
) -> None:
    token = issuer.client_token("journal", cnf={"x5t#S256": digest(CERTIFICATE)})
    assert (await TestCertificates().ask(edge, token, CERTIFICATE)).status_code == 401


def test_proofs_are_forgotten_in_time_and_a_full_memory_takes_none() -> None:
    seen = SeenProofs(most=2)
    assert seen.add(b"a", 0)
    assert seen.add(b"b", 30)
    assert not seen.add(b"a", 69)
    with pytest.raises(ProblemError) as refusal:
        seen.add(b"c", 69)
    assert refusal.value.kind.status == 503
    assert seen.add(b"c", 70)
    assert not seen.add(b"b", 70)
    assert possession.OLDEST_PROOF_SECONDS + possession.AHEAD_SECONDS == 70


async def refused(edge: Edge, token: str, *proofs: str) -> None:
    answer = await ask(edge, token, *proofs)
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid-dpop-proof")
    assert answer.headers["www-authenticate"].startswith('DPoP error="invalid_dpop_proof"')
