"""Who calls: the caller inside Slussen and the short-lived internal token that carries it.

Tokens from outside stop at the gateway. Between processes goes a JWT (RFC 7519) of at most a minute, signed
ES256 by the sending process's own key and addressed to exactly one service: a leaked one is worth little.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Generic, Literal, TypeVar, cast, get_args

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from joserfc.util import urlsafe_b64decode

from slussen_chassis.authentication import Authentication

TOKEN_TYPE: Final = "slussen-internal+jwt"  # noqa: S105  a media type, no secret
LIFETIME: Final = timedelta(seconds=60)
RENEWAL_MARGIN: Final = timedelta(seconds=20)
LEEWAY: Final = timedelta(seconds=5)
LONGEST_TOKEN: Final = 4096
LONGEST_NAME: Final = 255
CACHE_SIZE: Final = 4096

CallerKind = Literal["user", "client", "system", "person", "anonymous"]
KeySets = Mapping[str, Mapping[str, Any]]
"""Issuer name -> its public JWK set (RFC 7517)."""

_Value = TypeVar("_Value")
_Key = TypeVar("_Key")
_ALGORITHM: Final = "ES256"
_REGISTRY: Final = jws.JWSRegistry(algorithms=[_ALGORITHM], strict_check_header=False)


class InvalidTokenError(Exception):
    """A token that proves nothing. The reason is for the log; the sender learns only that it was refused."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The user for whom a service acts (`act`)."""

    subject: str
    kind: CallerKind
    unit_id: uuid.UUID | None = None
    authority_id: uuid.UUID | None = None
    profession: str | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """A verified caller: a user in one employment, a client system, one of our own services, a private person, nobody.

    Attributes:
        subject: Stable id of the person or client; never a personal number.
        county_code: SCB's two digits; `00` where no county applies.
        authority_id: Responsible authority (huvudman) on whose behalf the caller acts.
        unit_id: The user's unit (enhet) as stated by the identity provider.
        centre_id: The family centre (familjecentral), where the unit belongs to exactly one.
        acts_for: The user behind a call from one of our services.
        name: What to call the user on a page, as the identity provider states it; for showing, never for deciding.
        known_as: The opaque ids by which a private person is known in the data; empty for all others.
        authentication: How a user logged in, where the identity provider tells; as evidence, never for deciding.
    """

    subject: str
    kind: CallerKind
    scopes: frozenset[str] = frozenset()
    county_code: str = "00"
    authority_id: uuid.UUID | None = None
    unit_id: uuid.UUID | None = None
    centre_id: uuid.UUID | None = None
    profession: str | None = None
    activity: str | None = None
    client_id: str | None = None
    assurance_level: str | None = None
    acts_for: Actor | None = None
    name: str | None = None
    known_as: tuple[uuid.UUID, ...] = ()
    authentication: Authentication | None = None


class ExpiringCache(Generic[_Key, _Value]):
    """A bounded memory whose entries die at a stated moment; when full, the oldest entry leaves first."""

    def __init__(self, size: int = CACHE_SIZE) -> None:
        self._size = size
        self._entries: dict[_Key, tuple[float, _Value]] = {}

    def __len__(self) -> int:
        """Return how many entries are kept, dead ones included."""
        return len(self._entries)

    def get(self, key: _Key, now: float) -> _Value | None:
        """Return the value that is still alive at `now` (seconds), or None."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry[0] <= now:
            del self._entries[key]
            return None
        return entry[1]

    def put(self, key: _Key, value: _Value, dies_at: float) -> None:
        """Keep the value until `dies_at` (seconds)."""
        self._entries.pop(key, None)
        while len(self._entries) >= self._size:
            del self._entries[next(iter(self._entries))]
        self._entries[key] = (dies_at, value)

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()


class InternalTokenSigner:
    """Signs internal tokens with this process's own key; one token serves the same caller for 40 seconds."""

    def __init__(self, private_jwk: Mapping[str, Any], issuer: str) -> None:
        self._key = _import_key(private_jwk)
        if not self._key.is_private:
            raise ValueError("the signing key must hold its private part")
        self._header = {"alg": _ALGORITHM, "typ": TOKEN_TYPE, "kid": self._key.kid}
        self._issuer = issuer
        self._signed: ExpiringCache[tuple[Caller, str], str] = ExpiringCache()

    def sign(self, caller: Caller, audience: str, now: datetime) -> str:
        """Return a token that proves `caller` to the service `audience`."""
        moment = now.timestamp()
        token = self._signed.get((caller, audience), moment)
        if token is None:
            issued_at = int(moment)
            expires_at = issued_at + int(LIFETIME.total_seconds())
            claims = {
                "iss": self._issuer,
                "aud": audience,
                "iat": issued_at,
                "exp": expires_at,
                "jti": uuid.uuid4().hex,
            }
            token = jwt.encode(self._header, claims | _claims_of(caller), self._key, registry=_REGISTRY)
            self._signed.put((caller, audience), token, expires_at - RENEWAL_MARGIN.total_seconds())
        return token


