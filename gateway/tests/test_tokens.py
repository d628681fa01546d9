import asyncio
import base64
import json
import time
import warnings
from typing import Any

import pytest
from echo_service import EchoService
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey
from signing_issuer import SigningIssuer
from standing import Edge

STRANGER = ECKey.generate_key("P-256", {"kid": "ec-1"}, private=True)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    WEAK = RSAKey.generate_key(1024, {"kid": "weak"}, private=True)
NOW = int(time.time())


async def status(edge: Edge, token: str) -> int:
    answer = await edge.http.get("/consent/v1/thing", headers={"authorization": f"Bearer {token}"})
    if answer.status_code == 401:
        assert answer.json()["code"] == "invalid-token"
        assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    return answer.status_code


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def claims(issuer: SigningIssuer, **changed: Any) -> dict[str, Any]:
    return issuer.access_claims("journal", "journal", **changed)


async def test_each_of_the_three_algorithms_is_accepted_with_its_own_key(
    edge: Edge, issuer: SigningIssuer
) -> None:
    assert await status(edge, issuer.sign(claims(issuer))) == 200
    assert await status(edge, issuer.sign(claims(issuer), key=issuer.rsa, alg="PS256")) == 200
    assert await status(edge, issuer.sign(claims(issuer, aud=["other", "urn:slussen:api"]))) == 200
    assert await status(edge, issuer.sign(claims(issuer), typ="application/AT+jwt")) == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"iss": ...},
        {"aud": "urn:other:api"},
        {"aud": ["urn:other:api"]},
        {"aud": "slussen-gateway"},
        {"aud": ...},
        {"sub": ...},
        {"sub": 7},
        {"sub": ""},
        {"client_id": ...},
        {"jti": ...},
        {"exp": ...},
        {"exp": NOW - 31},
        {"exp": str(NOW + 60)},
        {"exp": NOW + 4000},
        {"iat": ...},
        {"iat": NOW + 1000, "exp": NOW + 1300},
        {"nbf": NOW + 1000},
        {"nbf": "now"},
        {"cnf": {"jkt": "x"}},
    ],
    ids="-".join,
)
async def test_a_claim_that_is_missing_or_wrong_refuses_the_token(
    edge: Edge, service: EchoService, issuer: SigningIssuer, changed: dict[str, Any]
) -> None:
    assert await status(edge, issuer.sign(claims(issuer, **changed))) == 401
    assert not service.requests


@pytest.mark.parametrize(
    "header",
    [{"typ": "JWT"}, {"typ": ...}, {"typ": "id+jwt"}, {"typ": 1}, {"kid": "unknown"}, {"kid": ...}],
    ids=str,
)
async def test_a_header_that_is_missing_or_wrong_refuses_the_token(
    edge: Edge, issuer: SigningIssuer, header: dict[str, Any]
) -> None:
    forged = signed_by_hand(issuer, header)
    assert await status(edge, signed_by_hand(issuer, {})) == 200
    assert await status(edge, forged) == 401


@pytest.mark.parametrize(
    "header", [{"crit": ["exp"], "exp": 1}, {"crit": ["b64"], "b64": True}, {"crit": []}], ids=str
)
async def test_critical_extensions_are_refused(
    edge: Edge, issuer: SigningIssuer, header: dict[str, Any]
) -> None:
    assert await status(edge, signed_by_hand(issuer, header)) == 401


def signed_by_hand(issuer: SigningIssuer, changed: dict[str, Any]) -> str:
    """Sign what a library refuses to sign."""
    header = {"alg": "ES256", "kid": "ec-1", "typ": "at+jwt"} | changed
    kept = {name: value for name, value in header.items() if value is not ...}
    signing_input = f"{part(kept)}.{part(claims(issuer))}"
    signature = jws.JWSRegistry.algorithms["ES256"].sign(signing_input.encode(), issuer.ec)
    return f"{signing_input}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


async def test_no_algorithm_but_the_keys_own_is_accepted(edge: Edge, issuer: SigningIssuer) -> None:
    payload = claims(issuer)
    public = issuer.rsa.as_dict(private=False)
    for secret in (json.dumps(public), str(public["n"])):
        shared = OctKey.import_key(secret, {"kid": "rsa-1"})
        assert await status(edge, issuer.sign(payload, key=shared, alg="HS256")) == 401
    assert await status(edge, issuer.sign(payload, key=issuer.rsa, alg="RS256")) == 401
    unsigned = f"{part({'alg': 'none', 'kid': 'ec-1', 'typ': 'at+jwt'})}.{part(payload)}."
    assert await status(edge, unsigned) == 401


async def test_a_key_that_the_token_brings_or_points_at_is_ignored(edge: Edge, issuer: SigningIssuer) -> None:
    own = {"jwk": STRANGER.as_dict(private=False)}
    for header in (own, {"jku": f"{issuer.url}/evil"}, {"x5u": f"{issuer.url}/evil"}, {"x5c": ["MIIB"]}):
        forged = issuer.sign(claims(issuer), key=STRANGER, **header)
        assert await status(edge, forged) == 401
    assert f"{issuer.url}/evil" not in issuer.asked


