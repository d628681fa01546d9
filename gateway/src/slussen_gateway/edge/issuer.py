"""The identity provider as the edge knows it: its metadata and its keys, fetched from where the configuration says.

Keys are pinned to the configured issuer, kept for a quarter of an hour at most, and refetched early at most once in
30 seconds. While they are missing nothing is believed.
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx
import orjson
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

log = logging.getLogger(__name__)

REFRESH_SECONDS: Final = 300.0
KEEP_SECONDS: Final = 900.0
EARLIEST_REFETCH_SECONDS: Final = 30.0
RETRY_SECONDS: Final = 0.5
LARGEST_DOCUMENT: Final = 64 * 1024
SHORTEST_MODULUS: Final = 342
"""Characters of base64url that an RSA modulus of 2048 bits has."""

_PLAIN_JSON: Final = {"accept": "application/json", "accept-encoding": "identity"}
_ALGORITHMS: Final = {("RSA", None): "PS256", ("EC", "P-256"): "ES256", ("OKP", "Ed25519"): "EdDSA"}
_KEY_TYPES: Final[dict[str, type[RSAKey | ECKey | OKPKey]]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}


class IssuerUnavailableError(Exception):
    """The issuer does not answer, or answers with something unusable."""


@dataclass(frozen=True, slots=True)
class VerificationKey:
    """A public key and the one algorithm that it is used with."""

    algorithm: str
    key: Key


@dataclass(frozen=True, slots=True)
class IssuerMetadata:
    """What the issuer says about itself (OpenID Connect Discovery, RFC 8414)."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    pushed_authorization_endpoint: str | None
    end_session_endpoint: str | None
    states_issuer_in_answer: bool


class Issuer:
    """The configured issuer: metadata and keys in memory, kept fresh by `run`."""

    def __init__(self, issuer: str, http: httpx.AsyncClient, *, rsa_algorithm: str = "PS256") -> None:
        self.issuer = issuer
        self._rsa_algorithm = rsa_algorithm
        self._http = http
        self._metadata: IssuerMetadata | None = None
        self._keys: dict[str, VerificationKey] = {}
        self._fetched_at = -KEEP_SECONDS
        self._asked_at = -EARLIEST_REFETCH_SECONDS
        self._fetching = asyncio.Lock()

    @property
    def has_keys(self) -> bool:
        """Keys are there and not too old."""
        return bool(self._keys) and time.monotonic() - self._fetched_at < KEEP_SECONDS

    @property
    def metadata(self) -> IssuerMetadata:
        """What the issuer says about itself.

        Raises:
            IssuerUnavailableError: It has not been fetched yet.
        """
        if self._metadata is None:
            raise IssuerUnavailableError
        return self._metadata

    async def run(self) -> None:
        """Fetch the keys, at once and then every five minutes, for as long as the edge runs."""
        while True:
            try:
                await self._fetch()
                await asyncio.sleep(REFRESH_SECONDS)
            except IssuerUnavailableError as error:
                log.warning(
                    "the issuer's keys could not be fetched", extra={"fields": {"reason": str(error)}}
                )
                await asyncio.sleep(RETRY_SECONDS if not self.has_keys else EARLIEST_REFETCH_SECONDS)

    async def key(self, kid: str) -> VerificationKey | None:
        """Return the key of that name; an unknown name may cause one early refetch.

        Raises:
            IssuerUnavailableError: There are no keys that can be relied on.
        """
        if self.has_keys and kid not in self._keys:
            await self._refetch()
        if not self.has_keys:
            raise IssuerUnavailableError
        return self._keys.get(kid)

    async def _refetch(self) -> None:
        async with self._fetching:
            if time.monotonic() - self._asked_at < EARLIEST_REFETCH_SECONDS:
                return
            try:
                await self._fetch()
            except IssuerUnavailableError:
                log.warning("the issuer's keys could not be refetched")

    async def _fetch(self) -> None:
        self._asked_at = time.monotonic()
        document = await self._get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        metadata = _metadata(document, self.issuer)
        keys = _keys(await self._get(metadata.jwks_uri), self._rsa_algorithm)
        if not keys:
            raise IssuerUnavailableError("no usable keys")
        self._metadata, self._keys, self._fetched_at = metadata, keys, time.monotonic()

    async def _get(self, url: str) -> Mapping[str, Any]:
        status, document = await ask_json(self._http, "GET", url)
        if status != httpx.codes.OK:
            raise IssuerUnavailableError("unexpected answer")
        return document


