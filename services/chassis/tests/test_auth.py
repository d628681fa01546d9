import base64
import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from slussen_chassis.auth import (
    CACHE_SIZE,
    Actor,
    Caller,
    ExpiringCache,
    InternalTokenSigner,
    InternalTokenVerifier,
    InvalidTokenError,
)
from slussen_chassis.authentication import Authentication

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
KEY = ECKey.generate_key("P-256", {"kid": "g1"}, private=True)
KEYS = {"gateway": {"keys": [KEY.as_dict(private=False)]}}
MIDWIFE = Caller(
    subject="a-person",
    kind="user",
    scopes=frozenset({"consent:read", "consent:decide"}),
    county_code="18",
    authority_id=uuid.UUID(int=1),
    unit_id=uuid.UUID(int=2),
    centre_id=uuid.UUID(int=3),
    profession="midwife",
    activity="maternal_health_care",
    client_id="slussen-gateway",
    assurance_level="http://id.elegnamnden.se/loa/1.0/loa3",
    acts_for=Actor("another", "user", uuid.UUID(int=4), uuid.UUID(int=5), "social_worker"),
    authentication=Authentication(
        "https://idp.example", ("pwd", "otp"), datetime(2026, 11, 20, 7, tzinfo=UTC)
    ),
)


@pytest.fixture
def verifier() -> InternalTokenVerifier:
    return InternalTokenVerifier(KEYS, "consent")


def claims(**changed: Any) -> dict[str, Any]:
    moment = int(NOW.timestamp())
    whole = {"iss": "gateway", "aud": "consent", "iat": moment, "exp": moment + 60, "jti": "j", "sub": "s"}
    whole |= {"kind": "client", "scopes": [], "county": "18"}
    return {name: value for name, value in (whole | changed).items() if value is not ...}


def token(payload: dict[str, Any] | None = None, *, key: Any = KEY, alg: str = "ES256", **header: Any) -> str:
    whole = {"alg": alg, "typ": "slussen-internal+jwt", "kid": "g1"} | header
    registry = jws.JWSRegistry(algorithms=[alg], strict_check_header=False)
    return jwt.encode(
        {name: value for name, value in whole.items() if value is not ...},
        claims() if payload is None else payload,
        key,
        registry=registry,
        default_type=None,
    )


def test_a_signed_caller_arrives_whole(verifier: InternalTokenVerifier) -> None:
    signed = InternalTokenSigner(KEY.as_dict(private=True), "gateway").sign(MIDWIFE, "consent", NOW)
    assert verifier.verify(signed, NOW) == MIDWIFE


def test_a_bare_caller_arrives_whole(verifier: InternalTokenVerifier) -> None:
    nobody = Caller(subject="anonymous", kind="anonymous")
    signed = InternalTokenSigner(KEY.as_dict(private=True), "gateway").sign(nobody, "consent", NOW)
    assert verifier.verify(signed, NOW) == nobody


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "", "amr": "pwd", "auth_time": "1795161660"},
        {"iss": 1, "amr": ["x"] * 11, "auth_time": True},
        {"iss": "x" * 256, "amr": [1, "", "x" * 65], "auth_time": 1e300},
        {"auth_time": float("nan")},
        {},
    ],
    ids=str,
)
def test_what_a_login_does_not_tell_in_the_known_form_is_left_out(claims: dict[str, Any]) -> None:
    assert Authentication.of(claims) == Authentication()


def test_a_signature_is_reused_until_twenty_seconds_before_it_expires() -> None:
    signer = InternalTokenSigner(KEY.as_dict(private=True), "gateway")
    first = signer.sign(MIDWIFE, "consent", NOW)
    assert signer.sign(MIDWIFE, "consent", NOW + timedelta(seconds=39)) == first
    assert signer.sign(MIDWIFE, "consent", NOW + timedelta(seconds=40)) != first


def test_each_audience_gets_its_own_token() -> None:
    signer = InternalTokenSigner(KEY.as_dict(private=True), "gateway")
    with pytest.raises(InvalidTokenError, match="audience"):
        InternalTokenVerifier(KEYS, "referrals").verify(signer.sign(MIDWIFE, "consent", NOW), NOW)


def test_a_token_lives_through_the_leeway_and_not_beyond(verifier: InternalTokenVerifier) -> None:
    accepted = token()
    assert verifier.verify(accepted, NOW)
    assert verifier.verify(accepted, NOW + timedelta(seconds=64))
    with pytest.raises(InvalidTokenError):
        verifier.verify(accepted, NOW + timedelta(seconds=65))


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "referrals"},
        {"aud": ["consent"]},
        {"aud": ...},
        {"iss": "referrals"},
        {"iss": ...},
        {"iss": ["gateway"]},
        {"exp": ...},
        {"iat": ...},
        {"jti": ...},
        {"jti": ""},
        {"sub": ...},
        {"sub": ""},
        {"sub": "x" * 256},
        {"kind": "root"},
        {"kind": ["user"]},
        {"kind": ...},
        {"scopes": "consent:read"},
        {"scopes": [1]},
        {"scopes": ...},
        {"county": "1"},
        {"county": "١٨"},
        {"county": ...},
        {"authority": "not-an-id"},
        {"unit": 7},
        {"act": "someone"},
        {"act": {"kind": "user"}},
        {"auth": "someone"},
        {"exp": int(NOW.timestamp()) + 61},
        {"exp": int(NOW.timestamp())},
        {"exp": "1795161660"},
        {"exp": True},
        {"iat": int(NOW.timestamp()) + 6, "exp": int(NOW.timestamp()) + 30},
        {"iat": int(NOW.timestamp()) - 65, "exp": int(NOW.timestamp()) - 5},
    ],
    ids=str,
)
def test_a_claim_that_is_missing_or_wrong_refuses_the_token(
    verifier: InternalTokenVerifier, changed: dict[str, Any]
) -> None:
    assert verifier.verify(token(), NOW)
    with pytest.raises(InvalidTokenError):
        verifier.verify(token(claims(**changed)), NOW)


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "JWT"},
        {"typ": "at+jwt"},
        {"typ": ...},
        {"kid": "unknown"},
        {"kid": ...},
        {"kid": ["g1"]},
        {"crit": ["exp"], "exp": 1},
        {"crit": ["b64"], "b64": True},
    ],
    ids=str,
)
def test_a_header_that_is_missing_or_wrong_refuses_the_token(
    verifier: InternalTokenVerifier, header: dict[str, Any]
) -> None:
    with pytest.raises(InvalidTokenError):
        verifier.verify(signed_by_hand(header), NOW)


