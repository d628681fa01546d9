"""Access tokens bound to a key of their sender, and the proof that the sender holds it (the level `fapi`).

Two ways: a DPoP proof with each request (RFC 9449), or the client certificate of the TLS connection (RFC 8705), which
our own TLS terminator tells of in `Client-Cert` (RFC 9440). A stolen token is of no use without the key.
"""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.util import urlsafe_b64encode

from slussen_gateway.edge.incoming import Incoming
from slussen_gateway.edge.issuer import verification_key
from slussen_gateway.edge.problems import OVERLOADED, ProblemError
from slussen_gateway.edge.rate_limit import Network, is_among
from slussen_gateway.edge.tokens import ALGORITHMS, AccessToken, InvalidTokenError, header_of

PROOF_TYPE: Final = "dpop+jwt"
LONGEST_PROOF: Final = 4096
OLDEST_PROOF_SECONDS: Final = 60.0
AHEAD_SECONDS: Final = 10.0
"""How far the sender's clock may run ahead of ours."""
LONGEST_ID: Final = 256
MOST_PROOFS: Final = 200_000
"""Proofs remembered at once; while the memory is full no further proof is taken, since it could be an old one."""
DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_SECRET_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})

_REGISTRY: Final = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
_REGISTRY.max_header_length = LONGEST_PROOF  # an RSA key in the head is longer than joserfc's 512 bytes


class InvalidProofError(Exception):
    """What should show that the sender holds the key does not; the reason is for the log."""


class SeenProofs:
    """The proofs of the last minute or so, in this process: each is good once."""

    def __init__(self, most: int = MOST_PROOFS) -> None:
        self._most = most
        self._forgotten_at: dict[bytes, float] = {}

    def add(self, proof: bytes, now: float) -> bool:
        """Remember a proof at `now` (seconds on a clock that never goes back); tell whether it is new.

        Raises:
            ProblemError: There is no room to remember it.
        """
        while self._forgotten_at:
            oldest = next(iter(self._forgotten_at))
            if self._forgotten_at[oldest] > now:
                break
            del self._forgotten_at[oldest]
        if proof in self._forgotten_at:
            return False
        if len(self._forgotten_at) >= self._most:
            raise ProblemError(OVERLOADED)
        self._forgotten_at[proof] = now + OLDEST_PROOF_SECONDS + AHEAD_SECONDS
        return True


class Possession:
    """Checks that the sender of a bound token holds its key.

    `origin` is the public origin, which proofs must name; `trusted` are our own TLS terminators' networks.
    """

    def __init__(self, origin: str, trusted: Sequence[Network]) -> None:
        self._origin = _normal_origin(origin)
        self._trusted = trusted
        self._seen = SeenProofs()

    def check(self, incoming: Incoming, scheme: bytes, token: bytes, access: AccessToken) -> None:
        """Check that a token came in the way that its kind demands.

        Raises:
            InvalidTokenError: A bound token came as an ordinary one, or the other way round.
            InvalidProofError: The sender does not show that it holds the key.
            ProblemError: There is no room to remember the proof.
        """
        binding = access.binding
        if (scheme == b"dpop") != (binding is not None and binding.jwk is not None):
            raise InvalidTokenError("scheme")
        if binding is None:
            return
        if binding.jwk is not None:
            self._check_proof(incoming, token, binding.jwk)
        else:
            self._check_certificate(incoming, binding.certificate or "")

    def _check_proof(self, incoming: Incoming, token: bytes, thumbprint: str) -> None:
        """Check a DPoP proof, step by step (RFC 9449, 4.3)."""
        proof = incoming.read.get(b"dpop", b"")
        if not proof or len(proof) > LONGEST_PROOF:
            raise InvalidProofError("missing or too long")
        claims = _signed_by(proof, thumbprint)
        if claims.get("htm") != incoming.method or not self._is_target(claims.get("htu"), incoming.raw_path):
            raise InvalidProofError("htm or htu")
        if claims.get("ath") != urlsafe_b64encode(hashlib.sha256(token).digest()).decode():
            raise InvalidProofError("ath")
        _check_age(claims.get("iat"), time.time())
        name = claims.get("jti")
        if not isinstance(name, str) or not 0 < len(name) <= LONGEST_ID:
            raise InvalidProofError("jti")
        if not self._seen.add(hashlib.sha256(f"{thumbprint}.{name}".encode()).digest(), time.monotonic()):
            raise InvalidProofError("replayed")

    def _is_target(self, stated: object, raw_path: bytes) -> bool:
        """Tell whether `htu` is this request's address; its query and fragment do not count."""
        if not isinstance(stated, str):
            return False
        address = stated.partition("#")[0].partition("?")[0]
        try:
            parts = urlsplit(address)
            origin = _normal_origin(f"{parts.scheme}://{parts.netloc}")
        except ValueError:
            return False
        return origin == self._origin and (parts.path or "/") == raw_path.decode("ascii")

    def _check_certificate(self, incoming: Incoming, thumbprint: str) -> None:
        peer = incoming.scope.get("client")
        if not is_among(peer[0] if peer else None, self._trusted):
            raise InvalidProofError("no certificate from a trusted terminator")
        value = incoming.read.get(b"client-cert", b"").strip()
        if len(value) < 2 or not (value.startswith(b":") and value.endswith(b":")):  # noqa: PLR2004  the two colons
            raise InvalidProofError("no certificate")
        try:
            certificate = base64.b64decode(value[1:-1], validate=True)
        except binascii.Error as error:
            raise InvalidProofError("no certificate") from error
        digest = urlsafe_b64encode(hashlib.sha256(certificate).digest()).decode()
        if not hmac.compare_digest(digest, thumbprint):
            raise InvalidProofError("another certificate")


def _signed_by(proof: bytes, thumbprint: str) -> Mapping[str, Any]:
    """Return the claims of a proof that the key of that thumbprint signed; the key stands in the proof's head."""
    try:
        header = header_of(proof)
    except InvalidTokenError as error:
        raise InvalidProofError("malformed") from error
    jwk = header.get("jwk")
    if header.get("typ") != PROOF_TYPE or "crit" in header or not isinstance(jwk, dict):
        raise InvalidProofError("header")
    if _SECRET_MEMBERS & jwk.keys():
        raise InvalidProofError("the key's secret part was sent along")
    key = verification_key(jwk)
    if key is None or key.algorithm != header.get("alg") or key.key.thumbprint() != thumbprint:
        raise InvalidProofError("another key")
    try:
        claims = orjson.loads(jws.deserialize_compact(proof, key.key, registry=_REGISTRY).payload or b"")
    except (JoseError, ValueError, TypeError) as error:
        raise InvalidProofError("signature or payload") from error
    if not isinstance(claims, dict):
        raise InvalidProofError("payload")
    return claims


def _check_age(issued_at: object, now: float) -> None:
    if isinstance(issued_at, bool) or not isinstance(issued_at, int | float):
        raise InvalidProofError("iat")
    if not now - OLDEST_PROOF_SECONDS <= issued_at <= now + AHEAD_SECONDS:
        raise InvalidProofError("too old, or from the future")


def _normal_origin(origin: str) -> tuple[str, str | None, int | None]:
    """Return scheme, host and port, so that two ways of writing one origin are equal (RFC 3986, 6.2.2 and 6.2.3).

    Raises:
        ValueError: The port is no number.
    """
    parts = urlsplit(origin)
    if parts.username is not None or parts.password is not None:
        return "", None, None
    return parts.scheme, parts.hostname, parts.port or DEFAULT_PORTS.get(parts.scheme)