class InternalTokenVerifier:
    """Verifies internal tokens addressed to one service, against the keys of the issuers that it knows.

    Header members that point at a key (`jku`, `x5u`, `jwk`) are ignored: keys come from configuration alone.
    """

    def __init__(self, keys: KeySets, audience: str) -> None:
        self._keys = {
            (issuer, key.kid): key for issuer, key_set in keys.items() for key in _import_key_set(key_set)
        }
        self._audience = audience
        self._verified: ExpiringCache[bytes, Caller] = ExpiringCache()

    def verify(self, token: str, now: datetime) -> Caller:
        """Return the caller that the token proves at `now`.

        Raises:
            InvalidTokenError: The token is malformed, forged, expired, or meant for someone else.
        """
        if len(token) > LONGEST_TOKEN:
            raise InvalidTokenError("too long")
        moment = now.timestamp()
        digest = hashlib.sha256(token.encode(errors="surrogatepass")).digest()
        caller = self._verified.get(digest, moment)
        if caller is None:
            claims = self._signed_claims(token)
            caller = self._caller_from(claims, moment)
            self._verified.put(digest, caller, float(claims["exp"]))
        return caller

    def _signed_claims(self, token: str) -> dict[str, Any]:
        header, claims = _parts(token)
        if header.get("alg") != _ALGORITHM or header.get("typ") != TOKEN_TYPE or "crit" in header:
            raise InvalidTokenError("header")
        issuer, kid = claims.get("iss"), header.get("kid")
        key = self._keys.get((issuer, kid)) if isinstance(issuer, str) and isinstance(kid, str) else None
        if key is None:
            raise InvalidTokenError("unknown issuer or key")
        with _as_invalid_token("signature"):
            jws.deserialize_compact(token, key, registry=_REGISTRY)
        return claims

    def _caller_from(self, claims: dict[str, Any], moment: float) -> Caller:
        if claims.get("aud") != self._audience:
            raise InvalidTokenError("audience")
        if not _text(claims, "jti"):
            raise InvalidTokenError("jti")
        issued_at, expires_at = _seconds(claims, "iat"), _seconds(claims, "exp")
        if not 0 < expires_at - issued_at <= LIFETIME.total_seconds():
            raise InvalidTokenError("lifetime")
        leeway = LEEWAY.total_seconds()
        if issued_at > moment + leeway or expires_at <= moment - leeway:
            raise InvalidTokenError("expired or not yet valid")
        return _caller_of(claims)


def _import_key(jwk: Mapping[str, Any]) -> ECKey:
    key = ECKey.import_key(cast("dict[str, Any]", dict(jwk)))
    if key.curve_name != "P-256" or not key.kid:
        raise ValueError("an internal key is an EC key on P-256 with a kid")
    return key


def _import_key_set(key_set: Mapping[str, Any]) -> Iterator[ECKey]:
    for jwk in key_set["keys"]:
        yield _import_key({name: value for name, value in jwk.items() if name != "d"})


@contextmanager
def _as_invalid_token(reason: str) -> Iterator[None]:
    try:
        yield
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise InvalidTokenError(reason) from error