def test_a_token_signed_by_hand_is_accepted_when_nothing_is_wrong(verifier: InternalTokenVerifier) -> None:
    assert verifier.verify(signed_by_hand({}), NOW)


def test_another_key_with_the_right_name_is_refused(verifier: InternalTokenVerifier) -> None:
    stranger = ECKey.generate_key("P-256", {"kid": "g1"}, private=True)
    with pytest.raises(InvalidTokenError, match="signature"):
        verifier.verify(token(key=stranger), NOW)


def test_a_key_brought_along_in_the_header_is_ignored(verifier: InternalTokenVerifier) -> None:
    stranger = ECKey.generate_key("P-256", {"kid": "g1"}, private=True)
    forged = token(key=stranger, jwk=stranger.as_dict(private=False), jku="https://evil.example/jwks")
    with pytest.raises(InvalidTokenError, match="signature"):
        verifier.verify(forged, NOW)


def test_other_algorithms_are_refused(verifier: InternalTokenVerifier) -> None:
    shared = OctKey.import_key(json.dumps(KEY.as_dict(private=False)), {"kid": "g1"})
    with pytest.raises(InvalidTokenError, match="header"):
        verifier.verify(token(key=shared, alg="HS256"), NOW)
    with pytest.raises(InvalidTokenError, match="header"):
        verifier.verify(token(key=RSAKey.generate_key(2048, {"kid": "g1"}), alg="PS256"), NOW)


def test_a_token_without_signature_is_refused(verifier: InternalTokenVerifier) -> None:
    header, payload, _signature = token().split(".")
    none = _part({"alg": "none", "typ": "slussen-internal+jwt", "kid": "g1"})
    for forged in (f"{none}.{payload}.", f"{header}.{payload}.", f"{header}.{payload}"):
        with pytest.raises(InvalidTokenError):
            verifier.verify(forged, NOW)


@pytest.mark.parametrize(
    "text", ["", ".", "..", "a.b.c", "å.ä.ö", "W10.W10.W10", "." * 4097, "\ud800.a.b"], ids=ascii
)
def test_what_is_no_token_is_refused(verifier: InternalTokenVerifier, text: str) -> None:
    with pytest.raises(InvalidTokenError):
        verifier.verify(text, NOW)


def test_a_changed_claim_breaks_the_signature(verifier: InternalTokenVerifier) -> None:
    header, _payload, signature = token().split(".")
    with pytest.raises(InvalidTokenError, match="signature"):
        verifier.verify(f"{header}.{_part(claims(scopes=['consent:read']))}.{signature}", NOW)


def test_keys_of_another_kind_are_refused_at_start() -> None:
    for key in (ECKey.generate_key("P-384", {"kid": "g1"}), ECKey.import_key(_without_kid())):
        with pytest.raises(ValueError, match="P-256"):
            InternalTokenVerifier({"gateway": {"keys": [key.as_dict(private=False)]}}, "consent")
    with pytest.raises(ValueError, match="private"):
        InternalTokenSigner(KEY.as_dict(private=False), "gateway")


def test_an_issuer_cannot_use_another_issuers_key() -> None:
    other = ECKey.generate_key("P-256", {"kid": "r1"}, private=True)
    keys = KEYS | {"referrals": {"keys": [other.as_dict(private=False)]}}
    with pytest.raises(InvalidTokenError, match="unknown"):
        InternalTokenVerifier(keys, "consent").verify(token(key=other, kid="r1"), NOW)


def test_the_cache_is_bounded_and_its_entries_die() -> None:
    cache: ExpiringCache[int, str] = ExpiringCache(size=2)
    for number in range(3):
        cache.put(number, str(number), dies_at=10)
    assert (len(cache), cache.get(0, now=0), cache.get(2, now=9.9)) == (2, None, "2")
    assert cache.get(2, now=10) is None
    assert len(cache) == 1
    cache.clear()
    assert (len(cache), CACHE_SIZE) == (0, 4096)


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def signed_by_hand(changed: dict[str, Any]) -> str:
    """Sign what a library refuses to sign."""
    header = {"alg": "ES256", "typ": "slussen-internal+jwt", "kid": "g1"} | changed
    signing_input = (
        f"{_part({name: value for name, value in header.items() if value is not ...})}.{_part(claims())}"
    )
    signature = jws.JWSRegistry.algorithms["ES256"].sign(signing_input.encode(), KEY)
    return f"{signing_input}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def _without_kid() -> dict[str, Any]:
    return {name: value for name, value in KEY.as_dict(private=True).items() if name != "kid"}
