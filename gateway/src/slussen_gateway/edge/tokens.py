"""Tokens from outside: JWT access tokens (RFC 9068) and ID tokens, verified against the issuer's pinned keys.

The algorithm comes from the key, never from the token; header members that point at a key (`jku`, `x5u`, `jwk`) are
ignored, `crit` is refused. Whether the sender of a token that is bound to a key (`cnf`) holds it: `possession.py`.
"""

import hashlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.util import urlsafe_b64decode

from slussen_chassis.auth import Caller, ExpiringCache
from slussen_gateway.edge.issuer import Issuer
from slussen_gateway.edge.issuer_profiles import OtherIssuer

ALGORITHMS: Final = ("PS256", "ES256", "EdDSA")
LONGEST_TOKEN: Final = 8 * 1024
LEEWAY_SECONDS: Final = 30.0
LONGEST_LIFETIME: Final = 3600
CACHE_SIZE: Final = 20_000
THUMBPRINT: Final = 43
"""Characters of base64url that a SHA-256 digest has."""
ACCESS_TOKEN_TYPES: Final = frozenset({"at+jwt", "application/at+jwt"})

RS256: Final = "RS256"
"""Taken for ID tokens of an issuer whose configuration says that it signs with nothing better."""

_REGISTRY: Final = jws.JWSRegistry(algorithms=(*ALGORITHMS, RS256), strict_check_header=False)


class InvalidTokenError(Exception):
    """A token that proves nothing; the reason is for the log."""


@dataclass(frozen=True, slots=True)
class Binding:
    """The key that a token is bound to, by its thumbprint: of a JWK (RFC 7638) or of a certificate (RFC 8705, 3.1)."""

    jwk: str | None = None
    certificate: str | None = None

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> "Binding | None":
        """Return what the claim `cnf` (RFC 7800) says, or None where the token is bound to nothing.

        Raises:
            InvalidTokenError: It names no key, several, or one in a way that is not understood here.
        """
        if "cnf" not in claims:
            return None
        confirmation = claims["cnf"]
        if not isinstance(confirmation, dict) or len(confirmation) != 1:
            raise InvalidTokenError("cnf")
        ((method, thumbprint),) = confirmation.items()
        if not isinstance(thumbprint, str) or len(thumbprint) != THUMBPRINT:
            raise InvalidTokenError("cnf")
        if method == "jkt":
            return cls(jwk=thumbprint)
        if method == "x5t#S256":
            return cls(certificate=thumbprint)
        raise InvalidTokenError("cnf")


class AccessToken:
    """A verified access token, and what was worked out about its bearer.

    Attributes:
        binding: The key that its sender must show to hold, if it is bound to one.
        caller: Who the bearer is, as of `generation` of the grants and the directory.
    """

    __slots__ = ("binding", "caller", "claims", "client_id", "expires_at", "generation", "subject")

    def __init__(self, claims: Mapping[str, Any]) -> None:
        self.claims = claims
        self.binding = Binding.of(claims)
        self.subject: str = claims["sub"]
        self.client_id: str = claims["client_id"]
        self.expires_at = float(claims["exp"])
        self.caller: Caller | None = None
        self.generation = -1


