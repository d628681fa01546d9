"""Forged, stolen and worn tokens on every operation of every published interface: none is let through (fault H2).

The operations are those of the OpenAPI documents that are checked in, so that a new one is tried the day it is there.
"""

import hashlib
import json
import re
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from echo_service import EchoService
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey
from joserfc.util import urlsafe_b64encode
from signing_issuer import SigningIssuer
from standing import Edge

CONTRACTS = Path(__file__).parents[2] / "contracts" / "openapi"
METHODS = {"get", "post", "put", "patch", "delete"}
STRANGER = ECKey.generate_key("P-256", {"kid": "ec-1"}, private=True)
HOLDER = ECKey.generate_key("P-256", private=True)
ID = "0190f5c0-e9f1-7d4e-8a55-0c6f2f6f7b11"
ORIGIN = "http://localhost:8400"


def operations() -> Iterator[tuple[str, str]]:
    """Every method and address of the published interfaces, with identifiers filled in."""
    for file in sorted(CONTRACTS.glob("*.json")):
        document = json.loads(file.read_text("utf-8"))
        for template, item in document["paths"].items():
            server = (item.get("servers") or document["servers"])[0]["url"]
            whole = server.split("{host}")[-1] + re.sub(r"\{[^}]+\}", ID, template)
            yield from ((method.upper(), whole) for method in item if method in METHODS)


OPERATIONS = sorted(set(operations()))


def forged(issuer: SigningIssuer) -> dict[str, str]:
    """Tokens that prove nothing, each in another way."""
    claims = issuer.access_claims("journal", "journal")
    public = OctKey.import_key(json.dumps(issuer.ec.as_dict(private=False)).encode())
    head, _, rest = issuer.sign(claims).partition(".")
    bound = claims | {"cnf": {"jkt": HOLDER.thumbprint()}}
    return {
        "signed by a stranger": issuer.sign(claims, key=STRANGER),
        "not signed": f"{_part({'alg': 'none', 'kid': 'ec-1', 'typ': 'at+jwt'})}.{_part(claims)}.",
        "signed with the public key": jwt.encode(
            {"alg": "HS256", "kid": "ec-1", "typ": "at+jwt"}, claims, public
        ),
        "another header": f"{_part({'alg': 'ES256', 'kid': 'rsa-1', 'typ': 'at+jwt'})}.{rest}",
        "an ID token": issuer.sign(claims, typ="JWT"),
        "for another audience": issuer.sign(claims | {"aud": "urn:other:api"}),
        "of another issuer": issuer.sign(claims | {"iss": "https://evil.example"}),
        "expired": issuer.sign(claims | {"iat": 1000, "exp": 1300}),
        "bound, without its key": issuer.sign(bound),
        "cut short": f"{head}.{rest[:-8]}",
    }


@pytest.fixture
def stolen(issuer: SigningIssuer) -> Callable[[str, str], dict[str, dict[str, str]]]:
    """Headers of a thief who holds a bound token, and proofs that are for something else."""
    token = issuer.client_token("journal", cnf={"jkt": HOLDER.thumbprint()})

    def made(method: str, path: str) -> dict[str, dict[str, str]]:
        proofs = {
            "another method": _proof(token, "TRACE", path),
            "another address": _proof(token, method, "/elsewhere"),
            "another token": _proof("x", method, path),
            "another key": _proof(token, method, path, key=STRANGER),
            "too old": _proof(token, method, path, iat=int(time.time()) - 3600),
        }
        return {name: {"authorization": f"DPoP {token}", "dpop": proof} for name, proof in proofs.items()}

    return made


def test_the_interfaces_are_all_here() -> None:
    assert len(OPERATIONS) > 250
    assert {path.split("/")[1] for _, path in OPERATIONS} >= {
        "agreements",
        "consent",
        "referrals",
        "statistics",
        "events",
    }


async def test_no_forged_token_is_let_through_anywhere(
    edge: Edge, service: EchoService, issuer: SigningIssuer
) -> None:
    let_in = []
    for name, token in forged(issuer).items():
        headers = {"authorization": f"Bearer {token}", "idempotency-key": secrets.token_hex(8)}
        for method, path in OPERATIONS:
            answer = await edge.http.request(method, path, headers=headers)
            if answer.status_code != 401:
                let_in.append((name, method, path, answer.status_code))
    assert let_in == []
    assert service.requests == []


async def test_no_stolen_bound_token_is_let_through_anywhere(
    edge: Edge, service: EchoService, stolen: Callable[[str, str], dict[str, dict[str, str]]]
) -> None:
    let_in = []
    for method, path in OPERATIONS:
        for name, headers in stolen(method, path).items():
            answer = await edge.http.request(method, path, headers=headers)
            if answer.status_code != 401 or answer.json()["code"] != "invalid-dpop-proof":
                let_in.append((name, method, path, answer.status_code))
    assert let_in == []
    assert service.requests == []


async def test_a_proof_is_good_once_on_every_route(
    edge: Edge, service: EchoService, issuer: SigningIssuer
) -> None:
    """The same proof is let in the first time, so that the refusals above are for what they say."""
    token = issuer.client_token("journal", cnf={"jkt": HOLDER.thumbprint()})
    for method, path in OPERATIONS:
        headers = {"authorization": f"DPoP {token}", "dpop": _proof(token, method, path)}
        first = await edge.http.request(method, path, headers=headers)
        again = await edge.http.request(method, path, headers=headers)
        assert (method, path, first.status_code) == (method, path, 200)
        assert again.status_code == 401
    assert len(service.requests) == len(OPERATIONS)


def _part(value: Any) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode()


def _proof(token: str, method: str, path: str, *, key: ECKey = HOLDER, **changed: Any) -> str:
    header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": key.as_dict(private=False)}
    ath = urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).decode()
    claims = {"htm": method, "htu": ORIGIN + path, "ath": ath, "jti": secrets.token_hex(8)}
    return jwt.encode(header, claims | {"iat": int(time.time())} | changed, key)
