import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from joserfc import jws
from joserfc.jwk import OKPKey

from slussen_chassis.documents.seal import DocumentKeys, DocumentSealer, Seal
from slussen_chassis.sealing.keys import new_seal_key

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
PDF = "application/pdf"
SEALER = DocumentSealer(new_seal_key("documents-1"))
KEYS = DocumentKeys([SEALER.public()])
CONTENT = b"%PDF-1.7 anything at all \x00\xff"


def sealed(content: bytes = CONTENT) -> str:
    return SEALER.seal(content, content_type=PDF, at=AT)


def test_a_seal_tells_whose_key_made_it_and_when() -> None:
    assert KEYS.check(CONTENT, sealed()) == Seal("documents-1", PDF, AT)
    assert sealed() == sealed()


def test_a_changed_byte_breaks_the_seal() -> None:
    for place in range(len(CONTENT)):
        changed = bytes([*CONTENT[:place], CONTENT[place] ^ 1, *CONTENT[place + 1 :]])
        assert KEYS.check(changed, sealed()) is None
    assert KEYS.check(CONTENT + b"\n", sealed()) is None


def test_a_seal_by_another_key_is_none() -> None:
    other = DocumentSealer(new_seal_key("documents-1"))
    assert KEYS.check(CONTENT, other.seal(CONTENT, content_type=PDF, at=AT)) is None
    unknown = DocumentSealer(new_seal_key("documents-2"))
    assert KEYS.check(CONTENT, unknown.seal(CONTENT, content_type=PDF, at=AT)) is None


def test_a_signature_by_the_same_key_over_the_same_bytes_for_another_use_is_no_seal() -> None:
    key = new_seal_key("documents-1")
    header = {"alg": "Ed25519", "kid": "documents-1", "typ": "something-else", "cty": PDF, "iat": 1}
    registry = jws.JWSRegistry(algorithms=["Ed25519"], strict_check_header=False)
    made = jws.serialize_compact(header, CONTENT, OKPKey.import_key(dict(key)), registry=registry)
    protected, _, signature = made.split(".")
    assert DocumentKeys([DocumentSealer(key).public()]).check(CONTENT, f"{protected}..{signature}") is None


@pytest.mark.parametrize(
    "seal", ["", "a", "..", "a..b", "a.b.c", "eyJhbGciOiJub25lIn0..", "\x00..\uffff", "é..é"]
)
def test_whatever_else_is_no_seal(seal: str) -> None:
    assert KEYS.check(CONTENT, seal) is None


def test_a_seal_without_its_moment_is_none() -> None:
    key = new_seal_key("documents-1")
    registry = jws.JWSRegistry(algorithms=["Ed25519"], strict_check_header=False)
    header = {"alg": "Ed25519", "kid": "documents-1", "typ": "slussen-document-seal"}
    made = jws.serialize_compact(header, CONTENT, OKPKey.import_key(dict(key)), registry=registry)
    protected, _, signature = made.split(".")
    assert DocumentKeys([DocumentSealer(key).public()]).check(CONTENT, f"{protected}..{signature}") is None


def test_only_a_private_ed25519_key_seals() -> None:
    with pytest.raises(ValueError, match="private Ed25519"):
        DocumentSealer(SEALER.public())


def test_whoever_has_the_published_key_can_check_a_seal_by_the_standard_alone() -> None:
    jwk = SEALER.public()
    assert "d" not in jwk
    protected, _, signature = sealed().split(".")
    signed = f"{protected}.{base64.urlsafe_b64encode(CONTENT).decode().rstrip('=')}".encode()
    key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(jwk["x"] + "="))
    key.verify(base64.urlsafe_b64decode(signature + "=="), signed)