async def test_an_encrypted_token_with_a_costly_password_is_refused_at_once(edge: Edge) -> None:
    header = {"alg": "PBES2-HS512+A256KW", "enc": "A256GCM", "p2c": 2**31 - 1, "p2s": "eA", "kid": "ec-1"}
    began = time.perf_counter()
    assert await status(edge, f"{part(header)}.a.b.c.d") == 401
    assert time.perf_counter() - began < 1


async def test_an_id_token_is_no_access_token(edge: Edge, issuer: SigningIssuer) -> None:
    identity = claims(issuer, aud="slussen-gateway", nonce="n")
    assert await status(edge, issuer.sign(identity, key=issuer.rsa, alg="PS256", typ="JWT")) == 401
    assert await status(edge, issuer.sign(identity | {"aud": "urn:slussen:api"}, typ="JWT")) == 401


@pytest.mark.parametrize(
    "token", ["x", "a.b.c", "..", "é.b.c", "a" * 9000, "W10.W10.W10", "bnVsbA.e30.x"], ids=lambda t: t[:9]
)
async def test_what_is_no_token_is_refused(edge: Edge, token: str) -> None:
    answer = await edge.http.get(
        "/consent/v1/thing", headers=[(b"authorization", f"Bearer {token}".encode())]
    )
    assert answer.status_code == 401


async def test_other_schemes_are_refused(edge: Edge, issuer: SigningIssuer) -> None:
    for scheme in ("Basic", "Token", ""):
        value = f"{scheme} {issuer.client_token('journal')}".strip()
        answer = await edge.http.get("/consent/v1/thing", headers={"authorization": value})
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


async def test_a_changed_payload_or_signature_is_refused_although_the_token_is_remembered(
    edge: Edge, issuer: SigningIssuer
) -> None:
    token = issuer.client_token("journal")
    assert await status(edge, token) == 200
    header, payload, signature = token.split(".")
    assert await status(edge, f"{header}.{part(claims(issuer, client_id='other'))}.{signature}") == 401
    assert await status(edge, f"{header}.{payload}.{signature[:-4]}AAAA") == 401


async def test_a_remembered_token_dies_when_it_expires(edge: Edge, issuer: SigningIssuer) -> None:
    token = issuer.client_token("journal", exp=int(time.time()) - 28)
    assert await status(edge, token) == 200
    await asyncio.sleep(2.1)
    assert await status(edge, token) == 401


async def test_unknown_key_names_cause_one_fetch_in_thirty_seconds_at_most(
    edge: Edge, issuer: SigningIssuer
) -> None:
    edge.app._issuer._asked_at -= 31
    before = issuer.asked.count("/jwks")
    for number in range(30):
        assert await status(edge, issuer.sign(claims(issuer), kid=f"flood-{number}")) == 401
    assert issuer.asked.count("/jwks") == before + 1


async def test_a_new_key_of_the_issuer_is_found_and_a_revoked_one_forgotten(
    edge: Edge, issuer: SigningIssuer
) -> None:
    old = issuer.client_token("journal")
    new = ECKey.generate_key("P-256", {"kid": "ec-2"}, private=True)
    issuer.keys = [new]
    edge.app._issuer._asked_at -= 31
    assert await status(edge, issuer.sign(claims(issuer), key=new)) == 200
    assert await status(edge, old) == 401


async def test_without_fresh_keys_nobody_is_believed(edge: Edge, issuer: SigningIssuer) -> None:
    edge.app._issuer._fetched_at -= 901
    answer = await edge.http.get(
        "/consent/v1/x", headers={"authorization": f"Bearer {issuer.client_token('journal')}"}
    )
    assert (answer.status_code, answer.json()["code"], answer.json()["fault"]) == (
        503,
        "not-ready",
        "platform",
    )
    assert (await edge.http.get("/health/ready")).status_code == 503


@pytest.mark.parametrize(
    "keys",
    [
        [WEAK],
        [ECKey.generate_key("P-384", {"kid": "p384"}, private=True)],
        [OctKey.generate_key(256, {"kid": "shared"})],
        [ECKey.generate_key("P-256", {"kid": "enc", "use": "enc"}, private=True)],
        [ECKey.generate_key("P-256", {"kid": "other", "alg": "ES384"}, private=True)],
        [],
    ],
    ids=["short RSA", "other curve", "shared secret", "for encryption", "other algorithm", "none"],
)
async def test_keys_that_may_not_sign_replace_none_that_may(
    edge: Edge, issuer: SigningIssuer, keys: list[Any]
) -> None:
    token = issuer.client_token("journal")
    issuer.keys = keys
    edge.app._issuer._asked_at -= 31
    assert await status(edge, issuer.sign(claims(issuer), kid=keys[0].kid if keys else "x")) == 401
    assert await status(edge, token) == 200


async def test_a_huge_or_foreign_document_of_the_issuer_changes_nothing(
    edge: Edge, issuer: SigningIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = issuer.client_token("journal")
    huge = {**issuer._metadata(), "padding": "x" * 70_000}
    for document in (huge, {**issuer._metadata(), "issuer": "https://evil.example"}, {"issuer": issuer.url}):
        monkeypatch.setattr(issuer, "_metadata", lambda document=document: document)
        edge.app._issuer._asked_at -= 31
        assert await status(edge, issuer.sign(claims(issuer), kid="unknown")) == 401
        assert await status(edge, token) == 200