async def ask_json(
    http: httpx.AsyncClient, method: str, url: str, form: Mapping[str, str] | None = None
) -> tuple[int, Mapping[str, Any]]:
    """Ask the issuer and return status and document.

    Raises:
        IssuerUnavailableError: It does not answer, or not with a JSON object of bearable size.
    """
    try:
        async with http.stream(method, url, data=form, headers=_PLAIN_JSON) as response:
            body = b""
            async for part in response.aiter_raw():
                body += part
                if len(body) > LARGEST_DOCUMENT:
                    raise IssuerUnavailableError("document too large")
        document = orjson.loads(body)
    except (httpx.HTTPError, ValueError) as error:
        raise IssuerUnavailableError(type(error).__name__) from error
    if not isinstance(document, dict):
        raise IssuerUnavailableError("unexpected answer")
    return response.status_code, document


def _metadata(document: Mapping[str, Any], issuer: str) -> IssuerMetadata:
    if document.get("issuer") != issuer:
        raise IssuerUnavailableError("another issuer")
    return IssuerMetadata(
        authorization_endpoint=_address(document, "authorization_endpoint", issuer),
        token_endpoint=_address(document, "token_endpoint", issuer),
        jwks_uri=_address(document, "jwks_uri", issuer),
        pushed_authorization_endpoint=_optional(document, "pushed_authorization_request_endpoint", issuer),
        end_session_endpoint=_optional(document, "end_session_endpoint", issuer),
        states_issuer_in_answer=document.get("authorization_response_iss_parameter_supported") is True,
    )


def _optional(document: Mapping[str, Any], name: str, issuer: str) -> str | None:
    return _address(document, name, issuer) if name in document else None


def _address(document: Mapping[str, Any], name: str, issuer: str) -> str:
    """Return an address of the issuer; never one over plain HTTP where the issuer itself is over HTTPS."""
    value = document.get(name)
    scheme = issuer.partition(":")[0]
    if not isinstance(value, str) or not value.startswith((f"{scheme}://", "https://")):
        raise IssuerUnavailableError(f"no usable {name}")
    return value


def _keys(document: Mapping[str, Any], rsa_algorithm: str) -> dict[str, VerificationKey]:
    jwks = document.get("keys")
    keys = {}
    for jwk in jwks if isinstance(jwks, list) else ():
        key = verification_key(jwk, rsa_algorithm) if isinstance(jwk, dict) else None
        if key is not None and key.key.kid:
            keys[key.key.kid] = key
    return keys


def verification_key(jwk: dict[str, Any], rsa_algorithm: str = "PS256") -> VerificationKey | None:
    """Return a key that may sign tokens, with the one algorithm we use it with; others are passed over."""
    algorithm = _ALGORITHMS.get((jwk.get("kty", ""), jwk.get("crv")))
    algorithm = rsa_algorithm if algorithm == "PS256" else algorithm
    if algorithm is None or jwk.get("use", "sig") != "sig" or jwk.get("alg", algorithm) != algorithm:
        return None
    if jwk["kty"] == "RSA" and len(str(jwk.get("n"))) < SHORTEST_MODULUS:
        return None
    try:
        key = _KEY_TYPES[jwk["kty"]].import_key(jwk)
    except (JoseError, ValueError, TypeError):
        return None
    return VerificationKey(algorithm, key)
