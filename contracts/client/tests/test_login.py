"""A token by the client's own key: taken once, renewed in time, bound where asked."""

import base64
import json
import threading
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, JWKRegistry

from slussen_client import (
    Retries,
    SlussenClient,
    SlussenError,
    SlussenLoginError,
    SlussenProblem,
    SlussenUnreachableError,
)


def test_a_token_is_taken_once_by_the_clients_own_key(
    server: Any, client: SlussenClient, public_key: ECKey
) -> None:
    threads = [threading.Thread(target=client.consent.get_consent, args=(str(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [asked] = server.tokens
    form = dict(httpx.QueryParams(asked.body.decode()))
    token = jwt.decode(form["client_assertion"], public_key)
    claims = {name: token.claims[name] for name in ("iss", "sub", "aud")}
    assert claims == {"iss": "c", "sub": "c", "aud": server.origin}
    assert token.claims["exp"] - token.claims["iat"] == 60
    assert token.header == {"typ": "JWT", "alg": "ES256", "kid": "one"}
    assert {one.headers["authorization"] for one in server.asked} == {"Bearer token-1"}


def test_a_token_is_renewed_before_it_dies_and_where_it_died_early(
    server: Any, client: SlussenClient, reply: Any
) -> None:
    server.token_lives = 0
    for _ in range(2):
        client.consent.get_consent("a")
    server.token_lives = 300
    client.consent.get_consent("a")
    server.replies = [reply(401, {"code": "invalid-token"})]
    client.consent.get_consent("a")
    sent = [one.headers["authorization"] for one in server.asked]
    assert sent == [f"Bearer token-{number}" for number in (1, 2, 3, 3, 4)]
    server.replies = [reply(401, {"code": "invalid-token"})] * 2
    with pytest.raises(SlussenProblem):
        client.consent.get_consent("a")


def test_a_token_may_be_bound_to_a_key(server: Any) -> None:
    with server.client(binds_tokens=True) as client:
        client.consent.list_consents(subject_id="s")
        client.consent.list_consents(subject_id="s")
    proofs = []
    for request in (*server.tokens, *server.asked):
        proof = request.headers["dpop"]
        head = json.loads(base64.urlsafe_b64decode(proof.split(".")[0] + "=="))
        proofs.append(jwt.decode(proof, JWKRegistry.import_key(head["jwk"])).claims)
    assert [one["htu"] for one in proofs] == [
        f"{server.origin}/token",
        *[f"{server.origin}/consent/v1/consents"] * 2,
    ]
    assert len({one["jti"] for one in proofs}) == 3
    assert all("ath" in one for one in proofs[1:])
    assert server.asked[0].headers["authorization"] == "DPoP token-1"


def test_an_issuer_that_says_no_is_quoted(server: Any, client: SlussenClient, reply: Any) -> None:
    with server.client(issuer=f"{server.origin}/other") as stranger, pytest.raises(SlussenLoginError):
        stranger.consent.get_consent("a")
    with pytest.raises(SlussenUnreachableError):
        SlussenClient(
            server.origin,
            issuer="http://127.0.0.1:9",
            client_id="c",
            key={},
            retries=Retries(attempts=2, base_seconds=0.01),
        ).consent.get_consent("a")


def test_without_a_login_no_token_is_taken(server: Any) -> None:
    with SlussenClient(server.origin) as client:
        client.statistics.list_tables()
        with pytest.raises(SlussenError, match="no login"):
            client.access_token()
    assert server.tokens == []
    assert "authorization" not in server.asked[0].headers
    with pytest.raises(TypeError):
        SlussenClient(server.origin, issuer=server.origin)