class AccessTokens:
    """Verifies access tokens for one audience and remembers those that held, until they expire."""

    def __init__(
        self, issuer: Issuer, audience: str, others: Iterable[tuple[Issuer, OtherIssuer]] = ()
    ) -> None:
        self._issuer = issuer
        self._others = {issuer.issuer: (issuer, settings) for issuer, settings in others}
        self._prefixes = tuple(settings.own("") for _, settings in self._others.values())
        self._audience = audience
        self._verified: ExpiringCache[bytes, AccessToken] = ExpiringCache(CACHE_SIZE)

    def remembered(self, token: bytes) -> AccessToken | None:
        """Return a token that was verified before and has not expired."""
        return self._verified.get(hashlib.sha256(token).digest(), time.time())

    async def verify(self, token: bytes) -> AccessToken:
        """Return the token's content if it is genuine, for us, and alive.

        Raises:
            InvalidTokenError: It is not.
            IssuerUnavailableError: There are no keys to tell by.
        """
        issuer, settings = self._others.get(
            stated_issuer(token) if self._others else "", (self._issuer, None)
        )
        header, claims = await signed_content(token, issuer)
        typ = header.get("typ")
        if not isinstance(typ, str) or typ.lower() not in ACCESS_TOKEN_TYPES:
            raise InvalidTokenError("typ")
        if header["alg"] == RS256:
            raise InvalidTokenError("header")
        check_claims(claims, issuer.issuer, self._audience, time.time())
        for name in ("sub", "client_id", "jti"):
            if not isinstance(claims.get(name), str) or not claims[name]:
                raise InvalidTokenError(name)
        claims = self._named(claims, settings)
        verified = AccessToken(claims)
        self._verified.put(hashlib.sha256(token).digest(), verified, verified.expires_at)
        return verified

    def _named(self, claims: Mapping[str, Any], settings: OtherIssuer | None) -> Mapping[str, Any]:
        """Return the claims with subject and client as they are called here: no issuer can take another's names."""
        named = (claims["sub"], claims["client_id"])
        if settings is not None:
            return {**claims, "sub": settings.own(named[0]), "client_id": settings.own(named[1])}
        if any(name.startswith(self._prefixes) for name in named):
            raise InvalidTokenError("a name of another issuer's")
        return claims


def stated_issuer(token: bytes) -> str:
    """Return what a token, not yet verified, says of its issuer: it chooses the keys that it is then held against."""
    try:
        claims = orjson.loads(urlsafe_b64decode(token.split(b".", 2)[1]))
    except (ValueError, IndexError):
        return ""
    stated = claims.get("iss") if isinstance(claims, dict) else None
    return stated if isinstance(stated, str) else ""


async def signed_content(token: bytes, issuer: Issuer) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return header and claims of a token that the issuer signed.

    Raises:
        InvalidTokenError: It is malformed or not signed by a key of the issuer.
        IssuerUnavailableError: There are no keys to tell by.
    """
    header = header_of(token)
    kid, algorithm = header.get("kid"), header.get("alg")
    if not isinstance(kid, str) or algorithm not in {*ALGORITHMS, RS256} or "crit" in header:
        raise InvalidTokenError("header")
    key = await issuer.key(kid)
    if key is None or key.algorithm != algorithm:
        raise InvalidTokenError("unknown key")
    try:
        signed = jws.deserialize_compact(token, key.key, registry=_REGISTRY)
        claims = orjson.loads(signed.payload or b"")
    except (JoseError, ValueError, TypeError) as error:
        raise InvalidTokenError("signature or payload") from error
    if not isinstance(claims, dict):
        raise InvalidTokenError("payload")
    return header, claims


def header_of(token: bytes) -> Mapping[str, Any]:
    """Return the header of a JWS in compact form, not yet verified.

    Raises:
        InvalidTokenError: It is malformed or too long.
    """
    if len(token) > LONGEST_TOKEN or token.count(b".") != 2:  # noqa: PLR2004  header, payload, signature
        raise InvalidTokenError("malformed")
    try:
        header = orjson.loads(urlsafe_b64decode(token.partition(b".")[0]))
    except ValueError as error:
        raise InvalidTokenError("malformed") from error
    if not isinstance(header, dict):
        raise InvalidTokenError("malformed")
    return header


def check_claims(claims: Mapping[str, Any], issuer: str, audience: str, now: float) -> None:
    """Check who issued a token, for whom, and when.

    Raises:
        InvalidTokenError: One of them is missing or wrong.
    """
    if claims.get("iss") != issuer:
        raise InvalidTokenError("iss")
    audiences = claims.get("aud")
    if audience not in (audiences if isinstance(audiences, list) else [audiences]):
        raise InvalidTokenError("aud")
    issued_at, expires_at = _moment(claims, "iat"), _moment(claims, "exp")
    if expires_at <= now - LEEWAY_SECONDS or issued_at > now + LEEWAY_SECONDS:
        raise InvalidTokenError("expired or not yet issued")
    if expires_at - issued_at > LONGEST_LIFETIME:
        raise InvalidTokenError("lives too long")
    if "nbf" in claims and _moment(claims, "nbf") > now + LEEWAY_SECONDS:
        raise InvalidTokenError("nbf")


def _moment(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidTokenError(name)
    return float(value)