def _parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return header and claims of a compact token, not yet proven."""
    with _as_invalid_token("malformed"):
        header, claims, _signature = token.split(".")
        parts = [json.loads(urlsafe_b64decode(part.encode("ascii"))) for part in (header, claims)]
    if not all(isinstance(part, dict) for part in parts):
        raise InvalidTokenError("malformed")
    return parts[0], parts[1]


def _claims_of(caller: Caller) -> dict[str, Any]:
    return {
        "sub": caller.subject,
        "kind": caller.kind,
        "scopes": sorted(caller.scopes),
        "county": caller.county_code,
        "authority": _id_text(caller.authority_id),
        "unit": _id_text(caller.unit_id),
        "centre": _id_text(caller.centre_id),
        "profession": caller.profession,
        "activity": caller.activity,
        "client": caller.client_id,
        "loa": caller.assurance_level,
        "name": caller.name,
        "act": _claims_of_actor(caller.acts_for),
        "known": [str(known) for known in caller.known_as],
        "auth": caller.authentication.claims if caller.authentication else None,
    }


def _claims_of_actor(actor: Actor | None) -> dict[str, Any] | None:
    if actor is None:
        return None
    unit, authority = _id_text(actor.unit_id), _id_text(actor.authority_id)
    claims = {"sub": actor.subject, "kind": actor.kind, "unit": unit, "authority": authority}
    return claims | {"profession": actor.profession}


def _caller_of(claims: dict[str, Any]) -> Caller:
    return Caller(
        subject=_required_text(claims, "sub"),
        kind=_kind(claims),
        scopes=_scopes(claims),
        county_code=_county(claims),
        authority_id=_id(claims, "authority"),
        unit_id=_id(claims, "unit"),
        centre_id=_id(claims, "centre"),
        profession=_text(claims, "profession"),
        activity=_text(claims, "activity"),
        client_id=_text(claims, "client"),
        assurance_level=_text(claims, "loa"),
        name=_text(claims, "name"),
        acts_for=_actor_of(claims.get("act")),
        known_as=_known_as(claims),
        authentication=_authentication_of(claims.get("auth")),
    )


def _authentication_of(claims: object) -> Authentication | None:
    if claims is None:
        return None
    if not isinstance(claims, dict):
        raise InvalidTokenError("auth")
    return Authentication.of(claims)


def _actor_of(claims: object) -> Actor | None:
    if claims is None:
        return None
    if not isinstance(claims, dict):
        raise InvalidTokenError("act")
    return Actor(
        subject=_required_text(claims, "sub"),
        kind=_kind(claims),
        unit_id=_id(claims, "unit"),
        authority_id=_id(claims, "authority"),
        profession=_text(claims, "profession"),
    )


def _id_text(value: uuid.UUID | None) -> str | None:
    return None if value is None else str(value)


def _text(claims: dict[str, Any], name: str) -> str | None:
    value = claims.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_NAME:
        raise InvalidTokenError(name)
    return value


def _required_text(claims: dict[str, Any], name: str) -> str:
    value = _text(claims, name)
    if value is None:
        raise InvalidTokenError(name)
    return value


def _seconds(claims: dict[str, Any], name: str) -> int:
    value = claims.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidTokenError(name)
    return value


def _id(claims: dict[str, Any], name: str) -> uuid.UUID | None:
    value = _text(claims, name)
    with _as_invalid_token(name):
        return None if value is None else uuid.UUID(value)


def _kind(claims: dict[str, Any]) -> CallerKind:
    kind = claims.get("kind")
    if kind not in get_args(CallerKind):
        raise InvalidTokenError("kind")
    return cast("CallerKind", kind)


def _scopes(claims: dict[str, Any]) -> frozenset[str]:
    scopes = claims.get("scopes")
    if not isinstance(scopes, list) or not all(isinstance(scope, str) for scope in scopes):
        raise InvalidTokenError("scopes")
    return frozenset(scopes)


def _known_as(claims: dict[str, Any]) -> tuple[uuid.UUID, ...]:
    known = claims.get("known", [])
    if not isinstance(known, list) or not all(isinstance(one, str) for one in known):
        raise InvalidTokenError("known")
    with _as_invalid_token("known"):
        return tuple(uuid.UUID(one) for one in known)


def _county(claims: dict[str, Any]) -> str:
    county = _required_text(claims, "county")
    if len(county) != 2 or not (county.isascii() and county.isdigit()):  # noqa: PLR2004  SCB's county codes have two digits
        raise InvalidTokenError("county")
    return county
